"""The oracle on retention rates and segments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from oracle import Policy
from oracle.segments import OPEN_ENDED, band_of, top_customers
from small_books import (
    FEB,
    JAN,
    MAR,
    catalog,
    checked,
    companies,
    licence,
    monthly_licences,
    pick,
    values_at_start,
    values_of,
)

AS_OF_FEBRUARY = Policy(as_of_date=date(2024, 2, 29), retention_windows=(1,))
EUR_AT_PAR = {"currency": "EUR", "rate_date": "2024-01-01", "rate": "1"}
AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))


def test_component_rates() -> None:
    """Of 200: one customer grows by 20, one shrinks by 10, one of 50 is lost."""
    licences = monthly_licences("A", "P", JAN, [100, 120])
    licences += monthly_licences("B", "P", JAN, [50, 40])
    licences += monthly_licences("C", "P", JAN, [50, 0])
    result = checked(licences, AS_OF_FEBRUARY)
    for relation in (
        "retention_company_monthly",
        "retention_product_monthly",
        "retention_product_family_monthly",
    ):
        row = pick(getattr(result, relation), arr_month=FEB)
        rates = (row["expansion_rate"], row["contraction_rate"], row["churn_rate"])
        assert rates == (Fraction(1, 10), Fraction(1, 20), Fraction(1, 4)), relation
        row = pick(getattr(result, relation), arr_month=JAN)
        assert row["churn_rate"] is row["expansion_rate"] is row["contraction_rate"] is None


def test_segment_is_that_at_the_start() -> None:
    """A customer that grows out of its band counts where it was, and so do its new products."""
    licences = monthly_licences("A", "P", JAN, ["9999.99", 10000, 10000])
    licences += monthly_licences("A", "Q", JAN, [0, 500, 500])
    licences += monthly_licences("B", "P", JAN, [10000, 9000, 0])
    result = checked(licences, Policy(as_of_date=date(2024, 3, 31), retention_windows=(1, 2)))
    rows = {
        (row["segment_value"], row["arr_month"], row["window_months"]): row
        for row in result.retention_segment_monthly
        if row["segment_type"] == "arr_band"
    }
    assert len(rows) == 2 * 3 * 2
    low, high = rows["under 10k", FEB, 1], rows["10k to 50k", FEB, 1]
    assert values_of(low, "opening_arr closing_arr") == (Decimal("9999.99"), 10500)
    assert values_of(high, "opening_arr contraction_arr grr") == (10000, 1000, Fraction(9, 10))
    low, high = rows["under 10k", MAR, 1], rows["10k to 50k", MAR, 1]
    assert values_of(low, "opening_arr churned_arr nrr") == (9000, 9000, 0)
    assert values_of(high, "opening_arr nrr") == (10500, 1)
    assert rows["10k to 50k", MAR, 2]["churned_customers"] == 1
    assert rows["under 10k", JAN, 1]["nrr"] is None

    of_q = [row for row in result.retention_product_segment_monthly if row["product_id"] == "Q"]
    bands = {
        (row["segment_value"], row["arr_month"])
        for row in of_q
        if row["segment_type"] == "arr_band"
    }
    assert bands == {("10k to 50k", FEB), ("10k to 50k", MAR)}
    held = [row for row in of_q if row["segment_type"] == "products_held"]
    row = pick(held, arr_month=MAR, window_months=1)
    assert values_of(row, "segment_value opening_arr nrr") == ("2 products", 500, 1)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="P",
        segment_type="products_held",
        segment_value="1 product",
        arr_month=FEB,
        window_months=1,
    )
    assert values_of(row, "opening_arr closing_arr") == (Decimal("19999.99"), 19000)


@pytest.mark.parametrize(
    ("segment_type", "number", "value"),
    [
        ("arr_band", Decimal("0.01"), "under 10k"),
        ("arr_band", Decimal("9999.99"), "under 10k"),
        ("arr_band", Decimal("10000.00"), "10k to 50k"),
        ("arr_band", Decimal("99999.99"), "50k to 100k"),
        ("arr_band", Decimal("100000"), "100k to 500k"),
        ("arr_band", Decimal("500000"), "500k and more"),
        ("customer_age", 0, "under 1 year"),
        ("customer_age", 11, "under 1 year"),
        ("customer_age", 12, "1 to 2 years"),
        ("customer_age", 24, "2 to 3 years"),
        ("customer_age", 36, "3 years and more"),
        ("products_held", 3, "3 products"),
        ("products_held", 4, "4 products and more"),
        ("contract_length", 0, "under 3 months"),
        ("contract_length", 3, "3 to 11 months"),
        ("contract_length", 12, "1 year"),
        ("contract_length", 24, "13 to 24 months"),
        ("contract_length", 25, "over 2 years"),
    ],
)
def test_bands(segment_type: str, number: Decimal | int, value: str) -> None:
    """Bands hold their lower limit and not their upper one."""
    assert band_of(segment_type, number) == value


def test_age_is_counted_from_the_first_arr() -> None:
    """Also after a gap; in the twelfth month after its first one a customer is a year old."""
    result = checked(
        monthly_licences("C", "P", JAN, [5, 0] + [5] * 12),
        replace(AS_OF_FEBRUARY, as_of_date=date(2025, 2, 28)),
    )
    assert values_at_start(result, "customer_age", date(2024, 12, 1)) == {"under 1 year": 5}
    assert values_at_start(result, "customer_age", date(2025, 1, 1)) == {"1 to 2 years": 5}


@pytest.mark.parametrize(
    ("arrs", "top"),
    [
        ({}, ""),
        ({"a": 1}, "a"),
        (dict.fromkeys("ba", 1), "a"),
        (dict.fromkeys("edcba", 7), "a"),
        (dict(zip("abcde", (1, 2, 3, 4, 5), strict=True)), "e"),
        (dict(zip("abcdef", (1, 2, 3, 4, 5, 5), strict=True)), "ef"),
        (dict.fromkeys("abcdefghijk", 1), "abc"),
        ({"a": 3, "B": 3, "c": 1, "d": 1, "e": 1}, "B"),
    ],
)
def test_top_fifth(arrs: dict[str, int], top: str) -> None:
    """Of five customers one is at the top, of six two; of equals those that sort first."""
    assert top_customers({name: Decimal(arr) for name, arr in arrs.items()}) == set(top)


@pytest.mark.parametrize(
    ("licences", "currency"),
    [
        ([("EUR", 60), ("USD", 50)], "EUR"),
        ([("EUR", 60), ("USD", 50), (None, 20)], "USD"),
        ([("EUR", 60), ("USD", 60)], "EUR"),
        ([("USD", 60), ("EUR", 100), ("EUR", -99)], "EUR"),
    ],
)
def test_billing_currency(licences: list[tuple[str | None, int]], currency: str) -> None:
    """The currency of most ARR; of equals the first; no currency is the reporting one.

    Credits don't count.
    """
    rows = [
        licence(f"L{number}", arr=arr, currency=each) for number, (each, arr) in enumerate(licences)
    ]
    result = checked(rows, AS_OF_FEBRUARY, exchange_rates=[EUR_AT_PAR])
    assert list(values_at_start(result, "billing_currency", JAN)) == [currency]


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ([{"to_date": None}], OPEN_ENDED),
        ([{"to_date": "9999-12-31"}], OPEN_ENDED),
        ([{"to_date": "2024-12-31"}], "1 year"),
        ([{"to_date": "2024-12-30"}], "3 to 11 months"),
        ([{"to_date": "2025-01-30"}], "1 year"),
        ([{"to_date": "2025-01-31"}], "13 to 24 months"),
        ([{"from_date": "2024-01-31", "to_date": "2024-02-29"}], "under 3 months"),
        ([{"from_date": "2024-01-31", "to_date": "2024-03-31"}], "3 to 11 months"),
        ([{"to_date": "2024-12-31"}, {"to_date": "2026-12-31", "arr": 101}], "over 2 years"),
        ([{"to_date": "2024-12-31"}, {"to_date": None}], "1 year"),
        ([{"to_date": "2025-01-31"}, {"to_date": "2026-01-01"}], "13 to 24 months"),
        (
            [
                {"to_date": None, "arr": 100},
                {"to_date": "2025-01-31", "arr": 60},
                {"to_date": "2025-11-30", "arr": 60},
            ],
            "13 to 24 months",
        ),
    ],
)
def test_contract_length(terms: list[dict[str, Any]], value: str) -> None:
    """Calendar months from the start to the stated end; sums by band, of equals the first."""
    licences = [licence(**({"license_id": f"L{n}", "arr": 100} | t)) for n, t in enumerate(terms)]
    result = checked(licences, AS_OF_FEBRUARY)
    assert list(values_at_start(result, "contract_length", JAN)) == [value]


def test_contract_length_of_terms_that_differ_from_what_was_stated() -> None:
    """A renewal link shortens no contract; grace and extension go on under the old one."""
    first = licence("L1", end="2025-12-31", arr=100)
    second = licence("L2", start=MAR, arr=100, renewal_of_license_id="L1")
    result = checked([first, second], AS_OF_APRIL)
    assert values_at_start(result, "contract_length", FEB) == {"13 to 24 months": 100}
    assert values_at_start(result, "contract_length", MAR) == {OPEN_ENDED: 100}

    first |= {"to_date": "2024-02-10", "auto_renews": "true"}
    second |= {"from_date": "2024-03-05", "renewal_of_license_id": None}
    policy = replace(AS_OF_APRIL, renewal_grace_days=30, auto_renew_past_end=True)
    result = checked([first, second], policy)
    assert values_at_start(result, "contract_length", FEB) == {"under 3 months": 100}
    assert values_at_start(result, "contract_length", MAR) == {OPEN_ENDED: 100}
    result = checked([first], policy)
    assert values_at_start(result, "contract_length", MAR) == {"under 3 months": 100}


def test_migration_within_a_segment() -> None:
    """One of two customers of a segment changes its tier; the other one leaves."""
    licences = monthly_licences("A", "Standard", JAN, [50, 0])
    licences += monthly_licences("A", "Enterprise", JAN, [0, 80])
    licences += monthly_licences("B", "Standard", JAN, [100, 0])
    products = catalog(Standard="F", Enterprise="F")
    listed = companies(A={"owner": "Kim"}, B={"owner": "Kim"})
    result = checked(licences, AS_OF_FEBRUARY, products=products, companies=listed)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="Standard",
        segment_type="owner",
        arr_month=FEB,
    )
    assert values_of(row, "segment_value opening_arr churned_arr") == ("Kim", 150, 150)
    assert values_of(row, "migrated_out_arr grr_with_migration") == (50, Fraction(1, 3))
    row = pick(
        result.retention_product_segment_monthly,
        product_id="Standard",
        segment_type="arr_rank",
        segment_value="rest",
        arr_month=FEB,
    )
    assert values_of(row, "opening_arr grr_with_migration") == (50, 1)
