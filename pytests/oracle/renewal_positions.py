"""Positions: what customers have at a month end, and when it is up for renewal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from oracle.history import History
from oracle.months import calendar_months
from oracle.rows import Pair
from oracle.signal_spines import Level, level_of, main_licence, term_class

DAYS_IN_MONTH = 30.4375
TERM_CLASSES = ("monthly", "annual", "multi-year", "open-ended")


@dataclass(frozen=True)
class Position:
    """What a customer has of one thing at the end of a month, by the main licence behind it.

    Args:
        customer_id: the customer.
        part: what it has: a family, or a product.
        arr: how much of it.
        term: kind of contract.
        stated_end: the first day after the contract as the licence states it; None without end.
        months: length of the contract, in months; None without end.
    """

    customer_id: str
    part: str
    arr: Decimal
    term: str
    stated_end: date | None
    months: int | None

    def expires_in(self, month: date) -> bool:
        """Tell whether it is up for renewal in the month that follows, or has been before."""
        return self.stated_end is not None and calendar_months(month, self.stated_end) <= 0

    def renewals_within(self, horizon: int, now: date) -> int:
        """Count how often it comes up for renewal in the months that follow.

        Args:
            horizon: how many months to look ahead.
            now: the month at whose end it is there. What is overdue then is up in the next month.
        """
        if self.stated_end is None or self.months is None:
            return 0
        ahead = max(calendar_months(now, self.stated_end), 1)
        return 0 if ahead > horizon else 1 + (horizon - ahead) // self.months


class Scope:
    """What a forecast is about: all that customers have, by family, or what they have of a product.

    Months are known by their number, as in the history.
    """

    def __init__(self, history: History, pairs: Iterable[Pair], is_by_family: bool) -> None:
        """Put pairs together.

        Args:
            history: all snapshots.
            pairs: those that are looked at.
            is_by_family: whether the products of a family are one thing.
        """
        self.history = history
        self.pairs_of: dict[str, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
        for pair in pairs:
            part = history.family_of(pair[1]) if is_by_family else pair[1]
            self.pairs_of[pair[0]][part].append(pair)
        self.parts: dict[str, dict[str, Level]] = {
            customer_id: {part: level_of(history, own) for part, own in parts.items()}
            for customer_id, parts in self.pairs_of.items()
        }
        self.whole: dict[str, Level] = {
            customer_id: level_of(history, [pair for own in parts.values() for pair in own])
            for customer_id, parts in self.pairs_of.items()
        }

    @cached_property
    def positions(self) -> list[dict[str, list[Position]]]:
        """What every customer has at the end of each month, the largest position first.

        Of equals the one whose family or product sorts first.
        """
        found: list[dict[str, list[Position]]] = []
        for i in range(len(self.history.months)):
            of_month: dict[str, list[Position]] = {}
            for customer_id, parts in self.parts.items():
                own = [
                    self.position(customer_id, part, i)
                    for part, level in parts.items()
                    if level.amounts[i] > 0
                ]
                if own:
                    of_month[customer_id] = sorted(own, key=lambda each: (-each.arr, each.part))
            found.append(of_month)
        return found

    def position(self, customer_id: str, part: str, i: int) -> Position:
        """Give what a customer has of something that it has, by the largest licence of it."""
        licence = main_licence(self.history, self.pairs_of[customer_id][part], i)
        end, months = licence.own_ends_before, None
        if end is not None:
            months = max(round((end - licence.starts_on).days / DAYS_IN_MONTH), 1)
        arr = Decimal(self.parts[customer_id][part].amounts[i])
        return Position(customer_id, part, arr, term_class(licence), end, months)
