"""Tests of the oracle against figures worked out by hand, and of its identities on random books.

`RANDOM_BOOK_SEED` (environment) sets which books those are.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import oracle
import pytest
from books import RAW_COLUMNS, RawRow, RawTables, license_row, mixed_book, random_book
from harness import differences, write_tables
from hypothesis import HealthCheck, given, settings
from oracle import Policy, Result, add_months, check_identities, compute, last_day
from policies import POLICIES
from strategies import policies, small_histories

SEED = int(os.environ.get("RANDOM_BOOK_SEED", "1"))


# Building small books ------------------------------------------------------------------------


def monthly_licences(
    customer: str,
    product: str,
    first_month: date,
    arrs: list[Any],
    quantities: list[Any] | None = None,
) -> list[RawRow]:
    """Give one licence per month, none where the ARR is 0.

    Args:
        customer: company id.
        product: product text.
        first_month: month of the first ARR.
        arrs: ARR of each month, from the first on.
        quantities: quantity of each month; missing when not given.

    Returns:
        Raw licence rows.
    """
    rows = []
    for number, arr in enumerate(arrs):
        month = add_months(first_month, number)
        if arr:
            rows.append(
                license_row(
                    license_id=f"{customer}-{product}-{number}",
                    company_id=customer,
                    product=product,
                    arr=arr,
                    quantity=quantities[number] if quantities else None,
                    from_date=month,
                    to_date=last_day(month),
                )
            )
    return rows


def catalog(**families: str | None) -> list[RawRow]:
    """Give a catalog: product id (also its name) to family."""
    return [
        dict.fromkeys(RAW_COLUMNS["products"])
        | {"product_id": product_id, "name": product_id, "family": family}
        for product_id, family in families.items()
    ]


def one_licence(policy: Policy | None = None, **values: Any) -> Result:
    """Compute a book of one licence, in order but for the given columns."""
    defaults = {"license_id": "L", "company_id": "C", "product": "P", "from_date": "2024-01-01"}
    policy = policy or Policy()
    if policy.as_of_date is None:
        policy = replace(policy, as_of_date=date(2024, 12, 31))
    return compute({"licenses": [license_row(**(defaults | values))]}, policy)


def pick(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """Give the one row whose columns have the wanted values."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, (wanted, found)
    return found[0]


def issues_of(result: Result) -> set[tuple[str | None, str]]:
    """Give what was found as (licence id, issue)."""
    return {(row["license_id"], row["issue"]) for row in result.license_issues}


def moves(rows: list[dict[str, Any]], month: date) -> dict[tuple[str, str], Decimal]:
    """Give a month's movements as (customer or product, type) to amount."""
    return {
        (row.get("product_id", row["customer_id"]), row["movement_type"]): row["arr_change"]
        for row in rows
        if row["arr_month"] == month
    }


JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
AS_OF_MARCH = Policy(as_of_date=date(2024, 3, 31))


# Hand-checked cases --------------------------------------------------------------------------


def test_cross_sell_separates_company_from_products() -> None:
    """Constructed case `cross_sell_identity`: a dropped and an added product cancel per customer.

    The company keeps 80 of 75; its products alone keep 70, and 10 were bought newly.
    """
    licences = (
        monthly_licences("C1", "Platform", JAN, [40, 50])
        + monthly_licences("C1", "Analytics", JAN, [15, 0])
        + monthly_licences("C1", "API", JAN, [0, 10])
        + monthly_licences("C2", "Platform", JAN, [20, 20])
    )
    result = compute({"licenses": licences}, Policy(as_of_date=date(2024, 2, 29)))
    check_identities(result)
    company = pick(result.retention_company_monthly, arr_month=FEB, window_months=1)
    assert company["nrr"] == Fraction(16, 15)
    assert company["grr"] == 1
    products = {
        row["product_id"]: row
        for row in result.retention_product_monthly
        if row["arr_month"] == FEB and row["window_months"] == 1
    }
    assert {name: row["nrr"] for name, row in products.items()} == {
        "Platform": Fraction(7, 6),
        "Analytics": 0,
        "API": None,
    }
    closing = sum(row["closing_arr"] for row in products.values())
    lost = sum(row["contraction_arr"] + row["churned_arr"] for row in products.values())
    assert Fraction(closing) / 75 == Fraction(14, 15)
    assert company["nrr"] - Fraction(closing) / 75 == Fraction(2, 15)
    assert 1 - Fraction(lost) / 75 == Fraction(4, 5)
    assert moves(result.fct_customer_arr_movements, FEB) == {("C1", "expansion"): 5}
    assert moves(result.fct_arr_movements, FEB) == {
        ("Platform", "expansion"): 10,
        ("Analytics", "product_churn"): -15,
        ("API", "cross_sell"): 10,
    }
    row = pick(result.fct_customer_arr_movements, arr_month=FEB)
    assert (row["cross_sell_arr"], row["product_churn_arr"]) == (10, -15)


def swap_book() -> RawTables:
    """Give a customer that goes from Standard at 50 to Enterprise at 80 in February."""
    return {
        "licenses": monthly_licences("C", "Standard", JAN, [50, 0, 0])
        + monthly_licences("C", "Enterprise", JAN, [0, 80, 80]),
        "products": catalog(Standard="Platform", Enterprise="Platform"),
    }


def test_migration_is_no_loss() -> None:
    """Constructed case `migration`: a change of tier keeps 50 and adds 30."""
    result = compute(swap_book(), AS_OF_MARCH)
    check_identities(result)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "migration_out"): -50,
        ("Enterprise", "migration_in"): 50,
        ("Enterprise", "expansion"): 30,
    }
    expansion = pick(result.fct_arr_movements, movement_type="expansion")
    assert (expansion["reason"], expansion["unattributed_arr"]) == ("tier_change", 30)
    assert moves(result.fct_customer_arr_movements, FEB) == {("C", "expansion"): 30}
    company = pick(result.retention_company_monthly, arr_month=FEB, window_months=1)
    assert (company["nrr"], company["grr"]) == (Fraction(8, 5), 1)
    family = pick(result.retention_product_family_monthly, arr_month=FEB, window_months=1)
    assert (family["nrr"], family["grr"]) == (Fraction(8, 5), 1)
    product = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=FEB, window_months=1
    )
    assert (product["grr"], product["migrated_out_arr"]) == (0, 50)
    assert (product["grr_with_migration"], product["nrr_with_migration"]) == (1, 1)


def test_migration_detection_can_be_off() -> None:
    """Constructed case `migration`, read naively: one product is lost, another one sold."""
    result = compute(swap_book(), replace(AS_OF_MARCH, migration_detection=False))
    check_identities(result)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "product_churn"): -50,
        ("Enterprise", "cross_sell"): 80,
    }
    product = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=FEB, window_months=1
    )
    assert (product["grr"], product["grr_with_migration"], product["migrated_out_arr"]) == (0, 0, 0)


def test_later_customers_stay_out_of_the_base() -> None:
    """Constructed case `lazy_vs_cohort`: growth of a customer who joined later is not retention."""
    december = date(2023, 12, 1)
    licences = monthly_licences("A", "P", december, [100] * 9 + [95] * 4)
    licences += monthly_licences("B", "P", MAR, [50] * 3 + [90] * 7)
    result = compute({"licenses": licences}, Policy(as_of_date=date(2024, 12, 31)))
    check_identities(result)
    row = pick(result.retention_company_monthly, arr_month=date(2024, 12, 1), window_months=12)
    assert row["opening_arr"] == 100
    assert row["nrr"] == Fraction(95, 100)
    in_window = [each for each in result.arr_bridge_company_monthly if each["arr_month"] > december]
    flow = sum(
        each[f"{kind}_arr"]
        for each in in_window
        for kind in ("expansion", "contraction", "product_churn", "churn")
    )
    assert (100 + Fraction(flow)) / 100 == Fraction(135, 100)


def test_snapshot_and_flow_differ_for_gross_retention() -> None:
    """Constructed case `path_dependence`: up by 50 and down by 30 is no gross loss by snapshot."""
    result = compute(
        {"licenses": monthly_licences("C", "P", JAN, [100, 150, 120])},
        replace(AS_OF_MARCH, retention_windows=(2,)),
    )
    check_identities(result)
    row = pick(result.retention_company_monthly, arr_month=MAR)
    assert (row["nrr"], row["grr"]) == (Fraction(6, 5), 1)
    changes = [each["arr_change"] for each in result.fct_arr_movements[1:]]
    assert changes == [50, -30]
    assert (100 + Fraction(sum(changes))) / 100 == Fraction(6, 5)
    assert (100 + Fraction(min(changes))) / 100 == Fraction(7, 10)


def test_gap_inside_a_window_is_forgiven_by_snapshot() -> None:
    """Constructed case `churn_and_return`: all ARR is lost, and comes back as reactivation."""
    result = compute(
        {"licenses": monthly_licences("C", "P", JAN, [100, 0, 100])},
        replace(AS_OF_MARCH, retention_windows=(1, 2)),
    )
    check_identities(result)
    row = pick(result.retention_company_monthly, arr_month=MAR, window_months=2)
    assert (row["nrr"], row["grr"], row["logo_retention"]) == (1, 1, 1)
    row = pick(result.retention_company_monthly, arr_month=FEB, window_months=1)
    assert (row["nrr"], row["grr"], row["logo_retention"]) == (0, 0, 0)
    assert moves(result.fct_arr_movements, FEB) == {("P", "churn"): -100}
    assert moves(result.fct_arr_movements, MAR) == {("P", "reactivation"): 100}
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 0, 100]


def test_price_and_volume() -> None:
    """Constructed case `price_volume`: 100 seats at 10 become 120 at 11."""
    result = compute(
        {"licenses": monthly_licences("C", "P", JAN, [1000, 1320], [100, 120])},
        Policy(as_of_date=date(2024, 2, 29)),
    )
    check_identities(result)
    row = pick(result.fct_arr_movements, movement_type="expansion")
    assert (row["arr_change"], row["volume_arr"], row["price_arr"]) == (320, 200, 120)
    assert (row["unattributed_arr"], row["reason"]) == (0, "volume_and_price")
    retention = pick(result.retention_company_monthly, arr_month=FEB, window_months=1)
    assert (retention["nrr"], retention["nrr_organic"]) == (Fraction(132, 100), Fraction(6, 5))


@pytest.mark.parametrize(
    ("grace_days", "april", "expected_moves"),
    [
        (45, 1200, []),
        (39, 1200, []),
        (38, 0, [("2024-04", "churn", -1200), ("2024-05", "reactivation", 1200)]),
        (30, 0, [("2024-04", "churn", -1200), ("2024-05", "reactivation", 1200)]),
    ],
)
def test_grace_bridges_a_late_renewal(
    grace_days: int, april: int, expected_moves: list[tuple[str, str, int]]
) -> None:
    """Constructed case `grace`: a renewal 39 days late, at 100 a month before and after."""
    shared = {"company_id": "C", "product": "P", "mrr": 100}
    licences = [
        license_row(license_id="L1", from_date="2024-01-01", to_date="2024-03-31", **shared),
        license_row(license_id="L2", from_date="2024-05-10", to_date="2025-05-09", **shared),
    ]
    policy = Policy(renewal_grace_days=grace_days, as_of_date=date(2024, 6, 30))
    result = compute({"licenses": licences}, policy)
    check_identities(result)
    row = pick(result.fct_arr_monthly, arr_month=date(2024, 4, 1))
    assert (row["arr"], row["is_grace"]) == (april, april > 0)
    assert [
        (f"{row['arr_month']:%Y-%m}", row["movement_type"], row["arr_change"])
        for row in result.fct_arr_movements[1:]
    ] == expected_moves


def test_rates_of_an_empty_base_are_null() -> None:
    """Constructed case `null_base`: from nothing to 10 is new ARR and no retention."""
    result = compute({"licenses": monthly_licences("C", "P", JAN, [10])}, AS_OF_MARCH)
    row = pick(result.retention_company_monthly, arr_month=JAN, window_months=1)
    assert (row["opening_arr"], row["nrr"], row["grr"], row["logo_retention"]) == (0, *[None] * 3)
    assert row["is_small_base"] is True
    assert moves(result.fct_arr_movements, JAN) == {("P", "new"): 10}


# Licences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "basis", "arr"),
    [
        ({"arr": "1000.005"}, "term_total", "1000.01"),
        ({"arr": "-1000.005"}, "term_total", "-1000.01"),
        ({"arr": "0.00495"}, "term_total", "0.01"),
        ({"mrr": "33.33"}, "term_total", "399.96"),
        ({"arr": "12", "mrr": "99", "value": "7"}, "term_total", "12.00"),
        ({"arr": "n/a", "mrr": "2"}, "term_total", "24.00"),
        ({"value": "1200", "to_date": "2024-12-31"}, "term_total", "1200.00"),
        ({"value": "1300", "to_date": "2025-01-31"}, "term_total", "1200.00"),
        ({"value": "3600", "length": "36"}, "term_total", "1200.00"),
        ({"value": "3600", "length": "2.5", "to_date": "2024-12-31"}, "term_total", "17280.00"),
        ({"value": "100", "to_date": "2024-01-10"}, "term_total", "3652.50"),
        ({"value": "70", "from_date": "2024-01-31", "to_date": "2024-02-28"}, "term_total", "840"),
        ({"value": "70", "from_date": "2024-01-31", "to_date": "2024-03-30"}, "term_total", "420"),
        (
            {"value": "70", "from_date": "2024-01-31", "to_date": "2024-02-29"},
            "term_total",
            "852.25",
        ),
        ({"value": "1300", "to_date": "2025-01-31"}, "arr", "1300.00"),
        ({"value": "1300"}, "mrr", "15600.00"),
    ],
)
def test_amounts(values: dict[str, str], basis: str, arr: str) -> None:
    """Each way to state an amount, by hand; 70 over 30 days is 70 x 365.25 / 30."""
    result = one_licence(Policy(value_basis=basis), **values)
    assert [row["arr"] for row in result.fct_licenses] == [Decimal(arr)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"license_id": " "}, "missing_license_id"),
        ({"company_id": None, "is_recurring": "no"}, "missing_company_id"),
        ({"is_recurring": "false", "is_trial": "true"}, "one_time_fee"),
        ({"product": "setup"}, "one_time_fee"),
        ({"is_trial": "Y", "from_date": None}, "trial"),
        ({"from_date": None}, "missing_start_date"),
        ({"from_date": "2024-02-30"}, "unreadable_start_date"),
        ({"from_date": "1989-12-31", "to_date": "?"}, "unreadable_end_date"),
        ({"from_date": "1989-12-31"}, "implausible_date"),
        ({"from_date": "2200-01-01"}, "implausible_date"),
        ({"to_date": "2024-01-01", "to_date_included": "0"}, "zero_length"),
        ({"to_date": "2023-12-31", "to_date_included": "1"}, "zero_length"),
        ({"to_date": "2023-12-31", "to_date_included": "0"}, "end_before_start"),
        ({"arr": "1e3x"}, "unreadable_amount"),
        ({"arr": None, "mrr": "", "value": "9" * 14, "length": "12"}, "amount_out_of_range"),
        ({"arr": None, "mrr": "999999999999.99"}, "amount_out_of_range"),
        ({"arr": None}, "no_amount"),
        ({"arr": None, "value": "1200"}, "no_amount"),
        ({"arr": None, "value": "12", "length": "12", "fixed_period": "false"}, "no_amount"),
        ({"currency": "XYZ"}, "no_exchange_rate"),
        ({"currency": "US$"}, "unknown_currency"),
    ],
)
def test_rejections(values: dict[str, str | None], reason: str) -> None:
    """Every reason to leave a row out, with the first of several that hold."""
    row = {
        "license_id": "L",
        "company_id": "C",
        "product": "P",
        "arr": "100",
        "from_date": "2024-01-01",
    }
    setup = catalog(setup=None)[0] | {"type": "fee"}
    tables = {"licenses": [license_row(**(row | values))], "products": [setup]}
    result = compute(tables, AS_OF_MARCH)
    assert [each["issue"] for each in result.license_issues] == [reason]
    assert result.fct_licenses == [] and result.rejected_rows == 1
    check_identities(result)


def test_same_day_licence_is_one_day() -> None:
    """A licence that ends on its first day, included, is active at no month end but January 31."""
    result = one_licence(arr="10", to_date="2024-01-01")
    assert ("L", "never_active_at_month_end") in issues_of(result)
    assert result.fct_arr_monthly == []
    result = one_licence(arr="10", from_date="2024-01-31", to_date="2024-01-31")
    assert [(row["arr_month"], row["arr"]) for row in result.fct_arr_monthly] == [
        (JAN, 10),
        (FEB, 0),
    ]


def test_duplicates() -> None:
    """Of three versions and a copy the newest counts, also where it is the one that is bad."""
    shared = {"license_id": "L", "company_id": "C", "from_date": "2024-01-01", "currency": "USD"}
    old = license_row(**shared, arr=1, updated_at="2024-01-05 10:00:00")
    new = license_row(**shared, arr=2, updated_at="2024-01-05 11:00:00")
    undated = license_row(**shared, arr=3)
    copy = dict(new) | {"company_id": " C "}
    result = compute({"licenses": [old, new, undated, copy]}, AS_OF_MARCH)
    check_identities(result)
    assert [row["arr"] for row in result.fct_licenses] == [2]
    found = sorted(row["issue"] for row in result.license_issues)
    assert found == ["duplicate_row", "no_product", "superseded", "superseded"]
    bad = dict(new) | {"arr": "?", "updated_at": "2024-02-01"}
    result = compute({"licenses": [old, bad]}, AS_OF_MARCH)
    assert result.fct_licenses == []
    assert issues_of(result) == {("L", "superseded"), ("L", "unreadable_amount")}


def test_products_are_found_by_id_then_name_then_alias() -> None:
    """An id beats a name, a name an alias; an alias must lead to the catalog."""
    products = catalog(alpha=None, beta=None, gamma=None)
    products[0]["name"] = "Beta"
    products[2]["name"] = "Third"
    aliases = [
        {"alias": "third", "product_id": "alpha"},
        {"alias": "3", "product_id": "gamma"},
        {"alias": "3", "product_id": "alpha"},
        {"alias": "4", "product_id": "delta"},
    ]
    texts = {" BETA ": "beta", "THIRD": "gamma", "3": "alpha", "4": "4", "": "(unassigned)"}
    licences = [
        license_row(
            license_id=f"L{n}",
            company_id="C",
            product=text,
            arr=1,
            currency="USD",
            from_date=JAN,
        )
        for n, text in enumerate(texts)
    ]
    tables = {"licenses": licences, "products": products, "product_aliases": aliases}
    result = compute(tables, AS_OF_MARCH)
    assert [row["product_id"] for row in result.fct_licenses] == list(texts.values())
    assert issues_of(result) == {
        ("L2", "product_alias_used"),
        ("L3", "product_not_in_catalog"),
        ("L4", "no_product"),
    }
    assert pick(result.dim_products, product_id="4")["is_in_catalog"] is False
    assert pick(result.dim_products, product_id="alpha")["product_family"] == "Beta"


def test_pending_licences_are_no_arr() -> None:
    """A pending licence keeps its ARR apart, and opens no reporting window."""
    result = one_licence(arr="100", status="Draft")
    row = pick(result.fct_licenses, license_id="L")
    assert (row["arr"], row["pending_arr"], row["status"]) == (0, 100, "pending")
    assert result.months == [] and result.fct_arr_monthly == []


def test_exchange_rate_is_the_newest_known() -> None:
    """Later, unreadable and non-positive rates don't count; of two on one day the greater does."""
    days = ("2024-01-01", "2024-03-01", "2024-03-01", "2024-03-31", "2024-04-01")
    rates = [
        {"currency": "eur", "rate_date": day, "rate": rate}
        for day, rate in zip(days, ("1.5", "1.1", "1.2", "0", "9"), strict=True)
    ]
    rates.append({"currency": "USD", "rate_date": "2024-01-01", "rate": "3"})
    licences = [
        license_row(
            license_id=currency,
            company_id="C",
            product=currency or "P",
            arr=1.01,
            currency=currency,
            from_date=JAN,
        )
        for currency in ("EUR ", "usd", "")
    ]
    licences[2]["license_id"] = "none"
    result = compute({"licenses": licences, "exchange_rates": rates}, AS_OF_MARCH)
    amounts = [(row["currency"], row["arr"]) for row in result.fct_licenses]
    assert amounts == [
        ("EUR", Decimal("1.21")),
        ("USD", Decimal("1.01")),
        ("USD", Decimal("1.01")),
    ]
    assert issues_of(result) == {("none", "missing_currency")}


def test_reporting_window() -> None:
    """The last day of a month completes it; load times in the future are not believed."""
    shared = {"company_id": "C", "product": "P", "arr": 1, "from_date": "2024-01-20"}
    licence = license_row(
        license_id="L", created_at="2024-03-31 01:00:00", updated_at="2099-01-01", **shared
    )
    result = compute({"licenses": [licence]}, today=date(2024, 8, 1))
    assert (result.as_of_date, result.months) == (date(2024, 3, 31), [JAN, FEB, MAR])
    result = compute({"licenses": [licence]}, Policy(as_of_date=date(2024, 3, 30)))
    assert result.months == [JAN, FEB]
    result = compute({"licenses": [licence]}, Policy(as_of_date=date(2024, 1, 30)))
    assert result.months == [] and len(result.fct_licenses) == 1


def linked_licences(**changes: Any) -> list[RawRow]:
    """Give a licence to the end of June, and its renewal from March 10."""
    earlier = license_row(
        license_id="L1", company_id="C", product="P", arr=100, from_date=JAN, to_date="2024-06-30"
    )
    renewal = {
        "license_id": "L2",
        "company_id": "C",
        "product": "P",
        "arr": 130,
        "from_date": "2024-03-10",
        "renewal_of_license_id": "L1",
    }
    return [earlier, license_row(**(renewal | changes))]


def test_renewal_link_ends_the_earlier_licence() -> None:
    """Without a valid link two overlapping licences add up, and the later one is reported."""
    result = compute({"licenses": linked_licences()}, AS_OF_MARCH)
    check_identities(result)
    assert result.fct_licenses[0]["ends_before"] == date(2024, 3, 10)
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 100, 130]
    assert ("L2", "overlap") not in issues_of(result)
    for changes in (
        {"renewal_of_license_id": None},
        {"renewal_of_license_id": "L2"},
        {"renewal_of_license_id": "L9"},
    ):
        result = compute({"licenses": linked_licences(**changes)}, AS_OF_MARCH)
        assert [row["arr"] for row in result.fct_arr_monthly] == [100, 100, 230]
        assert ("L2", "overlap") in issues_of(result)
    for changes in ({"company_id": "D"}, {"status": "pending"}, {"from_date": "2023-12-31"}):
        result = compute({"licenses": linked_licences(**changes)}, AS_OF_MARCH)
        assert result.fct_licenses[0]["ends_before"] == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("changes", "later", "is_extended"),
    [
        ({}, None, True),
        ({"auto_renews": None}, None, False),
        ({"renewal_status": "LOST"}, None, False),
        ({"status": "canceled"}, None, False),
        ({"to_date": "2024-03-31"}, None, False),
        ({}, {"from_date": "2024-06-01"}, False),
        ({}, {"from_date": "2024-01-10", "to_date": "2024-03-20"}, False),
        ({}, {"from_date": "2024-01-10", "to_date": "2024-02-10"}, True),
        ({}, {"product": "Q", "from_date": "2024-02-10", "renewal_of_license_id": "L1"}, False),
        ({}, {"product": "Q", "from_date": "2024-02-10"}, True),
    ],
)
def test_auto_renewal_past_the_end(
    changes: dict[str, Any], later: dict[str, Any] | None, is_extended: bool
) -> None:
    """A licence to 15 February that renews itself goes on in March, unless something followed."""
    first = {
        "license_id": "L1",
        "company_id": "C",
        "product": "P",
        "arr": 100,
        "from_date": JAN,
        "to_date": "2024-02-15",
        "auto_renews": "true",
    }
    licences = [license_row(**(first | changes))]
    if later:
        other = {"license_id": "L2", "company_id": "C", "product": "P", "arr": 1}
        licences.append(license_row(**(other | later)))
    policy = replace(AS_OF_MARCH, auto_renew_past_end=True)
    result = compute({"licenses": licences}, policy)
    check_identities(result)
    march = [
        row["is_extended"]
        for row in result.fct_arr_monthly
        if row["product_id"] == "P" and row["arr_month"] == MAR
    ]
    assert any(march) == is_extended


def test_several_products_share_a_migration_to_the_cent() -> None:
    """Two products of 100 and 50.01 give way to one of 100: 66.66 and 33.34 of it move."""
    licences = (
        monthly_licences("C", "A", JAN, [100, 0])
        + monthly_licences("C", "B", JAN, ["50.01", 0])
        + monthly_licences("C", "D", JAN, [0, 100])
    )
    tables = {"licenses": licences, "products": catalog(A="F", B="F", D="F")}
    result = compute(tables, Policy(as_of_date=date(2024, 2, 29)))
    check_identities(result)
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
        shares = oracle.share_out(amount, own)
        assert sum(shares.values()) == amount, (amount, own)
        assert all(0 <= shares[name] <= own[name] for name in own), (amount, own, shares)


def test_negative_sums_are_kept_apart() -> None:
    """A credit that outweighs its licence leaves no ARR, and shows what is below zero."""
    licences = monthly_licences("C", "P", JAN, [100, 100, 100])
    credit = license_row(
        license_id="credit",
        company_id="C",
        product="P",
        arr=-130,
        from_date=FEB,
        to_date="2024-02-29",
    )
    result = compute({"licenses": [*licences, credit]}, AS_OF_MARCH)
    check_identities(result)
    assert [(row["arr"], row["negative_arr"]) for row in result.fct_arr_monthly] == [
        (100, 0),
        (0, -30),
        (100, 0),
    ]
    assert moves(result.fct_arr_movements, MAR) == {("P", "reactivation"): 100}


# Properties ----------------------------------------------------------------------------------


def by_key(result: Result) -> dict[str, Any]:
    """Give every relation's rows by their key; issues, whose keys may come twice, as counts."""
    relations: dict[str, Any] = {
        relation: {tuple(row[k] for k in key): row for row in getattr(result, relation)}
        for relation, key in oracle.KEYS.items()
    }
    relations["license_issues"] = Counter(tuple(row.values()) for row in result.license_issues)
    return relations


@pytest.mark.parametrize("name", POLICIES)
def test_identities_hold_on_random_books(name: str) -> None:
    """Every identity holds on some books, and the order of raw rows changes nothing."""
    for seed in range(SEED, SEED + 3):
        tables = mixed_book(seed, 50, veterans=3)
        result = compute(tables, POLICIES[name])
        check_identities(result)
        shuffled = {table: Random(seed).sample(rows, len(rows)) for table, rows in tables.items()}
        assert by_key(compute(shuffled, POLICIES[name])) == by_key(result), seed


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables=small_histories(), policy=policies())
def test_identities_hold_on_small_histories(tables: RawTables, policy: Policy) -> None:
    """Every identity holds on every history that Hypothesis finds, under every policy."""
    check_identities(compute(tables, policy))


def test_random_books_hit_every_rule() -> None:
    """A random book has every issue, rejection, movement type and reason, and every flag."""
    tables = random_book(SEED, 600)
    bridged = compute(tables, Policy(renewal_grace_days=45, auto_renew_past_end=True))
    plain = compute(tables, Policy(fx_mode="monthly"))
    found = {row["issue"] for row in (*bridged.license_issues, *plain.license_issues)}
    assert found == {
        *("missing_license_id", "superseded", "deleted", "missing_company_id", "one_time_fee"),
        "trial",
        *("missing_start_date", "unreadable_start_date", "unreadable_end_date"),
        *("implausible_date", "zero_length", "end_before_start", "unreadable_amount"),
        *("amount_out_of_range", "no_amount", "no_exchange_rate", "duplicate_row", "no_product"),
        *("product_not_in_catalog", "product_alias_used", "company_not_listed"),
        *("amounts_contradict", "unreadable_amount_ignored", "status_contradicts_dates"),
        *("unknown_status", "overlap", "negative_amount", "zero_amount"),
        *("never_active_at_month_end", "unreadable_quantity", "placeholder_end_date"),
        *("missing_currency", "rate_backfilled"),
        *("term_contradicts_dates", "unreadable_field_ignored"),
        *("implausibly_large", "price_dispersion"),
    }
    types = {row["movement_type"] for row in plain.fct_arr_movements}
    assert types == set(oracle.MOVEMENT_TYPES)
    reasons = {(row["movement_type"], row["reason"]) for row in plain.fct_arr_movements}
    assert reasons == {(kind, reason) for kind, each in oracle.REASONS.items() for reason in each}
    assert any(row["is_grace"] for row in bridged.fct_arr_monthly)
    assert any(row["is_extended"] for row in bridged.fct_arr_monthly)
    assert any(row["negative_arr"] < 0 for row in plain.fct_arr_monthly)
    partly_migrated = [
        row
        for row in plain.retention_product_monthly
        if 0 < row["migrated_out_arr"] < row["contraction_arr"] + row["churned_arr"]
    ]
    assert partly_migrated


def test_random_books_know_why() -> None:
    """Losses of every kind have texts and lack them; changes of both kinds are scheduled or not."""
    rows = compute(random_book(SEED, 400), Policy()).fct_arr_movements
    said = {(row["movement_type"], row["lost_reason"] is not None) for row in rows}
    losses = ("contraction", "product_churn", "churn")
    assert said >= {(kind, is_said) for kind in losses for is_said in (False, True)}
    scheduled = {(row["movement_type"], row["is_scheduled"]) for row in rows}
    changes = ("expansion", "contraction")
    assert scheduled >= {(kind, is_so) for kind in changes for is_so in (False, True)}


def test_random_books_move_with_rates() -> None:
    """Rates take pairs and whole products to nothing, and the base of some products with them."""
    result = compute(mixed_book(SEED, 400), Policy(fx_mode="monthly"))
    kinds = defaultdict(set)
    for row in result.fct_arr_movements:
        key = (row["customer_id"], row["product_id"], row["arr_month"])
        kinds[key].add((row["movement_type"], row["arr_change"] > 0))
    fx_up, fx_down = ("fx", True), ("fx", False)
    for other in (("expansion", True), ("contraction", False), ("churn", False)):
        assert any({fx_up, other} <= each for each in kinds.values()), other
        assert any({fx_down, other} <= each for each in kinds.values()), other
    closing = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
        for row in result.fct_arr_monthly
    }
    assert any(each == {fx_down} and closing[key] == 0 for key, each in kinds.items())
    worthless = [
        row
        for row in result.retention_product_segment_monthly
        if row["opening_customers"] > 0 and row["opening_arr"] == 0
    ]
    assert any(row["closing_arr"] == 0 for row in worthless)
    assert any(row["closing_arr"] > 0 for row in worthless)


def test_random_books_have_renewals_to_come() -> None:
    """Some licences are renewed twice, some ended before, some lose ARR by their renewal."""
    tables = random_book(SEED, 400)
    result = compute(tables, Policy())
    link_of = {row["license_id"]: row["renewal_of_license_id"] for row in tables["licenses"]}
    pending = [row for row in result.fct_licenses if row["status"] == "pending"]
    links = Counter(link_of.get(row["license_id"]) for row in pending)
    assert links[None] > 3 and max(count for link, count in links.items() if link) > 1
    by_id = {row["license_id"]: row for row in result.fct_licenses}
    pairs = [
        (row["pending_arr"], by_id[link])
        for row in pending
        if (link := link_of.get(row["license_id"])) in by_id
    ]
    end = last_day(result.months[-1])
    assert any(old["ends_before"] and old["ends_before"] <= end for _, old in pairs)
    still = [pair for pair in pairs if not pair[1]["ends_before"] or pair[1]["ends_before"] > end]
    assert any(pending_arr < old["arr"] for pending_arr, old in still)
    assert any(pending_arr > old["arr"] for pending_arr, old in still)


# Harness -------------------------------------------------------------------------------------


def test_differences_names_what_differs() -> None:
    """Values are compared by kind; rates may differ by a hair, money may not."""
    expected = [
        {"k": "a", "money": Decimal("1.10"), "rate": Fraction(1, 3), "day": JAN, "flag": True},
        {"k": "b", "money": Decimal("2.00"), "rate": None, "day": None, "flag": False},
    ]
    columns = ["money", "rate", "day", "flag"]
    same = [
        {"k": "b", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
        {"k": "a", "money": Decimal("1.1"), "rate": 1 / 3, "day": JAN, "flag": True},
    ]
    assert differences(expected, same, ["k"], columns) == []
    other = [
        {"k": "a", "money": 1.1, "rate": 0.3333, "day": None, "flag": 1},
        {"k": "c", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
    ]
    messages = differences(expected, other, ["k"], columns)
    assert messages[0] == "k='a': money: expected 1.10, actual 1.1 (float)"
    assert [message.split(":")[1].strip() for message in messages[1:4]] == ["rate", "day", "flag"]
    assert messages[4].startswith("k='b': missing")
    assert messages[5].startswith("k='c': surplus")
    assert differences(expected[:1], [same[1], same[1]], ["k"], columns) == [
        "k='a': comes more than once"
    ]


def test_tables_without_rows_still_have_a_header(tmp_path: Path) -> None:
    """An empty table is written with its columns; files of an earlier book go."""
    write_tables(tmp_path, {"products": [], "product_aliases": []})
    write_tables(tmp_path, {"product_aliases": [], "licenses": [{"license_id": None, "arr": "1"}]})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "licenses.csv",
        "product_aliases.csv",
    ]
    assert (tmp_path / "product_aliases.csv").read_text() == "alias,product_id\n"
    assert (tmp_path / "licenses.csv").read_text() == "license_id,arr\n,1\n"
