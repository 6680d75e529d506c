"""The oracle on work lists: who is on them, in which order, and what they are worth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, usage_row
from oracle import Policy, compute, seeds
from oracle.seeds import Condition, Rule, Weight
from oracle.worklists import median
from small_books import catalog, line, values_of

LAST = date(2024, 12, 31)
POLICY = Policy(as_of_date=LAST)
PRODUCTS = catalog(Core="Core", Add="Add", Plus="Add")
FULL = Rule(
    *("full", "full", True, "opportunity", "customer_product", "low", "usage"),
    *(Fraction("0.8"), None, "Sell", 5, 30),
)


def compute_rows(licences: list[RawRow], policy: Policy = POLICY, **tables: Any) -> Any:
    """Compute a book that has a catalog."""
    return compute({"licenses": licences, "products": PRODUCTS} | tables, policy)


def use(customer: str, product: str, used: int, day: date = LAST - timedelta(days=3)) -> RawRow:
    """Give that a customer used some of ten units on a day."""
    return usage_row(
        **{"company_id": customer, "product": product, "usage_date": day},
        **{"used_units": used, "entitled_units": 10},
    )


# What may be sold --------------------------------------------------------------------------------


@pytest.fixture
def _one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let utilisation from 80 % on be the only sign there is."""
    condition = Condition(
        *(1, "utilisation", "*", Fraction(0), 28, ">=", Fraction("0.8"), 1),
    )
    monkeypatch.setattr(seeds, "alert_rules", lambda: (FULL,))
    monkeypatch.setattr(seeds, "alert_conditions", lambda: {"full": (condition,)})


def pulse(licences: list[RawRow], usage: list[RawRow], **thresholds: float) -> list[Any]:
    """Give the opportunities: customer, ARR, size, value."""
    policy = Policy(as_of_date=LAST, signal_thresholds=tuple(thresholds.items()))
    rows = compute_rows(licences, policy, product_usage=usage).worklist_expansion_pulse
    return [values_of(row, "customer_id arr expected_size expected_arr") for row in rows]


def expanding(customer: str, product: str, *levels: int) -> list[RawRow]:
    """Give a line that changes on the first of January, February, ... of 2024."""
    months = [(f"2024-{month:02}-01", arr) for month, arr in enumerate(levels[1:], 1)]
    return line(customer, product, (None, levels[0]), *months)


def test_the_median() -> None:
    """The middle one, or the mean of both."""
    assert median([Fraction(3), Fraction(1), Fraction(2)]) == 2
    assert median([Fraction(4), Fraction(1), Fraction(2), Fraction(3)]) == Fraction(5, 2)
    assert median([]) is None


@pytest.mark.usefixtures("_one_rule")
def test_what_an_opportunity_is_worth() -> None:
    """Expansions of Core by 10, 20 and 50 %: one fifth of what is there; conversion is unknown.

    Five are asked for, so that three of Core and one of Add count together: of 10, 20, 50 and
    100 % the middle is 35 %.
    """
    book = expanding("A", "Core", 100, 110) + expanding("B", "Core", 100, 120)
    book += expanding("C", "Core", 100, 150) + expanding("D", "Add", 40, 80)
    usage = [use("A", "Core", 8), use("B", "Core", 7), use("D", "Add", 9)]
    assert pulse(book, usage) == [
        ("A", 110, Fraction(7, 20), Decimal("38.50")),
        ("D", 80, Fraction(7, 20), Decimal("28.00")),
    ]
    few = pulse(book, usage, min_expansion_sizes=3)
    assert few[1] == ("A", 110, Fraction(1, 5), Decimal("22.00"))
    assert pulse(book, usage, min_expansion_sizes=3, pulse_rows=1) == few[:1]
    assert few[0][0] == "D"


@pytest.mark.usefixtures("_one_rule")
def test_what_is_no_measure_of_expansion() -> None:
    """Cross-sell added to nothing, and what is older than the months that are looked at."""
    book = expanding("A", "Core", 100, 100, 100, 130) + line(
        "A", "Add", (None, 0), ("2024-06-01", 50)
    )
    row = [("A", 130, Fraction(3, 10), Decimal("39.00"))]
    assert pulse(book, [use("A", "Core", 8)]) == row
    assert pulse(book, [use("A", "Core", 8)], expansion_size_months=10) == row
    assert pulse(book, [use("A", "Core", 8)], expansion_size_months=9) == [("A", 130, None, None)]


# Who shrank most ---------------------------------------------------------------------------------


def test_a_tenth_is_rounded_up() -> None:
    """Of eleven customers two, of ten one; of equals the larger loss first, then the name."""
    book = [row for k in range(7) for row in line(f"K{k}", "Core", (None, 100))]
    book += line("B", "Core", (None, 100), ("2024-07-01", 50))
    book += line("A", "Core", (None, 100), ("2024-07-01", 50))
    book += line("Z", "Core", (None, 300), ("2024-07-01", 150))

    def names(licences: list[RawRow]) -> list[str]:
        return [row["customer_id"] for row in compute_rows(licences).worklist_bottom_nrr]

    assert names(book) == ["Z"]
    assert names(book + line("L", "Core", (None, 100))) == ["Z", "A"]
    # Who came within the twelve months is no part of the ten.
    assert names(book + line("L", "Core", (None, 0), ("2024-01-01", 9))) == ["Z"]


def test_nobody_who_kept_all_is_listed() -> None:
    """Two of eleven would be the tenth; only one has less than before."""
    book = [row for k in range(10) for row in line(f"K{k}", "Core", (None, 100))]
    book += line("A", "Core", (None, 100), ("2024-07-01", 99))
    rows = compute_rows(book).worklist_bottom_nrr
    assert [values_of(row, "nrr_rank customer_id nrr") for row in rows] == [
        (1, "A", Fraction(99, 100))
    ]


def test_why_it_shrank() -> None:
    """Plus is lost, Add is cut, Core rises; half of Add's seats were used when the year began."""
    book = line("A", "Core", (None, 100), ("2024-03-01", 110))
    book += line("A", "Add", (None, 100), ("2024-05-01", 60))
    book += line("A", "Plus", (None, 100), ("2024-07-01", 0))
    for row in book:
        row["quantity"] = "10"
        if row["license_id"] == "A-Plus-0":
            row["lost_reason"] = "Too dear"
    usage = [
        usage_row(company_id="A", product=product, usage_date="2023-12-20", active_users=users)
        for product, users in (("Core", 9), ("Add", 5))
    ]
    (row,) = compute_rows(book, product_usage=usage).worklist_bottom_nrr
    assert values_of(row, "opening_arr closing_arr lost_arr price_arr") == (300, 170, 130, -30)
    assert values_of(row, "products_lost products_cut product_names") == (1, 1, "Add, Plus")
    assert values_of(row, "lost_reason is_churned nrr") == ("Too dear", False, Fraction(17, 30))
    assert row["lowest_active_share"] == Fraction(1, 2)


# Who is well, and who could have more ------------------------------------------------------------


def test_the_healthiest(monkeypatch: pytest.MonkeyPatch) -> None:
    """By score, then ARR. Of B's ARR half has a score, which is enough; of C's less."""
    weight = Weight("*", "usage", "utilisation", 28, Fraction(0), Fraction(1), Fraction(1))
    monkeypatch.setattr(seeds, "health_weights", lambda: (weight,))
    book = line("A", "Core", (None, 100)) + line("B", "Core", (None, 60))
    book += line("B", "Add", (None, 60)) + line("D", "Core", (None, 500))
    book += line("C", "Core", (None, 50)) + line("C", "Add", (None, 51))
    usage = [use("A", "Core", 7), use("B", "Core", 7), use("C", "Core", 10), use("D", "Core", 6)]
    rows = compute_rows(book, product_usage=usage).worklist_top_health
    columns = "health_rank customer_id customer_health_score arr covered_arr_share"
    assert [values_of(row, columns) for row in rows] == [
        (1, "B", 70, 120, Fraction(1, 2)),
        (2, "A", 70, 100, 1),
        (3, "D", 60, 500, 1),
    ]


def full_use(customer: str, product: str, *used: int) -> list[RawRow]:
    """Give the use on the days before the last ones of October, November and December."""
    days = (date(2024, 10, 30), date(2024, 11, 29), date(2024, 12, 30))
    return [use(customer, product, part, day) for part, day in zip(used, days, strict=True)]


def test_missed_upsell() -> None:
    """A is full, and bought nothing; B bought another tier of the family; C was not full once.

    D's price rose, which it did not choose. E's expansion is more than twelve months old. 80 % is
    full, and the largest comes first.
    """
    book = line("A", "Add", (None, 100)) + line("C", "Add", (None, 100))
    book += line("B", "Add", (None, 100)) + line("B", "Plus", (None, 0), ("2024-02-01", 9))
    book += line("D", "Add", (None, 90), ("2024-06-01", 99))
    book += line("E", "Add", (None, 50), ("2023-12-01", 98))
    for row in book:
        row["quantity"] = "10"
    usage = [
        *(full_use("A", "Add", 8, 9, 10) + full_use("B", "Add", 9, 9, 9)),
        *(full_use("C", "Add", 9, 7, 9) + full_use("D", "Add", 9, 9, 8)),
        *full_use("E", "Add", 8, 8, 8),
    ]
    rows = compute_rows(book, product_usage=usage).worklist_missed_upsell
    columns = "customer_id arr utilisation lowest_utilisation"
    assert [values_of(row, columns) for row in rows] == [
        ("A", 100, 1, Fraction(4, 5)),
        ("D", 99, Fraction(4, 5), Fraction(4, 5)),
        ("E", 98, Fraction(4, 5), Fraction(4, 5)),
    ]
