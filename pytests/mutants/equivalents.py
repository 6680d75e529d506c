"""The mutants that no test can notice, since they give the same figures; each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from mutants.derive import Key, Mutant

PATH = Path(__file__).parent / "equivalents.yml"
# In place of a model: what a macro writes into several. The digest is that of the pattern.
ANY_MODEL = "any model"


@dataclass(frozen=True)
class Equivalent:
    """A listed mutant.

    Attributes:
        fault: what it changes, as a reader sees it.
        reason: why the figures stay as they are.
    """

    fault: str
    reason: str


Listed = dict[tuple[str, str], Equivalent]


def read(path: Path = PATH) -> Listed:
    """Read the list.

    Args:
        path: a YAML file: model to the digest of a mutant's key to its fault and its reason.

    Returns:
        Model and digest to what is said of the mutant.

    Raises:
        ValueError: if a mutant is listed without a reason.
    """
    models = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    listed = {
        (model, str(digest)): Equivalent(str(entry["fault"]), str(entry.get("reason") or ""))
        for model, entries in models.items()
        for digest, entry in entries.items()
    }
    without_reason = [
        " ".join(place) for place, entry in listed.items() if not entry.reason.strip()
    ]
    if without_reason:
        raise ValueError(f"{path.name}: listed without a reason: {', '.join(without_reason)}")
    return listed


def places_of(key: Key) -> tuple[tuple[str, str], tuple[str, str]]:
    """Give that under which a mutant can be listed: its own place, and that of all like it."""
    return (key.model, key.digest), (ANY_MODEL, key.pattern)


def is_listed(key: Key, listed: Listed) -> bool:
    """Tell whether a mutant is listed."""
    return any(place in listed for place in places_of(key))


def stale(listed: Listed, mutants: Iterable[Mutant]) -> list[str]:
    """Find entries that no mutant belongs to any more.

    Args:
        listed: what `read` gave.
        mutants: those derived of the models as they are, with at least the listed ones.

    Returns:
        Model, digest and fault of each such entry.
    """
    places = {place for mutant in mutants for place in places_of(mutant.key)}
    return [
        f"{' '.join(place)} ({entry.fault})"
        for place, entry in listed.items()
        if place not in places
    ]
