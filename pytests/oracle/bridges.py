"""Bridges: movements of customers, and the roll-forward of the company and of each product."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.history import History, first_index
from oracle.money import ZERO, total
from oracle.movements import MOVEMENT_TYPES, counts_as_seen_before
from oracle.policy import Policy
from oracle.roll_forward import customer_counts
from oracle.rows import Row


def customer_movement_rows(history: History, movements: list[Row], policy: Policy) -> list[Row]:
    """Give what exchange rates did to every customer and month, and the net change besides."""
    part: dict[tuple[str, date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in movements:
        part[row["customer_id"], row["arr_month"], row["movement_type"]] += row["arr_change"]
    rows = []
    for customer_id in history.products_of_customer:
        for i, month in enumerate(history.months):
            c0, c1 = history.customer_at(customer_id, i - 1), history.customer_at(customer_id, i)
            base = history.base_of_customer(customer_id, i - 1, i)
            if c0 == 0 and c1 > 0:
                had = counts_as_seen_before(history.customer_arr[customer_id], i, policy)
                kind = "reactivation" if had else "new"
            elif c1 == 0:
                kind = "churn"
            else:
                kind = "expansion" if c1 > base else "contraction"
            sold, dropped = (
                part[customer_id, month, each] for each in ("cross_sell", "product_churn")
            )
            for movement_type, opening, closing, cross_sell, product_churn in (
                ("fx", c0, base, ZERO, ZERO),
                (kind, base, c1, sold, dropped),
            ):
                if opening != closing:
                    rows.append(
                        {
                            "customer_id": customer_id,
                            "arr_month": month,
                            "movement_type": movement_type,
                            "arr_change": closing - opening,
                            "cross_sell_arr": cross_sell,
                            "product_churn_arr": product_churn,
                            "opening_arr": opening,
                            "closing_arr": closing,
                        }
                    )
    return rows


def company_bridge_rows(history: History, movements: list[Row], policy: Policy) -> list[Row]:
    """Give opening ARR, movements by type and closing ARR of the company, and its customers."""
    of_customers = list(history.customer_arr.values())
    rows = bridge_rows(history, list(history.arr.values()), movements, 0, {})
    return [row | customer_counts(of_customers, i, policy) for i, row in enumerate(rows)]


def product_bridge_rows(history: History, movements: list[Row], policy: Policy) -> list[Row]:
    """Give the same of each product, from its first month with ARR on."""
    rows = []
    for product_id in sorted({product_id for _, product_id in history.arr}):
        arr_rows = [arr_row for pair, arr_row in history.arr.items() if pair[1] == product_id]
        first = first_index(arr_rows)
        if first is not None:
            own = [row for row in movements if row["product_id"] == product_id]
            name = history.products[product_id].product_name
            keys = {"product_id": product_id, "product_name": name}
            rows += [
                row | customer_counts(arr_rows, i, policy)
                for i, row in enumerate(bridge_rows(history, arr_rows, own, first, keys), first)
            ]
    return rows


def bridge_rows(
    history: History, arr_rows: list[list[Decimal]], movements: list[Row], first: int, keys: Row
) -> list[Row]:
    """Give one bridge.

    Args:
        history: for the months.
        arr_rows: the ARR of each pair of the bridge, month by month.
        movements: of the same pairs.
        first: number of the first month to show.
        keys: what to say besides the month.
    """
    moved: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in movements:
        moved[row["arr_month"], row["movement_type"]] += row["arr_change"]
    return [
        {
            "arr_month": history.months[i],
            **keys,
            "opening_arr": total(each[i - 1] for each in arr_rows) if i > 0 else ZERO,
            **{f"{kind}_arr": moved[history.months[i], kind] for kind in MOVEMENT_TYPES},
            "closing_arr": total(each[i] for each in arr_rows),
        }
        for i in range(first, len(history.months))
    ]
