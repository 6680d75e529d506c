"""Renewal rates: what becomes of what is up for renewal, and of what is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from oracle.money import ZERO
from oracle.renewal_positions import TERM_CLASSES, Scope
from oracle.rows import Row
from oracle.signal_rules import SignalBook

MID_TERM = "mid-term"
# A kind of customer-months that has fewer than these is judged by all renewals.
FEWEST_MONTHS = 5


@dataclass
class Sums:
    """Positions, what they had a month before, what they have, and the lesser one by one."""

    count: int = 0
    before: Decimal = ZERO
    now: Decimal = ZERO
    kept: Decimal = ZERO

    def add(self, other: Sums) -> None:
        """Add the sums of other positions."""
        self.count += other.count
        self.before += other.before
        self.now += other.now
        self.kept += other.kept

    def rate(self) -> Fraction | None:
        """What is there now, of all that was there; None where nothing was."""
        return Fraction(self.now) / Fraction(self.before) if self.before else None

    def gross_rate(self) -> Fraction | None:
        """What is left, of all that was there."""
        return Fraction(self.kept) / Fraction(self.before) if self.before else None


@dataclass(frozen=True)
class Rates:
    """What is to be expected as of an origin, by term class; None where nothing is known.

    Args:
        expiries: positions that came up for renewal.
        mid_terms: positions in months in which they did not.
        renewal: what a position is worth after its renewal, of 1 before.
        gross_renewal: the same, without what was added.
        midterm: what it is worth after a month without a renewal.
        entering: what enters in a month, of all that there is.
    """

    expiries: dict[str, Sums]
    mid_terms: dict[str, Sums]
    renewal: dict[str, Fraction | None]
    gross_renewal: dict[str, Fraction | None]
    midterm: dict[str, Fraction | None]
    entered: Decimal
    entering_base: Decimal
    entering: Fraction | None


@dataclass(frozen=True)
class Spread:
    """How far customers are from the rate of their kind: by one of them, and by all together."""

    of_one: Fraction
    of_mean: Fraction


def drawn(
    own: Fraction | None, count: int, general: Fraction | None, weight: Fraction
) -> Fraction | None:
    """Draw a rate to a more general one, the more the fewer cases it rests on.

    Args:
        own: the rate; None without any case.
        count: of cases.
        general: what it is drawn to.
        weight: the number of cases with which it counts as much as the general one.
    """
    if own is None or general is None:
        return general
    share = Fraction(count) / (count + weight)
    return share * own + (1 - share) * general


class Renewals:
    """What became of all positions of a scope, month by month."""

    def __init__(self, book: SignalBook, scope: Scope) -> None:
        """Follow every position from one month end to the next.

        Args:
            book: for the thresholds.
            scope: what is looked at.
        """
        self.book, self.scope = book, scope
        self.months = len(scope.history.months)
        self.flows: list[dict[tuple[bool, str], Sums]] = [{} for _ in range(self.months)]
        self.moves: list[dict[str, list[tuple[Decimal, Decimal]]]] = [
            {} for _ in range(self.months)
        ]
        self.entered = [ZERO] * self.months
        self.entering_base = [ZERO] * self.months
        for t in range(1, self.months):
            self.follow(t)

    def follow(self, t: int) -> None:
        """Follow all positions into month number `t`; both ends at its exchange rates."""
        scope, month = self.scope, self.scope.history.months[t]
        flows: dict[tuple[bool, str], Sums] = defaultdict(Sums)
        moves: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        for customer_id, own in scope.positions[t - 1].items():
            for each in own:
                level = scope.parts[customer_id][each.part]
                before, now = Decimal(level.before(t - 1, t)), Decimal(level.amounts[t])
                flows[each.expires_in(month), each.term].add(Sums(1, before, now, min(before, now)))
            largest = own[0]
            whole = scope.whole[customer_id]
            before = Decimal(whole.before(t - 1, t))
            kind = largest.term if largest.expires_in(month) else MID_TERM
            moves[kind].append((before, Decimal(whole.amounts[t])))
            self.entering_base[t] += before
        earlier = range(max(t - 1 - self.book.lapse_months, 0), t)
        for customer_id, parts in scope.parts.items():
            if any(scope.whole[customer_id].amounts[k] > 0 for k in earlier):
                self.entered[t] += sum(
                    level.amounts[t] for level in parts.values() if level.amounts[t - 1] == 0
                )
        self.flows[t], self.moves[t] = flows, moves

    def window(self, origin: int) -> range:
        """Give the months that count as of an origin."""
        return range(max(origin + 1 - int(self.book.thresholds["rate_months"]), 1), origin + 1)

    def rates(self, origin: int, general: Rates | None = None) -> Rates:
        """Give the rates as of an origin.

        Args:
            origin: number of the month.
            general: the rates to which those of a product are drawn; without, each class is drawn
                to all classes together.
        """
        expiries = {term: Sums() for term in TERM_CLASSES}
        mid_terms = {term: Sums() for term in TERM_CLASSES}
        for t in self.window(origin):
            for (is_expiry, term), sums in self.flows[t].items():
                (expiries if is_expiry else mid_terms)[term].add(sums)
        all_expiries, all_mid_terms = sum_of(expiries.values()), sum_of(mid_terms.values())
        weight = self.book.thresholds["rate_credibility"]
        entered = sum((self.entered[t] for t in self.window(origin)), ZERO)
        base = sum((self.entering_base[t] for t in self.window(origin)), ZERO)
        return Rates(
            expiries,
            mid_terms,
            renewal={
                term: drawn(
                    *(own.rate(), own.count),
                    general.renewal[term] if general else all_expiries.rate(),
                    weight,
                )
                for term, own in expiries.items()
            },
            gross_renewal={
                term: drawn(
                    *(own.gross_rate(), own.count),
                    general.gross_renewal[term] if general else all_expiries.gross_rate(),
                    weight,
                )
                for term, own in expiries.items()
            },
            midterm={
                term: drawn(
                    *(own.rate(), own.count),
                    general.midterm[term] if general else all_mid_terms.rate(),
                    weight,
                )
                for term, own in mid_terms.items()
            },
            entered=entered,
            entering_base=base,
            entering=Fraction(entered) / Fraction(base) if base else None,
        )

    @cached_property
    def spreads(self) -> dict[str, Spread | None]:
        """How far customers are from the rate of their kind, as of the last month.

        Where a kind has too few customer-months, by all renewals together.
        """
        moves: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        for t in self.window(self.months - 1):
            for kind, own in self.moves[t].items():
                moves[kind] += own
        renewals = [move for kind in TERM_CLASSES for move in moves[kind]]
        return {
            kind: spread_of(moves[kind] if len(moves[kind]) >= FEWEST_MONTHS else renewals)
            for kind in (*TERM_CLASSES, MID_TERM)
        }


def sum_of(sums: Iterable[Sums]) -> Sums:
    """Add sums up."""
    whole = Sums()
    for each in sums:
        whole.add(each)
    return whole


def spread_of(moves: list[tuple[Decimal, Decimal]]) -> Spread | None:
    """Measure how far some are from their common rate; None where nothing was there before.

    Args:
        moves: what each had, and what it has a month later.
    """
    had = sum((Fraction(before) for before, _ in moves), Fraction(0))
    if not had:
        return None
    have = sum((Fraction(now) for _, now in moves), Fraction(0))
    squares = sum((Fraction(before) ** 2 for before, _ in moves), Fraction(0))
    products = sum((Fraction(before) * Fraction(now) for before, now in moves), Fraction(0))
    squares_now = sum((Fraction(now) ** 2 for _, now in moves), Fraction(0))
    rate = have / had
    off = squares_now - 2 * rate * products + rate**2 * squares
    return Spread(of_one=off / squares, of_mean=off / had**2)


def rate_rows(renewals: Renewals) -> list[Row]:
    """Give the rates of all that customers have, by origin and kind of contract.

    Origins are the months that have enough months before them, and the last one.
    """
    rows = []
    last = renewals.months - 1
    first = min(int(renewals.book.thresholds["backtest_months"]), last)
    for origin in range(max(first, 0), last + 1):
        rates = renewals.rates(origin)
        for term in TERM_CLASSES:
            expiries, mid_terms = rates.expiries[term], rates.mid_terms[term]
            if not expiries.count and not mid_terms.count:
                continue
            rows.append(
                {
                    "origin_month": renewals.scope.history.months[origin],
                    "term_class": term,
                    "renewals": expiries.count,
                    "opening_arr": expiries.before,
                    "closing_arr": expiries.now,
                    "retained_arr": expiries.kept,
                    "observed_renewal_rate": expiries.rate(),
                    "renewal_rate": rates.renewal[term],
                    "gross_renewal_rate": rates.gross_renewal[term],
                    "midterm_opening_arr": mid_terms.before,
                    "midterm_closing_arr": mid_terms.now,
                    "midterm_rate": rates.midterm[term],
                    "entering_arr": rates.entered,
                    "held_arr": rates.entering_base,
                    "entering_rate": rates.entering,
                    "evidence": renewals.book.evidence_of(expiries.count),
                }
            )
    return rows
