"""Whether a sign to sell says that a pair expands soon: those with the sign, and their likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from oracle.alerts import Alert
from oracle.day_levels import DayLevels
from oracle.history import History
from oracle.months import add_months
from oracle.rows import Pair, Row
from oracle.seeds import Rule
from oracle.segments import band_of
from oracle.signal_members import Member
from oracle.signal_studies import estimate, evidence_of, verdict_of

DAY = timedelta(days=1)


class Expansions:
    """The days on which a family of a customer chose to have more."""

    def __init__(self, history: History, levels: DayLevels) -> None:
        """Take what pairs have on any day."""
        self.history, self.levels = history, levels
        self._days: dict[tuple[str, str], list[date]] = {}

    def days(self, pair: Pair) -> list[date]:
        """List the days on which the family of a pair expanded."""
        key = pair[0], self.history.family_of(pair[1])
        if key not in self._days:
            days = self.levels.change_days(pair[0])
            self._days[key] = [day for day in days if self.is_chosen(*key, day)]
        return self._days[key]

    def is_chosen(self, customer_id: str, family: str, day: date) -> bool:
        """Tell whether a family that was there has more ARR, and not by its prices alone."""
        before = self.levels.family_arr(customer_id, family, day - DAY)
        if not 0 < before < self.levels.family_arr(customer_id, family, day):
            return False
        pairs = self.levels.pairs_in[customer_id, family]
        held = [
            {pair for pair in pairs if self.levels.arr(pair, each) > 0} for each in (day - DAY, day)
        ]
        units = [
            [self.levels.quantity(pair, each) for pair in held[place]]
            for place, each in enumerate((day - DAY, day))
        ]
        is_known = None not in units[0] and None not in units[1]
        return held[0] != held[1] or not is_known or sum(units[1]) > sum(units[0])


def is_quiet_before(day: date, earlier: Iterable[date], months: int) -> bool:
    """Tell whether of some days none is in the months before a day."""
    return not any(other < day < add_months(other, months) for other in earlier)


def members_of(
    rule_id: str,
    starts_of: dict[Pair, list[date]],
    levels: DayLevels,
    expansions: Expansions,
    days: int,
    quiet_months: int,
    as_of_date: date,
) -> Iterator[Member]:
    """Give the pairs in which a sign appeared, and those beside which they stand, week by week.

    Args:
        rule_id: the rule of the sign.
        starts_of: pair to the days on which an episode starts.
        levels: what pairs have on any day.
        expansions: of families.
        days: within which a pair expands.
        quiet_months: in which there was no other sign.
        as_of_date: the day up to which the book is known.
    """
    for week in sorted({day for starts in starts_of.values() for day in starts}):
        latest = week + timedelta(days=days)
        if latest > as_of_date:
            continue
        for pair in levels.terms_of:
            starts = starts_of.get(pair, [])
            # A sign that is not the first in a year is neither exposed nor a control.
            if levels.arr(pair, week) == 0 or not is_quiet_before(week, starts, quiet_months):
                continue
            yield Member(
                *(rule_id, pair[0], week.toordinal(), week in starts),
                has_churned=any(week < day <= latest for day in expansions.days(pair)),
                strata=(pair[1], band_of("arr_band", levels.customer_arr(pair[0], week)), "", ""),
            )


def conversion_rows(
    rules: Iterable[Rule],
    alerts: Iterable[Alert],
    levels: DayLevels,
    expansions: Expansions,
    thresholds: dict[str, Fraction],
    as_of_date: date,
) -> list[Row]:
    """Give a row for each rule of use that is an opportunity in a product.

    Args:
        rules: those that are on.
        alerts: of all of them, whether another one of the group stands in their place or not.
        levels: what pairs have on any day.
        expansions: of families.
        thresholds: for the days within which a pair expands, and for what is too little.
        as_of_date: the day up to which the book is known.
    """
    starts_of: dict[str, dict[Pair, list[date]]] = defaultdict(lambda: defaultdict(list))
    for alert in alerts:
        if alert.product_id is not None:
            starts = starts_of[alert.rule.rule_id][alert.customer_id, alert.product_id]
            starts.append(alert.event_date)
    rows = []
    for rule in rules:
        asked = rule.trigger, rule.kind, rule.scope
        if asked != ("usage", "opportunity", "customer_product"):
            continue
        members = members_of(
            *(rule.rule_id, starts_of[rule.rule_id], levels, expansions),
            *(int(thresholds["conversion_days"]), int(thresholds["conversion_quiet_months"])),
            as_of_date,
        )
        found = estimate(members, "items+arr")
        evidence = evidence_of(found, thresholds)
        limits = None if evidence == "too little" else found.limits
        rows.append(
            {
                "rule_id": rule.rule_id,
                "exposed": found.exposed,
                "exposed_matched": found.exposed_matched,
                "exposed_expanded": found.exposed_churned,
                "control_rows": found.control_rows,
                "control_customers": found.control_customers,
                "control_expanded_customers": found.control_churned_customers,
                "conversion_exposed": found.risk_exposed,
                "conversion_control": found.risk_control,
                "expected_expanded": found.expected_churned,
                "risk_ratio": None if evidence == "too little" else found.risk_ratio,
                "ci_low": limits and limits[0],
                "ci_high": limits and limits[1],
                "evidence": evidence,
                "verdict": verdict_of(limits, evidence),
            }
        )
    return rows
