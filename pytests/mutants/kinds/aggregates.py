"""Faults of aggregates, and of the larger and the smaller of some values."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from mutants.changes import Change, replaced

OTHER_AGGREGATES: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.Sum: exp.Max,
    exp.Max: exp.Min,
    exp.Min: exp.Max,
    exp.LogicalAnd: exp.LogicalOr,
    exp.LogicalOr: exp.LogicalAnd,
}
OTHER_CHOICES: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.Greatest: exp.Least,
    exp.Least: exp.Greatest,
}


def aggregates(node: exp.Expression) -> Iterator[Change]:
    """Find another aggregate of the same values, or one that counts equal values twice."""
    other = OTHER_AGGREGATES.get(type(node))
    if other is not None:
        yield replaced("aggregate", node, other(this=node.this.copy()))
    elif isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        values = node.this.expressions
        if len(values) == 1:
            yield replaced("aggregate", node, exp.Count(this=values[0].copy()))


def choices(node: exp.Expression) -> Iterator[Change]:
    """Find the smallest value for the largest, and the other way round."""
    other = OTHER_CHOICES.get(type(node))
    if other is not None:
        yield replaced("greatest/least", node, other(**node.copy().args))


AGGREGATES = (aggregates, choices)
