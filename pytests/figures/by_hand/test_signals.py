"""The oracle on the signals of products: growth, losses, cuts and coat-tails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy
from oracle.months import add_months
from small_books import checked, licence, line, monthly_licences, pick, values_of

FIRST = date(2023, 1, 1)
# Of twenty months from January 2023 the last is August 2024, compared with August 2023.
NOW = date(2024, 8, 1)
POLICY = Policy(as_of_date=date(2024, 8, 31))
DEFAULTS = {"Core": "Core", "Add": "Add", "Plus": "Add", "Help": "Help"}


def products(primary: str | None = "Core", **launched: str) -> list[RawRow]:
    """Give a catalog of Core, Add and its other tier Plus, and Help."""
    return [
        product_row(
            product_id=product_id,
            name=product_id,
            family=family,
            role="primary" if product_id == primary else "secondary" if primary else None,
            launched_on=launched.get(product_id),
        )
        for product_id, family in DEFAULTS.items()
    ]


def scorecard(licences: list[RawRow], policy: Policy = POLICY, **tables: Any) -> Any:
    """Give what looks up the row of a product in the last month."""
    rows = checked(licences, policy, **({"products": products()} | tables))
    return lambda product_id: pick(
        rows.signals_product_scorecard, arr_month=NOW, product_id=product_id
    )


# Months ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "shown", "count"), [(12, 13, 0), (13, 13, 1), (20, 13, 8), (20, 3, 3), (30, 13, 13)]
)
def test_months(months: int, shown: int, count: int) -> None:
    """The last ones, of those that have twelve months before them."""
    last = add_months(FIRST, months) - (date(2023, 1, 2) - FIRST)
    policy = replace(POLICY, as_of_date=last, signal_months=shown)
    result = checked(line("A", "Core", (None, 100)), policy, products=products())
    assert len(result.signals_product_scorecard) == count


# Expansion ---------------------------------------------------------------------------------------


def test_shares_of_expansion() -> None:
    """Core expands by 40 on 300, Add by 10 on 100, Help not.

    Shares 0.8 and 0.2 of expansion, 0.75 and 0.25 of what was there: quotients 16/15 and 0.8.
    0.64 + 0.04 = 0.68; of two families (0.68 - 0.5) / 0.5 = 0.36. Help has no ARR by then.
    """
    licences = line("A", "Core", (None, 200), ("2024-02-01", 240)) + line("B", "Core", (None, 100))
    licences += line("A", "Add", (None, 100), ("2024-04-01", 110))
    row_of = scorecard(licences)
    core, add = row_of("Core"), row_of("Add")
    assert values_of(core, "opening_arr arr expansion_arr") == (300, 340, 40)
    assert values_of(core, "expansion_share opening_share") == (0.8, 0.75)
    assert core["expansion_quotient"] == pytest.approx(16 / 15)
    assert add["expansion_quotient"] == pytest.approx(0.8)
    assert values_of(core, "expanding_pairs expanding_share opening_pairs") == (1, 0.5, 2)
    assert [row["expansion_rank"] for row in (core, add)] == [1, 2]
    assert core["expansion_hhi"] == add["expansion_hhi"] == pytest.approx(0.68)
    assert core["expansion_hhi_normalised"] == pytest.approx(0.36)
    assert core["nrr"] == float(Fraction(340, 300))
    assert core["nrr_low"] is core["nrr_high"] is None


def test_parts_of_expansion() -> None:
    """Seats, price, an agreed step, a dearer tier and a purchase.

    A has 10 seats for 100, then 12 for 132: 20 are volume and 12 price. B moves from Add, 50, to
    Plus, 80: 50 migrate, 30 are expansion of a product that was not there. C buys Help.
    """
    licences = monthly_licences("A", "Core", FIRST, [100] * 10 + [132] * 10, [10] * 10 + [12] * 10)
    licences += line("B", "Add", (None, 50), ("2024-01-01", 0))
    licences += line("B", "Plus", (None, 0), ("2024-01-01", 80))
    licences += line("C", "Core", (None, 100)) + line("C", "Help", (None, 0), ("2024-02-01", 5))
    row_of = scorecard(licences)
    parts = "expansion_arr volume_expansion_arr price_expansion_arr unattributed_expansion_arr"
    assert values_of(row_of("Core"), parts) == (32, 20, 12, 0)
    assert values_of(row_of("Plus"), f"{parts} tier_expansion_arr") == (30, 0, 0, 30, 30)
    assert values_of(row_of("Add"), f"{parts} cross_sell_arr") == (0, 0, 0, 0, 0)
    assert values_of(row_of("Help"), "expansion_arr cross_sell_arr") == (0, 5)
    assert values_of(row_of("Help"), "growth_class nrr arr_growth") == ("new", None, None)
    # Who moved to Plus has kept the family.
    assert values_of(row_of("Add"), "lost_pairs nrr arr") == (0, 0, 0)


# Losses and growth -------------------------------------------------------------------------------


def test_losses() -> None:
    """Of five that held Add one drops it, one leaves, one moves to Plus and two stay."""
    licences = [row for name in "ABCDE" for row in line(name, "Core", (None, 100))]
    licences = [row for row in licences if row["company_id"] != "B"]
    licences += line("B", "Core", (None, 100), ("2024-03-10", 0))
    licences += line("A", "Add", (None, 10), ("2024-05-10", 0))
    licences += line("B", "Add", (None, 30), ("2024-03-10", 0))
    licences += line("C", "Add", (None, 20), ("2024-05-10", 0))
    licences += line("C", "Plus", (None, 0), ("2024-05-10", 20))
    licences += line("D", "Add", (None, 20)) + line("E", "Add", (None, 20))
    row_of = scorecard(licences, replace(POLICY, signal_thresholds=(("min_base", 5),)))
    add = row_of("Add")
    assert values_of(add, "opening_pairs lost_pairs lost_with_customer") == (5, 2, 1)
    assert values_of(add, "loss_rate arr_loss_rate") == (0.4, 0.4)
    # z² / n = 0.768292: (0.4 + 0.384146 ± 1.959964 x sqrt(0.048 + 0.038415)) / 1.768292.
    limits = values_of(add, "loss_rate_low loss_rate_high")
    assert limits == pytest.approx((0.117621, 0.769276), abs=1e-6)
    assert values_of(add, "loss_rank arr_loss_rank n_compared") == (1, 1, 2)
    assert values_of(row_of("Core"), "loss_rank loss_rate evidence") == (2, 0.2, "enough")
    assert add["loss_rank_is_clear"] is False
    assert values_of(row_of("Plus"), "loss_rank loss_rank_is_clear evidence") == (
        None,
        None,
        "none",
    )


@pytest.mark.parametrize(("lost", "is_clear"), [(5, False), (15, True)])
def test_the_most_lost_is_named_only_where_it_is_clear(lost: int, is_clear: bool) -> None:
    """Of 20 that hold both, some drop Add and nobody Core.

    The upper limit of 0 of 20 is 0.1611; the lower ones of 5 and 15 of 20 are 0.1119 and 0.5313.
    """
    licences = []
    for number in range(20):
        last = ("2024-05-10", 0 if number < lost else 10)
        licences += line(f"C{number}", "Core", (None, 100))
        licences += line(f"C{number}", "Add", (None, 10), last)
    row_of = scorecard(licences)
    assert [row_of(each)["loss_rank"] for each in ("Add", "Core")] == [1, 2]
    assert {row_of(each)["loss_rank_is_clear"] for each in ("Add", "Core")} == {is_clear}


@pytest.mark.parametrize(
    ("now", "growth_class", "pairs"),
    [
        (2100, "growing", (1, 0, 0)),
        (2099, "flat", (0, 1, 0)),
        (1901, "flat", (0, 1, 0)),
        (1900, "declining", (0, 0, 1)),
        (0, "declining", (0, 0, 1)),
    ],
)
def test_growth_begins_at_five_percent(
    now: int, growth_class: str, pairs: tuple[int, int, int]
) -> None:
    """Up or down from 2,000; exactly five percent counts."""
    licences = line("A", "Core", (None, 2000), ("2024-03-01", now)) + line("B", "Help", (None, 1))
    row = scorecard(licences)("Core")
    assert row["growth_class"] == growth_class
    assert row["arr_growth"] == pytest.approx(now / 2000 - 1)
    assert values_of(row, "growing_pairs flat_pairs declining_pairs") == pairs


# Cuts --------------------------------------------------------------------------------------------


def episodes(licences: list[RawRow], policy: Policy = POLICY) -> dict[tuple[str, str], Any]:
    """Give the episodes by customer and month, each with the products that are cut and held."""
    found: dict[tuple[str, str], Any] = {}
    result = checked(licences, policy, products=products())
    for row in result.signals_downgrade_episodes:
        key = row["customer_id"], f"{row['arr_month']:%Y-%m}"
        cut, held = found.setdefault(key, (set(), set()))
        held.add(row["product_id"])
        if row["is_cut"]:
            cut.add(row["product_id"])
    return found


def test_cut_first() -> None:
    """A cuts two of its three products at once, B one of its two.

    By chance Core were cut in 2/3 and 1/2 of an episode, Add in 2/3 and Help in 2/3 + 1/2.
    """
    licences = line("A", "Core", (None, 100)) + line("B", "Core", (None, 100))
    licences += line("A", "Add", (None, 50), ("2024-03-05", 40))
    licences += line("A", "Help", (None, 20), ("2024-03-20", 0))
    licences += line("B", "Help", (None, 20), ("2024-04-20", 0))
    row_of = scorecard(licences)
    counts = "episodes_held first_cuts"
    assert values_of(row_of("Core"), counts) == (2, 0)
    assert values_of(row_of("Add"), counts) == (1, 1)
    assert values_of(row_of("Help"), counts) == (2, 2)
    assert row_of("Core")["expected_first_cuts"] == pytest.approx(7 / 6)
    assert row_of("Help")["cut_first_index"] == pytest.approx(12 / 7)
    assert values_of(row_of("Help"), "cut_first_rate is_cut_first") == (1, False)
    rows = checked(licences, POLICY, products=products()).signals_downgrade_episodes
    shown = pick(rows, customer_id="A", product_id="Add")
    assert values_of(shown, "opening_arr cut_arr products_held products_cut") == (50, 10, 3, 2)
    assert pick(rows, customer_id="A", product_id="Core")["cut_arr"] == 0


@pytest.mark.parametrize(
    ("changes", "months"),
    [
        # Exactly five percent is a cut, less is none.
        ([("2024-03-05", 95)], ["2024-03"]),
        ([("2024-03-05", 96)], []),
        # Renewed late, by a month, by two, by three.
        ([("2024-03-05", 0), ("2024-04-20", 100)], []),
        ([("2024-03-05", 0), ("2024-05-20", 100)], []),
        ([("2024-03-05", 0), ("2024-06-20", 100)], ["2024-03"]),
        # Renewed late, but for less.
        ([("2024-03-05", 0), ("2024-04-20", 90)], ["2024-03"]),
        ([("2024-03-05", 0), ("2024-04-20", 96)], []),
        # In the last months so far.
        ([("2024-07-05", 80)], ["2024-07"]),
        ([("2024-07-05", 80), ("2024-08-05", 100)], []),
        # Again within a year, and after one.
        ([("2023-03-05", 90), ("2024-03-05", 70)], ["2023-03"]),
        ([("2023-03-05", 90), ("2024-04-05", 70)], ["2023-03", "2024-04"]),
    ],
)
def test_what_is_a_cut(changes: list[tuple[str, int]], months: list[str]) -> None:
    """Of Add, by a customer that holds Core, too."""
    licences = line("A", "Core", (None, 500)) + line("A", "Add", (None, 100), *changes)
    found = episodes(licences)
    assert found == {("A", month): ({"Add"}, {"Add", "Core"}) for month in months}


def test_what_is_no_episode() -> None:
    """Not of who has one product, who leaves, who moves to another tier, or pays for it elsewhere.

    D drops Add while its Plus, of the same family, grows by as much.
    """
    licences = line("A", "Core", (None, 100), ("2024-03-05", 50))
    licences += line("B", "Core", (None, 100), ("2024-03-05", 0))
    licences += line("B", "Add", (None, 100), ("2024-03-05", 0))
    licences += line("C", "Core", (None, 100)) + line("C", "Add", (None, 50), ("2024-03-05", 0))
    licences += line("C", "Plus", (None, 0), ("2024-03-05", 48))
    licences += line("D", "Add", (None, 50), ("2024-03-05", 0))
    licences += line("D", "Plus", (None, 50), ("2024-03-05", 100))
    assert episodes(licences) == {}


def test_a_cut_with_one_product_breaks_the_quiet() -> None:
    """A cuts Core when it has nothing else, buys Add, and cuts again within the year."""
    licences = line("A", "Core", (None, 100), ("2023-06-05", 80), ("2024-05-05", 60))
    licences += line("A", "Add", (None, 0), ("2023-08-01", 20))
    assert episodes(licences) == {}
    assert list(episodes(licences, replace(POLICY, signal_thresholds=(("quiet_months", 10),))))


def test_the_last_months_are_provisional() -> None:
    """June stands at the ends of July and August; July has seen one end less."""
    licences = []
    for customer, day in (("A", "2024-06-05"), ("B", "2024-07-05")):
        licences += line(customer, "Core", (None, 100)) + line(
            customer, "Add", (None, 50), (day, 0)
        )
    rows = checked(licences, POLICY, products=products()).signals_downgrade_episodes
    assert {row["customer_id"]: row["is_settled"] for row in rows} == {"A": True, "B": False}


# Coat-tails --------------------------------------------------------------------------------------


def group(name: str, kept: int, lost: int, core: tuple[int, ...] | None) -> list[RawRow]:
    """Give customers that hold Add, some of which drop it.

    Args:
        name: what their ids begin with.
        kept: how many keep it.
        lost: how many drop it.
        core: their ARR in Core until March and then; None for none.
    """
    licences = []
    for number in range(kept + lost):
        customer = f"{name}{number}"
        last = ("2024-04-10", 10 if number < kept else 0)
        licences += line(customer, "Add", (None, 10), last)
        if core:
            licences += line(customer, "Core", (None, core[0]), ("2024-03-10", core[1]))
    return licences


def test_holdings() -> None:
    """Seven hold Add: three whose Core stays, two whose Core leaves, two without it."""
    licences = group("S", 2, 1, (100, 80)) + group("L", 1, 1, (100, 0)) + group("W", 1, 1, None)
    licences += line("S0", "Help", (None, 5)) + line("X", "Help", (None, 5))
    result = checked(licences, POLICY, products=products())
    found = {
        row["holding"]: values_of(row, "pairs kept opening_arr closing_arr other_pairs other_kept")
        for row in result.signals_coat_tails
        if row["arr_month"] == NOW and row["product_id"] == "Add"
    }
    assert found == {
        "all": (7, 4, 70, 40, 2, 2),
        "with_core": (5, 3, 50, 30, 1, 1),
        "core_stayed": (3, 2, 30, 20, 1, 1),
        "core_left": (2, 1, 20, 10, 0, 0),
        "without_core": (2, 1, 20, 10, 1, 1),
    }
    assert not [row for row in result.signals_coat_tails if row["product_id"] == "Core"]
    stayed = pick(result.signals_coat_tails, arr_month=NOW, product_id="Add", holding="core_stayed")
    assert values_of(stayed, "grr nrr") == (float(Fraction(2, 3)),) * 2


@pytest.mark.parametrize(
    ("stayed", "alone", "others", "verdict"),
    [
        ((19, 0), (9, 0), (0, 0), "too little evidence"),
        # 12 of 20 against 20 of 20 of Help.
        ((12, 8), (10, 0), (20, 0), "does not hold"),
        ((20, 0), (9, 0), (20, 0), "holds with the core, alone unknown"),
        # 20 of 20 against 4 of 12.
        ((20, 0), (4, 8), (20, 0), "coat-tails"),
        # 18 of 20 against 40 of 40: at the most 1.4 points more are kept with the core.
        ((18, 2), (40, 0), (0, 0), "stands alone"),
        # 20 of 20 against 10 of 10: up to 27.8 points more may be.
        ((20, 0), (10, 0), (20, 0), "holds with the core, alone unclear"),
    ],
)
def test_coat_tails_verdicts(
    stayed: tuple[int, int], alone: tuple[int, int], others: tuple[int, int], verdict: str
) -> None:
    """Kept and dropped, of Add with the core, without it, and of Help with the core."""
    licences = group("S", *stayed, (100, 100)) + group("W", *alone, None)
    licences += line("Z", "Core", (None, 100))
    for number in range(sum(others)):
        last = ("2024-04-10", 10 if number < others[0] else 0)
        licences += line(f"H{number}", "Core", (None, 100))
        licences += line(f"H{number}", "Help", (None, 10), last)
    row_of = scorecard(licences)
    assert row_of("Add")["coat_tails_verdict"] == verdict
    assert row_of("Core")["coat_tails_verdict"] is None


# What is core, and what is new -------------------------------------------------------------------


def test_core_by_role_or_by_customers() -> None:
    """Without a primary product in use it is what most customers hold."""
    licences = line("A", "Core", (None, 100)) + line("B", "Add", (None, 10))
    licences += line("C", "Plus", (None, 10)) + line("D", "Plus", (None, 10))
    licences += [licence("N", FIRST, company_id="E", product=None, arr=1)]
    columns = "is_core core_is_inferred"
    row_of = scorecard(licences)
    assert values_of(row_of("Core"), columns) == (True, False)
    assert values_of(row_of("Add"), columns) == (False, False)
    # Plus has two customers; Add is of its family. Also where the primary product is not in use.
    for primary in (None, "Help"):
        row_of = scorecard(licences, products=products(primary))
        assert values_of(row_of("Add"), columns) == (True, True)
        assert values_of(row_of("Plus"), columns) == (True, True)
        assert values_of(row_of("Core"), columns) == (False, True)
        assert values_of(row_of("(unassigned)"), columns) == (False, True)
    assert row_of("(unassigned)")["coat_tails_verdict"] is None


@pytest.mark.parametrize(
    ("launched", "newest"),
    [
        # By its first ARR without any day.
        ({}, "Help"),
        ({"Add": "2022-05-01"}, "Add"),
        ({"Add": "2022-05-01", "Help": "2022-04-01", "Core": "2023-01-01"}, "Add"),
        # Plus has no ARR now.
        ({"Plus": "2023-01-01", "Help": "2022-01-01"}, "Help"),
        ({"Add": "2022-05-01", "Help": "2022-05-01"}, "Add"),
    ],
)
def test_newest(launched: dict[str, str], newest: str) -> None:
    """Of the secondary products that have ARR."""
    licences = line("A", "Core", (None, 100)) + line("A", "Add", (None, 10))
    licences += line("A", "Plus", (None, 10), ("2024-01-01", 0))
    licences += line("A", "Help", (None, 0), ("2023-05-01", 10))
    row_of = scorecard(licences, products=products(**launched))
    flags = {each: row_of(each)["is_newest"] for each in DEFAULTS}
    assert flags == {each: each == newest for each in DEFAULTS}
