"""How long each customer takes to buy more than it began with, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from oracle.catalog import Product
from oracle.money import total
from oracle.rows import Pair, Row
from oracle.terms import Term

EXPANDED, CHURNED, CENSORED = "expanded", "churned", "censored"
UPSELL, CROSS_SELL = "upsell", "cross_sell"


@dataclass(frozen=True)
class Holding:
    """What a customer has from a day on, until anything changes.

    Args:
        day: the first day.
        arr: by family and product, above zero.
        units: of the same families and products; None where some licence states none.
    """

    day: date
    arr: dict[str, dict[str, Decimal]]
    units: dict[str, dict[str, Decimal | None]]

    def level(self, family: str) -> Decimal:
        """Give the ARR of a family."""
        return total(self.arr.get(family, {}).values())

    def units_of(self, family: str) -> Decimal | None:
        """Give the units of a family; None where they are not known of all its products."""
        units = list(self.units.get(family, {}).values())
        return None if None in units else sum(units, Decimal(0))


@dataclass(frozen=True)
class Start:
    """A customer from its first day with ARR on.

    Args:
        customer_id: the customer.
        started_on: its first day with ARR.
        outcome: what comes first: it expands, it is gone, or nothing that is seen.
        ended_on: the day of that; the day up to which it is seen.
        expansion_type: upsell or cross-sell; None unless it expands.
    """

    customer_id: str
    started_on: date
    outcome: str
    ended_on: date
    expansion_type: str | None = None

    @property
    def days(self) -> int:
        """For how many days the customer waits."""
        return (self.ended_on - self.started_on).days


def holdings_of(
    terms_of: dict[str, list[Term]], products: dict[str, Product], as_of_date: date
) -> Iterator[Holding]:
    """Give what a customer has on each day on which one of its terms begins or ends.

    A licence of a product with less than nothing in all gives nothing.

    Args:
        terms_of: product id to the terms of one customer.
        products: product id to product, for the families.
        as_of_date: the last day that is looked at.
    """
    terms = [term for each in terms_of.values() for term in each]
    days = {term.starts_on for term in terms} | {term.ends_before for term in terms}
    for day in sorted(day for day in days - {None} if day <= as_of_date):
        arr: dict[str, dict[str, Decimal]] = defaultdict(dict)
        units: dict[str, dict[str, Decimal | None]] = defaultdict(dict)
        for product_id, own in terms_of.items():
            active = [term.licence for term in own if term.is_active_on(day)]
            level = total(licence.arr for licence in active)
            if level > 0:
                family = products[product_id].product_family
                quantities = [licence.quantity for licence in active]
                arr[family][product_id] = level
                count = None if None in quantities else sum(quantities, Decimal(0))
                units[family][product_id] = None if count is None or count < 0 else count
        yield Holding(day, arr, units)


def has_grown(before: Holding, now: Holding, family: str) -> bool:
    """Tell whether a customer has more of a family than the day before, not by price alone."""
    if family not in before.arr or now.level(family) <= before.level(family):
        return False
    if set(before.arr[family]) != set(now.arr[family]):
        return True
    had, has = before.units_of(family), now.units_of(family)
    return had is None or has is None or has > had


def expansion_type(before: Holding, now: Holding, had: set[str]) -> str | None:
    """Name the expansion of a day; None where there is none.

    Args:
        before: what the customer has the day before.
        now: what it has then.
        had: the families of all days before.
    """
    if any(has_grown(before, now, family) for family in now.arr):
        return UPSELL
    return CROSS_SELL if set(now.arr) - had else None


def start_of(
    customer_id: str, holdings: Iterator[Holding], as_of_date: date, gap_days: int
) -> Start | None:
    """Follow a customer from its first day with ARR to what comes first.

    Args:
        customer_id: the customer.
        holdings: what it has, in the order of days.
        as_of_date: the last day that is looked at.
        gap_days: for how many days without ARR a customer is not gone.

    Returns:
        None where there is no day with ARR.
    """
    started_on = gap_from = None
    had: set[str] = set()
    before: Holding | None = None
    for now in holdings:
        if started_on is None and now.arr:
            started_on = now.day
        elif started_on is not None and before is not None:
            if not now.arr:
                gap_from = gap_from or now.day
            elif gap_from is not None:
                if (now.day - gap_from).days > gap_days:
                    return Start(customer_id, started_on, CHURNED, gap_from)
                gap_from = None
            elif kind := expansion_type(before, now, had):
                return Start(customer_id, started_on, EXPANDED, now.day, kind)
        had |= set(now.arr)
        before = now
    if started_on is None:
        return None
    if gap_from is None:
        return Start(customer_id, started_on, CENSORED, as_of_date)
    # The last day counts: it has no ARR either.
    is_gone = (as_of_date - gap_from).days + 1 > gap_days
    return Start(customer_id, started_on, CHURNED if is_gone else CENSORED, gap_from)


def starts_of(
    terms_of: dict[Pair, list[Term]],
    products: dict[str, Product],
    as_of_date: date,
    gap_days: int,
) -> list[Start]:
    """Follow every customer that has had ARR.

    Args:
        terms_of: pair to its terms.
        products: product id to product, for the families.
        as_of_date: the last day that is looked at.
        gap_days: for how many days without ARR a customer is not gone.
    """
    by_customer: dict[str, dict[str, list[Term]]] = defaultdict(dict)
    for (customer_id, product_id), terms in terms_of.items():
        by_customer[customer_id][product_id] = terms
    starts = [
        start_of(customer_id, holdings_of(own, products, as_of_date), as_of_date, gap_days)
        for customer_id, own in sorted(by_customer.items())
    ]
    return [start for start in starts if start is not None]


def start_rows(starts: list[Start], customer_names: dict[str, str]) -> list[Row]:
    """Give a row for each customer that has had ARR."""
    return [
        {
            "customer_id": start.customer_id,
            "customer_name": customer_names[start.customer_id],
            "outcome": start.outcome,
            "expansion_type": start.expansion_type,
            "days": start.days,
            "started_on": start.started_on,
            "ended_on": start.ended_on,
        }
        for start in starts
    ]
