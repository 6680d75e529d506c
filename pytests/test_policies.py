"""Tests of the policies that random books are tried with."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from oracle import Policy
from policies import POLICIES, SWITCHES, cover_pairs


def test_every_two_values_of_any_two_switches_meet() -> None:
    """In some policy, among those that have all raw tables."""
    all_tables = [
        each for each in POLICIES.values() if each.optional_inputs == Policy.optional_inputs
    ]
    for one, other in combinations(SWITCHES, 2):
        met = {(getattr(each, one), getattr(each, other)) for each in all_tables}
        assert met == set(product(SWITCHES[one], SWITCHES[other])), (one, other)


def test_the_first_policy_is_the_default() -> None:
    """Every switch names its default first."""
    assert next(iter(POLICIES.values())) == Policy()


def test_there_are_few_policies() -> None:
    """Each costs a build, and each switch is there for a var of its own."""
    assert len(POLICIES) <= 20
    names = set().union(*(policy.project_vars() for policy in POLICIES.values()))
    assert names == set(SWITCHES)


@pytest.mark.parametrize(
    ("values", "least", "most"), [((2,) * 3, 4, 5), ((3, 3, 3), 9, 12), ((4, 2, 2, 2), 8, 9)]
)
def test_covering_is_short(values: tuple[int, ...], least: int, most: int) -> None:
    """The two largest switches need as many rows as their values make pairs; few more are taken."""
    switches = {f"switch {n}": tuple(range(count)) for n, count in enumerate(values)}
    rows = cover_pairs(switches)
    assert least <= len(rows) <= most
    for one, other in combinations(switches, 2):
        met = {(row[one], row[other]) for row in rows}
        assert met == set(product(switches[one], switches[other]))
