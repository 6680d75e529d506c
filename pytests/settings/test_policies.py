"""The policies that random books are tried with."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import pytest
from oracle import Policy
from policies import BUILT, POLICIES, SWITCHES, cover_pairs


def test_every_two_values_of_any_two_switches_meet() -> None:
    """In some policy, among those that have all raw tables."""
    all_tables = [
        each for each in POLICIES.values() if each.optional_inputs == Policy.optional_inputs
    ]
    for one, other in combinations(SWITCHES, 2):
        met = {(getattr(each, one), getattr(each, other)) for each in all_tables}
        assert met == set(product(SWITCHES[one], SWITCHES[other])), (one, other)


def test_every_value_of_a_switch_is_built() -> None:
    """Also where only some of the policies are."""
    for switch, values in SWITCHES.items():
        assert {getattr(each, switch) for each in BUILT.values()} >= set(values), switch


def test_the_first_policy_is_the_default() -> None:
    """Every switch names its default first."""
    assert next(iter(POLICIES.values())) == Policy()


def test_there_are_few_policies() -> None:
    """Each costs a build, and each switch is there for a var of its own."""
    assert len(POLICIES) <= 22
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


def test_vars_are_named_where_they_differ_from_their_default() -> None:
    """A default policy names no var, so that the project's own defaults count."""
    assert Policy().project_vars() == {}
    policy = Policy(
        reactivation_counts_as_new_after_months=0,
        customer_grain="parent",
        customer_segments=("plan_channel",),
        method_floor_arr=0,
        fx_mode="monthly",
        as_of_date=date(2024, 1, 31),
        optional_inputs=(),
    )
    assert policy.project_vars() == {
        "reactivation_counts_as_new_after_months": 0,
        "customer_grain": "parent",
        "customer_segments": ["plan_channel"],
        "method_floor_arr": 0,
        "fx_mode": "monthly",
        "as_of_date": "2024-01-31",
    }


@pytest.mark.parametrize(
    "switch", ["value_basis", "fx_mode", "customer_grain", "missing_usage_means"]
)
def test_unknown_choices_are_refused(switch: str) -> None:
    """The message names the switch."""
    with pytest.raises(ValueError, match=switch):
        Policy(**{switch: "daily"})
