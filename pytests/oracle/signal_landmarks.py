"""Who is compared in the studies of the first months: who bought more in them, and who did not.

A customer is in each of them once, as of the last of its first months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from oracle.cohorts import quarter_of
from oracle.months import add_months
from oracle.segments import band_of
from oracle.signal_members import Amounts, Member, Rules, held, settled_ends
from oracle.signal_spines import Spine

YEAR = 12


@dataclass(frozen=True)
class Landmark:
    """A question that is asked of every customer once.

    Args:
        is_of_arr: whether ARR is compared, and not who leaves.
        min_controls: controls that there must be for each exposed customer.
        claim: from which to which ratio others say it is; None where nobody does.
        is_premature: whether only who bought more of what it had hardly used is exposed.
    """

    is_of_arr: bool
    min_controls: int
    claim: tuple[float, float] | None
    is_premature: bool = False


LANDMARKS: dict[str, Landmark] = {
    "premature_expansion": Landmark(False, 1, None, is_premature=True),
    "early_expander": Landmark(True, 1, (3.0, 3.0)),
}


def landmark_members(spines: Iterable[Spine], rules: Rules) -> dict[str, list[Member]]:
    """Give the members of every study of the first months."""
    spines = list(spines)
    return {
        name: [member for spine in spines for member in landmark_member(name, spine, rules)]
        for name in LANDMARKS
    }


def landmark_member(name: str, spine: Spine, rules: Rules) -> Iterator[Member]:
    """Give the row of a customer, if it is there all the first months and is followed after them.

    Args:
        name: of the study.
        spine: the customer.
        rules: for the thresholds and the months.
    """
    amounts = spine.whole.amounts
    start = next(i for i, amount in enumerate(amounts) if amount > 0)
    index = start + int(rules.thresholds["landmark_months"])
    end = index + rules.follow_up
    if end > rules.last or not all(amounts[start : index + 1]):
        return
    months = spine.premature if LANDMARKS[name].is_premature else spine.expansions
    yield Member(
        *(name, spine.customer_id, index),
        is_exposed=any(start < month <= index for month in months),
        has_churned=any(index < each <= end for each in settled_ends(spine, rules)),
        strata=(
            band_of("arr_band", amounts[start]),
            "1" if len(held(spine, start)) == 1 else "2 or more",
        ),
        quarter=quarter_of(add_months(rules.first_month, start)),
        amounts=amounts_of(spine, start, index, end) if LANDMARKS[name].is_of_arr else None,
        opening=amounts[start],
    )


def amounts_of(spine: Spine, start: int, index: int, end: int) -> Amounts:
    """Give what a customer has in the months that are compared, at the rates of the later ones."""
    whole, later = spine.whole, start + YEAR
    is_seen = later < len(whole.amounts)
    return Amounts(
        index=Fraction(whole.before(index, end)),
        end=Fraction(whole.amounts[end]),
        start=Fraction(whole.before(start, later)) if is_seen else Fraction(0),
        after_year=Fraction(whole.amounts[later]) if is_seen else None,
    )
