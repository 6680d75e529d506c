"""Movements by week: what changed from one Sunday night to the next, by the dates of licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from oracle.day_levels import DayLevels
from oracle.money import share_out, total
from oracle.months import calendar_months
from oracle.rows import Pair, Row

WEEK = timedelta(days=7)
Amounts = dict[str, tuple[Decimal, Decimal]]  # product to what it had and has


def sundays_to(day: date, count: int) -> list[date]:
    """List the last Sundays up to a day, the earliest first; a week is complete on its Sunday."""
    last = day - timedelta(days=day.isoweekday() % 7)
    return [last - k * WEEK for k in reversed(range(count))]


def swaps(
    amounts: Amounts, family_of: Callable[[str], str]
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Find what a customer moved between products of one family.

    Args:
        amounts: of its products.
        family_of: gives the family of a product id.

    Returns:
        Product to what moved into it, and out of it.
    """
    left: dict[str, dict[str, Decimal]] = defaultdict(dict)
    entered: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for product_id, (before, now) in amounts.items():
        if before > 0 and now == 0:
            left[family_of(product_id)][product_id] = before
        if before == 0 and now > 0:
            entered[family_of(product_id)][product_id] = now
    moved_in: dict[str, Decimal] = {}
    moved_out: dict[str, Decimal] = {}
    for family in left.keys() & entered.keys():
        moved = min(total(left[family].values()), total(entered[family].values()))
        moved_in |= share_out(moved, entered[family])
        moved_out |= share_out(moved, left[family])
    return moved_in, moved_out


def has_had_arr(
    levels: DayLevels, pairs: list[Pair], sunday: date, longest_absence: int | None
) -> bool:
    """Tell whether some pairs count as seen before: had ARR on a Sunday night, not too long ago.

    Args:
        levels: what pairs have on any day.
        pairs: of one customer.
        sunday: the last day of the week.
        longest_absence: from the month of the night to that of the week; None for any.
    """
    starts = [term.starts_on for pair in pairs for term in levels.terms_of[pair]]
    first, night = min(starts), sunday - WEEK
    while night >= first:
        if any(levels.arr(pair, night) > 0 for pair in pairs):
            return longest_absence is None or calendar_months(night, sunday) <= longest_absence
        night -= WEEK
    return False


def kind_of(
    levels: DayLevels,
    pair: Pair,
    sunday: date,
    before: Decimal,
    now: Decimal,
    longest_absence: int | None,
) -> str:
    """Name the change of a pair that moved to or from no other product.

    Args:
        levels: what pairs have on any day.
        pair: customer and product.
        sunday: the last day of the week.
        before: what it had a week before.
        now: what it has.
        longest_absence: in months, after which it counts as never seen; None for never.
    """
    customer_id = pair[0]
    if before == 0:
        is_there = levels.customer_arr(customer_id, sunday - WEEK) > 0
        own = [(customer_id, each) for each in levels.products_of[customer_id]]
        if has_had_arr(levels, [pair] if is_there else own, sunday, longest_absence):
            return "reactivation"
        return "cross_sell" if is_there else "new"
    if now == 0:
        return "churn" if levels.customer_arr(customer_id, sunday) == 0 else "product_churn"
    return "expansion" if now > before else "contraction"


def parts_of_change(
    levels: DayLevels,
    customer_id: str,
    sunday: date,
    detects: bool,
    family_of: Callable[[str], str],
    longest_absence: int | None,
) -> list[tuple[str, str, Decimal]]:
    """Give what changed at a customer in a week: product, type and signed amount."""
    amounts = {
        product_id: tuple(
            levels.arr((customer_id, product_id), day) for day in (sunday - WEEK, sunday)
        )
        for product_id in levels.products_of[customer_id]
    }
    is_there = all(total(each[k] for each in amounts.values()) > 0 for k in (0, 1))
    moved_in, moved_out = swaps(amounts, family_of) if detects and is_there else ({}, {})
    parts = []
    for product_id, (before, now) in amounts.items():
        if product_id in moved_in:
            moved = moved_in[product_id]
            parts.append((product_id, "migration_in", moved))
            parts.append((product_id, "expansion", now - moved))
        elif product_id in moved_out:
            moved = moved_out[product_id]
            parts.append((product_id, "migration_out", -moved))
            parts.append((product_id, "contraction", moved - before))
        elif before != now:
            pair = customer_id, product_id
            kind = kind_of(levels, pair, sunday, before, now, longest_absence)
            parts.append((product_id, kind, now - before))
    return [part for part in parts if part[2] != 0]


def week_rows(
    levels: DayLevels,
    as_of_date: date,
    weeks: int,
    detects: bool,
    family_of: Callable[[str], str],
    longest_absence: int | None,
    customers: dict[str, Row],
    product_names: dict[str, str],
) -> list[Row]:
    """Give what changed in the last weeks.

    Args:
        levels: what pairs have on any day.
        as_of_date: the day up to which the book is known.
        weeks: how many.
        detects: whether moves between products of a family are told apart.
        family_of: gives the family of a product id.
        longest_absence: in months, after which who returns is new; None for never.
        customers: the rows of customers, by id.
        product_names: product to its name.
    """
    return [
        {
            "week_ends_on": sunday,
            "customer_id": customer_id,
            "product_id": product_id,
            "movement_type": kind,
            "customer_name": customers[customer_id]["customer_name"],
            "product_name": product_names[product_id],
            "owner": customers[customer_id]["owner"],
            "opening_arr": levels.arr((customer_id, product_id), sunday - WEEK),
            "arr": levels.arr((customer_id, product_id), sunday),
            "arr_change": change,
            "week_starts_on": sunday - timedelta(days=6),
        }
        for sunday in sundays_to(as_of_date, weeks)
        for customer_id in sorted(levels.products_of)
        for product_id, kind, change in parts_of_change(
            levels, customer_id, sunday, detects, family_of, longest_absence
        )
    ]
