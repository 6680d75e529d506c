"""Published worked examples and constructed cases, run through the project.

Every example of `examples.json` becomes licences of its own customers and products, so that many
examples share one build: retention, movements and bridges by product or product family know nothing
of the others. Its figures are then read from the marts. The file holds the figures of each source
with its title and address; where a source is wrong, the right figure is expected and
`error_in_source` says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from books import RAW_COLUMNS, RawRow, RawTables, license_row
from harness import MARTS_SCHEMA, build_book
from oracle import add_months, last_day

Row = dict[str, Any]
Steps = dict[date, Any]
Figures = dict[str, Any]

# Unless an example has dates of its own, its base is there from START on and changes in NOW. All
# windows that fit in between then see the same opening and the same closing.
START = date(2023, 1, 1)
NOW = date(2024, 1, 1)
USUAL_WINDOWS = (1, 3, 12)
AS_OF = date(2025, 12, 31)

BUILDS: dict[str, dict[str, Any]] = {
    "all": {"retention_windows": list(range(1, 14))},
    "company": {},
    "grace_30": {"renewal_grace_days": 30},
    "grace_45_no_migration": {"renewal_grace_days": 45, "migration_detection": False},
}

KNOWN_IDS = (
    *("canary", "chargebee_contraction", "chargebee_expansion", "chartmogul_net_churn"),
    *("chartmogul_plan_leaving", "chartmogul_shopify", "churn_and_return", "clynto_mask"),
    *("cross_sell_identity", "dbt_mrr_playbook", "fincome_overlap", "formulacraft_nrr"),
    *("fx_constant", "ggr_10m", "gpbullhound_grr", "gpbullhound_logo", "grace"),
    *("hubspot_sequence", "jetti_snowball", "jetti_value", "lazy_vs_cohort", "migration"),
    *("monthly_to_annual", "mowt_bridge", "null_base", "oracle_ramp", "path_dependence"),
    *("pitchkit_churn", "pitchkit_quick", "planhat_value_vs_mrr", "price_volume"),
    *("profitwell_discount", "pulserevops_10m", "pvm_formula", "rebilly_categories"),
    *("revpartners_snapshot", "ryan_cohort", "seed0_product_mask", "seed0_three_products"),
    *("seed1_100k", "seed1_segment_mask", "seed2_10k", "seed3_120", "seed3_90_noexp"),
    *("seed3_blend", "seed3_grr80_nrr120", "seed3_grr85_nrr110", "seed3_logo_breakeven"),
    *("seed3_segment_mask", "snipd_110", "snow_vs_figma", "stripe_mrr", "superleap_grr"),
    *("trailing_weighted", "treehouse_big", "tunguz_simpson", "vitally_q1"),
)

NOT_APPLICABLE: dict[str, str] = {
    "pvm_formula": "prints a formula and no figures; price_volume puts figures into it",
    "canary": "compares the risk of churn of two groups of customers, which no mart here measures",
}


@dataclass(frozen=True)
class Example:
    """One example: figures of a source, and what must come out.

    Args:
        id: unique name.
        title: of the source.
        url: of the source, where known.
        kind: how it becomes licences and how it is measured; a key of `KINDS`.
        unit: whether its amounts are per year (`arr`) or per month (`mrr`).
        figures: what goes in.
        expected: what must come out, by name.
        remark: what to know of it.
        tolerance: how far a figure may be off because the source prints it rounded.
        error_in_source: what the source gets wrong.
    """

    id: str
    title: str
    url: str | None
    kind: str
    unit: str
    figures: Figures
    expected: Figures
    remark: str
    tolerance: Decimal | None = None
    error_in_source: str | None = None

    @property
    def source(self) -> str:
        """Title and address of the source."""
        return f"{self.title} ({self.url})" if self.url else self.title


def read_examples() -> list[Example]:
    """Read the examples, with exact decimals."""
    text = (Path(__file__).parent / "examples.json").read_text(encoding="utf-8")
    return [Example(**each) for each in json.loads(text, parse_float=Decimal)]


EXAMPLES = read_examples()


# From an example to licences ------------------------------------------------------------------


class Script:
    """The licences and products of one example, with names that no other example has."""

    def __init__(self, example: Example) -> None:
        """Begin with nothing sold."""
        self.example = example
        self.licenses: list[RawRow] = []
        self.families: dict[str, str | None] = {}

    def name(self, text: str) -> str:
        """Prefix a name with the example's id."""
        return f"{self.example.id}/{text}"

    def licence(self, customer: str, product: str = "P", **values: Any) -> str:
        """Add one licence; its product joins the example's family, unless it is known already.

        Args:
            customer: name within the example.
            product: name within the example.
            **values: raw columns.

        Returns:
            The licence id.
        """
        self.families.setdefault(product, self.example.id)
        license_id = self.name(str(len(self.licenses) + 1))
        self.licenses.append(
            license_row(
                license_id=license_id,
                company_id=self.name(customer),
                product=self.name(product),
                **({"currency": "USD"} | values),
            )
        )
        return license_id

    def sell(
        self, customer: str, steps: Steps, product: str = "P", seats: dict[date, Any] | None = None
    ) -> None:
        """Add one licence per step, each up to the next one.

        Args:
            customer: name within the example.
            steps: first day to amount, in the example's unit, in order; 0 where nothing is active.
            product: name within the example.
            seats: first day to quantity.
        """
        days = list(steps)
        assert days == sorted(days)
        for number, day in enumerate(days):
            ends_before = days[number + 1] if number + 1 < len(days) else None
            if steps[day]:
                self.licence(
                    customer,
                    product,
                    from_date=day,
                    to_date=ends_before - timedelta(days=1) if ends_before else None,
                    quantity=seats[day] if seats else None,
                    **{self.example.unit: steps[day]},
                )

    def catalog(self) -> list[RawRow]:
        """Give the example's products as rows of the catalog, each named like its id."""
        return [
            dict.fromkeys(RAW_COLUMNS["products"])
            | {"product_id": self.name(product), "name": self.name(product), "family": family}
            for product, family in self.families.items()
        ]


def month(text: str) -> date:
    """Read a month written YYYY-MM."""
    return date.fromisoformat(f"{text}-01")


def split_evenly(total: Any, count: int) -> list[Decimal]:
    """Split an amount into parts that differ by a cent at most and add up exactly."""
    cents, rest = divmod(int(Decimal(total) * 100), count)
    return [Decimal(cents + (number < rest)) / 100 for number in range(count)]


def sell_base(
    script: Script,
    opening: Any,
    expansion: Any = 0,
    contraction: Any = 0,
    churned: Any = 0,
    customers: int = 4,
    customers_churned: int = 1,
    customers_expanded: int = 1,
    customers_contracted: int = 1,
    product: str = "P",
) -> None:
    """Sell a base at START of which some leave, shrink by half, or grow in NOW.

    Args:
        script: what to add to.
        opening: of the base.
        expansion: of those that grow.
        contraction: of those that shrink.
        churned: of those that leave.
        customers: how many there are.
        customers_churned: how many of them leave, where anything churned.
        customers_expanded: how many grow.
        customers_contracted: how many shrink, where anything contracted.
        product: name within the example.
    """
    leaving = split_evenly(churned, customers_churned) if churned else []
    shrinking = split_evenly(contraction, customers_contracted) if contraction else []
    staying = split_evenly(
        opening - churned - 2 * contraction, customers - len(leaving) - len(shrinking)
    )
    growth = split_evenly(expansion, customers_expanded)
    growth += [Decimal(0)] * (len(staying) - len(growth))
    for number, amount in enumerate(leaving):
        script.sell(f"{product} leaves {number}", {START: amount, NOW: 0}, product)
    for number, amount in enumerate(shrinking):
        script.sell(f"{product} shrinks {number}", {START: 2 * amount, NOW: amount}, product)
    for number, (amount, more) in enumerate(zip(staying, growth, strict=True)):
        script.sell(f"{product} stays {number}", {START: amount, NOW: amount + more}, product)


# What the marts say ----------------------------------------------------------------------------


class Scene:
    """One example inside the marts of a build."""

    def __init__(self, example: Example, connect: Callable[[str], duckdb.DuckDBPyConnection]):
        """Look at the build that the example is part of; its first, where there are several.

        Args:
            example: which one.
            connect: gives a connection to a build's database, by the build's name.
        """
        self.example = example
        self.figures = example.figures
        self.connect = connect
        self.connection = connect(KINDS[example.kind].builds[0])

    def inside(self, build: str) -> Scene:
        """Give the same example inside another build."""
        other = Scene(self.example, self.connect)
        other.connection = self.connect(build)
        return other

    def amount(self, arr: Decimal | None) -> Decimal | None:
        """Turn ARR into the example's unit."""
        return arr / 12 if arr is not None and self.example.unit == "mrr" else arr

    def rows(self, relation: str, order: str = "all", **wanted: Any) -> list[Row]:
        """Give the rows of a mart.

        Args:
            relation: name of the mart.
            order: columns to sort by.
            **wanted: column to value. A product or customer is named as within the example; where
                neither is wanted, the rows are those of the example's own products or customers.

        Returns:
            One dict per row.
        """
        conditions, values = [], []
        for column, value in wanted.items():
            conditions.append(f"{column} = ?")
            is_own = column in ("product_id", "customer_id")
            values.append(f"{self.example.id}/{value}" if is_own else value)
        query = f"select * from {MARTS_SCHEMA}.{relation}"
        columns = [each[0] for each in self.connection.execute(f"{query} limit 0").description]
        for column in ("product_id", "customer_id"):
            if column in columns and column not in wanted:
                conditions.append(f"starts_with({column}, ?)")
                values.append(f"{self.example.id}/")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        cursor = self.connection.execute(f"{query}{where} order by {order}", values)
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def row(self, relation: str, **wanted: Any) -> Row:
        """Give the one row of a mart that is wanted."""
        rows = self.rows(relation, **wanted)
        assert len(rows) == 1, (relation, wanted, rows)
        return rows[0]

    def retention(
        self, product: str | None = "P", at: date = NOW, window: int | None = None
    ) -> Row:
        """Give retention of a product, or of the example's family.

        Args:
            product: name within the example, None for the family.
            at: month at whose end the window ends.
            window: in months; where not given, all usual ones must agree.

        Returns:
            The row, without its window.
        """
        if product is None:
            relation, wanted = "retention_product_family_monthly", {}
            wanted["product_family"] = self.example.id
        else:
            relation, wanted = "retention_product_monthly", {"product_id": product}
        found = [
            self.row(relation, arr_month=at, window_months=each, **wanted) | {"window_months": 0}
            for each in ((window,) if window else USUAL_WINDOWS)
        ]
        assert all(each == found[0] for each in found), found
        return found[0]

    def bridge(self, at: date = NOW, product: str = "P") -> Row:
        """Give a product's bridge of a month, in the example's unit."""
        row = self.row("arr_bridge_product_monthly", product_id=product, arr_month=at)
        return {
            name: self.amount(value) if name.endswith("_arr") else value
            for name, value in row.items()
        }

    def moves(self, relation: str = "fct_arr_movements", **wanted: Any) -> list[list[Any]]:
        """Give movements as [type, amount], by month and type."""
        rows = self.rows(relation, "arr_month, movement_type", **wanted)
        return [[row["movement_type"], self.amount(row["arr_change"])] for row in rows]

    def dated_moves(self, **wanted: Any) -> list[list[Any]]:
        """Give movements as [month, type, amount]."""
        rows = self.rows("fct_arr_movements", "arr_month, movement_type", **wanted)
        return [
            [
                f"{row['arr_month']:%Y-%m}",
                row["movement_type"],
                self.amount(row["arr_change"]),
            ]
            for row in rows
        ]

    def arr(self, at: date = NOW, **wanted: Any) -> Decimal:
        """Give ARR at a month's end, in the example's unit."""
        rows = self.rows("fct_arr_monthly", arr_month=at, **wanted)
        return self.amount(sum((row["arr"] for row in rows), Decimal(0)))


def ratio(numerator: Any, denominator: Any) -> float:
    """Divide exactly, then give a double."""
    return float(Fraction(numerator) / Fraction(denominator))


# Kinds of examples: one function sells the licences, one measures what came of them -------------


def sell_flow(script: Script) -> None:
    """Sell a base that changes, and a newcomer in the same month who is part of no rate."""
    figures = dict(script.example.figures)
    sell_base(script, **figures)
    script.sell("newcomer", {NOW: figures["opening"]})


def rates_of(scene: Scene, row: Row) -> Figures:
    """Give everything that a row of retention says, under the names that examples use."""
    opening, expansion = row["opening_arr"], row["expansion_arr"]
    return {
        "nrr": row["nrr"],
        "grr": row["grr"],
        "net_churn": 1 - row["nrr"],
        "gross_churn": 1 - row["grr"],
        "gross_loss_rate": 1 - row["grr"],
        "logo_churn": 1 - row["logo_retention"],
        "expansion_rate": ratio(expansion, opening),
        "closing": scene.amount(row["closing_arr"]),
    }


def measure_flow(scene: Scene) -> Figures:
    """Measure retention, and that the movements of the month give the same."""
    row, bridge = scene.retention(), scene.bridge()
    given = [scene.figures[name] for name in ("opening", "expansion", "contraction", "churned")]
    names = ("opening_arr", "expansion_arr", "contraction_arr", "churned_arr")
    assert [scene.amount(row[name]) for name in names] == given
    assert [bridge[name] for name in ("opening_arr", "expansion_arr")] == given[:2]
    assert [-bridge[name] for name in ("contraction_arr", "churn_arr")] == given[2:]
    assert bridge["new_arr"] == scene.figures["opening"]
    assert row["opening_customers"] == scene.figures.get("customers", 4)
    return rates_of(scene, row)


def measure_rates(scene: Scene) -> Figures:
    """Measure retention of the one product."""
    return rates_of(scene, scene.retention())


def sell_rates(script: Script) -> None:
    """Sell a base that loses and grows by given rates."""
    figures = script.example.figures
    opening = figures.get("opening", 1000)
    grr = figures.get("grr", Decimal(1))
    sell_base(
        script,
        opening,
        expansion=opening * (figures["nrr"] - grr),
        contraction=opening * (1 - grr) / 4,
        churned=opening * (1 - grr) * 3 / 4,
    )


def sell_snapshot(script: Script) -> None:
    """Sell a base of which some is lost, and whose rest makes up for it or more."""
    figures = script.example.figures
    customers_lost = figures.get("customers_lost", 1)
    lost = figures.get("lost", 10_000 * customers_lost if "customers_lost" in figures else 0)
    sell_base(
        script,
        figures["opening"],
        expansion=figures["closing"] - figures["opening"] + lost,
        churned=lost,
        customers=figures.get("customers", 4),
        customers_churned=customers_lost,
    )


def sell_customers(script: Script) -> None:
    """Sell to named customers, some of which leave."""
    for customer, amount in script.example.figures["customers"].items():
        is_lost = customer in script.example.figures["lost"]
        script.sell(customer, {START: amount, NOW: 0} if is_lost else {START: amount})


def sell_newcomers(script: Script) -> None:
    """Sell a base that grows by what the newcomers don't explain."""
    figures = script.example.figures
    growth = figures["closing"] - figures["new"] - figures["opening"]
    sell_base(script, figures["opening"], expansion=growth)
    script.sell("newcomer", {NOW: figures["new"]})


def measure_newcomers(scene: Scene) -> Figures:
    """Measure retention under a total that newcomers are part of."""
    assert scene.bridge()["closing_arr"] == scene.figures["closing"]
    return measure_rates(scene)


def sell_products(script: Script) -> None:
    """Sell products of one family, each to customers of its own."""
    for product in script.example.figures["products"]:
        growth = product["opening"] * (product["nrr"] - 1)
        sell_base(
            script,
            product["opening"],
            expansion=max(growth, Decimal(0)),
            contraction=max(-growth, Decimal(0)),
            product=product["name"],
        )


def measure_products(scene: Scene) -> Figures:
    """Measure the family, which is the mean of its products weighted by opening."""
    family = scene.retention(None)
    weighted = Fraction(0)
    for product in scene.figures["products"]:
        row = scene.retention(product["name"])
        assert row["nrr"] == float(product["nrr"])
        weighted += Fraction(product["nrr"]) * Fraction(row["opening_arr"])
    assert family["nrr"] == ratio(weighted, family["opening_arr"])
    return rates_of(scene, family)


def weight_of_high(figures: Figures) -> Fraction:
    """Find the weight at which two rates have a given mean."""
    nrr, high, low = (Fraction(figures[name]) for name in ("nrr", "high", "low"))
    return (nrr - low) / (high - low)


def sell_weights(script: Script) -> None:
    """Sell two products with given rates, weighted such that they mean a given third."""
    weight = weight_of_high(script.example.figures)
    units = {"high": weight.numerator, "low": weight.denominator - weight.numerator}
    for product, unit in units.items():
        opening, nrr = 1000 * unit, script.example.figures[product]
        sell_base(
            script,
            opening,
            expansion=opening * max(nrr - 1, Decimal(0)),
            churned=opening * max(1 - nrr, Decimal(0)),
            product=product,
        )


def measure_weights(scene: Scene) -> Figures:
    """Measure the family, and the weights of its products."""
    family = scene.retention(None)
    rows = {name: scene.retention(name) for name in ("high", "low")}
    assert all(row["nrr"] == float(scene.figures[name]) for name, row in rows.items())
    return {
        "nrr": family["nrr"],
        "weight_high": ratio(rows["high"]["opening_arr"], family["opening_arr"]),
        "weight_low": ratio(rows["low"]["opening_arr"], family["opening_arr"]),
    }


def sell_grain(script: Script) -> None:
    """Sell several products to one customer."""
    for product, amount in script.example.figures["products"].items():
        script.sell("customer", {START: amount}, product)


def measure_grain(scene: Scene) -> Figures:
    """Count spine rows and give each product's share."""
    rows = scene.rows("fct_arr_monthly", arr_month=NOW, customer_id="customer")
    total = scene.row("dim_customers", customer_id="customer")["current_arr"]
    return {
        "customer_arr": total,
        "spine_rows_per_month": len(rows),
        "product_share": {
            product: ratio(scene.bridge(product=product)["closing_arr"], total)
            for product in scene.figures["products"]
        },
    }


def sell_breakeven(script: Script) -> None:
    """Sell two products alike: one makes up for a lost customer, one grows by the rate lost."""
    customers = int(1 / script.example.figures["logo_churn"])
    for product in ("even", "short"):
        growth = split_evenly(1200, customers - 1) if product == "even" else [Decimal(60)] * 19
        script.sell(f"{product} leaves", {START: 1200, NOW: 0}, product)
        for number, more in enumerate(growth):
            script.sell(f"{product} {number}", {START: 1200, NOW: 1200 + more}, product)


def measure_breakeven(scene: Scene) -> Figures:
    """Measure the growth that makes up for the loss, on both bases."""
    even, short = scene.retention("even"), scene.retention("short")
    assert even["nrr"] == 1
    assert 1 - even["logo_retention"] == pytest.approx(float(scene.figures["logo_churn"]))
    assert short["nrr"] == 0.9975
    staying = even["opening_arr"] - even["churned_arr"]
    return {
        "expansion_needed_on_starting_base": ratio(even["expansion_arr"], even["opening_arr"]),
        "expansion_needed_on_survivors": ratio(even["expansion_arr"], staying),
    }


def sell_plan_switch(script: Script) -> None:
    """Let a customer go from one plan to another."""
    script.sell("customer", {START: script.example.figures["before"], NOW: 0}, "old")
    script.sell("customer", {NOW: script.example.figures["after"]}, "new")


def measure_plan_switch(scene: Scene) -> Figures:
    """Measure what left one plan and what entered the other."""
    old, new = scene.bridge(product="old"), scene.bridge(product="new")
    moves = scene.moves("fct_customer_arr_movements", arr_month=NOW)
    assert [kind for kind, _ in moves] == ["contraction"]
    lost = scene.retention("old")
    leaving = -old["migration_out_arr"] - old["contraction_arr"]
    assert scene.amount(lost["contraction_arr"] + lost["churned_arr"]) == leaving
    assert scene.amount(lost["migrated_out_arr"]) == new["migration_in_arr"]
    return {
        "customer_contraction": -moves[0][1],
        "leaving_old": leaving,
        "entering_new": new["migration_in_arr"] + new["expansion_arr"],
        "churn_of_old": old["churn_arr"] + old["product_churn_arr"],
    }


def sell_normalised(script: Script) -> None:
    """Sell plans of a price per period, as the total of a term of one period."""
    for plan in script.example.figures["plans"]:
        months = plan["period_months"]
        for number in range(plan["subscribers"]):
            script.licence(
                f"{months} months {number}",
                value=plan["price"] * (1 - plan.get("discount", 0)),
                length=months,
                from_date=NOW,
                to_date=add_months(NOW, months) - timedelta(days=1),
            )


def measure_normalised(scene: Scene) -> Figures:
    """Measure MRR of all plans."""
    return {"mrr": scene.arr()}


def sell_movement(script: Script) -> None:
    """Sell to one customer whose amount changes."""
    figures = script.example.figures
    script.sell("customer", {START: figures["before"], NOW: figures["after"]})


def measure_movement(scene: Scene) -> Figures:
    """Give the movement by pair, which is also that of the customer."""
    moves = scene.moves(arr_month=NOW)
    assert moves == scene.moves("fct_customer_arr_movements", arr_month=NOW)
    ((category, change),) = moves
    churn = scene.bridge()["churn_arr"] + scene.bridge()["product_churn_arr"]
    return {"category": category, "amount": abs(change), "customer_churn": churn}


def sell_movement_list(script: Script) -> None:
    """Sell to one customer per pair of amounts; some were active long before."""
    for number, (before, after, past) in enumerate(script.example.figures["pairs"]):
        steps = {START: before, NOW: after}
        if past == "was_active":
            steps = {date(2022, 1, 1): after, date(2022, 7, 1): 0} | steps
        script.sell(f"customer {number}", steps)


def measure_movement_list(scene: Scene) -> Figures:
    """Give each customer's movement."""
    movements = []
    for number in range(len(scene.figures["pairs"])):
        ((kind, change),) = scene.moves(customer_id=f"customer {number}", arr_month=NOW)
        movements.append([kind, abs(change)])
    return {"movements": movements}


def sell_bridge(script: Script) -> None:
    """Sell months of new, returning, growing, shrinking and leaving customers over an opening."""
    figures = script.example.figures
    gone_and_shrunk = sum(figures["churn"]) + 2 * sum(figures["contraction"])
    growing = figures["opening"] - gone_and_shrunk
    assert growing > 0
    steps = {START: growing}
    for number, new in enumerate(figures["new"]):
        at = add_months(NOW, number)
        less = figures["contraction"][number]
        returning = figures["reactivation"][number]
        growing += figures["expansion"][number]
        steps[at] = growing
        script.sell(f"new {number}", {at: new})
        script.sell(f"leaves {number}", {START: figures["churn"][number], at: 0})
        script.sell(f"shrinks {number}", {START: 2 * less, at: less})
        script.sell(
            f"returns {number}", {date(2022, 1, 1): returning, date(2022, 7, 1): 0, at: returning}
        )
    script.sell("grows", steps)


def measure_bridge(scene: Scene) -> Figures:
    """Read the bridge month by month."""
    rows = [scene.bridge(add_months(NOW, n)) for n in range(len(scene.figures["new"]))]
    assert rows[0]["opening_arr"] == scene.figures["opening"]
    for kind in ("new", "reactivation", "expansion", "contraction", "churn"):
        assert [abs(row[f"{kind}_arr"]) for row in rows] == scene.figures[kind]
    last = rows[-1]
    gained = last["new_arr"] + last["expansion_arr"] + last["reactivation_arr"]
    return {
        "end": [row["closing_arr"] for row in rows],
        "net_new": last["closing_arr"] - last["opening_arr"],
        "quick_ratio": ratio(gained, -last["contraction_arr"] - last["churn_arr"]),
    }


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


def sell_overlap(script: Script) -> None:
    """Sell an old licence that outlasts its renewal's start, with and without a link to it."""
    figures = script.example.figures
    for product in ("linked", "unlinked"):
        ends_on = last_day(add_months(NOW, 2))
        old = script.licence(
            "customer", product, mrr=figures["old"], from_date=START, to_date=ends_on
        )
        script.licence(
            "customer",
            product,
            mrr=figures["new"],
            from_date=NOW,
            renewal_of_license_id=old if product == "linked" else None,
        )


def measure_overlap(scene: Scene) -> Figures:
    """Measure MRR while both licences would be active; only an unlinked overlap is reported."""
    overlaps = scene.rows("dq_license_issues", issue="overlap")
    assert [row["product_id"] for row in overlaps] == [f"{scene.example.id}/unlinked"]
    assert scene.moves(product_id="linked", arr_month=add_months(NOW, 3)) == []
    after = scene.moves(product_id="unlinked", arr_month=add_months(NOW, 3))
    assert after == [["contraction", -scene.figures["old"]]]
    return {
        "correct": scene.arr(product_id="linked"),
        "parasitic": scene.arr(product_id="unlinked"),
    }


def sell_sequence(script: Script) -> None:
    """Sell licences with the day on which each is no longer active, and a one-time item."""
    for licence in script.example.figures["licences"]:
        script.licence(
            "customer",
            mrr=licence["mrr"],
            from_date=licence["start"],
            to_date=licence["ends_before"],
            to_date_included="false",
        )
    script.licence(
        "customer",
        value=script.example.figures["one_time"],
        length=1,
        from_date="2023-01-01",
        is_recurring="false",
    )


def measure_sequence(scene: Scene) -> Figures:
    """Read ARR per licence and per month end, and the movements before the last term ends."""
    fees = scene.rows("dq_license_issues", issue="one_time_fee")
    assert [row["action"] for row in fees] == ["rejected"]
    return {
        "arr": [row["arr"] for row in scene.rows("fct_licenses", "starts_on")],
        "month_end_arr": {
            text: scene.arr(month(text)) for text in scene.example.expected["month_end_arr"]
        },
        "movements": [
            [at, kind, abs(change)] for at, kind, change in scene.dated_moves(product_id="P")
        ],
        "nrr": scene.retention(at=NOW, window=12)["nrr"],
    }


def sell_value_of_term(script: Script) -> None:
    """State one ARR as an amount per month, as the total of a term, and of one twice as long."""
    figures = script.example.figures
    shared = {"from_date": figures["from_date"], "to_date_included": "false"}
    term = {"to_date": figures["to_date"], "fixed_period": "true", "length": figures["length"]}
    script.licence("customer", mrr=figures["mrr"], value=figures["value"], **shared, **term)
    script.licence("customer", "by value", value=figures["value"], **shared, **term)
    script.licence(
        "customer",
        "longer",
        value=2 * figures["value"],
        to_date=add_months(date.fromisoformat(figures["to_date"]), figures["length"]),
        fixed_period="true",
        length=2 * figures["length"],
        **shared,
    )


def measure_value_of_term(scene: Scene) -> Figures:
    """Read ARR of each licence; none contradicts itself."""
    assert scene.rows("dq_license_issues", issue="amounts_contradict") == []
    return {
        name: scene.row("fct_licenses", product_id=product)["arr"]
        for name, product in (
            ("arr", "P"),
            ("arr_from_value", "by value"),
            ("arr_from_longer_term", "longer"),
        )
    }


def sell_ramp(script: Script) -> None:
    """Sell one year after the other at a total that rises with the seats, and a flat contract."""
    figures = script.example.figures
    for number, value in enumerate(figures["years"]):
        term = {
            "length": 12,
            "from_date": date(2022 + number, 1, 1),
            "to_date": date(2022 + number, 12, 31),
        }
        script.licence("ramp", value=value, quantity=figures["seats"][number], **term)
        script.licence("flat", "flat", value=figures["flat"], **term)


def measure_ramp(scene: Scene) -> Figures:
    """Read ARR at each year's end, the steps, and the total of all years."""
    ends = [date(2022 + number, 12, 1) for number in range(3)]
    arrs = [scene.arr(at, product_id="P") for at in ends]
    flat = [scene.arr(at, product_id="flat") for at in ends]
    assert flat == [scene.figures["flat"]] * 3 and sum(flat) == sum(arrs)
    moves = scene.rows("fct_arr_movements", product_id="P", movement_type="expansion")
    assert all(row["reason"] == "volume" for row in moves)
    steps = {row["arr_month"]: row["arr_change"] for row in moves}
    return {
        "tcv": sum(row["arr"] for row in scene.rows("fct_licenses", product_id="P")),
        "arr_by_year": arrs,
        "scheduled_expansion": [steps.get(date(2022 + number, 1, 1), 0) for number in range(3)],
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


def sell_periods(script: Script) -> None:
    """Sell periods whose last date is the first inactive day."""
    for from_date, to_date, amount in script.example.figures["periods"]:
        script.licence(
            "customer", from_date=from_date, to_date=to_date, to_date_included="no", mrr=amount
        )


def measure_periods(scene: Scene) -> Figures:
    """Read the movements."""
    return {"movements": scene.dated_moves()}


def sell_cross_sell(script: Script) -> None:
    """Sell products without a family, since products of one family would migrate."""
    for side, at in (("start", START), ("end", NOW)):
        for pair, amount in script.example.figures[side].items():
            customer, product = pair.split("|")
            script.families[product] = None
            if amount:
                script.licence(
                    customer,
                    product,
                    arr=amount,
                    from_date=at,
                    to_date=NOW - timedelta(days=1) if at == START else None,
                )


def measure_cross_sell(scene: Scene) -> Figures:
    """Read the company, its products, and what base customers bought anew."""
    rows = {name: scene.retention(name) for name in ("Platform", "Analytics", "API")}
    company = scene.row("retention_company_monthly", arr_month=NOW, window_months=12)
    opening = company["opening_arr"]
    kept = {name: row["closing_arr"] for name, row in rows.items()}
    lost = sum(row["contraction_arr"] + row["churned_arr"] for row in rows.values())
    bridge = scene.row("arr_bridge_company_monthly", arr_month=NOW)
    return {
        "company_nrr": company["nrr"],
        "weighted_product_nrr": ratio(sum(kept.values()), opening),
        "cross_sell_rate": ratio(bridge["cross_sell_arr"], opening),
        "product_nrr": {name: row["nrr"] for name, row in rows.items()},
        "grr_customer": company["grr"],
        "grr_pair": ratio(opening - lost, opening),
        "pair_movements": sorted(scene.moves(arr_month=NOW)),
        "customer_movements": scene.moves("fct_customer_arr_movements", arr_month=NOW),
    }


def sell_migration(script: Script) -> None:
    """Let a customer go from one tier to another."""
    script.sell("customer", {START: script.example.figures["old"], NOW: 0}, "old")
    script.sell("customer", {NOW: script.example.figures["new"]}, "new")


def measure_migration(scene: Scene) -> Figures:
    """Read movements and retention, with detection and without."""
    family = scene.retention(None)
    naive = scene.inside("grace_45_no_migration")
    moves = sorted(scene.moves(arr_month=NOW))
    (tier_change,) = scene.rows("fct_arr_movements", arr_month=NOW, movement_type="expansion")
    assert tier_change["reason"] == "tier_change"
    return {
        "customer_movements": scene.moves("fct_customer_arr_movements", arr_month=NOW),
        "customer_nrr": family["nrr"],
        "customer_grr": family["grr"],
        "pair_movements": moves,
        "family_grr": family["grr"],
        "transfers": sum(change for kind, change in moves if kind.startswith("migration")),
        "old_grr_with_migration": scene.retention("old")["grr_with_migration"],
        "naive_pair_movements": sorted(naive.moves(arr_month=NOW)),
        "naive_old_grr": naive.retention("old")["grr_with_migration"],
    }


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


def sell_path(script: Script) -> None:
    """Sell to one customer at a different amount every month."""
    path = script.example.figures["path"]
    script.sell("customer", {add_months(NOW, n): amount for n, amount in enumerate(path)})


def measure_path(scene: Scene) -> Figures:
    """Measure a window by its two snapshots and by what happened inside it."""
    months = [add_months(NOW, number) for number in (1, 2)]
    bridges = [scene.bridge(at) for at in months]
    snapshot = scene.retention(at=months[-1], window=2)
    opening = bridges[0]["opening_arr"]
    flows = {
        kind: sum(row[f"{kind}_arr"] for row in bridges)
        for kind in ("expansion", "contraction", "churn", "reactivation")
    }
    lost = flows["contraction"] + flows["churn"]
    kept = opening + lost + flows["expansion"]
    return {
        "nrr_snapshot": snapshot["nrr"],
        "grr_snapshot": snapshot["grr"],
        "nrr_flow": ratio(kept, opening),
        "nrr_flow_excl_reactivation": ratio(kept, opening),
        "nrr_flow_incl_reactivation": ratio(kept + flows["reactivation"], opening),
        "grr_flow": ratio(opening + lost, opening),
        "movements": [move for at in months for move in scene.moves(arr_month=at)],
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


def sell_price_volume(script: Script) -> None:
    """Sell seats of which both number and price change."""
    seats, prices = (script.example.figures[name] for name in ("seats", "prices"))
    script.sell(
        "customer",
        {START: seats[0] * prices[0], NOW: seats[1] * prices[1]},
        seats={START: seats[0], NOW: seats[1]},
    )


def measure_price_volume(scene: Scene) -> Figures:
    """Read the parts of the change, also from retention."""
    row = scene.row("fct_arr_movements", arr_month=NOW)
    assert (row["unattributed_arr"], row["reason"]) == (0, "volume_and_price")
    retention = scene.retention()
    assert retention["price_arr"] == row["price_arr"]
    return {
        "delta": row["arr_change"],
        "volume": row["volume_arr"],
        "price": row["price_arr"],
        "nrr": retention["nrr"],
        "nrr_organic": retention["nrr_organic"],
    }


def sell_grace(script: Script) -> None:
    """Sell a term and its late renewal."""
    figures = script.example.figures
    script.licence(
        "customer", mrr=figures["mrr"], from_date=figures["start"], to_date=figures["end"]
    )
    script.licence("customer", mrr=figures["mrr"], from_date=figures["next_start"])


def measure_grace(scene: Scene) -> Figures:
    """Look at the gap under two policies; the first month's movement is that of a new customer."""
    found = {}
    for name, build in (("grace_45", "grace_45_no_migration"), ("grace_30", "grace_30")):
        inside = scene.inside(build)
        april = inside.row("fct_arr_monthly", arr_month=date(2024, 4, 1))
        first, *later = inside.dated_moves()
        assert first == ["2024-01", "new", scene.figures["mrr"]]
        found[name] = {
            "april": inside.amount(april["arr"]),
            "is_grace": april["is_grace"],
            "movements": later,
        }
    return found


def sell_null_base(script: Script) -> None:
    """Sell to a customer that was not there before."""
    script.sell("customer", {START: script.example.figures["opening"]})
    script.sell("customer", {NOW: script.example.figures["closing"]})


def measure_null_base(scene: Scene) -> Figures:
    """Read rates of a base that is empty."""
    row = scene.retention()
    ((movement, _),) = scene.moves()
    assert row["opening_arr"] == 0 and row["is_small_base"]
    return {"nrr": row["nrr"], "grr": row["grr"], "movement": movement}


def sell_fx(script: Script) -> None:
    """Sell in another currency at an amount that stays."""
    amount = script.example.figures["eur"]
    script.licence("customer", arr=amount, currency="EUR", from_date=START)


def measure_fx(scene: Scene) -> Figures:
    """Read retention at the newest rate, which holds for all months."""
    row = scene.retention()
    assert len(scene.moves()) == 1
    return {
        "constant_currency_nrr": row["nrr"],
        "opening": row["opening_arr"],
        "fx_movement": scene.bridge()["fx_arr"],
    }


def sell_annualised(script: Script) -> None:
    """Sell one product per monthly rate, at 100."""
    for number, nrr in enumerate(script.example.figures["m"]):
        script.sell(f"customer {number}", {START: 100, NOW: 100 * nrr}, f"product {number}")


def measure_annualised(scene: Scene) -> Figures:
    """Compound monthly NRR over twelve months."""
    rows = [scene.retention(f"product {number}", window=1) for number in range(2)]
    return {"annualised": [row["nrr"] ** 12 for row in rows]}


@dataclass(frozen=True)
class Kind:
    """How examples of a kind become licences, what is read of them, and in which builds."""

    sell: Callable[[Script], None]
    measure: Callable[[Scene], Figures]
    builds: tuple[str, ...] = ("all",)


KINDS: dict[str, Kind] = {
    "flow": Kind(sell_flow, measure_flow),
    "rates": Kind(sell_rates, measure_rates),
    "snapshot": Kind(sell_snapshot, measure_rates),
    "customers": Kind(sell_customers, measure_rates),
    "newcomers": Kind(sell_newcomers, measure_newcomers),
    "products": Kind(sell_products, measure_products),
    "weights": Kind(sell_weights, measure_weights),
    "grain": Kind(sell_grain, measure_grain),
    "breakeven": Kind(sell_breakeven, measure_breakeven),
    "plan_switch": Kind(sell_plan_switch, measure_plan_switch),
    "normalised": Kind(sell_normalised, measure_normalised),
    "movement": Kind(sell_movement, measure_movement),
    "movement_list": Kind(sell_movement_list, measure_movement_list),
    "bridge": Kind(sell_bridge, measure_bridge),
    "ageing_cohort": Kind(sell_ageing_cohort, measure_ageing_cohort),
    "aggregation": Kind(sell_aggregation, measure_aggregation),
    "overlap": Kind(sell_overlap, measure_overlap),
    "sequence": Kind(sell_sequence, measure_sequence),
    "value_of_term": Kind(sell_value_of_term, measure_value_of_term),
    "ramp": Kind(sell_ramp, measure_ramp),
    "cohort_grr": Kind(sell_cohort_grr, measure_cohort_grr),
    "cohort_logo": Kind(sell_cohort_logo, measure_cohort_logo),
    "periods": Kind(sell_periods, measure_periods),
    "cross_sell": Kind(sell_cross_sell, measure_cross_sell, ("company",)),
    "migration": Kind(sell_migration, measure_migration, ("all", "grace_45_no_migration")),
    "late_joiner": Kind(sell_late_joiner, measure_late_joiner),
    "path": Kind(sell_path, measure_path),
    "three_methods": Kind(sell_three_methods, measure_three_methods),
    "trailing": Kind(sell_trailing, measure_trailing),
    "price_volume": Kind(sell_price_volume, measure_price_volume),
    "grace": Kind(sell_grace, measure_grace, ("grace_30", "grace_45_no_migration")),
    "null_base": Kind(sell_null_base, measure_null_base),
    "fx": Kind(sell_fx, measure_fx),
    "annualised": Kind(sell_annualised, measure_annualised),
}


# Building and comparing --------------------------------------------------------------------------


def book_of(build: str) -> RawTables:
    """Give the raw tables of every example that is part of a build."""
    tables: RawTables = {"licenses": [], "products": [], "exchange_rates": []}
    for example in EXAMPLES:
        kind = KINDS[example.kind]
        if build in kind.builds:
            script = Script(example)
            kind.sell(script)
            tables["licenses"] += script.licenses
            tables["products"] += script.catalog()
            tables["exchange_rates"] += [
                {"currency": "EUR", "rate_date": day, "rate": str(rate)}
                for day, rate in example.figures.get("rates", {}).items()
            ]
    return tables


@pytest.fixture(scope="module")
def connect(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], duckdb.DuckDBPyConnection]]:
    """Give connections to builds by name; a build is made when it is first asked for."""
    connections: dict[str, duckdb.DuckDBPyConnection] = {}

    def connect_to(build: str) -> duckdb.DuckDBPyConnection:
        if build not in connections:
            project_vars = {"as_of_date": AS_OF.isoformat(), **BUILDS[build]}
            folder = tmp_path_factory.mktemp(build)
            path = build_book(folder, book_of(build), project_vars, command="run")
            connections[build] = duckdb.connect(str(path), read_only=True)
        return connections[build]

    yield connect_to
    for connection in connections.values():
        connection.close()


def mismatches(
    name: str, expected: Any, actual: Any, tolerance: Decimal | None = None
) -> list[str]:
    """Compare figures, which may be nested.

    Money and counts must be equal. A rate may be off by a hair, or by what the source's rounding
    allows.

    Args:
        name: of the figure, for messages.
        expected: what the example says.
        actual: what the marts say.
        tolerance: how far a rate may be off.

    Returns:
        One message per figure that differs.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or expected.keys() - actual.keys():
            return [f"{name}: expected {expected}, actual {actual}"]
        pairs = [(f"{name}.{key}", expected[key], actual[key]) for key in expected]
    elif isinstance(expected, list):
        if not isinstance(actual, list) or len(expected) != len(actual):
            return [f"{name}: expected {expected}, actual {actual}"]
        pairs = [
            (f"{name}[{number}]", *both)
            for number, both in enumerate(zip(expected, actual, strict=True))
        ]
    else:
        if isinstance(actual, float) and isinstance(expected, int | Decimal):
            is_same = abs(actual - float(expected)) <= (tolerance or 1e-12)
        else:
            is_same = isinstance(actual, bool) == isinstance(expected, bool) and actual == expected
        return [] if is_same else [f"{name}: expected {expected!r}, actual {actual!r}"]
    return [message for pair in pairs for message in mismatches(*pair, tolerance)]


# Tests ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.id for example in EXAMPLES])
def test_example(
    example: Example,
    connect: Callable[[str], duckdb.DuckDBPyConnection],
    record_property: Callable[[str, object], None],
) -> None:
    """The marts give every figure of the example."""
    record_property("source", example.source)
    actual = KINDS[example.kind].measure(Scene(example, connect))
    messages = mismatches(example.id, example.expected, actual, example.tolerance)
    assert example.expected and not messages, "\n".join([example.source, *messages])


@pytest.mark.parametrize("not_applicable", [NOT_APPLICABLE], ids=["not_applicable"])
def test_no_example_is_missing(not_applicable: dict[str, str]) -> None:
    """Each known example is either run, or named with the reason why it can't be."""
    handled = [example.id for example in EXAMPLES]
    assert sorted([*handled, *not_applicable]) == sorted(KNOWN_IDS)
    assert all(not_applicable.values())
    assert {example.kind for example in EXAMPLES} == set(KINDS)


def test_every_example_names_its_source() -> None:
    """An example has a title, a good address or none, and a remark if its source is wrong."""
    for example in EXAMPLES:
        assert example.title, example.id
        assert example.url is None or example.url.startswith("https://"), example.id
        assert example.unit in ("arr", "mrr"), example.id
    wrong = {example.id for example in EXAMPLES if example.error_in_source}
    assert wrong == {"seed3_logo_breakeven", "stripe_mrr", "ryan_cohort", "tunguz_simpson"}


def test_examples_are_clean_licences(
    connect: Callable[[str], duckdb.DuckDBPyConnection],
) -> None:
    """Nothing is rejected or reported but what an example is about."""
    found = connect("all").execute(
        f"select issue, license_id from {MARTS_SCHEMA}.dq_license_issues order by all"
    )
    assert [(issue, name.split("/")[0]) for issue, name in found.fetchall()] == [
        ("one_time_fee", "hubspot_sequence"),
        ("overlap", "fincome_overlap"),
    ]
