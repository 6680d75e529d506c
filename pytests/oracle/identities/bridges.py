"""Identities of the bridges."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.money import ZERO, total
from oracle.movements import MOVEMENT_TYPES
from oracle.result import Result
from oracle.rows import Row

MOVED = tuple(f"{kind}_arr" for kind in MOVEMENT_TYPES)


def check_bridges(result: Result) -> None:
    """Check opening + movements = closing, openings against closings, and products' sum."""
    for rows in (result.arr_bridge_company_monthly, result.arr_bridge_product_monthly):
        check_customers(rows)
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


def check_customers(rows: list[Row]) -> None:
    """Check opening + new + reactivated - churned = closing, and openings against closings."""
    last_closing: dict[str | None, int] = {}
    for row in rows:
        came = row["new_customers"] + row["reactivated_customers"]
        closing = row["opening_customers"] + came - row["churned_customers"]
        assert closing == row["closing_customers"], row
        assert row["opening_customers"] == last_closing.get(row.get("product_id"), 0), row
        assert (closing == 0) == (row["closing_arr"] == 0) == (row["arr_per_customer"] is None), row
        last_closing[row.get("product_id")] = closing


def check_segment_bridges(result: Result) -> None:
    """Check each segment's roll-forward, and the sums of every type against the company."""
    of_types: dict[tuple[date, str, str], Decimal | int] = defaultdict(int)
    types: set[str] = set()
    came = ("new_customers", "reactivated_customers", "moved_in_customers")
    left = ("churned_customers", "moved_out_customers")
    columns = ("opening_arr", "closing_arr", *MOVED, "opening_customers", "closing_customers")
    for row in result.arr_bridge_segment_monthly:
        moved = total(row[column] for column in (*MOVED, "moved_in_arr", "moved_out_arr"))
        assert row["opening_arr"] + moved == row["closing_arr"], row
        change = sum(row[column] for column in came) - sum(row[column] for column in left)
        assert row["opening_customers"] + change == row["closing_customers"], row
        types.add(row["segment_type"])
        for column in (*columns, "moved_in_arr", "moved_out_arr"):
            of_types[row["arr_month"], row["segment_type"], column] += row[column]
    for row in result.arr_bridge_company_monthly:
        for kind in types:
            of_type = {
                column: of_types[row["arr_month"], kind, column]
                for column in (*columns, "moved_in_arr", "moved_out_arr")
            }
            assert of_type["moved_in_arr"] + of_type["moved_out_arr"] == 0, (kind, row)
            for column in columns:
                assert of_type[column] == row[column], (kind, column, row)
