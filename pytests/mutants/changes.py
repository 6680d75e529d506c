"""A change of a parsed query in one place, which can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import NoneType
from typing import Any

from sqlglot import exp

from mutants.writing import write

NOTHING = "(nothing)"
# What says enough of a name or number inside it.
SHOWN = (exp.Alias, exp.Binary, exp.Func, exp.Predicate)
# What is read another way where other operators stand around it.
OPERATIONS = (exp.Binary, exp.Unary, exp.Between, exp.In)


@dataclass(frozen=True)
class Change:
    """One fault of one query, not yet made.

    Attributes:
        kind: what sort of fault it is, in a few words.
        before: the SQL that is wrong afterwards; short, so that a person finds the place.
        after: what stands there instead.
        node: the part of the query that is changed.
        argument: which argument of the node.
        value: what the argument becomes.
    """

    kind: str
    before: str
    after: str
    node: exp.Expression
    argument: str
    value: Any

    @contextmanager
    def made(self) -> Iterator[None]:
        """Change the query, and change it back in the end."""
        original = self.node.args.get(self.argument)
        self.node.set(self.argument, self.value)
        try:
            yield
        finally:
            self.node.set(self.argument, original)


def replaced(
    kind: str,
    node: exp.Expression,
    other: exp.Expression,
    before: str = "",
    after: str = "",
) -> Change:
    """Put another expression in the place of one.

    Args:
        kind: the kind of the change.
        node: the expression; it has a parent.
        other: the other one. It must not share parts with the query.
        before: what to show as changed, if not the expression.
        after: what to show instead of it, if not the other one.

    Returns:
        The change.

    Raises:
        ValueError: if the expression is the whole query.
    """
    parent, argument = node.parent, node.arg_key
    if parent is None or argument is None:
        raise ValueError(f"no part of a query: {write(node)}")
    before, after = before or write(node), after or write(other)
    if isinstance(parent, OPERATIONS) and not isinstance(node, OPERATIONS):
        # What stood there was one thing to the operators around it, and so must this be.
        other = exp.paren(other, copy=False) if isinstance(other, OPERATIONS) else other
    value: Any = other
    siblings = parent.args[argument]
    if isinstance(siblings, list):
        value = [other if sibling is node else sibling for sibling in siblings]
    return Change(kind, before, after, parent, argument, value)


def enclosed(kind: str, node: exp.Expression, other: exp.Expression) -> Change:
    """Do as `replaced` does, and show the expression around: a name or number alone says little.

    Args:
        kind: the kind of the change.
        node: the expression; it has a parent.
        other: the other one. It must not share parts with the query.

    Returns:
        The change.
    """
    change = replaced(kind, node, other)
    shown = node.parent
    while not isinstance(shown, (*SHOWN, exp.Query, NoneType)):
        shown = shown.parent
    if not isinstance(shown, SHOWN):
        return change
    with change.made():
        after = write(shown)
    return replaced(kind, node, other, write(shown), after)


def dropped(kind: str, node: exp.Expression) -> Change:
    """Take an expression out of the list that it stands in.

    Args:
        kind: the kind of the change.
        node: the expression; its parent holds it in a list.

    Returns:
        The change.
    """
    parent, argument = node.parent, node.arg_key
    siblings = parent.args[argument]
    value = [sibling for sibling in siblings if sibling is not node] or None
    return Change(kind, write(node), NOTHING, parent, argument, value)


def without(kind: str, node: exp.Expression, argument: str) -> Change:
    """Take an argument away from an expression.

    Args:
        kind: the kind of the change.
        node: the expression.
        argument: one of its arguments that holds an expression.

    Returns:
        The change.
    """
    return Change(kind, write(node.args[argument]), NOTHING, node, argument, None)
