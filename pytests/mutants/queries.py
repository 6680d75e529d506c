"""A query as the named parts that a reader sees: its CTEs, and the select behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp

from mutants.writing import DIALECT, Writer, write

FINAL = "(final select)"
LITERALS = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True)
class Part:
    """A CTE or the select behind them.

    Attributes:
        name: of the CTE, or `FINAL`.
        tree: the CTE, or an expression around the select, so that the select has a parent.
        sql: the same as SQL.
        writer: has written it.
    """

    name: str
    tree: exp.Expression
    sql: str
    writer: Writer

    @property
    def shape(self) -> str:
        """The SQL with any constant in place of each constant."""
        return LITERALS.sub("?", self.sql)

    def written(self, node: exp.Expression) -> str:
        """Give the SQL of the tree with a node that has been changed."""
        return self.writer.write_changed(self.tree, node)

    @property
    def is_untouched(self) -> bool:
        """Whether every node still stands where it was parsed, with the same SQL."""
        nodes = self.tree.walk()
        is_whole = all(child.parent is node for node in nodes for child in node.iter_expressions())
        return is_whole and self.written_in_full() == self.sql

    def written_in_full(self) -> str:
        """Give the SQL of the tree, whatever has been changed in it."""
        return write(self.tree)


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Attributes:
        parts: the CTEs in their order, then the select behind them.
        is_recursive: whether the CTEs may be recursive.
    """

    parts: tuple[Part, ...]
    is_recursive: bool

    def sql(self, instead: Mapping[str, str] | None = None) -> str:
        """Write the query.

        Args:
            instead: name of a part to the SQL to write for it, for those that have changed.

        Returns:
            The SQL.
        """
        instead = instead or {}
        *ctes, final = [instead.get(part.name, part.sql) for part in self.parts]
        if not ctes:
            return final
        recursive = "RECURSIVE " if self.is_recursive else ""
        return f"WITH {recursive}" + ",\n".join(ctes) + "\n" + final


@cache
def parse(sql: str) -> Query:
    """Read a query; once, since that takes long. Whoever changes a tree has to change it back.

    Args:
        sql: one select statement, in the dialect of DuckDB.

    Returns:
        Its parts.

    Raises:
        sqlglot.errors.ParseError: if it is no such statement.
    """
    tree = sqlglot.parse_one(sql, dialect=DIALECT)
    ctes, is_recursive = [], False
    with_clause = next(
        (part for part in tree.iter_expressions() if isinstance(part, exp.With)), None
    )
    if with_clause is not None:
        is_recursive = bool(with_clause.args.get("recursive"))
        ctes = with_clause.expressions
        with_clause.pop()
    # `Subquery` is but something to stand in: a change of the select as a whole needs a parent.
    trees = {**{cte.alias: cte for cte in ctes}, FINAL: exp.Subquery(this=tree)}
    return Query(tuple(part_of(name, tree) for name, tree in trees.items()), is_recursive)


def part_of(name: str, tree: exp.Expression) -> Part:
    """Write a part for the first time."""
    writer = Writer()
    return Part(name, tree, writer.learn(tree), writer)
