"""Kinds of examples about what a licence is worth, and when."""

from __future__ import annotations

from datetime import date, timedelta

from example import NOW, START, Figures, month
from kind import Kind
from oracle.months import add_months, last_day
from scene import Scene
from script import Script


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
    (overlap,) = scene.rows("dq_license_issues", issue="overlap")
    (licence,) = scene.rows("fct_licenses", license_id=overlap["license_id"])
    assert licence["product_id"] == f"{scene.example.id}/unlinked"
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


def sell_periods(script: Script) -> None:
    """Sell periods whose last date is the first inactive day."""
    for from_date, to_date, amount in script.example.figures["periods"]:
        script.licence(
            "customer", from_date=from_date, to_date=to_date, to_date_included="no", mrr=amount
        )


def measure_periods(scene: Scene) -> Figures:
    """Read the movements."""
    return {"movements": scene.dated_moves()}


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


KINDS: dict[str, Kind] = {
    "normalised": Kind(sell_normalised, measure_normalised),
    "overlap": Kind(sell_overlap, measure_overlap),
    "sequence": Kind(sell_sequence, measure_sequence),
    "value_of_term": Kind(sell_value_of_term, measure_value_of_term),
    "ramp": Kind(sell_ramp, measure_ramp),
    "periods": Kind(sell_periods, measure_periods),
    "grace": Kind(sell_grace, measure_grace, ("grace_30", "grace_45_no_migration")),
    "fx": Kind(sell_fx, measure_fx),
}
