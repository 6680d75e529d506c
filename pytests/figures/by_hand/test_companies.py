"""The oracle on companies: parents, and attributes that change from day to day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from books import company_row
from oracle import Policy
from oracle.companies import topmost_parent
from oracle.segments import COMPUTED_TYPES
from small_books import (
    APR,
    FEB,
    JAN,
    MAR,
    checked,
    companies,
    issues_of,
    licence,
    monthly_licences,
    pick,
    values_at_start,
    values_of,
)

AS_OF_FEBRUARY = Policy(as_of_date=date(2024, 2, 29), retention_windows=(1,))
AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))


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
    licences = [
        licence("L1", arr=100, company_id="a"),
        licence("L2", start=MAR, arr=100, company_id="b", renewal_of_license_id="L1"),
        licence("L3", arr=100, company_id="c"),
        licence("L4", arr=100, company_id="nowhere"),
    ]
    listed = companies(
        a={"parent_company_id": " top ", "segment": "own"},
        b={"parent_company_id": "a"},
        c={"parent_company_id": "ghost"},
        top={"segment": "parent's"},
        idle={},
        idle_child={"parent_company_id": "idle"},
    )
    result = checked(licences, replace(AS_OF_APRIL, customer_grain="parent"), companies=listed)
    customers = {row["license_id"]: row["customer_id"] for row in result.fct_licenses}
    assert customers == {"L1": "top", "L2": "top", "L3": "ghost", "L4": "nowhere"}
    known = {row["customer_id"] for row in result.dim_customers}
    assert known == {"top", "idle", "ghost", "nowhere"}
    assert ("L4", "company_not_listed") in issues_of(result)
    assert ("L3", "company_not_listed") not in issues_of(result)
    of_top = [row["arr"] for row in result.fct_arr_monthly if row["customer_id"] == "top"]
    assert of_top == [100, 100, 100, 100]
    assert values_at_start(result, "segment", JAN) == {"parent's": 100, "(none)": 200}

    result = checked(licences, AS_OF_APRIL, companies=listed)
    assert {row["customer_id"] for row in result.fct_licenses} == {"a", "b", "c", "nowhere"}
    assert len(result.dim_customers) == 7
    assert values_at_start(result, "segment", JAN) == {"own": 100, "(none)": 200}
    no_table = replace(AS_OF_APRIL, customer_grain="parent", optional_inputs=())
    result = checked(licences, no_table, companies=listed)
    assert {row["customer_id"] for row in result.fct_licenses} == {"a", "b", "c", "nowhere"}


def test_attributes_of_companies() -> None:
    """Trimmed, missing, unlisted and added ones."""
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
    policy = replace(AS_OF_FEBRUARY, customer_segments=("plan_channel",))
    result = checked(licences, policy, companies=listed)
    assert values_at_start(result, "segment", JAN) == {"smb": 1, "SMB": 10, "(none)": 1100}
    assert values_at_start(result, "plan_channel", JAN) == {"direct": 1, "(none)": 1110}
    types = {row["segment_type"] for row in result.retention_segment_monthly}
    # Nobody has an industry, a region or an owner.
    assert types == {"segment", "plan_channel", *COMPUTED_TYPES}
    result = checked(licences, policy)
    assert {row["segment_type"] for row in result.retention_segment_monthly} == {*COMPUTED_TYPES}


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
        company_row(company_id=company_id, valid_from=day, segment=segment, owner="same")
        for company_id, day, segment in versions
    ]
    policy = replace(AS_OF_APRIL, as_of_date=date(2024, 5, 31), retention_windows=(1, 2))
    result = checked(licences, policy, companies=listed)
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
    assert values_of(row, "opening_arr closing_arr") == (100, 100)
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
    usual = {"company_id": "C", "name": "B", "segment": "other"}
    listed = [company_row(**(usual | columns)) for columns in (this, *others)]
    result = checked(monthly_licences("C", "P", JAN, [5, 5]), AS_OF_FEBRUARY, companies=listed)
    assert values_at_start(result, "segment", JAN) == {segment: 5}


def test_parents_and_customers_are_those_of_today() -> None:
    """A company that changes hands belongs, in all months, to whom it belongs at as_of_date."""
    listed = [
        company_row(company_id=company_id, valid_from=day, parent_company_id=parent, name=name)
        for company_id, day, parent, name in (
            ("A", None, "old", "A before"),
            ("A", "2024-02-15", "new", "A now"),
            ("A", "2024-03-01", "newest", "A then"),
            ("B", "2024-03-01", "new", "B"),
            ("B", "2024-04-01", None, "B later"),
        )
    ]
    licences = monthly_licences("A", "P", JAN, [5, 5])
    by_parent = replace(AS_OF_FEBRUARY, customer_grain="parent")
    result = checked(licences, by_parent, companies=listed)
    assert {row["customer_id"] for row in result.fct_arr_monthly} == {"new"}
    result = checked(licences, AS_OF_FEBRUARY, companies=listed)
    columns = "customer_id customer_name parent_customer_id"
    shown = [values_of(row, columns) for row in result.dim_customers]
    assert shown == [("A", "A now", "new"), ("B", "B", "new")]
