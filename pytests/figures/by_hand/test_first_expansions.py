"""The oracle on the time to the first expansion: when it is one, and how long it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import exp, log, sqrt
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy
from small_books import LINES_BEGIN, checked, licence, line, pick, values_of

LAST = date(2023, 12, 31)
POLICY = Policy(as_of_date=LAST)
CATALOG = [
    product_row(product_id=product_id, name=product_id, family=family)
    for product_id, family in (("Core", "Core"), ("Add", "Add"), ("Plus", "Add"), ("Help", "Help"))
]


def after(days: int) -> str:
    """Give the day that is some days after the first one of all lines."""
    return (LINES_BEGIN + timedelta(days=days)).isoformat()


def before(days: int) -> str:
    """Give the day that is some days before the last one."""
    return (LAST - timedelta(days=days)).isoformat()


def first(licences: list[RawRow], **switches: Any) -> tuple[Any, ...]:
    """Give what comes first of customer A: outcome, day, kind."""
    rows = checked(
        licences, replace(POLICY, **switches), products=CATALOG
    ).customer_first_expansions
    return values_of(pick(rows, customer_id="A"), "outcome days expansion_type")


def seats(product: str, *levels: tuple[int, int, int | None]) -> list[RawRow]:
    """Give the licences of customer A for a product: from which day on, ARR, and units."""
    ends = [*(after(day) for day, _, _ in levels[1:]), None]
    return [
        licence(
            *(f"{product}-{day}", after(day), end),
            **{"company_id": "A", "product": product, "arr": arr, "quantity": units},
            to_date_included="false",
        )
        for (day, arr, units), end in zip(levels, ends, strict=True)
    ]


# What comes first --------------------------------------------------------------------------------


def test_more_of_a_family() -> None:
    """Of one that was there the day before; that it was more than that once plays no part."""
    assert first(line("A", "Core", (None, 9), (after(70), 10))) == ("expanded", 70, "upsell")
    levels = ((None, 9), (after(50), 5), (after(70), 9))
    assert first(line("A", "Core", *levels)) == ("expanded", 70, "upsell")


def test_another_family() -> None:
    """Also where all together is less than before; no more than that if it comes with a rise."""
    add = line("A", "Add", (after(30), 1))
    bought = ("expanded", 30, "cross_sell")
    assert first(line("A", "Core", (None, 9), (after(30), 5)) + add) == bought
    assert first(line("A", "Core", (None, 9), (after(30), 0)) + add) == bought
    assert first(line("A", "Core", (None, 9), (after(30), 10)) + add)[2] == "upsell"
    assert first(line("A", "Core", (None, 9)) + line("A", "Add", (None, 1)))[0] == "censored"


def test_something_goes_on_that_day() -> None:
    """Help is dropped on the day on which Core rises by less."""
    licences = line("A", "Core", (None, 5), (after(40), 6))
    assert first(licences + line("A", "Help", (None, 3), (after(40), 0))) == (
        *("expanded", 40, "upsell"),
    )


def test_a_family_that_comes_back() -> None:
    """With more than it had, or as another product: no purchase. What it gains then is a rise."""
    core = line("A", "Core", (None, 9))
    add = line("A", "Add", (None, 2), (after(20), 0))
    assert first(core + add + line("A", "Plus", (after(90), 7))) == ("censored", 364, None)
    assert first(core + add + line("A", "Plus", (after(90), 7), (after(99), 8))) == (
        *("expanded", 99, "upsell"),
    )


@pytest.mark.parametrize(
    ("units", "is_expansion"),
    [
        *(((10, 10), False), ((10, 9), False), ((10, 11), True)),
        *(((None, 10), True), ((10, None), True), ((None, None), True), ((0, 0), False)),
    ],
)
def test_a_rise_of_the_price(units: tuple[int | None, int | None], is_expansion: bool) -> None:
    """Where units are known and are not more it is no expansion; a fall is none at all."""
    licences = seats("Core", (0, 100, units[0]), (80, 120, units[1]))
    assert first(licences) == (
        ("expanded", 80, "upsell") if is_expansion else ("censored", 364, None)
    )
    assert first(seats("Core", (0, 100, 10), (80, 100, 20)))[0] == "censored"


def test_units_of_all_of_a_family() -> None:
    """Add has two seats more, Plus three fewer; the discount on Core has no seats and ends."""
    licences = seats("Add", (0, 50, 5), (60, 80, 7)) + seats("Plus", (0, 50, 5), (60, 40, 2))
    assert first(licences)[0] == "censored"
    discount = licence("D", after(0), after(60), company_id="A", product="Core", arr=-20)
    for units, outcome in (("0", "censored"), (None, "expanded")):
        assert first([*seats("Core", (0, 100, 10)), discount | {"quantity": units}])[0] == outcome


def test_units_below_zero() -> None:
    """Are not known, as at month ends: without the first licence 1 seat less 2 are left."""
    licences = seats("Core", (0, 100, 1))
    for number, end, arr, units in (("1", after(60), -1, "2"), ("2", None, -5, "-2")):
        line = {"company_id": "A", "product": "Core", "arr": arr, "to_date_included": "false"}
        licences.append(licence(number, after(0), end, **line) | {"quantity": units})
    assert first(licences) == ("expanded", 60, "upsell")


@pytest.mark.parametrize(("arr", "is_expansion"), [(99, False), (100, False), (101, True)])
def test_a_move_within_a_family(arr: int, is_expansion: bool) -> None:
    """To another tier with as many units: an expansion if it is more."""
    licences = seats("Add", (0, 100, 10), (45, 0, 0)) + seats("Plus", (45, arr, 10))
    assert first(licences) == (
        ("expanded", 45, "upsell") if is_expansion else ("censored", 364, None)
    )


@pytest.mark.parametrize(("gap", "outcome"), [(60, ("expanded", 200)), (61, ("churned", 50))])
def test_days_without_arr(gap: int, outcome: tuple[str, int]) -> None:
    """60 of them are a late renewal, 61 are the end, whatever comes later."""
    levels = ((None, 9), (after(50), 0), (after(50 + gap), 9), (after(200), 10))
    assert first(line("A", "Core", *levels))[:2] == outcome


def test_back_with_more() -> None:
    """More of Core, and Add, on the day after one without ARR; Add was had from then on."""
    licences = line("A", "Core", (None, 9), (after(50), 0), (after(60), 10))
    licences += line("A", "Add", (after(60), 1), (after(70), 0), (after(90), 3))
    assert first(licences) == ("censored", 364, None)
    bridged = (("expanded", 60, "upsell"), ("censored", 364, None))
    assert (
        first(licences, renewal_grace_days=10),
        first(licences, renewal_grace_days=9),
    ) == bridged


@pytest.mark.parametrize(
    ("days", "outcome"), [(1, "censored"), (60, "censored"), (61, "churned"), (99, "churned")]
)
def test_a_gap_that_is_open(days: int, outcome: str) -> None:
    """The last day is one without ARR; what is signed for the day after is not there yet."""
    levels = ((None, 9), (before(days - 1), 0), ("2024-01-01", 20))
    assert first(line("A", "Core", *levels)) == (outcome, 365 - days, None)


def test_up_to_the_last_day() -> None:
    """A rise on the last day counts, one of the day after does not; who starts then waits 0."""
    assert first(line("A", "Core", (None, 9), (before(0), 10))) == ("expanded", 364, "upsell")
    assert first(line("A", "Core", (None, 9), ("2024-01-01", 10))) == ("censored", 364, None)
    assert first(line("A", "Core", (before(0), 9))) == ("censored", 0, None)


def test_the_first_day_with_arr() -> None:
    """A free licence is no start, a discount alone is none either, and a pending one never is."""
    rows = seats("Core", (0, 0, 5), (30, 10, 5), (60, 12, 6))
    rows += [licence("D", after(10), company_id="B", product="Core", arr=-5)]
    rows += [licence("P", after(10), company_id="C", product="Core", arr=5, status="pending")]
    found = checked(rows, POLICY, products=CATALOG).customer_first_expansions
    assert [(row["customer_id"], row["started_on"], row["days"]) for row in found] == [
        ("A", date(2023, 1, 31), 30)
    ]


# How long it takes -------------------------------------------------------------------------------


def rises(name: str, day: int) -> list[RawRow]:
    """Give a customer that has more after some days."""
    return line(name, "Core", (None, 9), (after(day), 10))


def goes(name: str, day: int) -> list[RawRow]:
    """Give a customer that has nothing after some days."""
    return line(name, "Core", (None, 9), (after(day), 0))


def waits(name: str, day: int) -> list[RawRow]:
    """Give a customer that has been there for some days."""
    return line(name, "Core", (before(day), 9))


TEN = [
    *(rises("A", 10) + rises("B", 20) + rises("C", 20) + rises("D", 50) + rises("E", 100)),
    *(goes("F", 20) + goes("G", 40) + waits("H", 30) + waits("I", 200) + waits("J", 200)),
]


def of_all(licences: list[RawRow], policy: Policy = POLICY) -> dict[str, Any]:
    """Give the row of all customers."""
    rows = checked(licences, policy, products=CATALOG).time_to_first_expansion
    return pick(rows, scope_type="all")


def limits_by_hand(waiting: float, *terms: float) -> tuple[float, float]:
    """Give the limits of the share that has expanded from Greenwood's terms."""
    power = exp(1.959964 * sqrt(sum(terms)) / -log(waiting))
    return 1 - waiting ** (1 / power), 1 - waiting**power


def test_ten_customers() -> None:
    """Those that wait: 0.9 after 10 days, x 7/9 = 0.7 after 20, x 3/4 = 0.525, x 2/3 = 0.35.

    At risk are 10, 9, then 6 less one that is seen no longer and one that is gone: 4, and 3. Of all
    1/10, then 0.9 x 2/9 = 0.2, of the 0.6 x 4/5 = 0.48 that are still there a quarter, 0.12, and of
    0.36 a third, 0.12. Nobody is followed for a year, and 0.35 wait.
    """
    row = of_all(TEN)
    assert values_of(row, "customers expanded churned_before censored") == (10, 5, 2, 3)
    assert row["share_90d"] == pytest.approx(0.475)
    assert row["share_180d"] == pytest.approx(0.65)
    assert row["share_90d_of_all"] == pytest.approx(0.42)
    assert row["share_180d_of_all"] == pytest.approx(0.54)
    assert values_of(row, "share_365d share_365d_low share_365d_of_all later_share") == (None,) * 4
    by_90 = limits_by_hand(0.525, 1 / (10 * 9), 2 / (9 * 7), 1 / (4 * 3))
    assert (row["share_90d_low"], row["share_90d_high"]) == pytest.approx(by_90)
    by_180 = limits_by_hand(0.35, 1 / 90, 2 / 63, 1 / 12, 1 / (3 * 2))
    assert (row["share_180d_low"], row["share_180d_high"]) == pytest.approx(by_180)
    # After 10 days the lower limit of 0.9 is 0.9 to the power of 7.1, which is 0.47; the upper
    # limit of 0.35 is 0.35 to the power of 0.36, which is 0.68.
    assert values_of(row, "median_days median_days_low median_days_high") == (100, 10, None)


def test_the_curve_of_ten_customers() -> None:
    """A day for everything that happens, with who is there just before."""
    rows = checked(TEN, POLICY, products=CATALOG).time_to_first_expansion_curve
    curve = sorted((row for row in rows if row["scope_type"] == "all"), key=lambda row: row["days"])
    assert [values_of(row, "days at_risk expanded churned_before censored") for row in curve] == [
        *((10, 10, 1, 0, 0), (20, 9, 2, 1, 0), (30, 6, 0, 0, 1), (40, 5, 0, 1, 0)),
        *((50, 4, 1, 0, 0), (100, 3, 1, 0, 0), (200, 2, 0, 0, 2)),
    ]
    assert [row["share"] for row in curve] == pytest.approx([0.1, *[0.3] * 3, 0.475, *[0.65] * 2])
    of_all = [0.1, *[0.3] * 3, 0.42, *[0.54] * 2]
    assert [row["share_of_all"] for row in curve] == pytest.approx(of_all)


def test_all_expand() -> None:
    """Half after 40 days, which is the median, and all after 80: known for every later day."""
    licences = [row for n in range(10) for row in rises(f"A{n}", 40 + 40 * (n % 2))]
    row = of_all(licences)
    assert values_of(row, "share_90d share_180d share_365d share_365d_of_all") == (1, 1, 1, 1)
    assert values_of(row, "share_90d_low share_90d_high later_share") == (None, None, None)
    # Of 10 at risk 5 expand: 0.5 to the power of 2.45 and of 0.41; nobody waits after 80 days.
    assert values_of(row, "median_days median_days_low median_days_high") == (40, 40, None)


def test_none_expand() -> None:
    """0 as long as somebody is followed, without limits; half of them have left."""
    licences = [row for n in range(10) for row in (goes, waits)[n % 2](f"A{n}", 180)]
    row = of_all(licences)
    assert values_of(row, "share_90d share_180d share_90d_of_all share_180d_of_all") == (0,) * 4
    assert values_of(row, "share_180d_low median_days share_365d") == (None, None, None)


def test_later_ones() -> None:
    """Of 10 that wait for half a year 2 expand by day 200, 3 on day 545, and one on day 546."""
    days = (200, 200, 545, 545, 545, 546)
    licences = [row for n, day in enumerate(days) for row in rises(f"A{n}", day)]
    licences += [row for n in range(4) for row in line(f"B{n}", "Core", (None, 9))]
    policy = replace(POLICY, as_of_date=date(2024, 12, 31))
    assert of_all(licences, policy=policy)["later_share"] == pytest.approx(0.5)
    licences += rises("C", 180) + rises("D", 90)
    assert of_all(licences, policy=policy)["later_share"] == pytest.approx(0.5)
    # One day short of 545.
    short = replace(POLICY, as_of_date=LINES_BEGIN + timedelta(days=544))
    assert of_all(licences, policy=short)["later_share"] is None


def test_few_have_counts_only() -> None:
    """Nine customers; with `ttfe_min_customers` 9 they are enough."""
    nine = [row for row in TEN if row["company_id"] != "J"]
    counts = "customers expanded churned_before censored"
    row = of_all(nine)
    assert values_of(row, counts) == (9, 5, 2, 2)
    assert set(row.values()) - {"all", "(all)", 9, 5, 2} == {None}
    curve = checked(nine, POLICY, products=CATALOG).time_to_first_expansion_curve
    assert {row["share"] for row in curve} == {None}
    policy = replace(POLICY, signal_thresholds=(("ttfe_min_customers", 9),))
    assert of_all(nine, policy=policy)["share_90d"] is not None


def test_scopes() -> None:
    """The year of the first day, and the segment at the first month end; some have none."""
    licences = line("A", "Core", ("2022-12-31", 20_000), ("2023-02-10", 1))
    licences += line("B", "Core", (None, 5), ("2023-01-20", 0))
    rows = checked(licences, POLICY, products=CATALOG).time_to_first_expansion
    counts = {(row["segment_type"], row["segment_value"]): row["customers"] for row in rows}
    assert counts["(all)", "(all)"] == 2
    assert (counts["start_year", "2022"], counts["start_year", "2023"]) == (1, 1)
    assert counts["arr_band", "10k to 50k"] == 1
    assert ("arr_band", "under 10k") not in counts
