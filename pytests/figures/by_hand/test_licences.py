"""The oracle on raw licences: amounts, rejections, duplicates, products, rates and months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from books import license_row
from oracle import Policy, Result, compute
from small_books import FEB, JAN, MAR, catalog, checked, issues_of, licence, pick, values_of

AS_OF_MARCH = Policy(as_of_date=date(2024, 3, 31))


def one_licence(value_basis: str = "term_total", **values: Any) -> Result:
    """Compute a book of one licence, in order but for the given columns."""
    policy = Policy(value_basis=value_basis, as_of_date=date(2024, 12, 31))
    return compute({"licenses": [licence(**values)]}, policy)


@pytest.mark.parametrize(
    ("values", "basis", "arr"),
    [
        ({"arr": "1000.005"}, "term_total", "1000.01"),
        ({"arr": "-1000.005"}, "term_total", "-1000.01"),
        ({"arr": "0.00495"}, "term_total", "0"),
        ({"mrr": "33.33"}, "term_total", "399.96"),
        ({"arr": "12", "mrr": "99", "value": "7"}, "term_total", "12.00"),
        ({"arr": "n/a", "mrr": "2"}, "term_total", "24.00"),
        ({"value": "1200", "to_date": "2024-12-31"}, "term_total", "1200.00"),
        ({"value": "1300", "to_date": "2025-01-31"}, "term_total", "1200.00"),
        ({"value": "3600", "length": "36"}, "term_total", "1200.00"),
        ({"value": "3600", "length": "2.5", "to_date": "2024-12-31"}, "term_total", "17280.00"),
        ({"value": "100", "to_date": "2024-01-10"}, "term_total", "3650.00"),
        ({"value": "7", "to_date": "2024-01-07"}, "term_total", "365.00"),
        ({"value": "1200", "to_date": "2024-12-30"}, "term_total", "1200.00"),
        ({"value": "1200", "to_date": "2024-12-29"}, "term_total", "1203.30"),
        ({"value": "1200", "to_date": "2025-01-01"}, "term_total", "1200.00"),
        ({"value": "1200", "to_date": "2025-01-02"}, "term_total", "1190.22"),
        ({"arr": "0", "mrr": "0.00", "value": "1200", "length": "12"}, "term_total", "1200.00"),
        ({"arr": "0", "mrr": "0"}, "term_total", "0.00"),
        ({"value": "70", "from_date": "2024-01-31", "to_date": "2024-02-28"}, "term_total", "840"),
        ({"value": "70", "from_date": "2024-01-31", "to_date": "2024-03-30"}, "term_total", "420"),
        (
            {"value": "70", "from_date": "2024-01-31", "to_date": "2024-03-01"},
            *("term_total", "824.19"),
        ),
        ({"value": "1300", "to_date": "2025-01-31"}, "arr", "1300.00"),
        ({"value": "1300"}, "mrr", "15600.00"),
    ],
)
def test_amounts(values: dict[str, str], basis: str, arr: str) -> None:
    """Each way to state an amount, by hand; 70 over 31 days is 70 x 365 / 31."""
    result = one_licence(basis, **values)
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
        ({"arr": "0", "value": "1200"}, "no_amount"),
        ({"arr": "0", "value": "12", "to_date": "2024-01-06"}, "term_too_short"),
        ({"arr": None, "value": "12", "length": "0.23", "to_date": "2024-12-31"}, "term_too_short"),
        ({"arr": None, "value": "12", "length": "12", "fixed_period": "false"}, "no_amount"),
        ({"currency": "XYZ"}, "no_exchange_rate"),
        ({"currency": "US$"}, "unknown_currency"),
    ],
)
def test_rejections(values: dict[str, str | None], reason: str) -> None:
    """Every reason to leave a row out, with the first of several that hold."""
    setup = catalog(setup=None)[0] | {"type": "fee"}
    result = checked([licence(arr="100") | values], AS_OF_MARCH, products=[setup])
    assert [each["issue"] for each in result.license_issues] == [reason]
    assert result.fct_licenses == [] and result.rejected_rows == 1


def test_same_day_licence_is_one_day() -> None:
    """A licence that ends on its first day, included, is active at no month end but January 31."""
    result = one_licence(arr="10", to_date="2024-01-01")
    assert ("L", "never_active_at_month_end") in issues_of(result)
    assert result.fct_arr_monthly == []
    result = one_licence(arr="10", from_date="2024-01-31", to_date="2024-01-31")
    shown = [(row["arr_month"], row["arr"]) for row in result.fct_arr_monthly]
    assert shown == [(JAN, 10), (FEB, 0)]


def test_duplicates() -> None:
    """Of three versions and a copy the newest counts, also where it is the one that is bad."""
    shared = {"license_id": "L", "company_id": "C", "from_date": "2024-01-01", "currency": "USD"}
    old = license_row(**shared, arr=1, updated_at="2024-01-05 10:00:00")
    new = license_row(**shared, arr=2, updated_at="2024-01-05 11:00:00")
    undated = license_row(**shared, arr=3)
    copy = dict(new) | {"company_id": " C "}
    result = checked([old, new, undated, copy], AS_OF_MARCH)
    assert [row["arr"] for row in result.fct_licenses] == [2]
    found = sorted(row["issue"] for row in result.license_issues)
    assert found == ["duplicate_row", "no_product", "superseded", "superseded"]
    bad = dict(new) | {"arr": "?", "updated_at": "2024-02-01"}
    result = checked([old, bad], AS_OF_MARCH)
    assert result.fct_licenses == []
    assert issues_of(result) == {("L", "superseded"), ("L", "unreadable_amount")}


@pytest.mark.parametrize(
    ("times", "newest"),
    [
        # Which of 5 April and 4 May it is, or of 7 April and 4 July: the second is later.
        (("05/04/2024 08:00", "07/04/2024"), 1),
        (("04.05.2024", "05.04.2024"), None),
        # The first can be read in one way only.
        (("25/03/2024", "02/03/2024"), 0),
        (("1709290000", "1709280000"), 0),
        (("1709290000000", "2024-03-01 00:00:00"), 0),
        # What is no time may be newer or older; no time at all is older.
        (("last week", "2024-03-01"), None),
        (("2024-03-01", None), 0),
        ((None, None), None),
        (("2024-03-01", "2024-03-01"), None),
    ],
)
def test_which_version_is_newest(times: tuple[str | None, ...], newest: int | None) -> None:
    """The newest row in either order of day and month counts; where there is none, no row does."""
    rows = [licence(arr=10 + number, updated_at=time) for number, time in enumerate(times)]
    result = checked(rows, AS_OF_MARCH)
    arrs = [] if newest is None else [10 + newest]
    assert [row["arr"] for row in result.fct_licenses] == arrs
    reason = "ambiguous_versions" if newest is None else "superseded"
    assert ("L", reason) in issues_of(result)


@pytest.mark.parametrize(
    ("older", "issue"),
    [
        ({"product": "p "}, "superseded"),
        ({"product": None}, "superseded"),
        ({"product": "Q"}, "key_is_not_unique"),
        ({"from_date": "2023-01-01", "to_date": "2024-01-01"}, "superseded"),
        ({"from_date": "2023-01-01", "to_date": "2023-12-31"}, "key_is_not_unique"),
        (
            {"from_date": "2023-01-01", "to_date": "2024-01-01", "to_date_included": "no"},
            "key_is_not_unique",
        ),
        ({"from_date": "2023-01-01", "to_date": "soon"}, "superseded"),
    ],
)
def test_items_and_terms_under_one_number(older: dict[str, str | None], issue: str) -> None:
    """A newer row of another product or another term is no version of the same licence."""
    rows = [
        licence(arr=10, updated_at="2024-01-01") | older,
        licence(end=date(2024, 12, 31), arr=20, updated_at="2024-02-01"),
    ]
    assert ("L", issue) in issues_of(checked(rows, AS_OF_MARCH))


def test_key_of_items_and_terms() -> None:
    """With product and start in the key, items and terms of a number are licences of their own."""
    rows = [
        licence("S", date(2024, 1, 1), date(2024, 1, 31), arr=10),
        licence("S", date(2024, 2, 1), date(2024, 12, 31), arr=20),
        licence("S", date(2024, 2, 1), arr=30, product=" Seats"),
        licence("T", date(2024, 3, 1), arr=5, renewal_of_license_id="S"),
    ]
    policy = Policy(license_key=("license_id", "product", "from_date"), as_of_date=MAR)
    result = checked(rows, policy)
    ends = {row["license_id"]: row["ends_before"] for row in result.fct_licenses}
    assert ends == {
        "S/p/2024-01-01": date(2024, 2, 1),
        "S/p/2024-02-01": MAR,
        "S/seats/2024-02-01": MAR,
        "T/p/2024-03-01": None,
    }


def test_products_are_found_by_alias_then_id_then_name() -> None:
    """An alias beats an id, an id a name; an alias must lead to the catalog, and not to itself."""
    products = catalog(alpha=None, beta=None, gamma=None)
    products[0]["name"] = "Beta"
    products[2]["name"] = "Third"
    pairs = (
        *(("third", "alpha"), ("3", "gamma"), ("3", "alpha"), ("4", "delta")),
        *(("gamma", "beta"), ("beta", "beta")),
    )
    aliases = [{"alias": alias, "product_id": product_id} for alias, product_id in pairs]
    texts = {
        " BETA ": "beta",
        "THIRD": "alpha",
        "3": "alpha",
        "4": "4",
        "": "(unassigned)",
        "Gamma": "beta",
    }
    licences = [
        licence(f"L{n}", product=text, arr=1, currency="USD", company_id=f"C{n}")
        for n, text in enumerate(texts)
    ]
    result = checked(licences, AS_OF_MARCH, products=products, product_aliases=aliases)
    assert [row["product_id"] for row in result.fct_licenses] == list(texts.values())
    assert issues_of(result) == {
        ("L1", "product_alias_used"),
        ("L2", "product_alias_used"),
        ("L3", "product_not_in_catalog"),
        ("L4", "no_product"),
        ("L5", "product_alias_used"),
    }
    assert pick(result.dim_products, product_id="4")["is_in_catalog"] is False
    assert pick(result.dim_products, product_id="alpha")["product_family"] == "Beta"


def test_pending_licences_are_no_arr() -> None:
    """A pending licence keeps its ARR apart, and opens no reporting window."""
    result = one_licence(arr="100", status="Draft")
    row = pick(result.fct_licenses, license_id="L")
    assert values_of(row, "arr pending_arr status") == (0, 100, "pending")
    assert result.months == [] and result.fct_arr_monthly == []


def test_exchange_rate_is_the_newest_known() -> None:
    """Later, unreadable and non-positive rates don't count; of two on one day the lower does."""
    days = ("2024-01-01", "2024-03-01", "2024-03-01", "2024-03-31", "2024-04-01")
    rates = [
        {"currency": "eur", "rate_date": day, "rate": rate}
        for day, rate in zip(days, ("1.5", "1.1", "1.2", "0", "9"), strict=True)
    ]
    rates.append({"currency": "USD", "rate_date": "2024-01-01", "rate": "3"})
    licences = [
        licence(license_id, product=license_id, arr=1.01, currency=currency)
        for license_id, currency in (("euros", "EUR "), ("dollars", "usd"), ("no code", ""))
    ]
    result = checked(licences, AS_OF_MARCH, exchange_rates=rates)
    assert [(row["currency"], row["arr"]) for row in result.fct_licenses] == [
        ("EUR", Decimal("1.11")),
        ("USD", Decimal("1.01")),
        ("USD", Decimal("1.01")),
    ]
    assert issues_of(result) == {("no code", "missing_currency")}


def test_reporting_window() -> None:
    """The last day of a month completes it; load times in the future are not believed."""
    times = {"created_at": "2024-03-31 01:00:00", "updated_at": "2099-01-01"}
    tables = {"licenses": [licence(start="2024-01-20", arr=1, **times)]}
    result = compute(tables, today=date(2024, 8, 1))
    assert (result.as_of_date, result.months) == (date(2024, 3, 31), [JAN, FEB, MAR])
    assert compute(tables, Policy(as_of_date=date(2024, 3, 30))).months == [JAN, FEB]
    result = compute(tables, Policy(as_of_date=date(2024, 1, 30)))
    assert result.months == [] and len(result.fct_licenses) == 1
