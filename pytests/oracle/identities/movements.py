"""Identities of the movements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.money import ZERO, total
from oracle.months import add_months
from oracle.reasons import REASONS
from oracle.result import Result
from oracle.rows import Pair

GAINS = ("new", "cross_sell", "reactivation", "expansion", "migration_in")
LOSSES = ("contraction", "product_churn", "churn")


def check_spine_against_movements(result: Result) -> None:
    """Check opening + movements = closing for pairs and customers, month by month."""
    moved: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_movements:
        assert row["arr_change"] != 0, row
        moved[row["customer_id"], row["product_id"], row["arr_month"]] += row["arr_change"]
    customer_moved: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_customer_arr_movements:
        assert row["cross_sell_arr"] >= 0 >= row["product_churn_arr"], row
        assert row["opening_arr"] + row["arr_change"] == row["closing_arr"], row
        customer_moved[row["customer_id"], row["arr_month"]] += row["arr_change"]
    last: dict[Pair, tuple[date, Decimal]] = {}
    pair_sum: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_monthly:
        pair = (row["customer_id"], row["product_id"])
        assert row["arr"] >= 0 >= row["negative_arr"], row
        change = moved.pop((*pair, row["arr_month"]), ZERO)
        assert row["opening_arr"] + change == row["arr"], row
        if pair in last:
            assert row["arr_month"] == add_months(last[pair][0], 1), row
            assert row["opening_arr"] == last[pair][1], row
        else:
            assert row["opening_arr"] == 0, row
        last[pair] = (row["arr_month"], row["arr"])
        pair_sum[row["customer_id"], row["arr_month"]] += change
    assert not moved, next(iter(moved.items()))
    for key in {**pair_sum, **customer_moved}:
        assert pair_sum[key] == customer_moved[key], (key, pair_sum[key], customer_moved[key])
    for pair, (month, arr) in last.items():
        assert arr == 0 or month == result.months[-1], (pair, month, arr)


def check_movement_parts(result: Result) -> None:
    """Check that parts add up to changes, signs of types, and that migrations add up to nothing."""
    family_of = {row["product_id"]: row["product_family"] for row in result.dim_products}
    migrated: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_movements:
        kind = row["movement_type"]
        parts = [row["volume_arr"], row["price_arr"], row["unattributed_arr"]]
        if kind in ("expansion", "contraction"):
            assert total(parts) == row["arr_change"], row
        else:
            assert parts == [None, None, None], row
        assert row["reason"] in REASONS[kind], row
        assert row["lost_reason"] is None or kind in LOSSES, row
        if row["is_scheduled"]:
            assert kind in ("expansion", "contraction"), row
            assert row["reason"] != "tier_change", row
        if kind != "fx":
            assert (row["arr_change"] > 0) == (kind in GAINS), row
        if kind in ("migration_in", "migration_out"):
            family = family_of[row["product_id"]]
            migrated[row["customer_id"], family, row["arr_month"]] += row["arr_change"]
    for key, amount in migrated.items():
        assert amount == 0, (key, amount)


def check_movers(result: Result) -> None:
    """Check that the movers of a product and month add up to its bridge."""
    moved: dict[tuple[str, date], Decimal] = defaultdict(lambda: ZERO)
    for row in result.arr_movers_monthly:
        moved[row["product_id"], row["arr_month"]] += row["arr_change"]
        assert (row["arr_change"] > 0) == (row["direction"] == "gain"), row
    for row in result.arr_bridge_product_monthly:
        change = row["closing_arr"] - row["opening_arr"]
        assert moved.pop((row["product_id"], row["arr_month"]), ZERO) == change, row
    assert not moved, moved
