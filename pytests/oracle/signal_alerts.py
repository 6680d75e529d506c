"""The alerts of all rules that are on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from oracle.alerts import Alert
from oracle.day_levels import DayLevels
from oracle.health import Health
from oracle.licence_alerts import anniversaries, cancelled_families, contractions, lost_licences
from oracle.licences import Licence
from oracle.seeds import Condition, Rule
from oracle.signal_rules import SignalBook
from oracle.usage_alerts import UsageRules, mondays, usage_alerts


def all_alerts(
    rules: Iterable[Rule],
    conditions: Callable[[], dict[str, tuple[Condition, ...]]],
    book: SignalBook,
    levels: DayLevels,
    licences: Sequence[Licence],
    health: Health,
    as_of_date: date,
) -> Iterator[Alert]:
    """Give the alerts of rules, but of those that look at the calendar of renewals.

    Args:
        rules: those that are on.
        conditions: gives the conditions of the rules that look at use, by rule.
        book: all snapshots.
        levels: what pairs have on any day.
        licences: the accepted ones.
        health: the scores of pairs.
        as_of_date: the day up to which the book is known.
    """
    usage_rules = UsageRules(book, levels, health)
    days = mondays(health.usage.first_day, as_of_date)
    back_days = int(Fraction(book.thresholds["return_days"]))
    for rule in rules:
        if rule.trigger == "movement":
            yield from contractions(rule, book)
        elif rule.trigger == "usage":
            yield from usage_alerts(rule, conditions()[rule.rule_id], usage_rules, days)
        elif rule.rule_id == "lost_before_end":
            yield from lost_licences(rule, licences, as_of_date)
        elif rule.rule_id == "anniversary_90":
            yield from anniversaries(rule, levels)
        elif rule.rule_id == "non_primary_cancelled":
            yield from cancelled_families(rule, book, levels, back_days, as_of_date)
