"""The oracle on cohorts, components of NRR, and methods of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from books import RawRow
from oracle import Policy
from oracle.months import add_months
from small_books import JAN, MAR, checked, monthly_licences, pick, values_of

AS_OF_FEBRUARY = Policy(as_of_date=date(2024, 2, 29), retention_windows=(1,))
AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))


def test_cohorts_start_at_each_members_own_month() -> None:
    """C1 starts in January, C2 in March: April is the last month that shows one month of both."""
    licences = monthly_licences("C1", "P", JAN, [100, 120, 0, 80])
    licences += monthly_licences("C2", "P", JAN, [0, 0, 50, 40])
    licences += monthly_licences("C1", "Q", JAN, [0, 7, 7, 7])
    licences += monthly_licences("C3", "P", JAN, [0, 0, 0, 30])
    result = checked(licences, AS_OF_APRIL)
    rows = {
        (row["product_id"], row["months_since_start"]): row
        for row in result.retention_cohort_monthly
    }
    assert set(rows) == {(name, k) for name in ("(all)", "P", "Q") for k in (0, 1)}
    assert {row["cohort_quarter"] for row in rows.values()} == {JAN}
    assert {(row["scope"], row["product_id"]) for row in rows.values()} == {
        ("company", "(all)"),
        ("product", "P"),
        ("product", "Q"),
    }
    row = rows["P", 1]
    assert values_of(row, "opening_arr arr retained_arr") == (150, 160, 140)
    assert values_of(row, "nrr grr") == (Fraction(16, 15), Fraction(14, 15))
    assert values_of(row, "opening_customers customers logo_retention") == (2, 2, 1)
    assert row["is_small_base"] is True
    assert rows["(all)", 1]["arr"] == 167
    assert rows["Q", 0]["nrr"] == rows["Q", 0]["logo_retention"] == 1

    result = checked(licences, replace(AS_OF_APRIL, as_of_date=date(2024, 5, 31)))
    row = pick(result.retention_cohort_monthly, product_id="P", months_since_start=2)
    assert values_of(row, "arr customers nrr logo_retention") == (0, 0, 0, 0)


def test_components_add_up_to_company_nrr() -> None:
    """Company 80 of 75: products keep 70, and base customers entered others for 10."""
    licences = (
        monthly_licences("C1", "Platform", JAN, [40, 50])
        + monthly_licences("C1", "Analytics", JAN, [15, 0])
        + monthly_licences("C1", "API", JAN, [0, 10])
        + monthly_licences("C2", "Platform", JAN, [20, 20])
        + monthly_licences("C3", "Platform", JAN, [0, 99])
    )
    result = checked(licences, AS_OF_FEBRUARY)
    rows = {row["component"]: row for row in result.retention_bridge_monthly}
    assert len(rows) == len(result.retention_bridge_monthly) == 3
    columns = "component_type opening_arr closing_arr nrr"
    shown = {name: values_of(row, columns) for name, row in rows.items()}
    assert shown == {
        "Platform": ("product", 60, 70, Fraction(7, 6)),
        "Analytics": ("product", 15, 0, 0),
        "(entered)": ("entered", 0, 10, None),
    }
    row = rows["Platform"]
    assert values_of(row, "opening_share nrr_contribution") == (Fraction(4, 5), Fraction(14, 15))
    assert {row["company_opening_arr"] for row in rows.values()} == {75}
    assert {row["company_nrr"] for row in rows.values()} == {Fraction(16, 15)}
    assert sum(row["nrr_contribution"] for row in rows.values()) == Fraction(16, 15)


def year_of_two() -> list[RawRow]:
    """Give customer A from December, 100 and later 95, and B from March, 50 and later 90."""
    licences = monthly_licences("A", "P", date(2023, 12, 1), [100] * 9 + [95] * 5)
    return licences + monthly_licences("B", "P", MAR, [50] * 3 + [90] * 8)


def test_methods() -> None:
    """December 2024: A kept 95 of 100, B came in between; 150 became 190 in June, then 185."""
    policy = Policy(as_of_date=date(2024, 12, 31), method_floor_arr=100)
    result = checked(year_of_two(), policy)
    rows = {row["method"]: row for row in result.retention_methods}
    assert len(rows) == len(result.retention_methods) == 6
    kept = (Fraction(19, 20), Fraction(19, 20))
    rates = {method: (row["nrr"], row["grr"]) for method, row in rows.items()}
    assert rates == {
        "point_to_point_12m": kept,
        "weighted_mean_12m": kept,
        "compounded_monthly_12m": (Fraction(37, 30), Fraction(37, 38)),
        "summed_movements_12m": (Fraction(27, 20), Fraction(19, 20)),
        "customers_above_floor_12m": kept,
        "survivors_only_12m": kept,
    }
    row = rows["summed_movements_12m"]
    assert values_of(row, "nrr_numerator grr_numerator denominator") == (135, 95, 100)
    assert rows["compounded_monthly_12m"]["denominator"] is None


def test_methods_that_leave_customers_out() -> None:
    """Of 1000, 60 and 40 a year ago: the first shrinks by 100, the second doubles, one is lost."""
    first = date(2023, 12, 1)
    licences = monthly_licences("A", "P", first, [1000] * 12 + [900])
    licences += monthly_licences("B", "P", first, [60] * 12 + [120])
    licences += monthly_licences("C", "P", first, [40] * 12)
    policy = Policy(as_of_date=date(2024, 12, 31))
    columns = "nrr_numerator grr_numerator denominator"
    shown = {}
    for floor in (60, 61, 1001):
        result = checked(licences, replace(policy, method_floor_arr=floor))
        rows = {row["method"]: row for row in result.retention_methods}
        above = rows.get("customers_above_floor_12m")
        shown[floor] = above and values_of(above, columns)
    assert shown == {60: (1020, 960, 1060), 61: (900, 900, 1000), 1001: None}
    row = rows["survivors_only_12m"]
    assert values_of(row, columns) == (1020, 960, 1060)
    row = rows["point_to_point_12m"]
    assert values_of(row, columns) == (1020, 960, 1100)


def test_weighted_mean_takes_a_year_of_yearly_figures() -> None:
    """December and January each compare 95 with 100; months before them have no base."""
    result = checked(year_of_two(), Policy(as_of_date=date(2025, 1, 31)))
    row = pick(result.retention_methods, method="weighted_mean_12m", arr_month=date(2025, 1, 1))
    assert values_of(row, "nrr_numerator denominator") == (190, 200)
    row = pick(result.retention_methods, method="point_to_point_12m", arr_month=date(2025, 1, 1))
    assert values_of(row, "nrr_numerator denominator") == (95, 100)


def test_compounding_needs_twelve_months_with_a_base() -> None:
    """A gap of a month takes the method away until twelve months have passed."""
    arrs = [100] * 13 + [0] + [100] * 13
    policy = Policy(as_of_date=add_months(date(2022, 1, 31), 26), retention_windows=(1,))
    result = checked(monthly_licences("C", "P", date(2022, 1, 1), arrs), policy)
    rows = [(row["arr_month"], row["nrr"]) for row in result.retention_methods]
    assert rows == [(date(2023, 1, 1), 1), (date(2023, 2, 1), 0), (date(2024, 3, 1), 1)]


def test_methods_need_their_windows() -> None:
    """Twelve months for all but the compounded method, one month for that."""
    for windows, methods in (((1, 3), 1), ((3, 12), 4), ((12, 1), 5), ((3,), 0)):
        policy = Policy(as_of_date=date(2024, 12, 31), retention_windows=windows)
        result = checked(year_of_two(), policy)
        assert len({row["method"] for row in result.retention_methods}) == methods, windows
