"""The oracle on movements: shares of a migration, and returns after an absence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from oracle import Policy
from oracle.money import share_out
from small_books import APR, FEB, JAN, catalog, checked, monthly_licences, moves, pick, values_of

AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))


def test_several_products_share_a_migration_to_the_cent() -> None:
    """Two products of 100 and 50.01 give way to one of 100: 66.66 and 33.34 of it move."""
    licences = (
        monthly_licences("C", "A", JAN, [100, 0])
        + monthly_licences("C", "B", JAN, ["50.01", 0])
        + monthly_licences("C", "D", JAN, [0, 100])
    )
    policy = Policy(as_of_date=date(2024, 2, 29))
    result = checked(licences, policy, products=catalog(A="F", B="F", D="F"))
    assert moves(result.fct_arr_movements, FEB) == {
        ("A", "migration_out"): Decimal("-66.66"),
        ("A", "contraction"): Decimal("-33.34"),
        ("B", "migration_out"): Decimal("-33.34"),
        ("B", "contraction"): Decimal("-16.67"),
        ("D", "migration_in"): 100,
    }


def test_shares_never_leave_their_bounds() -> None:
    """Rounding of many small shares cannot take more from a product than it has, or less than 0."""
    rng = Random(7)
    for _ in range(3000):
        own = {
            f"P{n}": Decimal(rng.choice((1, 1, 2, 3, 100, rng.randrange(1, 9999)))) / 100
            for n in range(rng.randrange(1, 8))
        }
        amount = Decimal(rng.randrange(1, int(sum(own.values()) * 100) + 1)) / 100
        shares = share_out(amount, own)
        assert sum(shares.values()) == amount, (amount, own)
        assert all(0 <= shares[name] <= own[name] for name in own), (amount, own, shares)


# Returns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("longest_absence", "kind"),
    [(None, "reactivation"), (0, "new"), (1, "new"), (2, "reactivation"), (3, "reactivation")],
)
def test_customer_that_returns_after_two_months(longest_absence: int | None, kind: str) -> None:
    """ARR in January and again in April, after two months without."""
    policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=longest_absence)
    result = checked(monthly_licences("C", "P", JAN, [100, 0, 0, 70]), policy)
    assert moves(result.fct_arr_movements, APR) == {("P", kind): 70}
    assert moves(result.fct_customer_arr_movements, APR) == {("C", kind): 70}


@pytest.mark.parametrize(
    ("longest_absence", "kind", "cross_sold"),
    [(None, "reactivation", 0), (1, "cross_sell", 70), (2, "reactivation", 0)],
)
def test_product_that_returns_after_two_months(
    longest_absence: int | None, kind: str, cross_sold: int
) -> None:
    """The customer stays with another product while this one is away for two months."""
    licences = monthly_licences("C", "P", JAN, [100, 0, 0, 70])
    licences += monthly_licences("C", "Q", JAN, [10, 10, 10, 10])
    policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=longest_absence)
    result = checked(licences, policy)
    assert moves(result.fct_arr_movements, APR) == {("P", kind): 70}
    row = pick(result.fct_customer_arr_movements, arr_month=APR)
    assert values_of(row, "movement_type cross_sell_arr") == ("expansion", cross_sold)


@pytest.mark.parametrize(("longest_absence", "kind"), [(0, "new"), (1, "reactivation")])
def test_absence_of_the_customer_decides_when_the_customer_returns(
    longest_absence: int, kind: str
) -> None:
    """Back after one month, with a product that was away for two and one that is new."""
    licences = monthly_licences("C", "P", JAN, [100, 0, 0, 70])
    licences += monthly_licences("C", "Q", JAN, [10, 10, 0, 0])
    licences += monthly_licences("C", "R", JAN, [0, 0, 0, 5])
    policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=longest_absence)
    result = checked(licences, policy)
    assert moves(result.fct_arr_movements, APR) == {("P", kind): 70, ("R", kind): 5}
    assert moves(result.fct_customer_arr_movements, APR) == {("C", kind): 75}


def test_absence_counts_from_the_latest_loss() -> None:
    """Of two absences only the one just over matters."""
    policy = Policy(reactivation_counts_as_new_after_months=1, as_of_date=date(2024, 7, 31))
    result = checked(monthly_licences("C", "P", JAN, [1, 0, 0, 1, 1, 0, 1]), policy)
    kinds = [row["movement_type"] for row in result.fct_arr_movements]
    assert kinds == ["new", "churn", "new", "churn", "reactivation"]
