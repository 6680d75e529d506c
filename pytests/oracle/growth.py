"""Growth: what was gained and lost over a window, and what is to come."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.catalog import Product
from oracle.history import History
from oracle.licences import Licence
from oracle.money import ZERO, ratio, total
from oracle.months import add_months, last_day
from oracle.movements import MOVEMENT_TYPES
from oracle.policy import Policy
from oracle.roll_forward import COUNTS, FLOWS
from oracle.rows import Row

GAINS = ("new_arr", "reactivation_arr", "cross_sell_arr", "expansion_arr")
LOSSES = ("contraction_arr", "product_churn_arr", "churn_arr")
SUMMED = tuple(f"{kind}_arr" for kind in MOVEMENT_TYPES)


def pending_arr_by_product(licences: list[Licence], history: History) -> dict[str, Decimal]:
    """Give what pending licences will add at the end of the last month, by their product.

    Args:
        licences: the accepted licences, linked.
        history: for the months and the terms.

    Returns:
        Product id to ARR, which is negative where a renewal is worth less.
    """
    if not history.months:
        return {}
    return pending_arr_on(licences, history, last_day(history.months[-1]), date.max)


def pending_arr_on(
    licences: list[Licence], history: History, end: date, started_by: date
) -> dict[str, Decimal]:
    """Give what pending licences will add at a month end, by their product.

    A pending licence whose term is over adds nothing. What one renews, and has ARR then, is taken
    off once, whatever its customer and product and whichever of the two carries the link: for the
    renewal whose id sorts first.

    Args:
        licences: the accepted licences, linked.
        history: for the terms.
        end: the last day of the month.
        started_by: the day by which a pending licence is to start, to count.

    Returns:
        Product id to ARR, which is negative where a renewal is worth less.
    """
    pending_arr: dict[str, Decimal] = defaultdict(lambda: ZERO)
    to_renew = {
        term.licence.license_id: term.licence
        for terms in history.terms_of.values()
        for term in terms
        if term.is_active_on(end)
    }
    for licence in sorted(licences, key=lambda each: each.license_id):
        is_over = licence.ends_before is not None and licence.ends_before <= end
        if not licence.is_pending or is_over or licence.starts_on > started_by:
            continue
        pending_arr[licence.product.product_id] += licence.arr
        naming = [each for each in licences if any(other is licence for other in each.linked)]
        for other in (*licence.linked, *naming):
            if to_renew.pop(other.license_id, None) is not None:
                pending_arr[licence.product.product_id] -= other.arr
    return pending_arr


def pending_only_rows(
    bridge: list[Row], pending_arr: dict[str, Decimal], catalog: dict[str, Product]
) -> list[Row]:
    """Give a row of the last month for every product that has pending licences and no ARR ever."""
    products = {row["product_id"] for row in bridge}
    nothing = dict.fromkeys(("opening_arr", *SUMMED, "closing_arr"), ZERO) | dict.fromkeys(
        COUNTS, 0
    )
    last_month = max(row["arr_month"] for row in bridge)
    return [
        {
            "product_id": product_id,
            "product_name": catalog[product_id].product_name,
            "arr_month": last_month,
            **nothing,
        }
        for product_id in pending_arr
        if product_id not in products
    ]


def growth_rows(
    bridge: list[Row],
    retention: list[Row],
    pending_arr: dict[str, Decimal],
    catalog: dict[str, Product],
    policy: Policy,
) -> list[Row]:
    """Add up a bridge over every window.

    Args:
        bridge: the rows of the company's bridge, or of the products'.
        retention: the rows of the company's retention, or of the products'.
        pending_arr: product id to what pending licences will add.
        catalog: product id to product, for the names.
        policy: for the windows.
    """
    if bridge and "product_id" in bridge[0]:
        bridge = [*bridge, *pending_only_rows(bridge, pending_arr, catalog)]
    bridge_of = {(row.get("product_id"), row["arr_month"]): row for row in bridge}
    existing_of = {
        (row.get("product_id"), row["arr_month"], row["window_months"]): row["closing_arr"]
        for row in retention
    }
    last_month = max((row["arr_month"] for row in bridge), default=None)
    rows = []
    for row in bridge:
        product_id, month = row.get("product_id"), row["arr_month"]
        closing = row["closing_arr"]
        pending = None
        if month == last_month:
            pending = total(arr for each, arr in pending_arr.items() if product_id in (None, each))
        for window in policy.retention_windows:
            first = bridge_of.get((product_id, add_months(month, 1 - window)))
            months = [add_months(month, -k) for k in range(window)]
            in_window = [bridge_of[product_id, k] for k in months if (product_id, k) in bridge_of]
            sums = {column: total(each[column] for each in in_window) for column in SUMMED}
            gained = total(sums[column] for column in GAINS)
            lost = -total(sums[column] for column in LOSSES)
            existing = existing_of.get((product_id, month, window), ZERO)
            rows.append(
                {
                    **{key: row[key] for key in ("product_id", "product_name") if key in row},
                    "arr_month": month,
                    "window_months": window,
                    "opening_arr": first["opening_arr"] if first else ZERO,
                    **sums,
                    "closing_arr": closing,
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
                    "opening_customers": first["opening_customers"] if first else 0,
                    **{count: sum(each[count] for each in in_window) for count in FLOWS},
                    "closing_customers": row["closing_customers"],
                    "arr_per_customer": ratio(closing, Decimal(row["closing_customers"])),
                    "existing_arr": existing,
                    "existing_share": ratio(existing, closing),
                    "pending_arr": pending,
                    "carr": None if pending is None else closing + pending,
                }
            )
    return rows
