"""Faults of conditions: comparisons, and what is said of all, any or none of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from mutants.changes import NOTHING, Change, dropped, replaced, without
from mutants.writing import write

# Where equality counts and where it does not, and the other way round.
OTHER_COMPARISONS: dict[type[exp.Expression], tuple[tuple[str, type[exp.Expression]], ...]] = {
    exp.EQ: (("comparison", exp.NEQ),),
    exp.NEQ: (("comparison", exp.EQ),),
    exp.NullSafeEQ: (("comparison", exp.NullSafeNEQ),),
    exp.NullSafeNEQ: (("comparison", exp.NullSafeEQ),),
    exp.LT: (("boundary", exp.LTE), ("comparison", exp.GTE)),
    exp.LTE: (("boundary", exp.LT), ("comparison", exp.GT)),
    exp.GT: (("boundary", exp.GTE), ("comparison", exp.LTE)),
    exp.GTE: (("boundary", exp.GT), ("comparison", exp.LT)),
}


def conjuncts(condition: exp.Expression) -> list[exp.Expression]:
    """Give the conditions that `and` joins to one."""
    if isinstance(condition, exp.And):
        return conjuncts(condition.this) + conjuncts(condition.expression)
    return [condition]


def is_join_key(node: exp.Expression) -> bool:
    """Tell whether a comparison is one of those that a join is made on."""
    parent = node.parent
    while isinstance(parent, exp.And):
        parent = parent.parent
    return isinstance(parent, exp.Join)


def comparisons(node: exp.Expression) -> Iterator[Change]:
    """Find other operators for a comparison; the keys of joins are left to `conjuncts_dropped`."""
    is_equality = isinstance(node, exp.EQ | exp.NullSafeEQ)
    if is_equality and is_join_key(node):
        return
    for kind, other in OTHER_COMPARISONS.get(type(node), ()):
        yield replaced(kind, node, other(this=node.this.copy(), expression=node.expression.copy()))


def ranges(node: exp.Expression) -> Iterator[Change]:
    """Find `between` without one of its ends."""
    if not isinstance(node, exp.Between):
        return
    for low, high in ((exp.GT, exp.LTE), (exp.GTE, exp.LT)):
        other = exp.and_(
            low(this=node.this.copy(), expression=node.args["low"].copy()),
            high(this=node.this.copy(), expression=node.args["high"].copy()),
        )
        yield replaced("boundary", node, exp.paren(other, copy=False), after=write(other))


def members(node: exp.Expression) -> Iterator[Change]:
    """Find lists of values without one of them."""
    if isinstance(node, exp.In) and len(node.expressions) > 1:
        for member in node.expressions:
            yield dropped("value of a list dropped", member)


def conjuncts_dropped(node: exp.Expression) -> Iterator[Change]:
    """Find joins, filters and branches with one condition less."""
    if isinstance(node, exp.Where | exp.Having):
        condition, kind = node.this, f"condition of a {node.key} dropped"
    elif isinstance(node, exp.Join) and node.args.get("on"):
        condition, kind = node.args["on"], "condition of a join dropped"
    elif isinstance(node, exp.If) and isinstance(node.parent, exp.Case):
        condition, kind = node.this, "condition of a branch dropped"
    else:
        return
    parts = conjuncts(condition)
    if len(parts) > 1:
        for part in parts:
            # `and` has two sides, and the other one remains.
            both = part.parent
            other = both.expression if part is both.this else both.this
            yield replaced(kind, both, other.copy(), write(part), NOTHING)
    elif isinstance(node, exp.Where | exp.Having):
        yield without(kind, node.parent, node.arg_key)


def connectives(node: exp.Expression) -> Iterator[Change]:
    """Find `or` for `and` and the other way round, but where `conjuncts_dropped` looks."""
    if isinstance(node, exp.Or):
        other = exp.And(this=node.this.copy(), expression=node.expression.copy())
    elif isinstance(node, exp.And):
        above = node.parent
        while isinstance(above, exp.And):
            above = above.parent
        is_branch = isinstance(above, exp.If) and isinstance(above.parent, exp.Case)
        if is_branch or isinstance(above, exp.Where | exp.Having | exp.Join):
            return
        other = exp.Or(this=node.this.copy(), expression=node.expression.copy())
    else:
        return
    yield replaced("and/or", node, exp.paren(other, copy=False), after=write(other))


def negations(node: exp.Expression) -> Iterator[Change]:
    """Find `not` that is missing, and tests for null that look for the contrary."""
    if isinstance(node, exp.Not):
        yield replaced("not", node, node.this.copy())
    elif isinstance(node, exp.Is) and not isinstance(node.parent, exp.Not):
        yield replaced("not", node, exp.Not(this=node.copy()))


CONDITIONS = (comparisons, ranges, members, conjuncts_dropped, connectives, negations)
