"""What others claim and what was aimed at, beside the own figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import oracle.seeds as seeds
from oracle.claim_tests import UNKNOWN, Measured
from oracle.health import SLACK
from oracle.history import History
from oracle.money import ZERO, round_money, total
from oracle.months import add_months, calendar_months
from oracle.rows import Pair, Row
from oracle.segments import Segments
from oracle.signal_rules import SignalBook

ALL = "(all)"
OF_RETENTION = ("nrr", "grr", "contraction_rate")
OF_GROWTH = ("expansion_share", "existing_share")
MEASURES = ("actual", "actual_low", "actual_high")
OF_EXPANSIONS = ("first_expansion_median_days", "later_expansion_share")


@dataclass(frozen=True)
class Figures:
    """The rows of retention and growth that claims and targets are held against."""

    company: list[Row]
    segment: list[Row]
    product: list[Row]
    product_segment: list[Row]
    family: list[Row]
    growth: list[Row]

    def of_scope(self, scope: str, is_of_segment: bool) -> list[Row]:
        """Give the rows of a scope."""
        if scope == "company":
            return self.segment if is_of_segment else self.company
        if scope == "product":
            return self.product_segment if is_of_segment else self.product
        return [] if is_of_segment else self.family


def number(text: str) -> Fraction | None:
    """Read a number; None for an empty text."""
    return Fraction(text) if text else None


# Claims -----------------------------------------------------------------------------------------


def measure(row: Row, metric: str) -> Fraction | None:
    """Give a figure of a row of retention."""
    if metric == "logo_churn":
        return None if row["logo_retention"] is None else 1 - row["logo_retention"]
    return row[metric]


def own_figure(claim: dict[str, str], month: date, figures: Figures) -> Fraction | None:
    """Give the own figure that a claim is about, of the same metric, window and scope."""
    window = int(claim["window_months"])
    if claim["metric"] in OF_GROWTH:
        rows = figures.growth if claim["scope"] == ALL else []
    elif claim["metric"] in (*OF_RETENTION, "logo_churn"):
        rows = figures.company if claim["scope"] == ALL else figures.segment
    else:
        rows = []
    for row in rows:
        asked = row["arr_month"], row["window_months"], row.get("segment_value", ALL)
        if asked == (month, window, claim["scope"]):
            return measure(row, claim["metric"])
    return None


def study_figures(claim: dict[str, str], studies: list[Row], follow_up: int) -> Measured:
    """Give the ratio of the study that tests a claim, and its limits."""
    for row in studies:
        asked = row["study"], row["product_family"], row["is_chosen"]
        if asked == (claim["benchmark_id"], ALL, True) and int(claim["window_months"]) == follow_up:
            ratio = row.get(claim["metric"]) if claim["metric"].endswith("_ratio") else None
            return UNKNOWN if ratio is None else (ratio, row["ci_low"], row["ci_high"])
    return UNKNOWN


def expansion_figures(claim: dict[str, str], expansion_times: list[Row]) -> Measured:
    """Give what a claim about first expansions is held against, and its limits."""
    for row in expansion_times:
        scope = row["scope_type"], row["segment_type"], row["segment_value"]
        if scope not in (("all", ALL, ALL), ("segment", "segment", claim["scope"])):
            continue
        if row["segment_value"] != claim["scope"]:
            continue
        if claim["metric"] == "later_expansion_share":
            return (row["later_share"],) * 3
        days = (row[f"median_days{side}"] for side in ("", "_low", "_high"))
        median, low, high = (None if day is None else float(day) for day in days)
        return median, low, high
    return UNKNOWN


def position_of(low: Fraction | None, high: Fraction | None, measured: Measured) -> str | None:
    """Say where a figure lies; None where there is none, or nothing is claimed.

    What has a lower limit alone may be any higher.
    """
    actual, actual_low, actual_high = measured
    if actual is None or (low is None and high is None):
        return None
    if low is not None and actual_high is not None and actual_high < low - SLACK:
        return "below"
    if high is not None and actual_low is not None and actual_low > high + SLACK:
        return "above"
    return "within"


def claim_rows(
    book: SignalBook,
    figures: Figures,
    studies: list[Row],
    expansion_times: list[Row],
    tested: dict[str, Measured],
) -> list[Row]:
    """Give a row for each month and claim.

    Args:
        book: for the months.
        figures: the own ones.
        studies: rows of the studies.
        expansion_times: of all customers, and of segments, how long the first expansion takes.
        tested: claim to what its own test says, of those that no study is about.
    """
    rows = []
    for i in book.months:
        for claim in seeds.benchmarks():
            measured = UNKNOWN
            if claim["comparison"] == "never":
                pass
            elif claim["metric"] in OF_EXPANSIONS:
                if i == book.last:
                    measured = expansion_figures(claim, expansion_times)
            elif claim["benchmark_id"] in tested:
                measured = tested[claim["benchmark_id"]] if i == book.last else UNKNOWN
            elif claim["comparison"] == "study":
                if i == book.last and claim["window_months"]:
                    follow_up = int(book.thresholds["follow_up_months"])
                    measured = study_figures(claim, studies, follow_up)
            elif claim["window_months"]:
                measured = (own_figure(claim, book.history.months[i], figures),) * 3
            if measured[1:] == (None, None):
                measured = (measured[0],) * 3
            claimed = number(claim["low"]), number(claim["high"])
            rows.append(
                {
                    "arr_month": book.history.months[i],
                    "benchmark_id": claim["benchmark_id"],
                    "metric": claim["metric"] or None,
                    "window_months": int(claim["window_months"])
                    if claim["window_months"]
                    else None,
                    **{
                        name: claim[name] or None
                        for name in ("scope", "claim", "claimed_by", "claimed_for", "band")
                    },
                    **{name: claim[name] or None for name in ("comparison", "remark")},
                    "low": claimed[0],
                    "high": claimed[1],
                    **dict(zip(MEASURES, measured, strict=True)),
                    "claim_position": position_of(*claimed, measured),
                }
            )
    return rows


# Targets ----------------------------------------------------------------------------------------


def rate_of(target: dict[str, str], month: date, figures: Figures) -> Fraction | None:
    """Give the rate that a target is for, in a month."""
    is_of_segment = target["segment_type"] != ALL
    for row in figures.of_scope(target["scope"], is_of_segment):
        asked = row["arr_month"], row["window_months"]
        item = row.get("product_id", row.get("product_family", ALL))
        segment = row.get("segment_type", ALL), row.get("segment_value", ALL)
        if asked == (month, int(target["window_months"])) and (item, *segment) == (
            *(target["item"], target["segment_type"], target["segment_value"]),
        ):
            return row[target["metric"]]
    return None


def members_of(
    target: dict[str, str], history: History, segments: Segments
) -> Callable[[Pair, int], bool]:
    """Give what tells whether a pair that starts a window is one that a target is about."""
    segment = target["segment_type"], target["segment_value"]

    def is_member(pair: Pair, start: int) -> bool:
        item = {
            "company": ALL,
            "product": pair[1],
            "product_family": history.family_of(pair[1]),
        }[target["scope"]]
        if item != target["item"] or history.customer_at(pair[0], start) == 0:
            return False
        return segment[0] == ALL or segment in segments.of[pair[0], start]

    return is_member


def base_of_target(
    target: dict[str, str], history: History, segments: Segments, start: int
) -> tuple[Decimal, Decimal]:
    """Give what the base of a target had at the start of its window, and what it has now."""
    last, is_member = len(history.months) - 1, members_of(target, history, segments)
    opening: dict[str, Decimal] = {}
    closing: dict[str, Decimal] = {}
    reported: dict[str, Decimal] = {}
    for pair, arr_row in history.arr.items():
        if is_member(pair, start):
            name = pair[0]
            opening[name] = opening.get(name, ZERO) + history.base_of(pair, start, last)
            closing[name] = closing.get(name, ZERO) + arr_row[last]
            reported[name] = reported.get(name, ZERO) + arr_row[start]
    base = [name for name, arr in reported.items() if arr > 0]
    return total(opening[name] for name in base), total(closing[name] for name in base)


def target_rows(history: History, figures: Figures, segments: Segments) -> list[Row]:
    """Give a row for each target.

    Args:
        history: all snapshots.
        figures: the own rates.
        segments: who was in which segment, and when.
    """
    if not history.months:
        return []
    last = history.months[-1]
    rows = []
    for target in seeds.nrr_targets():
        # Any day of a month stands for the month.
        baseline_month, due_month = (
            date.fromisoformat(target[name]).replace(day=1)
            for name in ("baseline_month", "due_month")
        )
        window, points = int(target["window_months"]), number(target["points"])
        baseline = rate_of(target, baseline_month, figures)
        target_rate = number(target["target_rate"])
        if target_rate is None and baseline is not None and points is not None:
            target_rate = baseline + points
        actual_month = min(last, due_month)
        actual = rate_of(target, actual_month, figures)
        months_left = max(calendar_months(last, due_month), 0)
        start_month = add_months(due_month, -window)
        base = current = needed = None
        if target["metric"] == "nrr" and months_left > 0 and start_month <= last:
            base, current = ZERO, ZERO
            if start_month in history.months:
                start = history.months.index(start_month)
                base, current = base_of_target(target, history, segments, start)
            if target_rate is not None:
                needed = round_money(target_rate * Fraction(base) - Fraction(current))
        is_known = actual is not None and target_rate is not None
        rows.append(
            {
                **{
                    name: target[name]
                    for name in ("target_id", "scope", "item", "segment_type", "segment_value")
                },
                "metric": target["metric"],
                "window_months": window,
                "owner": target["owner"] or None,
                "baseline_month": baseline_month,
                "due_month": due_month,
                "actual_month": actual_month,
                "months_left": months_left,
                "base_arr": base,
                "current_arr": current,
                "needed_net_growth_arr": needed,
                "baseline": baseline,
                "target_rate": target_rate,
                "actual": actual,
                "gap_points": actual - target_rate if is_known else None,
                "attainment": (actual - baseline) / (target_rate - baseline)
                if is_known and baseline is not None and target_rate != baseline
                else None,
                "is_reached": actual >= target_rate - SLACK if is_known else None,
            }
        )
    return rows
