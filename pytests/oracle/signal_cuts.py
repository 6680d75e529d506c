"""Downgrade episodes: which of its products a customer cuts first."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from oracle.money import ZERO, total
from oracle.rows import Pair, Row
from oracle.signal_rules import SignalBook


def settled_cuts(
    book: SignalBook, movements: list[Row]
) -> dict[tuple[str, int], dict[str, Decimal]]:
    """Find the cuts: falls by enough of what a pair had, that still stand some month ends later.

    Returns:
        Customer and number of the month to the products that are cut, each with its amount.
    """
    number_of = {month: i for i, month in enumerate(book.history.months)}
    cuts: dict[tuple[str, int], dict[str, Decimal]] = defaultdict(dict)
    for row in movements:
        if row["movement_type"] not in ("contraction", "product_churn"):
            continue
        pair, i = (row["customer_id"], row["product_id"]), number_of[row["arr_month"]]
        share = book.thresholds["cut_share"]
        before = Fraction(book.history.base_of(pair, i - 1, i))
        if Fraction(-row["arr_change"]) >= share * before and stands(book, pair, i):
            cuts[pair[0], i][pair[1]] = -row["arr_change"]
    return cuts


def stands(book: SignalBook, pair: Pair, i: int) -> bool:
    """Tell whether a fall in month `i` is there at the month ends that follow, as far as known.

    Both the pair and its family must stay lower by the share of the pair's ARR that makes a cut:
    what only moves to another product of the family is none.
    """
    history, share = book.history, book.thresholds["cut_share"]
    family = book.pairs_in[pair[0], history.family_of(pair[1])]
    for later in range(i, min(i + book.lapse_months, book.last) + 1):
        least = share * Fraction(history.base_of(pair, i - 1, later))
        for pairs in ([pair], family):
            before = total(history.base_of(each, i - 1, later) for each in pairs)
            now = total(history.at(each, later).arr for each in pairs)
            if Fraction(before - now) < least:
                return False
    return True


def episode_rows(book: SignalBook, movements: list[Row]) -> list[Row]:
    """Give a row for each product held when a customer cuts for the first time in a long while."""
    history = book.history
    cuts = settled_cuts(book, movements)
    rows = []
    for customer_id, i in sorted(cuts):
        quiet = range(i - int(book.thresholds["quiet_months"]), i)
        held = [
            product_id
            for product_id in history.products_of_customer[customer_id]
            if history.at((customer_id, product_id), i - 1).arr > 0
        ]
        if len(held) < 2 or any((customer_id, k) in cuts for k in quiet):
            continue
        cut = cuts[customer_id, i]
        rows += [
            {
                "arr_month": history.months[i],
                "customer_id": customer_id,
                "product_id": product_id,
                "product_name": history.products[product_id].product_name,
                "product_family": history.family_of(product_id),
                "opening_arr": history.base_of((customer_id, product_id), i - 1, i),
                "cut_arr": cut.get(product_id, ZERO),
                "products_held": len(held),
                "products_cut": len(cut),
                "expected_first_cut": len(cut) / len(held),
                "is_cut": product_id in cut,
                "is_settled": i + book.lapse_months <= book.last,
            }
            for product_id in held
        ]
    return rows
