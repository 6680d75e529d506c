"""The oracle on the renewal calendar: what ends when, and what is known of its renewal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy, seeds
from oracle.months import add_months
from small_books import checked, licence, line, pick, values_of

POLICY = Policy(as_of_date=date(2024, 6, 30))
AUGUST = "2024-08-01"
CATALOG = [
    product_row(product_id=each, name=each, family=family, role=role)
    for each, family, role in (
        *(("Core", "Core", "primary"), ("Plus", "Core", "primary")),
        *(("Add", "Add", "secondary"), ("Help", "Help", "secondary")),
    )
]


@pytest.fixture(autouse=True)
def _no_alerts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no alerts, which count as risks beside those that are looked at here."""
    monkeypatch.setattr(seeds, "alert_rules", lambda: ())


def contract(
    name: str = "C", product: str | None = "Core", end: Any = AUGUST, arr: Any = 1000, **more: Any
) -> RawRow:
    """Give a licence of a year that is over on the given day."""
    start = more.pop("start", None) or add_months(date.fromisoformat(end), -12)
    usual = {"license_id": f"{name}-{product}-{start}", "to_date_included": "false"}
    return licence(
        **(usual | {"start": start, "end": end, "company_id": name, "product": product} | more),
        arr=arr,
    )


def calendar(
    licences: list[RawRow], policy: Policy = POLICY, **tables: list[RawRow]
) -> list[dict[str, Any]]:
    """Give the calendar of a book."""
    return checked(licences, policy, products=CATALOG, **tables).renewals_calendar


def row_of(licences: list[RawRow], policy: Policy = POLICY, **wanted: Any) -> dict[str, Any]:
    """Give the one row of the calendar with some values."""
    return pick(calendar(licences, policy), **wanted)


# What is in it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "days", "status"),
    [
        ("2024-03-31", None, None),
        ("2024-04-01", -90, "overdue"),
        ("2024-06-29", -1, "overdue"),
        ("2024-06-30", 0, "overdue"),
        ("2024-07-01", 1, "open"),
        ("2025-06-30", 365, "open"),
        ("2025-07-01", None, None),
    ],
)
def test_from_90_days_ago_to_365_ahead(end: str, days: int | None, status: str | None) -> None:
    """By the first day on which the licence is over; on that day it is overdue."""
    rows = calendar([contract(end=end, start="2024-01-01")])
    found = [values_of(row, "renews_on days_to_renewal status") for row in rows]
    assert found == ([] if days is None else [(date.fromisoformat(end), days, status)])


@pytest.mark.parametrize(("threshold", "days"), [("renewal_days", 31), ("successor_days", 5)])
def test_thresholds(threshold: str, days: int) -> None:
    """How far the calendar looks ahead, and how late a successor is one; both to the day."""
    policy = replace(POLICY, signal_thresholds=((threshold, days),))
    next_one = contract(end="2025-08-06", start="2024-08-06", arr=900)
    found = [row["status"] for row in calendar([contract(), next_one], policy)]
    # The successor itself ends more than a year from now.
    assert found == ([] if threshold == "renewal_days" else ["renewed"])
    later = contract(end="2025-08-07", start="2024-08-07", arr=900)
    found = [row["status"] for row in calendar([contract(end="2024-07-31"), later], policy)]
    assert found == ["renewed" if threshold == "renewal_days" else "open"]


def test_the_last_day_is_the_day_before() -> None:
    """A licence up to and with July is over on the first of August."""
    row = row_of([contract(end="2024-07-31", to_date_included="true")])
    assert values_of(row, "renews_on days_to_renewal") == (date(2024, 8, 1), 32)


def test_what_is_not_up_for_renewal() -> None:
    """What never ends, has not begun, is not signed, free, a credit, or replaced before its end.

    E was replaced in May by a licence that ends a year later. F's renewal begins on the day on
    which the licence ends: that is on time.
    """
    licences = [
        contract("A", end=None, start="2024-01-01"),
        contract("B", start="2024-07-01", end="2024-10-01"),
        contract("C", status="pending"),
        contract("D", arr=0),
        contract("D", product="Add", arr=-10),
        contract("E", license_id="E1", end="2024-09-01"),
        contract("E", end="2025-05-01", renewal_of_license_id="E1"),
        contract("F", license_id="F1"),
        contract("F", end="2025-08-01", renewal_of_license_id="F1"),
    ]
    found = {(row["customer_id"], row["renews_on"]): row["status"] for row in calendar(licences)}
    assert found == {("E", date(2025, 5, 1)): "open", ("F", date(2024, 8, 1)): "renewed"}


def test_licences_of_one_end_are_summed() -> None:
    """The larger one says what kind of contract it is; the other ends are rows of their own.

    All must renew by themselves; the earliest day for a notice counts.
    """
    licences = [
        contract(license_id="1", auto_renews="true", notice_date="2024-07-20"),
        contract(license_id="2", arr=3000, start="2021-08-01", notice_date="2024-07-03"),
        contract(license_id="3", end="2024-09-01", auto_renews="true"),
        contract(license_id="4", product="Plus"),
        contract(license_id="5", product=None, auto_renews="false"),
    ]
    rows = calendar(licences)
    columns = "product_id renews_on licenses arr term_class notice_deadline auto_renews"
    august, september = date(2024, 8, 1), date(2024, 9, 1)
    assert [values_of(row, columns) for row in rows] == [
        ("(unassigned)", august, 1, 1000, "annual", None, False),
        ("Core", august, 2, 4000, "multi-year", date(2024, 7, 3), False),
        ("Core", september, 1, 1000, "annual", None, True),
        ("Plus", august, 1, 1000, "annual", None, False),
    ]


@pytest.mark.parametrize(
    ("start", "term"),
    [
        *(("2024-06-18", "monthly"), ("2024-06-17", "annual")),
        *(("2023-06-28", "annual"), ("2023-06-27", "multi-year")),
    ],
)
def test_kinds_of_contract(start: str, term: str) -> None:
    """44 or 45 days, 400 or 401."""
    assert row_of([contract(start=start)])["term_class"] == term


def test_amounts_are_at_the_newest_rate() -> None:
    """1,000 pounds at 1.25, whatever they were worth in their time."""
    rates = [
        {"currency": "GBP", "rate_date": day, "rate": rate}
        for day, rate in (("2023-01-01", "2"), ("2024-06-01", "1.25"))
    ]
    for mode in ("constant", "monthly"):
        policy = replace(POLICY, fx_mode=mode)
        rows = calendar([contract(currency="GBP")], policy, exchange_rates=rates)
        assert [row["arr"] for row in rows] == [1250]


# What is known of the renewal --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "successor_arr"),
    [
        *(("2024-07-31", 0), ("2024-08-01", 900), ("2024-09-30", 900), ("2024-10-01", 0)),
    ],
)
def test_successors_start_within_60_days(start: str, successor_arr: int) -> None:
    """From the day of the end on; what begins a day before stands beside it."""
    later = contract(end="2025-08-01", start=start, arr=900)
    row = row_of([contract(), later], renews_on=date(2024, 8, 1))
    status = "renewed" if successor_arr else "open"
    assert values_of(row, "successor_arr status") == (successor_arr, status)


def test_successors_are_of_the_customer_and_family() -> None:
    """Another product of the family is one, another family or customer is none."""
    licences = [
        contract("A"),
        contract("A", product="Plus", end="2025-08-01", arr=700),
        contract("A", product="Add", end="2025-08-01", arr=50),
        contract("B", product="Add"),
        contract("B", product="Help", end="2025-08-01"),
        contract("X"),
        contract("Y", end="2025-08-01"),
    ]
    rows = [row for row in calendar(licences) if row["renews_on"] == date(2024, 8, 1)]
    found = {row["customer_id"]: values_of(row, "successor_arr status") for row in rows}
    assert found == {"A": (700, "renewed"), "B": (0, "open"), "X": (0, "open")}


def test_pending_successors_count_and_are_named() -> None:
    """Though they are no ARR; one of two is enough for the name."""
    pending = contract(end="2025-08-01", license_id="new", status="pending", arr=800)
    signed = contract(end="2025-08-01", license_id="too", arr=100)
    columns = "successor_arr status is_successor_pending"
    assert values_of(row_of([contract(), pending]), columns) == (800, "renewed", True)
    rows = calendar([contract(), pending, signed])
    august = pick(rows, renews_on=date(2024, 8, 1))
    assert values_of(august, columns) == (900, "renewed", True)
    assert not any(row["is_successor_pending"] for row in calendar([contract(), signed]))


def test_a_successor_that_is_replaced_at_once_counts_once() -> None:
    """The second one begins on the same day as the first one, and ends it."""
    first = contract(end="2025-08-01", license_id="new", arr=800)
    second = contract(end="2025-08-01", license_id="x", arr=850, renewal_of_license_id="new")
    row = row_of([contract(), first, second], renews_on=date(2024, 8, 1))
    assert row["successor_arr"] == 850


def test_marked_as_lost() -> None:
    """Lost, and at high risk, if all are marked so; a successor says more than a mark."""
    lost = {"renewal_status": "lost"}
    licences = [
        contract("A", **lost),
        contract("B", license_id="B1", **lost),
        contract("B", license_id="B2"),
        contract("D", **lost),
        contract("D", end="2025-08-01"),
        contract("E", end="2024-06-01", **lost),
        contract("F", status="churned"),
    ]
    found = {
        row["customer_id"]: values_of(row, "status risk_level arr_at_risk")
        for row in calendar(licences)
        if row["renews_on"] < date(2025, 1, 1)
    }
    assert found == {
        "A": ("lost", "high", 0),
        "B": ("open", "low", 0),
        "D": ("renewed", "high", 0),
        "E": ("lost", "high", 0),
        "F": ("open", "low", 0),
    }


# Risk --------------------------------------------------------------------------------------------


def risk(*lines: list[RawRow], policy: Policy = POLICY) -> str:
    """Give the risk of a renewal of Core in August; the other lines are of the same customer."""
    licences = [row for each in lines for row in each]
    core = contract(arr=100, start="2023-02-01")
    return row_of([core, *licences], policy, renews_on=date(2024, 8, 1))["risk_level"]


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        # All of Add is gone at the ends of March to May; or of May and June, as far as one knows.
        ([("2024-03-10", 0)], "high"),
        ([("2024-05-10", 0)], "high"),
        # Exactly a tenth, or less than that: lower than a year ago all the same.
        ([("2024-03-10", 900)], "high"),
        ([("2024-03-10", 901)], "medium"),
        # Back within two months, or after three.
        ([("2024-03-10", 0), ("2024-05-10", 1000)], "low"),
        ([("2024-03-10", 0), ("2024-06-10", 1000)], "high"),
        ([("2024-03-10", 0), ("2024-05-10", 950)], "medium"),
        # In July of last year, the first of the twelve months, or in June.
        ([("2023-07-10", 0), ("2023-11-10", 1000)], "high"),
        ([("2023-06-10", 0), ("2023-11-10", 1000)], "low"),
        # More than a year ago, and nothing less since then.
        ([("2023-05-10", 0)], "low"),
    ],
)
def test_cuts_of_a_secondary_family(levels: list[tuple[str, int]], level: str) -> None:
    """Of a customer that has 100,000 of Help besides, so that it is no contraction of a tenth."""
    big = line("C", "Help", (None, 100_000))
    assert risk(big, line("C", "Add", (None, 1000), *levels)) == level


def test_without_waiting_every_fall_stands() -> None:
    """With `lapse_months` 0 a late renewal is a cut."""
    lines = (
        line("C", "Help", (None, 100_000)),
        line("C", "Add", (None, 1000), ("2024-03-10", 0), ("2024-04-10", 1000)),
    )
    assert risk(*lines) == "low"
    assert risk(*lines, policy=replace(POLICY, lapse_months=0)) == "high"


def test_moves_within_a_family_are_no_cut() -> None:
    """Tools and Kit are one family; what goes over from one to the other is still there."""
    kit = [
        product_row(product_id=each, name=each, family="Tools", role="secondary")
        for each in ("Tools", "Kit")
    ]
    licences = [contract(arr=100), *line("C", "Help", (None, 100_000))]
    licences += line("C", "Tools", (None, 1000), ("2024-03-10", 0))
    licences += line("C", "Kit", (None, 0), ("2024-03-10", 1000))
    rows = checked(licences, POLICY, products=CATALOG + kit).renewals_calendar
    assert [row["risk_level"] for row in rows] == ["low"]


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        # From 1,000, and 100 from the contract, by exactly a tenth; by less; back two months later.
        ([("2024-03-10", 890)], "high"),
        ([("2024-03-10", 891)], "medium"),
        ([("2024-03-10", 0), ("2024-05-10", 1000)], "high"),
        ([("2024-06-10", 500)], "high"),
        ([("2023-06-10", 500), ("2023-07-10", 1000)], "low"),
    ],
)
def test_contractions_of_a_tenth(levels: list[tuple[str, int]], level: str) -> None:
    """Of the core, where no secondary family is cut."""
    assert risk(line("C", "Plus", (None, 1000), *levels)) == level


def test_who_left_has_not_cut() -> None:
    """All of a customer's families end in May: it is lower than a year ago, and nothing else."""
    licences = [
        contract(product="Core", end="2024-05-10"),
        contract(product="Add", end="2024-05-10"),
    ]
    rows = calendar(licences)
    assert [values_of(row, "status risk_level") for row in rows] == [("overdue", "medium")] * 2


def test_a_smaller_share_at_later_rates() -> None:
    """A pound that falls is no cut, and nothing less than a year ago."""
    rates = [
        {"currency": "GBP", "rate_date": day, "rate": rate}
        for day, rate in (("2023-01-01", "2"), ("2024-06-01", "1"))
    ]
    licences = [contract(arr=100)]
    licences += [row | {"currency": "GBP"} for row in line("C", "Add", (None, 1000))]
    rows = calendar(licences, replace(POLICY, fx_mode="monthly"), exchange_rates=rates)
    assert [row["risk_level"] for row in rows] == ["low"]


def test_arr_at_risk_is_open_or_overdue() -> None:
    """What is renewed already is not at risk, however its customer does."""
    cut = line("C", "Add", (None, 1000), ("2024-03-10", 0))
    licences = [contract(end="2024-06-01"), contract(product="Plus", end="2025-06-01"), *cut]
    licences += [contract(product="Help", end="2024-07-01", arr=10)]
    rows = {(row["product_id"], row["status"]): row["arr_at_risk"] for row in calendar(licences)}
    assert rows == {("Core", "renewed"): 0, ("Plus", "open"): 1000, ("Help", "open"): 10}


def test_expected_loss_is_by_the_kind_of_contract() -> None:
    """Of 1,000 and 500 that came up for renewal in the last two years, 1,200 and nothing are left.

    The one that renews at 1,200 is kept whole: two thirds are left of 1,500, and of all kinds.
    """
    licences = [
        contract(end="2023-08-01"),
        contract(arr=1200),
        contract("B", end="2023-08-01", arr=500),
    ]
    row = row_of(licences, renews_on=date(2024, 8, 1))
    assert float(row["gross_renewal_rate"]) == pytest.approx(2 / 3)
    assert float(row["expected_loss_arr"]) == pytest.approx(400)
    assert row["arr"] == Decimal(1200)


def test_without_any_renewal_no_loss_is_expected() -> None:
    """Nothing is known: that is not the same as none."""
    row = row_of([contract()])
    assert values_of(row, "gross_renewal_rate expected_loss_arr") == (None, None)
