"""What a pair, a family and a customer have on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from oracle.money import ZERO, total
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

    def active(self, pair: Pair, day: date) -> list[Term]:
        """List the terms of a pair that cover a day."""
        return [term for term in self.terms_of.get(pair, ()) if term.is_active_on(day)]

    def arr(self, pair: Pair, day: date) -> Decimal:
        """Give the ARR of a pair on a day; below zero it is none."""
        return max(total(term.licence.arr for term in self.active(pair, day)), ZERO)

    def quantity(self, pair: Pair, day: date) -> Decimal | None:
        """Give the units of a pair on a day; None where any is not known."""
        quantities = [term.licence.quantity for term in self.active(pair, day)]
        return None if None in quantities else sum(quantities, Decimal(0))

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
