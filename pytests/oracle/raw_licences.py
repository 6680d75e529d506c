"""Raw licence rows: their typed values, and which row of a licence id counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
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
    trim_text,
)

FLAGS = "to_date_included fixed_period auto_renews is_recurring is_trial is_deleted".split()
LARGEST_LENGTH = Decimal(10) ** 14
DERIVED = ("content", "has_unread_field", "has_unread_flag", "has_missing_word")
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
    if column in ("status", "renewal_status"):
        return read_lower(value)
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

    `content` holds every column, for comparison. `has_unread_field` tells whether a column beside
    amounts, quantity, start, end and flags holds what cannot be read, `has_unread_flag` the same
    of flags, and `has_missing_word` whether any column holds a word for nothing.
    """

    license_id: str | None
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
    created_at: tuple[date, str] | None
    updated_at: tuple[date, str] | None
    content: tuple[Any, ...]
    has_unread_field: bool
    has_unread_flag: bool
    has_missing_word: bool


def clean_licence(row: RawRow, formats: Formats, policy: Policy) -> RawLicence:
    """Type the values of one raw licence row."""
    fields = {
        column: read_field(column, row, formats, policy)
        for column in {*row, *RawLicence.__dataclass_fields__, *DATES} - set(DERIVED)
    }
    content = []
    for column in sorted(row):
        value = fields[column]
        if isinstance(value, Reading):
            # What cannot be read beside amounts, units, start, end and flags counts as missing.
            unread = None if column in UNREAD_FIELDS else read_text(row[column])
            value = unread if value.problem else value.value
        content.append((column, value))
    return RawLicence(
        **{
            column: value.value if column in (*FLAGS, *TIMES) else value
            for column, value in fields.items()
            if column in RawLicence.__dataclass_fields__
        },
        content=tuple(content),
        has_unread_field=any(fields[column].problem for column in UNREAD_FIELDS)
        or abs(fields["length"].value or 0) >= LARGEST_LENGTH,
        has_unread_flag=any(fields[column].problem for column in FLAGS),
        has_missing_word=any(trim_text(text) and not read_text(text) for text in row.values()),
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


def deduplicate(raw: list[RawLicence], issues: Issues) -> list[RawLicence]:
    """Keep the row of each licence id that counts, and record what becomes of the others.

    Args:
        raw: every raw licence row.
        issues: takes missing ids, copies and superseded rows.

    Returns:
        One row per licence id: the newest updated, then the newest created one.
    """
    rows_of: dict[str, list[RawLicence]] = defaultdict(list)
    for row in raw:
        if row.license_id is None:
            issues.reject(None, "missing_license_id")
        else:
            rows_of[row.license_id].append(row)
    kept = []
    for license_id, rows in rows_of.items():
        distinct = {row.content: row for row in rows}
        for _ in range(len(rows) - len(distinct)):
            issues.repair(license_id, "duplicate_row")
        for _ in range(len(distinct) - 1):
            issues.reject(license_id, "superseded")
        never = (date.min, "")
        kept.append(
            max(
                distinct.values(),
                key=lambda row: (
                    *(row.updated_at is not None, row.updated_at or never),
                    *(row.created_at is not None, row.created_at or never),
                    repr(row.content),
                ),
            )
        )
    return kept
