"""The oracle on the forecast of NRR: rates of renewal, the book that they make, and its range."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy, Result
from oracle.forecast import Forecast, book_half_width, half_width_by_tests, verdict_of
from oracle.months import add_months
from oracle.renewal_positions import Position
from oracle.renewal_rates import drawn, spread_of
from small_books import checked, licence, line, monthly_licences, pick, values_of

POLICY = Policy(as_of_date=date(2024, 12, 31))
DECEMBER = date(2024, 12, 1)
JANUARY_2023 = date(2023, 1, 1)
CATALOG = [
    product_row(product_id=each, name=each, family=family)
    for each, family in (("Core", "Core"), ("Plus", "Core"), ("Add", "Add"))
]


def contract(
    name: str, start: str, arr: int, months: int = 12, product: str | None = "Core", **more: Any
) -> RawRow:
    """Give a licence of some months, that is over on the same day of the month."""
    usual = {
        "license_id": f"{name}-{product}-{start}",
        "end": add_months(date.fromisoformat(start), months),
        "to_date_included": "false",
        "company_id": name,
        "product": product,
        "arr": arr,
    }
    return licence(start=start, **(usual | more))


def pencil_book() -> list[RawRow]:
    """Give four customers over the two years up to December 2024.

    A renews in January at 120 instead of 100. B has 100 from April on, and is lost in April.
    C has 200 from July to July, and renews in August, when it should have in July. D pays 10 month
    by month.
    """
    return [
        contract("A", "2023-01-01", 100),
        contract("A", "2024-01-01", 120),
        contract("B", "2023-04-01", 100),
        contract("C", "2023-07-01", 200),
        contract("C", "2024-08-10", 200),
        *monthly_licences("D", "Core", JANUARY_2023, [10] * 24),
    ]


# By the renewal of A, B and C 400 become 120; with 23 of D at 10 each 630 become 350.
ALL = Fraction(350, 630)
ANNUAL = Fraction(3, 23) * Fraction(120, 400) + Fraction(20, 23) * ALL
MONTHLY = Fraction(23, 43) + Fraction(20, 43) * ALL
# C comes back with 200. At the month ends from January 2023 to November 2024 A has 12 x 100 and
# 11 x 120, B 12 x 100, C 12 x 200 and 4 x 200, D 23 x 10.
ENTERING = Fraction(200, 2520 + 1200 + 3200 + 230)


def looked_ahead(licences: list[RawRow], policy: Policy = POLICY, **tables: list[RawRow]) -> Result:
    """Compute a book of the catalog."""
    return checked(licences, policy, **({"products": CATALOG} | tables))


def forecast_of(
    licences: list[RawRow], horizon: int, policy: Policy = POLICY, item: str = "(all)"
) -> dict[str, Any]:
    """Give the forecast of a horizon."""
    rows = looked_ahead(licences, policy).forecast_nrr_quarterly
    return pick(rows, horizon_months=horizon, item=item)


def rate_of(
    licences: list[RawRow], term: str, policy: Policy = POLICY, origin: date = DECEMBER
) -> dict[str, Any]:
    """Give the rates of a kind of contract."""
    rows = looked_ahead(licences, policy).forecast_renewal_rates
    return pick(rows, term_class=term, origin_month=origin)


# Rates -------------------------------------------------------------------------------------------


def test_rates_of_renewal() -> None:
    """Each kind is drawn to all, as if 20 more had behaved like these."""
    columns = "renewals opening_arr closing_arr retained_arr"
    annual, monthly = (rate_of(pencil_book(), term) for term in ("annual", "monthly"))
    assert values_of(annual, columns) == (3, 400, 120, 100)
    assert values_of(monthly, columns) == (23, 230, 230, 230)
    assert values_of(annual, "renewal_rate entering_rate") == (ANNUAL, ENTERING)
    assert monthly["renewal_rate"] == MONTHLY
    gross = Fraction(3, 23) * Fraction(100, 400) + Fraction(20, 23) * Fraction(330, 630)
    assert annual["gross_renewal_rate"] == gross
    # Without end there is no renewal: what is known is what all do. Of two years there is nobody.
    rows = looked_ahead([*pencil_book(), *line("E", "Core", (None, 5))]).forecast_renewal_rates
    latest = {row["term_class"]: row for row in rows if row["origin_month"] == DECEMBER}
    assert set(latest) == {"annual", "monthly", "open-ended"}
    columns = "renewals observed_renewal_rate renewal_rate midterm_rate evidence"
    assert values_of(latest["open-ended"], columns) == (0, None, ALL, 1, "none")


def shrinking(name: str, day: str) -> list[RawRow]:
    """Give a customer that has 100 without end, of which 40 are over on a day."""
    shrinks = licence(f"{name} 40", JANUARY_2023, day, to_date_included="false")
    rows = [licence(f"{name} 60", JANUARY_2023) | {"arr": "60"}, shrinks | {"arr": "40"}]
    return [row | {"company_id": name, "product": "Core"} for row in rows]


def test_rates_of_months_without_renewal() -> None:
    """A grows in its second year, E shrinks and has no end, F buys a second product.

    A has 11 such months of 100 in each year, but 110 from June 2024 on. E has 12 x 100 and 11 x 60
    of before, 11 x 100 and 12 x 60 of after. F has 23 x 300; Add enters with 60 in February 2024.
    """
    licences = [contract("A", "2023-01-01", 100), contract("A", "2024-01-01", 100)]
    licences += [contract("A", "2024-06-10", 10, product="Plus"), *shrinking("E", "2024-01-10")]
    licences += line("F", "Core", (None, 300)) + line("F", "Add", (None, 0), ("2024-02-10", 60))
    annual, other = (rate_of(licences, term) for term in ("annual", "open-ended"))
    columns = "midterm_opening_arr midterm_closing_arr"
    assert values_of(annual, columns) == (1100 + 500 + 660, 1100 + 400 + 770)
    opening = 12 * 100 + 11 * 60 + 23 * 300 + 10 * 60
    closing = 11 * 100 + 12 * 60 + 23 * 300 + 10 * 60
    assert values_of(other, columns) == (opening, closing)
    of_all = Fraction(2270 + closing, 2260 + opening)
    own, share = Fraction(2270, 2260), Fraction(22, 42)
    assert annual["midterm_rate"] == share * own + (1 - share) * of_all
    own, share = Fraction(closing, opening), Fraction(56, 76)
    assert other["midterm_rate"] == share * own + (1 - share) * of_all
    # Of A a month of 100 was one with a renewal.
    assert values_of(annual, "entering_arr held_arr") == (60, 2260 + 100 + opening)


@pytest.mark.parametrize(
    ("back", "entered"),
    [("2024-04-20", 0), ("2024-05-10", 50), ("2024-06-10", 50), ("2024-07-10", 0)],
)
def test_who_was_away_for_longer_does_not_enter(back: str, entered: int) -> None:
    """Gone in April: March is the third month end before that of June, and the fourth of July."""
    licences = line("A", "Core", (None, 50), ("2024-04-10", 0), (back, 50))
    row = rate_of(licences + line("B", "Core", (None, 9)), "open-ended")
    # One who is back in April itself was never away.
    assert row["entering_arr"] == entered


def test_only_the_last_24_months_count() -> None:
    """A renews in January 2023, B in December 2022: the first of these is within 24 months."""
    licences = [
        *(contract("A", "2022-01-01", 100), contract("A", "2023-01-01", 50, months=36)),
        *(contract("B", "2021-12-10", 100), contract("B", "2022-12-10", 10, months=36)),
    ]
    assert rate_of(licences, "annual")["renewals"] == 1
    before = rate_of(licences, "annual", origin=date(2024, 11, 1))
    assert values_of(before, "renewals closing_arr") == (2, 60)


def test_origins_have_18_months_before_them() -> None:
    """July 2024 of a book that begins in January 2023; of a younger one only its last month."""
    rows = looked_ahead(pencil_book()).forecast_renewal_rates
    months = sorted({row["origin_month"] for row in rows})
    assert months == [date(2024, month, 1) for month in range(7, 13)]
    young = looked_ahead([contract("A", "2024-03-01", 100)]).forecast_renewal_rates
    assert {row["origin_month"] for row in young} == {DECEMBER}


def test_drawn() -> None:
    """With 20 cases half of each; without any the general one."""
    half, one = Fraction(1, 2), Fraction(1)
    assert drawn(half, 20, one, Fraction(20)) == Fraction(3, 4)
    assert drawn(None, 0, one, Fraction(20)) == 1
    assert drawn(None, 0, None, Fraction(20)) is None


# Positions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "months", "horizon", "renewals"),
    [
        # Up in January, at the latest in March, or in April.
        (date(2025, 1, 1), 12, 3, 1),
        (date(2025, 3, 31), 12, 3, 1),
        (date(2025, 4, 1), 12, 3, 0),
        # Overdue since October, or ended in December: up in January.
        (date(2024, 10, 5), 12, 3, 1),
        (date(2024, 12, 20), 6, 6, 1),
        (date(2024, 12, 20), 6, 7, 2),
        # Month by month, from next month on or from February on.
        (date(2025, 1, 1), 1, 12, 12),
        (date(2025, 2, 1), 1, 12, 11),
        # A quarter at a time, and for two years.
        (date(2025, 2, 15), 3, 9, 3),
        (date(2025, 12, 31), 24, 12, 1),
        (date(2026, 1, 1), 24, 12, 0),
        (None, None, 12, 0),
    ],
)
def test_renewals_ahead(end: date | None, months: int | None, horizon: int, renewals: int) -> None:
    """Counted from the end of December 2024."""
    position = Position("C", "Core", Decimal(1), "any", end, months)
    assert position.renewals_within(horizon, DECEMBER) == renewals


def test_the_main_licence_says_when() -> None:
    """The largest licence of a family, of whichever product; A has 50 and 45 of Core, 60 of Plus.

    A renews Plus in January, for two years, which are one renewal in 12 months; Core would be up
    every month. B renews a year from now: in no more than 12 months, but in more than 9.
    """
    licences = [
        *(contract("A", "2023-01-01", 60, product="Plus", months=24),),
        *monthly_licences("A", "Core", JANUARY_2023, [50] * 24),
        *(contract("A", "2023-01-01", 45, months=36, license_id="long"),),
        *(contract("B", "2022-12-01", 100, months=36),),
        *(contract("Z", "2022-12-01", 100), contract("Z", "2023-12-01", 50)),
    ]
    rows = looked_ahead(licences)
    annual = pick(rows.forecast_renewal_rates, term_class="annual", origin_month=DECEMBER)
    # Z up in December 2023 and in December 2024, in which it is lost.
    assert values_of(annual, "renewals closing_arr") == (2, 50)
    rate = Fraction(50, 150)
    found = pick(rows.forecast_nrr_quarterly, horizon_months=9, scope="company")
    assert found["base_arr"] == 60 + 50 + 45 + 100 + 50
    assert found["book_nrr"] == pytest.approx(float((155 * rate + 100) / 305))
    found = pick(rows.forecast_nrr_quarterly, horizon_months=12, scope="company")
    assert found["book_nrr"] == pytest.approx(float(rate))


def test_what_goes_on_past_its_end_is_up_every_month() -> None:
    """A's contract was over in June and goes on by itself: it has expired in each month since."""
    licences = [contract("A", "2023-07-01", 100, auto_renews="true")]
    licences += [contract("B", "2023-01-01", 100, months=48)]
    row = rate_of(licences, "annual", replace(POLICY, auto_renew_past_end=True))
    assert values_of(row, "renewals opening_arr closing_arr") == (6, 600, 600)
    assert values_of(rate_of(licences, "annual"), "renewals closing_arr") == (1, 0)


def test_a_renewal_before_its_time_is_mid_term() -> None:
    """A takes a larger contract in October, half a year before the old one ends."""
    first = contract("A", "2023-04-01", 100, months=24, license_id="one")
    licences = [first, contract("A", "2024-10-01", 150, renewal_of_license_id="one")]
    row = rate_of(licences, "multi-year")
    assert values_of(row, "renewals midterm_opening_arr midterm_closing_arr") == (
        *(0, 1800),
        17 * 100 + 150,
    )


# The forecast ------------------------------------------------------------------------------------


def test_in_three_months() -> None:
    """March 2024 had 430, of which 330 are left: A is up in January, D three times, C not yet."""
    row = forecast_of(pencil_book(), 3)
    book = (120 * ANNUAL + 200 + 10 * MONTHLY**3 + 3 * ENTERING * 330) / 430
    assert values_of(row, "origin_month forecast_month") == (DECEMBER, date(2025, 3, 1))
    assert values_of(row, "base_arr") == (430,)
    assert row["book_nrr"] == pytest.approx(float(book))
    # Of December 2023's 410 330 are left.
    assert row["naive_nrr"] == pytest.approx(330 / 410)
    assert row["nrr"] == pytest.approx(float(book + Fraction(330, 410)) / 2)


def test_in_a_year() -> None:
    """The base is what is there now; C is up in August."""
    row = forecast_of(pencil_book(), 12)
    book = (320 * ANNUAL + 10 * MONTHLY**12 + 12 * ENTERING * 330) / 330
    assert values_of(row, "base_arr") == (330,)
    assert row["book_nrr"] == pytest.approx(float(book))


def test_range_by_what_customers_did() -> None:
    """Three annual renewals are fewer than five: A is judged by all 26, of which 23 are D's.

    Of 630 350 are left, 5/9: A is off by 120 - 500/9, B by -500/9, C by -1000/9, D by 40/9. The
    squares add up to 1,623,200/81; what they had, squared, to 62,300. D's own months, and those
    without a renewal, are all alike.
    """
    row = forecast_of(pencil_book(), 3)
    spread = 1_623_200 / 81
    variance = (spread / 62_300 * 120**2 + spread / 630**2 * 120**2) / 430**2
    half = 1.281552 * sqrt(variance + ((row["book_nrr"] - row["naive_nrr"]) / 2) ** 2)
    assert row["book_half_width"] == pytest.approx(half)
    assert values_of(row, "tested_half_width origins verdict") == (None, 3, "no back-test")
    assert row["nrr_low"] == pytest.approx(row["nrr"] - half)
    assert row["nrr_high"] == pytest.approx(row["nrr"] + half)


def test_five_customer_months_are_a_kind() -> None:
    """Five annual renewals, of which one is lost: r = 0.8, off by 20 four times and by 80.

    The squares add up to 8,000, what they had to 50,000 and 500. In 12 months all four are up once.
    """
    licences = [contract(f"K{number}", "2023-04-01", 100) for number in range(5)]
    licences += [contract(f"K{number}", "2024-04-01", 100) for number in range(4)]
    licences += monthly_licences("D", "Core", JANUARY_2023, [10] * 24)
    row = forecast_of(licences, 12)
    variance = 8000 / 50_000 * 4 * 100**2 + 8000 / 500**2 * 400**2
    gap = row["book_nrr"] - row["naive_nrr"]
    half = 1.281552 * sqrt(variance / 410**2 + (gap / 2) ** 2)
    assert row["book_half_width"] == pytest.approx(half)


def test_mid_term_is_a_kind_of_its_own() -> None:
    """A shrinks without a renewal: 22 months at 100, of which the last goes to 60, and one at 60.

    r = 2,220 / 2,260; the squares around it are 21 x (100 - 100 r)² + (60 - 100 r)² +
    (60 - 60 r)². In three months there are three more such months of 60.
    """
    row = forecast_of(shrinking("A", "2024-11-10"), 3)
    rate = 2220 / 2260
    spread = 21 * (100 - 100 * rate) ** 2 + (60 - 100 * rate) ** 2 + (60 - 60 * rate) ** 2
    had = 22 * 100**2 + 60**2
    variance = spread / had * 60**2 * 3 + spread / 2260**2 * (60 * 3) ** 2
    assert row["book_nrr"] == pytest.approx(60 * rate**3 / 100)
    gap = row["book_nrr"] - row["naive_nrr"]
    assert row["book_half_width"] == pytest.approx(
        1.281552 * sqrt(variance / 100**2 + (gap / 2) ** 2)
    )


def test_products_are_drawn_to_the_company() -> None:
    """X leaves Core for Plus in January, at 150 instead of 100; Y renews Core in February.

    Of the family 200 become 250: 1.25, which Plus has, without a renewal of its own. Of Core 200
    become 100: (2 x 0.5 + 20 x 1.25) / 22.
    """
    licences = [contract("X", "2023-01-01", 100), contract("X", "2024-01-01", 150, product="Plus")]
    licences += [contract("Y", "2023-02-01", 100), contract("Y", "2024-02-01", 100)]
    core, plus = (forecast_of(licences, 3, item=each) for each in ("Core", "Plus"))
    assert core["scope"] == "product"
    assert values_of(core, "base_arr naive_nrr") == (100, 0.5)
    assert core["book_nrr"] == pytest.approx(26 / 22)
    assert values_of(plus, "base_arr naive_nrr nrr") == (150, None, None)
    assert plus["book_nrr"] == pytest.approx(1.25)
    assert values_of(plus, "nrr_low nrr_high book_half_width") == (None, None, None)
    assert values_of(core, "origins mae tested_half_width verdict") == (
        *(0, None, None),
        "no back-test",
    )


def test_what_enters_is_of_the_company_only() -> None:
    """A buys Add in July. Neither product has what enters, the company has it."""
    licences = line("A", "Core", (None, 100)) + line("A", "Add", (None, 0), ("2024-07-10", 50))
    assert forecast_of(licences, 3)["book_nrr"] == pytest.approx((150 + 3 * 150 * 50 / 2550) / 100)
    assert forecast_of(licences, 3, item="Core")["book_nrr"] == 1


def test_nothing_is_forecast_without_a_year_or_a_rate() -> None:
    """A year must be behind; and somebody must have had a renewal, where one is ahead."""
    young = [contract("A", "2024-03-01", 100, months=24), contract("B", "2024-05-01", 100)]
    row = forecast_of(young, 12)
    assert values_of(row, "naive_nrr nrr nrr_low") == (None,) * 3
    assert row["book_nrr"] is None
    assert values_of(forecast_of(young, 3), "base_arr book_nrr") == (100, 1)
    old = [contract("A", "2023-03-01", 100, months=24)]
    assert values_of(forecast_of(old, 3), "naive_nrr book_nrr") == (1, None)


def test_who_begins_in_the_last_month_goes_on() -> None:
    """Without a month that is known nothing happens in the next ones, but for renewals."""
    row = forecast_of([contract("A", "2024-12-01", 100, months=24)], 12)
    assert values_of(row, "base_arr book_nrr naive_nrr nrr") == (100, 1, None, None)


def test_base_is_at_the_rates_of_the_origin() -> None:
    """A pound that fell from 2 to 1 makes no NRR of one half."""
    rates = [
        {"currency": "GBP", "rate_date": day, "rate": rate}
        for day, rate in (("2023-01-01", "2"), ("2024-12-01", "1"))
    ]
    licences = [row | {"currency": "GBP"} for row in line("A", "Core", (None, 100))]
    rows = looked_ahead(licences, replace(POLICY, fx_mode="monthly"), exchange_rates=rates)
    row = pick(rows.forecast_nrr_quarterly, horizon_months=3, scope="company")
    assert values_of(row, "base_arr book_nrr naive_nrr") == (100, 1, 1)


def test_known_ends_within_the_horizon() -> None:
    """Marked as lost in January and April; renewed in January, and in February by what is pending.

    March is the last of three months. What is overdue since November is not ahead.
    """
    lost, pending = {"renewal_status": "lost"}, {"status": "pending"}
    licences = [
        contract("A", "2024-01-01", 1, **lost),
        contract("B", "2024-04-01", 2, **lost),
        contract("C", "2024-01-31", 4),
        contract("C", "2025-01-31", 9),
        contract("D", "2024-02-10", 8),
        contract("D", "2025-02-10", 9, **pending),
        contract("E", "2023-11-10", 16, **lost),
        contract("F", "2024-03-31", 32, **lost),
        contract("G", "2024-03-01", 64, product="Add", **lost),
    ]
    columns = "known_lost_arr known_renewed_arr"
    assert values_of(forecast_of(licences, 3), columns) == (1 + 32 + 64, 4)
    assert values_of(forecast_of(licences, 6), columns) == (1 + 32 + 64 + 2, 4)
    assert values_of(forecast_of(licences, 3, item="Add"), columns) == (64, 0)
    # However far the calendar looks.
    near = replace(POLICY, signal_thresholds=(("renewal_days", 31),))
    assert values_of(forecast_of(licences, 6, near), columns) == (1 + 32 + 64 + 2, 4)


# The back-test -----------------------------------------------------------------------------------


def test_what_would_have_been_forecast() -> None:
    """In July 2024, for October, by what was known of rates then, and by today's licences.

    A, B and C were up: 400 became 120, and with 18 of D 580 became 300. C is away in July.
    """
    rows = looked_ahead(pencil_book()).forecast_nrr_backtest
    assert [(row["origin_month"].month, row["horizon_months"]) for row in rows] == [
        *((7, 3), (8, 3), (9, 3)),
    ]
    monthly = Fraction(18, 38) + Fraction(20, 38) * Fraction(300, 580)
    book = float((120 + 10 * monthly**3) / 410)
    row = rows[0]
    assert row["forecast_month"] == date(2024, 10, 1)
    assert row["book_nrr"] == pytest.approx(book)
    assert row["naive_nrr"] == pytest.approx(130 / 410)
    assert row["actual"] == pytest.approx(330 / 410)
    assert row["forecast"] == pytest.approx((book + 130 / 410) / 2)
    assert row["error"] == pytest.approx((book + 130 / 410) / 2 - 330 / 410)
    assert row["book_error"] == pytest.approx(book - 330 / 410)
    assert row["naive_error"] == pytest.approx(-200 / 410)


def test_four_origins_are_a_back_test() -> None:
    """From June on there are four; of four the largest error is what 80 % stay within."""
    policy = replace(POLICY, signal_thresholds=(("backtest_months", 17),))
    result = looked_ahead(pencil_book(), policy)
    tested = [row for row in result.forecast_nrr_backtest if row["horizon_months"] == 3]
    errors = [abs(row["error"]) for row in tested]
    row = pick(result.forecast_nrr_quarterly, horizon_months=3, scope="company")
    assert values_of(row, "origins tested_half_width") == (4, max(errors))
    assert row["mae"] == pytest.approx(sum(errors) / 4)
    naive = [abs(each["naive_error"]) for each in tested]
    assert row["mae_naive"] == pytest.approx(sum(naive) / 4)
    assert row["verdict"] == ("better" if row["mae"] < row["mae_naive"] else "worse")
    assert row["nrr_high"] - row["nrr"] == pytest.approx(
        max(row["tested_half_width"], row["book_half_width"])
    )


@pytest.mark.parametrize(
    ("count", "place"), [(3, None), (4, 4), (5, 5), (8, 8), (9, 8), (13, 12), (14, 12), (18, 16)]
)
def test_half_width_by_tests(count: int, place: int | None) -> None:
    """Four fifths of one more than there are, rounded up; the sign of an error plays no part."""
    errors = [float(number * (-1) ** number) for number in range(1, count + 1)]
    assert half_width_by_tests(errors) == place


@pytest.mark.parametrize(
    ("errors", "naive", "verdict"),
    [
        ([0.1, -0.1, 0.1, 0.1], [0.2, 0.1, 0.1, 0.1], "better"),
        ([0.1, -0.1, 0.1, 0.1], [0.1, 0.1, -0.1, 0.1 + 1e-12], "equal"),
        ([0.1, -0.2, 0.1, 0.1], [0.1, 0.1, 0.1, 0.1], "worse"),
        ([0.1, 0.1, 0.1], [0.2, 0.2, 0.2], "no back-test"),
    ],
)
def test_verdicts(errors: list[float], naive: list[float], verdict: str) -> None:
    """By the mean of errors without their sign, from four origins on."""
    assert verdict_of(errors, naive) == verdict


def test_ranges_hold_what_the_two_disagree_by() -> None:
    """Without any error of the book half of what lies between them is left."""
    assert book_half_width(Forecast(1.2, 1.0), 0.0) == pytest.approx(0.1281552)
    assert book_half_width(Forecast(1.2, 1.0), None) is None
    assert book_half_width(Forecast(None, 1.0), 0.1) is None


def test_spread() -> None:
    """100 and 100 become 120 and 100: off by 10 each, from 1.1; nobody had anything: none."""
    moves = [(Decimal(100), Decimal(120)), (Decimal(100), Decimal(100))]
    spread = spread_of(moves)
    assert spread is not None
    assert (spread.of_one, spread.of_mean) == (Fraction(200, 20_000), Fraction(200, 40_000))
    assert spread_of([(Decimal(0), Decimal(5))]) is None
