"""Cohorts: everyone who first had ARR in a period, from each member's own first month on."""

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
from oracle.segments import Segments

ALL_PRODUCTS = "(all)"
EVERYONE = ("(all)", "(all)")
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def quarter_of(month: date) -> date:
    """Give the first day of a month's calendar quarter."""
    return start_of("quarter", month)


def start_of(period: str, month: date) -> date:
    """Give the first day of the calendar month, quarter or year that a month lies in."""
    length = MONTHS_OF[period]
    return date(month.year, (month.month - 1) // length * length + 1, 1)


def cohort_rows(history: History, policy: Policy) -> list[Row]:
    """Give retention of every quarterly cohort of the company and of each product."""
    kept = ("scope", "product_id", "months_since_start")
    measures = (
        *("opening_arr", "arr", "retained_arr", "opening_customers", "customers"),
        *("nrr", "grr", "logo_retention", "is_small_base"),
    )
    return [
        {"cohort_quarter": row["cohort_starts_on"], **{name: row[name] for name in kept + measures}}
        for row in period_rows(history, None, ("quarter",), {}, policy)
    ]


def period_rows(
    history: History,
    segments: Segments | None,
    periods: tuple[str, ...],
    product_names: dict[str, str],
    policy: Policy,
) -> list[Row]:
    """Give retention of every cohort of the company, its segments and each product.

    A row needs every member to be seen that many months after its start, also one that starts in
    the period's last month. What a member began with is taken at the rates of each later month.

    Args:
        history: all snapshots.
        segments: the segments of each customer; None to leave them out.
        periods: month, quarter or year, or several of them.
        product_names: product id to name.
        policy: for the size of a small base.
    """
    everyone = [
        (
            "company",
            ALL_PRODUCTS,
            customer_id,
            arr_row,
            partial(history.base_of_customer, customer_id),
        )
        for customer_id, arr_row in history.customer_arr.items()
    ]
    everyone += [
        ("product", pair[1], pair[0], arr_row, partial(history.base_of, pair))
        for pair, arr_row in history.arr.items()
    ]
    members: dict[tuple[str, ...], list[list[tuple[Decimal, Decimal]]]] = defaultdict(list)
    for scope, product_id, customer_id, arr_row, base_of in everyone:
        first = first_index([arr_row])
        if first is None:
            continue
        own_segments = [EVERYONE]
        if segments is not None and scope == "company":
            own_segments += segments.of[customer_id, first]
        followed = [(base_of(first, i), arr_row[i]) for i in range(first, len(arr_row))]
        for period in periods:
            start = start_of(period, history.months[first])
            for segment in own_segments:
                members[(period, start, scope, product_id, *segment)].append(followed)

    rows = []
    for (period, start, scope, product_id, *segment), arr_rows in members.items():
        last_start = add_months(start, MONTHS_OF[period] - 1)
        for k in range(sum(month >= last_start for month in history.months)):
            opening = total(row[k][0] for row in arr_rows)
            arr = total(row[k][1] for row in arr_rows)
            retained = total(min(row[k]) for row in arr_rows)
            customers = sum(row[k][1] > 0 for row in arr_rows)
            rows.append(
                {
                    "cohort_period": period,
                    "cohort_starts_on": start,
                    "scope": scope,
                    "product_id": product_id,
                    "segment_type": segment[0],
                    "segment_value": segment[1],
                    "months_since_start": k,
                    "product_name": product_names.get(product_id, product_id),
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
