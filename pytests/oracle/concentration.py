"""Concentration: how much of the ARR the largest customers pay."""

from __future__ import annotations

from decimal import Decimal

from oracle.history import History
from oracle.money import ratio, total
from oracle.rows import Row

SIZES = (1, 5, 10, 20)
ALL_PRODUCTS = "(all)"


def concentration_rows(
    history: History, company_bridge: list[Row], product_bridge: list[Row]
) -> list[Row]:
    """Give the ARR of the largest customers beside all ARR, for the company and each product.

    Args:
        history: all snapshots.
        company_bridge: a row for each month.
        product_bridge: a row for each product and month from its first ARR on.
    """
    number_of = {month: i for i, month in enumerate(history.months)}
    rows = []
    for bridge in (*company_bridge, *product_bridge):
        product_id, i = bridge.get("product_id"), number_of[bridge["arr_month"]]
        if product_id is None:
            arr_of_customers = [row[i] for row in history.customer_arr.values()]
        else:
            arr_of_customers = [
                row[i] for pair, row in history.arr.items() if pair[1] == product_id
            ]
        by_size = sorted((arr for arr in arr_of_customers if arr > 0), reverse=True)
        for size in SIZES:
            top: Decimal = total(by_size[:size])
            rows.append(
                {
                    "arr_month": bridge["arr_month"],
                    "scope": "company" if product_id is None else "product",
                    "product_id": product_id or ALL_PRODUCTS,
                    "top_customers": size,
                    "product_name": bridge.get("product_name", ALL_PRODUCTS),
                    "top_arr": top,
                    "closing_arr": total(by_size),
                    "closing_customers": len(by_size),
                    "arr_share": ratio(top, total(by_size)),
                }
            )
    return rows
