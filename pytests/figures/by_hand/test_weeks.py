"""The oracle on weeks: from one Sunday night to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from books import RawRow
from oracle import Policy, compute
from oracle.weeks import sundays_to
from small_books import catalog, licence, line

# A Sunday; the week before begins with Monday the 10th.
LAST = date(2024, 6, 16)
POLICY = Policy(as_of_date=LAST)
PRODUCTS = catalog(Core="Core", Add="Add", Plus="Add", Max="Add")


def moved(licences: list[RawRow], **switches: Any) -> list[tuple[Any, ...]]:
    """Give what changed: day of June on which the week ends, customer, product, type, amount."""
    tables = {"licenses": licences, "products": PRODUCTS}
    rows = compute(tables, replace(POLICY, **switches)).weekly_movements
    return [
        (
            *((row["week_ends_on"] - date(2024, 5, 31)).days, row["customer_id"]),
            *(row["product_id"], row["movement_type"], int(row["arr_change"])),
        )
        for row in rows
    ]


def test_a_week_is_complete_on_its_sunday() -> None:
    """On Saturday the last one is that which ended six days before."""
    assert sundays_to(date(2024, 6, 16), 2) == [date(2024, 6, 9), date(2024, 6, 16)]
    assert sundays_to(date(2024, 6, 15), 1) == [date(2024, 6, 9)]
    assert sundays_to(date(2024, 6, 17), 1) == [date(2024, 6, 16)]


def test_the_last_eight_weeks() -> None:
    """April 22 begins the eighth; what changed on the Sunday before it is left out."""
    rows = line("A", "Core", (None, 10), ("2024-04-21", 20), ("2024-04-22", 30), ("2024-06-16", 40))
    assert moved(rows) == [(-33, "A", "Core", "expansion", 10), (16, "A", "Core", "expansion", 10)]
    assert moved(rows, as_of_date=date(2024, 6, 15))[-1][0] == -33


def test_kinds() -> None:
    """A is new with two products, buys a third, loses one, and goes; B pays less."""
    rows = line("A", "Core", (None, 0), ("2024-05-28", 10), ("2024-06-12", 0))
    rows += line("A", "Add", (None, 0), ("2024-05-30", 5), ("2024-06-05", 0))
    rows += line("B", "Core", (None, 10), ("2024-06-03", 8)) + line(
        "B", "Add", (None, 0), ("2024-06-04", 3)
    )
    assert moved(rows) == [
        (2, "A", "Add", "new", 5),
        (2, "A", "Core", "new", 10),
        (9, "A", "Add", "product_churn", -5),
        (9, "B", "Add", "cross_sell", 3),
        (9, "B", "Core", "contraction", -2),
        (16, "A", "Core", "churn", -10),
    ]


def test_returns() -> None:
    """A comes back after eight days, B with a product that it had, C after a gap between Sundays.

    C had nothing from Monday to Saturday: no Sunday night saw it.
    """
    rows = line("A", "Core", (None, 10), ("2024-06-01", 0), ("2024-06-09", 10))
    rows += line("B", "Core", (None, 10)) + line(
        *("B", "Add", (None, 5), ("2024-02-01", 0), ("2024-06-07", 6))
    )
    rows += line("C", "Core", (None, 10), ("2024-06-03", 0), ("2024-06-08", 10))
    assert moved(rows) == [
        (2, "A", "Core", "churn", -10),
        (9, "A", "Core", "reactivation", 10),
        (9, "B", "Add", "reactivation", 6),
    ]


def test_who_was_away_too_long_is_new() -> None:
    """A's last Sunday was in April, two months before the week; B stayed, and lacked Add."""
    rows = line("A", "Core", (None, 10), ("2024-05-01", 0), ("2024-06-09", 10))
    rows += line("B", "Core", (None, 10)) + line(
        *("B", "Add", (None, 5), ("2024-05-01", 0), ("2024-06-07", 6))
    )
    for longest, words in ((2, ["reactivation"] * 2), (1, ["new", "cross_sell"])):
        found = moved(rows, reactivation_counts_as_new_after_months=longest)
        assert [row[3] for row in found if row[0] == 9] == words


def test_what_no_sunday_saw_is_no_return() -> None:
    """A had five days of Core in May, and one week later is new all the same."""
    rows = line("A", "Core", (None, 0), ("2024-05-13", 10), ("2024-05-18", 0), ("2024-05-28", 10))
    assert moved(rows) == [(2, "A", "Core", "new", 10)]


def test_moves_within_a_family() -> None:
    """Of Add's 10, all go to Plus, which costs 14; 4 are more of it. Core is of another family."""
    rows = line("A", "Add", (None, 10), ("2024-06-05", 0)) + line(
        "A", "Plus", (None, 0), ("2024-06-07", 14)
    )
    rows += line("A", "Core", (None, 0), ("2024-06-07", 3))
    assert moved(rows) == [
        (9, "A", "Add", "migration_out", -10),
        (9, "A", "Core", "cross_sell", 3),
        (9, "A", "Plus", "migration_in", 10),
        (9, "A", "Plus", "expansion", 4),
    ]
    assert [row[3] for row in moved(rows, migration_detection=False)] == [
        *("product_churn", "cross_sell", "cross_sell"),
    ]


def test_a_move_across_a_sunday_is_none() -> None:
    """Add ends in one week, Plus begins in the next: the customer was gone in between."""
    rows = line("A", "Add", (None, 10), ("2024-06-08", 0)) + line(
        "A", "Plus", (None, 0), ("2024-06-10", 14)
    )
    assert moved(rows) == [
        (9, "A", "Add", "churn", -10),
        (16, "A", "Plus", "reactivation", 14),
    ]


def test_a_smaller_product_takes_over() -> None:
    """Two products with 12 and 4 make room for one of 8: shares of 6 and 2, the rest is lost."""
    rows = line("A", "Add", (None, 12), ("2024-06-05", 0))
    rows += line("A", "Plus", (None, 4), ("2024-06-05", 0))
    rows += line("A", "Max", (None, 0), ("2024-06-05", 8))
    assert moved(rows) == [
        (9, "A", "Add", "migration_out", -6),
        (9, "A", "Add", "contraction", -6),
        (9, "A", "Max", "migration_in", 8),
        (9, "A", "Plus", "migration_out", -2),
        (9, "A", "Plus", "contraction", -2),
    ]


def test_grace_lasts_over_a_sunday() -> None:
    """A renewal that is three days late, over a Sunday, is no loss where grace bridges it."""
    rows = [
        licence("1", "2023-06-08", "2024-06-07", company_id="A", product="Core", arr=10),
        licence("2", "2024-06-11", None, company_id="A", product="Core", arr=10),
    ]
    assert [row[3] for row in moved(rows)] == ["churn", "reactivation"]
    assert moved(rows, renewal_grace_days=30) == []
