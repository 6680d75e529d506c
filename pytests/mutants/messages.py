"""Tell the texts that are only shown to a reader: what they say is no figure."""

from __future__ import annotations

import re

from sqlglot import exp

# Words, as in `from_date is "`; codes such as `churn` or `|` are none.
WORDS = re.compile(r"[A-Za-z].* |.* [A-Za-z]")


def is_message(node: exp.Expression) -> bool:
    """Tell whether an expression makes a message.

    Args:
        node: an expression.

    Returns:
        True for a text with words, for texts joined with one, and for a case that chooses between
        such texts.
    """
    if isinstance(node, exp.Literal):
        return node.is_string and bool(WORDS.search(node.this))
    if isinstance(node, exp.DPipe):
        return is_message(node.this) or is_message(node.expression)
    if isinstance(node, exp.Case):
        values = [branch.args["true"] for branch in node.args["ifs"]]
        return any(is_message(value) for value in values)
    return isinstance(node, exp.Paren) and is_message(node.this)


def nodes_outside(tree: exp.Expression) -> list[exp.Expression]:
    """Give the nodes of a query that are no part of a message, parents before their children."""
    return [node for node in tree.dfs(prune=is_message) if not is_message(node)]
