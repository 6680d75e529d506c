"""Coat-tails: whether a product is kept for itself, or only where the core product is."""

from __future__ import annotations

from collections.abc import Callable

from oracle.intervals import newcombe, wilson
from oracle.rows import Row
from oracle.signal_rules import BasePair, SignalBook, quotient, sums

HOLDINGS: dict[str, Callable[[BasePair], bool]] = {
    "all": lambda pair: True,
    "with_core": lambda pair: pair.had_core,
    "core_stayed": lambda pair: pair.had_core and pair.has_core,
    "core_left": lambda pair: pair.had_core and not pair.has_core,
    "without_core": lambda pair: not pair.had_core,
}


def kept_of(pairs: list[BasePair], holding: str) -> tuple[int, int]:
    """Give how many of the pairs of a holding are kept, and how many there are."""
    held = [pair.is_kept for pair in pairs if HOLDINGS[holding](pair)]
    return sum(held), len(held)


def pairs_of_others(book: SignalBook, product_id: str, i: int) -> list[BasePair]:
    """List the base pairs of all secondary products but one."""
    return [
        pair
        for other, pairs in book.base_of[i].items()
        if other != product_id and book.is_secondary(other)
        for pair in pairs
    ]


def coat_tail_rows(book: SignalBook) -> list[Row]:
    """Give what is kept of each secondary product, by whether its customer has the core."""
    rows = []
    for i in book.months:
        for product_id in filter(book.is_secondary, book.products_by(i)):
            own, others = book.base_of[i].get(product_id, []), pairs_of_others(book, product_id, i)
            for holding, belongs in HOLDINGS.items():
                kept, pairs = kept_of(own, holding)
                other_kept, other_pairs = kept_of(others, holding)
                opening, closing, retained = sums(pair for pair in own if belongs(pair))
                low, high = wilson(kept, pairs) or (None, None)
                rows.append(
                    {
                        "arr_month": book.history.months[i],
                        "product_id": product_id,
                        "product_name": book.history.products[product_id].product_name,
                        "product_family": book.history.family_of(product_id),
                        "holding": holding,
                        "pairs": pairs,
                        "kept": kept,
                        "kept_rate": quotient(kept, pairs),
                        "kept_low": low,
                        "kept_high": high,
                        "other_pairs": other_pairs,
                        "other_kept": other_kept,
                        "other_kept_rate": quotient(other_kept, other_pairs),
                        "opening_arr": opening,
                        "retained_arr": retained,
                        "closing_arr": closing,
                        "grr": quotient(retained, opening),
                        "nrr": quotient(closing, opening),
                    }
                )
    return rows


def verdict_of(book: SignalBook, product_id: str, i: int) -> str | None:
    """Say how a product holds by itself; None for one that is not secondary."""
    if not book.is_secondary(product_id):
        return None
    own = book.base_of[i].get(product_id, [])
    stayed, alone = kept_of(own, "core_stayed"), kept_of(own, "without_core")
    if stayed[1] < book.thresholds["min_base"]:
        return "too little evidence"
    others = newcombe(stayed, kept_of(pairs_of_others(book, product_id, i), "core_stayed"))
    if others is not None and others[1] < 0:
        return "does not hold"
    if alone[1] < book.thresholds["min_without_core"]:
        return "holds with the core, alone unknown"
    lead = newcombe(stayed, alone)
    if lead is not None and lead[0] > 0:
        return "coat-tails"
    if lead is not None and lead[1] < book.thresholds["stands_alone_points"]:
        return "stands alone"
    return "holds with the core, alone unclear"


def newest_of(book: SignalBook, i: int) -> str | None:
    """Give the secondary product with ARR that came last; None without any."""
    history = book.history
    held = [
        product_id
        for product_id in filter(book.is_secondary, book.products_by(i))
        if any(history.arr[pair][i] > 0 for pair in book.pairs_of[product_id])
    ]
    launched = {each: history.products[each].launched_on for each in held}
    dated = {each: day.toordinal() for each, day in launched.items() if day is not None}
    came = dated or {each: book.first_of[each] for each in held}
    return min(came, key=lambda each: (-came[each], each), default=None)
