"""The kinds of faults that a person makes in SQL, each found in a node of a parsed query."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from mutants.changes import Change
from mutants.kinds.aggregates import AGGREGATES
from mutants.kinds.branches import BRANCHES
from mutants.kinds.columns import COLUMNS
from mutants.kinds.conditions import CONDITIONS
from mutants.kinds.relations import RELATIONS
from mutants.kinds.values import VALUES
from mutants.kinds.windows import WINDOWS

Finder = Callable[[exp.Expression], Iterator[Change]]

FINDERS: tuple[Finder, ...] = (
    *CONDITIONS,
    *RELATIONS,
    *AGGREGATES,
    *WINDOWS,
    *BRANCHES,
    *VALUES,
    *COLUMNS,
)
