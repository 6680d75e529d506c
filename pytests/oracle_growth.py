"""The oracle's part for growth: what was gained and lost over a window, and what is to come.

It adds up the bridges of `oracle`, month by month. `oracle.compute` calls it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle import (
    GROWTH_KEYS,
    MOVEMENT_TYPES,
    ZERO,
    History,
    Licence,
    Policy,
    Result,
    Row,
    add_months,
    last_day,
    ratio,
)

GAINS = ("new", "reactivation", "cross_sell", "expansion")
LOSSES = ("contraction", "product_churn", "churn")
SUMMED = tuple(f"{kind}_arr" for kind in MOVEMENT_TYPES)


def pending_arr_by_product(licences: list[Licence], history: History) -> dict[str, Decimal]:
    """Give what pending licences will add at the end of the last month, by their product.

    What a pending licence renews, and is still active then, is taken off once, whatever its
    product: for the renewal whose id sorts first.

    Args:
        licences: the accepted licences.
        history: for the months.

    Returns:
        Product id to ARR, which is negative where a renewal is worth less.
    """
    pending_arr: dict[str, Decimal] = defaultdict(lambda: ZERO)
    if not history.months:
        return pending_arr
    end = last_day(history.months[-1])
    active = {
        licence.license_id: licence
        for licence in licences
        if not licence.is_pending
        and licence.starts_on <= end
        and (licence.ends_before is None or licence.ends_before > end)
    }
    renewed_already: set[str] = set()
    for licence in sorted(licences, key=lambda each: each.license_id):
        if not licence.is_pending:
            continue
        pending_arr[licence.product.product_id] += licence.arr
        renewed = active.get(licence.renewal_of_license_id or "")
        if (
            renewed is not None
            and renewed.customer_id == licence.customer_id
            and renewed.license_id not in renewed_already
        ):
            renewed_already.add(renewed.license_id)
            pending_arr[licence.product.product_id] -= renewed.arr
    return pending_arr


def growth_rows(
    bridge: list[Row], retention: list[Row], pending_arr: dict[str, Decimal], policy: Policy
) -> list[Row]:
    """Add up a bridge over every window.

    Args:
        bridge: the rows of the company's bridge, or of the products'.
        retention: the rows of the company's retention, or of the products'.
        pending_arr: product id to what pending licences will add.
        policy: for the windows.

    Returns:
        One row per row of the bridge and window.
    """
    bridge_of = {(row.get("product_id"), row["arr_month"]): row for row in bridge}
    existing_of = {
        (row.get("product_id"), row["arr_month"], row["window_months"]): row["closing_arr"]
        for row in retention
    }
    last_month = max((row["arr_month"] for row in bridge), default=None)
    rows = []
    for closing in bridge:
        product_id, month = closing.get("product_id"), closing["arr_month"]
        for window in policy.retention_windows:
            first_month = add_months(month, 1 - window)
            first = bridge_of.get((product_id, first_month))
            in_window = [
                row
                for k in range(window)
                if (row := bridge_of.get((product_id, add_months(month, -k))))
            ]
            sums = {column: sum((row[column] for row in in_window), ZERO) for column in SUMMED}
            gained = sum((sums[f"{kind}_arr"] for kind in GAINS), ZERO)
            lost = -sum((sums[f"{kind}_arr"] for kind in LOSSES), ZERO)
            existing = existing_of[product_id, month, window]
            pending = None
            if month == last_month:
                pending = sum(
                    (arr for each, arr in pending_arr.items() if product_id in (None, each)), ZERO
                )
            rows.append(
                {
                    **{
                        name: closing[name]
                        for name in ("product_id", "arr_month")
                        if name in closing
                    },
                    "window_months": window,
                    "opening_arr": first["opening_arr"] if first else ZERO,
                    **sums,
                    "closing_arr": closing["closing_arr"],
                    "gained_arr": gained,
                    "lost_arr": lost,
                    "net_new_arr": gained
                    - lost
                    + sums["migration_in_arr"]
                    + sums["migration_out_arr"],
                    "quick_ratio": ratio(gained, lost),
                    "expansion_share": ratio(
                        sums["cross_sell_arr"] + sums["expansion_arr"], gained
                    ),
                    "existing_arr": existing,
                    "existing_share": ratio(existing, closing["closing_arr"]),
                    "pending_arr": pending,
                    "carr": None if pending is None else closing["closing_arr"] + pending,
                }
            )
    return rows


def check_growth(result: Result) -> None:
    """Check every identity that growth must keep with the bridges, and products with the company.

    Args:
        result: what `oracle.compute` returned.

    Raises:
        AssertionError: with the row, or the key, that breaks an identity.
    """
    amounts = ("opening_arr", *SUMMED, "closing_arr", "gained_arr", "lost_arr", "net_new_arr")
    of_products: dict[tuple[date, int, str], Decimal] = defaultdict(lambda: ZERO)
    for relation in GROWTH_KEYS:
        bridge: dict[Any, Row] = {
            (row.get("product_id"), row["arr_month"]): row
            for row in getattr(result, relation.replace("growth", "bridge"))
        }
        rows = getattr(result, relation)
        assert len(rows) == len(bridge) * len(result.retention_windows), relation
        for row in rows:
            month, window = row["arr_month"], row["window_months"]
            moved = row["net_new_arr"] + row["fx_arr"]
            assert row["opening_arr"] + moved == row["closing_arr"], (relation, row)
            assert row["gained_arr"] >= 0 and row["lost_arr"] >= 0, (relation, row)
            assert 0 <= row["existing_arr"] <= row["closing_arr"], (relation, row)
            same_month = bridge[row.get("product_id"), month]
            assert row["closing_arr"] == same_month["closing_arr"], (relation, row)
            if window == 1:
                assert row["opening_arr"] == same_month["opening_arr"], (relation, row)
                assert all(row[column] == same_month[column] for column in SUMMED), (relation, row)
            gained = row["cross_sell_arr"] + row["expansion_arr"]
            for rate, numerator, denominator in (
                ("quick_ratio", row["gained_arr"], row["lost_arr"]),
                ("expansion_share", gained, row["gained_arr"]),
                ("existing_share", row["existing_arr"], row["closing_arr"]),
            ):
                if denominator == 0:
                    assert row[rate] is None, (relation, rate, row)
                else:
                    expected = Fraction(numerator) / Fraction(denominator)
                    assert row[rate] == expected, (relation, rate, row)
            is_last = month == result.months[-1]
            assert (row["pending_arr"] is not None) == is_last, (relation, row)
            assert (row["carr"] is not None) == is_last, (relation, row)
            if is_last:
                assert row["carr"] == row["closing_arr"] + row["pending_arr"], (relation, row)
            for column in amounts:
                if relation == "arr_growth_product_monthly":
                    of_products[month, window, column] += row[column]
    for row in result.arr_growth_company_monthly:
        assert row["migration_in_arr"] + row["migration_out_arr"] == 0, row
        for column in amounts:
            products = of_products[row["arr_month"], row["window_months"], column]
            assert products == row[column], (column, products, row)
