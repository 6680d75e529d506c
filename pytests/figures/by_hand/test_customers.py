"""The oracle on single customers: movers, their own retention, concentration, segments, ahead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from oracle import Policy
from small_books import (
    APR,
    FEB,
    JAN,
    MAR,
    catalog,
    checked,
    licence,
    monthly_licences,
    pick,
    values_of,
)

TO_MARCH = Policy(as_of_date=date(2024, 3, 31), retention_windows=(1, 2))


def test_movers() -> None:
    """The largest gain and loss of each product, and the other gains in one row."""
    licences = monthly_licences("A", "P", JAN, [100, 150, 150])
    licences += monthly_licences("B", "P", JAN, [100, 120, 120])
    licences += monthly_licences("C", "P", JAN, [0, 30, 30])
    licences += monthly_licences("D", "P", JAN, [5, 0, 0])
    result = checked(licences, Policy(as_of_date=date(2024, 3, 31), movers_per_product=1))
    rows = [row for row in result.arr_movers_monthly if row["arr_month"] == FEB]
    columns = "direction mover_rank customer_name movement_type arr_change movement_count"
    assert sorted(values_of(row, columns)[:3] for row in rows) == [
        ("gain", 1, "A"),
        ("gain", 2, "(all others)"),
        ("loss", 1, "D"),
    ]
    others = pick(rows, is_remainder=True)
    assert values_of(others, columns)[3:] == (None, 50, 2)
    assert not [row for row in result.arr_movers_monthly if row["arr_month"] == MAR]


def test_a_customer_by_itself() -> None:
    """Growth in one product makes up for loss in another; who is new has no rates yet."""
    licences = monthly_licences("A", "P", JAN, [100, 130, 0])
    licences += monthly_licences("A", "Q", JAN, [50, 20, 0])
    licences += monthly_licences("B", "P", JAN, [0, 70, 35])
    policy = Policy(
        as_of_date=date(2024, 3, 31), retention_windows=(1, 2), customer_retention_months=2
    )
    result = checked(licences, policy)
    of = partial(pick, result.retention_customer_monthly)
    row = of(customer_id="A", arr_month=FEB, window_months=1)
    assert values_of(row, "opening_arr expansion_arr contraction_arr nrr grr") == (150, 0, 0, 1, 1)
    row = of(customer_id="A", arr_month=MAR, window_months=2)
    assert values_of(row, "opening_arr churned_arr closing_arr nrr is_churned") == (
        *(150, 150, 0, 0, True),
    )
    assert of(customer_id="B", arr_month=MAR)["grr"] == Fraction(1, 2)
    assert {row["arr_month"] for row in result.retention_customer_monthly} == {FEB, MAR}


def test_concentration() -> None:
    """Of 150 the largest customer has 90 in two products; five are everyone."""
    licences = monthly_licences("A", "P", JAN, [50]) + monthly_licences("A", "Q", JAN, [40])
    licences += monthly_licences("B", "P", JAN, [60])
    result = checked(licences, Policy(as_of_date=date(2024, 1, 31)))
    of = partial(pick, result.arr_concentration_monthly)
    row = of(scope="company", top_customers=1)
    assert values_of(row, "top_arr closing_arr arr_share") == (90, 150, Fraction(3, 5))
    assert of(scope="company", top_customers=5)["arr_share"] == 1
    row = of(product_id="P", top_customers=1)
    assert values_of(row, "top_arr closing_customers") == (60, 2)


def test_a_customer_takes_its_arr_to_another_segment() -> None:
    """A grows out of its band and takes all it has; B leaves the band that it was in."""
    licences = monthly_licences("A", "P", JAN, ["9000", "11000", "11000"])
    licences += monthly_licences("B", "P", JAN, ["8000", "8000", "0"])
    result = checked(licences, TO_MARCH)
    of = partial(pick, result.arr_bridge_segment_monthly, segment_type="arr_band")
    amounts = "opening_arr expansion_arr churn_arr moved_in_arr moved_out_arr closing_arr"
    counts = "opening_customers churned_customers moved_in_customers moved_out_customers"
    low = of(segment_value="under 10k", arr_month=FEB)
    assert values_of(low, amounts) == (17000, 2000, 0, 0, -11000, 8000)
    assert values_of(low, counts) == (2, 0, 0, 1)
    high = of(segment_value="10k to 50k", arr_month=FEB)
    assert values_of(high, amounts) == (0, 0, 0, 11000, 0, 11000)
    assert values_of(high, counts) == (0, 0, 1, 0)
    low = of(segment_value="under 10k", arr_month=MAR)
    assert values_of(low, amounts) == (8000, 0, -8000, 0, 0, 0)
    assert low["arr_per_customer"] is None


def test_months_ahead() -> None:
    """L ends in April; N starts in April and is 20 more from May on; D is to renew L at 130."""
    licences = [
        licence("L", end="2024-04-30", arr=100),
        licence("N", start="2024-04-10", end="2024-05-14", company_id="B", arr=30),
        licence("N2", start="2024-05-15", company_id="B", arr=50),
        licence("D", start="2024-04-15", arr=130, status="pending", renewal_of_license_id="L"),
    ]
    policy = Policy(as_of_date=date(2024, 3, 31), months_ahead=2)
    result = checked(licences, policy, products=catalog(P=None))
    columns = "opening_arr scheduled_gain_arr scheduled_loss_arr closing_arr pending_arr carr"
    april = pick(result.arr_ahead_product_monthly, arr_month=APR)
    may = pick(result.arr_ahead_product_monthly, arr_month=date(2024, 5, 1))
    # On the last day of April L still runs: D adds what it exceeds L, and all of it in May.
    assert values_of(april, columns) == (100, 30, 0, 130, 30, 160)
    assert values_of(may, columns) == (130, 20, -100, 50, 130, 180)


def test_cohorts_by_period_and_segment() -> None:
    """A starts small in January and B large in March: one quarter and year, two months."""
    licences = monthly_licences("A", "P", JAN, ["100"] * 2 + ["50"] * 10)
    licences += monthly_licences("B", "P", MAR, ["20000"] * 10)
    result = checked(licences, Policy(as_of_date=date(2024, 12, 31)))
    of = partial(pick, result.retention_cohort_period_monthly, scope="company")
    everyone = partial(of, segment_type="(all)")
    row = everyone(cohort_period="quarter", months_since_start=2)
    assert values_of(row, "cohort_starts_on opening_arr arr opening_customers") == (
        *(JAN, 20100, 20050, 2),
    )
    assert everyone(cohort_period="year", months_since_start=0)["opening_arr"] == 20100
    small = of(
        cohort_period="quarter",
        segment_type="arr_band",
        segment_value="under 10k",
        months_since_start=2,
    )
    assert values_of(small, "opening_arr arr nrr") == (100, 50, Fraction(1, 2))
    of_march = everyone(cohort_period="month", cohort_starts_on=MAR, months_since_start=9)
    assert of_march["arr"] == Decimal(20000)
