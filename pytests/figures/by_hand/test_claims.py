"""The oracle on claims of others, targets and the headline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, usage_row
from oracle import Policy, compute, seeds
from oracle.claims import position_of
from small_books import catalog, companies, line, pick, values_of

LAST = date(2024, 12, 31)
LAST_MONTH = date(2024, 12, 1)
POLICY = Policy(as_of_date=LAST)
PRODUCTS = catalog(Core="Core", Add="Add")


def computed(licences: list[RawRow], policy: Policy = POLICY, **tables: Any) -> Any:
    """Compute a book that has a catalog."""
    return compute({"licenses": licences, "products": PRODUCTS} | tables, policy)


# Claims ------------------------------------------------------------------------------------------


def test_where_a_figure_lies() -> None:
    """Both ends belong to the claim; limits need only meet it, and one may be open."""
    one, two = Fraction(1), Fraction(2)
    positions = [position_of(one, two, (each,) * 3) for each in (Fraction(1, 2), one, two, 3)]
    assert positions == ["below", "within", "within", "above"]
    assert position_of(None, one, (2, 2, 2)) == "above"
    assert position_of(two, None, (2, 1, 3)) == "within"
    assert position_of(None, two, (3, 1, None)) == "within"
    assert position_of(None, two, (4, 3, None)) == "above"
    assert position_of(None, None, (1, 1, 1)) is None
    assert position_of(one, two, (None, None, None)) is None


def test_claims_are_held_against_the_same_metric_window_and_scope(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Small has 90 % of before, all 95 %; of no window and of others nothing is said."""
    columns = "benchmark_id metric window_months scope low high comparison".split()
    empty = dict.fromkeys(("band", "claim", "claimed_by", "claimed_for", "remark"), "")
    claims = [
        ("all", "nrr", "12", "(all)", "0.9", "0.94", "band"),
        ("small", "nrr", "12", "Small", "0.9", "", "point"),
        ("no_window", "nrr", "", "(all)", "0.9", "", "point"),
        ("no_segment", "nrr", "12", "Tiny", "0.9", "", "point"),
        ("other", "nrr", "12", "(all)", "0.9", "", "never"),
        ("leaving", "logo_churn", "12", "Small", "", "0.1", "point"),
        ("test", "risk_ratio", "12", "(all)", "3", "", "study"),
    ]
    rows = [dict(zip(columns, claim, strict=True)) | empty for claim in claims]
    monkeypatch.setattr(seeds, "benchmarks", lambda: rows)
    book = line("A", "Core", (None, 100), ("2024-07-01", 90)) + line("B", "Core", (None, 100))
    small = companies(A={"segment": "Small"}, B={"segment": "Large"})
    found = computed(book, companies=small).benchmark_comparison
    assert [
        values_of(row, "benchmark_id actual claim_position")
        for row in found
        if row["arr_month"] == LAST_MONTH
    ] == [
        ("all", Fraction(95, 100), "above"),
        ("small", Fraction(9, 10), "within"),
        *((name, None, None) for name in ("no_window", "no_segment", "other")),
        ("leaving", 0, "within"),
        ("test", None, None),
    ]
    assert len(found) == len(claims) * 12


def test_claims_about_use_and_health() -> None:
    """A and B use nine of ten features and grow to 220 of 200; C and D use few, 100 of 200 stay.

    The ratio is 1.1 / 0.5. Of all four the health is below 90, so that of those above nothing is
    known.
    """
    book = [
        row
        for name, now in (("A", 110), ("B", 110), ("C", 50), ("D", 50))
        for row in line(name, "Core", (None, 100), ("2024-07-01", now))
    ]
    usage = [
        usage_row(
            **{"company_id": name, "product": "Core", "usage_date": date(2023, 12, 30)},
            **{"features_used": used, "features_available": 10},
        )
        for name, used in (("A", 9), ("B", 9), ("C", 8), ("D", 1))
    ]
    few = replace(POLICY, signal_thresholds=(("min_side_customers", 2),))
    rows = computed(book, few, product_usage=usage).benchmark_comparison
    row = pick(rows, benchmark_id="features_used", arr_month=LAST_MONTH)
    assert float(row["actual"]) == pytest.approx(2.2)
    assert pick(rows, benchmark_id="health_above_90", arr_month=LAST_MONTH)["actual"] is None
    rows = computed(book, product_usage=usage).benchmark_comparison
    assert pick(rows, benchmark_id="features_used", arr_month=LAST_MONTH)["actual"] is None


# Targets -----------------------------------------------------------------------------------------

COLUMNS = "target_id scope item segment_type segment_value metric window_months"
USUAL = {"scope": "company", "item": "(all)", "segment_type": "(all)", "segment_value": "(all)"}
USUAL |= {"metric": "nrr", "window_months": "12", "target_rate": "", "points": "", "owner": ""}
USUAL |= {"target_id": "t", "baseline_month": "2024-06-01", "due_month": "2025-03-01"}


def target(monkeypatch: pytest.MonkeyPatch, licences: list[RawRow], **changes: str) -> Any:
    """Give the row of a target."""
    monkeypatch.setattr(seeds, "nrr_targets", lambda: [USUAL | changes])
    small = companies(A={"segment": "Small"}, B={"segment": "Large"})
    (row,) = computed(licences, companies=small).target_attainment
    return row


def book() -> list[RawRow]:
    """Give A, which falls from 100 to 80 in March and has 92 from October on, and B.

    NRR is 0.9 by the end of June (180 of 200) and 0.96 by that of December (192 of 200). At the
    end of March 2024 both have 180 together.
    """
    levels = ((None, 100), ("2024-03-01", 80), ("2024-10-01", 92))
    return line("A", "Core", *levels) + line("B", "Core", (None, 100))


def test_the_way_to_a_target(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 0.9 by ten points to 1; at 0.96 six tenths of the way are done.

    By the end of March 2025 the 180 must be 180; there are 192.
    """
    row = target(monkeypatch, book(), points="0.1")
    assert values_of(row, "baseline target_rate actual") == (
        *(Fraction(9, 10), Fraction(1), Fraction(96, 100)),
    )
    assert values_of(row, "gap_points attainment is_reached") == (
        *(Fraction(-4, 100), Fraction(3, 5), False),
    )
    assert values_of(row, "actual_month months_left") == (LAST_MONTH, 3)
    assert values_of(row, "base_arr current_arr needed_net_growth_arr") == (180, 192, -12)


def test_what_is_needed_is_known_once_the_window_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of March 2026 opens in March 2025; that of December 2025 with what is there now."""
    row = target(monkeypatch, book(), target_rate="1.5", due_month="2026-03-01")
    needed = "base_arr current_arr needed_net_growth_arr"
    assert values_of(row, needed) == (None, None, None)
    row = target(monkeypatch, book(), target_rate="1.5", due_month="2025-12-01")
    assert values_of(row, f"{needed} months_left") == (192, 192, 96, 12)


def test_a_target_that_is_due_is_measured_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of August 2024 NRR was 0.9: reached where that was asked for."""
    row = target(monkeypatch, book(), target_rate="0.9", due_month="2024-08-01")
    columns = "actual_month actual is_reached months_left base_arr attainment"
    assert values_of(row, columns) == (date(2024, 8, 1), Fraction(9, 10), True, 0, None, None)
    row = target(monkeypatch, book(), target_rate="1", due_month=LAST_MONTH.isoformat())
    assert values_of(row, "actual months_left base_arr") == (Fraction(96, 100), 0, None)


def test_targets_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small customers are A: 0.8 by June, 0.92 by December; of Core both count, of Add nobody."""
    small = {"segment_type": "segment", "segment_value": "Small", "target_rate": "1.1"}
    row = target(monkeypatch, book(), **small)
    columns = "baseline actual base_arr current_arr needed_net_growth_arr attainment"
    assert values_of(row, columns) == (
        *(Fraction(8, 10), Fraction(92, 100), 80, 92, -4, Fraction(2, 5)),
    )
    row = target(monkeypatch, book(), scope="product", item="Core", target_rate="1.1")
    assert values_of(row, "base_arr current_arr needed_net_growth_arr") == (180, 192, 6)
    row = target(monkeypatch, book(), scope="product", item="Add", points="0.1")
    assert values_of(row, "baseline target_rate actual needed_net_growth_arr") == (None,) * 4


def test_only_nrr_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """GRR can't be made good by growth."""
    row = target(monkeypatch, book(), metric="grr", target_rate="0.9")
    assert values_of(row, "actual base_arr is_reached") == (Fraction(96, 100), None, True)


# The headline ------------------------------------------------------------------------------------


def test_the_headline_of_a_month() -> None:
    """Core has 192 of 200, Add 50 of 100: 242 of 300 are red, and Add lies 0.31 below.

    In December A paid 6 less of 254, a bit more than two per cent.
    """
    licences = book() + line("B", "Add", (None, 100), ("2024-07-01", 56), ("2024-12-01", 50))
    rows = computed(licences, replace(POLICY, small_base_entities=1)).headline_scorecard_monthly
    row = pick(rows, arr_month=LAST_MONTH)
    assert values_of(row, "opening_arr closing_arr closing_arr_change") == (248, 242, -6)
    assert values_of(row, "nrr_band grr_band contraction_level") == ("red", "red", "usual")
    assert row["contraction_rate_1m"] == Fraction(6, 248)
    assert values_of(row, "ndr_12m ndr_12m_change") == (Fraction(242, 300), Fraction(-6, 300))
    assert values_of(row, "worst_product_id worst_product_nrr") == ("Add", Fraction(1, 2))
    assert row["worst_product_gap"] == Fraction(242, 300) - Fraction(1, 2)
    assert values_of(row, "has_masked_churn has_shrinking_revenue") == (False, True)


def test_what_the_headline_leaves_out() -> None:
    """Without twelve months before it a month has no rates of a year; what is open is of now."""
    rows = computed(book()).headline_scorecard_monthly
    early = pick(rows, arr_month=date(2023, 12, 1))
    yearly = "ndr_12m grr_12m quick_ratio_12m expansion_share_12m existing_share_12m nrr_band"
    assert values_of(early, yearly) == (None,) * 6
    assert values_of(early, "nrr_1m has_masked_churn open_high_alerts renewals_90d") == (
        *(1, None, None, None),
    )
    last = pick(rows, arr_month=LAST_MONTH)
    assert (last["renewing_arr_90d"], last["renewals_90d"]) == (0, 0)


@pytest.mark.parametrize(
    ("closing", "band"),
    [(99, "red"), (100, "acceptable"), (110, "strong"), (129, "strong"), (130, "elite")],
)
def test_bands_of_nrr(closing: int, band: str) -> None:
    """Each begins with its own value."""
    rows = computed(line("A", "Core", (None, 100), ("2024-05-01", closing)))
    assert pick(rows.headline_scorecard_monthly, arr_month=LAST_MONTH)["nrr_band"] == band
