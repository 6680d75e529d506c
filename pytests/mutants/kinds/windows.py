"""Faults of windows: whose rows they look at, in which order, and how far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlglot import exp

from mutants.changes import NOTHING, Change
from mutants.writing import write


def partitions(node: exp.Expression) -> Iterator[Change]:
    """Find windows that do not tell one key from another."""
    if not isinstance(node, exp.Window):
        return
    keys = node.args.get("partition_by") or []
    for key in keys:
        others = [each for each in keys if each is not key] or None
        yield Change(
            "key of a window dropped", shown(node, key), NOTHING, node, "partition_by", others
        )


def shown(window: exp.Window, key: exp.Expression) -> str:
    """Say which key of which window, without the rest of it."""
    return f"{write(window.this)} over (... {write(key)} ...)"


def orders(node: exp.Expression) -> Iterator[Change]:
    """Find windows and lists that are in the opposite order by one of their keys."""
    if not isinstance(node, exp.Ordered) or not isinstance(node.parent, exp.Order):
        return
    around = node.parent.parent
    if isinstance(around, exp.Query):
        return
    other = node.copy()
    other.set("desc", not node.args.get("desc"))
    keys = [other if key is node else key for key in node.parent.expressions]
    whose = f"{write(around.this)} over " if isinstance(around, exp.Window) else ""
    before, after = f"{whose}(... {write(node)} ...)", f"{whose}(... {write(other)} ...)"
    yield Change("order reversed", before, after, node.parent, "expressions", keys)


def one_more(bound: Any, side: str | None, *, is_start: bool) -> tuple[Any, str] | None:
    """Give the bound of a frame that is one row away.

    Args:
        bound: a number of rows, or `UNBOUNDED` or `CURRENT ROW`.
        side: `PRECEDING` or `FOLLOWING`, if the bound has one.
        is_start: whether it is the first bound of the frame.

    Returns:
        The other bound and its side; None where there is no such bound.
    """
    if bound == "CURRENT ROW":
        return exp.Literal.number(1), "FOLLOWING" if is_start else "PRECEDING"
    if isinstance(bound, exp.Literal) and not bound.is_string:
        # One row more at the start; at the end, where 1 precedes, the row itself.
        count = int(bound.this) + (1 if is_start else -1)
        return (exp.Literal.number(count), side or "") if count else ("CURRENT ROW", "")
    return None


def frames(node: exp.Expression) -> Iterator[Change]:
    """Find windows that look one row further or less far."""
    if not isinstance(node, exp.WindowSpec):
        return
    for name in ("start", "end"):
        other = one_more(
            node.args.get(name), node.args.get(f"{name}_side"), is_start=name == "start"
        )
        if other is not None:
            frame = node.copy()
            frame.set(name, other[0])
            frame.set(f"{name}_side", other[1] or None)
            yield Change("frame of a window", write(node), write(frame), node.parent, "spec", frame)


WINDOWS = (partitions, orders, frames)
