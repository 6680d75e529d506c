"""The oracle on why ARR moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from books import RawRow
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

AS_OF_APRIL = Policy(as_of_date=date(2024, 4, 30), retention_windows=(1,))


def movements_of(
    licences: list[RawRow], policy: Policy = AS_OF_APRIL, **tables: list[RawRow]
) -> list[dict[str, Any]]:
    """Compute a book, check every identity, and give its movements."""
    return checked(licences, policy, **tables).fct_arr_movements


# Reasons -----------------------------------------------------------------------------------------


def test_reasons_of_what_comes() -> None:
    """New, another product, and each of both kinds of return."""
    licences = monthly_licences("C", "P", JAN, [1, 0, 1, 1])
    licences += monthly_licences("C", "Q", JAN, [0, 0, 1, 0])
    licences += monthly_licences("D", "P", JAN, [1, 1, 0, 1])
    licences += monthly_licences("D", "Q", JAN, [1, 1, 1, 1])
    licences += monthly_licences("D", "R", JAN, [0, 1, 1, 1])
    reasons = {
        (row["customer_id"], row["product_id"], row["arr_month"].month): row["reason"]
        for row in movements_of(licences)
        if row["arr_change"] > 0
    }
    assert reasons == {
        ("C", "P", 1): "new_customer",
        ("C", "P", 3): "customer_returned",
        ("C", "Q", 3): "customer_returned",
        ("D", "P", 1): "new_customer",
        ("D", "Q", 1): "new_customer",
        ("D", "R", 2): "new_product",
        ("D", "P", 4): "product_returned",
    }


def test_returns_that_count_as_new_have_the_reason_of_new() -> None:
    """After two months away, where only one is forgiven."""
    licences = monthly_licences("C", "P", JAN, [1, 0, 0, 1])
    licences += monthly_licences("D", "P", JAN, [1, 0, 0, 1])
    licences += monthly_licences("D", "Q", JAN, [1, 1, 1, 1])
    policy = replace(AS_OF_APRIL, reactivation_counts_as_new_after_months=1)
    rows = [row for row in movements_of(licences, policy) if row["arr_month"] == APR]
    assert [row["reason"] for row in rows] == ["new_customer", "new_product"]


def test_reasons_of_a_tier_change() -> None:
    """Both sides of a migration, and what is left over of it."""
    licences = monthly_licences("C", "A", JAN, [100, 0]) + monthly_licences("C", "B", JAN, [0, 80])
    rows = [
        row
        for row in movements_of(licences, products=catalog(A="F", B="F"))
        if row["arr_month"] == FEB
    ]
    assert {row["movement_type"] for row in rows} == {
        *("migration_out", "contraction", "migration_in")
    }
    assert {row["reason"] for row in rows} == {"tier_change"}
    assert {row["is_scheduled"] for row in rows} == {False}


@pytest.mark.parametrize(
    ("licences", "reason"),
    [
        ([{}], "expired"),
        ([{"renewal_status": " LOST "}], "cancelled"),
        ([{"renewal_status": "renewed"}], "expired"),
        ([{"status": "Canceled"}], "cancelled"),
        ([{"status": "past_due"}], "expired"),
        ([{}, {"status": "churned"}], "cancelled"),
        ([{}, {"status": "churned", "to_date": "2024-01-15"}], "expired"),
        ([{}, {"status": "churned", "to_date": "2024-02-10"}], "cancelled"),
        (
            [{}, {"status": "churned", "from_date": "2024-02-01", "to_date": "2024-02-10"}],
            "expired",
        ),
        ([{}, {"renewal_status": "lost", "status": "pending"}], "expired"),
        ([{}, {"renewal_status": "lost", "company_id": "D"}], "expired"),
        ([{}, {"renewal_status": "lost", "arr": "-1"}], "cancelled"),
    ],
)
@pytest.mark.parametrize("has_other_product", [False, True])
def test_reasons_of_what_goes(
    licences: list[dict[str, Any]], reason: str, has_other_product: bool
) -> None:
    """By the licences of the pair that ended: active at the end of January and not of February."""
    rows = [
        licence(f"L{n}", "2024-01-01", "2024-02-10", arr=100) | columns
        for n, columns in enumerate(licences)
    ]
    if has_other_product:
        rows.append(licence("Q", "2024-01-01", None, arr=1, product="Q", renewal_status="lost"))
    row = pick(movements_of(rows), customer_id="C", product_id="P", arr_month=FEB)
    assert row["movement_type"] == ("product_churn" if has_other_product else "churn")
    assert row["reason"] == reason


def test_licences_end_after_their_grace() -> None:
    """A gap too long is not bridged; one that is bridged ends when the next licence begins."""
    first = licence(
        "L1", "2024-01-01", "2024-01-31", arr=100, status="churned", lost_reason="price"
    )
    second = licence("L2", "2024-03-10", "2024-03-20", arr=90)
    rows = movements_of([first, second], replace(AS_OF_APRIL, renewal_grace_days=40))
    shown = [(row["movement_type"], row["arr_month"], row["reason"]) for row in rows]
    assert shown == [("new", JAN, "new_customer"), ("churn", MAR, "cancelled")]
    assert rows[1]["lost_reason"] == "price"
    rows = movements_of([first, second])
    assert [(row["movement_type"], row["arr_month"]) for row in rows] == [
        ("new", JAN),
        ("churn", FEB),
    ]


def test_an_extended_licence_has_not_ended() -> None:
    """What goes on past its end is there until something else takes all of it away."""
    first = licence(
        "L1", "2024-01-01", "2024-01-31", arr=100, auto_renews="yes", lost_reason="price"
    )
    credit = licence("L2", "2024-01-01", "2024-01-20", arr=-100)
    rows = movements_of([first, credit], replace(AS_OF_APRIL, auto_renew_past_end=True))
    assert [row["movement_type"] for row in rows] == ["new"]
    # A credit that begins takes everything away though nothing ended.
    credit |= {"from_date": "2024-02-10", "to_date": None}
    rows = movements_of([licence("L1", "2024-01-01", None, arr=100, status="past_due"), credit])
    assert (rows[1]["movement_type"], rows[1]["reason"]) == ("churn", "expired")


# What customers said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("licences", "lost_reason"),
    [
        ([(100, None)], None),
        ([(100, "  ")], None),
        ([(100, " Too dear ")], "Too dear"),
        ([(100, None), (1, "price")], "price"),
        ([(100, "merger"), (101, "price")], "price"),
        ([(100, "merger"), (100, "price")], "merger"),
        ([(-5, "credit"), (100, None), (-4, "refund")], "refund"),
    ],
)
def test_lost_reason_is_that_of_the_largest(
    licences: list[tuple[int, str | None]], lost_reason: str | None
) -> None:
    """Of those that ended and say something; of equals that of the smallest id."""
    rows = [
        licence(f"L{n}", "2024-01-01", "2024-01-31", arr=arr, lost_reason=text)
        for n, (arr, text) in enumerate(licences)
    ]
    rows.append(licence("L9", "2024-01-01", None, arr=1000, lost_reason="did not end", product="P"))
    row = pick(movements_of(rows), arr_month=FEB)
    assert values_of(row, "movement_type lost_reason") == ("contraction", lost_reason)
    rows[-1] |= {"product": "Q"}
    row = pick(movements_of(rows), arr_month=FEB)
    assert values_of(row, "movement_type lost_reason") == ("product_churn", lost_reason)


def test_lost_reason_only_of_what_is_lost() -> None:
    """A tier change that loses ARR has one on its contraction; gains and swaps have none."""
    licences = [
        licence("L1", "2024-01-01", "2024-01-31", arr=100, product="A", lost_reason="price"),
        licence("L2", "2024-02-01", None, arr=80, product="B"),
        licence("L3", "2024-01-01", "2024-01-31", arr=5, product="X", lost_reason="merger"),
        licence("L4", "2024-02-01", None, arr=9, product="X"),
    ]
    rows = movements_of(licences, products=catalog(A="F", B="F", X=None))
    shown = {
        (row["product_id"], row["movement_type"]): row["lost_reason"]
        for row in rows
        if row["arr_month"] == FEB
    }
    assert shown == {
        ("A", "migration_out"): None,
        ("A", "contraction"): "price",
        ("B", "migration_in"): None,
        ("X", "expansion"): None,
    }


def test_lost_reason_goes_by_the_newest_rates() -> None:
    """EUR 100 were worth less than USD 105 when they ended, and are worth more since."""
    licences = [
        licence("U", "2024-01-01", "2024-01-31", arr=105, lost_reason="dollars"),
        licence("E", "2024-01-01", "2024-01-31", arr=100, lost_reason="euros", currency="EUR"),
    ]
    rates = [
        {"currency": "EUR", "rate_date": day, "rate": rate}
        for day, rate in (("2024-01-01", "1"), ("2024-04-01", "1.1"))
    ]
    policy = replace(AS_OF_APRIL, fx_mode="monthly")
    row = pick(movements_of(licences, policy, exchange_rates=rates), movement_type="churn")
    assert values_of(row, "arr_change lost_reason") == (-205, "euros")


# Scheduled changes -------------------------------------------------------------------------------


def ramp(**changes: dict[str, Any]) -> list[RawRow]:
    """Give a ramp of 100, 120 and 130, agreed on 20 December; columns by number of the step."""
    shared = {"created_at": "2023-12-20 10:00:00"}
    rows = {
        "one": licence("L1", "2024-01-01", "2024-02-29", arr=100, **shared),
        "two": licence("L2", "2024-03-01", "2024-03-31", arr=120, **shared),
        "three": licence("L3", "2024-04-01", "2024-12-31", arr=130, **shared),
    }
    return [row | changes.get(name, {}) for name, row in rows.items()]


@pytest.mark.parametrize(
    ("changes", "march", "april"),
    [
        ({}, True, True),
        ({"one": {"created_at": None}}, True, True),
        ({"two": {"created_at": "2024-01-01 23:59:59"}}, True, True),
        ({"two": {"created_at": "2024-01-02"}}, False, True),
        ({"two": {"created_at": None}}, False, True),
        ({"two": {"created_at": "soon"}}, False, True),
        ({"three": {"created_at": "2024-03-01"}}, True, True),
        ({"three": {"created_at": "2024-03-02"}}, True, False),
        ({"three": {"status": "churned"}}, True, True),
    ],
)
def test_a_ramp_is_scheduled(changes: dict[str, Any], march: bool, april: bool) -> None:
    """Each step that was created by the day on which the one before began."""
    rows = movements_of(ramp(**changes))
    shown = {row["arr_month"]: row["is_scheduled"] for row in rows}
    assert shown == {JAN: False, MAR: march, APR: april}


@pytest.mark.parametrize(
    ("others", "is_scheduled"),
    [
        ([], True),
        # Another licence that begins in March has to be agreed on by then, too.
        ([("2024-03-01", None, {"created_at": "2024-01-01"})], True),
        ([("2024-03-01", None, {"created_at": "2024-01-02"})], False),
        # The latest start before 15 March is then 1 March.
        ([("2024-03-15", None, {"created_at": "2024-03-01"})], True),
        ([("2024-03-15", None, {"created_at": "2024-03-02"})], False),
        # What no month end sees, pending licences and other products neither begin nor precede.
        ([("2024-03-01", "2024-03-30", {})], True),
        ([("2024-02-01", "2024-02-28", {})], True),
        ([("2024-03-15", None, {"status": "draft"})], True),
        ([("2024-03-15", None, {"product": "Q"})], True),
        # A start between the two leaves more time to agree.
        ([("2024-02-01", "2024-02-29", {"created_at": None})], True),
    ],
)
def test_every_licence_that_begins_must_be_scheduled(
    others: list[tuple[str, str | None, dict[str, Any]]], is_scheduled: bool
) -> None:
    """March: the second step of the ramp, and other licences."""
    rows = ramp(three={"product": "R"})
    rows += [licence(f"M{n}", *each[:2], arr=10, **each[2]) for n, each in enumerate(others)]
    row = pick(movements_of(rows), product_id="P", arr_month=MAR)
    assert values_of(row, "movement_type is_scheduled") == ("expansion", is_scheduled)


@pytest.mark.parametrize(
    ("start", "end", "is_scheduled"),
    [
        ("2024-02-09", None, False),
        ("2024-02-10", None, True),
        ("2024-02-10", "2024-02-29", True),
        ("2024-02-10", "2024-02-28", False),
    ],
)
def test_a_start_in_between_leaves_more_time(
    start: str, end: str | None, is_scheduled: bool
) -> None:
    """A step created on 10 February is scheduled if a licence began then, or later, before it.

    One that no month end sees did not begin.
    """
    late = {"two": {"created_at": "2024-02-10"}, "three": {"product": "R"}}
    rows = [*ramp(**late), licence("M", start, end, arr=10)]
    row = pick(movements_of(rows), product_id="P", arr_month=MAR)
    assert row["is_scheduled"] is is_scheduled


def test_a_scheduled_change_needs_a_licence_that_begins() -> None:
    """Of two licences one ends; and one follows a larger one."""
    shared = {"created_at": "2023-01-01"}
    licences = [
        licence("L1", "2024-01-01", None, arr=100, **shared),
        licence("L2", "2024-01-01", "2024-01-31", arr=20, **shared),
    ]
    row = pick(movements_of(licences), arr_month=FEB)
    assert values_of(row, "movement_type is_scheduled") == ("contraction", False)
    licences = [
        licence("L1", "2024-01-01", "2024-01-31", arr=100, **shared),
        licence("L2", "2024-02-01", None, arr=20, **shared),
    ]
    row = pick(movements_of(licences), arr_month=FEB)
    assert values_of(row, "movement_type is_scheduled") == ("contraction", True)


def test_a_licence_that_a_link_ends_at_once_does_not_precede() -> None:
    """L2 is replaced on its first day, so L3 follows L1 and was created too late."""
    licences = [
        licence("L1", "2024-01-01", None, arr=100),
        licence("L2", "2024-03-10", None, arr=50),
        licence(
            "L3", "2024-03-10", None, arr=60, renewal_of_license_id="L2", created_at="2024-03-05"
        ),
    ]
    row = pick(movements_of(licences), arr_month=MAR)
    assert values_of(row, "arr_change is_scheduled") == (60, False)
    licences[2] |= {"created_at": "2024-01-01"}
    row = pick(movements_of(licences), arr_month=MAR)
    assert row["is_scheduled"] is True


def test_only_what_grows_or_shrinks_is_scheduled() -> None:
    """A product that is left and bought again as agreed is still a return; a swap a swap."""
    licences = [
        licence("L1", "2024-01-01", "2024-01-31", arr=100, created_at="2023-12-01"),
        licence("L2", "2024-03-01", None, arr=100, created_at="2023-12-01"),
        licence("L3", "2024-01-01", None, arr=1, product="Q", created_at="2023-12-01"),
    ]
    rows = movements_of(licences)
    assert rows[-1]["movement_type"] == "reactivation"
    assert not any(row["is_scheduled"] for row in rows)
