"""The oracle on customer ids that are equal but for case, blanks, zeros and the like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from oracle import Policy, Result
from oracle.near_ids import near_key
from small_books import FEB, JAN, MAR, checked, companies, issues_of, licence, pick, values_at_start

POLICY = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))
MERGING = replace(POLICY, merge_near_equal_ids=True)
END_OF_FEBRUARY = date(2024, 2, 29)


def listed(result: Result, issue: str) -> set[str | None]:
    """Give the ids of the licences that have an issue."""
    return {license_id for license_id, each in issues_of(result) if each == issue}


def customers(result: Result) -> dict[str, str]:
    """Give the customer of each licence."""
    return {row["license_id"]: row["customer_id"] for row in result.fct_licenses}


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Kite", "KITE", True),
        ("Kite", "K i\u00a0te", True),
        ("Kite", "\ufeffKite\u200b", True),
        ("00871", "871", True),
        ("871", "871.0", True),
        ("00871.0", "871", True),
        ("871", "8710", False),
        ("871", "871.5", False),
        ("K-871", "K-0871", False),
        ("Kite", "Kites", False),
        # The last three of Salesforce's 18 repeat the case of the 15, which tells ids apart.
        ("0018d00000QrStU", "0018d00000QrStUAAP", True),
        ("0018d00000QrStU", "0018d00000qRsTu", False),
        ("0018d00000QrStUAAP", "0018d00000qRsTuAAK", False),
        ("0018d00000QrStU", "0018d00000QrStUaap", False),
        ("A12d00000QrStUv", "a12d00000QrStUv", False),
        ("warehouse-north-kit", "warehouse-north-", False),
    ],
)
def test_keys(one: str, other: str, is_near: bool) -> None:
    """What makes two ids near-equal."""
    assert (near_key(one) == near_key(other)) is is_near


def one_after_the_other(**columns: Any) -> list[dict[str, Any]]:
    """Give two years of one contract, sold to two ids."""
    second = {"start": MAR, "company_id": "kite ltd", "arr": 90} | columns
    return [
        licence("L1", end=END_OF_FEBRUARY, company_id="Kite Ltd", arr=90),
        licence("L2", **second),
    ]


@pytest.mark.parametrize(
    ("columns", "is_possible"),
    [
        ({}, True),
        ({"start": END_OF_FEBRUARY}, True),
        ({"start": date(2024, 3, 2)}, False),
        ({"start": date(2024, 2, 28)}, False),
        ({"arr": 91}, False),
        ({"status": "draft"}, False),
        ({"company_id": "kites ltd"}, False),
    ],
)
def test_one_ends_as_the_other_begins(columns: dict[str, Any], is_possible: bool) -> None:
    """On the next day or the last one, at the same ARR."""
    result = checked(one_after_the_other(**columns), POLICY)
    assert listed(result, "possible_same_customer") == ({"L2"} if is_possible else set())
    assert len(set(customers(result).values())) == 2


def test_several_licences_go_on_as_one() -> None:
    """40 and 50 end, 90 begin; a third one of the customer that goes on hides the end."""
    licences = one_after_the_other()
    licences[0]["arr"] = "40"
    licences.append(licence("L3", end=END_OF_FEBRUARY, company_id="Kite Ltd", product="Q", arr=50))
    assert listed(checked(licences, POLICY), "possible_same_customer") == {"L2"}
    more = [*licences, licence("L4", company_id="Kite Ltd", product="R", arr=1)]
    assert not listed(checked(more, POLICY), "possible_same_customer")
    more = [*licences, licence("L4", start=FEB, company_id="kite ltd", product="R", arr=1)]
    assert not listed(checked(more, POLICY), "possible_same_customer")
    more = [*licences, licence("L4", start=MAR, company_id="kite ltd", product="R", arr=0)]
    assert listed(checked(more, POLICY), "possible_same_customer") == {"L2", "L4"}


def test_merged_ids_are_one_customer() -> None:
    """The contract goes on: no churn, nothing new; the id is that of the first licence."""
    licences = [*one_after_the_other(), licence("L3", company_id="other", arr=10)]
    result = checked(licences, POLICY)
    assert listed(result, "near_equal_id") == {"L1", "L2"}
    march = pick(result.retention_company_monthly, arr_month=MAR, window_months=1)
    assert (march["opening_arr"], march["churned_arr"]) == (100, 90)

    result = checked(licences, MERGING)
    assert customers(result) == {"L1": "Kite Ltd", "L2": "Kite Ltd", "L3": "other"}
    march = pick(result.retention_company_monthly, arr_month=MAR, window_months=1)
    assert (march["opening_arr"], march["churned_arr"], march["opening_customers"]) == (100, 0, 2)
    found = {each for each in issues_of(result) if each[1] in ("merged_id", "near_equal_id")}
    assert found == {("L2", "merged_id")}
    assert not listed(result, "possible_same_customer")
    assert [row["customer_id"] for row in result.dim_customers] == ["Kite Ltd", "other"]


def test_the_id_that_stays() -> None:
    """That of the one company; of none or several, that of the first licence, then by letters."""
    licences = one_after_the_other()
    one = companies(**{"KITE LTD": {"segment": "A"}})
    assert set(customers(checked(licences, MERGING, companies=one)).values()) == {"KITE LTD"}
    two = companies(**{"KITE LTD": {"segment": "A"}, "kite ltd": {"segment": "B"}})
    result = checked(licences, MERGING, companies=two)
    assert set(customers(result).values()) == {"Kite Ltd"}
    # Of the rows of the two companies, that which sorts first.
    assert [(row["customer_id"], row["segment"]) for row in result.dim_customers] == [
        ("Kite Ltd", "A")
    ]
    same_day = [licence(each, company_id=each, arr=1, product=each) for each in ("b", "B")]
    assert set(customers(checked(same_day, MERGING)).values()) == {"B"}


def test_companies_are_found_by_near_equal_ids() -> None:
    """With or without the var, where exactly one company has the id; customers stay apart."""
    licences = [
        licence("L1", company_id="0301", arr=5),
        licence("L2", company_id="301.0", arr=7),
        licence("L3", company_id="Twin", arr=11),
        licence("L4", company_id="TWIN", arr=13),
    ]
    table = companies(
        **{"301": {"segment": "A"}, "twin": {"segment": "B"}, "TWIN": {"segment": "C"}}
    )
    result = checked(licences, POLICY, companies=table)
    assert customers(result) == {"L1": "0301", "L2": "301.0", "L3": "Twin", "L4": "TWIN"}
    assert values_at_start(result, "segment", JAN) == {"A": 12, "(none)": 11, "C": 13}
    assert listed(result, "company_not_listed") == {"L3"}
    in_table = {row["customer_id"]: row["is_in_companies"] for row in result.dim_customers}
    assert in_table == {
        **{"0301": True, "301.0": True, "301": True},
        **{"Twin": False, "TWIN": True, "twin": True},
    }


@pytest.mark.parametrize("policy", [POLICY, MERGING])
def test_parents_are_found_by_near_equal_ids(policy: Policy) -> None:
    """A group whose id is spelled in three ways, one of them by a licence of its own."""
    licences = [
        licence("L1", company_id="group", arr=1),
        licence("L2", company_id="North", arr=2),
        licence("L3", company_id="SOUTH", arr=4),
    ]
    table = companies(
        Group={},
        North={"parent_company_id": "GROUP"},
        South={"parent_company_id": "gro up"},
    )
    by_parent = replace(policy, customer_grain="parent")
    result = checked(licences, by_parent, companies=table)
    assert set(customers(result).values()) == {"Group"}
    assert [row["customer_id"] for row in result.dim_customers] == ["Group"]
    result = checked(licences, policy, companies=table)
    parents = {row["customer_id"]: row["parent_customer_id"] for row in result.dim_customers}
    assert parents["North"] == parents["South"] == "Group"
    assert ("SOUTH" in parents) is not policy.merge_near_equal_ids


def test_parents_that_no_company_is() -> None:
    """They stay two groups, listed as near-equal; merged they are one."""
    licences = [licence("L1", company_id="a", arr=1), licence("L2", company_id="b", arr=2)]
    table = companies(a={"parent_company_id": "Umbra"}, b={"parent_company_id": "umbra"})
    result = checked(licences, replace(POLICY, customer_grain="parent"), companies=table)
    assert customers(result) == {"L1": "Umbra", "L2": "umbra"}
    assert listed(result, "near_equal_id") == {"L1", "L2"}
    assert not listed(checked(licences, POLICY, companies=table), "near_equal_id")
    result = checked(licences, replace(MERGING, customer_grain="parent"), companies=table)
    assert customers(result) == {"L1": "Umbra", "L2": "Umbra"}
