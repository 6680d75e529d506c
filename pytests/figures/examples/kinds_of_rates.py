"""Kinds of examples that print rates of a base, and the amounts behind them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from example import NOW, START, Figures, Row, ratio
from kind import Kind
from scene import Scene
from script import Script, sell_base, split_evenly


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


def sell_null_base(script: Script) -> None:
    """Sell to a customer that was not there before."""
    script.sell("customer", {START: script.example.figures["opening"]})
    script.sell("customer", {NOW: script.example.figures["closing"]})


def measure_null_base(scene: Scene) -> Figures:
    """Read rates of a base that is empty."""
    row = scene.retention()
    ((movement, _),) = scene.moves()
    assert row["opening_arr"] == 0 and row["is_small_base"]
    rates = {name: row[name] for name in ("nrr", "grr", "logo_retention")}
    return {**rates, "movement": movement}


def sell_annualised(script: Script) -> None:
    """Sell one product per monthly rate, at 100."""
    for number, nrr in enumerate(script.example.figures["m"]):
        script.sell(f"customer {number}", {START: 100, NOW: 100 * nrr}, f"product {number}")


def measure_annualised(scene: Scene) -> Figures:
    """Compound monthly NRR over twelve months."""
    rows = [scene.retention(f"product {number}", window=1) for number in range(2)]
    return {"annualised": [row["nrr"] ** 12 for row in rows]}


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
    "null_base": Kind(sell_null_base, measure_null_base),
    "annualised": Kind(sell_annualised, measure_annualised),
}
