"""Matched studies: whether those to which something happened leave more often than their likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, fsum, log, sqrt

from oracle.intervals import Z95, Limits
from oracle.rows import Row
from oracle.signal_members import STUDIES, Member

# How many of the strata of a member are looked at, the finest first; the index month always is.
LEVELS = {"items+arr+age+term": 4, "items+arr+age": 3, "items+arr": 2, "items": 1}
COARSEST = "items"
# Where none, or one, of the exposed leaves: 97.5 % limits of a Poisson count.
POISSON_LIMITS = (3.688879, 5.571643)
# A sum from which all was taken away again may be off by rounding; the least above it is 1 in all.
NOTHING = 1e-9


@dataclass
class Stratum:
    """How many are exposed and how many are controls, and how many of each leave."""

    exposed: int = 0
    exposed_churned: int = 0
    controls: int = 0
    controls_churned: int = 0

    @property
    def counts(self) -> bool:
        """Whether there are both."""
        return self.exposed > 0 and self.controls > 0

    @property
    def terms(self) -> tuple[float, float]:
        """What the stratum adds to the numerator and to the denominator of the ratio."""
        if not self.counts:
            return 0.0, 0.0
        size = self.exposed + self.controls
        return (
            self.exposed_churned * self.controls / size,
            self.controls_churned * self.exposed / size,
        )

    def add(self, member: Member, sign: int = 1) -> None:
        """Put a member in, or take it out with sign -1."""
        if member.is_exposed:
            self.exposed += sign
            self.exposed_churned += sign * member.has_churned
        else:
            self.controls += sign
            self.controls_churned += sign * member.has_churned


@dataclass(frozen=True)
class Estimate:
    """What a study says at one level.

    Counts are of the strata that have both exposed and controls, but for `exposed`. Risks are from
    0 to 1, None without any such stratum. `risk_ratio` is None where no control leaves, `limits`
    where leaving out one customer leaves nothing to divide or to divide by.
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


def estimate(members: Iterable[Member], level: str) -> Estimate:
    """Compare the members of one study at a level.

    Args:
        members: of one study.
        level: one of `LEVELS`.
    """
    strata: dict[tuple[object, ...], Stratum] = defaultdict(Stratum)
    rows_of: dict[tuple[object, ...], list[Member]] = defaultdict(list)
    exposed = 0
    for member in members:
        key = (member.index, *member.strata[: LEVELS[level]])
        strata[key].add(member)
        rows_of[key].append(member)
        exposed += member.is_exposed
    matched = {key: stratum for key, stratum in strata.items() if stratum.counts}
    rows = [(key, member) for key in matched for member in rows_of[key]]
    controls = [member for _, member in rows if not member.is_exposed]
    count = sum(stratum.exposed for stratum in matched.values())
    churned = sum(stratum.exposed_churned for stratum in matched.values())
    expected = fsum(
        stratum.exposed * stratum.controls_churned / stratum.controls
        for stratum in matched.values()
    )
    above = sum(stratum.terms[0] for stratum in matched.values())
    below = sum(stratum.terms[1] for stratum in matched.values())
    return Estimate(
        exposed=exposed,
        exposed_matched=count,
        exposed_churned=churned,
        control_rows=len(controls),
        control_customers=len({member.customer_id for member in controls}),
        control_churned_customers=len({each.customer_id for each in controls if each.has_churned}),
        risk_exposed=churned / count if count else None,
        risk_control=expected / count if count else None,
        expected_churned=expected,
        risk_ratio=above / below if below else None,
        limits=limits_of(matched, rows, churned) if below else None,
    )


def limits_of(
    strata: dict[tuple[object, ...], Stratum],
    rows: list[tuple[tuple[object, ...], Member]],
    churned: int,
) -> Limits | None:
    """Give the limits of the ratio: customers are left out one by one, each with all its rows.

    With fewer than two exposed leavers the lower one is 0, and the upper one that of a count so
    small, over what the controls make expected.

    Args:
        strata: those that have both exposed and controls; as they were afterwards.
        rows: stratum and member.
        churned: how many of the exposed leave.

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
    if churned >= len(POISSON_LIMITS):
        if any(above < NOTHING for above, _ in without):
            return None
        half = Z95 * jackknife_error([log(above / below) for above, below in without])
        ratio = sums[0] / sums[1]
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
    sums: list[float],
) -> tuple[float, float]:
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
        estimates: by level, the finest first.
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
    return COARSEST


def evidence_of(found: Estimate, thresholds: dict[str, Fraction]) -> str:
    """Say how much can be read from an estimate; never by how many of the exposed leave."""
    exposed, events = found.exposed_matched, found.control_churned_customers
    if exposed < thresholds["min_exposed"] or events < thresholds["min_control_events"]:
        return "too little"
    if exposed < thresholds["enough_exposed"] or events < thresholds["enough_control_events"]:
        return "thin"
    return "enough"


def verdict_of(limits: Limits | None, evidence: str) -> str:
    """Say what an estimate says."""
    if evidence == "too little":
        return "too little evidence"
    if limits is None:
        return "no interval"
    if limits[0] > 1 + NOTHING:
        return "more likely"
    return "less likely" if limits[1] < 1 - NOTHING else "no clear difference"


def study_rows(members: dict[str, list[Member]], thresholds: dict[str, Fraction]) -> list[Row]:
    """Give a row for each study and level; ratios and limits only where there is evidence."""
    rows = []
    for name, study in STUDIES.items():
        estimates = {level: estimate(members[name], level) for level in LEVELS}
        chosen = chosen_level(estimates, study.min_controls, thresholds)
        for level, found in estimates.items():
            evidence = evidence_of(found, thresholds)
            limits = None if evidence == "too little" else found.limits
            ratio = None if evidence == "too little" else found.risk_ratio
            rows.append(
                {
                    "study": name,
                    "level": level,
                    "is_chosen": level == chosen,
                    "exposed": found.exposed,
                    "exposed_matched": found.exposed_matched,
                    "exposed_churned": found.exposed_churned,
                    "control_rows": found.control_rows,
                    "control_customers": found.control_customers,
                    "control_churned_customers": found.control_churned_customers,
                    "risk_exposed": found.risk_exposed,
                    "risk_control": found.risk_control,
                    "expected_churned": found.expected_churned,
                    "risk_ratio": ratio,
                    "ci_low": limits and limits[0],
                    "ci_high": limits and limits[1],
                    "claim_low": study.claim and study.claim[0],
                    "claim_high": study.claim and study.claim[1],
                    "claim_in_interval": has_common(limits, study.claim),
                    "evidence": evidence,
                    "verdict": verdict_of(limits, evidence),
                }
            )
    return rows


def has_common(limits: Limits | None, claim: Limits | None) -> bool | None:
    """Tell whether some ratio is within both; None where either is not there."""
    if limits is None or claim is None:
        return None
    return limits[0] <= claim[1] and claim[0] <= limits[1]
