"""The forecast of NRR: by the renewals ahead, by the last twelve months, and how far both were off.

What is forecast is the NRR over twelve months that will be reported some months after an origin.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import fsum, sqrt

from oracle.money import total
from oracle.months import add_months
from oracle.renewal_positions import Position, Scope
from oracle.renewal_rates import MID_TERM, Rates, Renewals
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook

HORIZONS = (3, 6, 9, 12)
FEWEST_ORIGINS = 4
Z80 = 1.281552
# Two mean errors that differ by less are equal.
NOTHING = 1e-9


@dataclass(frozen=True)
class Forecast:
    """What NRR will be; None where it can't be said."""

    book_nrr: float | None
    naive_nrr: float | None

    @property
    def nrr(self) -> float | None:
        """The mean of both."""
        if self.book_nrr is None or self.naive_nrr is None:
            return None
        return (self.book_nrr + self.naive_nrr) / 2


def nrr_at(scope: Scope, i: int) -> float | None:
    """Give NRR over the twelve months to a month; None where nothing was there at their start."""
    start = i - WINDOW
    if start < 0:
        return None
    base = [level for level in scope.whole.values() if level.amounts[start] > 0]
    opening = total(Decimal(level.before(start, i)) for level in base)
    closing = total(Decimal(level.amounts[i]) for level in base)
    return float(Fraction(closing) / Fraction(opening)) if opening else None


def base_at(scope: Scope, origin: int, horizon: int) -> list[str]:
    """List the customers that NRR will be measured on some months after an origin."""
    start = origin + horizon - WINDOW
    if start < 0:
        return []
    return [name for name, level in scope.whole.items() if level.amounts[start] > 0]


def opening_at(scope: Scope, origin: int, horizon: int) -> Decimal:
    """Add up what these customers had at the start, at the exchange rates of the origin."""
    start = origin + horizon - WINDOW
    return total(
        Decimal(scope.whole[name].before(start, origin)) for name in base_at(scope, origin, horizon)
    )


def factor(position: Position, rates: Rates, renewals: int, horizon: int) -> float | None:
    """Give what a position will be worth, of 1 now; None where it renews, and nothing has yet.

    Where no month without a renewal is known, nothing is known to happen in one.

    Args:
        position: what a customer has.
        rates: what is to be expected.
        renewals: how often it comes up for renewal.
        horizon: within how many months.
    """
    renewal, midterm = rates.renewal[position.term], rates.midterm[position.term]
    if renewals and renewal is None:
        return None
    worth = float(renewal) ** renewals if renewal is not None else 1.0
    return worth * (1.0 if midterm is None else float(midterm)) ** (horizon - renewals)


def book_nrr(scope: Scope, rates: Rates, origin: int, horizon: int, enters: bool) -> float | None:
    """Work out what the renewals ahead will make of the base.

    Args:
        scope: what it is about.
        rates: as of the origin.
        origin: number of the month.
        horizon: how many months to look ahead.
        enters: whether what customers buy besides is counted.
    """
    opening = opening_at(scope, origin, horizon)
    if not opening:
        return None
    now = scope.history.months[origin]
    worths: list[float] = []
    for customer_id in base_at(scope, origin, horizon):
        for each in scope.positions[origin].get(customer_id, ()):
            worth = factor(each, rates, each.renewals_within(horizon, now), horizon)
            if worth is None:
                return None
            worths.append(float(each.arr) * worth)
            if enters and rates.entering is not None:
                worths.append(float(each.arr) * float(rates.entering) * horizon)
    return fsum(worths) / float(opening)


def book_error(renewals: Renewals, horizon: int) -> float | None:
    """Give the standard error of the book's NRR, from how far customers were off their rate.

    Args:
        renewals: what became of what customers had; the last month is the origin.
        horizon: how many months to look ahead.
    """
    scope, origin = renewals.scope, renewals.months - 1
    opening, now = opening_at(scope, origin, horizon), scope.history.months[origin]
    if not opening:
        return None
    squares: dict[str, list[Fraction]] = defaultdict(list)
    sums: dict[str, list[Fraction]] = defaultdict(list)
    for customer_id in base_at(scope, origin, horizon):
        own = scope.positions[origin].get(customer_id)
        if not own:
            continue
        arr = Fraction(total(each.arr for each in own))
        count = own[0].renewals_within(horizon, now)
        for kind, times in ((own[0].term, count), (MID_TERM, horizon - count)):
            if times:
                squares[kind].append(arr**2 * times)
                sums[kind].append(arr * times)
    terms = []
    for kind in squares:
        spread = renewals.spreads[kind]
        if spread is None:
            return None
        terms.append(float(spread.of_one * sum(squares[kind])))
        terms.append(float(spread.of_mean * sum(sums[kind]) ** 2))
    return sqrt(fsum(terms)) / float(opening)


# The back-test -----------------------------------------------------------------------------------


def backtest_rows(renewals: Renewals) -> list[Row]:
    """Give what would have been forecast at each origin, and what was reported then."""
    scope = renewals.scope
    months, rows = scope.history.months, []
    first = int(renewals.book.thresholds["backtest_months"])
    for origin in range(first, len(months)):
        rates = renewals.rates(origin)
        for horizon in HORIZONS:
            if origin + horizon >= len(months):
                continue
            forecast = Forecast(
                book_nrr(scope, rates, origin, horizon, enters=True), nrr_at(scope, origin)
            )
            actual = nrr_at(scope, origin + horizon)
            if forecast.nrr is None or actual is None:
                continue
            rows.append(
                {
                    "origin_month": months[origin],
                    "horizon_months": horizon,
                    "base_arr": opening_at(scope, origin, horizon),
                    "forecast_month": months[origin + horizon],
                    "forecast": forecast.nrr,
                    "book_nrr": forecast.book_nrr,
                    "naive_nrr": forecast.naive_nrr,
                    "actual": actual,
                    "error": forecast.nrr - actual,
                    "book_error": forecast.book_nrr - actual,
                    "naive_error": forecast.naive_nrr - actual,
                }
            )
    return rows


def half_width_by_tests(errors: list[float]) -> float | None:
    """Give the error that 80 % of forecasts stay within, by those that were made before.

    Args:
        errors: of the back-test, at one horizon.
    """
    if len(errors) < FEWEST_ORIGINS:
        return None
    place = -(-4 * (len(errors) + 1) // 5)
    return sorted(abs(each) for each in errors)[place - 1]


def verdict_of(errors: list[float], naive_errors: list[float]) -> str:
    """Say whether the forecast was nearer than the NRR of the twelve months before."""
    if len(errors) < FEWEST_ORIGINS:
        return "no back-test"
    lead = mean_error(naive_errors) - mean_error(errors)
    if abs(lead) <= NOTHING:
        return "equal"
    return "better" if lead > 0 else "worse"


def mean_error(errors: list[float]) -> float:
    """Give the mean of errors, whatever their sign."""
    return fsum(abs(each) for each in errors) / len(errors)


# The forecast ------------------------------------------------------------------------------------


def forecast_rows(
    company: Renewals, products: dict[str, Renewals], backtest: list[Row], renewals: list[Row]
) -> list[Row]:
    """Give the NRR of the next four quarters, of the company and of each product with a base.

    Args:
        company: what became of all that customers had.
        products: the same of each product.
        backtest: the rows of the back-test.
        renewals: the rows of what is up for renewal.
    """
    months = company.scope.history.months
    if not months:
        return []
    origin = len(months) - 1
    rates = company.rates(origin)
    rows = []
    for horizon in HORIZONS:
        tested = [row for row in backtest if row["horizon_months"] == horizon]
        rows.append(
            {
                "scope": "company",
                "item": "(all)",
                **forecast_row(company, rates, horizon, tested, renewals),
            }
        )
        for product_id, own in products.items():
            own_rates = own.rates(origin, general=rates)
            ahead = [row for row in renewals if row["product_id"] == product_id]
            rows.append(
                {
                    "scope": "product",
                    "item": product_id,
                    **forecast_row(own, own_rates, horizon, [], ahead, enters=False),
                }
            )
    return [row for row in rows if row["base_arr"]]


def forecast_row(
    renewals: Renewals,
    rates: Rates,
    horizon: int,
    tested: list[Row],
    ahead: list[Row],
    enters: bool = True,
) -> Row:
    """Give the figures of one scope and horizon.

    Args:
        renewals: what became of what it had.
        rates: as of the last month.
        horizon: how many months to look ahead.
        tested: the rows of the back-test at this horizon, with all figures.
        ahead: what is up for renewal of it.
        enters: whether what customers buy besides is counted.
    """
    scope = renewals.scope
    months = scope.history.months
    origin = len(months) - 1
    forecast = Forecast(book_nrr(scope, rates, origin, horizon, enters), nrr_at(scope, origin))
    errors, book_errors, naive_errors = (
        [row[name] for row in tested] for name in ("error", "book_error", "naive_error")
    )
    by_tests = half_width_by_tests(errors)
    by_book = book_half_width(forecast, book_error(renewals, horizon))
    half = max((each for each in (by_tests, by_book) if each is not None), default=None)
    if forecast.nrr is None:
        half = None
    last = add_months(months[-1], horizon)
    within = [row for row in ahead if months[-1] < row["renews_on"].replace(day=1) <= last]
    return {
        "horizon_months": horizon,
        "origin_month": months[origin],
        "forecast_month": last,
        "base_arr": opening_at(scope, origin, horizon),
        "book_nrr": forecast.book_nrr,
        "naive_nrr": forecast.naive_nrr,
        "nrr": forecast.nrr,
        "nrr_low": None if half is None else forecast.nrr - half,
        "nrr_high": None if half is None else forecast.nrr + half,
        "tested_half_width": by_tests,
        "book_half_width": by_book,
        "origins": len(tested),
        "mae": mean_error(errors) if tested else None,
        "mae_naive": mean_error(naive_errors) if tested else None,
        "mae_book": mean_error(book_errors) if tested else None,
        "verdict": verdict_of(errors, naive_errors),
        "known_lost_arr": total(row["arr"] for row in within if row["status"] == "lost"),
        "known_renewed_arr": total(
            row["arr"]
            for row in within
            if row["status"] == "renewed" and not row["is_successor_pending"]
        ),
    }


def book_half_width(forecast: Forecast, error: float | None) -> float | None:
    """Give how far NRR may be off by chance, and by what the two forecasts disagree by."""
    if error is None or forecast.book_nrr is None or forecast.naive_nrr is None:
        return None
    return Z80 * sqrt(error**2 + ((forecast.book_nrr - forecast.naive_nrr) / 2) ** 2)


def renewals_of_products(book: SignalBook) -> dict[str, Renewals]:
    """Follow the pairs of each product that ever had ARR, by product id."""
    return {
        product_id: Renewals(book, Scope(book.history, book.pairs_of[product_id], False))
        for product_id in sorted(book.first_of)
    }
