"""The oracle on who buys more in its first months, on the cuts of one family, and on the canary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, log, sqrt
from typing import Any

import pytest
from books import RawRow, product_row, usage_row
from oracle import Policy
from small_books import checked, line, monthly_licences, pick, values_of

# Who starts in January is looked at in April, and followed until the April after it.
APRIL, MAY = date(2023, 4, 1), date(2023, 5, 1)
POLICY = Policy(as_of_date=date(2024, 4, 30))
FEW: tuple[tuple[str, float], ...] = (
    *(("min_exposed", 1), ("min_control_events", 1), ("min_side_customers", 2)),
)
CATALOG = [
    product_row(product_id=each, name=each, family=family, role=role)
    for each, family, role in (
        ("Core", "Core", "primary"),
        *(("Add", "Add", "secondary"), ("Plus", "Add", "secondary")),
        ("Help", "Help", "secondary"),
    )
]


def studied(
    licences: list[RawRow], study: str, level: str, policy: Policy = POLICY, **tables: Any
) -> dict[str, Any]:
    """Give what a study says at a level."""
    policy = replace(policy, signal_thresholds=policy.signal_thresholds or FEW)
    rows = checked(licences, policy, products=CATALOG, **tables).signals_studies
    return pick(rows, study=study, level=level, product_family="(all)")


def members(licences: list[RawRow], policy: Policy = POLICY) -> dict[str, str]:
    """Give customer to its index month, and whether it is exposed and has left."""
    result = checked(licences, policy, products=CATALOG)
    found = [row for row in result.signals_study_members if row["study"] == "early_expander"]
    premature = [
        row | {"study": "early_expander"}
        for row in result.signals_study_members
        if row["study"] == "premature_expansion"
    ]
    assert premature == found
    return {
        row[
            "customer_id"
        ]: f"{row['index_month']:%B} {'exposed' if row['is_exposed'] else 'control'}"
        + (" left" if row["has_churned"] else "")
        for row in found
    }


def limits_by_hand(ratio: float, *without: tuple[float, int]) -> tuple[float, float]:
    """Give the limits from what the ratio is without each customer, and how many those are."""
    logs = [log(value) for value, count in without for _ in range(count)]
    mean = sum(logs) / len(logs)
    error = sqrt((len(logs) - 1) / len(logs) * sum((each - mean) ** 2 for each in logs))
    return ratio * exp(-1.959964 * error), ratio * exp(1.959964 * error)


# Who and when ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2023-01-20", "control"),
        ("2023-02-01", "exposed"),
        ("2023-04-30", "exposed"),
        ("2023-05-01", "control"),
    ],
)
def test_first_months(day: str, word: str) -> None:
    """From the month after the first one to the third after it; more, or another family."""
    core = line("A", "Core", (None, 9))
    assert members(line("A", "Core", (None, 9), (day, 10))) == {"A": f"April {word}"}
    assert members(core + line("A", "Add", (day, 1))) == {"A": f"April {word}"}
    # It need not last.
    assert members(core + line("A", "Add", (day, 1), ("2023-05-10", 0))) == {"A": f"April {word}"}


def test_what_is_no_purchase() -> None:
    """A higher price for as many seats, and a move to another tier at the same price."""
    priced = monthly_licences("A", "Core", date(2023, 1, 1), [9, *[12] * 16], [5] * 17)
    moved = line("B", "Add", (None, 9), ("2023-02-10", 0)) + line("B", "Plus", ("2023-02-10", 9))
    dearer = line("C", "Add", (None, 9), ("2023-02-10", 0)) + line("C", "Plus", ("2023-02-10", 11))
    seats = monthly_licences("D", "Core", date(2023, 1, 1), [9, *[12] * 16], [5, *[6] * 16])
    assert members(priced + moved + dearer + seats) == {
        **{"A": "April control", "B": "April control"},
        **{"C": "April exposed", "D": "April exposed"},
    }


def test_who_is_there() -> None:
    """With ARR at the four month ends, and followed for a year; a late renewal is no leaving."""
    licences = line("A", "Core", (None, 9), ("2023-03-10", 0), ("2023-04-10", 9))
    licences += line("B", "Core", (None, 9), ("2024-02-10", 0))
    licences += line("C", "Core", (None, 9), ("2023-05-10", 0), ("2023-07-10", 9))
    licences += line("D", "Core", ("2023-02-10", 9))
    assert members(licences) == {"B": "April control left", "C": "April control"}
    later = replace(POLICY, as_of_date=date(2024, 5, 31))
    assert members(licences, later)["D"] == "May control"
    one = replace(POLICY, signal_thresholds=(("landmark_months", 1),))
    assert members(licences, one)["A"] == "February control"


def test_what_they_are_matched_by() -> None:
    """The quarter of the start, and ARR and families at the end of its month."""
    licences = line("A", "Core", (None, 9000), ("2023-02-10", 20_000))
    licences += line("B", "Core", (None, 9000)) + line("B", "Help", ("2023-01-20", 1000))
    licences += line("C", "Core", ("2023-04-10", 5)) + line("C", "Help", ("2023-05-10", 5))
    rows = checked(licences, replace(POLICY, as_of_date=date(2024, 7, 31)), products=CATALOG)
    columns = "start_quarter arr_band items opening_arr age_band term_class"
    found = {
        row["customer_id"]: values_of(row, columns)
        for row in rows.signals_study_members
        if row["study"] == "early_expander"
    }
    assert found == {
        "A": (date(2023, 1, 1), "under 10k", "1", 9000, None, None),
        "B": (date(2023, 1, 1), "10k to 50k", "2 or more", 10_000, None, None),
        "C": (date(2023, 4, 1), "under 10k", "1", 5, None, None),
    }


# What they say -----------------------------------------------------------------------------------


def early(name: str, *levels: int) -> list[RawRow]:
    """Give a customer with some ARR from January, February and September 2023 on."""
    days = (None, "2023-02-10", "2023-09-10")
    return line(name, "Core", *zip(days, levels, strict=True))


FIVE = [
    *(early("E0", 15_000, 20_000, 30_000) + early("E1", 15_000, 20_000, 10_000)),
    *(early("K0", 15_000, 15_000, 15_000) + early("K1", 15_000, 15_000, 15_000)),
    *early("K2", 15_000, 15_000, 6000),
]


def test_early_expanders() -> None:
    """Of 40,000 in April 40,000 are left, and 36,000 of 45,000 of those that did not: 1.25.

    Without E0 0.5 / 0.8, without E1 1.5 / 0.8; without K0 or K1 1 / 0.7, without K2 1 / 1. Since
    January it is 40,000 of 30,000, in which the early expansion is, and again 36,000 of 45,000.
    """
    row = studied(FIVE, "early_expander", "quarter+arr+items")
    assert values_of(row, "exposed exposed_matched control_rows control_customers") == (2, 2, 3, 3)
    assert values_of(row, "nrr_exposed nrr_control") == pytest.approx((1, 0.8))
    assert row["nrr_ratio"] == pytest.approx(1.25)
    limits = limits_by_hand(1.25, (0.625, 1), (1.875, 1), (1 / 0.7, 2), (1, 1))
    assert values_of(row, "ci_low ci_high") == pytest.approx(limits)
    assert values_of(row, "nrr_from_start_exposed nrr_from_start_control") == pytest.approx(
        (4 / 3, 0.8)
    )
    assert values_of(row, "evidence verdict") == ("thin", "no clear difference")
    assert values_of(row, "claim_low claim_high claim_in_interval") == (3, 3, True)
    assert values_of(row, "risk_ratio exposed_churned expected_churned") == (None, None, None)
    assert row["is_chosen"]


def test_strata_of_unequal_size() -> None:
    """Beside the five a pair below 10,000: 4,000 of 2,000 against 3,000 of 3,000.

    In thousands the five have R = 40 x 45 / 85 = 360/17 and S = 36 x 40 / 85 = 288/17; the pair
    adds 4 x 3 / 5 = 2.4 and 3 x 2 / 5 = 1.2.
    """
    licences = FIVE + early("E9", 1000, 2000, 4000) + early("K9", 3000, 3000, 3000)
    row = studied(licences, "early_expander", "quarter+arr")
    assert row["nrr_ratio"] == pytest.approx((360 / 17 + 2.4) / (288 / 17 + 1.2))
    assert row["nrr_exposed"] == pytest.approx(44 / 42)
    # The controls of the five are 0.8, and weigh 40; that of the pair is 1, and weighs 2.
    assert row["nrr_control"] == pytest.approx((0.8 * 40 + 1 * 2) / 42)


@pytest.mark.parametrize(
    ("fewest", "enough", "evidence"), [(3, 9, "too little"), (2, 3, "thin"), (2, 2, "enough")]
)
def test_evidence_of_early_expanders(fewest: int, enough: int, evidence: str) -> None:
    """By the side with fewer customers; NRR stands, ratio and limits are withheld."""
    sides = (("min_side_customers", fewest), ("enough_side_customers", enough))
    policy = replace(POLICY, signal_thresholds=sides)
    row = studied(FIVE, "early_expander", "quarter", policy)
    assert row["evidence"] == evidence
    assert (row["nrr_ratio"] is None) == (row["ci_low"] is None) == (evidence == "too little")
    assert values_of(row, "nrr_exposed nrr_control") == pytest.approx((1, 0.8))


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        ((60_000, 61_000, 62_000), "higher"),
        ((5000, 5100, 5200), "lower"),
        # All but one have left: without that one there is nothing.
        ((20_000, 0, 0), "no interval"),
        # One has left, which is no count of leavers.
        ((20_000, 16_000, 0), "no clear difference"),
    ],
)
def test_verdicts_of_early_expanders(ends: tuple[int, ...], verdict: str) -> None:
    """Of three with 20,000 in April, beside three whose ARR stays."""
    licences = [row for n, end in enumerate(ends) for row in early(f"E{n}", 15_000, 20_000, end)]
    licences += [row for n in range(3) for row in early(f"K{n}", 15_000, 15_000, 15_000)]
    row = studied(licences, "early_expander", "quarter")
    assert row["verdict"] == verdict
    assert row["nrr_ratio"] == pytest.approx(sum(ends) / 60_000)


def test_rates_are_no_growth() -> None:
    """Both months count at the rates of the later one; before January 2024 a pound was worth 2."""
    rates = [
        {"currency": "GBP", "rate_date": day, "rate": rate}
        for day, rate in (("2023-01-01", "2"), ("2024-01-01", "1.5"), ("2024-02-01", "1"))
    ]
    licences = [row | {"currency": "GBP"} for row in early("E", 8, 9, 18) + early("K", 8, 8, 8)]
    policy = replace(POLICY, fx_mode="monthly", signal_thresholds=(("min_side_customers", 1),))
    row = studied(licences, "early_expander", "quarter", policy, exchange_rates=rates)
    assert row["nrr_ratio"] == pytest.approx(2)
    assert values_of(row, "nrr_exposed nrr_control") == pytest.approx((2, 1))
    from_start = values_of(row, "nrr_from_start_exposed nrr_from_start_control")
    assert from_start == pytest.approx((18 / 8, 1))


def test_a_year_that_is_not_over() -> None:
    """Followed for six months, nobody is seen for a year from the start."""
    policy = replace(
        POLICY,
        as_of_date=date(2023, 12, 31),
        signal_thresholds=(*FEW, ("follow_up_months", 6)),
    )
    row = studied(FIVE, "early_expander", "quarter", policy)
    assert row["nrr_ratio"] == pytest.approx(1.25)
    assert values_of(row, "nrr_from_start_exposed nrr_from_start_control") == (None, None)


def test_premature_expansions() -> None:
    """Three of five that buy more early leave, two of ten others: 3, as in the study of cuts."""
    licences = [
        row
        for name, count, leavers, add in (("E", 5, 3, 1), ("K", 10, 2, 0))
        for number in range(count)
        for row in line(
            *(f"{name}{number}", "Core", (None, 15_000), ("2023-02-10", 15_000 + add)),
            ("2023-10-10", 0 if number < leavers else 15_000 + add),
        )
    ]
    row = studied(licences, "premature_expansion", "quarter+arr+items")
    assert values_of(row, "risk_exposed risk_control expected_churned") == (0.6, 0.2, 1)
    assert row["risk_ratio"] == pytest.approx(3)
    limits = limits_by_hand(3, (2.5, 3), (3.75, 2), (5.4, 2), (2.7, 8))
    assert values_of(row, "ci_low ci_high") == pytest.approx(limits)
    assert values_of(row, "claim_low nrr_ratio is_chosen") == (None, None, True)


def test_what_was_used_before_is_not_premature() -> None:
    """A used Core in three months before it bought more of it, B in two, C used another product.

    The month of the expansion and days on which nobody came do not count.
    """
    licences = [
        row for name in "ABC" for row in line(name, "Core", ("2023-01-01", 9), ("2023-04-10", 10))
    ]
    days = {
        "A": ("Core", "2023-01-05", "2023-02-05", "2023-03-31"),
        "B": ("Core", "2023-01-05", "2023-02-05", "2023-02-06", "2023-04-05"),
        "C": ("Add", "2023-01-05", "2023-02-05", "2023-03-31"),
    }
    usage = [
        usage_row(company_id=name, product=product, usage_date=day, active_users=1)
        for name, (product, *used) in days.items()
        for day in used
    ]
    usage.append(usage_row(company_id="B", product="Core", usage_date="2023-03-05", active_users=0))
    rows = checked(licences, POLICY, products=CATALOG, product_usage=usage).signals_study_members
    exposed = {(row["study"], row["customer_id"]) for row in rows if row["is_exposed"]}
    assert exposed == {
        *(("early_expander", name) for name in "ABC"),
        *(("premature_expansion", name) for name in "BC"),
    }


# By family ---------------------------------------------------------------------------------------


def test_cuts_of_single_families() -> None:
    """A drops Add, B drops Add and Help, C halves Help; E cuts nothing, nor does D, without Help.

    Of Add A and B are exposed, of Help B and C; E alone has as many families and is a control of
    both. D, with two families, is a control that nobody needs.
    """
    licences = []
    for name, add, support in (("A", 0, 9), ("B", 0, 0), ("C", 9, 4), ("D", 9, None), ("E", 9, 9)):
        licences += line(name, "Core", (None, 9))
        licences += line(name, "Add", (None, 9), ("2023-02-10", add))
        if support is not None:
            licences += line(name, "Help", (None, 9), ("2023-02-10", support))
    without = checked(licences, POLICY, products=CATALOG).signals_studies
    assert {row["product_family"] for row in without} == {"(all)"}
    rows = checked(licences, replace(POLICY, study_by_family=True), products=CATALOG)
    found = {
        row["product_family"]: values_of(
            row, "study n_compared exposed exposed_matched control_rows"
        )
        for row in rows.signals_studies
        if row["product_family"] != "(all)" and row["level"] == "items"
    }
    assert found == {"Add": ("secondary_cut", 2, 2, 2, 1), "Help": ("secondary_cut", 2, 2, 2, 1)}
    whole = pick(rows.signals_studies, study="secondary_cut", product_family="(all)", level="items")
    assert values_of(whole, "n_compared exposed control_rows") == (None, 3, 1)


# The canary --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "enough", "is_found"),
    [(8, (30, 10), False), (8, (10, 5), True), (1, (10, 5), None)],
)
def test_the_canary(left: int, enough: tuple[int, int], is_found: bool | None) -> None:
    """Of ten that drop Add, 8 or 1 leave, of fifty others 5; in the last month only.

    All have a licence that ends on the day on which some leave: they are matched by its length.
    """
    licences = []
    for name, count, leavers, then in (("E", 10, left, 0), ("K", 50, 5, 5000)):
        for number in range(count):
            has_left = number < leavers
            core, add = (0, 0) if has_left else (15_000, then)
            licences += line(f"{name}{number}", "Core", (None, 15_000), ("2023-10-10", core))
            licences += line(
                *(f"{name}{number}", "Add", (None, 5000), ("2023-02-10", then)),
                ("2023-10-10", add),
            )
    thresholds = zip(("enough_exposed", "enough_control_events"), enough, strict=True)
    policy = replace(POLICY, signal_thresholds=tuple(thresholds))
    rows = checked(licences, policy, products=CATALOG).signals_patterns
    rows = [row for row in rows if row["pattern"] == "churn_canary"]
    if is_found is None:
        assert rows == []
        return
    (row,) = rows
    assert values_of(row, "arr_month since_month") == (date(2024, 4, 1), date(2024, 4, 1))
    assert values_of(row, "scope subject other") == ("company", "company", "(none)")
    assert values_of(row, "n_subject n_other arr_at_stake") == (10, 50, 200_000)
    assert values_of(row, "is_clear is_found evidence") == (
        *(True, is_found),
        "enough" if is_found else "thin",
    )
