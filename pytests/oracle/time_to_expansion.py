"""How many have expanded by some day: those that are still waiting, and those that left, count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, sqrt

from oracle.first_expansions import CHURNED, EXPANDED, Start
from oracle.history import History, first_index
from oracle.intervals import Z95, Limits
from oracle.rows import Row
from oracle.segments import Segments

HORIZONS = (90, 180, 365)
# Who has not expanded by the first day, and has by the second.
LATER = (180, 545)
SLACK = 1e-9
EVERYONE = ("all", "(all)", "(all)")
START_YEAR = "start_year"
SCOPE_COLUMNS = ("scope_type", "segment_type", "segment_value")

Scope = tuple[str, str, str]


@dataclass(frozen=True)
class Step:
    """A day after the start on which anything happens to customers of a scope.

    Args:
        day: days since the start.
        at_risk: customers that are there and have not expanded just before.
        expanded: of them those that expand on the day.
        churned: of them those that are gone.
        censored: of them those that are seen no longer.
        waiting: Kaplan-Meier: the share that has not expanded, if none left.
        variance: Greenwood's sum; None once nobody waits.
        of_all: Aalen-Johansen: the share of all that has expanded.
    """

    day: int
    at_risk: int
    expanded: int
    churned: int
    censored: int
    waiting: float
    variance: float | None
    of_all: float

    @property
    def limits(self) -> Limits | None:
        """The limits of the share that waits; None where it is all or nothing."""
        if not 0 < self.waiting < 1 or self.variance is None:
            return None
        power = Z95 * sqrt(self.variance) / abs(log(self.waiting))
        return self.waiting ** exp(power), self.waiting ** exp(-power)


START = Step(0, 0, 0, 0, 0, 1.0, 0.0, 0.0)


def steps_of(starts: Iterable[Start]) -> list[Step]:
    """Give the days on which anything happens, in their order.

    Whoever expands on a day does so before others are gone or seen no longer.
    """
    by_day: dict[int, list[str]] = defaultdict(list)
    for start in starts:
        by_day[start.days].append(start.outcome)
    steps: list[Step] = []
    at_risk = sum(len(outcomes) for outcomes in by_day.values())
    last, there = START, 1.0
    for day, outcomes in sorted(by_day.items()):
        expanded, churned = outcomes.count(EXPANDED), outcomes.count(CHURNED)
        left = at_risk - expanded
        last = Step(
            *(day, at_risk, expanded, churned, len(outcomes) - expanded - churned),
            waiting=last.waiting * (left / at_risk),
            variance=None
            if left == 0 or last.variance is None
            else last.variance + expanded / (at_risk * left),
            of_all=last.of_all + there * expanded / at_risk,
        )
        there *= (left - churned) / at_risk
        steps.append(last)
        at_risk -= len(outcomes)
    return steps


def step_at(steps: list[Step], day: int) -> Step | None:
    """Give what holds at a day; None where nobody was followed that long and some still waited."""
    if day > steps[-1].day and steps[-1].waiting > 0:
        return None
    return next((step for step in reversed(steps) if step.day <= day), START)


def first_day(steps: list[Step], shares: list[float | None]) -> int | None:
    """Give the first day on which one half or less waits; None where that is never seen."""
    found = (
        step.day
        for step, share in zip(steps, shares, strict=True)
        if share is not None and share <= 0.5 + SLACK
    )
    return next(found, None)


def shares_by(steps: list[Step], day: int) -> Row:
    """Give the shares that have expanded by a day, if none left and of all, with limits."""
    step, name = step_at(steps, day), f"share_{day}d"
    limits = step.limits if step else None
    return {
        name: 1 - step.waiting if step else None,
        f"{name}_low": 1 - limits[1] if limits else None,
        f"{name}_high": 1 - limits[0] if limits else None,
        f"{name}_of_all": step.of_all if step else None,
    }


def figures_of(steps: list[Step]) -> Row:
    """Give all that is said of a scope but its counts."""
    limits = [step.limits for step in steps]
    early, late = (step_at(steps, day) for day in LATER)
    row = {name: value for day in HORIZONS for name, value in shares_by(steps, day).items()}
    return row | {
        "median_days": first_day(steps, [step.waiting for step in steps]),
        "median_days_low": first_day(steps, [each and each[0] for each in limits]),
        "median_days_high": first_day(steps, [each and each[1] for each in limits]),
        "later_share": 1 - late.waiting / early.waiting
        if early and late and early.waiting
        else None,
    }


def scopes_of(start: Start, history: History, segments: Segments) -> list[Scope]:
    """List all, the segments in which a customer is at its first month end, and its first year."""
    arr_row = history.customer_arr.get(start.customer_id, [])
    first = first_index([arr_row])
    own = [] if first is None else segments.of[start.customer_id, first]
    return [
        EVERYONE,
        *(("segment", *segment) for segment in own),
        (START_YEAR, START_YEAR, str(start.started_on.year)),
    ]


def by_scope(starts: list[Start], history: History, segments: Segments) -> dict[Scope, list[Start]]:
    """Put customers into their scopes."""
    found: dict[Scope, list[Start]] = defaultdict(list)
    for start in starts:
        for scope in scopes_of(start, history, segments):
            found[scope].append(start)
    return found


def time_rows(scopes: dict[Scope, list[Start]], fewest: Fraction) -> list[Row]:
    """Give a row for each scope; of few customers only counts.

    Args:
        scopes: who is in each.
        fewest: customers from which a scope has more.
    """
    rows = []
    for scope, starts in scopes.items():
        steps = steps_of(starts)
        figures = figures_of(steps)
        if len(starts) < fewest:
            figures = dict.fromkeys(figures)
        rows.append(
            {
                **dict(zip(SCOPE_COLUMNS, scope, strict=True)),
                "customers": len(starts),
                "expanded": sum(step.expanded for step in steps),
                "churned_before": sum(step.churned for step in steps),
                "censored": sum(step.censored for step in steps),
                **figures,
            }
        )
    return rows


def curve_rows(scopes: dict[Scope, list[Start]], fewest: Fraction) -> list[Row]:
    """Give a row for each scope and day on which anything happens; of few customers only counts."""
    rows = []
    for scope, starts in scopes.items():
        for step in steps_of(starts):
            is_shown = len(starts) >= fewest
            limits = step.limits if is_shown else None
            rows.append(
                {
                    **dict(zip(SCOPE_COLUMNS, scope, strict=True)),
                    "days": step.day,
                    "at_risk": step.at_risk,
                    "expanded": step.expanded,
                    "churned_before": step.churned,
                    "censored": step.censored,
                    "share": 1 - step.waiting if is_shown else None,
                    "share_low": 1 - limits[1] if limits else None,
                    "share_high": 1 - limits[0] if limits else None,
                    "share_of_all": step.of_all if is_shown else None,
                }
            )
    return rows
