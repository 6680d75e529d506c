"""Whether health says who leaves: scores of a year ago, and what became of the pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from oracle.day_levels import DayLevels
from oracle.health import Health, Holding, Score, band_of, holdings_on
from oracle.intervals import Z95, Limits, jackknife, newcombe, wilson
from oracle.money import total
from oracle.months import last_day
from oracle.rows import Row
from oracle.seeds import Band
from oracle.signal_rules import WINDOW, SignalBook, quotient

OWN, OF_SOURCE = "health_score", "source_health_score"
WORST, BEST = "red", "green"
EVEN = 1e-9


@dataclass(frozen=True)
class Fate:
    """A pair that had ARR at the landmark, and what became of it.

    `before` is what it had, at the rates of now; `is_lost` whether nothing of the family is left.
    """

    holding: Holding
    score: Score
    source_score: Fraction | None
    before: Decimal
    now: Decimal
    is_lost: bool


def fates_of(book: SignalBook, health: Health, levels: DayLevels) -> list[Fate]:
    """Look at the pairs of a year before the last month; none without that month.

    Args:
        book: all snapshots.
        health: the scores.
        levels: what pairs have on any day.
    """
    history, last = book.history, len(book.history.months) - 1
    start = last - WINDOW
    if start < 0 or not (health.usage.has_use or health.usage.has_signals):
        return []
    day = last_day(history.months[start])
    fates = []
    for holding in holdings_on(day, levels):
        customer_id, product_id = holding.pair
        after = day + timedelta(days=1)
        family = history.family_of(product_id)
        fates.append(
            Fate(
                holding,
                health.score(holding.pair, day, holding.quantity),
                health.source_score(customer_id, after),
                before=history.base_of(holding.pair, start, last),
                now=history.at(holding.pair, last).arr,
                is_lost=book.family_arr_at(customer_id, family, last) == 0,
            )
        )
    return fates


@dataclass(frozen=True)
class Separation:
    """How well a figure tells lost pairs from kept ones: the share of both that is in order.

    From 0 to 1; None without pairs of either kind, and then there are no limits.
    """

    lost: int
    kept: int
    auc: Fraction | None
    limits: Limits | None

    def if_enough(self, least: Fraction) -> Separation:
        """Give the same, but nothing beside the counts where these are too small."""
        if self.evidence(least) == "enough":
            return self
        return replace(self, auc=None, limits=None)

    def evidence(self, least: Fraction) -> str:
        """Say how much can be read from it."""
        if self.lost >= least and self.kept >= least:
            return "enough"
        return "too little" if self.lost or self.kept else "none"


def separation(figures: Sequence[tuple[Fraction, bool]]) -> Separation:
    """Compare each lost pair with each kept one, by Mann and Whitney; limits by Hanley and McNeil.

    Args:
        figures: figure of each pair, and whether it is lost.
    """
    lost = [figure for figure, is_lost in figures if is_lost]
    kept = [figure for figure, is_lost in figures if not is_lost]
    if not lost or not kept:
        return Separation(len(lost), len(kept), None, None)
    twice = sum(2 * (one < other) + (one == other) for one in lost for other in kept)
    auc = Fraction(twice, 2 * len(lost) * len(kept))
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (
        auc * (1 - auc) + (len(lost) - 1) * (q1 - auc**2) + (len(kept) - 1) * (q2 - auc**2)
    ) / (len(lost) * len(kept))
    half = Z95 * sqrt(max(float(variance), 0.0))
    limits = max(float(auc) - half, 0.0), min(float(auc) + half, 1.0)
    return Separation(len(lost), len(kept), auc, limits)


def own_score(fate: Fate, least: Fraction) -> Fraction | None:
    """Give the score of the project."""
    return fate.score.health(least)


def validation_rows(
    fates: Sequence[Fate], health: Health, bands: Sequence[Band], min_cases: Fraction
) -> list[Row]:
    """Give a row for each score and band.

    Args:
        fates: of the pairs of the landmark.
        health: for the share of weights that must have a value.
        bands: of scores.
        min_cases: how many lost and how many kept pairs are enough.
    """
    score_of: dict[str, Callable[[Fate], Fraction | None]] = {
        OWN: lambda fate: fate.score.health(health.least_covered),
        OF_SOURCE: lambda fate: fate.source_score,
    }
    rows = []
    for name, score in score_of.items():
        scored = [(fate, score(fate)) for fate in fates if score(fate) is not None]
        figures = [(value, fate.is_lost) for fate, value in scored]
        found = separation(figures).if_enough(min_cases)
        of_band = {
            band.name: [fate for fate, value in scored if band_of(value, bands) == band.name]
            for band in bands
        }
        churned = {band: sum(fate.is_lost for fate in each) for band, each in of_band.items()}
        total_churned, total_pairs = sum(churned.values()), len(scored)
        difference = newcombe(
            (churned[WORST], len(of_band[WORST])), (churned[BEST], len(of_band[BEST]))
        )
        red, green = (quotient(churned[each], len(of_band[each])) for each in (WORST, BEST))
        for band, each in of_band.items():
            if not each:
                continue
            limits = wilson(churned[band], len(each))
            of_all = quotient(total_churned, total_pairs)
            rate = quotient(churned[band], len(each))
            entities = [(fate.before, fate.now) for fate in each]
            nrr_limits = jackknife(entities)
            rows.append(
                {
                    "score_name": name,
                    "health_band": band,
                    "pairs": len(each),
                    "churned": churned[band],
                    "churn_rate": rate,
                    "churn_rate_low": limits and limits[0],
                    "churn_rate_high": limits and limits[1],
                    "lift": quotient(rate, of_all) if rate is not None and of_all else None,
                    "nrr": quotient(
                        total(fate.now for fate in each), total(fate.before for fate in each)
                    ),
                    "nrr_low": nrr_limits and nrr_limits[0],
                    "nrr_high": nrr_limits and nrr_limits[1],
                    "red_less_green": None if None in (red, green) else red - green,
                    "red_less_green_low": difference and difference[0],
                    "red_less_green_high": difference and difference[1],
                    "auc": found.auc,
                    "auc_low": found.limits and found.limits[0],
                    "auc_high": found.limits and found.limits[1],
                    "evidence": found.evidence(min_cases),
                }
            )
    return rows


def indicator_rows(fates: Sequence[Fate], health: Health, min_cases: Fraction) -> list[Row]:
    """Give a row for each metric that counts, by the level of products for which it does."""
    rows = []
    for level, weights in health.weights_of_level.items():
        of_level = [fate for fate in fates if health.level_of(fate.holding.pair[1]) == level]

        def auc_of(
            score: Callable[[Fate], Fraction | None], fates: list[Fate] = of_level
        ) -> Separation:
            figures = [(score(fate), fate.is_lost) for fate in fates]
            known = [figure for figure in figures if figure[0] is not None]
            return separation(known).if_enough(min_cases)

        whole = auc_of(lambda fate: fate.score.health(health.least_covered))
        for weight in weights if fates else ():
            metric = weight.metric
            own = auc_of(
                lambda fate, metric=metric: next(
                    part.points for part in fate.score.parts if part.weight.metric == metric
                )
            )
            without = auc_of(
                lambda fate, metric=metric: fate.score.without(metric).health(health.least_covered)
            )
            if not own.lost + own.kept:
                continue
            evidence = own.evidence(min_cases)
            verdict = verdict_of(own.limits) if own.limits else "too little evidence"
            rows.append(
                {
                    "metric": metric,
                    "product_level": level,
                    "pairs": own.lost + own.kept,
                    "churned": own.lost,
                    "auc": own.auc,
                    "auc_low": own.limits and own.limits[0],
                    "auc_high": own.limits and own.limits[1],
                    "score_auc": whole.auc,
                    "auc_without": without.auc,
                    "evidence": evidence,
                    "verdict": verdict,
                    "should_go": evidence == "enough"
                    and verdict != "predicts"
                    and None not in (whole.auc, without.auc)
                    and without.auc >= whole.auc,
                }
            )
    return rows


def verdict_of(limits: Limits | None) -> str:
    """Say whether a metric tells who leaves."""
    if limits is not None and limits[0] > 0.5 + EVEN:
        return "predicts"
    return "inverted" if limits is not None and limits[1] < 0.5 - EVEN else "no sign"
