"""What a pair, a family and a customer have on any day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property

from oracle.history import History
from oracle.money import ZERO, total
from oracle.months import last_day
from oracle.rows import Pair
from oracle.terms import Term


class DayLevels:
    """The terms of every pair, at the newest rates: grace and extensions count."""

    def __init__(self, terms_of: dict[Pair, list[Term]], family_of: Callable[[str], str]) -> None:
        """Gather the terms.

        Args:
            terms_of: pair to its terms.
            family_of: gives the family of a product id.
        """
        self.terms_of = terms_of
        self.products_of: dict[str, list[str]] = defaultdict(list)
        self.pairs_in: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for customer_id, product_id in sorted(terms_of):
            self.products_of[customer_id].append(product_id)
            self.pairs_in[customer_id, family_of(product_id)].append((customer_id, product_id))

    @cached_property
    def _states(self) -> dict[Pair, tuple[list[date], list[tuple[Decimal, Decimal | None]]]]:
        """Give the days on which each pair changes, and what it has from each of them on."""
        found = {}
        for pair, terms in self.terms_of.items():
            days = sorted({term.starts_on for term in terms} | ends_of(terms))
            found[pair] = days, [self._state(pair, day) for day in days]
        return found

    def _state(self, pair: Pair, day: date) -> tuple[Decimal, Decimal | None]:
        active = [term.licence for term in self.terms_of[pair] if term.is_active_on(day)]
        quantities = [licence.quantity for licence in active]
        units = None if None in quantities else sum(quantities, Decimal(0))
        return max(total(licence.arr for licence in active), ZERO), units

    def state(self, pair: Pair, day: date) -> tuple[Decimal, Decimal | None]:
        """Give ARR and units of a pair on a day; below zero is none, units may be unknown."""
        days, states = self._states.get(pair, ([], []))
        place = bisect_right(days, day) - 1
        return states[place] if place >= 0 else (ZERO, Decimal(0))

    def arr(self, pair: Pair, day: date) -> Decimal:
        """Give the ARR of a pair on a day."""
        return self.state(pair, day)[0]

    def quantity(self, pair: Pair, day: date) -> Decimal | None:
        """Give the units of a pair on a day; None where any is not known."""
        return self.state(pair, day)[1]

    def customer_arr(self, customer_id: str, day: date) -> Decimal:
        """Give the ARR of a customer on a day."""
        products = self.products_of.get(customer_id, ())
        return total(self.arr((customer_id, product_id), day) for product_id in products)

    def family_arr(self, customer_id: str, family: str, day: date) -> Decimal:
        """Give the ARR of a customer in a family on a day."""
        return total(self.arr(pair, day) for pair in self.pairs_in.get((customer_id, family), ()))

    def change_days(self, customer_id: str) -> list[date]:
        """List the days on which a term of a customer starts, or is over, in order."""
        days = {
            day
            for product_id in self.products_of.get(customer_id, ())
            for term in self.terms_of[customer_id, product_id]
            for day in (term.starts_on, term.ends_before)
            if day is not None
        }
        return sorted(days)


class ReportedLevels(DayLevels):
    """The same, but at the end of a month what is reported of it."""

    def __init__(
        self, terms_of: dict[Pair, list[Term]], family_of: Callable[[str], str], history: History
    ) -> None:
        """Take the terms, and the snapshots of month ends."""
        super().__init__(terms_of, family_of)
        self.history = history
        self._months = {last_day(month): i for i, month in enumerate(history.months)}

    def state(self, pair: Pair, day: date) -> tuple[Decimal, Decimal | None]:
        """Give ARR and units of a pair on a day; below zero is none, units may be unknown."""
        if day not in self._months:
            return super().state(pair, day)
        if pair not in self.history.snapshots:
            return ZERO, Decimal(0)
        snapshot = self.history.at(pair, self._months[day])
        return snapshot.arr, snapshot.quantity


def ends_of(terms: list[Term]) -> set[date]:
    """Give the days on which terms are over."""
    return {term.ends_before for term in terms if term.ends_before is not None}
