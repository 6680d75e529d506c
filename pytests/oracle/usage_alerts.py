"""Alerts by what is reported of use and of accounts, week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from oracle.alerts import Alert
from oracle.day_levels import DayLevels
from oracle.health import SLACK, Health
from oracle.metrics import OF_CUSTOMER, OF_PAIR, Measured, Subject, Window
from oracle.rows import Pair
from oracle.seeds import Condition, Rule
from oracle.signal_rules import SignalBook

WEEK = timedelta(days=7)
HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": lambda value, threshold: value >= threshold - SLACK,
    ">": lambda value, threshold: value > threshold + SLACK,
    "<": lambda value, threshold: value < threshold - SLACK,
    "<=": lambda value, threshold: value <= threshold + SLACK,
}


@dataclass(frozen=True)
class Episode:
    """Weeks in which a rule holds: the Monday on which it begins, and that on which it fails."""

    start: date
    end: date | None
    measured: Measured
    arr: Decimal


class UsageRules:
    """Tells whether conditions hold on a day."""

    def __init__(self, book: SignalBook, levels: DayLevels, health: Health) -> None:
        """Take what conditions look at."""
        self.book, self.levels, self.health = book, levels, health
        self.usage = health.usage

    def matches(self, condition: Condition, product_id: str) -> bool:
        """Tell whether a condition is about a product."""
        if condition.product == "*":
            return True
        kind, _, name = condition.product.partition(":")
        if kind == "family":
            return self.book.history.family_of(product_id) == name
        if kind == "role":
            is_named = self.book.is_secondary if name == "secondary" else self.book.is_core
            return is_named(product_id)
        return product_id == condition.product

    def of_pair(self, condition: Condition, pair: Pair, day: date) -> Measured | None:
        """Give what a condition measures of a pair, where it holds."""
        has_any = (
            *(self.usage.of_pair(pair).days, self.usage.of_customer(pair[0]).days),
            self.usage.instead(pair[1]).days,
        )
        if not any(has_any) or not self.matches(condition, pair[1]):
            return None
        arr, quantity = self.levels.state(pair, day)
        if arr <= condition.min_arr:
            return None
        if condition.metric == "health_score":
            score = self.health.health_score(pair, day, quantity)
            return checked(condition, Measured(score, None))
        subject = self.health.subject(pair, quantity)
        window = Window(day, condition.window_days)
        return checked(condition, OF_PAIR[condition.metric](subject, window))

    def of_customer(self, condition: Condition, customer_id: str, day: date) -> Measured | None:
        """Give what a condition measures of a customer, where it holds."""
        if self.levels.customer_arr(customer_id, day) <= condition.min_arr:
            return None
        subject = Subject(self.usage.of_customer(customer_id))
        window = Window(day, condition.window_days)
        return checked(condition, OF_CUSTOMER[condition.metric](subject, window))

    def holds(
        self, condition: Condition, customer_id: str, product_id: str | None, day: date
    ) -> Measured | None:
        """Give what a condition measures where it holds; of a customer, the product that does most.

        Args:
            condition: of a rule.
            customer_id: the customer.
            product_id: the product, None where the rule is about the customer.
            day: a Monday.
        """
        if condition.metric in OF_CUSTOMER:
            return self.of_customer(condition, customer_id, day)
        if product_id is not None:
            return self.of_pair(condition, (customer_id, product_id), day)
        pairs = [(customer_id, each) for each in self.levels.products_of[customer_id]]
        found = [each for pair in pairs if (each := self.of_pair(condition, pair, day))]
        sign = 1 if condition.operator.startswith(">") else -1
        return max(found, key=lambda each: (sign * each.value, each.days or 0), default=None)

    def all_hold(
        self,
        conditions: Sequence[Condition],
        customer_id: str,
        product_id: str | None,
        day: date,
    ) -> Measured | None:
        """Give what the first condition measures where all of them hold."""
        first = None
        for condition in sorted(conditions, key=lambda each: each.number):
            measured = self.holds(condition, customer_id, product_id, day)
            if measured is None:
                return None
            first = first or measured
        return first


def checked(condition: Condition, measured: Measured) -> Measured | None:
    """Give what is measured where the condition holds: with enough days, and a value that fits."""
    if measured.value is None:
        return None
    if measured.days is not None and measured.days < condition.min_days_reported:
        return None
    return measured if HOLDS[condition.operator](measured.value, condition.threshold) else None


def mondays(first: date | None, last: date) -> list[date]:
    """List the Mondays from a day to another one."""
    if first is None:
        return []
    day, found = first + timedelta(days=-first.weekday() % 7), []
    while day <= last:
        found.append(day)
        day += WEEK
    return found


def episodes_of(
    rules: UsageRules,
    rule: Rule,
    conditions: Sequence[Condition],
    customer_id: str,
    product_id: str | None,
    days: Sequence[date],
) -> Iterator[Episode]:
    """Give the episodes of a customer or pair: after some time without, until the first failure."""
    holding: dict[date, Measured] = {}
    for day in days:
        measured = rules.all_hold(conditions, customer_id, product_id, day)
        if measured is not None:
            holding[day] = measured
    last_held: date | None = None
    for day in days:
        if day not in holding:
            continue
        if last_held is None or (day - last_held).days > (rule.rearm_days or 0):
            fails = next((each for each in days if each > day and each not in holding), None)
            arr = (
                rules.levels.customer_arr(customer_id, day)
                if product_id is None
                else rules.levels.arr((customer_id, product_id), day)
            )
            yield Episode(day, fails, holding[day], arr)
        last_held = day


def usage_alerts(
    rule: Rule, conditions: Sequence[Condition], rules: UsageRules, days: Sequence[date]
) -> Iterator[Alert]:
    """Give the alerts of a rule that looks at use."""
    first = min(conditions, key=lambda each: each.number)
    for customer_id, product_ids in rules.levels.products_of.items():
        subjects = [None] if rule.scope == "customer" else product_ids
        for product_id in subjects:
            for episode in episodes_of(rules, rule, conditions, customer_id, product_id, days):
                yield Alert(
                    rule,
                    rule.severity,
                    customer_id,
                    episode.start,
                    arr_at_stake=episode.arr,
                    resolved_on=episode.end,
                    product_id=product_id,
                    evidence_value=episode.measured.value,
                    threshold=first.threshold,
                    n=episode.measured.days,
                )
