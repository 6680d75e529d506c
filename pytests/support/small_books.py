"""Small books that are worked out by hand, and what the oracle makes of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from books import RawRow, RawTables, company_row, license_row, product_row
from oracle import Policy, Result, check_identities, compute
from oracle.months import add_months, last_day

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in (1, 2, 3, 4))


def monthly_licences(
    customer: str,
    product: str,
    first_month: date,
    arrs: list[Any],
    quantities: list[Any] | None = None,
) -> list[RawRow]:
    """Give one licence per month, none where the ARR is 0.

    Args:
        customer: company id.
        product: product text.
        first_month: month of the first ARR.
        arrs: ARR of each month, from the first on.
        quantities: quantity of each month; missing when not given.
    """
    return [
        license_row(
            license_id=f"{customer}-{product}-{number}",
            company_id=customer,
            product=product,
            arr=arr,
            quantity=quantities[number] if quantities else None,
            from_date=(month := add_months(first_month, number)),
            to_date=last_day(month),
        )
        for number, arr in enumerate(arrs)
        if arr
    ]


def licence(license_id: Any = "L", start: Any = JAN, end: Any = None, **columns: Any) -> RawRow:
    """Give a licence of customer C and product P, from January on unless said otherwise."""
    usual = {"company_id": "C", "product": "P", "from_date": start, "to_date": end}
    return license_row(**(usual | {"license_id": license_id} | columns))


def line(customer: str, product: str, *levels: tuple[str | None, int]) -> list[RawRow]:
    """Give the licences of a pair that has had the first level from January 2023 on.

    Args:
        customer: company id.
        product: product id.
        *levels: each a day, None for the beginning, and the ARR from then on, 0 for none.
    """
    days = [day or "2023-01-01" for day, _ in levels]
    return [
        licence(
            license_id=f"{customer}-{product}-{number}",
            company_id=customer,
            product=product,
            start=day,
            end=following,
            arr=arr,
            to_date_included="false",
        )
        for number, (day, following, (_, arr)) in enumerate(
            zip(days, [*days[1:], None], levels, strict=True)
        )
        if arr
    ]


def catalog(**families: str | None) -> list[RawRow]:
    """Give a catalog: product id (also its name) to family."""
    return [
        product_row(product_id=product_id, name=product_id, family=family)
        for product_id, family in families.items()
    ]


def companies(**values: dict[str, str | None]) -> list[RawRow]:
    """Give a companies table: company id to its columns."""
    return [company_row(company_id=name) | columns for name, columns in values.items()]


def checked(licences: list[RawRow], policy: Policy, **tables: list[RawRow]) -> Result:
    """Compute a book of licences and other tables, and check every identity."""
    book: RawTables = {"licenses": licences, **tables}
    result = compute(book, policy)
    check_identities(result)
    return result


def pick(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """Give the one row whose columns have the wanted values."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, found)
    return found[0]


def values_of(row: dict[str, Any], columns: str) -> tuple[Any, ...]:
    """Give the values of some columns, whose names stand in one text."""
    return tuple(row[column] for column in columns.split())


def issues_of(result: Result) -> set[tuple[str | None, str]]:
    """Give what was found as (licence id, issue)."""
    return {(row["license_id"], row["issue"]) for row in result.license_issues}


def moves(rows: list[dict[str, Any]], month: date) -> dict[tuple[str, str], Decimal]:
    """Give a month's movements as (product or customer, type) to amount."""
    return {
        (row.get("product_id", row["customer_id"]), row["movement_type"]): row["arr_change"]
        for row in rows
        if row["arr_month"] == month
    }


def values_at_start(result: Result, segment_type: str, month: date) -> dict[str, Decimal]:
    """Give opening ARR by the value of a segment type, for the month that follows a month."""
    return {
        row["segment_value"]: row["opening_arr"]
        for row in result.retention_segment_monthly
        if row["segment_type"] == segment_type
        and row["window_months"] == 1
        and row["arr_month"] == add_months(month, 1)
        and row["opening_arr"] > 0
    }
