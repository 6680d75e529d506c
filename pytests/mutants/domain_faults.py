"""Faults that a person would make who misunderstands a figure, written down as SQL to replace.

Formatting, names of models and CTEs, and the tables that columns come from do not matter. A capital
letter in a pattern stands for any expression, the same one wherever it comes again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlglot
import yaml
from sqlglot import exp

from mutants.compiled import Compiled
from mutants.derive import Key, Mutant
from mutants.queries import Part, parse
from mutants.writing import DIALECT

PATH = Path(__file__).parent / "domain_faults.yml"
KIND = "domain fault"
EVERYWHERE = "(everywhere)"


@dataclass(frozen=True)
class DomainFault:
    """A fault as it is written down.

    Attributes:
        concept: which figure is misunderstood.
        fault: what is wrong, in a sentence.
        find: the SQL expression that is right.
        replace: the one that is wrong.
        model: the only model to look at; empty for all.
    """

    concept: str
    fault: str
    find: str
    replace: str
    model: str = ""


def read(path: Path = PATH) -> list[DomainFault]:
    """Read the faults.

    Args:
        path: a YAML file: concept to a list of mappings with the other attributes of a fault.

    Returns:
        The faults.
    """
    concepts = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return [
        DomainFault(concept=concept, **entry)
        for concept, entries in concepts.items()
        for entry in entries
    ]


def expression(sql: str) -> exp.Expression:
    """Read an SQL expression."""
    return sqlglot.parse_one(f"select {sql}", dialect=DIALECT).expressions[0]


def matches(pattern: Any, found: Any, bound: dict[str, exp.Expression]) -> bool:
    """Tell whether a part of a query is what a pattern says.

    Args:
        pattern: an expression, or an argument of one.
        found: the part of the query.
        bound: letter, or name of a column, to what it stands for; what is found is added.

    Returns:
        Whether it is.
    """
    if isinstance(pattern, exp.Paren | exp.Subquery) or isinstance(found, exp.Paren):
        return matches(bare(pattern), bare(found), bound)
    if isinstance(pattern, exp.Column) and not pattern.table:
        if is_letter(pattern.name):
            return (
                isinstance(found, exp.Expression) and bound.setdefault(pattern.name, found) == found
            )
        is_named = isinstance(found, exp.Column) and found.name == pattern.name
        return is_named and bound.setdefault(pattern.name, found) == found
    if isinstance(pattern, exp.Expression):
        return type(pattern) is type(found) and all(
            matches(pattern.args.get(name), found.args.get(name), bound)
            for name in {**pattern.args, **found.args}
        )
    if isinstance(pattern, list) and isinstance(found, list):
        return len(pattern) == len(found) and all(
            matches(one, other, bound) for one, other in zip(pattern, found, strict=True)
        )
    return (pattern or None) == (found or None)


def is_letter(name: str) -> bool:
    """Tell whether a name in a pattern stands for any expression."""
    return len(name) == 1 and name.isupper()


def bare(node: Any) -> Any:
    """Take off the brackets around an expression."""
    return node.unnest() if isinstance(node, exp.Paren | exp.Subquery) else node


def filled_in(replacement: exp.Expression, bound: dict[str, exp.Expression]) -> exp.Expression:
    """Put what was found in the place of the letters and columns of a replacement."""

    def fill(node: exp.Expression) -> exp.Expression:
        is_bound = isinstance(node, exp.Column) and not node.table and node.name in bound
        return bound[node.name].copy() if is_bound else node

    # In brackets, so that it stays one expression whatever is around it.
    return exp.paren(replacement.copy().transform(fill), copy=False)


def places(part: Part, pattern: exp.Expression) -> Iterator[tuple[exp.Expression, dict]]:
    """Find a pattern in a part of a query, never inside of itself."""
    taken: set[int] = set()
    for node in part.tree.walk():
        if node.parent is not None and id(node.parent) in taken:
            taken.add(id(node))
            continue
        bound: dict[str, exp.Expression] = {}
        if node.parent is not None and matches(pattern, node, bound):
            taken.add(id(node))
            yield node, bound


def text_with(part: Part, pattern: exp.Expression, replacement: exp.Expression) -> str | None:
    """Give the SQL of a part with a fault wherever its pattern is; None where it is nowhere."""
    found = list(places(part, pattern))
    if not found:
        return None
    with ExitStack() as stack:
        for node, bound in found:
            other = filled_in(replacement, bound)
            node.replace(other)
            stack.callback(other.replace, node)
        return part.written_in_full()


def mutants_of(fault: DomainFault, compiled: Compiled) -> list[Mutant]:
    """Give each model that has the SQL of a fault, with the fault wherever it has it.

    Args:
        fault: the fault.
        compiled: what dbt compiled.

    Returns:
        One mutant for each such model; none where the project has changed so that no model has it.
    """
    pattern, replacement = expression(fault.find), expression(fault.replace)
    mutants = []
    for model in compiled.models.values():
        if not model.is_mutated or fault.model not in ("", model.name):
            continue
        mutant = Mutant(Key(model.name, EVERYWHERE, KIND, fault.find, fault.replace))
        for text in compiled.texts_of(model):
            query = parse(text)
            others = {part.name: text_with(part, pattern, replacement) for part in query.parts}
            instead = {name: sql for name, sql in others.items() if sql is not None}
            if instead:
                mutant.texts[text] = query.sql(instead)
        if mutant.texts:
            mutants.append(mutant)
    return mutants
