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
    read_amount,
    read_date,
    read_decimal,
    read_flag,
    read_lower,
    read_text,
    read_timestamp,
    read_upper,
    text_key,
)

Time = tuple[date, str]
NO_TIME: Time = (date.min, "")
ANY_TIME: Time = (date.max, "")
FLAGS = "to_date_included fixed_period auto_renews is_recurring is_trial is_deleted".split()
LARGEST_LENGTH = Decimal(10) ** 14

# How each column is read; all others are text.
READERS = {
    "currency": read_upper,
    **dict.fromkeys(("status", "renewal_status"), read_lower),
    **dict.fromkeys(("arr", "mrr", "value"), read_amount),
    **dict.fromkeys(("quantity", "length"), read_decimal),
    **dict.fromkeys(("from_date", "to_date", "renewal_date", "notice_date"), read_date),
    **dict.fromkeys(("created_at", "updated_at"), read_timestamp),
    **dict.fromkeys(FLAGS, read_flag),
}


@dataclass
class RawLicence:
    """One raw licence row with its values cleaned and typed.

    `license_id` is what the row shares with other versions of the licence, `stated_license_id` the
    id that the source gives. `content` holds every column, for comparison. `has_unread_field` tells
    whether a column beside amounts, quantity, start and end holds what cannot be read.
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


def clean_licence(row: RawRow, license_key: tuple[str, ...] = ("license_id",)) -> RawLicence:
    """Type the values of one raw licence row.

    Args:
        row: the raw row.
        license_key: what tells licences apart: license_id, product, from_date.
    """

    def read(column: str) -> Any:
        return READERS.get(column, read_text)(row.get(column))

    def unread(column: str) -> str | None:
        return read_text(row.get(column)) if read(column) is None else None

    content = []
    for column in sorted(row):
        value = read(column)
        if isinstance(value, Reading) and value.problem:
            value = read_text(row[column])
        if column in ("created_at", "updated_at"):
            value = value or unread(column)
        content.append((column, value))
    stated_license_id = read_text(row.get("license_id"))
    parts = [stated_license_id]
    if "product" in license_key:
        parts.append(text_key(read_text(row.get("product"))) or "")
    if "from_date" in license_key:
        start = read("from_date")
        parts.append(str(start.value or read_text(row.get("from_date")) or ""))
    own = {
        "license_id": None if stated_license_id is None else "/".join(parts),
        "stated_license_id": stated_license_id,
        "unread_created_at": unread("created_at"),
        "unread_updated_at": unread("updated_at"),
        "content": tuple(content),
        "has_unread_field": has_unread_field(row),
    }
    typed = set(RawLicence.__dataclass_fields__) - set(own)
    return RawLicence(**{column: read(column) for column in typed}, **own)


def has_unread_field(row: RawRow) -> bool:
    """Tell whether a flag, a date beside start and end, or the length cannot be read."""
    length = read_decimal(row.get("length"))
    return (
        any(read_text(row.get(each)) and read_flag(row.get(each)) is None for each in FLAGS)
        or any(
            read_date(row.get(each)).problem
            for each in ("renewal_date", "notice_date", "created_at", "updated_at")
        )
        or bool(length.problem)
        or abs(length.value or 0) >= LARGEST_LENGTH
    )


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
        newest = possibly_newest(versions)
        if len(newest) == 1:
            kept += newest
        else:
            for _ in newest:
                issues.reject(license_id, "ambiguous_versions")
        reason = "key_is_not_unique" if is_key_shared(versions, policy) else "superseded"
        for _ in range(len(versions) - len(newest)):
            issues.reject(license_id, reason)
    return kept


def possibly_newest(versions: list[RawLicence]) -> list[RawLicence]:
    """Give the versions that are the newest, in either order of day and month in their times."""
    found = []
    for is_day_first in (True, False):
        times = [
            tuple(
                time_as_read(time, text, is_day_first) or NO_TIME
                for time, text in (
                    (row.updated_at, row.unread_updated_at),
                    (row.created_at, row.unread_created_at),
                )
            )
            for row in versions
        ]
        found += [row for row, each in zip(versions, times, strict=True) if each == max(times)]
    return list({row.content: row for row in found}.values())


def time_as_read(time: Time | None, unread: str | None, is_day_first: bool) -> Time | None:
    """Give a time, or what the text of one says.

    Args:
        time: what could be read.
        unread: the text of a time that could not be read.
        is_day_first: how to read 01/04/2024; where the month would be above 12, the other way.

    Returns:
        None for a text that is no time; the latest time of all where the day comes first.
    """
    if unread is None:
        return time
    if re.fullmatch("[0-9]{10}([0-9]{3})?", unread):
        moment = datetime(1970, 1, 1) + timedelta(seconds=int(unread[:10]))
        return moment.date(), moment.strftime("%H:%M:%S")
    match = re.fullmatch("([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})( [0-9:.]+)?", unread)
    if match:
        one, other, year, time_of_day = match.groups()
        orders = ((other, one), (one, other))
        for month, day in orders if is_day_first else reversed(orders):
            reading = read_timestamp(f"{year}-{month:0>2}-{day:0>2}{time_of_day or ''}")
            if reading:
                return reading
        return None
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
