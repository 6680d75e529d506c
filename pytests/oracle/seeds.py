"""What people may edit: rules of alerts, weights and bands of health, claims, targets, pilots."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

LOOKUPS = Path(__file__).resolve().parents[2] / "seeds" / "lookups"


@dataclass(frozen=True)
class Weight:
    """What a metric counts in the health of products.

    `product` is a product id, `family:` and a family, or `*`. Points go from 0 at `value_at_0` to
    100 at `value_at_100`.
    """

    product: str
    dimension: str
    metric: str
    window_days: int
    value_at_0: Fraction
    value_at_100: Fraction
    weight: Fraction


@dataclass(frozen=True)
class Band:
    """A range of scores, from the first one up to, and without, the second one."""

    name: str
    start: Fraction
    end: Fraction | None


@dataclass(frozen=True)
class Condition:
    """What has to hold, beside all others of its rule, for an alert of use."""

    number: int
    metric: str
    product: str
    min_arr: Fraction
    window_days: int
    operator: str
    threshold: Fraction
    min_days_reported: int


@dataclass(frozen=True)
class Rule:
    """A rule of alerts; `threshold` and `rearm_days` are None where it needs none."""

    rule_id: str
    rule_group: str
    is_on: bool
    kind: str
    scope: str
    severity: str
    trigger: str
    threshold: Fraction | None
    study: str | None
    action: str
    due_days: int
    rearm_days: int | None


@dataclass(frozen=True)
class Pilot:
    """A programme that some customers are in for a time.

    `ends_on` is its last day, None where it goes on; `members` are ids, of customers or not.
    """

    pilot_id: str
    pilot_name: str
    owner: str | None
    starts_on: date
    ends_on: date | None
    members: frozenset[str]


def rows_of(name: str) -> list[dict[str, str]]:
    """Read a file of lookups."""
    with (LOOKUPS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def benchmarks() -> list[dict[str, str]]:
    """Read what others claim."""
    return rows_of("benchmarks")


@cache
def nrr_targets() -> list[dict[str, str]]:
    """Read what is aimed at."""
    return rows_of("nrr_targets")


@cache
def pilots() -> tuple[Pilot, ...]:
    """Read the pilots with their members."""
    members: dict[str, set[str]] = {}
    for row in rows_of("pilot_members"):
        members.setdefault(row["pilot_id"], set()).add(row["customer_id"])
    return tuple(
        Pilot(
            *(row["pilot_id"], row["pilot_name"], row["owner"] or None),
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            members=frozenset(members.get(row["pilot_id"], ())),
        )
        for row in rows_of("pilots")
    )


@cache
def health_weights() -> tuple[Weight, ...]:
    """Read the weights of health."""
    return tuple(
        Weight(
            *(row["product"], row["dimension"], row["metric"], int(row["window_days"])),
            *(Fraction(row[name]) for name in ("value_at_0", "value_at_100", "weight")),
        )
        for row in rows_of("health_weights")
    )


@cache
def health_bands() -> tuple[Band, ...]:
    """Read the bands of health."""
    return tuple(
        Band(
            row["band"],
            Fraction(row["from_score"]),
            Fraction(row["until_score"]) if row["until_score"] else None,
        )
        for row in rows_of("health_bands")
    )


@cache
def alert_rules() -> tuple[Rule, ...]:
    """Read the rules of alerts that are on."""
    return tuple(
        Rule(
            *(row["rule_id"], row["rule_group"], row["is_on"].lower() == "true", row["kind"]),
            *(row["scope"], row["severity"], row["trigger_type"]),
            threshold=Fraction(row["threshold"]) if row["threshold"] else None,
            study=row["study"] or None,
            action=row["action"],
            due_days=int(row["due_days"]),
            rearm_days=int(row["rearm_days"]) if row["rearm_days"] else None,
        )
        for row in rows_of("alert_rules")
        if row["is_on"].lower() == "true"
    )


@cache
def alert_conditions() -> dict[str, tuple[Condition, ...]]:
    """Read the conditions of the rules that look at use, by rule."""
    found: dict[str, tuple[Condition, ...]] = {}
    for row in rows_of("alert_conditions"):
        condition = Condition(
            *(int(row["condition_no"]), row["metric"], row["product"]),
            *(Fraction(row["min_arr"] or 0), int(row["window_days"]), row["operator"]),
            *(Fraction(row["threshold"]), int(row["min_days_reported"])),
        )
        found[row["rule_id"]] = (*found.get(row["rule_id"], ()), condition)
    return found
