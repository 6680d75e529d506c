"""Raw licence rows: their typed values, and which row of a licence id counts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from oracle.issues import Issues
from oracle.policy import Policy
from oracle.rows import RawRow
from oracle.values import (
    Reading,
    format_of_dates,
    format_of_numbers,
    read_amount,
    read_date,
    read_decimal,
    read_flag,
    read_lower,
    read_text,
    read_time,
    read_upper,
    text_key,
    trim_text,
)
from oracle.words import RENEWAL_MEANINGS

Time = tuple[date, str]
NO_TIME: Time = (date.min, "")
ANY_TIME: Time = (date.max, "")
FLAGS = "to_date_included fixed_period auto_renews is_recurring is_trial is_deleted".split()
LARGEST_LENGTH = Decimal(10) ** 14
DERIVED = """
    stated_license_id unread_created_at unread_updated_at
    content has_unread_field has_unread_flag has_missing_word
""".split()
UNREAD_FIELDS = ("length", "renewal_date", "notice_date", "created_at", "updated_at")

AMOUNTS = ("arr", "mrr", "value")
NUMBERS = (*AMOUNTS, "quantity", "length")
DATES = ("from_date", "to_date", "renewal_date", "notice_date")
TIMES = ("created_at", "updated_at")

Formats = dict[str, str | None]


def formats_of(rows: list[RawRow], policy: Policy) -> Formats:
    """Find how each column of numbers and of dates is written."""

    def texts(column: str) -> list[str | None]:
        return [row.get(column) for row in rows]

    numbers = {each: format_of_numbers(texts(each), policy.number_format) for each in NUMBERS}
    dates = {each: format_of_dates(texts(each), policy.date_format) for each in (*DATES, *TIMES)}
    return numbers | dates


def read_field(column: str, row: RawRow, formats: Formats, policy: Policy) -> Any:
    """Read a column of a raw row by what it holds; all others are text."""
    value = row.get(column)
    if column == "currency":
        return read_upper(value)
    if column == "status":
        return read_lower(value)
    if column == "renewal_status":
        return RENEWAL_MEANINGS.get(read_lower(value) or "")
    if column in AMOUNTS:
        currency = read_upper(row.get("currency")) or policy.reporting_currency
        return read_amount(value, formats[column], currency)
    if column in NUMBERS:
        return read_decimal(value, 4, formats[column])
    if column in DATES:
        return read_date(value, formats[column], policy.source_timezone)
    if column in TIMES:
        return read_time(value, formats[column], policy.source_timezone)
    return read_flag(value) if column in FLAGS else read_text(value)


@dataclass
class RawLicence:
    """One raw licence row with its values cleaned and typed.

    `license_id` is what the row shares with other versions of the licence, `stated_license_id` the
    id that the source gives. `content` holds every column, for comparison. `has_unread_field` tells
    whether a column beside amounts, quantity, start, end and flags holds what cannot be read,
    `has_unread_flag` the same of flags, and `has_missing_word` whether any column holds a word for
    nothing.
    """

    license_id: str | None
    stated_license_id: str | None
    company_id: str | None
    product: str | None
    arr: Reading
    mrr: Reading
    value: Reading
    currency: str | None
    quantity: Reading
    from_date: Reading
    to_date: Reading
    notice_date: Reading
    to_date_included: bool | None
    fixed_period: bool | None
    length: Reading
    status: str | None
    renewal_status: str | None
    auto_renews: bool | None
    renewal_of_license_id: str | None
    is_recurring: bool | None
    is_trial: bool | None
    is_deleted: bool | None
    lost_reason: str | None
    created_at: Time | None
    updated_at: Time | None
    unread_created_at: str | None
    unread_updated_at: str | None
    content: tuple[Any, ...]
    has_unread_field: bool
    has_unread_flag: bool
    has_missing_word: bool


def clean_licence(row: RawRow, formats: Formats, policy: Policy) -> RawLicence:
    """Type the values of one raw licence row.

    Args:
        row: the raw row.
        formats: how each column of numbers and of dates is written.
        policy: what tells licences apart, and the time zone of the source.
    """
    fields = {
        column: read_field(column, row, formats, policy)
        for column in {*row, *RawLicence.__dataclass_fields__, *DATES} - set(DERIVED)
    }
    unread = {
        column: read_text(row.get(column))
        for column, value in fields.items()
        if isinstance(value, Reading) and value.problem
    }
    # What cannot be read of these counts as missing.
    forgotten = set(UNREAD_FIELDS) - set(TIMES)
    content = []
    for column in sorted(row):
        value = fields[column]
        if column in unread:
            value = None if column in forgotten else unread[column]
        elif isinstance(value, Reading):
            value = value.value
        content.append((column, value))
    return RawLicence(
        **{
            column: value.value if column in (*FLAGS, *TIMES) else value
            for column, value in fields.items()
            if column in RawLicence.__dataclass_fields__ and column != "license_id"
        },
        license_id=licence_key(row, fields["from_date"], policy),
        stated_license_id=read_text(row.get("license_id")),
        unread_created_at=unread.get("created_at"),
        unread_updated_at=unread.get("updated_at"),
        content=tuple(content),
        has_unread_field=any(column in unread for column in UNREAD_FIELDS)
        or abs(fields["length"].value or 0) >= LARGEST_LENGTH
        or (fields["renewal_status"] is None and read_text(row.get("renewal_status")) is not None),
        has_unread_flag=any(column in unread for column in FLAGS),
        has_missing_word=any(trim_text(text) and not read_text(text) for text in row.values()),
    )


def licence_key(row: RawRow, start: Reading, policy: Policy) -> str | None:
    """Give what tells the licence of a row from others; None where the row has no id."""
    parts = [read_text(row.get("license_id"))]
    if parts[0] is None:
        return None
    if "product" in policy.license_key:
        parts.append(text_key(read_text(row.get("product"))) or "")
    if "from_date" in policy.license_key:
        parts.append(str(start.value or read_text(row.get("from_date")) or ""))
    return "/".join(parts)


def resolve_as_of_date(raw: list[RawLicence], policy: Policy, today: date) -> date:
    """Give the day up to which the book is known.

    Args:
        raw: every raw licence row, rejected ones too.
        policy: its `as_of_date` wins when it is set.
        today: the day beyond which load times are not believed.

    Returns:
        The policy's date, else the newest load or update day up to today, else today.
    """
    if policy.as_of_date is not None:
        return policy.as_of_date
    stamps = [stamp for row in raw for stamp in (row.updated_at, row.created_at) if stamp]
    return max((day for day, _ in stamps if day <= today), default=today)


def deduplicate(raw: list[RawLicence], policy: Policy, issues: Issues) -> list[RawLicence]:
    """Keep the row of each licence that counts, and record what becomes of the others.

    Args:
        raw: every raw licence row.
        policy: whether an end date is active, for terms that meet or not.
        issues: takes missing ids, copies, and rows that a newer one replaces.

    Returns:
        The newest row of each licence; none where no time tells which one that is.
    """
    rows_of: dict[str, list[RawLicence]] = defaultdict(list)
    for row in raw:
        if row.license_id is None:
            issues.reject(None, "missing_license_id")
        else:
            rows_of[row.license_id].append(row)
    kept = []
    for license_id, rows in rows_of.items():
        versions = list({row.content: row for row in rows}.values())
        for _ in range(len(rows) - len(versions)):
            issues.repair(license_id, "duplicate_row")
        newest = possibly_newest(versions, policy.source_timezone)
        if len(newest) == 1:
            kept += newest
        else:
            for _ in newest:
                issues.reject(license_id, "ambiguous_versions")
        reason = "key_is_not_unique" if is_key_shared(versions, policy) else "superseded"
        for _ in range(len(versions) - len(newest)):
            issues.reject(license_id, reason)
    return kept


def possibly_newest(versions: list[RawLicence], zone: str) -> list[RawLicence]:
    """Give the versions that are the newest, in either order of day and month in their times.

    Args:
        versions: rows of one licence, each once.
        zone: to which a time that says its own is turned.
    """
    found = []
    for is_day_first in (True, False):
        times = [
            tuple(
                time_as_read(time, text, is_day_first, zone) or NO_TIME
                for time, text in (
                    (row.updated_at, row.unread_updated_at),
                    (row.created_at, row.unread_created_at),
                )
            )
            for row in versions
        ]
        found += [row for row, each in zip(versions, times, strict=True) if each == max(times)]
    return list({row.content: row for row in found}.values())


def time_as_read(
    time: Time | None, unread: str | None, is_day_first: bool, zone: str
) -> Time | None:
    """Give a time, or what the text of one says.

    Args:
        time: what could be read.
        unread: the text of a time that could not be read.
        is_day_first: how to read 01/04/2024; where the month would be above 12, the other way.
        zone: to which a time that says its own is turned.

    Returns:
        None for a text that is no time; the latest time of all where the day comes first.
    """
    if unread is None:
        return time
    if re.fullmatch("[0-9]{10}([0-9]{3})?", unread):
        moment = datetime(1970, 1, 1) + timedelta(seconds=int(unread[:10]))
        return moment.date(), moment.strftime("%H:%M:%S")
    for order in ("dmy", "mdy") if is_day_first else ("mdy", "dmy"):
        reading = read_time(unread, order, zone)
        if reading.value:
            return reading.value
    return ANY_TIME if is_day_first else None


def is_key_shared(versions: list[RawLicence], policy: Policy) -> bool:
    """Tell whether the rows of one key are of several products, or of terms that share no day."""
    products = {text_key(row.product) for row in versions if row.product}
    terms = []
    for row in versions:
        start, end = row.from_date.value, row.to_date.value
        if start is None or end is None:
            continue
        is_inclusive = row.to_date_included
        if is_inclusive is None:
            is_inclusive = policy.end_date_is_inclusive
        last_day = end if is_inclusive or end < start else end - timedelta(days=1)
        if last_day >= start:
            terms.append(last_day)
    starts = [row.from_date.value for row in versions if row.from_date.value]
    return len(products) > 1 or bool(starts and terms and max(starts) > min(terms))
