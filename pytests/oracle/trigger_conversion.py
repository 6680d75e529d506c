"""Whether a sign to sell says that a pair expands soon: those with the sign, and their likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from oracle.day_levels import DayLevels
from oracle.history import History
from oracle.months import add_months
from oracle.rows import Pair, Row
from oracle.segments import band_of
from oracle.signal_members import Member
from oracle.signal_studies import Estimate, estimate

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


def first_in_a_year(starts: Iterable[date]) -> list[date]:
    """Keep the starts before which there was none for twelve months."""
    days = sorted(starts)
    return [day for day in days if not any(add_months(day, -12) < other < day for other in days)]


def members_of(
    rule_id: str,
    starts_of: dict[Pair, list[date]],
    levels: DayLevels,
    expansions: Expansions,
    days: int,
    as_of_date: date,
) -> Iterator[Member]:
    """Give the pairs in which a sign appeared, and those beside which they stand, week by week.

    Args:
        rule_id: the rule of the sign.
        starts_of: pair to the days on which an episode starts.
        levels: what pairs have on any day.
        expansions: of families.
        days: within which a pair expands.
        as_of_date: the day up to which the book is known.
    """
    events = {pair: first_in_a_year(starts) for pair, starts in starts_of.items()}
    weeks = sorted({day for of_pair in events.values() for day in of_pair})
    for week in weeks:
        if week + timedelta(days=days) > as_of_date:
            continue
        products = {pair[1] for pair, of_pair in events.items() if week in of_pair}
        for pair in levels.terms_of:
            arr = levels.arr(pair, week)
            if pair[1] not in products or arr == 0:
                continue
            is_exposed = week in events.get(pair, ())
            if not is_exposed and any(
                add_months(week, -12) < day <= week for day in events.get(pair, ())
            ):
                continue
            yield Member(
                *(rule_id, pair[0], week.toordinal(), is_exposed),
                has_churned=any(
                    week < day <= week + timedelta(days=days) for day in expansions.days(pair)
                ),
                strata=(pair[1], band_of("arr_band", arr), "", ""),
            )


def conversion_of(members: Iterable[Member]) -> Estimate:
    """Compare the pairs with a sign with those without, of one week, product and size."""
    return estimate(members, "items+arr")


def conversion_row(rule_id: str, found: Estimate) -> Row:
    """Give what is known of a rule; see the studies."""
    return {"rule_id": rule_id, "events": found.exposed, "matched_events": found.exposed_matched}
