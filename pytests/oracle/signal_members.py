"""Who is compared in a study: customers to which something happened, and those they stand beside.

Both are judged at the end of an index month, by what was known then, and followed from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from oracle.money import ZERO
from oracle.rows import Row
from oracle.segments import band_of
from oracle.signal_rules import SignalBook
from oracle.signal_spines import Amount, Spine


@dataclass(frozen=True)
class Rules:
    """What the studies go by.

    Args:
        last: number of the last month.
        lapse_months: for how many month ends more a fall must stand to count.
        thresholds: all that count as much, by name; months, counts, and shares as parts of one.
        first_month: the one with number 0.
    """

    last: int
    lapse_months: int
    thresholds: dict[str, Fraction]
    first_month: date

    @property
    def follow_up(self) -> int:
        """For how many months customers are followed."""
        return int(self.thresholds["follow_up_months"])


@dataclass(frozen=True)
class Study:
    """A question that is asked of every customer and month.

    Args:
        belongs: whether a customer with ARR is looked at: of spine, month of the event.
        happened: whether it is exposed: of spine, months from the event to the index, rules.
        moved: whether anything of that size happened in one month, settled or not.
        fewest_items: number of families that the first of the strata by items has at the most.
        min_controls: rows of controls that there must be for each exposed customer.
        claim: from which to which ratio others say it is; None where nobody does.
    """

    belongs: Callable[[Spine, int], bool]
    happened: Callable[[Spine, range, Rules], bool]
    moved: Callable[[Spine, int, Rules], bool]
    fewest_items: int
    min_controls: int
    claim: tuple[float, float] | None


@dataclass(frozen=True)
class Amounts:
    """What a customer has: at the index month and at the end, at the start and a year after it.

    Both of a kind are at the rates of the later month; `after_year` is None where that lies ahead.
    """

    index: Fraction
    end: Fraction
    start: Fraction
    after_year: Fraction | None


@dataclass(frozen=True)
class Member:
    """A customer in an index month of a study.

    Args:
        study: name of the study.
        customer_id: the customer.
        index: number of the index month.
        is_exposed: whether it happened to the customer.
        has_churned: whether the customer has left by the end.
        strata: its items, ARR, age and term; its ARR and items where it is matched by quarter.
        families: the secondary families that fell, or, of a control, that could have; only where
            single families are looked at.
        quarter: in which it started; None where customers of one index month are compared.
        amounts: None where it is counted who leaves.
        opening: its ARR in the month as of which it is matched.
        health: its band of health, in which it is always matched; only of pilots.
    """

    study: str
    customer_id: str
    index: int
    is_exposed: bool
    has_churned: bool
    strata: tuple[str, ...]
    families: frozenset[str] = frozenset()
    quarter: date | None = None
    amounts: Amounts | None = None
    opening: Amount = ZERO
    health: str = ""

    @property
    def size(self) -> Fraction | int:
        """What the member adds to its group: one, or its ARR."""
        return 1 if self.amounts is None else self.amounts.index

    @property
    def outcome(self) -> Fraction | int:
        """What of that has left; of ARR what is there at the end."""
        return int(self.has_churned) if self.amounts is None else self.amounts.end


# What happens ------------------------------------------------------------------------------------


def held(spine: Spine, i: int) -> list[str]:
    """List the families of which a customer has ARR in month number `i`."""
    return [family for family, level in spine.families.items() if level.amounts[i] > 0]


def has_two_families(spine: Spine, event: int) -> bool:
    """Tell whether a customer had two families before the event, one of them secondary."""
    families = held(spine, event - 1)
    return len(families) > 1 and not spine.secondary.isdisjoint(families)


def has_renewed(spine: Spine, event: int) -> bool:
    """Tell whether a customer renewed in the month of the event."""
    return event in spine.renewals


def has_arr(spine: Spine, event: int) -> bool:
    """Look at all that have ARR."""
    return True


def dropped(spine: Spine, months: range, rules: Rules) -> bool:
    """Tell whether a secondary family is gone, and stays so until the index month."""
    levels = (spine.families[family] for family in spine.secondary)
    return any(
        level.amounts[months[0] - 1] > 0 and not any(level.amounts[k] for k in months)
        for level in levels
    )


def shrunk(spine: Spine, months: range, rules: Rules) -> bool:
    """Tell whether a secondary family has shrunk, and stays so, and none is dropped."""
    levels = (spine.families[family] for family in spine.secondary)
    return not dropped(spine, months, rules) and any(
        all(level.fell(months[0] - 1, k, rules.thresholds["shrink_share"]) for k in months)
        and any(level.amounts[k] for k in months)
        for level in levels
    )


def cut(spine: Spine, months: range, rules: Rules) -> bool:
    """Tell whether a secondary family is gone or has shrunk."""
    return dropped(spine, months, rules) or shrunk(spine, months, rules)


def contracted(spine: Spine, months: range, rules: Rules) -> bool:
    """Tell whether all that a customer has, has shrunk, and stays so."""
    return all(
        spine.whole.fell(months[0] - 1, k, rules.thresholds["contraction_share"]) for k in months
    )


def paid_more(spine: Spine, months: range, rules: Rules) -> bool:
    """Tell whether prices rose in the first of the months."""
    return price_rose(spine, months[0], rules)


def fallen_families(spine: Spine, months: range, rules: Rules) -> frozenset[str]:
    """Give the secondary families that are gone or have shrunk, and stay so."""
    share = rules.thresholds["shrink_share"]
    return frozenset(
        family
        for family in spine.secondary
        if all(spine.families[family].fell(months[0] - 1, k, share) for k in months)
    )


def secondary_fell(spine: Spine, i: int, rules: Rules) -> bool:
    """Tell whether any secondary family fell by as much from one month end to the next."""
    return any(
        spine.families[family].fell(i - 1, i, rules.thresholds["shrink_share"])
        for family in spine.secondary
    )


def whole_fell(spine: Spine, i: int, rules: Rules) -> bool:
    """Tell whether all that a customer has fell by as much from one month end to the next."""
    return spine.whole.fell(i - 1, i, rules.thresholds["contraction_share"])


def price_rose(spine: Spine, i: int, rules: Rules) -> bool:
    """Tell whether prices rose by as much of the customer's ARR from one month end to the next."""
    change = spine.price_changes.get(i, 0)
    share = rules.thresholds["price_rise_share"]
    return change > 0 and change * share.denominator >= share.numerator * spine.whole.before(
        i - 1, i
    )


STUDIES: dict[str, Study] = {
    "secondary_cut": Study(has_two_families, cut, secondary_fell, 2, 5, (3.0, 4.0)),
    "secondary_dropped": Study(has_two_families, dropped, secondary_fell, 2, 5, (3.0, 4.0)),
    "secondary_shrunk": Study(has_two_families, shrunk, secondary_fell, 2, 5, (3.0, 4.0)),
    "contraction": Study(has_arr, contracted, whole_fell, 1, 5, (3.0, 3.0)),
    "price_rise": Study(has_renewed, paid_more, price_rose, 1, 1, None),
}
# The study of which there may be rows for each family.
BY_FAMILY = "secondary_cut"


# Members -----------------------------------------------------------------------------------------


def settled_ends(spine: Spine, rules: Rules) -> list[int]:
    """Give the months in which a customer's ARR comes to nothing and does not come back at once."""
    amounts = spine.whole.amounts
    return [
        k
        for k in range(1, rules.last + 1)
        if amounts[k] == 0
        and amounts[k - 1] > 0
        and not any(amounts[k : min(k + rules.lapse_months, rules.last) + 1])
    ]


def strata_of(spine: Spine, base: int, fewest_items: int) -> tuple[str, str, str, str]:
    """Give what a customer is matched by, as of a month in which it has ARR."""
    amounts = spine.whole.amounts
    first = next(i for i, amount in enumerate(amounts) if amount > 0)
    items = min(max(len(held(spine, base)), fewest_items), fewest_items + 2)
    return (
        f"{items} or more" if items == fewest_items + 2 else str(items),
        band_of("arr_band", amounts[base]),
        band_of("customer_age", base - first),
        spine.term_at(base),
    )


def members_of(name: str, spine: Spine, rules: Rules) -> Iterator[Member]:
    """Give the rows of a customer in a study: one per index month, the last one if it is exposed.

    Args:
        name: of the study.
        spine: the customer.
        rules: for the thresholds and the months.
    """
    study, amounts = STUDIES[name], spine.whole.amounts
    ends = settled_ends(spine, rules)
    has_moved = [i > 0 and study.moved(spine, i, rules) for i in range(rules.last + 1)]
    for index in range(rules.lapse_months + 1, rules.last - rules.follow_up + 1):
        months = range(index - rules.lapse_months, index + 1)
        base = months[0] - 1
        if not all(amounts[base : index + 1]) or not study.belongs(spine, months[0]):
            continue
        # Whoever is exposed has moved in the first of the months.
        is_exposed = has_moved[months[0]] and study.happened(spine, months, rules)
        if not is_exposed and any(has_moved[k] for k in months):
            continue
        families: Iterable[str] = ()
        if name == BY_FAMILY:
            could_fall = spine.secondary.intersection(held(spine, base))
            families = fallen_families(spine, months, rules) if is_exposed else could_fall
        yield Member(
            *(name, spine.customer_id, index, is_exposed),
            has_churned=any(index < end <= index + rules.follow_up for end in ends),
            strata=strata_of(spine, base, study.fewest_items),
            families=frozenset(families),
            opening=amounts[base],
        )
        if is_exposed:
            return


def all_members(spines: Iterable[Spine], rules: Rules) -> dict[str, list[Member]]:
    """Give the members of every study of events."""
    spines = list(spines)
    return {
        name: [member for spine in spines for member in members_of(name, spine, rules)]
        for name in STUDIES
    }


def member_rows(book: SignalBook, members: dict[str, list[Member]]) -> list[Row]:
    """Give a row for each customer and index month of each study."""
    return [member_row(book, member) for of_study in members.values() for member in of_study]


def member_row(book: SignalBook, member: Member) -> Row:
    """Give the row of a member, with what it is matched by."""
    if member.quarter is None:
        items, arr_band, age_band, term = member.strata
    else:
        (arr_band, items), age_band, term = member.strata, None, None
    return {
        "study": member.study,
        "customer_id": member.customer_id,
        "index_month": book.history.months[member.index],
        "items": items,
        "arr_band": arr_band,
        "age_band": age_band,
        "term_class": term,
        "start_quarter": member.quarter,
        "opening_arr": member.opening,
        "is_exposed": member.is_exposed,
        "has_churned": member.has_churned,
    }
