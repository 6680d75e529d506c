"""Kinds of examples that print movements and bridges."""

from __future__ import annotations

from datetime import date, timedelta

from example import NOW, START, Figures, ratio
from kind import Kind
from oracle.months import add_months
from scene import Scene
from script import Script


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
    """Read the company, its products, and what base customers bought besides."""
    rows = {name: scene.retention(name) for name in ("Platform", "Analytics", "API")}
    company = scene.row("retention_company_monthly", arr_month=NOW, window_months=12)
    opening = company["opening_arr"]
    kept = {name: row["closing_arr"] for name, row in rows.items()}
    lost = sum(row["contraction_arr"] + row["churned_arr"] for row in rows.values())
    bridge = scene.row("arr_bridge_company_monthly", arr_month=NOW)
    (customer,) = scene.rows("fct_customer_arr_movements", arr_month=NOW)
    return {
        "company_nrr": company["nrr"],
        "weighted_product_nrr": ratio(sum(kept.values()), opening),
        "cross_sell_rate": ratio(bridge["cross_sell_arr"], opening),
        "product_nrr": {name: row["nrr"] for name, row in rows.items()},
        "grr_customer": company["grr"],
        "grr_pair": ratio(opening - lost, opening),
        "pair_movements": sorted(scene.moves(arr_month=NOW)),
        "customer_movements": scene.moves("fct_customer_arr_movements", arr_month=NOW),
        "customer_parts": [customer["cross_sell_arr"], customer["product_churn_arr"]],
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
    old, naive_old = scene.retention("old"), naive.retention("old")
    return {
        "customer_movements": scene.moves("fct_customer_arr_movements", arr_month=NOW),
        "customer_nrr": family["nrr"],
        "customer_grr": family["grr"],
        "pair_movements": moves,
        "family_grr": family["grr"],
        "transfers": sum(change for kind, change in moves if kind.startswith("migration")),
        "unattributed": tier_change["unattributed_arr"],
        "old_migrated_out": old["migrated_out_arr"],
        "old_grr": old["grr"],
        "old_grr_with_migration": old["grr_with_migration"],
        "old_nrr_with_migration": old["nrr_with_migration"],
        "naive_pair_movements": sorted(naive.moves(arr_month=NOW)),
        "naive_migrated_out": naive_old["migrated_out_arr"],
        "naive_old_grr": naive_old["grr"],
        "naive_old_grr_with_migration": naive_old["grr_with_migration"],
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
        "logo_snapshot": snapshot["logo_retention"],
        "rates_of_first_month": [
            scene.retention(at=months[0], window=1)[name]
            for name in ("nrr", "grr", "logo_retention")
        ],
        "spine": [row["arr"] for row in scene.rows("fct_arr_monthly", "arr_month")[:3]],
        "nrr_flow": ratio(kept, opening),
        "nrr_flow_excl_reactivation": ratio(kept, opening),
        "nrr_flow_incl_reactivation": ratio(kept + flows["reactivation"], opening),
        "grr_flow": ratio(opening + lost, opening),
        "movements": [move for at in months for move in scene.moves(arr_month=at)],
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


KINDS: dict[str, Kind] = {
    "plan_switch": Kind(sell_plan_switch, measure_plan_switch),
    "movement": Kind(sell_movement, measure_movement),
    "movement_list": Kind(sell_movement_list, measure_movement_list),
    "bridge": Kind(sell_bridge, measure_bridge),
    "cross_sell": Kind(sell_cross_sell, measure_cross_sell, ("company",)),
    "migration": Kind(sell_migration, measure_migration, ("all", "grace_45_no_migration")),
    "path": Kind(sell_path, measure_path, windows=(1, 2)),
    "price_volume": Kind(sell_price_volume, measure_price_volume),
}
