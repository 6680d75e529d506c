"""Identities of the bridges."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.money import ZERO, total
from oracle.movements import MOVEMENT_TYPES
from oracle.result import Result

MOVED = tuple(f"{kind}_arr" for kind in MOVEMENT_TYPES)


def check_bridges(result: Result) -> None:
    """Check opening + movements = closing, openings against closings, and products' sum."""
    for rows in (result.arr_bridge_company_monthly, result.arr_bridge_product_monthly):
        last_closing: dict[str | None, Decimal] = {}
        for row in rows:
            moved = total(row[column] for column in MOVED)
            assert row["opening_arr"] + moved == row["closing_arr"], row
            assert row["opening_arr"] == last_closing.get(row.get("product_id"), ZERO), row
            last_closing[row.get("product_id")] = row["closing_arr"]
    of_products: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    columns = ("opening_arr", "closing_arr", *MOVED)
    for row in result.arr_bridge_product_monthly:
        for column in columns:
            of_products[row["arr_month"], column] += row[column]
    for row in result.arr_bridge_company_monthly:
        for column in columns:
            assert of_products[row["arr_month"], column] == row[column], (column, row)
