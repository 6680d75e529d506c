"""From terms to month ends: what every pair of customer and product has at each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from oracle.catalog import Product
from oracle.discounts import share_discounts
from oracle.issues import Issues
from oracle.licences import Licence
from oracle.money import ZERO, total
from oracle.months import last_day
from oracle.rates import Rates, convert
from oracle.rows import Pair, Row
from oracle.terms import Term


@dataclass(frozen=True)
class Snapshot:
    """A pair at a month end. `net` may be negative, `arr` is never."""

    net: Decimal = ZERO
    quantity: Decimal | None = Decimal(0)
    is_grace: bool = False
    is_extended: bool = False

    @property
    def arr(self) -> Decimal:
        """ARR that counts in every figure."""
        return max(self.net, ZERO)

    @property
    def negative_arr(self) -> Decimal:
        """The part of a negative sum that `arr` leaves out."""
        return min(self.net, ZERO)


NOTHING = Snapshot()


def take_snapshot(active: list[Term], value_of: Callable[[Licence], Decimal]) -> Snapshot:
    """Add up the terms that a pair has at a month end; without net ARR it has nothing.

    Args:
        active: the terms that are active then.
        value_of: gives the ARR of a licence at the rate of some month.
    """
    net = total(value_of(term.licence) for term in active)
    if net == 0:
        return NOTHING
    quantities = [term.licence.quantity for term in active]
    units = None if None in quantities else sum(quantities, Decimal(0))
    return Snapshot(
        net=net,
        quantity=None if units is None or units < 0 else units,
        is_grace=any(term.is_grace for term in active),
        is_extended=any(term.is_extended for term in active),
    )


def first_index(arr_rows: Iterable[list[Decimal]]) -> int | None:
    """Give the number of the first month in which any of some ARR rows is above zero."""
    firsts = [i for row in arr_rows for i, arr in enumerate(row) if arr > 0]
    return min(firsts, default=None)


class History:
    """Every pair's snapshot at every month end of the reporting window.

    Months are known by their number; before the first one there is nothing.
    """

    def __init__(
        self,
        months: list[date],
        terms_of: dict[Pair, list[Term]],
        discount_lines: set[Pair],
        products: dict[str, Product],
        rates: Rates,
    ) -> None:
        """Take all snapshots.

        Args:
            months: the months of the reporting window.
            terms_of: pair to its terms.
            discount_lines: the pairs that have nothing but discounts.
            products: product id to product, for the families.
            rates: the exchange rates.
        """
        self.months = months
        self.terms_of = terms_of
        self.products = products
        self.rates = rates
        self._values: dict[tuple[str, Decimal, int], Decimal] = {}
        self._bases: dict[tuple[Pair, int, int], Decimal] = {}
        self.snapshots: dict[Pair, list[Snapshot]] = {}
        self.own_active: dict[Pair, list[list[Term]]] = {
            pair: [
                [term for term in terms if term.is_active_on(last_day(month))] for month in months
            ]
            for pair, terms in terms_of.items()
        }
        self.active: dict[Pair, list[list[Term]]] = {
            pair: list(self.own_active[pair]) for pair in terms_of
        }
        for customer_id in {customer_id for customer_id, _ in discount_lines}:
            pairs = [pair for pair in terms_of if pair[0] == customer_id]
            for i in range(len(months)):
                of_month = {pair: self.own_active[pair][i] for pair in pairs}
                for pair, terms in share_discounts(of_month, discount_lines).items():
                    self.active[pair][i] = terms
        for pair in sorted(terms_of):
            row = [
                take_snapshot(terms, lambda licence, i=i: self.value_at(licence, i))
                for i, terms in enumerate(self.active[pair])
            ]
            if any(snapshot.net != 0 for snapshot in row):
                self.snapshots[pair] = row
        self.arr: dict[Pair, list[Decimal]] = {
            pair: [snapshot.arr for snapshot in row] for pair, row in self.snapshots.items()
        }
        self.products_of_customer: dict[str, list[str]] = defaultdict(list)
        for customer_id, product_id in self.snapshots:
            self.products_of_customer[customer_id].append(product_id)
        self.customer_arr = {
            customer_id: [
                total(self.arr[customer_id, each][i] for each in product_ids)
                for i in range(len(months))
            ]
            for customer_id, product_ids in self.products_of_customer.items()
        }

    # At a month end ----------------------------------------------------------------------------

    def at(self, pair: Pair, i: int) -> Snapshot:
        """Give a pair's snapshot at month number `i`."""
        return self.snapshots[pair][i] if i >= 0 else NOTHING

    def customer_at(self, customer_id: str, i: int) -> Decimal:
        """Give a customer's ARR at month number `i`."""
        return self.customer_arr[customer_id][i] if i >= 0 else ZERO

    def value_at(self, licence: Licence, i: int) -> Decimal:
        """Give the ARR of a licence at the rate of month number `i`."""
        if not self.rates.is_monthly or licence.currency == self.rates.reporting_currency:
            return licence.arr
        key = (licence.license_id, licence.arr_in_currency, i)
        if key not in self._values:
            rate = self.rates.of_month(licence.currency, self.months[i])
            self._values[key] = convert(licence.arr_in_currency, rate)
        return self._values[key]

    def family_of(self, product_id: str) -> str:
        """Give a product's family."""
        return self.products[product_id].product_family

    def ended_licences(self, pair: Pair, i: int) -> list[Licence]:
        """List the licences of a pair with a term at the month end before, and none at `i`."""
        if i == 0:
            return []
        still_active = {term.licence.license_id for term in self.own_active[pair][i]}
        ended = {
            term.licence.license_id: term.licence
            for term in self.own_active[pair][i - 1]
            if term.licence.license_id not in still_active
        }
        return list(ended.values())

    # At the rates of a later month -------------------------------------------------------------

    def base_of(self, pair: Pair, start: int, now: int) -> Decimal:
        """Give what a pair had at a month end, at the rates of a later month.

        Args:
            pair: customer and product.
            start: number of the month whose terms count.
            now: number of the month whose rates count.

        Returns:
            The ARR; zero for a pair without reported ARR at the start.
        """
        if start < 0 or self.arr[pair][start] == 0:
            return ZERO
        if not self.rates.is_monthly or start == now:
            return self.arr[pair][start]
        key = (pair, start, now)
        if key not in self._bases:
            active = self.active[pair][start]
            self._bases[key] = max(total(self.value_at(term.licence, now) for term in active), ZERO)
        return self._bases[key]

    def base_snapshot(self, pair: Pair, start: int, now: int) -> Snapshot:
        """Give the snapshot of a pair at a month end, at the rates of a later month."""
        return replace(self.at(pair, start), net=self.base_of(pair, start, now))

    def base_of_customer(self, customer_id: str, start: int, now: int) -> Decimal:
        """Give what a customer had at a month end, at the rates of a later month."""
        product_ids = self.products_of_customer[customer_id]
        return total(self.base_of((customer_id, each), start, now) for each in product_ids)


def report_backfilled_rates(history: History, issues: Issues) -> None:
    """Report licences that are active at a month end before any rate of their currency.

    Args:
        history: all snapshots; in constant mode nothing is reported.
        issues: takes what is found.
    """
    backfilled = set()
    for rows in history.active.values() if history.rates.is_monthly else ():
        for month, terms in zip(history.months, rows, strict=True):
            for licence in (term.licence for term in terms):
                first_day = history.rates.first_day(licence.currency)
                if first_day is not None and last_day(month) < first_day:
                    backfilled.add(licence.license_id)
    for license_id in sorted(backfilled):
        issues.keep(license_id, "rate_backfilled")


def spine_rows(history: History) -> list[Row]:
    """Give the dense rows of every pair, with the closing row after its last month."""
    rows = []
    for pair, snapshots in history.snapshots.items():
        present = [i for i, snapshot in enumerate(snapshots) if snapshot.net != 0]
        last = min(present[-1] + 1, len(history.months) - 1)
        rows += [
            {
                "customer_id": pair[0],
                "product_id": pair[1],
                "arr_month": history.months[i],
                "arr": snapshots[i].arr,
                "opening_arr": history.at(pair, i - 1).arr,
                "negative_arr": snapshots[i].negative_arr,
                "quantity": snapshots[i].quantity,
                "is_grace": snapshots[i].is_grace,
                "is_extended": snapshots[i].is_extended,
            }
            for i in range(present[0], last + 1)
        ]
    return rows
