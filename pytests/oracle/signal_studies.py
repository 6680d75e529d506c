"""Matched studies: whether those to which something happened leave more often than their likes.

Or, where ARR is compared, whether more of it is left than of that of their likes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log, sqrt

from oracle.intervals import Z95, Limits
from oracle.money import ZERO
from oracle.rows import Row
from oracle.signal_landmarks import LANDMARKS
from oracle.signal_members import BY_FAMILY, STUDIES, Member
from oracle.signal_spines import Amount

# How many of the strata of a member are looked at, the finest first; the index month always is,
# or in its place the quarter of the start.
LEVELS = {"items+arr+age+term": 4, "items+arr+age": 3, "items+arr": 2, "items": 1}
LANDMARK_LEVELS = {"quarter+arr+items": 2, "quarter+arr": 1, "quarter": 0}
ALL_FAMILIES = "(all)"
# Where none, or one, of the exposed leaves: 97.5 % limits of a Poisson count.
POISSON_LIMITS = (3.688879, 5.571643)
# A sum from which all was taken away again may be off by rounding; the least above it is 1 in all.
NOTHING = 1e-9
UNSEEN = (None, None)


@dataclass
class Stratum:
    """How many are exposed and how many are controls, their sizes, and what became of these."""

    exposed: int = 0
    exposed_size: Fraction | int = 0
    exposed_outcome: Fraction | int = 0
    controls: int = 0
    control_size: Fraction | int = 0
    control_outcome: Fraction | int = 0

    @property
    def counts(self) -> bool:
        """Whether there are both."""
        return self.exposed_size > 0 and self.control_size > 0

    @property
    def terms(self) -> tuple[Fraction | float, Fraction | float]:
        """What the stratum adds to the numerator and to the denominator of the ratio."""
        if not self.counts:
            return 0, 0
        size = self.exposed_size + self.control_size
        return (
            self.exposed_outcome * self.control_size / size,
            self.control_outcome * self.exposed_size / size,
        )

    def add(self, member: Member, sign: int = 1) -> None:
        """Put a member in, or take it out with sign -1."""
        if member.is_exposed:
            self.exposed += sign
            self.exposed_size += sign * member.size
            self.exposed_outcome += sign * member.outcome
        else:
            self.controls += sign
            self.control_size += sign * member.size
            self.control_outcome += sign * member.outcome


@dataclass(frozen=True)
class Estimate:
    """What a study says at one level.

    Counts are of the strata that have both exposed and controls, but for `exposed`. Risks are from
    0 to 1, None without any such stratum. `risk_ratio` is None where no control leaves, `limits`
    where leaving out one customer leaves nothing to divide or to divide by. Where ARR is compared,
    risks and ratio are those of NRR. `from_start` is what both have of their first ARR after a
    year; None where it is not ARR that is compared, or not all of both are seen that long.
    `exposed_arr` is what the exposed had in the month as of which they are matched.
    """

    exposed: int
    exposed_matched: int
    exposed_churned: int
    control_rows: int
    control_customers: int
    control_churned_customers: int
    risk_exposed: float | None
    risk_control: float | None
    expected_churned: float
    risk_ratio: float | None
    limits: Limits | None
    from_start: tuple[float | None, float | None] = (None, None)
    exposed_arr: Amount = ZERO


def stratum_of(member: Member, level: str) -> tuple[object, ...]:
    """Give what a member has in common, at a level, with those that it is compared with."""
    depth = (LEVELS | LANDMARK_LEVELS)[level]
    return member.quarter or member.index, member.health, *member.strata[:depth]


def estimate(members: Iterable[Member], level: str) -> Estimate:
    """Compare the members of one study at a level.

    Args:
        members: of one study.
        level: one of `LEVELS`, or of `LANDMARK_LEVELS`.
    """
    members = list(members)
    strata: dict[tuple[object, ...], Stratum] = defaultdict(Stratum)
    for member in members:
        strata[stratum_of(member, level)].add(member)
    matched = {key: stratum for key, stratum in strata.items() if stratum.counts}
    keys = ((stratum_of(member, level), member) for member in members)
    rows = [(key, member) for key, member in keys if key in matched]
    found = [member for _, member in rows if member.is_exposed]
    controls = [member for _, member in rows if not member.is_exposed]
    churned = sum(member.has_churned for member in found)
    of_arr = bool(rows) and rows[0][1].amounts is not None
    is_seen = all(each.amounts is None or each.amounts.after_year is not None for _, each in rows)
    size, outcome = sum(each.size for each in found), sum(each.outcome for each in found)
    expected = fsum(
        stratum.exposed_size * stratum.control_outcome / stratum.control_size
        for stratum in matched.values()
    )
    above = sum(stratum.terms[0] for stratum in matched.values())
    below = sum(stratum.terms[1] for stratum in matched.values())
    return Estimate(
        exposed=sum(member.is_exposed for member in members),
        exposed_matched=len(found),
        exposed_churned=churned,
        control_rows=len(controls),
        control_customers=len({member.customer_id for member in controls}),
        control_churned_customers=len({each.customer_id for each in controls if each.has_churned}),
        risk_exposed=float(outcome / size) if size else None,
        risk_control=float(expected / size) if size else None,
        expected_churned=expected,
        risk_ratio=float(above / below) if below else None,
        limits=limits_of(matched, rows, None if of_arr else churned) if below else None,
        from_start=(nrr_from_start(found), nrr_from_start(controls)) if is_seen else UNSEEN,
        exposed_arr=sum((member.opening for member in found), ZERO),
    )


def nrr_from_start(members: list[Member]) -> float | None:
    """Give what members have a year after their start, of what they started with."""
    amounts = [member.amounts for member in members if member.amounts is not None]
    start = sum(each.start for each in amounts)
    return float(sum(each.after_year or 0 for each in amounts) / start) if start else None


def limits_of(
    strata: dict[tuple[object, ...], Stratum],
    rows: list[tuple[tuple[object, ...], Member]],
    churned: int | None,
) -> Limits | None:
    """Give the limits of the ratio: customers are left out one by one, each with all its rows.

    With fewer than two exposed leavers the lower one is 0, and the upper one that of a count so
    small, over what the controls make expected.

    Args:
        strata: those that have both exposed and controls; as they were afterwards.
        rows: stratum and member.
        churned: how many of the exposed leave; None where ARR is compared.

    Returns:
        None where without some customer nobody leaves of those that are needed.
    """
    sums = [sum(column) for column in zip(*(each.terms for each in strata.values()), strict=True)]
    rows_of: dict[str, list[tuple[tuple[object, ...], Member]]] = defaultdict(list)
    for key, member in rows:
        rows_of[member.customer_id].append((key, member))
    without = [without_customer(strata, own, sums) for own in rows_of.values()]
    if any(below < NOTHING for _, below in without):
        return None
    if churned is None or churned >= len(POISSON_LIMITS):
        if any(above < NOTHING for above, _ in without):
            return None
        half = Z95 * jackknife_error([log(above / below) for above, below in without])
        ratio = float(sums[0] / sums[1])
        return ratio * exp(-half), ratio * exp(half)
    weight = sum(
        each.exposed * each.controls / (each.exposed + each.controls) for each in strata.values()
    )
    count = sum(each.exposed for each in strata.values())
    half = Z95 * jackknife_error([log(below) for _, below in without])
    return 0.0, POISSON_LIMITS[churned] * weight / count / sums[1] * exp(half)


def without_customer(
    strata: dict[tuple[object, ...], Stratum],
    own: list[tuple[tuple[object, ...], Member]],
    sums: list[Fraction | float],
) -> tuple[Fraction | float, Fraction | float]:
    """Give numerator and denominator of the ratio without the rows of one customer."""
    above, below = sums
    for key, member in own:
        stratum = strata[key]
        before = stratum.terms
        stratum.add(member, -1)
        after = stratum.terms
        stratum.add(member)
        above += after[0] - before[0]
        below += after[1] - before[1]
    return above, below


def jackknife_error(figures: list[float]) -> float:
    """Give the standard error of a figure from what it is without each of the customers."""
    count = len(figures)
    mean = sum(figures) / count
    return sqrt((count - 1) / count * sum((each - mean) ** 2 for each in figures))


def chosen_level(
    estimates: dict[str, Estimate], min_controls: int, thresholds: dict[str, Fraction]
) -> str:
    """Choose the finest level at which enough are matched, by counts alone.

    Args:
        estimates: by level, the finest first; where none is good enough, the last one is chosen.
        min_controls: the least rows of controls per matched exposed customer.
        thresholds: for the least share of the exposed that is matched.
    """
    for level, found in estimates.items():
        if (
            found.exposed_matched
            and found.exposed_matched >= thresholds["min_matched_share"] * found.exposed
            and found.control_rows >= min_controls * found.exposed_matched
        ):
            return level
    return list(estimates)[-1]


def evidence_of(found: Estimate, thresholds: dict[str, Fraction]) -> str:
    """Say how much can be read from an estimate; never by how many of the exposed leave."""
    exposed, events = found.exposed_matched, found.control_churned_customers
    if exposed < thresholds["min_exposed"] or events < thresholds["min_control_events"]:
        return "too little"
    if exposed < thresholds["enough_exposed"] or events < thresholds["enough_control_events"]:
        return "thin"
    return "enough"


def evidence_of_arr(found: Estimate, thresholds: dict[str, Fraction]) -> str:
    """Say the same where ARR is compared: by the customers on either side."""
    fewer = min(found.exposed_matched, found.control_customers)
    if fewer < thresholds["min_side_customers"]:
        return "too little"
    return "thin" if fewer < thresholds["enough_side_customers"] else "enough"


def verdict_of(
    limits: Limits | None, evidence: str, words: tuple[str, str] = ("more likely", "less likely")
) -> str:
    """Say what an estimate says.

    Args:
        limits: of the ratio.
        evidence: how much can be read from it.
        words: for a ratio above 1, and for one below.
    """
    if evidence == "too little":
        return "too little evidence"
    if limits is None:
        return "no interval"
    if limits[0] > 1 + NOTHING:
        return words[0]
    return words[1] if limits[1] < 1 - NOTHING else "no clear difference"


# Rows --------------------------------------------------------------------------------------------


def study_rows(
    members: dict[str, list[Member]], thresholds: dict[str, Fraction], by_family: bool
) -> list[Row]:
    """Give a row for each study and level; ratios and limits only where there is evidence.

    Args:
        members: by study.
        thresholds: for the choice of the level, and for the evidence.
        by_family: whether there are rows for each family, too.
    """
    rows = []
    for name, study in STUDIES.items():
        rows += rows_of_study(name, members[name], study.min_controls, study.claim, thresholds)
    for name, landmark in LANDMARKS.items():
        rows += rows_of_study(
            name, members[name], landmark.min_controls, landmark.claim, thresholds
        )
    return rows + (family_rows(members[BY_FAMILY], thresholds) if by_family else [])


def family_rows(members: list[Member], thresholds: dict[str, Fraction]) -> list[Row]:
    """Give rows for each family that fell: those where it did, and those where it could have."""
    study = STUDIES[BY_FAMILY]
    fallen = sorted({each for member in members if member.is_exposed for each in member.families})
    return [
        row | {"product_family": family, "n_compared": len(fallen)}
        for family in fallen
        for row in rows_of_study(
            *(BY_FAMILY, [member for member in members if family in member.families]),
            *(study.min_controls, study.claim, thresholds),
        )
    ]


def rows_of_study(
    name: str,
    members: list[Member],
    min_controls: int,
    claim: Limits | None,
    thresholds: dict[str, Fraction],
) -> list[Row]:
    """Give the rows of a study, one for each of its levels."""
    is_landmark = name in LANDMARKS
    of_arr = is_landmark and LANDMARKS[name].is_of_arr
    levels = LANDMARK_LEVELS if is_landmark else LEVELS
    estimates = {level: estimate(members, level) for level in levels}
    chosen = chosen_level(estimates, min_controls, thresholds)
    rows = []
    for level, found in estimates.items():
        evidence = (evidence_of_arr if of_arr else evidence_of)(found, thresholds)
        is_shown = evidence != "too little"
        limits = found.limits if is_shown else None
        figures = arr_figures(found, is_shown) if of_arr else risk_figures(found, is_shown)
        rows.append(
            {
                "study": name,
                "product_family": ALL_FAMILIES,
                "level": level,
                "is_chosen": level == chosen,
                "n_compared": None,
                "exposed": found.exposed,
                "exposed_matched": found.exposed_matched,
                "control_rows": found.control_rows,
                "control_customers": found.control_customers,
                **figures,
                "ci_low": limits and limits[0],
                "ci_high": limits and limits[1],
                "claim_low": claim and claim[0],
                "claim_high": claim and claim[1],
                "claim_in_interval": has_common(limits, claim),
                "evidence": evidence,
                "verdict": verdict_of(
                    limits, evidence, *((("higher", "lower"),) if of_arr else ())
                ),
            }
        )
    return rows


RISKS = (
    *("exposed_churned", "control_churned_customers", "risk_exposed", "risk_control"),
    *("expected_churned", "risk_ratio"),
)
NRRS = (
    *("nrr_exposed", "nrr_control", "nrr_ratio"),
    *("nrr_from_start_exposed", "nrr_from_start_control"),
)


def risk_figures(found: Estimate, is_shown: bool) -> Row:
    """Give the figures of a study of who leaves; the ratio only if it is shown."""
    return dict.fromkeys(NRRS) | {
        "exposed_churned": found.exposed_churned,
        "control_churned_customers": found.control_churned_customers,
        "risk_exposed": found.risk_exposed,
        "risk_control": found.risk_control,
        "expected_churned": found.expected_churned,
        "risk_ratio": found.risk_ratio if is_shown else None,
    }


def arr_figures(found: Estimate, is_shown: bool) -> Row:
    """Give the figures of a study of ARR; the ratio only if it is shown."""
    return dict.fromkeys(RISKS) | {
        "nrr_exposed": found.risk_exposed,
        "nrr_control": found.risk_control,
        "nrr_ratio": found.risk_ratio if is_shown else None,
        "nrr_from_start_exposed": found.from_start[0],
        "nrr_from_start_control": found.from_start[1],
    }


def has_common(limits: Limits | None, claim: Limits | None) -> bool | None:
    """Tell whether some ratio is within both; None where either is not there."""
    if limits is None or claim is None:
        return None
    return limits[0] <= claim[1] and claim[0] <= limits[1]
