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
    read_amount,
    read_date,
    read_decimal,
    read_flag,
    read_lower,
    read_text,
    read_timestamp,
    read_upper,
)

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

    `content` holds every column, for comparison. `has_unread_field` tells whether a column beside
    amounts, quantity, start and end holds what cannot be read.
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


def clean_licence(row: RawRow) -> RawLicence:
    """Type the values of one raw licence row."""

    def read(column: str) -> Any:
        return READERS.get(column, read_text)(row.get(column))

    content = []
    for column in sorted(row):
        value = read(column)
        if isinstance(value, Reading) and value.problem:
            value = read_text(row[column])
        content.append((column, value))
    typed = set(RawLicence.__dataclass_fields__) - {"content", "has_unread_field"}
    return RawLicence(
        **{column: read(column) for column in typed},
        content=tuple(content),
        has_unread_field=has_unread_field(row),
    )


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
