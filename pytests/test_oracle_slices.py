"""Tests of the oracle's slices, and of its switches for returns and parents, worked out by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import oracle
import pytest
from books import (
    GROUPS,
    RAW_COLUMNS,
    RawRow,
    RawTables,
    license_row,
    random_book,
)
from hypothesis import HealthCheck, given, settings
from oracle import Policy, Result, add_months, check_identities, compute, last_day, topmost_parent
from oracle_slices import (
    BANDS,
    COMPANY_COLUMNS,
    COMPUTED_TYPES,
    OPEN_ENDED,
    band_of,
    check_slices,
    top_customers,
)
from strategies import policies, small_histories
from test_oracle import (
    SEED,
    catalog,
    issues_of,
    monthly_licences,
    moves,
    pick,
)

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in (1, 2, 3, 4))
AS_OF_FEBRUARY = Policy(as_of_date=date(2024, 2, 29), retention_windows=(1,))
AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))
EUR_AT_PAR = [{"currency": "EUR", "rate_date": "2024-01-01", "rate": "1"}]


def checked(tables: RawTables, policy: Policy) -> Result:
    """Compute a book, and check every identity."""
    result = compute(tables, policy)
    check_identities(result)
    return result


def companies(**values: dict[str, str | None]) -> list[RawRow]:
    """Give a companies table: company id to its columns."""
    return [
        dict.fromkeys(RAW_COLUMNS["companies"]) | {"company_id": company_id} | columns
        for company_id, columns in values.items()
    ]


def values_at_start(result: Result, segment_type: str, month: date) -> dict[str, Decimal]:
    """Give opening ARR by the value of a segment type, for the month that follows a month."""
    return {
        row["segment_value"]: row["opening_arr"]
        for row in result.retention_segment_monthly
        if row["segment_type"] == segment_type
        and row["window_months"] == 1
        and row["arr_month"] == add_months(month, 1)
        and row["opening_arr"] > 0
    }


# Returns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("longest_absence", "kind"),
    [(None, "reactivation"), (0, "new"), (1, "new"), (2, "reactivation"), (3, "reactivation")],
)
def test_customer_that_returns_after_two_months(longest_absence: int | None, kind: str) -> None:
    """ARR in January and again in April, after two months without."""
    policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=longest_absence)
    result = checked({"licenses": monthly_licences("C", "P", JAN, [100, 0, 0, 70])}, policy)
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
    result = checked({"licenses": licences}, policy)
    assert moves(result.fct_arr_movements, APR) == {("P", kind): 70}
    row = pick(result.fct_customer_arr_movements, arr_month=APR)
    assert (row["movement_type"], row["cross_sell_arr"]) == ("expansion", cross_sold)


def test_absence_of_the_customer_decides_when_the_customer_returns() -> None:
    """Back after one month, with a product that was away for two and one that is new."""
    licences = monthly_licences("C", "P", JAN, [100, 0, 0, 70])
    licences += monthly_licences("C", "Q", JAN, [10, 10, 0, 0])
    licences += monthly_licences("C", "R", JAN, [0, 0, 0, 5])
    for longest_absence, kind in ((0, "new"), (1, "reactivation")):
        policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=longest_absence)
        result = checked({"licenses": licences}, policy)
        assert moves(result.fct_arr_movements, APR) == {("P", kind): 70, ("R", kind): 5}
        assert moves(result.fct_customer_arr_movements, APR) == {("C", kind): 75}


def test_absence_counts_from_the_latest_loss() -> None:
    """Of two absences only the one just over matters."""
    policy = replace(
        AS_OF_APRIL,
        reactivation_counts_as_new_after_months=1,
        as_of_date=date(2024, 7, 31),
    )
    result = checked({"licenses": monthly_licences("C", "P", JAN, [1, 0, 0, 1, 1, 0, 1])}, policy)
    kinds = [row["movement_type"] for row in result.fct_arr_movements]
    assert kinds == ["new", "churn", "new", "churn", "reactivation"]


# Parents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("company_id", "topmost"),
    [
        ("plain", "plain"),
        ("unlisted", "unlisted"),
        ("child", "top"),
        ("grandchild", "top"),
        ("orphan", "missing"),
        ("itself", "itself"),
        ("loop-1", "loop-1"),
        ("loop-2", "loop-2"),
        ("loop-3", "loop-3"),
        ("before-loop", "before-loop"),
        ("level-0", "level-0"),
        ("level-1", "level-11"),
        ("level-2", "level-11"),
    ],
)
def test_topmost_parent(company_id: str, topmost: str) -> None:
    """Chains, loops, unknown parents, and more than ten levels."""
    parent_of: dict[str, str | None] = {
        "plain": None,
        "top": None,
        "child": "top",
        "grandchild": "child",
        "orphan": "missing",
        "itself": "itself",
        "loop-1": "loop-2",
        "loop-2": "loop-3",
        "loop-3": "loop-1",
        "before-loop": "loop-1",
        **{f"level-{number}": f"level-{number + 1}" for number in range(11)},
    }
    assert topmost_parent(company_id, parent_of) == topmost


def test_customers_are_topmost_parents() -> None:
    """Two sisters make one customer: a product moves between them, and a link joins them."""
    shared = {"product": "P", "arr": 100}
    licences = [
        license_row(license_id="L1", company_id="a", from_date=JAN, **shared),
        license_row(
            license_id="L2",
            company_id="b",
            from_date=MAR,
            renewal_of_license_id="L1",
            **shared,
        ),
        license_row(license_id="L3", company_id="c", from_date=JAN, **shared),
        license_row(license_id="L4", company_id="nowhere", from_date=JAN, **shared),
    ]
    listed = companies(
        a={"parent_company_id": " top ", "segment": "own"},
        b={"parent_company_id": "a"},
        c={"parent_company_id": "ghost"},
        top={"segment": "parent's"},
        idle={},
        idle_child={"parent_company_id": "idle"},
    )
    tables = {"licenses": licences, "companies": listed}
    result = checked(tables, replace(AS_OF_APRIL, customer_grain="parent"))
    customers = {row["license_id"]: row["customer_id"] for row in result.fct_licenses}
    assert customers == {"L1": "top", "L2": "top", "L3": "ghost", "L4": "nowhere"}
    assert {row["customer_id"] for row in result.dim_customers} == {
        "top",
        "idle",
        "ghost",
        "nowhere",
    }
    assert ("L4", "company_not_listed") in issues_of(result)
    assert ("L3", "company_not_listed") not in issues_of(result)
    of_top = [row["arr"] for row in result.fct_arr_monthly if row["customer_id"] == "top"]
    assert of_top == [100, 100, 100, 100]
    assert values_at_start(result, "segment", JAN) == {"parent's": 100, "(none)": 200}

    result = checked(tables, AS_OF_APRIL)
    assert {row["customer_id"] for row in result.fct_licenses} == {"a", "b", "c", "nowhere"}
    assert len(result.dim_customers) == 7
    assert values_at_start(result, "segment", JAN) == {"own": 100, "(none)": 200}
    no_table = replace(AS_OF_APRIL, customer_grain="parent", optional_inputs=())
    assert {row["customer_id"] for row in compute(tables, no_table).fct_licenses} == {
        *("a", "b", "c", "nowhere")
    }


# Rates and segments --------------------------------------------------------------------------


def test_component_rates() -> None:
    """Of 200: one customer grows by 20, one shrinks by 10, one of 50 is lost."""
    licences = monthly_licences("A", "P", JAN, [100, 120])
    licences += monthly_licences("B", "P", JAN, [50, 40])
    licences += monthly_licences("C", "P", JAN, [50, 0])
    result = checked({"licenses": licences}, AS_OF_FEBRUARY)
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
    result = checked(
        {"licenses": licences},
        Policy(as_of_date=date(2024, 3, 31), retention_windows=(1, 2)),
    )
    rows = {
        (row["segment_value"], row["arr_month"], row["window_months"]): row
        for row in result.retention_segment_monthly
        if row["segment_type"] == "arr_band"
    }
    assert len(rows) == 2 * 3 * 2
    low, high = rows["under 10k", FEB, 1], rows["10k to 50k", FEB, 1]
    assert (low["opening_arr"], low["closing_arr"]) == (Decimal("9999.99"), 10500)
    assert (high["opening_arr"], high["contraction_arr"], high["grr"]) == (
        10000,
        1000,
        Fraction(9, 10),
    )
    low, high = rows["under 10k", MAR, 1], rows["10k to 50k", MAR, 1]
    assert (low["opening_arr"], low["churned_arr"], low["nrr"]) == (9000, 9000, 0)
    assert (high["opening_arr"], high["nrr"]) == (10500, 1)
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
    assert (row["segment_value"], row["opening_arr"], row["nrr"]) == ("2 products", 500, 1)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="P",
        segment_type="products_held",
        segment_value="1 product",
        arr_month=FEB,
        window_months=1,
    )
    assert (row["opening_arr"], row["closing_arr"]) == (Decimal("19999.99"), 19000)


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
        {"licenses": monthly_licences("C", "P", JAN, [5, 0] + [5] * 12)},
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
        license_row(
            license_id=f"L{number}",
            company_id="C",
            product="P",
            arr=arr,
            currency=each,
            from_date=JAN,
        )
        for number, (each, arr) in enumerate(licences)
    ]
    result = checked({"licenses": rows, "exchange_rates": EUR_AT_PAR}, AS_OF_FEBRUARY)
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
    defaults = {"company_id": "C", "product": "P", "arr": 100, "from_date": JAN}
    licences = [
        license_row(**(defaults | {"license_id": f"L{number}"} | term))
        for number, term in enumerate(terms)
    ]
    result = checked({"licenses": licences}, AS_OF_FEBRUARY)
    assert list(values_at_start(result, "contract_length", JAN)) == [value]


def test_contract_length_of_terms_that_differ_from_what_was_stated() -> None:
    """A renewal link shortens no contract; grace and extension go on under the old one."""
    shared = {"company_id": "C", "product": "P", "arr": 100}
    first = license_row(license_id="L1", from_date=JAN, to_date="2025-12-31", **shared)
    second = license_row(
        license_id="L2", from_date=MAR, to_date=None, renewal_of_license_id="L1", **shared
    )
    result = checked({"licenses": [first, second]}, AS_OF_APRIL)
    assert values_at_start(result, "contract_length", FEB) == {"13 to 24 months": 100}
    assert values_at_start(result, "contract_length", MAR) == {OPEN_ENDED: 100}

    first |= {"to_date": "2024-02-10", "auto_renews": "true"}
    second |= {"from_date": "2024-03-05", "renewal_of_license_id": None}
    policy = replace(AS_OF_APRIL, renewal_grace_days=30, auto_renew_past_end=True)
    result = checked({"licenses": [first, second]}, policy)
    assert values_at_start(result, "contract_length", FEB) == {"under 3 months": 100}
    assert values_at_start(result, "contract_length", MAR) == {OPEN_ENDED: 100}
    result = checked({"licenses": [first]}, policy)
    assert values_at_start(result, "contract_length", MAR) == {"under 3 months": 100}


def test_attributes_of_companies() -> None:
    """Trimmed, missing, unlisted and added ones; a column that there is not has no values."""
    licences = [
        row
        for number, customer in enumerate("ABCD")
        for row in monthly_licences(customer, "P", JAN, [10**number] * 2)
    ]
    listed = companies(
        A={"segment": " smb ", "plan_channel": "direct"},
        B={"segment": "SMB", "plan_channel": ""},
        C={"segment": "  ", "plan_channel": "(none)"},
    )
    policy = replace(AS_OF_FEBRUARY, customer_segments=("plan_channel", "no_column"))
    result = checked({"licenses": licences, "companies": listed}, policy)
    assert values_at_start(result, "segment", JAN) == {"smb": 1, "SMB": 10, "(none)": 1100}
    assert values_at_start(result, "plan_channel", JAN) == {"direct": 1, "(none)": 1110}
    assert values_at_start(result, "no_column", JAN) == {"(none)": 1111}
    types = {row["segment_type"] for row in result.retention_segment_monthly}
    assert types == {*COMPANY_COLUMNS, *COMPUTED_TYPES, "plan_channel", "no_column"}
    result = checked({"licenses": licences}, policy)
    assert values_at_start(result, "plan_channel", JAN) == {"(none)": 1111}


def test_attributes_are_those_of_their_day() -> None:
    """SMB, from 15 February mid market, from 1 April enterprise: by the end of each month."""
    licences = monthly_licences("A", "P", JAN, [100, 100, 100, 100])
    licences += monthly_licences("B", "P", JAN, [0, 0, 7, 7])
    versions = [
        ("A", " 2024-02-15 09:00:00", "mid market"),
        ("A", None, "smb"),
        ("A", "2024-04-01", "enterprise"),
        ("B", "2024-04-01", "later"),
        ("B", "2025-01-01", "much later"),
    ]
    listed = [
        dict.fromkeys(RAW_COLUMNS["companies"])
        | {"company_id": company_id, "valid_from": day, "segment": segment, "owner": "same"}
        for company_id, day, segment in versions
    ]
    policy = replace(AS_OF_APRIL, as_of_date=date(2024, 5, 31), retention_windows=(1, 2))
    result = checked({"licenses": licences, "companies": listed}, policy)
    assert values_at_start(result, "segment", JAN) == {"smb": 100}
    assert values_at_start(result, "segment", FEB) == {"mid market": 100}
    assert values_at_start(result, "segment", MAR) == {"mid market": 100, "later": 7}
    assert values_at_start(result, "segment", APR) == {"enterprise": 100, "later": 7}
    assert values_at_start(result, "owner", APR) == {"same": 107}
    first_rows = {
        row["segment_value"]: min(
            each["arr_month"]
            for each in result.retention_segment_monthly
            if each["segment_value"] == row["segment_value"]
        )
        for row in result.retention_segment_monthly
        if row["segment_type"] == "segment"
    }
    assert first_rows == {"smb": JAN, "mid market": FEB, "later": MAR, "enterprise": APR}
    row = pick(
        result.retention_segment_monthly,
        segment_type="segment",
        segment_value="mid market",
        arr_month=APR,
        window_months=2,
    )
    assert (row["opening_arr"], row["closing_arr"]) == (100, 100)
    segments = {row["customer_id"]: row["segment"] for row in result.dim_customers}
    assert segments == {"A": "enterprise", "B": "later"}


@pytest.mark.parametrize(
    ("others", "segment"),
    [
        ([{"created_at": "2024-01-03"}], "this"),
        ([{"created_at": "2024-01-05 00:00:01"}], "other"),
        ([{"created_at": None}, {"created_at": "soon"}], "this"),
        ([{"created_at": "2024-01-05", "name": "A"}], "other"),
        ([{"created_at": "2024-01-05", "name": "C"}], "this"),
        ([{"created_at": "2024-01-05", "name": ""}], "other"),
        ([{"created_at": "2024-01-05", "name": "B"}], "other"),
        ([{"created_at": "2023-01-05", "valid_from": "2024-01-31"}], "other"),
        ([{"created_at": "2024-02-05", "valid_from": "2024-02-30"}], "other"),
        ([{"created_at": "2024-02-05", "valid_from": "2024-02-01"}], "this"),
    ],
)
def test_one_row_of_a_company_and_day_counts(
    others: list[dict[str, str | None]], segment: str
) -> None:
    """The newest created; then by name, then by segment; a day that can't be read is none."""
    this = {"name": "B", "segment": "this", "created_at": "2024-01-05"}
    listed = [
        dict.fromkeys(RAW_COLUMNS["companies"])
        | {"company_id": "C", "valid_from": None, "name": "B", "segment": "other"}
        | columns
        for columns in (this, *others)
    ]
    tables = {"licenses": monthly_licences("C", "P", JAN, [5, 5]), "companies": listed}
    result = checked(tables, AS_OF_FEBRUARY)
    assert values_at_start(result, "segment", JAN) == {segment: 5}


def test_parents_and_customers_are_those_of_today() -> None:
    """A company that changes hands belongs, in all months, to whom it belongs at as_of_date."""
    listed = [
        dict.fromkeys(RAW_COLUMNS["companies"])
        | {"company_id": company_id, "valid_from": day, "parent_company_id": parent, "name": name}
        for company_id, day, parent, name in (
            ("A", None, "old", "A before"),
            ("A", "2024-02-15", "new", "A now"),
            ("A", "2024-03-01", "newest", "A then"),
            ("B", "2024-03-01", "new", "B"),
            ("B", "2024-04-01", None, "B later"),
        )
    ]
    tables = {"licenses": monthly_licences("A", "P", JAN, [5, 5]), "companies": listed}
    result = checked(tables, replace(AS_OF_FEBRUARY, customer_grain="parent"))
    assert {row["customer_id"] for row in result.fct_arr_monthly} == {"new"}
    result = checked(tables, AS_OF_FEBRUARY)
    shown = [
        (row["customer_id"], row["customer_name"], row["parent_customer_id"])
        for row in result.dim_customers
    ]
    assert shown == [("A", "A now", "new"), ("B", "B", "new")]


def test_migration_within_a_segment() -> None:
    """One of two customers of a segment changes its tier; the other one leaves."""
    licences = monthly_licences("A", "Standard", JAN, [50, 0])
    licences += monthly_licences("A", "Enterprise", JAN, [0, 80])
    licences += monthly_licences("B", "Standard", JAN, [100, 0])
    tables = {"licenses": licences, "products": catalog(Standard="F", Enterprise="F")}
    result = checked(tables, AS_OF_FEBRUARY)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="Standard",
        segment_type="owner",
        arr_month=FEB,
    )
    assert (row["segment_value"], row["opening_arr"], row["churned_arr"]) == ("(none)", 150, 150)
    assert (row["migrated_out_arr"], row["grr_with_migration"]) == (50, Fraction(1, 3))
    row = pick(
        result.retention_product_segment_monthly,
        product_id="Standard",
        segment_type="arr_rank",
        segment_value="rest",
        arr_month=FEB,
    )
    assert (row["opening_arr"], row["grr_with_migration"]) == (50, 1)


# Cohorts, components, methods ----------------------------------------------------------------


def test_cohorts_start_at_each_members_own_month() -> None:
    """C1 starts in January, C2 in March: April is the last month that shows one month of both."""
    licences = monthly_licences("C1", "P", JAN, [100, 120, 0, 80])
    licences += monthly_licences("C2", "P", JAN, [0, 0, 50, 40])
    licences += monthly_licences("C1", "Q", JAN, [0, 7, 7, 7])
    licences += monthly_licences("C3", "P", JAN, [0, 0, 0, 30])
    result = checked({"licenses": licences}, AS_OF_APRIL)
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
    assert (row["opening_arr"], row["arr"], row["retained_arr"]) == (150, 160, 140)
    assert (row["nrr"], row["grr"]) == (Fraction(16, 15), Fraction(14, 15))
    assert (row["opening_customers"], row["customers"], row["logo_retention"]) == (2, 2, 1)
    assert row["is_small_base"] is True
    assert rows["(all)", 1]["arr"] == 167
    assert rows["Q", 0]["nrr"] == rows["Q", 0]["logo_retention"] == 1

    result = checked({"licenses": licences}, replace(AS_OF_APRIL, as_of_date=date(2024, 5, 31)))
    row = pick(result.retention_cohort_monthly, product_id="P", months_since_start=2)
    assert (row["arr"], row["customers"], row["nrr"], row["logo_retention"]) == (0, 0, 0, 0)


def test_components_add_up_to_company_nrr() -> None:
    """Company 80 of 75: products keep 70, and base customers entered others for 10."""
    licences = (
        monthly_licences("C1", "Platform", JAN, [40, 50])
        + monthly_licences("C1", "Analytics", JAN, [15, 0])
        + monthly_licences("C1", "API", JAN, [0, 10])
        + monthly_licences("C2", "Platform", JAN, [20, 20])
        + monthly_licences("C3", "Platform", JAN, [0, 99])
    )
    result = checked({"licenses": licences}, AS_OF_FEBRUARY)
    rows = {row["component"]: row for row in result.retention_bridge_monthly}
    assert len(rows) == len(result.retention_bridge_monthly) == 3
    shown = {
        name: (row["component_type"], row["opening_arr"], row["closing_arr"], row["nrr"])
        for name, row in rows.items()
    }
    assert shown == {
        "Platform": ("product", 60, 70, Fraction(7, 6)),
        "Analytics": ("product", 15, 0, 0),
        "(entered)": ("entered", 0, 10, None),
    }
    row = rows["Platform"]
    assert (row["opening_share"], row["nrr_contribution"]) == (Fraction(4, 5), Fraction(14, 15))
    assert {row["company_opening_arr"] for row in rows.values()} == {75}
    assert {row["company_nrr"] for row in rows.values()} == {Fraction(16, 15)}
    assert sum(row["nrr_contribution"] for row in rows.values()) == Fraction(16, 15)


def year_of_two() -> RawTables:
    """Give customer A from December, 100 and later 95, and B from March, 50 and later 90."""
    licences = monthly_licences("A", "P", date(2023, 12, 1), [100] * 9 + [95] * 5)
    licences += monthly_licences("B", "P", MAR, [50] * 3 + [90] * 8)
    return {"licenses": licences}


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
    assert (row["nrr_numerator"], row["grr_numerator"], row["denominator"]) == (135, 95, 100)
    assert rows["compounded_monthly_12m"]["denominator"] is None


def test_methods_that_leave_customers_out() -> None:
    """Of 1000, 60 and 40 a year ago: the first shrinks by 100, the second doubles, one is lost."""
    first = date(2023, 12, 1)
    licences = monthly_licences("A", "P", first, [1000] * 12 + [900])
    licences += monthly_licences("B", "P", first, [60] * 12 + [120])
    licences += monthly_licences("C", "P", first, [40] * 12)
    policy = Policy(as_of_date=date(2024, 12, 31))
    shown = {}
    for floor in (60, 61, 1001):
        result = checked({"licenses": licences}, replace(policy, method_floor_arr=floor))
        rows = {row["method"]: row for row in result.retention_methods}
        above = rows.get("customers_above_floor_12m")
        shown[floor] = above and (
            above["nrr_numerator"],
            above["grr_numerator"],
            above["denominator"],
        )
    assert shown == {60: (1020, 960, 1060), 61: (900, 900, 1000), 1001: None}
    row = rows["survivors_only_12m"]
    assert (row["nrr_numerator"], row["grr_numerator"], row["denominator"]) == (1020, 960, 1060)
    row = rows["point_to_point_12m"]
    assert (row["nrr_numerator"], row["grr_numerator"], row["denominator"]) == (1020, 960, 1100)


def test_weighted_mean_takes_a_year_of_yearly_figures() -> None:
    """December and January each compare 95 with 100; months before them have no base."""
    result = checked(year_of_two(), Policy(as_of_date=date(2025, 1, 31)))
    row = pick(result.retention_methods, method="weighted_mean_12m", arr_month=date(2025, 1, 1))
    assert (row["nrr_numerator"], row["denominator"]) == (190, 200)
    row = pick(result.retention_methods, method="point_to_point_12m", arr_month=date(2025, 1, 1))
    assert (row["nrr_numerator"], row["denominator"]) == (95, 100)


def test_compounding_needs_twelve_months_with_a_base() -> None:
    """A gap of a month takes the method away until twelve months have passed."""
    arrs = [100] * 13 + [0] + [100] * 13
    policy = Policy(as_of_date=add_months(date(2022, 1, 31), 26), retention_windows=(1,))
    result = checked({"licenses": monthly_licences("C", "P", date(2022, 1, 1), arrs)}, policy)
    rows = [(row["arr_month"], row["nrr"]) for row in result.retention_methods]
    assert rows == [(date(2023, 1, 1), 1), (date(2023, 2, 1), 0), (date(2024, 3, 1), 1)]


def test_methods_need_their_windows() -> None:
    """Twelve months for all but the compounded method, one month for that."""
    for windows, methods in (((1, 3), 1), ((3, 12), 4), ((12, 1), 5), ((3,), 0)):
        policy = Policy(as_of_date=date(2024, 12, 31), retention_windows=windows)
        result = checked(year_of_two(), policy)
        assert len({row["method"] for row in result.retention_methods}) == methods, windows


# Properties ----------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=small_histories(), policy=policies())
def test_identities_hold_on_small_histories(tables: RawTables, policy: Policy) -> None:
    """Every identity of slices holds on every history that Hypothesis finds."""
    check_slices(compute(tables, policy))


def test_empty_book() -> None:
    """Without a month there is no row."""
    result = checked({"licenses": []}, Policy())
    assert all(getattr(result, relation) == [] for relation in oracle.SLICE_KEYS)


def test_random_books_hit_every_segment() -> None:
    """A random book with old customers has every band, currency and parent, and moves of them."""
    tables = random_book(SEED, 400, veterans=20)
    result = compute(tables, Policy(customer_segments=("plan_channel",)))
    found = {
        (row["segment_type"], row["segment_value"])
        for row in result.retention_segment_monthly
        if row["opening_arr"] > 0
    }
    bands = {(kind, value) for kind, each in BANDS.items() for value, _, _ in each}
    assert bands <= found, bands - found
    assert {("contract_length", OPEN_ENDED), ("arr_rank", "rest"), ("segment", "SMB")} <= found
    assert {value for kind, value in found if kind == "billing_currency"} >= {"USD", "EUR", "GBP"}
    assert {value for kind, value in found if kind == "plan_channel"} == {
        *("direct", "partner", "(none)")
    }

    months_with_arr: dict[str, set[date]] = defaultdict(set)
    for row in result.fct_arr_monthly:
        if row["arr"] > 0:
            months_with_arr[row["customer_id"]].add(row["arr_month"])
    listed = oracle.Companies(tables["companies"])
    for column in (*COMPANY_COLUMNS, "plan_channel"):
        differing = [
            customer_id
            for customer_id, arr_months in months_with_arr.items()
            if len({listed.text_on(customer_id, column, last_day(each)) for each in arr_months}) > 1
        ]
        assert len(differing) > 5, column
    parent_of = listed.parents_on(result.as_of_date)
    topmost = {each: topmost_parent(each, parent_of) for each in parent_of}
    assert {GROUPS[12], "unlisted group", "prospect-1"} <= set(topmost.values())
    assert any(parent == each for each, parent in parent_of.items())
    assert any(parent_of.get(top) not in (None, top) for top in topmost.values())


@pytest.mark.parametrize("relation", oracle.SLICE_KEYS)
def test_an_identity_finds_what_is_wrong(relation: str) -> None:
    """An amount that is off by a cent breaks an identity, in every relation."""
    result = checked(random_book(SEED, 50), Policy())
    column = {"retention_cohort_monthly": "opening_arr", "retention_methods": "nrr_numerator"}
    name = column.get(relation, "closing_arr")
    rows = [row for row in getattr(result, relation) if row.get(name)]
    rows[len(rows) // 2][name] += Decimal("0.01")
    with pytest.raises(AssertionError):
        check_slices(result)


def test_vars_are_named_where_they_differ_from_their_default() -> None:
    """A policy without the new switches names none of them."""
    names = {
        "reactivation_counts_as_new_after_months",
        "customer_grain",
        "customer_segments",
        "method_floor_arr",
    }
    assert not names & set(Policy().project_vars())
    policy = Policy(
        reactivation_counts_as_new_after_months=0,
        customer_grain="parent",
        customer_segments=("plan_channel",),
        method_floor_arr=0,
    )
    project_vars = policy.project_vars()
    assert names <= set(project_vars)
    assert project_vars["reactivation_counts_as_new_after_months"] == 0
    assert project_vars["customer_segments"] == ["plan_channel"]
    with pytest.raises(ValueError, match="customer_grain"):
        Policy(customer_grain="group")
