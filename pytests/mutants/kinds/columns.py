"""Faults of names: a column for another one of the same query."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from mutants.changes import Change, enclosed, replaced
from mutants.messages import nodes_outside

# What a name ends in that says what it is, not of whom.
IDENTIFIERS = ("id", "name")


def own_columns(select: exp.Select) -> list[exp.Column]:
    """Give the columns of a select list, without those of messages and of queries inside."""
    return [
        node
        for projection in select.expressions
        for node in nodes_outside(projection)
        if isinstance(node, exp.Column)
        and node.parent_select is select
        and not isinstance(node.this, exp.Star)
    ]


def is_key(column: exp.Column) -> bool:
    """Tell whether a column only says which rows belong together, or in which order."""
    parent = column.parent
    while parent is not None and not isinstance(parent, exp.Select):
        if isinstance(parent, exp.Ordered | exp.Group):
            return True
        if isinstance(parent, exp.Window) and column.arg_key == "partition_by":
            return True
        parent = parent.parent
    return False


def sibling(column: exp.Column, columns: list[exp.Column]) -> exp.Column | None:
    """Find the column that a person could mistake a column for.

    Args:
        column: a column of a select list.
        columns: those of the select list.

    Returns:
        One with the same name in another table or, where there is none, the next one by name in the
        same table whose name ends in the same word; None where there is neither.
    """
    for other in columns:
        if other.name == column.name and other.table != column.table and column.table:
            return other
    word = column.name.rpartition("_")[2]
    if word in IDENTIFIERS or len(word) < 3:
        return None
    names = {
        other.name: other
        for other in columns
        if other.table == column.table and other.name.rpartition("_")[2] == word
    }
    if len(names) < 2:
        return None
    in_order = sorted(names)
    return names[in_order[(in_order.index(column.name) + 1) % len(in_order)]]


def siblings(node: exp.Expression) -> Iterator[Change]:
    """Find a column for its sibling, each name of a select list once."""
    if not isinstance(node, exp.Select):
        return
    columns, seen = [c for c in own_columns(node) if not is_key(c)], set()
    for column in columns:
        other = sibling(column, columns)
        if other is None or (column.table, column.name) in seen:
            continue
        seen.add((column.table, column.name))
        if column.parent is node:
            # Without an alias, it is the column's name that the result has.
            named = exp.alias_(other.copy(), column.name, quoted=column.this.quoted)
            yield replaced("column", column, named)
        else:
            yield enclosed("column", column, other.copy())


COLUMNS = (siblings,)
