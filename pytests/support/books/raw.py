"""Raw tables: their columns, and rows of one."""

from __future__ import annotations

from functools import partial
from typing import Any

from oracle.rows import RawRow, RawTables

__all__ = [
    "RAW_COLUMNS",
    "RawRow",
    "RawTables",
    "company_row",
    "license_row",
    "product_row",
    "signal_row",
    "usage_row",
]

RAW_COLUMNS: dict[str, tuple[str, ...]] = {
    "licenses": (
        *("license_id", "company_id", "product", "value", "mrr", "arr", "currency", "quantity"),
        *("from_date", "to_date", "to_date_included", "fixed_period", "length", "status"),
        *("renewal_status", "auto_renews", "renewal_date", "notice_date"),
        *("renewal_of_license_id", "is_recurring", "is_trial", "is_deleted", "lost_reason"),
        *("created_at", "updated_at"),
    ),
    "products": (
        *("product_id", "name", "family", "tier", "tier_rank", "role", "type", "launched_on"),
    ),
    "product_aliases": ("alias", "product_id"),
    "companies": (
        *("company_id", "name", "segment", "industry", "region", "owner", "parent_company_id"),
        *("created_at", "valid_from"),
    ),
    "exchange_rates": ("currency", "rate_date", "rate"),
    "product_usage": (
        *("company_id", "product", "usage_date", "active_users", "used_units", "entitled_units"),
        *("features_used", "features_available"),
    ),
    "account_signals": (
        *("company_id", "signal_date", "engagement_score", "open_tickets"),
        *("stakeholder_contacts", "health_score"),
    ),
}


def raw_row(table: str, **values: Any) -> RawRow:
    """Give a row of a raw table; columns that aren't given are missing.

    Args:
        table: name of the raw table.
        **values: raw columns; anything but None is turned to text.

    Raises:
        KeyError: if a column is none of the raw table's.
    """
    row: RawRow = dict.fromkeys(RAW_COLUMNS[table])
    for column, value in values.items():
        if column not in row:
            raise KeyError(f"{table} has no column {column!r}")
        row[column] = None if value is None else str(value)
    return row


license_row = partial(raw_row, "licenses")
product_row = partial(raw_row, "products")
company_row = partial(raw_row, "companies")
usage_row = partial(raw_row, "product_usage")
signal_row = partial(raw_row, "account_signals")
