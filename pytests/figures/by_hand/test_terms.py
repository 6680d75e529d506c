"""The oracle on terms: renewal links, grace, extension past the end, sums below zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from oracle import Policy
from small_books import (
    FEB,
    JAN,
    MAR,
    checked,
    issues_of,
    licence,
    monthly_licences,
    moves,
    pick,
    values_of,
)

AS_OF_MARCH = Policy(as_of_date=date(2024, 3, 31))


@pytest.mark.parametrize(("grace_days", "is_bridged"), [(45, True), (39, True), (38, False)])
def test_grace_bridges_a_late_renewal(grace_days: int, is_bridged: bool) -> None:
    """A renewal 39 days late, at 100 a month before and after."""
    licences = [
        licence("L1", end="2024-03-31", mrr=100),
        licence("L2", start="2024-05-10", end="2025-05-09", mrr=100),
    ]
    policy = Policy(renewal_grace_days=grace_days, as_of_date=date(2024, 6, 30))
    result = checked(licences, policy)
    row = pick(result.fct_arr_monthly, arr_month=date(2024, 4, 1))
    assert values_of(row, "arr is_grace") == ((1200, True) if is_bridged else (0, False))
    gap = [("2024-04", "churn", -1200), ("2024-05", "reactivation", 1200)]
    assert [
        (f"{row['arr_month']:%Y-%m}", row["movement_type"], row["arr_change"])
        for row in result.fct_arr_movements[1:]
    ] == ([] if is_bridged else gap)


@pytest.mark.parametrize(
    ("changes", "ends_before", "arrs"),
    [
        ({}, date(2024, 3, 10), [100, 100, 130]),
        ({"renewal_of_license_id": None}, date(2024, 7, 1), [100, 100, 230]),
        ({"renewal_of_license_id": "L2"}, date(2024, 7, 1), [100, 100, 230]),
        ({"renewal_of_license_id": "L9"}, date(2024, 7, 1), [100, 100, 230]),
        ({"company_id": "D"}, date(2024, 3, 10), [100, 100, 0]),
        ({"renewal_of_license_id": "L9; L1 ,"}, date(2024, 3, 10), [100, 100, 130]),
        ({"renewal_of_license_id": "L1L9"}, date(2024, 7, 1), [100, 100, 230]),
        ({"status": "pending"}, date(2024, 7, 1), [100, 100, 100]),
        ({"from_date": "2023-12-31"}, date(2024, 7, 1), [130, 100, 100, 100]),
    ],
)
def test_renewal_link_ends_the_earlier_licence(
    changes: dict[str, Any], ends_before: date, arrs: list[int]
) -> None:
    """Without a valid link two overlapping licences add up, and the later one is reported."""
    renewal = licence("L2", start="2024-03-10", arr=130, renewal_of_license_id="L1")
    licences = [licence("L1", end="2024-06-30", arr=100), renewal | changes]
    result = checked(licences, AS_OF_MARCH)
    assert pick(result.fct_licenses, license_id="L1")["ends_before"] == ends_before
    assert [row["arr"] for row in result.fct_arr_monthly if row["customer_id"] == "C"] == arrs
    later = "L1" if "from_date" in changes else "L2"
    assert ((later, "overlap") in issues_of(result)) == (arrs[-1] == 230)
    moved = ("L2", "renewal_moves_customer") in issues_of(result)
    assert moved == ("company_id" in changes)
    names_nothing = changes.get("renewal_of_license_id") not in (None, "L1")
    is_listed = ("L2", "unusable_renewal_link") in issues_of(result)
    assert is_listed == names_nothing


@pytest.mark.parametrize(
    ("starts", "links", "ends"),
    [
        # The older one names the newer one, or each the other.
        ((JAN, MAR), ("L2", None), (MAR, None)),
        ((JAN, MAR), ("L2", "L1"), (MAR, None)),
        # On one day the one that names the other goes on, or the last by id.
        ((JAN, JAN), (None, "L1"), (JAN, None)),
        ((JAN, JAN), ("L2", None), (None, JAN)),
        ((JAN, JAN), ("L2", "L1"), (JAN, None)),
    ],
)
def test_links_work_in_either_direction(
    starts: tuple[date, date], links: tuple[str | None, str | None], ends: tuple[date | None, ...]
) -> None:
    """Of two linked licences one goes on."""
    licences = [
        licence(f"L{number}", start=start, arr=100, renewal_of_license_id=link)
        for number, start, link in zip((1, 2), starts, links, strict=True)
    ]
    result = checked(licences, AS_OF_MARCH)
    assert tuple(row["ends_before"] for row in result.fct_licenses) == ends
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 100, 100]


def test_one_licence_may_renew_several() -> None:
    """Two licences of different products are merged into one of a third."""
    licences = [
        licence("L1", product="A", arr=50),
        licence("L2", product="B", arr=30),
        licence("L3", product="C", start=MAR, arr=80, renewal_of_license_id="L1,L2"),
    ]
    result = checked(licences, AS_OF_MARCH)
    in_march = [row["arr"] for row in result.fct_arr_monthly if row["arr_month"] == MAR]
    assert sorted(in_march) == [0, 0, 80]


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
    licences = [licence("L1", end="2024-02-15", arr=100, auto_renews="true") | changes]
    if later:
        licences.append(licence("L2", arr=1) | later)
    result = checked(licences, replace(AS_OF_MARCH, auto_renew_past_end=True))
    march = [
        row["is_extended"]
        for row in result.fct_arr_monthly
        if row["product_id"] == "P" and row["arr_month"] == MAR
    ]
    assert any(march) == is_extended


def test_negative_sums_are_kept_apart() -> None:
    """A credit that outweighs its licence leaves no ARR, and shows what is below zero."""
    licences = monthly_licences("C", "P", JAN, [100, 100, 100])
    credit = licence("credit", start=FEB, end="2024-02-29", arr=-130)
    result = checked([*licences, credit], AS_OF_MARCH)
    shown = [(row["arr"], row["negative_arr"]) for row in result.fct_arr_monthly]
    assert shown == [(100, 0), (0, -30), (100, 0)]
    assert moves(result.fct_arr_movements, MAR) == {("P", "reactivation"): 100}
