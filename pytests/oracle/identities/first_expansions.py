"""Identities of the time to the first expansion: who is counted where, and how the curve goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from oracle.result import Result
from oracle.rows import Row

OUTCOMES = {"expanded": "expanded", "churned_before": "churned", "censored": "censored"}
SLACK = 1e-9


def check_first_expansions(result: Result) -> None:
    """Check scopes against customers and curves, and that the customers of a kind add up."""
    customers = result.customer_first_expansions
    for row in customers:
        assert (row["expansion_type"] is not None) == (row["outcome"] == "expanded"), row
        assert row["days"] > 0 or row["outcome"] == "censored", row
        assert (row["ended_on"] - row["started_on"]).days == row["days"], row
    outcomes = Counter(row["outcome"] for row in customers)
    steps: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in result.time_to_first_expansion_curve:
        steps[scope_of(row)].append(row)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in result.time_to_first_expansion:
        assert row["customers"] == sum(row[name] for name in OUTCOMES), row
        sums[row["segment_type"]].update({name: row[name] for name in OUTCOMES})
        check_curve(row, sorted(steps.pop(scope_of(row)), key=lambda step: step["days"]))
    assert not steps, steps
    for segment_type, counts in sums.items():
        for name, outcome in OUTCOMES.items():
            is_everyone = segment_type in ("(all)", "start_year")
            assert counts[name] <= outcomes[outcome], segment_type
            assert counts[name] == outcomes[outcome] or not is_everyone, segment_type


def scope_of(row: Row) -> tuple[str, ...]:
    """Give the scope of a row."""
    return row["scope_type"], row["segment_type"], row["segment_value"]


def check_curve(scope: Row, steps: list[Row]) -> None:
    """Check that a curve counts everybody once, and that its shares only grow."""
    for name in OUTCOMES:
        assert sum(step[name] for step in steps) == scope[name], (scope, name)
    assert steps[0]["at_risk"] == scope["customers"], scope
    for earlier, later in pairwise(steps):
        gone = sum(earlier[name] for name in OUTCOMES)
        assert later["at_risk"] == earlier["at_risk"] - gone, later
    for step in steps:
        if step["share"] is None:
            assert step["share_of_all"] is step["share_low"] is None, step
            continue
        assert -SLACK <= step["share_of_all"] <= step["share"] + SLACK <= 1 + 2 * SLACK, step
        if step["share_low"] is not None:
            assert 0 <= step["share_low"] <= step["share"] <= step["share_high"] <= 1, step
    shares = [step["share"] for step in steps]
    assert None in shares or shares == sorted(shares), scope
