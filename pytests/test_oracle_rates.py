"""Tests of the oracle where each month has its own exchange rates, against figures by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, RawTables, license_row
from oracle import Policy, Rates, Result, add_months, check_identities, compute, last_day
from test_oracle import catalog, issues_of, monthly_licences, moves, pick
from test_oracle_slices import values_at_start

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in (1, 2, 3, 4))
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


def checked(
    licences: list[RawRow],
    policy: Policy = MONTHLY,
    rates: tuple[str, ...] = ("1.10", "1.00"),
    **tables: Any,
) -> Result:
    """Compute a book with euros at a rate a month from January on, and check every identity."""
    book: RawTables = {"licenses": licences, "exchange_rates": rates_of("EUR", *rates), **tables}
    result = compute(book, policy)
    check_identities(result)
    return result


def retained(result: Result, month: date = FEB, window: int = 1) -> dict[str, Any]:
    """Give the company's retention row of a month."""
    return pick(result.retention_company_monthly, arr_month=month, window_months=window)


def test_a_change_of_rates_is_no_retention() -> None:
    """EUR 100 stay, at 1.10 and then at 1.00: worth 10 less, and all of it retained."""
    result = checked(in_currency(monthly_licences("C", "P", JAN, [100, 100])))
    assert [row["arr"] for row in result.fct_arr_monthly] == [110, 100]
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -10}
    assert moves(result.fct_customer_arr_movements, FEB) == {("C", "fx"): -10}
    fx = pick(result.fct_arr_movements, movement_type="fx")
    assert fx["reason"] == "exchange_rate" and fx["volume_arr"] is None
    for relation in (
        "retention_company_monthly",
        "retention_product_monthly",
        "retention_product_family_monthly",
    ):
        row = pick(getattr(result, relation), arr_month=FEB)
        assert (row["opening_arr"], row["closing_arr"], row["fx_arr"]) == (100, 100, -10), relation
        assert (row["nrr"], row["grr"], row["logo_retention"]) == (1, 1, 1), relation
    for bridge in (result.arr_bridge_company_monthly, result.arr_bridge_product_monthly):
        row = pick(bridge, arr_month=FEB)
        assert (row["opening_arr"], row["fx_arr"], row["closing_arr"]) == (110, -10, 100)
    assert all(row["arr"] == 100 for row in result.fct_licenses)


def test_constant_rates_have_no_effect_of_rates() -> None:
    """The same book at one rate for all months: nothing moves."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100, 100]))
    result = checked(licences, replace(MONTHLY, fx_mode="constant"))
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 100]
    assert moves(result.fct_arr_movements, FEB) == {}
    assert retained(result)["fx_arr"] == 0


def test_contraction_is_measured_at_the_rates_of_now() -> None:
    """EUR 100 become EUR 80: 10 are due to rates, 20 are lost, 80 % are kept."""
    result = checked(in_currency(monthly_licences("C", "P", JAN, [100, 80])))
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -10, ("P", "contraction"): -20}
    rows = [
        (row["movement_type"], row["opening_arr"], row["arr_change"], row["closing_arr"])
        for row in result.fct_customer_arr_movements
    ]
    assert rows == [("new", 0, 110, 110), ("fx", 110, -10, 100), ("contraction", 100, -20, 80)]
    row = retained(result)
    assert (row["opening_arr"], row["contraction_arr"], row["fx_arr"]) == (100, 20, -10)
    assert (row["nrr"], row["grr"]) == (Fraction(4, 5), Fraction(4, 5))


def test_what_rates_add_hides_no_loss() -> None:
    """EUR 100 become EUR 80 while the rate doubles: reported ARR grows, 80 % are kept."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100, 80]))
    result = checked(licences, rates=("1", "2"))
    assert [row["arr"] for row in result.fct_arr_monthly] == [100, 160]
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): 100, ("P", "contraction"): -40}
    assert retained(result)["nrr"] == Fraction(4, 5)


def test_churn_comes_after_the_effect_of_rates() -> None:
    """EUR 100 leave: 10 by rates, 100 by churn."""
    result = checked(in_currency(monthly_licences("C", "P", JAN, [100, 0])))
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -10, ("P", "churn"): -100}
    assert moves(result.fct_customer_arr_movements, FEB) == {("C", "fx"): -10, ("C", "churn"): -100}
    row = retained(result)
    assert (row["opening_arr"], row["churned_arr"], row["nrr"]) == (100, 100, 0)


def test_new_and_returning_arr_has_no_effect_of_rates() -> None:
    """Away in February, back in March: what comes is taken at the rate of its month."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100, 0, 100]))
    result = checked(licences, TO_MARCH, ("1.10", "1.00", "1.20"))
    assert moves(result.fct_arr_movements, MAR) == {("P", "reactivation"): 120}
    row = retained(result, MAR, 2)
    assert (row["opening_arr"], row["closing_arr"], row["fx_arr"], row["nrr"]) == (120, 120, 10, 1)


def test_a_product_entered_has_no_effect_of_rates() -> None:
    """The customer keeps P, worth less by rates, drops Q and buys R."""
    licences = in_currency(
        monthly_licences("C", "P", JAN, [100, 100])
        + monthly_licences("C", "Q", JAN, [50, 0])
        + monthly_licences("C", "R", JAN, [0, 30])
    )
    result = checked(licences)
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
    assert (row["cross_sell_arr"], row["product_churn_arr"]) == (30, -50)
    row = pick(result.fct_customer_arr_movements, movement_type="fx")
    assert (row["cross_sell_arr"], row["product_churn_arr"]) == (0, 0)
    row = retained(result)
    assert (row["opening_arr"], row["contraction_arr"], row["closing_arr"]) == (150, 20, 130)
    components = {
        row["component"]: (row["opening_arr"], row["closing_arr"])
        for row in result.retention_bridge_monthly
    }
    assert components == {"P": (100, 100), "Q": (50, 0), "(entered)": (0, 30)}


def test_several_currencies_in_one_pair() -> None:
    """EUR 100 and GBP 50 and USD 10; the pounds go, the euros are worth less."""
    licences = [
        *in_currency(monthly_licences("C", "P", JAN, [100, 100])),
        license_row(license_id="G", company_id="C", product="P", arr=50, from_date=JAN)
        | {"currency": "GBP", "to_date": "2024-01-31"},
        license_row(license_id="U", company_id="C", product="P", arr=10, from_date=JAN),
    ]
    rates = rates_of("EUR", "1.10", "1.00") + rates_of("GBP", "1.20", "1.30")
    result = checked(licences, exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [180, 110]
    # At February's rates January was 100 + 65 + 10 = 175.
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -5, ("P", "contraction"): -65}
    row = retained(result)
    assert (row["opening_arr"], row["fx_arr"], row["nrr"]) == (175, -5, Fraction(110, 175))


def test_each_licence_is_rounded_to_the_cent() -> None:
    """Three licences of 0.05 at 0.1 are 0.01 each, not 0.02 together."""
    licences = [
        license_row(license_id=n, company_id="C", product="P", arr="0.05", from_date=JAN)
        for n in range(3)
    ]
    result = checked(in_currency(licences), rates=("0.1", "0.09"))
    assert [row["arr"] for row in result.fct_arr_monthly] == [Decimal("0.03"), 0]
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): Decimal("-0.03")}


def credited(credit_until: date | None) -> list[RawRow]:
    """Give EUR 100 with a credit of USD 105 over it."""
    credit = license_row(
        license_id="credit",
        company_id="C",
        product="P",
        arr=-105,
        from_date=JAN,
        to_date=credit_until,
    )
    return [*in_currency(monthly_licences("C", "P", JAN, [100, 100])), credit]


def test_rates_alone_can_take_a_pair_below_zero() -> None:
    """At 1.10 there are 5 left, at 1.00 nothing: all of it by rates, and none of it churn."""
    result = checked(credited(None))
    assert [(row["arr"], row["negative_arr"]) for row in result.fct_arr_monthly] == [
        (5, 0),
        (0, -5),
    ]
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -5}
    assert moves(result.fct_customer_arr_movements, FEB) == {("C", "fx"): -5}
    row = retained(result)
    assert (row["opening_arr"], row["closing_arr"], row["fx_arr"], row["nrr"]) == (0, 0, -5, None)
    assert (row["opening_customers"], row["churned_customers"], row["logo_retention"]) == (1, 1, 0)
    assert result.retention_bridge_monthly == []


def test_growth_from_a_base_that_rates_made_worthless() -> None:
    """The credit ends as the rate falls: 5 were there, worth nothing now, and 100 come on top."""
    result = checked(credited(last_day(JAN)))
    assert moves(result.fct_arr_movements, FEB) == {("P", "fx"): -5, ("P", "expansion"): 100}
    assert moves(result.fct_customer_arr_movements, FEB) == {
        ("C", "fx"): -5,
        ("C", "expansion"): 100,
    }
    row = retained(result)
    assert (row["opening_arr"], row["expansion_arr"], row["closing_arr"]) == (0, 100, 100)
    assert (row["nrr"], row["grr"], row["logo_retention"]) == (None, None, 1)


def test_rates_can_lift_a_pair_above_zero() -> None:
    """Nothing was reported before, so what comes is new."""
    result = checked(credited(None), rates=("1.00", "1.10"))
    assert [row["arr"] for row in result.fct_arr_monthly] == [0, 5]
    assert moves(result.fct_arr_movements, FEB) == {("P", "new"): 5}
    assert retained(result)["opening_customers"] == 0


def test_migration_while_rates_change() -> None:
    """EUR 100 of Standard become EUR 120 of Enterprise: 100 at the new rate move, 20 are added."""
    licences = monthly_licences("C", "Standard", JAN, [100, 0])
    licences += monthly_licences("C", "Enterprise", JAN, [0, 120])
    tables = {"products": catalog(Standard="F", Enterprise="F")}
    result = checked(in_currency(licences), **tables)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "fx"): -10,
        ("Standard", "migration_out"): -100,
        ("Enterprise", "migration_in"): 100,
        ("Enterprise", "expansion"): 20,
    }
    row = pick(result.retention_product_monthly, product_id="Standard", arr_month=FEB)
    assert (row["opening_arr"], row["migrated_out_arr"], row["grr_with_migration"]) == (100, 100, 1)
    row = pick(result.retention_product_family_monthly, arr_month=FEB)
    assert (row["opening_arr"], row["closing_arr"], row["fx_arr"]) == (100, 120, -10)


def test_migrated_amounts_stay_at_the_rates_of_their_month() -> None:
    """100 moved in February; in March the base of January is worth 150, of which 100 moved."""
    licences = monthly_licences("C", "Standard", JAN, [100, 0, 0])
    licences += monthly_licences("C", "Enterprise", JAN, [0, 100, 100])
    tables = {"products": catalog(Standard="F", Enterprise="F")}
    result = checked(in_currency(licences), TO_MARCH, ("1.10", "1.00", "1.50"), **tables)
    row = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=MAR, window_months=2
    )
    assert (row["opening_arr"], row["churned_arr"], row["fx_arr"]) == (150, 150, 40)
    assert (row["migrated_out_arr"], row["grr_with_migration"]) == (100, Fraction(2, 3))
    result = checked(in_currency(licences), TO_MARCH, ("1.10", "1.00", "0.50"), **tables)
    row = pick(
        result.retention_product_monthly, product_id="Standard", arr_month=MAR, window_months=2
    )
    assert (row["opening_arr"], row["migrated_out_arr"], row["grr_with_migration"]) == (50, 50, 1)


def test_what_is_left_of_no_worth_does_not_migrate() -> None:
    """Standard was 5 and is worth nothing at the rates of now: Enterprise is entered on its own."""
    licences = credited(last_day(JAN))[::2]
    licences = [row | {"product": "Standard"} for row in licences]
    licences += monthly_licences("C", "Enterprise", JAN, [0, 70])
    licences += monthly_licences("C", "Other", JAN, [1, 1])
    tables = {"products": catalog(Standard="F", Enterprise="F", Other="O")}
    result = checked(licences, **tables)
    assert moves(result.fct_arr_movements, FEB) == {
        ("Standard", "fx"): -5,
        ("Enterprise", "cross_sell"): 70,
    }
    assert pick(result.retention_bridge_monthly, component="(entered)")["closing_arr"] == 70


def test_volume_and_price_start_at_the_rates_of_now() -> None:
    """100 seats at EUR 10 become 120 at EUR 11; the euro falls from 1.10 to 1.00."""
    licences = in_currency(monthly_licences("C", "P", JAN, [1000, 1320], [100, 120]))
    result = checked(licences)
    row = pick(result.fct_arr_movements, movement_type="expansion")
    assert (row["arr_change"], row["volume_arr"], row["price_arr"]) == (320, 200, 120)
    row = retained(result)
    assert (row["price_arr"], row["nrr"], row["nrr_organic"]) == (
        120,
        Fraction(132, 100),
        Fraction(6, 5),
    )


def test_windows_compare_at_the_rates_of_now() -> None:
    """EUR 100 and USD 100 over two months; the euro goes from 1.10 by 1.00 to 2.00."""
    licences = in_currency(monthly_licences("A", "P", JAN, [100, 90, 50]))
    licences += monthly_licences("B", "P", JAN, [100, 100, 200])
    result = checked(licences, TO_MARCH, ("1.10", "1.00", "2.00"))
    row = retained(result, MAR, 2)
    assert (row["opening_arr"], row["fx_arr"]) == (300, 90)
    assert (row["expansion_arr"], row["contraction_arr"], row["closing_arr"]) == (100, 100, 300)
    assert (row["nrr"], row["grr"]) == (1, Fraction(2, 3))
    row = retained(result, MAR, 1)
    assert (row["opening_arr"], row["fx_arr"], row["contraction_arr"]) == (280, 90, 80)


# Rates ---------------------------------------------------------------------------------------


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
    assert shown == [Decimal(text) for text in ("1.3", "1.4", "1.4", "1.6")]
    assert rates.first_day("EUR") == date(2024, 2, 10)
    assert rates.newest("EUR") == Decimal("1.6") and rates.newest("GBP") is None
    assert rates.of_month("USD", JAN) == 1 and rates.first_day("USD") is None
    rates = Rates(rows, Policy(), date(2024, 4, 15))
    assert {rates.of_month("EUR", month) for month in (JAN, FEB, MAR, APR)} == {Decimal("1.6")}


def test_the_last_month_ends_before_the_newest_rate() -> None:
    """The rate of 10 March counts for licences on 15 March, but not for the end of February."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100, 100, 100]))
    newest = {"currency": "EUR", "rate_date": "2024-03-10", "rate": "3"}
    rates = [*rates_of("EUR", "1.10", "1.00"), newest]
    policy = replace(MONTHLY, as_of_date=date(2024, 3, 15))
    result = checked(licences, policy, exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [110, 100]
    assert {row["arr"] for row in result.fct_licenses} == {300}
    result = checked(licences, replace(policy, fx_mode="constant"), exchange_rates=rates)
    assert [row["arr"] for row in result.fct_arr_monthly] == [300, 300]


def test_months_before_the_first_rate_are_reported() -> None:
    """Only licences with ARR at a month end before the first rate, in a foreign currency."""
    shared = {"company_id": "C", "product": "P", "arr": 100}
    terms = {
        "early": {"from_date": "2024-01-05", "to_date": "2024-01-31"},
        "between month ends": {"from_date": "2024-01-05", "to_date": "2024-01-30"},
        "late": {"from_date": "2024-02-01"},
        "pending": {"from_date": "2024-01-05", "status": "pending"},
        "dollars": {"from_date": "2024-01-05", "currency": "USD"},
        "extended": {"product": "Q", "to_date": "2024-01-30", "from_date": "2024-01-05"}
        | {"auto_renews": "true"},
    }
    licences = [
        license_row(**({"currency": "EUR", "license_id": name} | shared | columns))
        for name, columns in terms.items()
    ]
    rates = rates_of("EUR", "1.20", first=FEB)
    policy = replace(MONTHLY, auto_renew_past_end=True)
    result = checked(licences, policy, exchange_rates=rates)
    found = {name for name, issue in issues_of(result) if issue == "rate_backfilled"}
    assert found == {"early", "extended"}
    assert moves(result.fct_arr_movements, JAN)["P", "new"] == 220
    result = checked(licences, replace(policy, fx_mode="constant"), exchange_rates=rates)
    assert "rate_backfilled" not in {issue for _, issue in issues_of(result)}


def test_a_currency_without_a_rate_is_rejected() -> None:
    """Also when its only rate is that of a later day."""
    licences = in_currency(monthly_licences("C", "P", JAN, [100]), "GBP")
    result = checked(licences, exchange_rates=rates_of("GBP", "1.2", first=MAR))
    assert [row["issue"] for row in result.license_issues] == ["no_exchange_rate"]


def test_reporting_in_euros() -> None:
    """Dollars move, euros don't."""
    licences = in_currency(monthly_licences("A", "P", JAN, [100, 100]))
    licences += monthly_licences("B", "Q", JAN, [100, 100])
    licences = [row | {"currency": row["currency"] or "USD"} for row in licences]
    rates = rates_of("USD", "0.90", "0.95") + rates_of("EUR", "2", "3")
    policy = replace(MONTHLY, reporting_currency="EUR")
    result = checked(licences, policy, exchange_rates=rates)
    assert moves(result.fct_arr_movements, FEB) == {("Q", "fx"): 5}


# Slices --------------------------------------------------------------------------------------


def test_cohorts_start_at_the_rates_of_each_month() -> None:
    """EUR 100 and EUR 50 from January and March: 1.10, 1.00, 1.20, 2.00, 1.50."""
    licences = monthly_licences("A", "P", JAN, [100, 120, 80, 80, 80])
    licences += monthly_licences("B", "P", MAR, [50, 60, 30])
    licences += monthly_licences("A", "Q", JAN, [10, 10, 10, 10, 10])
    policy = replace(MONTHLY, as_of_date=date(2024, 5, 31))
    result = checked(in_currency(licences), policy, ("1.10", "1.00", "1.20", "2.00", "1.50"))
    shown = {
        (row["product_id"], row["months_since_start"]): tuple(
            row[name] for name in ("opening_arr", "arr", "retained_arr")
        )
        for row in result.retention_cohort_monthly
    }
    assert shown["P", 0] == (110 + 60, 110 + 60, 110 + 60)
    assert shown["P", 1] == (100 + 100, 120 + 120, 100 + 100)
    assert shown["P", 2] == (120 + 75, 96 + 45, 96 + 45)
    assert shown["(all)", 2] == (132 + 75, 108 + 45, 108 + 45)
    row = pick(result.retention_cohort_monthly, product_id="P", months_since_start=2)
    assert (row["nrr"], row["grr"]) == (Fraction(141, 195), Fraction(141, 195))
    assert (row["opening_customers"], row["customers"]) == (2, 2)


def test_segments_go_by_what_was_reported_at_the_start() -> None:
    """EUR 9500 are over 10k at 1.10 and under it at 1.00; USD 10000 are less, then more."""
    licences = in_currency(monthly_licences("C", "P", JAN, [9500, 9500, 9500]))
    licences += monthly_licences("C", "Q", JAN, [10000, 10000, 10000])
    licences += in_currency(monthly_licences("D", "P", JAN, [9500, 9500, 9500]))
    result = checked(licences, TO_MARCH, ("1.10", "1.00", "1.00"))
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
    assert (row["opening_arr"], row["fx_arr"], row["nrr"]) == (29000, -1900, 1)
    row = pick(
        result.retention_product_segment_monthly,
        product_id="P",
        segment_type="arr_band",
        segment_value="10k to 50k",
        arr_month=MAR,
        window_months=2,
    )
    assert (row["opening_arr"], row["fx_arr"], row["nrr"]) == (19000, -1900, 1)


def test_contract_length_weighs_terms_at_the_rates_of_the_start() -> None:
    """USD 105 for a year against EUR 100 without an end."""
    shared = {"company_id": "C", "product": "P", "from_date": JAN}
    licences = [
        license_row(license_id="U", arr=105, to_date="2024-12-31", **shared),
        license_row(license_id="E", arr=100, currency="EUR", **shared),
    ]
    result = checked(licences, TO_MARCH, ("1.10", "1.00", "1.00"))
    assert values_at_start(result, "contract_length", JAN) == {"open-ended": 205}
    assert values_at_start(result, "contract_length", FEB) == {"1 year": 205}


@pytest.mark.parametrize(("floor", "above"), [(80, (76, 76, 80)), (81, None)])
def test_methods_at_the_rates_of_now(floor: int, above: tuple[int, int, int] | None) -> None:
    """EUR 100 of December 2023 at 1.10 are worth 80 a year later, at 0.80, and EUR 95 are left.

    They fell to EUR 90 in January 2024, at 1.00, and rose to EUR 95 in December.
    """
    first = date(2023, 12, 1)
    licences = in_currency(monthly_licences("A", "P", first, [100] + [90] * 11 + [95]))
    licences += monthly_licences("B", "P", first, [20] * 13)
    rates = rates_of("EUR", "1.10", "1.00", first=first) + rates_of(
        "EUR", "0.80", first=date(2024, 12, 1)
    )
    policy = Policy(fx_mode="monthly", as_of_date=date(2024, 12, 31), method_floor_arr=floor)
    result = checked(licences, policy, exchange_rates=rates)
    rows = {
        row["method"]: (row["nrr_numerator"], row["grr_numerator"], row["denominator"])
        for row in result.retention_methods
        if row["arr_month"] == date(2024, 12, 1)
    }
    assert rows["point_to_point_12m"] == rows["weighted_mean_12m"] == (96, 96, 100)
    # -10 in January at 1.00, +4 in December at 0.80.
    assert rows["summed_movements_12m"] == (94, 90, 100)
    assert rows.get("customers_above_floor_12m") == above
    row = pick(
        result.retention_methods, method="compounded_monthly_12m", arr_month=date(2024, 12, 1)
    )
    assert row["nrr"] == Fraction(110, 120) * Fraction(72 + 20 + 4, 72 + 20)


def test_fx_mode_is_a_choice() -> None:
    """It is named where it is not the default."""
    assert "fx_mode" not in Policy().project_vars()
    assert Policy(fx_mode="monthly").project_vars()["fx_mode"] == "monthly"
    with pytest.raises(ValueError, match="fx_mode"):
        Policy(fx_mode="daily")
