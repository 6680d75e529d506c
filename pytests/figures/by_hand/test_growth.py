"""The oracle on growth over a window and on committed ARR."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from books import RawRow
from oracle import Policy
from small_books import FEB, JAN, MAR, catalog, checked, licence, monthly_licences, pick, values_of

TO_MARCH = Policy(as_of_date=date(2024, 3, 31), retention_windows=(1, 3))


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the amounts of a growth row that are something, without their suffix."""
    return {
        name.removesuffix("_arr"): value
        for name, value in row.items()
        if name.endswith("_arr") and value
    }


def moving_book() -> tuple[list[RawRow], list[RawRow]]:
    """Give the licences of three customers that do everything until March, and their catalog.

    A grows by 20 and buys a product for 30, then shrinks by 50; B leaves with 40 and comes back
    with 45; C comes with 60 and drops one of its products, of 25, for another of the family.
    """
    licences = monthly_licences("A", "P", JAN, [100, 120, 70])
    licences += monthly_licences("A", "Q", JAN, [0, 30, 30])
    licences += monthly_licences("B", "P", JAN, [40, 0, 45])
    licences += monthly_licences("C", "P", JAN, [0, 60, 60])
    licences += monthly_licences("C", "Standard", JAN, [0, 25, 0])
    licences += monthly_licences("C", "Enterprise", JAN, [0, 0, 25])
    return licences, catalog(P=None, Q=None, Standard="F", Enterprise="F")


def test_growth_adds_up_the_bridge() -> None:
    """March alone and with February; January is the first month, and all of it new."""
    licences, products = moving_book()
    policy = replace(TO_MARCH, retention_windows=(1, 2, 3, 12))
    result = checked(licences, policy, products=products)
    rows = {
        (row["arr_month"], row["window_months"]): row for row in result.arr_growth_company_monthly
    }
    assert len(rows) == 12
    assert shown(rows[JAN, 1]) == {"new": 140, "closing": 140, "gained": 140, "net_new": 140}
    assert shown(rows[MAR, 1]) == {
        "opening": 235,
        "reactivation": 45,
        "contraction": -50,
        "migration_in": 25,
        "migration_out": -25,
        "closing": 230,
        "gained": 45,
        "lost": 50,
        "net_new": -5,
        "existing": 185,
    }
    two = rows[MAR, 2]
    assert values_of(two, "opening_arr closing_arr") == (140, 230)
    assert values_of(two, "new_arr reactivation_arr churn_arr") == (85, 45, -40)
    assert values_of(two, "cross_sell_arr expansion_arr contraction_arr") == (30, 20, -50)
    assert values_of(two, "gained_arr lost_arr net_new_arr") == (180, 90, 90)
    assert values_of(two, "quick_ratio expansion_share") == (2, Fraction(50, 180))
    # Of those that were there in January: A has 100, B has 45 again.
    assert values_of(two, "existing_arr existing_share") == (145, Fraction(145, 230))
    for window in (3, 12):
        row = rows[MAR, window]
        assert values_of(row, "opening_arr new_arr net_new_arr") == (0, 225, 230), window
        assert values_of(row, "existing_arr existing_share") == (0, 0)


def test_customers_roll_forward() -> None:
    """B leaves and comes back, C comes; a swap is an exit of a product and an entry of another."""
    licences, products = moving_book()
    result = checked(licences, replace(TO_MARCH, retention_windows=(1, 2)), products=products)
    counts = (
        "opening_customers new_customers reactivated_customers churned_customers closing_customers"
    )
    bridge = {row["arr_month"]: row for row in result.arr_bridge_company_monthly}
    assert values_of(bridge[JAN], counts) == (0, 2, 0, 0, 2)
    assert values_of(bridge[FEB], counts) == (2, 1, 0, 1, 2)
    assert values_of(bridge[MAR], counts) == (2, 0, 1, 0, 3)
    assert bridge[MAR]["arr_per_customer"] == Fraction(230, 3)
    two = pick(result.arr_growth_company_monthly, arr_month=MAR, window_months=2)
    assert values_of(two, counts) == (2, 1, 1, 1, 3)
    of_product = partial(pick, result.arr_bridge_product_monthly, arr_month=MAR)
    assert values_of(of_product(product_id="P"), counts) == (2, 0, 1, 0, 3)
    assert values_of(of_product(product_id="Standard"), counts) == (1, 0, 0, 1, 0)
    assert of_product(product_id="Standard")["arr_per_customer"] is None
    assert values_of(of_product(product_id="Enterprise"), counts) == (0, 1, 0, 0, 1)


def test_growth_of_products() -> None:
    """Rows begin with the product's bridge; swaps move from one to the other."""
    licences, products = moving_book()
    result = checked(licences, TO_MARCH, products=products)
    rows = {
        (row["product_id"], row["arr_month"]): row
        for row in result.arr_growth_product_monthly
        if row["window_months"] == 3
    }
    assert set(rows) == {
        *(("P", month) for month in (JAN, FEB, MAR)),
        *(("Q", month) for month in (FEB, MAR)),
        *(("Standard", month) for month in (FEB, MAR)),
        ("Enterprise", MAR),
    }
    assert shown(rows["Standard", MAR]) == {"new": 25, "migration_out": -25, "gained": 25}
    row = rows["Standard", MAR]
    assert values_of(row, "quick_ratio expansion_share existing_share") == (None, 0, None)
    assert shown(rows["Enterprise", MAR]) == {"migration_in": 25, "closing": 25, "net_new": 25}
    row = pick(result.arr_growth_product_monthly, product_id="P", arr_month=MAR, window_months=1)
    assert values_of(row, "opening_arr existing_arr closing_arr") == (180, 130, 175)
    assert row["quick_ratio"] == Fraction(45, 50)


def test_growth_at_monthly_rates() -> None:
    """EUR 100, at 1.10, 1.00 and 1.20, shrink to 80 in March: rates are no growth."""
    licences = [
        row | {"currency": "EUR"} for row in monthly_licences("A", "P", JAN, [100, 100, 80])
    ]
    rates = [
        {"currency": "EUR", "rate_date": day.isoformat(), "rate": rate}
        for day, rate in ((JAN, "1.10"), (FEB, "1.00"), (MAR, "1.20"))
    ]
    policy = replace(TO_MARCH, fx_mode="monthly", retention_windows=(2,))
    result = checked(licences, policy, exchange_rates=rates)
    row = pick(result.arr_growth_company_monthly, arr_month=MAR)
    assert values_of(row, "opening_arr fx_arr closing_arr") == (110, 10, 96)
    assert values_of(row, "contraction_arr net_new_arr quick_ratio") == (-24, -24, 0)
    assert values_of(row, "existing_arr existing_share") == (96, 1)


def committed(*pending: dict[str, Any], **active: Any) -> list[RawRow]:
    """Give an active licence L of 100 and product P, and pending ones of 130 that renew it."""
    usual = {"start": "2024-06-01", "arr": 130, "status": "pending", "renewal_of_license_id": "L"}
    return [
        licence(**({"arr": 100} | active)),
        *(licence(**({"license_id": f"N{n}"} | usual | each)) for n, each in enumerate(pending)),
    ]


@pytest.mark.parametrize(
    ("licences", "pending_arr"),
    [
        (committed(), 0),
        (committed({}), 30),
        (committed({"arr": 70}), -30),
        (committed({"renewal_of_license_id": None}), 130),
        (committed({"renewal_of_license_id": "X"}), 130),
        (committed({"company_id": "D"}), 30),
        (committed({"renewal_of_license_id": None}, renewal_of_license_id="N0"), 30),
        (committed({"from_date": FEB, "to_date": "2024-03-30"}), 0),
        (committed({"from_date": FEB, "to_date": "2024-03-31"}), 30),
        (committed({}, {}), 160),
        (committed({}, {"renewal_of_license_id": "N0"}), 160),
        (committed({"is_trial": "yes"}), 0),
        (committed({}, status="pending"), 230),
        (committed({}, to_date="2024-03-30"), 130),
        (committed({}, to_date="2024-03-31"), 30),
        (committed({}, from_date="2024-04-01"), 130),
        (committed({}, to_date="2024-02-10", auto_renews="yes"), 30),
        (committed({}, {"status": "active", "from_date": MAR}), 130),
        (committed({}, arr=-100), 230),
    ],
)
def test_pending_licences_replace_what_they_renew(licences: list[RawRow], pending_arr: int) -> None:
    """Only what is active at the end of March, is taken off, once."""
    # Something else that is there all the time, and goes on.
    licences = [*licences, *monthly_licences("E", "P", JAN, [1, 1, 1])]
    policy = replace(TO_MARCH, auto_renew_past_end=True)
    result = checked(licences, policy)
    rows = [row for row in result.arr_growth_company_monthly if row["arr_month"] == MAR]
    assert [row["pending_arr"] for row in rows] == [pending_arr] * 2
    assert all(row["carr"] == row["closing_arr"] + pending_arr for row in rows)
    earlier = [row for row in result.arr_growth_company_monthly if row["arr_month"] != MAR]
    assert {(row["pending_arr"], row["carr"]) for row in earlier} == {(None, None)}


def test_pending_arr_of_products() -> None:
    """A renewal under another product counts there, also where the product has no ARR yet."""
    licences = committed(
        {"license_id": "b", "product": "Q"},
        {"license_id": "a", "product": "R", "arr": 40},
        {"license_id": "c", "product": "P", "arr": 5},
    )
    licences += monthly_licences("E", "R", JAN, [7, 0, 0]) + monthly_licences("E", "S", JAN, [1])
    result = checked(licences, TO_MARCH)
    found = {
        row["product_id"]: (row["pending_arr"], row["carr"])
        for row in result.arr_growth_product_monthly
        if row["arr_month"] == MAR and row["window_months"] == 1
    }
    assert found == {"P": (5, 105), "Q": (130, 130), "R": (-60, -60), "S": (0, 0)}
    row = pick(result.arr_growth_company_monthly, arr_month=MAR, window_months=3)
    assert values_of(row, "pending_arr carr") == (75, 175)


def test_pending_arr_is_at_the_newest_rate() -> None:
    """Also of what is renewed, whatever the rate of the last month's end."""
    licences = [row | {"currency": "EUR"} for row in committed({})]
    rates = [
        {"currency": "EUR", "rate_date": day, "rate": rate}
        for day, rate in (("2024-01-01", "1"), ("2024-04-10", "2"))
    ]
    policy = replace(TO_MARCH, fx_mode="monthly", as_of_date=date(2024, 4, 15))
    result = checked(licences, policy, exchange_rates=rates)
    row = pick(result.arr_growth_company_monthly, arr_month=MAR, window_months=1)
    assert values_of(row, "closing_arr pending_arr carr") == (100, 60, 160)


def test_no_month_no_growth() -> None:
    """A book of pending licences only has no row."""
    result = checked(committed({}, status="pending"), TO_MARCH)
    assert result.arr_growth_company_monthly == result.arr_growth_product_monthly == []
