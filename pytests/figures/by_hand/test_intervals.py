"""The oracle on limits: figures worked out by hand, and published ones."""

from __future__ import annotations

from decimal import Decimal

import pytest
from oracle.intervals import Z99, effective_count, jackknife, newcombe, wilson


def amounts(*pairs: tuple[int, int]) -> list[tuple[Decimal, Decimal]]:
    """Give what entities had and have."""
    return [(Decimal(before), Decimal(now)) for before, now in pairs]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # z² / n = 0.960365: 0 and 0.960365 / 1.960365.
        (0, 4, 0.0, 0.489891),
        (4, 4, 0.510109, 1.0),
        # Centre 0.5; half 1.959964 x sqrt(0.125 + 0.240091) / 2.920729.
        (1, 2, 0.094531, 0.905469),
        # z² / n = 0.384146: (0.8 + 0.192073 ± 1.959964 x sqrt(0.016 + 0.009604)) / 1.384146.
        (8, 10, 0.490162, 0.943318),
    ],
)
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    """Limits stay from 0 to 1, also where all or none succeed."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-6)


def test_wilson_without_trials_or_with_more_confidence() -> None:
    """Nothing tells nothing; 99 % limits of 0 of 4 reach to 6.634895 / 10.634895."""
    assert wilson(0, 0) is None
    assert wilson(0, 4, Z99) == pytest.approx((0, 0.623880), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_newcombe(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """The published limits; the other way round they change places and signs."""
    assert newcombe(one, other) == pytest.approx((low, high), abs=5e-5)
    assert newcombe(other, one) == pytest.approx((-high, -low), abs=5e-5)


def test_newcombe_needs_both() -> None:
    """A difference from nothing is none."""
    assert newcombe((1, 2), (0, 0)) is None
    assert newcombe((0, 0), (1, 2)) is None


def test_effective_count() -> None:
    """Equals count in full: 300² / 30,000; 40² / 600; who weighs nothing does not count."""
    weights = [Decimal(100)] * 3
    assert effective_count(weights) == 3
    assert effective_count([*weights, Decimal(0)]) == 3
    assert effective_count([Decimal(10), Decimal(10), Decimal(20)]) == pytest.approx(1600 / 600)
    assert effective_count([Decimal(0)]) is None


def test_jackknife() -> None:
    """Five of 100, of which one halves.

    Without one of the others 350 / 400, without that one 1; mean 0.9. The squares add up to
    4 x 0.025² + 0.1² = 0.0125, and 4 / 5 of that is 0.1². With t = 1.959964 x (1 + 4.841459 / 16)
    = 2.553032 that is 0.2553 to either side.
    """
    entities = amounts((100, 50), *[(100, 100)] * 4)
    assert jackknife(entities) == pytest.approx((0.6446968, 1.1553032), abs=1e-6)


def test_jackknife_has_no_width_where_all_are_alike() -> None:
    """All grow by a fifth."""
    low, high = jackknife(amounts(*[(50, 60)] * 5))
    assert low == pytest.approx(1.2) == high


@pytest.mark.parametrize(
    "entities",
    [
        [],
        [(100, 50), *[(100, 100)] * 3],
        # 1,004² / 1,000,004 is one customer, and a little.
        [(1000, 900), *[(1, 1)] * 4],
        [(0, 1)] * 5,
        # Without the first nobody had anything.
        [(100, 90), *[(0, 0)] * 4],
    ],
)
def test_jackknife_withholds_limits(entities: list[tuple[int, int]]) -> None:
    """Few entities, or hardly more than one that weighs anything."""
    assert jackknife(amounts(*entities)) is None
