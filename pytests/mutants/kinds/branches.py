"""Faults of `case`: branches that are missing, or give what another one should."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sqlglot import exp

from mutants.changes import Change, dropped, replaced, without
from mutants.writing import write


def branches_dropped(node: exp.Expression) -> Iterator[Change]:
    """Find cases without a branch, and values that are no longer subject to their condition."""
    if not isinstance(node, exp.Case):
        return
    branches, default = node.args["ifs"], node.args.get("default")
    if len(branches) > 1:
        for branch in branches:
            yield dropped("branch dropped", branch)
    elif default is None or isinstance(default, exp.Null | exp.Literal):
        value = branches[0].args["true"]
        yield replaced("condition of a case dropped", node, value.copy())
    else:
        yield replaced("branch dropped", node, default.copy())
    if default is not None and not isinstance(default, exp.Null):
        yield without("branch dropped", node, "default")


def branches_swapped(node: exp.Expression) -> Iterator[Change]:
    """Find cases in which two neighbours give each other's value."""
    if not isinstance(node, exp.Case):
        return
    branches = node.args["ifs"]
    for number, (one, other) in enumerate(pairwise(branches)):
        swapped = node.copy()
        swapped.args["ifs"][number].set("true", other.args["true"].copy())
        swapped.args["ifs"][number + 1].set("true", one.args["true"].copy())
        yield swap(node, swapped, one.args["true"], other.args["true"])
    default = node.args.get("default")
    if default is not None:
        last = branches[-1].args["true"]
        swapped = node.copy()
        swapped.args["ifs"][-1].set("true", default.copy())
        swapped.set("default", last.copy())
        yield swap(node, swapped, last, default)


def swap(
    node: exp.Case, swapped: exp.Expression, one: exp.Expression, other: exp.Expression
) -> Change:
    """Describe a swap by the two values."""
    one_first, other_first = (f"{write(a)} ... {write(b)}" for a, b in ((one, other), (other, one)))
    return replaced("branches swapped", node, swapped, one_first, other_first)


BRANCHES = (branches_dropped, branches_swapped)
