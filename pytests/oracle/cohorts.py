"""Cohorts: everyone who first had ARR in a quarter, from each member's own first month on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import partial

from oracle.history import History, first_index
from oracle.money import ratio, total
from oracle.months import add_months
from oracle.policy import Policy
from oracle.rows import Row

ALL_PRODUCTS = "(all)"


def quarter_of(month: date) -> date:
    """Give the first day of a month's calendar quarter."""
    return date(month.year, (month.month - 1) // 3 * 3 + 1, 1)


def cohort_rows(history: History, policy: Policy) -> list[Row]:
    """Give retention of every cohort of the company and of each product.

    A row needs every member to be seen that many months after its start, also one that starts in
    the quarter's last month. What a member began with is taken at the rates of each later month.
    """
    everyone = [
        ("company", ALL_PRODUCTS, arr_row, partial(history.base_of_customer, customer_id))
        for customer_id, arr_row in history.customer_arr.items()
    ]
    everyone += [
        ("product", pair[1], arr_row, partial(history.base_of, pair))
        for pair, arr_row in history.arr.items()
    ]
    members: dict[tuple[str, str, date], list[list[tuple[Decimal, Decimal]]]] = defaultdict(list)
    for scope, product_id, arr_row, base_of in everyone:
        first = first_index([arr_row])
        if first is not None:
            quarter = quarter_of(history.months[first])
            members[scope, product_id, quarter].append(
                [(base_of(first, i), arr_row[i]) for i in range(first, len(arr_row))]
            )

    rows = []
    for (scope, product_id, quarter), arr_rows in members.items():
        last_start = add_months(quarter, 2)
        for k in range(sum(month >= last_start for month in history.months)):
            opening = total(row[k][0] for row in arr_rows)
            arr = total(row[k][1] for row in arr_rows)
            retained = total(min(row[k]) for row in arr_rows)
            customers = sum(row[k][1] > 0 for row in arr_rows)
            rows.append(
                {
                    "scope": scope,
                    "product_id": product_id,
                    "cohort_quarter": quarter,
                    "months_since_start": k,
                    "opening_arr": opening,
                    "arr": arr,
                    "retained_arr": retained,
                    "opening_customers": len(arr_rows),
                    "customers": customers,
                    "nrr": ratio(arr, opening),
                    "grr": ratio(retained, opening),
                    "logo_retention": ratio(customers, len(arr_rows)),
                    "is_small_base": len(arr_rows) < policy.small_base_entities,
                }
            )
    return rows
