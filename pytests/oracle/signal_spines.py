"""What the studies look at: the ARR of each customer by family, month end by month end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from oracle.catalog import UNASSIGNED
from oracle.history import History
from oracle.licences import Licence
from oracle.money import ZERO, total
from oracle.months import month_of
from oracle.rows import Pair, Row
from oracle.signal_rules import SignalBook
from oracle.usage import Usage

Amount = Decimal | int
MONTHLY_DAYS, ANNUAL_DAYS = 45, 400


class Level:
    """The ARR of a customer, in one family or in all of them, at every month end."""

    def __init__(
        self, amounts: Sequence[Any], at_rates: Callable[[int, int], Amount] | None = None
    ) -> None:
        """Take the amounts.

        Args:
            amounts: by number of the month, each at its own rates.
            at_rates: gives the amount of a month at the rates of a later one; None where amounts
                are the same at any rates.
        """
        self.amounts = amounts
        self.at_rates = at_rates

    def before(self, start: int, now: int) -> Amount:
        """Give the amount of month `start` at the rates of month `now`."""
        return self.at_rates(start, now) if self.at_rates else self.amounts[start]

    def fell(self, start: int, now: int, share: Fraction) -> bool:
        """Tell whether of what was there in month `start` that share, or more, is gone in `now`."""
        if self.amounts[start] <= 0:
            return False
        left = (share.denominator - share.numerator) * self.before(start, now)
        return self.amounts[now] * share.denominator <= left


@dataclass(frozen=True)
class Spine:
    """A customer over all months, which are known by their number.

    Args:
        customer_id: the customer.
        whole: its ARR.
        families: the ARR by family; what has no product is one, too.
        secondary: those of the families that are secondary.
        term_at: gives the kind of contract that it has as of a month with ARR.
        price_changes: the part of the change of its ARR that is due to prices, by month.
        renewals: the months in which a licence starts of a product that it had and keeps.
        expansions: the months in which it buys more, not by a higher price alone.
        premature: those of them in which it buys more of what it has hardly used before.
    """

    customer_id: str
    whole: Level
    families: dict[str, Level]
    secondary: frozenset[str]
    term_at: Callable[[int], str]
    price_changes: dict[int, Amount]
    renewals: frozenset[int]
    expansions: frozenset[int] = frozenset()
    premature: frozenset[int] = frozenset()


def term_class(licence: Licence) -> str:
    """Name the kind of contract by the days from the licence's start to the end that it states."""
    if licence.own_ends_before is None:
        return "open-ended"
    days = (licence.own_ends_before - licence.starts_on).days
    if days < MONTHLY_DAYS:
        return "monthly"
    return "annual" if days <= ANNUAL_DAYS else "multi-year"


def main_licence(history: History, pairs: Iterable[Pair], i: int) -> Licence:
    """Give the largest licence that pairs with ARR have on the last day of month number `i`.

    Of equals the one that states the earlier end, then the one whose id sorts first.
    """

    def order(licence: Licence) -> tuple[Any, ...]:
        end = licence.own_ends_before
        return -history.value_at(licence, i), end is None, end, licence.license_id

    licences = [term.licence for pair in pairs for term in history.active[pair][i]]
    most = max(history.value_at(licence, i) for licence in licences)
    return min((each for each in licences if history.value_at(each, i) == most), key=order)


def spines_of(book: SignalBook, movements: list[Row], usage: Usage) -> list[Spine]:
    """Give the spine of every customer that ever had ARR.

    Args:
        book: all snapshots, and what is core.
        movements: of all pairs.
        usage: what is reported of use.
    """
    history = book.history
    number_of = {month: i for i, month in enumerate(history.months)}
    prices: dict[str, dict[int, Amount]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    expansions: dict[str, set[int]] = defaultdict(set)
    premature: dict[str, set[int]] = defaultdict(set)
    fewest_months = int(book.thresholds["premature_use_months"])
    for row in movements:
        if row["price_arr"]:
            prices[row["customer_id"]][number_of[row["arr_month"]]] += row["price_arr"]
        if is_chosen_expansion(row):
            expansions[row["customer_id"]].add(number_of[row["arr_month"]])
            used = months_of_use(usage, (row["customer_id"], row["product_id"]), row["arr_month"])
            if used < fewest_months:
                premature[row["customer_id"]].add(number_of[row["arr_month"]])
    return [
        spine_of(
            *(book, customer_id, prices[customer_id]),
            *(expansions[customer_id], premature[customer_id]),
        )
        for customer_id, amounts in sorted(history.customer_arr.items())
        if any(amount > 0 for amount in amounts)
    ]


def is_chosen_expansion(movement: Row) -> bool:
    """Tell whether a customer buys more by a movement, not only pays more for the same."""
    if movement["movement_type"] == "expansion":
        return movement["volume_arr"] + movement["unattributed_arr"] > 0
    return movement["movement_type"] == "cross_sell"


def months_of_use(usage: Usage, pair: Pair, month: date) -> int:
    """Count the months before a month in which anybody used what a pair has."""
    series = usage.of_pair(pair)
    used = zip(series.days, series.values, strict=True)
    return len({month_of(day) for day, values in used if day < month and values["active_users"]})


def spine_of(
    book: SignalBook,
    customer_id: str,
    prices: dict[int, Amount],
    expansions: set[int],
    premature: set[int],
) -> Spine:
    """Give the spine of a customer."""
    history = book.history
    pairs_of: dict[str, list[Pair]] = defaultdict(list)
    for product_id in sorted(history.products_of_customer[customer_id]):
        pairs_of[history.family_of(product_id)].append((customer_id, product_id))
    own = [(customer_id, each) for each in history.products_of_customer[customer_id]]

    @cache
    def term_at(i: int) -> str:
        # Of equals the product whose id sorts first.
        largest = min(own, key=lambda pair: (-history.arr[pair][i], pair))
        return term_class(main_licence(history, [largest], i))

    return Spine(
        customer_id,
        whole=level_of(history, own),
        families={family: level_of(history, pairs) for family, pairs in pairs_of.items()},
        secondary=frozenset(pairs_of) - book.core - {UNASSIGNED},
        term_at=term_at,
        price_changes=prices,
        renewals=frozenset(renewals_of(history, customer_id)),
        expansions=frozenset(expansions),
        premature=frozenset(premature),
    )


def level_of(history: History, pairs: list[Pair]) -> Level:
    """Add the ARR of some pairs up, month by month."""
    amounts = [total(column) for column in zip(*(history.arr[pair] for pair in pairs), strict=True)]
    if not history.rates.is_monthly:
        return Level(amounts)
    return Level(
        amounts, lambda start, now: total(history.base_of(pair, start, now) for pair in pairs)
    )


def renewals_of(history: History, customer_id: str) -> set[int]:
    """Give the months in which a licence starts of a product with ARR before and after."""
    number_of = {month: i for i, month in enumerate(history.months)}
    renewals = set()
    for product_id in history.products_of_customer[customer_id]:
        pair = customer_id, product_id
        for term in history.terms_of[pair]:
            i = number_of.get(month_of(term.starts_on), 0)
            is_paid = term.is_own and term.licence.arr > 0
            if is_paid and i > 0 and history.arr[pair][i - 1] > 0 and history.arr[pair][i] > 0:
                renewals.add(i)
    return renewals
