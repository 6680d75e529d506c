"""Faults of what a query reads: joins, parts of a union, and rows that come twice."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from mutants.changes import NOTHING, Change, replaced
from mutants.writing import write


def joins(node: exp.Expression) -> Iterator[Change]:
    """Find left joins for inner ones, inner ones for left ones, and left ones for full ones."""
    if not isinstance(node, exp.Join) or not (node.args.get("on") or node.args.get("using")):
        return
    side, other = node.side.upper(), {"": "LEFT", "LEFT": "", "FULL": "LEFT"}
    if side in other and node.kind.upper() in ("", "INNER", "OUTER"):
        join = node.copy()
        join.set("side", other[side] or None)
        join.set("kind", None if other[side] else "INNER")
        yield replaced("join", node, join)


def with_names_of(part: exp.Expression, first: exp.Expression) -> exp.Expression:
    """Copy a part of a union, with the column names that the first part has given it."""
    part = part.copy()
    if isinstance(part, exp.Select) and isinstance(first, exp.Select):
        names = [column.alias_or_name for column in first.expressions]
        own = part.expressions
        if len(own) == len(names) and "*" not in names + [column.alias_or_name for column in own]:
            part.set(
                "expressions",
                [
                    column if column.alias_or_name == name else exp.alias_(column.unalias(), name)
                    for column, name in zip(own, names, strict=True)
                ],
            )
    return part


def unions(node: exp.Expression) -> Iterator[Change]:
    """Find unions without one of their parts."""
    if not isinstance(node, exp.Union):
        return
    first = node.this
    while isinstance(first, exp.Union):
        first = first.this
    parts = [(node.expression, node.this.copy())]
    if not isinstance(node.this, exp.Union):
        parts.append((node.this, with_names_of(node.expression, first)))
    for part, other in parts:
        yield replaced("part of a union dropped", node, other, write(part), NOTHING)


def distinct_rows(node: exp.Expression) -> Iterator[Change]:
    """Find rows that come twice where they came once."""
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        yield Change("distinct dropped", "SELECT DISTINCT", "SELECT", node, "distinct", None)
    if isinstance(node, exp.Union) and node.args.get("distinct"):
        yield Change("distinct dropped", "UNION", "UNION ALL", node, "distinct", False)


RELATIONS = (joins, unions, distinct_rows)
