"""Identities of retention: within a row, with the movements, and of products with the company."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.money import ZERO, ratio, total
from oracle.months import add_months
from oracle.result import Result
from oracle.rows import Row

RELATIONS = (
    *("retention_company_monthly", "retention_product_monthly"),
    *("retention_product_family_monthly", "retention_segment_monthly"),
    "retention_product_segment_monthly",
)
AMOUNTS = (
    *("opening_arr", "expansion_arr", "contraction_arr", "churned_arr", "closing_arr", "fx_arr"),
    *("price_arr", "opening_customers", "churned_customers"),
)
RATES = ("nrr", "grr", "nrr_organic", "expansion_rate", "contraction_rate", "churn_rate")


def check_retention(result: Result) -> None:
    """Check the bounds and sums within every row, and that component rates lead from 1 to NRR."""
    for relation in RELATIONS:
        for row in getattr(result, relation):
            check_row(relation, row)


def check_row(relation: str, row: Row) -> None:
    """Check one row of retention."""
    where = (relation, row)
    opening, closing, expansion = row["opening_arr"], row["closing_arr"], row["expansion_arr"]
    lost = row["contraction_arr"] + row["churned_arr"]
    assert opening + expansion - lost == closing, where
    assert min(opening, expansion, row["contraction_arr"], row["churned_arr"]) >= 0, where
    assert row["churned_customers"] <= row["opening_customers"], where
    if row["opening_customers"] == 0:
        assert all(row[column] == 0 for column in AMOUNTS), where
        assert row["logo_retention"] is None and row["is_small_base"], where
    else:
        assert opening > row["fx_arr"], where
        assert 0 <= row["logo_retention"] <= 1, where
    if opening == 0:
        assert all(row[name] is None for name in RATES), where
        assert row.get("nrr_with_migration") is row.get("grr_with_migration") is None, where
        return
    assert 0 <= row["grr"] <= min(1, row["nrr"]), where
    assert row["nrr"] == ratio(closing, opening), where
    assert row["grr"] == ratio(opening - lost, opening), where
    kept = 1 - row["contraction_rate"] - row["churn_rate"]
    assert (kept, kept + row["expansion_rate"]) == (row["grr"], row["nrr"]), where
    if "migrated_out_arr" in row:
        assert 0 <= row["migrated_out_arr"] <= lost, where
        assert row["grr"] <= row["grr_with_migration"] <= 1, where


def check_company_from_products(result: Result) -> None:
    """Check the company's NRR against the products' and what was bought since the start.

    Also that GRR by pair is at most GRR by family, and that at most GRR by customer.
    """
    arr = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
        for row in result.fct_arr_monthly
    }
    by_month: dict[date, list[tuple[str, str, Decimal]]] = defaultdict(list)
    in_month: dict[tuple[str, date], Decimal] = defaultdict(lambda: ZERO)
    for (customer_id, product_id, month), amount in arr.items():
        by_month[month].append((customer_id, product_id, amount))
        in_month[customer_id, month] += amount
    sums: dict[tuple[Any, ...], Row] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for relation in ("retention_product_monthly", "retention_product_family_monthly"):
        for row in getattr(result, relation):
            for column in AMOUNTS[:7]:
                sums[relation, row["arr_month"], row["window_months"]][column] += row[column]
    for row in result.retention_company_monthly:
        month, window = row["arr_month"], row["window_months"]
        start = add_months(month, -window)
        bought_since = total(
            amount
            for customer_id, product_id, amount in by_month[month]
            if in_month[customer_id, start] > 0
            and arr.get((customer_id, product_id, start), ZERO) == 0
        )
        products = sums["retention_product_monthly", month, window]
        families = sums["retention_product_family_monthly", month, window]
        for column in ("opening_arr", "price_arr", "fx_arr"):
            assert products[column] == families[column] == row[column], (column, row)
        assert products["closing_arr"] + bought_since == row["closing_arr"], (row, bought_since)
        losses = [
            each["contraction_arr"] + each["churned_arr"] for each in (products, families, row)
        ]
        assert losses == sorted(losses, reverse=True), (losses, row)


def check_one_month_retention(result: Result) -> None:
    """Check that retention over one month equals what the movements say."""
    if 1 not in result.retention_windows:
        return
    bridge = {
        (row.get("product_id"), row["arr_month"]): row
        for row in (*result.arr_bridge_product_monthly, *result.arr_bridge_company_monthly)
    }
    flows: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_customer_arr_movements:
        flows[row["arr_month"], row["movement_type"]] += row["arr_change"]
    for row in (*result.retention_product_monthly, *result.retention_company_monthly):
        if row["window_months"] != 1:
            continue
        month = row["arr_month"]
        moved = bridge[row.get("product_id"), month]
        assert row["opening_arr"] == moved["opening_arr"] + moved["fx_arr"], (row, moved)
        assert row["fx_arr"] == moved["fx_arr"], (row, moved)
        if "product_id" in row:
            left = ("contraction_arr", "product_churn_arr", "churn_arr", "migration_out_arr")
            lost = -total(moved[column] for column in left)
            assert row["contraction_arr"] + row["churned_arr"] == lost, (row, moved)
            assert row["migrated_out_arr"] == -moved["migration_out_arr"], (row, moved)
        else:
            assert row["fx_arr"] == flows[month, "fx"], row
            assert row["expansion_arr"] == flows[month, "expansion"], row
            assert row["contraction_arr"] == -flows[month, "contraction"], row
            assert row["churned_arr"] == -flows[month, "churn"], row
