"""The oracle on health: points, scores, bands, and whether they say who leaves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import sqrt

import pytest
from books import RawRow, signal_row, usage_row
from oracle import Policy, compute, seeds
from oracle.health import Part, Score, band_of, points_of
from oracle.health_validation import Separation, separation, verdict_of
from oracle.seeds import Band, Weight
from small_books import catalog, licence, line, pick

DEC_2023, DEC_2024 = date(2023, 12, 31), date(2024, 12, 31)
BANDS = (
    Band("red", Fraction(0), Fraction(50)),
    Band("green", Fraction(50), Fraction(90)),
    Band("top", Fraction(90), None),
)
POLICY = Policy(as_of_date=DEC_2024)


def weight(metric: str, share: str, zero: str = "0", hundred: str = "1", **other: str) -> Weight:
    """Give a weight of all products, of use over 28 days, unless said otherwise."""
    return Weight(
        *(other.get("product", "*"), other.get("dimension", "usage"), metric, 28),
        *(Fraction(each) for each in (zero, hundred, share)),
    )


# Two products: Add has weights of its family, all others the usual ones.
WEIGHTS = (
    weight("active_share", "0.5", "0", "0.8"),
    weight("engagement_score", "0.3", "0", "100", dimension="engagement"),
    weight("open_tickets_ratio", "0.2", "3", "1", dimension="tickets"),
    weight("active_share", "1", "0", "0.5", product="family:Add"),
)


@pytest.fixture
def _own_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the oracle take these weights and bands instead of those of the project."""
    monkeypatch.setattr(seeds, "health_weights", lambda: WEIGHTS)
    monkeypatch.setattr(seeds, "health_bands", lambda: BANDS)


# Points and scores -------------------------------------------------------------------------------


def test_points_are_linear_and_cut() -> None:
    """0.6 on the way from 0.2 to 0.8 is two thirds; beyond an end there is nothing more."""
    usual = weight("active_share", "1", "0.2", "0.8")
    assert points_of(Fraction("0.6"), usual) == Fraction(200, 3)
    assert points_of(Fraction("0.1"), usual) == 0
    assert points_of(Fraction("0.9"), usual) == 100


def test_less_is_better_where_the_scale_says_so() -> None:
    """A ratio of 1.5 on the way from 3 to 1 has 75 points."""
    assert points_of(Fraction("1.5"), weight("open_tickets_ratio", "1", "3", "1")) == 75


def test_a_score_is_the_weighted_mean_of_what_is_known() -> None:
    """0.5 x 60 and 0.3 x 20 over 0.8 are 45, of four fifths of the weights."""
    score = Score(
        (Part(WEIGHTS[0], Fraction(60)), Part(WEIGHTS[1], Fraction(20)), Part(WEIGHTS[2], None))
    )
    assert (score.health(Fraction(1, 2)), score.covered) == (45, Fraction(4, 5))
    assert score.health(Fraction(4, 5)) == 45
    assert score.health(Fraction(9, 10)) is None
    assert score.without("active_share").health(Fraction(1, 2)) == 20


def test_bands_begin_at_their_first_score() -> None:
    """50 is no longer red, 90 no longer green; a hair below counts as reached."""
    scores = (0, 49, 50, 90, 100, Fraction(90) - Fraction(1, 10**10))
    assert [band_of(Fraction(each), BANDS) for each in scores] == [
        *("red", "red", "green", "top", "top", "top")
    ]
    assert band_of(None, BANDS) is None


# Scores of pairs ---------------------------------------------------------------------------------


def use(product: str, days_before: int, users: int, end: date = DEC_2024) -> RawRow:
    """Give the users of customer C some days before a month end."""
    return usage_row(
        company_id="C",
        product=product,
        usage_date=end - timedelta(days=days_before),
        active_users=users,
    )


def book() -> dict[str, list[RawRow]]:
    """Give a customer with ten units of Core, 3,000 a year, and five of Add, 1,000 a year."""
    return {
        "licenses": [
            licence("1", "2023-01-01", None, company_id="C", product="Core", arr=3000, quantity=10),
            licence("2", "2023-01-01", None, company_id="C", product="Add", arr=1000, quantity=5),
        ],
        "products": catalog(Core="Core", Add="Add"),
        # Core: 4 users of 10 units are half the way to 0.8; the month end itself comes too late.
        "product_usage": [use("core", 1, 4), use("core", 0, 9), use("core", 29, 9)],
        "account_signals": [
            signal_row(
                company_id="C",
                signal_date="2024-12-20",
                engagement_score=70,
                open_tickets=1,
                health_score=55,
            )
        ],
    }


@pytest.mark.usefixtures("_own_weights")
def test_scores_of_a_customer() -> None:
    """Core: (0.5 x 50 + 0.3 x 70) / 0.8 = 57.5. Nothing is known of Add, which is a quarter."""
    rows = compute(book(), POLICY).health_scores
    core = pick(rows, product_id="Core", score_day=DEC_2024)
    assert (core["health_score"], core["weight_covered"]) == (Fraction("57.5"), Fraction(4, 5))
    assert (core["usage_score"], core["engagement_score"], core["tickets_score"]) == (50, 70, None)
    assert (core["health_band"], core["source_health_score"]) == ("green", 55)
    add = pick(rows, product_id="Add", score_day=DEC_2024)
    assert (add["health_score"], add["weight_covered"], add["health_band"]) == (None, 0, None)
    for row in (core, add):
        assert row["customer_health_score"] == Fraction("57.5")
        assert row["covered_arr_share"] == Fraction(3, 4)


@pytest.mark.usefixtures("_own_weights")
def test_a_customer_is_the_mean_by_arr() -> None:
    """Add with 2 users of 5 units has 80 points: (3 x 57.5 + 1 x 80) / 4 = 63.125."""
    tables = book()
    tables["product_usage"].append(use("add", 28, 2))
    rows = compute(tables, POLICY).health_scores
    add = pick(rows, product_id="Add", score_day=DEC_2024)
    assert (add["health_score"], add["customer_health_score"]) == (80, Fraction("63.125"))


@pytest.mark.usefixtures("_own_weights")
def test_without_both_tables_there_are_no_scores() -> None:
    """With one of them there are rows, and no score where it is all that counts."""
    tables = book()
    del tables["product_usage"]
    rows = compute(tables, POLICY).health_scores
    assert {row["health_score"] for row in rows} == {None}
    del tables["account_signals"]
    assert compute(tables, POLICY).health_scores == []


# Whether they say who leaves ---------------------------------------------------------------------


def test_auc_counts_pairs_in_order() -> None:
    """Lost 20 and 50, kept 50, 60 and 10: 2 + 1 + half a tie of 6 are 3.5 / 6.

    Q1 = A / (2 - A) = 7/17, Q2 = 2 A^2 / (1 + A) = 49/114.
    """
    figures = [(20, True), (50, True), (50, False), (60, False), (10, False)]
    found = separation([(Fraction(score), is_lost) for score, is_lost in figures])
    auc = Fraction(7, 12)
    assert (found.lost, found.kept, found.auc) == (2, 3, auc)
    variance = (auc * (1 - auc) + (Fraction(7, 17) - auc**2) + 2 * (Fraction(49, 114) - auc**2)) / 6
    half = 1.959964 * sqrt(variance)
    # A share is not above 1.
    assert 7 / 12 + half > 1
    assert found.limits == pytest.approx((7 / 12 - half, 1))


def test_auc_needs_lost_and_kept() -> None:
    """With ten of each the evidence is enough."""
    assert separation([(Fraction(1), False)]) == Separation(0, 1, None, None)
    assert Separation(10, 10, None, None).evidence(Fraction(10)) == "enough"
    assert Separation(9, 400, None, None).evidence(Fraction(10)) == "too little"


def test_verdicts() -> None:
    """A limit at one half says nothing."""
    assert verdict_of((0.5, 0.9)) == "no sign"
    assert verdict_of((0.51, 0.9)) == "predicts"
    assert verdict_of((0.1, 0.49)) == "inverted"
    assert verdict_of(None) == "no sign"


@pytest.mark.usefixtures("_own_weights")
def test_what_became_of_a_year_ago() -> None:
    """Of five red pairs four are lost, of five green ones one: of all, half."""
    tables: dict[str, list[RawRow]] = {"licenses": [], "products": catalog(Core="Core")}
    tables["account_signals"], tables["product_usage"] = [], []
    for number in range(10):
        is_red = number < 5
        is_lost = number in (0, 1, 2, 3, 9)
        end: list[tuple[str | None, int]] = [("2024-07-01", 0)] if is_lost else []
        tables["licenses"] += line(f"C{number}", "Core", (None, 1000), *end)
        tables["account_signals"].append(
            signal_row(
                company_id=f"C{number}",
                signal_date=DEC_2023 - timedelta(days=1),
                engagement_score=20 if is_red else 80,
                health_score=95,
            )
        )
    # Engagement is three tenths of the weights: too little for a score of the project's own.
    rows = compute(tables, POLICY).health_validation
    assert {row["score_name"] for row in rows} == {"source_health_score"}
    least = (("min_weight_covered", 0.3), ("min_health_outcomes", 5))
    rows = compute(tables, Policy(as_of_date=DEC_2024, signal_thresholds=least)).health_validation
    own = [row for row in rows if row["score_name"] == "health_score"]
    red, green = (pick(own, health_band=each) for each in ("red", "green"))
    assert (red["pairs"], red["churned"], red["churn_rate"], red["lift"]) == (5, 4, 0.8, 1.6)
    assert (green["churned"], green["nrr"]) == (1, 0.8)
    assert red["red_less_green"] == pytest.approx(0.6)
    # Of 25 comparisons 16 are in order, 4 + 4 ties, 1 the wrong way.
    assert red["auc"] == Fraction(20, 25)
    top = pick(rows, score_name="source_health_score", health_band="top")
    assert (top["pairs"], top["churned"], top["auc"]) == (10, 5, Fraction(1, 2))
