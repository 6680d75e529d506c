"""What the studies say of books whose truth is known: without an effect, and with a planted one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from oracle.signal_landmarks import LANDMARKS, landmark_member
from oracle.signal_members import STUDIES, Rules, members_of
from oracle.signal_rules import THRESHOLDS
from oracle.signal_studies import (
    LANDMARK_LEVELS,
    LEVELS,
    Estimate,
    chosen_level,
    estimate,
    evidence_of,
    evidence_of_arr,
    verdict_of,
)
from study_books import FIRST_MONTH, accounts, spine, starters

MONTHS = 48
USUAL = {name: Fraction(value) for name, value in THRESHOLDS.items()}
RULES = Rules(MONTHS - 1, lapse_months=2, thresholds=USUAL, first_month=FIRST_MONTH)


def canary(seed: int, customers: int, ratio: float) -> Estimate:
    """Estimate how much more often the customers of a book leave that cut, at the chosen level.

    Args:
        seed: of the book.
        customers: how many it has.
        ratio: how many times as often they do in truth.
    """
    spines = [spine(each) for each in accounts(seed, customers, MONTHS, ratio)]
    members = [each for one in spines for each in members_of("secondary_cut", one, RULES)]
    estimates = {level: estimate(members, level) for level in LEVELS}
    return estimates[chosen_level(estimates, STUDIES["secondary_cut"].min_controls, USUAL)]


def early_expander(seed: int, customers: int, ratio: float) -> Estimate:
    """Estimate how much more of their ARR early expanders of a book keep, at the chosen level.

    Args:
        seed: of the book.
        customers: how many it has.
        ratio: how many times as much they do in truth.
    """
    name = "early_expander"
    spines = starters(seed, customers, MONTHS, ratio)
    members = [each for one in spines for each in landmark_member(name, one, RULES)]
    estimates = {level: estimate(members, level) for level in LANDMARK_LEVELS}
    found = estimates[chosen_level(estimates, LANDMARKS[name].min_controls, USUAL)]
    assert evidence_of_arr(found, USUAL) != "too little"
    return found


def holding(books: int, customers: int, ratio: float) -> int:
    """Count the books of early expanders in which the limits hold the truth."""
    limits = [early_expander(seed, customers, ratio).limits for seed in range(books)]
    return sum(each is not None and each[0] <= ratio <= each[1] for each in limits)


def covering(books: int, customers: int) -> int:
    """Count the books without an effect in which the limits hold 1; none at all do not."""
    limits = [canary(seed, customers, ratio=1).limits for seed in range(books)]
    return sum(each is not None and each[0] <= 1 <= each[1] for each in limits)


def finding(books: int) -> int:
    """Count the books of 500 customers in which a risk of 3.5 times is called more likely."""
    found = [canary(seed, 500, ratio=3.5) for seed in range(books)]
    return sum(verdict_of(each.limits, evidence_of(each, USUAL)) == "more likely" for each in found)


def test_a_few_books_without_and_with_an_effect() -> None:
    """As below, on few books; at 95 % of 20 books 17 or more have it in 997 of 1,000 tries."""
    assert covering(20, customers=200) >= 17
    assert finding(5) >= 4


def test_a_few_books_of_early_expanders() -> None:
    """As below, on few books without an effect."""
    assert holding(20, customers=200, ratio=1) >= 17


@pytest.mark.long
@pytest.mark.parametrize("customers", [200, 500])
def test_limits_hold_the_truth_where_there_is_no_effect(
    customers: int, record_property: Callable[[str, object], None]
) -> None:
    """Of 200 books 184 or more: at 95 % fewer come in one of forty tries."""
    held = covering(200, customers)
    record_property("null_books", held)
    assert held >= 184


@pytest.mark.long
def test_a_planted_effect_is_found(record_property: Callable[[str, object], None]) -> None:
    """In four of five books."""
    found = finding(100)
    record_property("planted_effects", found)
    assert found >= 80


@pytest.mark.long
@pytest.mark.parametrize("ratio", [1, 1.3])
@pytest.mark.parametrize("customers", [200, 500])
def test_limits_of_early_expanders_hold_the_truth(
    customers: int, ratio: float, record_property: Callable[[str, object], None]
) -> None:
    """Of 200 books 184 or more, without an effect as with one."""
    held = holding(200, customers, ratio)
    record_property("early_expander_books", held)
    assert held >= 184


@pytest.mark.long
def test_early_expanders_that_keep_more_are_found(
    record_property: Callable[[str, object], None],
) -> None:
    """In four of five books of 500 customers with a ratio of 1.3."""
    limits = [early_expander(seed, 500, ratio=1.3).limits for seed in range(100)]
    found = sum(verdict_of(each, "enough") == "more likely" for each in limits)
    record_property("early_expander_effects", found)
    assert found >= 80
