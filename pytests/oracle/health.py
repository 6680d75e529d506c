"""Health: what use of a product and signals of its customer say, as points from 0 to 100."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from oracle.catalog import Product
from oracle.day_levels import DayLevels
from oracle.history import History
from oracle.metrics import OF_CUSTOMER, OF_PAIR, Subject, Window
from oracle.money import total
from oracle.months import last_day
from oracle.policy import Policy
from oracle.rows import Pair, Row
from oracle.seeds import Band, Weight
from oracle.usage import Usage

SLACK = Fraction(1, 10**9)
DIMENSIONS = ("usage", "engagement", "tickets", "stakeholders")


@dataclass(frozen=True)
class Part:
    """A metric that counts in a score, with its points; None where it has no value."""

    weight: Weight
    points: Fraction | None


@dataclass(frozen=True)
class Score:
    """All that counts in the health of a pair on a day."""

    parts: tuple[Part, ...]

    def points(self, parts: Iterable[Part] | None = None) -> Fraction | None:
        """Give the weighted mean of some parts; None where none of them has a value."""
        known = [
            part for part in (self.parts if parts is None else parts) if part.points is not None
        ]
        weights = sum(part.weight.weight for part in known)
        if not weights:
            return None
        return sum(part.weight.weight * part.points for part in known) / weights

    @cached_property
    def covered(self) -> Fraction | None:
        """How much of the weights has a value; None where nothing counts."""
        known = [part for part in self.parts if part.points is not None]
        if not known:
            return Fraction(0) if self.parts else None
        return sum(part.weight.weight for part in known) / sum(
            part.weight.weight for part in self.parts
        )

    def health(self, least: Fraction) -> Fraction | None:
        """Give the score, None where less than a share of the weights has a value."""
        return self.points() if self.covered is not None and self.covered >= least else None

    def without(self, metric: str) -> Score:
        """Give the score that leaves a metric out."""
        return Score(tuple(part for part in self.parts if part.weight.metric != metric))


def points_of(value: Fraction, weight: Weight) -> Fraction:
    """Give the points of a value; lower is better where 100 stands at the lower value."""
    points = 100 * (value - weight.value_at_0) / (weight.value_at_100 - weight.value_at_0)
    return min(max(points, Fraction(0)), Fraction(100))


def band_of(score: Fraction | None, bands: Iterable[Band]) -> str | None:
    """Name the band of a score."""
    for band in bands if score is not None else ():
        is_below_end = band.end is None or score < band.end - SLACK
        if score >= band.start - SLACK and is_below_end:
            return band.name
    return None


class Health:
    """The scores of pairs on any day."""

    def __init__(
        self,
        usage: Usage,
        products: dict[str, Product],
        weights: Sequence[Weight],
        least_covered: Fraction,
    ) -> None:
        """Take what counts.

        Args:
            usage: all that is reported.
            products: product id to product, for families.
            weights: of all levels.
            least_covered: share of the weights that must have a value.
        """
        self.usage, self.products = usage, products
        self.least_covered = least_covered
        self.weights_of_level: dict[str, list[Weight]] = {}
        for weight in weights:
            self.weights_of_level.setdefault(weight.product, []).append(weight)

    def level_of(self, product_id: str) -> str | None:
        """Name the level from which a product has its weights: its own, its family's, or all."""
        family = self.products[product_id].product_family
        levels = (product_id, f"family:{family}", "*")
        return next((level for level in levels if level in self.weights_of_level), None)

    def weights_of(self, product_id: str) -> list[Weight]:
        """Give the weights that count for a product."""
        return self.weights_of_level.get(self.level_of(product_id) or "", [])

    def subject(self, pair: Pair, quantity: Decimal | None) -> Subject:
        """Give the use of a pair that has some units."""
        return Subject(self.usage.of_pair(pair), quantity, self.usage.instead(pair[1]))

    def score(self, pair: Pair, day: date, quantity: Decimal | None) -> Score:
        """Give the score of a pair from what is reported before a day.

        Args:
            pair: customer and product.
            day: the first day that does not count.
            quantity: the units of the pair.
        """
        of_pair = self.subject(pair, quantity)
        of_customer = Subject(self.usage.of_customer(pair[0]))
        parts = []
        for weight in self.weights_of(pair[1]):
            window = Window(day, weight.window_days)
            if weight.metric in OF_PAIR:
                value = OF_PAIR[weight.metric](of_pair, window).value
            else:
                value = OF_CUSTOMER[weight.metric](of_customer, window).value
            parts.append(Part(weight, None if value is None else points_of(value, weight)))
        return Score(tuple(parts))

    def health_score(self, pair: Pair, day: date, quantity: Decimal | None) -> Fraction | None:
        """Give the health of a pair from what is reported before a day."""
        return self.score(pair, day, quantity).health(self.least_covered)

    def source_score(self, customer_id: str, day: date) -> Fraction | None:
        """Give the last score that the source delivers, from before a day."""
        days = self.usage.of_customer(customer_id).between(date.min, day)
        known = [each["health_score"] for each in days if each["health_score"] is not None]
        return Fraction(known[-1]) if known else None


@dataclass(frozen=True)
class Holding:
    """What a pair has at the end of a day."""

    pair: Pair
    arr: Decimal
    quantity: Decimal | None


def holdings_on(day: date, levels: DayLevels) -> list[Holding]:
    """List the pairs with ARR on a day."""
    rows = [Holding(pair, *levels.state(pair, day)) for pair in levels.terms_of]
    return [row for row in rows if row.arr > 0]


def health_days(history: History, policy: Policy, as_of_date: date) -> list[date]:
    """List the days of scores: the last month ends, and the day up to which the book is known."""
    ends = {last_day(month) for month in history.months[-policy.signal_months :]}
    return sorted(ends | {as_of_date})


def health_rows(
    health: Health,
    history: History,
    levels: DayLevels,
    bands: Sequence[Band],
    policy: Policy,
    as_of_date: date,
) -> list[Row]:
    """Give a row for each pair with ARR on each of the days; none where nothing is reported."""
    if not (health.usage.has_use or health.usage.has_signals):
        return []
    rows = []
    for day in health_days(history, policy, as_of_date):
        holdings = holdings_on(day, levels)
        scores = {each.pair: health.score(each.pair, day, each.quantity) for each in holdings}
        of_pair = {pair: score.health(health.least_covered) for pair, score in scores.items()}
        for holding in holdings:
            pair, score = holding.pair, scores[holding.pair]
            own = [each for each in holdings if each.pair[0] == pair[0]]
            scored = [each for each in own if of_pair[each.pair] is not None]
            covered = total(each.arr for each in scored)
            weighed = sum(Fraction(each.arr) * of_pair[each.pair] for each in scored)
            rows.append(
                {
                    "score_day": day,
                    "customer_id": pair[0],
                    "product_id": pair[1],
                    "arr": holding.arr,
                    "health_score": of_pair[pair],
                    **{
                        f"{dimension}_score": score.points(
                            part for part in score.parts if part.weight.dimension == dimension
                        )
                        for dimension in DIMENSIONS
                    },
                    "weight_covered": score.covered,
                    "health_band": band_of(of_pair[pair], bands),
                    "customer_health_score": weighed / Fraction(covered) if covered else None,
                    "covered_arr_share": Fraction(covered)
                    / Fraction(total(each.arr for each in own)),
                    "is_month_end": day == last_day(day),
                    "is_as_of_date": day == as_of_date,
                    "source_health_score": health.source_score(pair[0], day + timedelta(days=1)),
                }
            )
    return rows
