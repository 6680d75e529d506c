"""Segments: the values of every customer at every month end, and retention by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from oracle.companies import COMPANY_COLUMNS, Companies
from oracle.history import History, first_index
from oracle.money import ZERO
from oracle.months import calendar_months, last_day
from oracle.policy import Policy
from oracle.retention import Group, Positions, grouped_retention_rows
from oracle.rows import Pair, Row
from oracle.terms import Term

NO_VALUE = "(none)"
OPEN_ENDED = "open-ended"
TOP_RANKS, OTHER_RANKS = "top 20 %", "rest"
COMPUTED_TYPES = (
    *("arr_band", "customer_age", "products_held", "arr_rank", "billing_currency"),
    "contract_length",
)

# Segment type to its bands: the value, from (included), until (excluded; None = no limit).
BANDS: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "arr_band": (
        ("under 10k", 0, 10_000),
        ("10k to 50k", 10_000, 50_000),
        ("50k to 100k", 50_000, 100_000),
        ("100k to 500k", 100_000, 500_000),
        ("500k and more", 500_000, None),
    ),
    "customer_age": (
        ("under 1 year", 0, 12),
        ("1 to 2 years", 12, 24),
        ("2 to 3 years", 24, 36),
        ("3 years and more", 36, None),
    ),
    "products_held": (
        ("1 product", 1, 2),
        ("2 products", 2, 3),
        ("3 products", 3, 4),
        ("4 products and more", 4, None),
    ),
    "contract_length": (
        ("under 3 months", 0, 3),
        ("3 to 11 months", 3, 12),
        ("1 year", 12, 13),
        ("13 to 24 months", 13, 25),
        ("over 2 years", 25, None),
    ),
}


def band_of(segment_type: str, number: Decimal | int) -> str:
    """Give the band that holds a number."""
    return next(
        value
        for value, first, until in BANDS[segment_type]
        if first <= number and (until is None or number < until)
    )


def contract_length(term: Term) -> str:
    """Give the band of the length that a term's licence states, in calendar months."""
    starts_on, ends_before = term.licence.starts_on, term.licence.own_ends_before
    if ends_before is None:
        return OPEN_ENDED
    return band_of("contract_length", calendar_months(starts_on, ends_before))


def largest_value(amounts: Iterable[tuple[str, Decimal]]) -> str:
    """Give the value with the largest sum; of equals the one that sorts first."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for value, amount in amounts:
        sums[value] += amount
    return min(sums, key=lambda value: (-sums[value], value))


def top_customers(arr_of: dict[str, Decimal]) -> set[str]:
    """Give the customers that make the first fifth of those with ARR.

    Args:
        arr_of: customer to its ARR, all above zero.

    Returns:
        The largest customers; of equals those whose id sorts first.
    """
    by_size = sorted(arr_of, key=lambda customer_id: (-arr_of[customer_id], customer_id))
    return {customer_id for above, customer_id in enumerate(by_size) if 5 * above < len(by_size)}


class Segments:
    """The segment values of every customer at every month end at which it has ARR."""

    def __init__(self, history: History, companies: Companies, policy: Policy) -> None:
        """Find all values.

        Args:
            history: all snapshots.
            companies: what is said of each company, and when.
            policy: for the segment types that the user adds.
        """
        self.history = history
        self.companies = companies
        self.columns = tuple(
            column
            for column in (*COMPANY_COLUMNS, *policy.customer_segments)
            if self.is_given(column)
        )
        self.pairs_of_customer: dict[str, list[Pair]] = defaultdict(list)
        for pair in history.active:
            self.pairs_of_customer[pair[0]].append(pair)
        self.of: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for i in range(len(history.months)):
            arr_of = {name: row[i] for name, row in history.customer_arr.items() if row[i] > 0}
            top = top_customers(arr_of)
            for customer_id in arr_of:
                rank = TOP_RANKS if customer_id in top else OTHER_RANKS
                values = self.values_at(customer_id, i) | {"arr_rank": rank}
                self.of[customer_id, i] = list(values.items())

    def is_given(self, column: str) -> bool:
        """Tell whether any customer has a value of the column at the end of any month."""
        return any(
            self.companies.text_on(customer_id, column, last_day(month))
            for customer_id, arr_row in self.history.customer_arr.items()
            if any(arr > 0 for arr in arr_row)
            for month in self.history.months
        )

    def values_at(self, customer_id: str, i: int) -> dict[str, str]:
        """Give the values of a customer with ARR in month number `i`, by type, but for its rank."""
        history, day = self.history, last_day(self.history.months[i])
        arr_row = history.customer_arr[customer_id]
        held = [
            each
            for each in history.products_of_customer[customer_id]
            if history.arr[customer_id, each][i] > 0
        ]
        worth = [
            (term, history.value_at(term.licence, i))
            for pair in self.pairs_of_customer[customer_id]
            for term in history.active[pair][i]
            if history.value_at(term.licence, i) > 0
        ]
        return {
            **{
                column: self.companies.text_on(customer_id, column, day) or NO_VALUE
                for column in self.columns
            },
            "arr_band": band_of("arr_band", arr_row[i]),
            "customer_age": band_of("customer_age", i - first_index([arr_row])),
            "products_held": band_of("products_held", len(held)),
            "billing_currency": largest_value((term.licence.currency, arr) for term, arr in worth),
            "contract_length": largest_value((contract_length(term), arr) for term, arr in worth),
        }


def segment_retention_rows(
    history: History, segments: Segments, positions: Positions, policy: Policy, by_product: bool
) -> list[Row]:
    """Give retention by segment, or by product and segment.

    A customer, with all its products, is in the segment that it was in at the window's start.
    """

    def groups_of(pair: Pair, i: int) -> list[Group]:
        product = (("product_id", pair[1]),) if by_product else ()
        return [
            (*product, ("segment_type", segment_type), ("segment_value", value))
            for segment_type, value in segments.of[pair[0], i]
        ]

    return grouped_retention_rows(history, positions, groups_of, policy, by_product)
