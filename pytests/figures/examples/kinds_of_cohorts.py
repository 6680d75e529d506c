"""Kinds of examples that follow cohorts, or average over several months."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from example import NOW, START, Figures, Row, month, ratio
from kind import EVERY_WINDOW, Kind
from oracle.months import add_months
from scene import Scene
from script import Script


def sell_ageing_cohort(script: Script) -> None:
    """Sell to a cohort of which some leave and one grows, at given ages."""
    kept, steps = Decimal(1), {START: Decimal(100)}
    for age, grr, expansion in script.example.figures["rows"]:
        at = add_months(START, age)
        script.sell(f"leaves at {age}", {START: 1000 * (kept - grr), at: 0})
        steps[at] = 100 + 1000 * expansion
        kept = grr
    script.sell("grows", steps)
    script.sell("stays", {START: 1000 * kept - 100})


def measure_ageing_cohort(scene: Scene) -> Figures:
    """Measure the cohort at each age, from its first month."""
    nrr = []
    for age, grr, expansion in scene.figures["rows"]:
        row = scene.retention(at=add_months(START, age), window=age)
        assert row["grr"] == pytest.approx(float(grr), abs=1e-12)
        assert ratio(row["expansion_arr"], row["opening_arr"]) == pytest.approx(float(expansion))
        assert row["nrr"] != pytest.approx(float(grr * (1 + expansion)), abs=1e-4)
        nrr.append(row["nrr"])
    return {"nrr": nrr}


def sell_aggregation(script: Script) -> None:
    """Sell to one customer per cohort; three cohorts share a product."""
    pairs = zip(script.example.figures["start"], script.example.figures["end"], strict=True)
    for number, (start, end) in enumerate(pairs):
        script.sell(f"cohort {number}", {START: start, NOW: end}, f"quarter {number // 3}")


def measure_aggregation(scene: Scene) -> Figures:
    """Average change three ways, of which the marts take the ratio of sums."""
    changes = []
    for number in range(12):
        row = scene.row("fct_arr_monthly", arr_month=NOW, customer_id=f"cohort {number}")
        changes.append(ratio(row["arr"], row["opening_arr"]) - 1)
    quarters = [scene.retention(f"quarter {number}")["nrr"] - 1 for number in range(4)]
    return {
        "mean_of_rates": math.fsum(changes) / 12,
        "ratio_of_sums": scene.retention(None)["nrr"] - 1,
        "mean_of_quarter_ratios": math.fsum(quarters) / 4,
    }


def sell_cohort_grr(script: Script) -> None:
    """Sell one product per cohort, to one customer for each part that leaves at an age."""
    for cohort in script.example.figures["cohorts"]:
        first, rest = month(cohort["cohort"]), cohort["pct"]
        for age, (before, after) in enumerate(pairwise(rest), start=1):
            assert before >= after
            part = Decimal(cohort["base"]) * (before - after) / 100
            steps = {first: part, add_months(first, age): 0}
            script.sell(f"{cohort['cohort']} leaves at {age}", steps, cohort["cohort"])
        part = Decimal(cohort["base"]) * rest[-1] / 100
        script.sell(f"{cohort['cohort']} stays", {first: part}, cohort["cohort"])


def sell_cohort_logo(script: Script) -> None:
    """Sell one product per cohort to as many customers as its base counts.

    At each age as many are left as the printed percentage comes nearest to.
    """
    for cohort in script.example.figures["cohorts"]:
        first, base = month(cohort["cohort"]), cohort["base"]
        left = [round(Fraction(base * percent, 100)) for percent in cohort["pct"]]
        assert left == sorted(left, reverse=True)
        for number in range(base):
            age = next((age for age, count in enumerate(left) if number >= count), None)
            steps = {first: 1200} if age is None else {first: 1200, add_months(first, age): 0}
            script.sell(f"{cohort['cohort']} {number}", steps, cohort["cohort"])


def measure_cohorts(
    scene: Scene, opening: Callable[[Row], Any], kept: Callable[[Row], Any], cell: Decimal
) -> Figures:
    """Average cohorts over those that have reached an age, by their base.

    Args:
        scene: the example.
        opening: the base, of a row of retention.
        kept: what is left of it.
        cell: how far, in percent, one cell may be from the printed one.

    Returns:
        The mean of each age, in percent; at age 0 it is all of the base.
    """
    cohorts = scene.figures["cohorts"]
    means = [100.0]
    for age in range(1, max(len(cohort["pct"]) for cohort in cohorts)):
        base = left = Fraction(0)
        for cohort in cohorts:
            if len(cohort["pct"]) > age:
                at = add_months(month(cohort["cohort"]), age)
                row = scene.retention(cohort["cohort"], at, age)
                assert opening(row) == cohort["base"]
                assert abs(ratio(kept(row) * 100, opening(row)) - cohort["pct"][age]) <= cell
                base += Fraction(opening(row))
                left += Fraction(kept(row))
        means.append(float(100 * left / base))
    return {"weighted_avg_pct": means}


def measure_cohort_grr(scene: Scene) -> Figures:
    """Average GRR of cohorts; every cell comes out as printed."""
    return measure_cohorts(
        scene,
        lambda row: row["opening_arr"],
        lambda row: row["opening_arr"] - row["contraction_arr"] - row["churned_arr"],
        Decimal("1e-9"),
    )


def measure_cohort_logo(scene: Scene) -> Figures:
    """Average logo retention of cohorts; a cell is off by half a customer at most."""
    smallest = min(cohort["base"] for cohort in scene.figures["cohorts"])
    return measure_cohorts(
        scene,
        lambda row: row["opening_customers"],
        lambda row: row["opening_customers"] - row["churned_customers"],
        Decimal(50) / smallest,
    )


def sell_late_joiner(script: Script) -> None:
    """Sell to a customer of the base and to one that joins later; amounts by month."""
    for customer in ("base", "late"):
        amounts = script.example.figures[customer]
        script.sell(customer, {month(text): amount for text, amount in amounts.items()})


def measure_late_joiner(scene: Scene) -> Figures:
    """Measure the year by its bridge, by the base alone, and by snapshots."""
    months = [date(2024, number, 1) for number in range(1, 13)]
    bridges = [scene.bridge(at) for at in months]
    opening = bridges[0]["opening_arr"]
    flow = sum(
        row[f"{kind}_arr"]
        for row in bridges
        for kind in ("expansion", "contraction", "product_churn", "churn")
    )
    of_base = scene.rows("fct_arr_movements", customer_id="base")
    flow_of_base = sum(row["arr_change"] for row in of_base if row["arr_month"] in months)
    return {
        "flow_uncohorted_nrr": ratio(opening + flow, opening),
        "cohort_nrr": scene.retention(at=date(2024, 12, 1), window=12)["nrr"],
        "flow_cohorted_nrr": ratio(opening + flow_of_base, opening),
    }


def sell_three_methods(script: Script) -> None:
    """Sell to three customers whose revenue of each month of two years is given."""
    for customer, years in script.example.figures.items():
        amounts = [*years["y1"], *years["y2"]]
        steps = {date(2022, 1, 1): amounts[0]}
        for number in range(1, 24):
            if amounts[number] != amounts[number - 1]:
                steps[add_months(date(2022, 1, 1), number)] = amounts[number]
        script.sell(customer, steps)


def measure_three_methods(scene: Scene) -> Figures:
    """Measure revenue of a cohort over two years, survivors, and two snapshots."""
    spine = scene.rows("fct_arr_monthly")
    first = {
        row["customer_id"]
        for row in spine
        if row["arr"] > 0 and row["arr_month"] == date(2022, 1, 1)
    }
    revenue = {
        year: sum(
            row["arr"]
            for row in spine
            if row["customer_id"] in first and row["arr_month"].year == year
        )
        for year in (2022, 2023)
    }
    january = scene.retention(at=date(2023, 1, 1), window=12)
    staying = january["opening_arr"] - january["churned_arr"]
    return {
        "snowflake_nrr": ratio(revenue[2023], revenue[2022]),
        "survivor_only_nrr": ratio(january["closing_arr"], staying),
        "point_to_point_dec_dec": scene.retention(at=date(2023, 12, 1), window=12)["nrr"],
    }


def sell_trailing(script: Script) -> None:
    """Sell to one customer at a different amount in three months of each of two years."""
    figures = script.example.figures
    steps = {add_months(START, n): amount for n, amount in enumerate(figures["prior"])}
    steps |= {add_months(NOW, n): amount for n, amount in enumerate(figures["current"])}
    script.sell("customer", steps)


def measure_trailing(scene: Scene) -> Figures:
    """Average three yearly rates, by their openings and plainly."""
    rows = [scene.retention(at=add_months(NOW, number), window=12) for number in range(3)]
    return {
        "point_in_time": [row["nrr"] for row in rows],
        "weighted": ratio(
            sum(row["closing_arr"] for row in rows), sum(row["opening_arr"] for row in rows)
        ),
        "simple": math.fsum(row["nrr"] for row in rows) / 3,
    }


KINDS: dict[str, Kind] = {
    "ageing_cohort": Kind(sell_ageing_cohort, measure_ageing_cohort, windows=EVERY_WINDOW),
    "aggregation": Kind(sell_aggregation, measure_aggregation),
    "cohort_grr": Kind(sell_cohort_grr, measure_cohort_grr, windows=EVERY_WINDOW),
    "cohort_logo": Kind(sell_cohort_logo, measure_cohort_logo, windows=EVERY_WINDOW),
    "late_joiner": Kind(sell_late_joiner, measure_late_joiner),
    "three_methods": Kind(sell_three_methods, measure_three_methods),
    "trailing": Kind(sell_trailing, measure_trailing),
}
