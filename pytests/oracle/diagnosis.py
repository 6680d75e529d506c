"""Why a product shrinks: because it is used little, or although it is used."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from oracle.catalog import UNASSIGNED
from oracle.health import SLACK, Health
from oracle.intervals import newcombe, wilson
from oracle.metrics import OF_PAIR, Window
from oracle.money import total
from oracle.months import last_day
from oracle.rows import Row
from oracle.signal_rules import FEWEST, WINDOW, BasePair, SignalBook, quotient

USE_DAYS = 28
Counts = tuple[int, int]  # lost, all


def use_of(book: SignalBook, health: Health, pair: BasePair, i: int) -> Fraction | None:
    """Give the part of its units, or else of its seats, that a pair used a year before a month."""
    start = i - WINDOW
    key = pair.customer_id, pair.product_id
    snapshot = book.history.at(key, start)
    subject = health.subject(key, snapshot.quantity)
    window = Window(last_day(book.history.months[start]), USE_DAYS)
    for metric in ("utilisation", "active_share"):
        value = OF_PAIR[metric](subject, window).value
        if value is not None:
            return value
    return None


def counts_of(pairs: Iterable[BasePair]) -> Counts:
    """Count those whose family is gone, and all."""
    pairs = list(pairs)
    return sum(not pair.is_kept for pair in pairs), len(pairs)


def rate_columns(name: str, counts: Counts) -> Row:
    """Give how many are lost, with limits."""
    limits = wilson(*counts)
    return {
        f"{name}_pairs": counts[1],
        f"{name}_lost": counts[0],
        f"{name}_loss_rate": quotient(*counts),
        f"{name}_loss_low": limits and limits[0],
        f"{name}_loss_high": limits and limits[1],
    }


def difference_columns(name: str, one: Counts, other: Counts) -> Row:
    """Give by how much the first is lost more often than the second, with limits."""
    limits = newcombe(one, other)
    return {
        name: None if limits is None else one[0] / one[1] - other[0] / other[1],
        f"{name}_low": limits and limits[0],
        f"{name}_high": limits and limits[1],
    }


def diagnosis_rows(book: SignalBook, health: Health) -> list[Row]:
    """Give a row for each month and product that has less ARR than its base had a year before.

    Args:
        book: all snapshots.
        health: for what is reported of use.
    """
    rows = []
    line = book.thresholds["low_use"] - SLACK
    for i in book.months:
        low: dict[str, list[BasePair]] = {}
        high: dict[str, list[BasePair]] = {}
        for product_id, pairs in book.base_of[i].items():
            use = [(pair, use_of(book, health, pair, i)) for pair in pairs]
            low[product_id] = [pair for pair, part in use if part is not None and part < line]
            high[product_id] = [pair for pair, part in use if part is not None and part >= line]
        for product_id, pairs in book.base_of[i].items():
            start, now = total(each.start for each in pairs), total(each.now for each in pairs)
            if product_id == UNASSIGNED or not start or now >= start:
                continue
            of_low, of_high = counts_of(low[product_id]), counts_of(high[product_id])
            others = [each for name in high if name != product_id for each in high[name]]
            of_others = counts_of(others)
            by_use = difference_columns("low_less_high", of_low, of_high)
            by_product = difference_columns("high_less_other", of_high, of_others)
            with_usage = of_low[1] + of_high[1]
            if not with_usage:
                diagnosis = "no usage data"
            elif with_usage < FEWEST:
                diagnosis = "unclear"
            elif (by_use["low_less_high_low"] or 0) > 0:
                diagnosis = "adoption"
            else:
                is_above = (by_product["high_less_other_low"] or 0) > 0
                diagnosis = "value" if is_above else "unclear"
            rows.append(
                {
                    "arr_month": book.history.months[i],
                    "product_id": product_id,
                    "product_name": book.history.products[product_id].product_name,
                    "diagnosis": diagnosis,
                    "evidence": book.evidence_of(with_usage),
                    "opening_pairs": len(pairs),
                    "pairs_with_usage": with_usage,
                    "nrr": quotient(now, start),
                    **rate_columns("low_use", of_low),
                    **rate_columns("high_use", of_high),
                    **rate_columns("other_high_use", of_others),
                    **by_use,
                    **by_product,
                }
            )
    return rows
