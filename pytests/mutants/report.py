"""Say what was noticed: a score for each model, and every mutant that no test notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mutants.derive import Key
from mutants.equivalents import ANY_MODEL, Listed, is_listed
from mutants.judge import NO_QUERY, NOTICED, UNCLEAR, Verdict

# What every model should reach.
LEAST_SCORE = 0.95
CONTEXT = 30
LONGEST = 160


@dataclass(frozen=True)
class Tally:
    """What came of some mutants.

    Attributes:
        noticed: how many a test noticed.
        unnoticed: those that no test noticed, or that could not be judged.
        equivalent: how many are listed as equivalents.
        unrunnable: how many no database can run.
    """

    noticed: int
    unnoticed: tuple[Verdict, ...]
    equivalent: int
    unrunnable: int

    @property
    def judged(self) -> int:
        """How many count."""
        return self.noticed + len(self.unnoticed)

    @property
    def score(self) -> float:
        """The part of them that a test noticed, from 0 to 1; 1 where there are none."""
        return self.noticed / self.judged if self.judged else 1.0


def tally(verdicts: Sequence[Verdict], listed: Listed) -> Tally:
    """Count verdicts.

    Args:
        verdicts: of different mutants.
        listed: the equivalents.

    Returns:
        The counts.
    """
    counted = [verdict for verdict in verdicts if verdict.outcome != NO_QUERY]
    noticed = [verdict for verdict in counted if verdict.outcome == NOTICED]
    others = [verdict for verdict in counted if verdict.outcome != NOTICED]
    unnoticed = tuple(verdict for verdict in others if not is_listed(verdict.key, listed))
    return Tally(
        len(noticed), unnoticed, len(others) - len(unnoticed), len(verdicts) - len(counted)
    )


def by_model(verdicts: Sequence[Verdict], listed: Listed) -> dict[str, Tally]:
    """Count the verdicts of each model, by its name."""
    names = sorted({verdict.key.model for verdict in verdicts})
    return {
        name: tally([verdict for verdict in verdicts if verdict.key.model == name], listed)
        for name in names
    }


def wrongly_listed(verdicts: Sequence[Verdict], listed: Listed) -> list[str]:
    """Name the mutants that are listed as equivalents although a test notices them."""
    return [
        f"{verdict.key.model} {verdict.key.digest}: {verdict.by}"
        for verdict in verdicts
        if verdict.outcome == NOTICED and is_listed(verdict.key, listed)
    ]


def table(tallies: dict[str, Tally]) -> str:
    """Give a line for each model, and one for all."""
    width = max([len(name) for name in tallies], default=0)
    lines = [f"{'model':{width}}  score  noticed  unnoticed  equivalent  cannot run"]
    total = Tally(
        sum(each.noticed for each in tallies.values()),
        tuple(verdict for each in tallies.values() for verdict in each.unnoticed),
        sum(each.equivalent for each in tallies.values()),
        sum(each.unrunnable for each in tallies.values()),
    )
    for name, each in [*tallies.items(), ("all", total)]:
        lines.append(
            f"{name:{width}} {each.score:6.1%} {each.noticed:8,} {len(each.unnoticed):10,}"
            f" {each.equivalent:11,} {each.unrunnable:11,}"
        )
    return "\n".join(lines)


def fault_of(key: Key) -> str:
    """Say in a line what a mutant changes; of long SQL, what is near the difference."""
    before, after = around_difference(key.before, key.after)
    place = f" (place {key.ordinal})" if key.ordinal > 1 else ""
    return f"{key.kind} in {key.cte}{place}: {before} -> {after}"


def around_difference(before: str, after: str) -> tuple[str, str]:
    """Shorten two texts to where they differ, with some characters around it."""
    if len(before) + len(after) <= LONGEST:
        return before, after
    start = equal_at_start(before, after)
    end = equal_at_start(before[start:][::-1], after[start:][::-1])
    start, end = max(start - CONTEXT, 0), max(end - CONTEXT, 0)
    return tuple(shortened(text, start, len(text) - end) for text in (before, after))


def equal_at_start(one: str, other: str) -> int:
    """Count the characters that two texts have in common before they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def shortened(text: str, start: int, end: int) -> str:
    """Cut a text from a start to an end, and its middle out where it is still long."""
    middle = text[start:end]
    if len(middle) > LONGEST:
        middle = f"{middle[: LONGEST // 2]} ... {middle[-LONGEST // 2 :]}"
    return f"{'... ' if start else ''}{middle}{' ...' if end < len(text) else ''}"


def survivors(tallies: dict[str, Tally]) -> str:
    """Name every mutant that no test notices, in the form in which equivalents are listed."""
    lines = []
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for each in tallies.values():
        for verdict in each.unnoticed:
            alike[verdict.key.pattern].add(verdict.key.model)
    for name, each in tallies.items():
        if each.unnoticed:
            lines.append(f"{name}:")
        for verdict in each.unnoticed:
            lines.append(f"  {verdict.key.digest}:")
            lines.append(f"    fault: {quoted(fault_of(verdict.key))}")
            if len(alike[verdict.key.pattern]) > 1:
                lines.append(f"    # in {ANY_MODEL}: {verdict.key.pattern}")
            if verdict.outcome == UNCLEAR:
                lines.append(f"    # not judged: {verdict.by}")
    return "\n".join(lines)


def quoted(text: str) -> str:
    """Write a text as a scalar of YAML."""
    return "'" + text.replace("'", "''") + "'"
