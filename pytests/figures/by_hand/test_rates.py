"""The oracle where each month has its own exchange rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow
from oracle import Policy, Result
from oracle.months import add_months, last_day
from oracle.rates import Rates
from oracle.rows import Row
from small_books import (
    APR,
    FEB,
    JAN,
    MAR,
    catalog,
    checked,
    issues_of,
    licence,
    monthly_licences,
    moves,
    pick,
    values_at_start,
    values_of,
)

MONTHLY = Policy(fx_mode="monthly", as_of_date=date(2024, 2, 29), retention_windows=(1,))
TO_MARCH = replace(MONTHLY, as_of_date=date(2024, 3, 31), retention_windows=(1, 2))


def rates_of(currency: str, *rates: str, first: date = JAN) -> list[RawRow]:
    """Give one rate a month, on its first day."""
    return [
        {"currency": currency, "rate_date": add_months(first, n).isoformat(), "rate": rate}
        for n, rate in enumerate(rates)
    ]


def in_currency(rows: list[RawRow], currency: str = "EUR") -> list[RawRow]:
    """Bill licences in another currency."""
    return [row | {"currency": currency} for row in rows]


def at_rates(
    licences: list[RawRow],
    policy: Policy = MONTHLY,
    rates: tuple[str, ...] = ("1.10", "1.00"),
    **tables: list[RawRow],
) -> Result:
    """Compute a book with euros at a rate a month from January on, and check every identity."""
    return checked(licences, policy, **({"exchange_rates": rates_of("EUR", *rates)} | tables))


def retained(result: Result, month: date = FEB, window: int = 1) -> dict[str, Any]:
    """Give the company's retention row of a month."""
    return pick(result.retention_company_monthly, arr_month=month, window_months=window)


def euros(*arrs: int) -> list[RawRow]:
    """Give a pair's amounts from January on, in euros."""
    return in_currency(monthly_licences("C", "P", JAN, list(arrs)))


def credited(credit_until: date | None) -> list[RawRow]:
    """Give EUR 100 with a credit of USD 105 over it."""
    return [*euros(100, 100), licence("credit", end=credit_until, arr=-105)]


@dataclass(frozen=True)
class Case:
    """One pair in January and February.

    Args:
        licences: of the pair.
        arrs: the spine.
        moved: what moves in February, of the pair and of its customer alike.
        kept: some columns of retention.
        rates: of the euro.
    """

    licences: list[RawRow]
    arrs: list[Any]
    moved: Row
    kept: Row
    rates: tuple[str, ...] = ("1.10", "1.00")


CASES = {
    "EUR 100 stay, and all of it is retained": Case(
        licences=euros(100, 100),
        arrs=[110, 100],
        moved={"fx": -10},
        kept={
            **{"opening_arr": 100, "closing_arr": 100, "fx_arr": -10},
            **{"nrr": 1, "grr": 1, "logo_retention": 1},
        },
    ),
    "of EUR 100 80 are kept": Case(
        licences=euros(100, 80),
        arrs=[110, 80],
        moved={"fx": -10, "contraction": -20},
        kept={
            **{"opening_arr": 100, "contraction_arr": 20, "fx_arr": -10},
            **{"nrr": Fraction(4, 5), "grr": Fraction(4, 5)},
        },
    ),
    "reported ARR grows, and the loss shows": Case(
        licences=euros(100, 80),
        rates=("1", "2"),
        arrs=[100, 160],
        moved={"fx": 100, "contraction": -40},
        kept={"nrr": Fraction(4, 5)},
    ),
    "EUR 100 leave": Case(
        licences=euros(100, 0),
        arrs=[110, 0],
        moved={"fx": -10, "churn": -100},
        kept={"opening_arr": 100, "churned_arr": 100, "nrr": 0},
    ),
    "three licences of 0.05 are 0.01 each, not 0.02 together": Case(
        licences=in_currency([licence(n, arr="0.05") for n in range(3)]),
        rates=("0.1", "0.09"),
        arrs=[Decimal("0.03"), 0],
        moved={"fx": Decimal("-0.03")},
        kept={},
    ),
    "rates alone take the pair below zero, and that is no churn": Case(
        licences=credited(None),
        arrs=[5, 0],
        moved={"fx": -5},
        kept={
            **{"opening_arr": 0, "closing_arr": 0, "fx_arr": -5, "nrr": None},
            **{"opening_customers": 1, "churned_customers": 1, "logo_retention": 0},
        },
    ),
    "the credit ends as the rate falls: 5 are worth nothing, and 100 come on top": Case(
        licences=credited(last_day(JAN)),
        arrs=[5, 100],
        moved={"fx": -5, "expansion": 100},
        kept={
            **{"opening_arr": 0, "expansion_arr": 100, "closing_arr": 100},
            **{"nrr": None, "grr": None, "logo_retention": 1},
        },
    ),
    "rates lift the pair above zero, so what comes is new": Case(
        licences=credited(None),
        rates=("1.00", "1.10"),
        arrs=[0, 5],
        moved={"new": 5},
        kept={"opening_customers": 0},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_pair(case: Case) -> None:
    """What rates do is a movement of its own; retention compares at the later rates."""
    result = at_rates(case.licences, rates=case.rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == case.arrs
    by_pair = {("P", kind): arr for kind, arr in case.moved.items()}
    assert moves(result.fct_arr_movements, FEB) == by_pair
    by_customer = {("C", kind): arr for kind, arr in case.moved.items()}
    assert moves(result.fct_customer_arr_movements, FEB) == by_customer
    for relation in ("company", "product", "product_family"):
        row = pick(getattr(result, f"retention_{relation}_monthly"), arr_month=FEB)
        assert {name: row[name] for name in case.kept} == case.kept, relation


def test_a_movement_by_rates() -> None:
    """Its reason, the order of movements, and the bridge."""
    result = at_rates(euros(100, 80))
    fx = pick(result.fct_arr_movements, movement_type="fx")
    assert fx["reason"] == "exchange_rate" and fx["volume_arr"] is None
    shown = [
        values_of(row, "movement_type opening_arr arr_change closing_arr")
        for row in result.fct_customer_arr_movements
    ]
    assert shown == [("new", 0, 110, 110), ("fx", 110, -10, 100), ("contraction", 100, -20, 80)]
    result = at_rates(euros(100, 100))
    for bridge in (result.arr_bridge_company_monthly, result.arr_bridge_product_monthly):
        row = pick(bridge, arr_month=FEB)
        assert values_of(row, "opening_arr fx_arr closing_arr") == (110, -10, 100)
    assert all(row["arr"] == 100 for row in result.fct_licenses)


def test_a_base_without_worth_has_no_components() -> None:
    """At 1.10 there are 5 left, at 1.00 there is a negative sum."""
    result = at_rates(credited(None))
    assert [row["negative_arr"] for row in result.fct_arr_monthly] == [0, -5]
    assert result.retention_bridge_monthly == []


def test_several_currencies_in_one_pair() -> None:
    """EUR 100 and GBP 50 and USD 10; the pounds go, the euros are worth less."""
    pounds = licence("G", end="2024-01-31", arr=50, currency="GBP")
    licences = [*euros(100, 100), pounds, licence("U", arr=10)]
    rates = rates_of("EUR", "1.10", "1.00") + rates_of("GBP", "1.20", "1.30")
    result = at_rates(licences, exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [180, 110]
    # At February's rates January was 100 + 65 + 10 = 175.
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -5, ("P", "contraction"): -65}
    shown = values_of(retained(result), "opening_arr fx_arr nrr")
    assert shown == (175, -5, Fraction(110, 175))


def test_constant_rates_have_no_effect_of_rates() -> None:
    """The same book at one rate for all months: nothing moves."""
    licences = euros(100, 100)
    result = at_rates(licences, replace(MONTHLY, fx_mode="constant"))
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 100]
    assert moves(result.fct_arr_movements, FEB) == {}
    assert retained(result)["fx_arr"] == 0


def test_new_and_returning_arr_has_no_effect_of_rates() -> None:
    """Away in February, back in March: what comes is taken at the rate of its month."""
    licences = euros(100, 0, 100)
    result = at_rates(licences, TO_MARCH, ("1.10", "1.00", "1.20"))
    assert moves(result.fct_arr_movements, MAR) == {("P", "reactivation"): 120}
    row = retained(result, MAR, 2)
    assert values_of(row, "opening_arr closing_arr fx_arr nrr") == (120, 120, 10, 1)


def test_a_product_entered_has_no_effect_of_rates() -> None:
    """The customer keeps P, worth less by rates, drops Q and buys R."""
    licences = in_currency(
        monthly_licences("C", "P", JAN, [100, 100])
        + monthly_licences("C", "Q", JAN, [50, 0])
        + monthly_licences("C", "R", JAN, [0, 30])
    )
    result = at_rates(licences)
    assert moves(result.fct_arr_movements, FEB) == {
        ("P", "fx"): -10,
        ("Q", "fx"): -5,
        ("Q", "product_churn"): -50,
        ("R", "cross_sell"): 30,
    }
    assert moves(result.fct_customer_arr_movements, FEB) == {
        ("C", "fx"): -15,
        ("C", "contraction"): -20,
    }
    row = pick(result.fct_customer_arr_movements, movement_type="contraction")
    assert values_of(row, "cross_sell_arr product_churn_arr") == (30, -50)
    row = pick(result.fct_customer_arr_movements, movement_type="fx")
    assert values_of(row, "cross_sell_arr product_churn_arr") == (0, 0)
    row = retained(result)
    assert values_of(row, "opening_arr contraction_arr closing_arr") == (150, 20, 130)
    components = {
        row["component"]: (row["opening_arr"], row["closing_arr"])
        for row in result.retention_bridge_monthly
    }
    assert components == {"P": (100, 100), "Q": (50, 0), "(entered)": (0, 30)}


def test_migration_while_rates_change() -> None:
    """EUR 100 of Standard become EUR 120 of Enterprise: 100 at the new rate move, 20 are added."""
    licences = monthly_licences("C", "Standard", JAN, [100, 0])
    licences += monthly_licences("C", "Enterprise", JAN, [0, 120])
    tables = {"products": catalog(Standard="F", Enterprise="F")}
    result = at_rates(in_currency(licences), **tables)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "fx"): -10,
        ("Standard", "migration_out"): -100,
        ("Enterprise", "migration_in"): 100,
        ("Enterprise", "expansion"): 20,
    }
    row = pick(result.retention_product_monthly, product_id="Standard", arr_month=FEB)
    assert values_of(row, "opening_arr migrated_out_arr grr_with_migration") == (100, 100, 1)
    row = pick(result.retention_product_family_monthly, arr_month=FEB)
    assert values_of(row, "opening_arr closing_arr fx_arr") == (100, 120, -10)


def test_migrated_amounts_stay_at_the_rates_of_their_month() -> None:
    """100 moved in February; in March the base of January is worth 150, of which 100 moved."""
    licences = monthly_licences("C", "Standard", JAN, [100, 0, 0])
    licences += monthly_licences("C", "Enterprise", JAN, [0, 100, 100])
    tables = {"products": catalog(Standard="F", Enterprise="F")}
    result = at_rates(in_currency(licences), TO_MARCH, ("1.10", "1.00", "1.50"), **tables)
    row = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=MAR, window_months=2
    )
    assert values_of(row, "opening_arr churned_arr fx_arr") == (150, 150, 40)
    assert values_of(row, "migrated_out_arr grr_with_migration") == (100, Fraction(2, 3))
    result = at_rates(in_currency(licences), TO_MARCH, ("1.10", "1.00", "0.50"), **tables)
    row = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=MAR, window_months=2
    )
    assert values_of(row, "opening_arr migrated_out_arr grr_with_migration") == (50, 50, 1)


def test_what_is_left_of_no_worth_does_not_migrate() -> None:
    """Standard was 5 and is worth nothing at the later rates: Enterprise is entered on its own."""
    licences = [row | {"product": "Standard"} for row in credited(last_day(JAN))[::2]]
    licences += monthly_licences("C", "Enterprise", JAN, [0, 70])
    licences += monthly_licences("C", "Other", JAN, [1, 1])
    tables = {"products": catalog(Standard="F", Enterprise="F", Other="O")}
    result = at_rates(licences, **tables)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "fx"): -5,
        ("Enterprise", "cross_sell"): 70,
    }
    assert pick(result.retention_bridge_monthly, component="(entered)")["closing_arr"] == 70


def test_volume_and_price_start_at_the_later_rates() -> None:
    """100 seats at EUR 10 become 120 at EUR 11; the euro falls from 1.10 to 1.00."""
    licences = in_currency(monthly_licences("C", "P", JAN, [1000, 1320], [100, 120]))
    result = at_rates(licences)
    row = pick(result.fct_arr_movements, movement_type="expansion")
    assert values_of(row, "arr_change volume_arr price_arr") == (320, 200, 120)
    row = retained(result)
    assert values_of(row, "price_arr nrr nrr_organic") == (120, Fraction(132, 100), Fraction(6, 5))


def test_windows_compare_at_the_later_rates() -> None:
    """EUR 100 and USD 100 over two months; the euro goes from 1.10 by 1.00 to 2.00."""
    licences = in_currency(monthly_licences("A", "P", JAN, [100, 90, 50]))
    licences += monthly_licences("B", "P", JAN, [100, 100, 200])
    result = at_rates(licences, TO_MARCH, ("1.10", "1.00", "2.00"))
    row = retained(result, MAR, 2)
    assert values_of(row, "opening_arr fx_arr") == (300, 90)
    assert values_of(row, "expansion_arr contraction_arr closing_arr") == (100, 100, 300)
    assert values_of(row, "nrr grr") == (1, Fraction(2, 3))
    row = retained(result, MAR, 1)
    assert values_of(row, "opening_arr fx_arr contraction_arr") == (280, 90, 80)


def test_rate_of_a_month() -> None:
    """The newest one at the month's end; before the first the earliest; none after as_of_date."""
    rows = [
        {"currency": "eur ", "rate_date": day, "rate": rate}
        for day, rate in (
            ("2024-02-10", "1.2"),
            ("2024-02-10", "1.3"),
            ("2024-02-10", "n/a"),
            ("2024-02-29", "1.4"),
            ("2024-03-31", "0"),
            ("2024-04-15", "1.6"),
            ("2024-04-16", "1.7"),
            ("soon", "9"),
        )
    ]
    rates = Rates(rows, Policy(fx_mode="monthly"), date(2024, 4, 15))
    shown = [rates.of_month("EUR", month) for month in (JAN, FEB, MAR, APR)]
    assert shown == [Decimal(text) for text in ("1.2", "1.4", "1.4", "1.6")]
    assert rates.first_day("EUR") == date(2024, 2, 10)
    assert rates.newest("EUR") == Decimal("1.6") and rates.newest("GBP") is None
    assert rates.of_month("USD", JAN) == 1 and rates.first_day("USD") is None
    rates = Rates(rows, Policy(), date(2024, 4, 15))
    assert {rates.of_month("EUR", month) for month in (JAN, FEB, MAR, APR)} == {Decimal("1.6")}


def test_the_last_month_ends_before_the_newest_rate() -> None:
    """The rate of 10 March counts for licences on 15 March, but not for the end of February."""
    licences = euros(100, 100, 100)
    newest = {"currency": "EUR", "rate_date": "2024-03-10", "rate": "3"}
    rates = [*rates_of("EUR", "1.10", "1.00"), newest]
    policy = replace(MONTHLY, as_of_date=date(2024, 3, 15))
    result = at_rates(licences, policy, exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [110, 100]
    assert {row["arr"] for row in result.fct_licenses} == {300}
    result = at_rates(licences, replace(policy, fx_mode="constant"), exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [300, 300]


def test_months_before_the_first_rate_are_reported() -> None:
    """Only licences with ARR at a month end before the first rate, in a foreign currency."""
    usual = {"arr": 100, "currency": "EUR", "start": "2024-01-05"}
    terms: dict[str, dict[str, Any]] = {
        "early": {"end": "2024-01-31"},
        "between month ends": {"end": "2024-01-30"},
        "late": {"start": "2024-02-01"},
        "pending": {"status": "pending"},
        "dollars": {"currency": "USD"},
        # It reaches no month end by itself.
        "extended": {"product": "Q", "end": "2024-01-30", "auto_renews": "true"},
    }
    licences = [licence(name, **(usual | columns)) for name, columns in terms.items()]
    rates = rates_of("EUR", "1.20", first=FEB)
    policy = replace(MONTHLY, auto_renew_past_end=True)
    result = at_rates(licences, policy, exchange_rates=rates)
    found = {name for name, issue in issues_of(result) if issue == "rate_backfilled"}
    assert found == {"early", "extended"}
    assert moves(result.fct_arr_movements, JAN)["P", "new"] == 220
    result = at_rates(licences, replace(policy, fx_mode="constant"), exchange_rates=rates)
    assert "rate_backfilled" not in {issue for _, issue in issues_of(result)}


def test_a_currency_without_a_rate_is_rejected() -> None:
    """Also when its only rate is that of a later day."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100]), "GBP")
    result = at_rates(licences, exchange_rates=rates_of("GBP", "1.2", first=MAR))
    assert [row["issue"] for row in result.license_issues] == ["no_exchange_rate"]


def test_reporting_in_euros() -> None:
    """Dollars move, euros don't."""
    licences = in_currency(monthly_licences("A", "P", JAN, [100, 100]))
    licences += monthly_licences("B", "Q", JAN, [100, 100])
    licences = [row | {"currency": row["currency"] or "USD"} for row in licences]
    rates = rates_of("USD", "0.90", "0.95") + rates_of("EUR", "2", "3")
    policy = replace(MONTHLY, reporting_currency="EUR")
    result = at_rates(licences, policy, exchange_rates=rates)
    assert moves(result.fct_arr_movements, FEB) == {("Q", "fx"): 5}


def test_cohorts_start_at_the_rates_of_each_month() -> None:
    """EUR 100 and EUR 50 from January and March: 1.10, 1.00, 1.20, 2.00, 1.50."""
    licences = monthly_licences("A", "P", JAN, [100, 120, 80, 80, 80])
    licences += monthly_licences("B", "P", MAR, [50, 60, 30])
    licences += monthly_licences("A", "Q", JAN, [10, 10, 10, 10, 10])
    policy = replace(MONTHLY, as_of_date=date(2024, 5, 31))
    result = at_rates(in_currency(licences), policy, ("1.10", "1.00", "1.20", "2.00", "1.50"))
    shown = {
        values_of(row, "product_id months_since_start"): values_of(
            row, "opening_arr arr retained_arr"
        )
        for row in result.retention_cohort_monthly
    }
    assert shown["P", 0] == (110 + 60, 110 + 60, 110 + 60)
    assert shown["P", 1] == (100 + 100, 120 + 120, 100 + 100)
    assert shown["P", 2] == (120 + 75, 96 + 45, 96 + 45)
    assert shown["(all)", 2] == (132 + 75, 108 + 45, 108 + 45)
    row = pick(result.retention_cohort_monthly, product_id="P", months_since_start=2)
    assert values_of(row, "nrr grr") == (Fraction(141, 195), Fraction(141, 195))
    assert values_of(row, "opening_customers customers") == (2, 2)


def test_segments_go_by_what_was_reported_at_the_start() -> None:
    """EUR 9500 are over 10k at 1.10 and under it at 1.00; USD 10000 are less, then more."""
    licences = in_currency(monthly_licences("C", "P", JAN, [9500, 9500, 9500]))
    licences += monthly_licences("C", "Q", JAN, [10000, 10000, 10000])
    licences += in_currency(monthly_licences("D", "P", JAN, [9500, 9500, 9500]))
    result = at_rates(licences, TO_MARCH, ("1.10", "1.00", "1.00"))
    assert values_at_start(result, "billing_currency", JAN) == {"EUR": 29000}
    assert values_at_start(result, "billing_currency", FEB) == {"USD": 19500, "EUR": 9500}
    assert values_at_start(result, "arr_band", JAN) == {"10k to 50k": 29000}
    assert values_at_start(result, "arr_band", FEB) == {"10k to 50k": 19500, "under 10k": 9500}
    row = pick(
        result.retention_segment_monthly,
        segment_type="billing_currency",
        segment_value="EUR",
        arr_month=MAR,
        window_months=2,
    )
    assert values_of(row, "opening_arr fx_arr nrr") == (29000, -1900, 1)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="P",
        segment_type="arr_band",
        segment_value="10k to 50k",
        arr_month=MAR,
        window_months=2,
    )
    assert values_of(row, "opening_arr fx_arr nrr") == (19000, -1900, 1)


def test_contract_length_weighs_terms_at_the_rates_of_the_start() -> None:
    """USD 105 for a year against EUR 100 without an end."""
    licences = [licence("U", end="2024-12-31", arr=105), licence("E", arr=100, currency="EUR")]
    result = at_rates(licences, TO_MARCH, ("1.10", "1.00", "1.00"))
    assert values_at_start(result, "contract_length", JAN) == {"open-ended": 205}
    assert values_at_start(result, "contract_length", FEB) == {"1 year": 205}


@pytest.mark.parametrize(("floor", "above"), [(80, (76, 76, 80)), (81, None)])
def test_methods_at_the_later_rates(floor: int, above: tuple[int, int, int] | None) -> None:
    """EUR 100 of December 2023 at 1.10 are worth 80 a year later, at 0.80, and EUR 95 are left.

    They fell to EUR 90 in January 2024, at 1.00, and rose to EUR 95 in December.
    """
    first = date(2023, 12, 1)
    licences = in_currency(monthly_licences("A", "P", first, [100] + [90] * 11 + [95]))
    licences += monthly_licences("B", "P", first, [20] * 13)
    december = date(2024, 12, 1)
    rates = rates_of("EUR", "1.10", "1.00", first=first)
    rates += rates_of("EUR", "0.80", first=december)
    policy = Policy(fx_mode="monthly", as_of_date=date(2024, 12, 31), method_floor_arr=floor)
    result = at_rates(licences, policy, exchange_rates=rates)
    rows = {
        row["method"]: values_of(row, "nrr_numerator grr_numerator denominator")
        for row in result.retention_methods
        if row["arr_month"] == december
    }
    assert rows["point_to_point_12m"] == rows["weighted_mean_12m"] == (96, 96, 100)
    # -10 in January at 1.00, +4 in December at 0.80.
    assert rows["summed_movements_12m"] == (94, 90, 100)
    assert rows.get("customers_above_floor_12m") == above
    row = pick(result.retention_methods, method="compounded_monthly_12m", arr_month=december)
    assert row["nrr"] == Fraction(110, 120) * Fraction(72 + 20 + 4, 72 + 20)
