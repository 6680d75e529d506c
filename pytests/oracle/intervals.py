"""How far chance may have moved a rate: limits of proportions, of differences and of ratios."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt

Limits = tuple[float, float]

Z95 = 1.959964
Z99 = 2.575829


def wilson(successes: int, trials: int, z: float = Z95) -> Limits | None:
    """Give the limits of a proportion by Wilson's score.

    Args:
        successes: how many of the trials, at most all.
        trials: how many there were.
        z: the quantile of the normal distribution for the wanted confidence.

    Returns:
        The lower and the upper limit, from 0 to 1; None without trials.
    """
    if trials == 0:
        return None
    share, excess = successes / trials, z * z / trials
    centre = (share + excess / 2) / (1 + excess)
    half = z * sqrt(share * (1 - share) / trials + excess / (4 * trials)) / (1 + excess)
    return centre - half, centre + half


def newcombe(one: tuple[int, int], other: tuple[int, int], z: float = Z95) -> Limits | None:
    """Give the limits of the first proportion less the second, by Newcombe's hybrid score.

    Args:
        one: successes and trials.
        other: successes and trials of what it is compared with.
        z: the quantile of the normal distribution.

    Returns:
        The lower and the upper limit, from -1 to 1; None where either has no trials.
    """
    of_one, of_other = wilson(*one, z), wilson(*other, z)
    if of_one is None or of_other is None:
        return None
    p1, p2 = one[0] / one[1], other[0] / other[1]
    below = sqrt((p1 - of_one[0]) ** 2 + (of_other[1] - p2) ** 2)
    above = sqrt((of_one[1] - p1) ** 2 + (p2 - of_other[0]) ** 2)
    return p1 - p2 - below, p1 - p2 + above


def effective_count(weights: Sequence[Decimal]) -> float | None:
    """Give how many equal entities weigh as much as these unequal ones do, by Kish.

    Args:
        weights: of the entities, not negative.

    Returns:
        From 1 to the number of entities; None where nothing weighs anything.
    """
    squares = sum((weight * weight for weight in weights), Decimal(0))
    return float(sum(weights, Decimal(0)) ** 2 / squares) if squares else None


def jackknife(entities: Sequence[tuple[Decimal, Decimal]], z: float = Z95) -> Limits | None:
    """Give the limits of a ratio of sums over entities, each left out once.

    Args:
        entities: what each had and what it has now.
        z: the quantile of the normal distribution, widened where few entities carry the ratio.

    Returns:
        The lower and the upper limit; None for fewer than five entities, where hardly more than one
        of them weighs anything, or where without one of them nothing is left to divide by.
    """
    count = len(entities)
    effective = effective_count([opening for opening, _ in entities])
    if count < 5 or effective is None or effective <= 1.5:
        return None
    openings = sum((opening for opening, _ in entities), Decimal(0))
    closings = sum((closing for _, closing in entities), Decimal(0))
    if any(opening == openings for opening, _ in entities):
        return None
    without = [float((closings - now) / (openings - before)) for before, now in entities]
    mean = sum(without) / count
    error = sqrt((count - 1) / count * sum((each - mean) ** 2 for each in without))
    half = z * (1 + (z * z + 1) / (4 * (effective - 1))) * error
    rate = float(closings / openings)
    return rate - half, rate + half
