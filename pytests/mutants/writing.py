"""Write parsed SQL as text again; quickly, where little has changed since the last time."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

DIALECT = "duckdb"
# sqlglot moves parts of these about when it writes them.
CHANGED_BY_WRITING = (exp.GroupConcat, exp.If, exp.RegexpExtract, exp.SplitPart)


class Writer(DuckDB.Generator):
    """Writes a tree of an expression; after a change, only what is around it."""

    def __init__(self) -> None:
        """Begin without a tree."""
        super().__init__(dialect=DIALECT, comments=False)
        self.known: dict[int, tuple[exp.Expression, str]] = {}
        self.is_learning = False
        self.changed: set[int] = set()

    def learn(self, tree: exp.Expression) -> str:
        """Write a tree and keep the text of each of its parts.

        Args:
            tree: the tree.

        Returns:
            Its text.
        """
        self.is_learning = True
        text = self.sql(tree)
        self.is_learning = False
        return text

    def write_changed(self, tree: exp.Expression, node: exp.Expression) -> str:
        """Write a known tree in which one node has changed.

        Args:
            tree: the tree, as `learn` had it but for the node.
            node: the node that has other arguments than before.

        Returns:
            The text of the tree.
        """
        self.changed = {id(node)}
        while node is not tree and node.parent is not None:
            node = node.parent
            self.changed.add(id(node))
        text = self.sql(tree)
        self.changed = set()
        return text

    def sql(self, expression, key=None, comment=True):
        """Write an expression; sqlglot calls this for each part of it."""
        if key or not isinstance(expression, exp.Expression):
            return super().sql(expression, key, comment)
        if id(expression) in self.known and id(expression) not in self.changed:
            return self.known[id(expression)][1]
        is_safe = not isinstance(expression, CHANGED_BY_WRITING)
        text = super().sql(expression if is_safe else expression.copy(), key, comment)
        if self.is_learning:
            # Together with the expression, so that no other one gets its id.
            self.known[id(expression)] = (expression, text)
        return text


PLAIN = Writer()


def write(node: exp.Expression) -> str:
    """Write a part of a query on one line, without comments."""
    if isinstance(node, exp.If) and isinstance(node.parent, exp.Case):
        # sqlglot would make a case of its own of it, and take it away from the one that has it.
        return f"WHEN {write(node.this)} THEN {write(node.args['true'])}"
    return PLAIN.sql(node).strip()
