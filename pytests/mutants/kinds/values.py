"""Faults of values: signs, numbers, texts, flags, and what stands in for nulls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from mutants.changes import Change, enclosed, replaced

# A number in them is no figure: a length of a type, a position, a row limit, a code of a character.
NOT_FIGURES = (exp.DataTypeParam, exp.Ordered, exp.Limit, exp.Group, exp.WindowSpec, exp.Chr)
COMPARISONS = (exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In)


def another(value: exp.Expression) -> exp.Expression | None:
    """Give another constant of the same type; None where the expression is no constant."""
    if isinstance(value, exp.Boolean):
        return exp.Boolean(this=not value.this)
    if isinstance(value, exp.Literal) and value.is_string:
        return exp.Literal.string(value.this + "~")
    if isinstance(value, exp.Literal):
        whole, rest = re.fullmatch(r"(\d*)(.*)", value.this).groups()
        return exp.Literal.number(f"{int(whole or 0) + 1}{rest}")
    return None


def signs(node: exp.Expression) -> Iterator[Change]:
    """Find differences for sums, sums for differences, and a missing minus."""
    if isinstance(node, exp.Add | exp.Sub):
        other = exp.Sub if isinstance(node, exp.Add) else exp.Add
        right = node.expression.copy()
        yield replaced("sign", node, other(this=node.this.copy(), expression=right))
    elif isinstance(node, exp.Neg):
        yield replaced("sign", node, node.this.copy())


def numbers(node: exp.Expression) -> Iterator[Change]:
    """Find numbers that are one too large."""
    if not isinstance(node, exp.Literal) or node.is_string:
        return
    if isinstance(node.parent, (*NOT_FIGURES, exp.Coalesce)) or is_row_of_exists(node):
        return
    yield enclosed("number", node, another(node))


def is_row_of_exists(node: exp.Expression) -> bool:
    """Tell whether a constant is what `exists` looks for, which may be anything."""
    return isinstance(node.parent, exp.Select) and isinstance(node.parent.parent, exp.Exists)


def texts(node: exp.Expression) -> Iterator[Change]:
    """Find texts that are compared with another one."""
    if not isinstance(node, exp.Literal) or not node.is_string:
        return
    parent = node.parent
    is_case = isinstance(parent, exp.If) and node.arg_key == "this"
    if is_case or isinstance(parent, COMPARISONS):
        yield enclosed("text", node, another(node))


def flags(node: exp.Expression) -> Iterator[Change]:
    """Find flags that say the contrary."""
    if isinstance(node, exp.Boolean) and not isinstance(node.parent, exp.Coalesce):
        yield enclosed("flag", node, another(node))


def defaults(node: exp.Expression) -> Iterator[Change]:
    """Find another constant where a value is null, one value less to look at."""
    if not isinstance(node, exp.Coalesce):
        return
    values = [node.this, *node.expressions]
    for value in values:
        others = [each.copy() for each in values if each is not value]
        other = others[0]
        if len(others) > 1:
            other = exp.Coalesce(this=others[0], expressions=others[1:])
        yield replaced("default of a null", node, other)
    if another(values[-1]) is not None:
        yield enclosed("default of a null", values[-1], another(values[-1]))


VALUES = (signs, numbers, texts, flags, defaults)
