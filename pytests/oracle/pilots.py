"""Pilots: whether the ARR of customers in a programme grew more than that of their likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from oracle.claim_tests import health_on
from oracle.day_levels import DayLevels
from oracle.health import Health, band_of
from oracle.history import History
from oracle.months import add_months, calendar_months, last_day, month_of
from oracle.rows import Row
from oracle.seeds import Band, Pilot
from oracle.signal_members import Amounts, Member, strata_of
from oracle.signal_spines import Spine
from oracle.signal_studies import (
    LEVELS,
    Estimate,
    chosen_level,
    estimate,
    evidence_of_arr,
    verdict_of,
)

# Families held: 1, 2, 3, 4 or more. The other studies join the last two, or the first two.
MANY_ITEMS = 4
MIN_CONTROLS = 1


@dataclass(frozen=True)
class Months:
    """The months that a pilot is measured over, by their numbers.

    Args:
        index: the month before the one in which it starts.
        closing: the month in which it ends, at most the last one.
        is_over: whether the month in which it ends is one of those that are reported.
    """

    index: int
    closing: int
    is_over: bool

    @property
    def count(self) -> int:
        """How many months are measured; 0 where none is reported yet."""
        return max(self.closing - self.index, 0)


@dataclass(frozen=True)
class PilotBook:
    """What pilots are looked at in.

    Args:
        history: all snapshots.
        spines: of every customer that ever had ARR.
        levels: what is reported of pairs at month ends.
        health: the scores of pairs.
        bands: of scores.
        thresholds: for the evidence, the choice of the level, and the health of customers.
    """

    history: History
    spines: tuple[Spine, ...]
    levels: DayLevels
    health: Health
    bands: tuple[Band, ...]
    thresholds: dict[str, Fraction]

    def months_of(self, pilot: Pilot) -> Months:
        """Give the months of a pilot; what starts before the window has a negative number."""
        first, last = self.history.months[0], len(self.history.months) - 1
        index = calendar_months(first, pilot.starts_on) - 1
        if pilot.ends_on is None:
            return Months(index, last, is_over=False)
        end = calendar_months(first, pilot.ends_on)
        return Months(index, min(end, last), is_over=end <= last)

    def band_at(self, i: int) -> dict[str, str]:
        """Name the band of health of each customer whose health is known at month number `i`."""
        least = self.thresholds["min_covered_arr"]
        scores = health_on(last_day(self.history.months[i]), self.levels, self.health, least)
        return {name: band_of(score, self.bands) or "" for name, score in scores.items()}


def members_of(pilot: Pilot, months: Months, book: PilotBook) -> list[Member]:
    """Give the customers with ARR at the end of the index month, members of the pilot or not."""
    if not months.count or months.index < 0:
        return []
    i, end = months.index, months.closing
    bands = book.band_at(i)
    return [
        Member(
            *(f"pilot {pilot.pilot_id}", spine.customer_id, i),
            is_exposed=spine.customer_id in pilot.members,
            has_churned=False,
            strata=(items_of(spine, i), *strata_of(spine, i, 1)[1:]),
            amounts=Amounts(
                index=Fraction(spine.whole.before(i, end)),
                end=Fraction(spine.whole.amounts[end]),
                start=Fraction(0),
                after_year=None,
            ),
            health=bands.get(spine.customer_id, ""),
        )
        for spine in book.spines
        if spine.whole.amounts[i] > 0
    ]


def items_of(spine: Spine, i: int) -> str:
    """Give the number of families that a customer holds, many of them as one."""
    held = sum(level.amounts[i] > 0 for level in spine.families.values())
    return f"{MANY_ITEMS} or more" if held >= MANY_ITEMS else str(held)


def before_pilot(members: Iterable[Member], months: Months, book: PilotBook) -> Iterator[Member]:
    """Give those that had ARR as long before, with what became of that by the index month.

    They are matched by what they are at the index month.
    """
    spine_of = {spine.customer_id: spine for spine in book.spines}
    start = months.index - months.count
    for member in members if start >= 0 else ():
        whole = spine_of[member.customer_id].whole
        if whole.amounts[start] > 0:
            yield Member(
                *("before " + member.study, member.customer_id, member.index),
                **{"is_exposed": member.is_exposed, "has_churned": False},
                **{"strata": member.strata, "health": member.health},
                amounts=Amounts(
                    index=Fraction(whole.before(start, months.index)),
                    end=Fraction(whole.amounts[months.index]),
                    start=Fraction(0),
                    after_year=None,
                ),
            )


def figures_of(found: Estimate, thresholds: dict[str, Fraction], prefix: str = "") -> Row:
    """Give the figures of one comparison; ratio and limits only where there is evidence."""
    evidence = evidence_of_arr(found, thresholds)
    is_shown = evidence != "too little"
    limits = found.limits if is_shown else None
    figures = {
        "matched_members": found.exposed_matched,
        "controls": found.control_customers,
        "nrr_members": found.risk_exposed,
        "nrr_controls": found.risk_control,
        "nrr_ratio": found.risk_ratio if is_shown else None,
        "ci_low": limits and limits[0],
        "ci_high": limits and limits[1],
        "evidence": evidence,
        "verdict": verdict_of(limits, evidence, ("higher", "lower")),
    }
    return {prefix + name: figure for name, figure in figures.items()}


def pilot_rows(pilots: Iterable[Pilot], customer_ids: Iterable[str], book: PilotBook) -> list[Row]:
    """Give a row for each pilot and level of matching; none where no month is reported.

    Args:
        pilots: those that there are.
        customer_ids: of all customers, with ARR or not.
        book: what they are looked at in.
    """
    known, rows = set(customer_ids), []
    for pilot in pilots if book.history.months else ():
        months = book.months_of(pilot)
        members = members_of(pilot, months, book)
        earlier = list(before_pilot(members, months, book))
        during = {level: estimate(members, level) for level in LEVELS}
        before = {level: estimate(earlier, level) for level in LEVELS}
        chosen = chosen_level(during, MIN_CONTROLS, book.thresholds)
        unknown = len(set(pilot.members) - known)
        measured = sum(member.is_exposed for member in members)
        rows += [
            {
                "pilot_id": pilot.pilot_id,
                "level": level,
                "pilot_name": pilot.pilot_name,
                "owner": pilot.owner,
                "starts_on": pilot.starts_on,
                "ends_on": pilot.ends_on,
                "index_month": add_months(month_of(pilot.starts_on), -1),
                "closing_month": book.history.months[months.closing] if months.count else None,
                "pilot_months": months.count,
                "members": len(pilot.members),
                "unknown_members": unknown,
                "members_without_arr": len(pilot.members) - unknown - measured,
                "measured_members": measured,
                **figures_of(during[level], book.thresholds),
                **figures_of(before[level], book.thresholds, "before_"),
                "is_chosen": level == chosen,
                "is_over": months.is_over,
            }
            for level in LEVELS
        ]
    return rows
