"""Identities of growth with the bridges, and of products with the company."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.growth import SUMMED
from oracle.money import ZERO, ratio
from oracle.result import Result
from oracle.roll_forward import FLOWS
from oracle.rows import Row

CUSTOMERS = ("opening_customers", *FLOWS, "closing_customers")
AMOUNTS = ("opening_arr", *SUMMED, "closing_arr", "gained_arr", "lost_arr", "net_new_arr")


def check_growth(result: Result) -> None:
    """Check every row against its bridge, and the sums of products against the company."""
    of_products: dict[tuple[date, int, str], Decimal] = defaultdict(lambda: ZERO)
    for rows, bridge_rows in (
        (result.arr_growth_company_monthly, result.arr_bridge_company_monthly),
        (result.arr_growth_product_monthly, result.arr_bridge_product_monthly),
    ):
        bridge = {(row.get("product_id"), row["arr_month"]): row for row in bridge_rows}
        with_bridge = 0
        for row in rows:
            month = row["arr_month"]
            is_last = month == result.months[-1]
            same_month = bridge.get((row.get("product_id"), month))
            with_bridge += same_month is not None
            if same_month is None:  # a product that has pending licences only
                assert is_last and "product_id" in row, row
                same_month = dict.fromkeys(AMOUNTS, ZERO) | dict.fromkeys(CUSTOMERS, 0)
            check_row(row, same_month, is_last)
            if "product_id" in row:
                for column in AMOUNTS:
                    of_products[month, row["window_months"], column] += row[column]
        assert with_bridge == len(bridge) * len(result.retention_windows)
    for row in result.arr_growth_company_monthly:
        assert row["migration_in_arr"] + row["migration_out_arr"] == 0, row
        for column in AMOUNTS:
            products = of_products[row["arr_month"], row["window_months"], column]
            assert products == row[column], (column, products, row)


def check_row(row: Row, same_month: Row, is_last: bool) -> None:
    """Check one row of growth.

    Args:
        row: of a month and window.
        same_month: the bridge of the month.
        is_last: whether the month is the last one, which alone has what is to come.
    """
    assert row["opening_arr"] + row["net_new_arr"] + row["fx_arr"] == row["closing_arr"], row
    assert row["gained_arr"] >= 0 and row["lost_arr"] >= 0, row
    assert 0 <= row["existing_arr"] <= row["closing_arr"], row
    assert row["closing_arr"] == same_month["closing_arr"], row
    assert row["closing_customers"] == same_month["closing_customers"], row
    came = row["new_customers"] + row["reactivated_customers"]
    closing_customers = row["opening_customers"] + came - row["churned_customers"]
    assert closing_customers == row["closing_customers"], row
    if row["window_months"] == 1:
        for column in ("opening_arr", *SUMMED, *CUSTOMERS):
            assert row[column] == same_month[column], (column, row)
    for rate, numerator, denominator in (
        ("quick_ratio", row["gained_arr"], row["lost_arr"]),
        ("expansion_share", row["cross_sell_arr"] + row["expansion_arr"], row["gained_arr"]),
        ("existing_share", row["existing_arr"], row["closing_arr"]),
    ):
        assert row[rate] == ratio(numerator, denominator), (rate, row)
    assert (row["pending_arr"] is not None) == (row["carr"] is not None) == is_last, row
    if is_last:
        assert row["carr"] == row["closing_arr"] + row["pending_arr"], row
