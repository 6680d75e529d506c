"""What claims about use and health are held against: the own customers, a year ago and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.day_levels import DayLevels
from oracle.health import SLACK, Health, holdings_on
from oracle.intervals import jackknife
from oracle.metrics import Subject, Window, known
from oracle.money import total
from oracle.months import last_day
from oracle.signal_members import Amounts, Member
from oracle.signal_rules import WINDOW, SignalBook
from oracle.signal_studies import estimate, evidence_of_arr

USE_DAYS = 28
MANY_FEATURES, CLAIMED_HEALTH = Fraction(8, 10), 90
# A figure, and from where to where it may lie.
Measured = tuple[Fraction | float | None, Fraction | float | None, Fraction | float | None]
UNKNOWN: Measured = (None, None, None)


@dataclass(frozen=True)
class Account:
    """A customer that was there a year before the last month, at the rates of that month."""

    customer_id: str
    before: Decimal
    now: Decimal


def accounts_of(book: SignalBook) -> Iterator[Account]:
    """Give the customers with ARR a year before the last month."""
    history, last, start = book.history, book.last, book.last - WINDOW
    if start >= 0:
        for customer_id in history.products_of_customer:
            before = history.base_of_customer(customer_id, start, last)
            if history.customer_at(customer_id, start) > 0 and before > 0:
                yield Account(customer_id, before, history.customer_at(customer_id, last))


def features_used(book: SignalBook, health: Health) -> Measured:
    """Give by how much the NRR of those that use many features is that of the others."""
    products_of: dict[str, list[str]] = {}
    for customer_id, product_id in health.usage.use:
        products_of.setdefault(customer_id, []).append(product_id)
    members = []
    for account in accounts_of(book):
        window = Window(last_day(book.history.months[book.last - WINDOW]), USE_DAYS)
        used, available = Decimal(0), Decimal(0)
        for product_id in products_of.get(account.customer_id, ()):
            series = health.usage.of_pair((account.customer_id, product_id))
            days = known(window.now(Subject(series)), "features_used", "features_available")
            if days and days[-1][1] > 0:
                used, available = used + days[-1][0], available + days[-1][1]
        if available > 0:
            amounts = Amounts(
                *(Fraction(account.before), Fraction(account.now), Fraction(0)), after_year=None
            )
            uses_many = Fraction(used) / Fraction(available) > MANY_FEATURES + SLACK
            members.append(
                Member(
                    *("features_used", account.customer_id, 0, uses_many),
                    **{"has_churned": False, "strata": (), "amounts": amounts},
                )
            )
    found = estimate(members, "quarter")
    if evidence_of_arr(found, book.thresholds) == "too little" or found.risk_ratio is None:
        return UNKNOWN
    return found.risk_ratio, *(found.limits or (None, None))


def health_on(day: date, levels: DayLevels, health: Health, least: Fraction) -> dict[str, Fraction]:
    """Give the health of customers of whose ARR enough has a score."""
    arr: dict[str, Decimal] = {}
    covered: dict[str, Decimal] = {}
    weighed: dict[str, Fraction] = {}
    for each in holdings_on(day, levels):
        name, score = each.pair[0], health.health_score(each.pair, day, each.quantity)
        arr[name] = arr.get(name, Decimal(0)) + each.arr
        if score is not None:
            covered[name] = covered.get(name, Decimal(0)) + each.arr
            weighed[name] = weighed.get(name, Fraction(0)) + Fraction(each.arr) * score
    return {
        name: weighed[name] / Fraction(part)
        for name, part in covered.items()
        if Fraction(part) / Fraction(arr[name]) >= least - SLACK
    }


def nrr_of_healthy(book: SignalBook, levels: DayLevels, health: Health) -> Measured:
    """Give the NRR of the customers whose health was high a year before the last month."""
    accounts = list(accounts_of(book))
    if not accounts:
        return UNKNOWN
    day = last_day(book.history.months[book.last - WINDOW])
    scores = health_on(day, levels, health, book.thresholds["min_covered_arr"])
    healthy = [
        (account.before, account.now)
        for account in accounts
        if scores.get(account.customer_id, Fraction(0)) > CLAIMED_HEALTH + SLACK
    ]
    if not healthy or len(healthy) < book.thresholds["min_side_customers"]:
        return UNKNOWN
    before, now = (total(column) for column in zip(*healthy, strict=True))
    return Fraction(now) / Fraction(before), *(jackknife(healthy) or (None, None))


def tested_claims(book: SignalBook, levels: DayLevels, health: Health) -> dict[str, Measured]:
    """Give what claims about use and health are held against, by their ids.

    Args:
        book: all snapshots.
        levels: what is reported of pairs at month ends.
        health: what is reported of use, and the scores.
    """
    return {
        "features_used": features_used(book, health),
        "health_above_90": nrr_of_healthy(book, levels, health),
    }
