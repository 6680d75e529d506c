"""Derive the mutants of a model from its SQL, in every form that the tests compile it in."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mutants.changes import Change
from mutants.kinds import FINDERS
from mutants.messages import nodes_outside
from mutants.queries import Part, parse

# A macro that is written out for many columns gives the same fault many times: a few are enough.
MOST_ALIKE = 4
# sqlglot writes what belongs to SQL in capital letters, and the project its names in small ones.
NAMES = re.compile(r"""(?<!['"\w])(?:[a-z_][a-z0-9_]*\.)?[a-z_][a-z0-9_]*(?![\w'"])""")


def digest_of(*texts: str) -> str:
    """Give 10 characters that stand for some texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:10]


@dataclass(frozen=True, order=True)
class Key:
    """What tells a mutant from others, and finds it again when the SQL around it has changed.

    Attributes:
        model: name of the model.
        cte: the part of its query.
        kind: the kind of the fault.
        before: the SQL that is wrong afterwards.
        after: what stands there instead.
        ordinal: which of several places with the same SQL in the part, counted from 1.
    """

    model: str
    cte: str
    kind: str
    before: str
    after: str
    ordinal: int = 1

    @cached_property
    def digest(self) -> str:
        """A short name within the model, 10 characters that are the same in every run."""
        return digest_of(self.cte, self.kind, self.before, self.after, str(self.ordinal))

    @cached_property
    def pattern(self) -> str:
        """A short name of what the mutant is but for its place and the names of columns in it."""
        return digest_of(self.kind, *(NAMES.sub("name", sql) for sql in (self.before, self.after)))


@dataclass
class Mutant:
    """A model with one fault.

    Attributes:
        key: what tells it from others.
        texts: SQL of the model to the SQL with the fault, for every form that has its place.
    """

    key: Key
    texts: dict[str, str] = field(default_factory=dict)


def changes_of(part: Part) -> list[Change]:
    """Find every fault of a part of a query but of its messages, always in the same order."""
    nodes = nodes_outside(part.tree)
    return [change for node in nodes for finder in FINDERS for change in finder(node)]


def text_with(part: Part, change: Change) -> str:
    """Give the SQL of a part with a fault."""
    with change.made():
        return part.written(change.node)


def keys_of(model: str, part: Part, changes: Sequence[Change]) -> list[Key | None]:
    """Name the faults of a part.

    Args:
        model: name of the model.
        part: the part.
        changes: its faults, as `changes_of` gives them.

    Returns:
        One key per fault; None for one that is left out: it leaves the SQL as it is, it is another
        one's twin, or there are enough like it.
    """
    times: Counter[tuple[str, str, str]] = Counter()
    named = []
    alike = defaultdict(list)
    for change in changes:
        place = (change.kind, change.before, change.after)
        times[place] += 1
        key = Key(model, part.name, *place, times[place])
        named.append(key)
        alike[key.pattern].append(key.digest)
    enough = {digest for digests in alike.values() for digest in sorted(digests)[:MOST_ALIKE]}
    seen = {part.sql}
    keys: list[Key | None] = []
    for key, change in zip(named, changes, strict=True):
        keys.append(None)
        if key.digest in enough and (text := text_with(part, change)) not in seen:
            seen.add(text)
            keys[-1] = key
    return keys


def derive(
    model: str, texts: Iterable[str], is_wanted: Callable[[Key], bool] = lambda key: True
) -> list[Mutant]:
    """Derive the mutants of a model.

    Forms of a model differ where a policy switch leads to other SQL, or only in constants. A part
    that is the same but for its constants has the same faults in the same order, so that each is
    one mutant, by the name that it has in the first form.

    Args:
        model: name of the model.
        texts: every form of its SQL, that of the default policy first.
        is_wanted: tells by the key whether to make a mutant; all are made when not given.

    Returns:
        The mutants, in the order of their first place.

    Raises:
        RuntimeError: if a fault was not taken back, so that later ones are not what they should be.
    """
    mutants: dict[Key, Mutant] = {}
    keys_by_shape: dict[tuple[str, str], tuple[list[str], list[Key | None]]] = {}
    faults_by_sql: dict[tuple[str, str], list[tuple[Key, str]]] = {}
    for text in dict.fromkeys(texts):
        query = parse(text)
        for part in query.parts:
            place = (part.name, part.sql)
            if place not in faults_by_sql:
                changes = changes_of(part)
                kinds = [change.kind for change in changes]
                shape = (part.name, part.shape)
                if shape not in keys_by_shape or keys_by_shape[shape][0] != kinds:
                    keys_by_shape[shape] = (kinds, keys_of(model, part, changes))
                faults_by_sql[place] = [
                    (key, text_with(part, change))
                    for key, change in zip(keys_by_shape[shape][1], changes, strict=True)
                    if key is not None and is_wanted(key)
                ]
                if not part.is_untouched:
                    raise RuntimeError(f"{model}, {part.name}: a fault was not taken back")
            for key, sql in faults_by_sql[place]:
                mutant = mutants.setdefault(key, Mutant(key))
                mutant.texts.setdefault(text, query.sql({part.name: sql}))
    return list(mutants.values())
