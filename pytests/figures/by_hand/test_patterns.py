"""The oracle on patterns, and on how long before the company a product fell below the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy
from oracle.signal_leads import Episode, episodes_of
from small_books import checked, line, values_of

NOW = date(2024, 8, 1)
CHANGE = "2024-03-01"
POLICY = Policy(as_of_date=date(2024, 8, 31))
SMALL = replace(POLICY, signal_thresholds=(("min_base", 5),))


def products(**tiers: tuple[str, int]) -> list[RawRow]:
    """Give a catalog of Core, Add and Help, and of tiers: product id to family and rank."""
    rows = [
        product_row(
            product_id=each,
            name=each,
            family=each,
            role="primary" if each == "Core" else "secondary",
        )
        for each in ("Core", "Add", "Help")
    ]
    return rows + [
        product_row(product_id=each, name=each, family=family, tier_rank=rank)
        for each, (family, rank) in tiers.items()
    ]


def alike(count: int, **levels: tuple[int, int]) -> list[RawRow]:
    """Give customers that are all alike: product to ARR until March 2024 and from then on."""
    return [
        row
        for number in range(count)
        for product, (before, now) in levels.items()
        for row in line(f"C{number}", product, (None, before), (CHANGE, now))
    ]


def found(
    licences: list[RawRow], pattern: str, policy: Policy = SMALL, **tiers: tuple[str, int]
) -> dict[tuple[str, str], Any]:
    """Give the rows of a pattern in the last month by subject and other, segments left out."""
    result = checked(licences, policy, products=products(**tiers))
    return {
        (row["subject"], row["other"]): row
        for row in result.signals_patterns
        if row["arr_month"] == NOW and row["pattern"] == pattern and "segment" not in row["scope"]
    }


# Subsidizer --------------------------------------------------------------------------------------


def test_subsidizer() -> None:
    """Help at exactly 120 % hides Add at exactly 90 %.

    Company (200 + 60 + 45) / 300; without Help (200 + 45) / 250. All are alike: no width.
    """
    licences = alike(5, Core=(200, 200), Help=(50, 60), Add=(50, 45))
    rows = found(licences, "subsidizer")
    assert set(rows) == {("Help", "Add")}
    row = rows["Help", "Add"]
    assert values_of(row, "subject_nrr other_nrr nrr_of_the_rest") == (1.2, 0.9, 0.98)
    assert row["company_nrr"] == pytest.approx(305 / 300)
    assert row["subject_low"] == pytest.approx(1.2)
    assert values_of(row, "arr_at_stake n_subject n_other grr") == (250, 5, 5, 1)
    assert values_of(row, "evidence is_clear is_found") == ("enough", True, True)
    assert row["since_month"] == date(2024, 3, 1)
    thin = found(licences, "subsidizer", POLICY)["Help", "Add"]
    assert values_of(thin, "evidence is_clear is_found") == ("thin", True, False)


@pytest.mark.parametrize(
    ("core", "giver", "taker"), [(200, 59, 45), (200, 60, 46), (194, 60, 45), (239, 59, 10)]
)
def test_no_subsidizer(core: int, giver: int, taker: int) -> None:
    """Help below 120 %, Add above 90 %, or the company below 100 %."""
    licences = alike(5, Core=(200, core), Help=(50, giver), Add=(50, taker))
    assert not found(licences, "subsidizer")


@pytest.mark.parametrize(("gains", "is_hidden"), [(50, True), (37, True), (0, True)])
def test_what_is_lost_is_hidden_whatever_the_gains(gains: int, is_hidden: bool) -> None:
    """One of five leaves Add: 20 % of its ARR, also where another gains as much."""
    licences = alike(5, Core=(200, 200), Help=(50, 70))
    for number in range(5):
        now = (0, 50 + gains, 50, 50, 50)[number]
        licences += line(f"C{number}", "Add", (None, 50), (CHANGE, now))
    assert (("Help", "Add") in found(licences, "subsidizer")) == is_hidden


# Facts about a base ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leaving", "grown", "is_masked", "is_severe"),
    [(2, 500, True, True), (2, 499, True, False), (2, 400, True, False), (2, 399, False, False)],
)
def test_masked_churn(leaving: int, grown: int, is_masked: bool, is_severe: bool) -> None:
    """Of ten customers of 100 two leave: GRR 80 %. One grows: NRR (700 + grown) / 1000."""
    licences = []
    for number in range(10):
        now = 0 if number < leaving else grown if number == 9 else 100
        licences += line(f"C{number}", "Core", (None, 100), (CHANGE, now))
    rows = found(licences, "masked_churn")
    assert set(rows) == ({("company", "(none)"), ("Core", "(none)")} if is_masked else set())
    for row in rows.values():
        assert values_of(row, "grr is_severe n_subject") == (0.8, is_severe, 10)
        assert values_of(row, "is_clear is_found arr_at_stake") == (None, True, 1000)


@pytest.mark.parametrize(
    ("leaving", "grown", "is_there"), [(1, 199, True), (1, 200, False), (2, 199, False)]
)
def test_logos_kept_revenue_shrinks(leaving: int, grown: int, is_there: bool) -> None:
    """Of twenty customers of 100 nineteen stay: 95 %. One grows by what left, or by less."""
    licences = []
    for number in range(20):
        now = 0 if number < leaving else grown if number == 19 else 100
        licences += line(f"C{number}", "Core", (None, 100), (CHANGE, now))
    rows = found(licences, "logos_kept_revenue_shrinks", POLICY)
    assert bool(rows) == is_there
    for row in rows.values():
        assert values_of(row, "logo_retention evidence is_found") == (0.95, "enough", True)


# Masked parts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("core", "add", "is_masked"),
    [
        # Exactly 5 % of 1,000, and exactly 90 % kept; the company at (955 + 45) / 1000.
        ((950, 955), (50, 45), True),
        ((950, 954), (50, 45), False),
        ((950, 960), (50, 46), False),
        ((960, 965), (50, 45), False),
    ],
)
def test_masked_part(core: tuple[int, int], add: tuple[int, int], is_masked: bool) -> None:
    """A product below 90 % in a company that is not below 100 %."""
    rows = found(alike(5, Core=core, Add=add), "masked_part")
    assert set(rows) == ({("company", "Add")} if is_masked else set())
    for row in rows.values():
        assert values_of(row, "other_nrr n_compared is_clear is_found") == (0.9, 2, True, True)
        assert row["arr_at_stake"] == 250


def test_what_migrates_is_not_lost() -> None:
    """All move from Low to High of one family, for as much: Low keeps 100 %."""
    licences = alike(5, Core=(100, 100))
    for number in range(5):
        licences += line(f"C{number}", "Low", (None, 50), (CHANGE, 0))
        licences += line(f"C{number}", "High", (None, 0), (CHANGE, 50))
    assert not found(licences, "masked_part", Low=("Tiers", 1), High=("Tiers", 2))


def test_masked_segment() -> None:
    """Five customers above 10,000 halve, five below double and more: a band, and the rank."""
    licences = []
    for number in range(5):
        licences += line(f"S{number}", "Core", (None, 9000), (CHANGE, 20000))
        licences += line(f"L{number}", "Core", (None, 10000), (CHANGE, 5000))
    result = checked(licences, SMALL, products=products())
    rows = [
        row
        for row in result.signals_patterns
        if row["arr_month"] == NOW and row["pattern"] == "masked_part"
    ]
    names = {(row["scope"], row["subject"], row["other"]) for row in rows}
    # The first fifth of ten are the two largest, of those that halve.
    assert names == {
        (scope, subject, other)
        for scope, subject in (("segment", "company"), ("product_segment", "Core"))
        for other in ("arr_band: 10k to 50k", "arr_rank: top 20 %")
    }
    for row in rows:
        assert row["n_other"] == (5 if "band" in row["other"] else 2)
        assert row["is_found"] is ("band" in row["other"])


# Bottleneck --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("core", "add", "support", "is_there"),
    [
        # 60 % of 100 from Core; Add: 10 % of expansion, 25 % of what was there.
        (60, 10, 30, True),
        (59, 10, 31, False),
        # 12.5 % and 13 % of expansion: half as much as its size, and more.
        (70, 14, 28, True),
        (70, 15, 28, False),
    ],
)
def test_bottleneck(core: int, add: int, support: int, is_there: bool) -> None:
    """Beside 500 of Core stand 250 of Add and 250 of Help."""
    licences = alike(5, Core=(500, 500 + core), Add=(250, 250 + add), Help=(250, 250 + support))
    rows = found(licences, "expansion_bottleneck")
    assert set(rows) == ({("Core", "Add")} if is_there else set())
    for row in rows.values():
        share = core / (core + add + support)
        assert row["subject_expansion_share"] == pytest.approx(share)
        quotient = 4 * add / (core + add + support)
        assert row["other_expansion_quotient"] == pytest.approx(quotient)
        # All customers expand on both: no difference.
        assert values_of(row, "expanding_subject expanding_other is_clear") == (5, 5, False)


def test_a_clear_bottleneck() -> None:
    """All of five expand on Core, none on Add: by Wilson at least 0.5655 and at most 0.4345."""
    rows = found(alike(5, Core=(100, 150), Add=(100, 100)), "expansion_bottleneck")
    row = rows["Core", "Add"]
    # z² / (n + z²) = 3.841459 / 8.841459 = 0.4344825 from either end.
    assert row["difference_low"] == pytest.approx(1 - 0.4344825 * 2**0.5, abs=2e-6)
    assert values_of(row, "is_clear is_found") == (True, True)


def test_tier_moves_and_seats() -> None:
    """Of the family of Low and High: one moves up, one down, one takes seats, one pays more."""
    licences = alike(5, Core=(1000, 2000))
    licences += line("C0", "Low", (None, 50), (CHANGE, 0)) + line(
        "C0", "High", (None, 0), (CHANGE, 50)
    )
    licences += line("C1", "High", (None, 50), (CHANGE, 0)) + line(
        "C1", "Low", (None, 0), (CHANGE, 50)
    )
    for customer, seats in (("C2", ("10", "12")), ("C3", ("10", "10"))):
        rows = line(customer, "Low", (None, 500), (CHANGE, 600))
        licences += [row | {"quantity": each} for row, each in zip(rows, seats, strict=True)]
    tiers = {"Low": ("Tiers", 1), "High": ("Tiers", 2)}
    row = found(licences, "expansion_bottleneck", **tiers)["Core", "Tiers"]
    assert values_of(row, "tier_moves_up volume_expansions n_other expanding_other") == (1, 1, 4, 2)


# Detection lead ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rates", "episodes"),
    [
        ({}, []),
        ({12: "1", 13: "1.1"}, []),
        ({12: "1", 13: "0.99", 14: "0.9"}, [(13, 14)]),
        # Two months that are not below do not end it, three do.
        ({12: "0.9", 13: "1", 14: "1", 15: "0.9"}, [(12, 15)]),
        ({12: "0.9", 13: "1", 14: "1", 15: "1", 16: "0.9"}, [(12, 12), (16, 16)]),
        # Nor does what is not known.
        ({12: "0.9", 15: "0.9"}, [(12, 15)]),
        ({12: "0.9", 16: "0.9"}, [(12, 12), (16, 16)]),
    ],
)
def test_episodes(rates: dict[int, str], episodes: list[tuple[int, int]]) -> None:
    """Months below 1."""
    fractions = {i: Fraction(Decimal(rate)) for i, rate in rates.items()}
    assert episodes_of(fractions, Fraction(1), 2) == [Episode(*each) for each in episodes]


def leads(licences: list[RawRow], policy: Policy) -> list[tuple[Any, ...]]:
    """Give what the rows say, without the product's name."""
    columns = (
        "arr_month company_breach_month product_id product_breach_month lead_months"
        " product_episodes followed_episodes is_at_least"
    )
    result = checked(licences, policy, products=products())
    return sorted(values_of(row, columns) for row in result.signals_detection_lead)


# One customer is base enough.
ONE = replace(POLICY, small_base_entities=1)


def test_a_product_falls_first() -> None:
    """Add falls to 60 % in February 2024, Core in June takes the company to 93 %; Help grows.

    In February the company is at (100 + 30 + 20) / 150 = 100 %.
    """
    licences = line("A", "Core", (None, 100), ("2024-06-01", 90))
    licences += line("B", "Add", (None, 50), ("2024-02-01", 30))
    licences += line("B", "Help", (None, 0), ("2023-01-20", 1), ("2024-02-01", 21))
    # Of Core the episode begins in June, too.
    assert leads(licences, ONE) == [
        (date(2024, 6, 1), date(2024, 6, 1), "Add", date(2024, 2, 1), 4, 1, 1, False),
        (date(2024, 6, 1), date(2024, 6, 1), "Core", date(2024, 6, 1), 0, 1, 1, False),
    ]


def test_a_warning_that_is_open() -> None:
    """Add is below since March, the company is not: five months until August."""
    licences = line("A", "Core", (None, 100), ("2024-03-01", 150))
    licences += line("B", "Add", (None, 50), ("2024-03-01", 40))
    assert leads(licences, ONE) == [
        (date(2024, 8, 1), None, "Add", date(2024, 3, 1), 5, 1, 0, False)
    ]


def test_a_product_that_began_below() -> None:
    """Add is below in January 2024, the first month that has one a year before."""
    licences = line("A", "Core", (None, 100), ("2023-06-01", 150))
    licences += line("B", "Add", (None, 50), ("2023-06-01", 40))
    # From June on the year before has 40, too; the episode runs until May and two months more.
    assert leads(licences, ONE) == []
    until_june = replace(ONE, as_of_date=date(2024, 6, 30))
    assert leads(licences, until_june) == [
        (date(2024, 6, 1), None, "Add", date(2024, 1, 1), 5, 1, 0, True)
    ]


def test_a_small_base_says_nothing() -> None:
    """Of a product with fewer than five customers."""
    licences = line("A", "Core", (None, 100), ("2024-03-01", 150))
    licences += line("B", "Add", (None, 50), ("2024-03-01", 40))
    assert leads(licences, POLICY) == []
