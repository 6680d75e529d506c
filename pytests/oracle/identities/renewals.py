"""Identities of what is ahead: the calendar, the renewal rates, and the forecast of NRR."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from oracle.identities.signals import is_near, yearly
from oracle.money import total
from oracle.months import add_months, calendar_months
from oracle.result import Result
from oracle.rows import Row

# What comes of divisions may be off by so much.
SLACK = 1e-9


def check_renewals(result: Result) -> None:
    """Check everything that looks ahead."""
    check_calendar(result)
    check_rates(result)
    check_backtest(result)
    check_forecast(result)


def check_calendar(result: Result) -> None:
    """Check each row against the licences, and what its figures say of its status."""
    known: dict[tuple[str, str, date], Any] = defaultdict(list)
    for row in result.fct_licenses:
        if row["ends_before"] is not None and row["arr"] > 0:
            known[row["customer_id"], row["product_id"], row["ends_before"]].append(row["arr"])
    for row in result.renewals_calendar:
        arrs = known[row["customer_id"], row["product_id"], row["renews_on"]]
        assert 0 < row["arr"] <= total(arrs), row
        assert 1 <= row["licenses"] <= len(arrs), row
        days = (row["renews_on"] - result.as_of_date).days
        assert row["days_to_renewal"] == days, row
        assert (row["status"] == "renewed") == (row["successor_arr"] > 0), row
        assert row["status"] != ("overdue" if days > 0 else "open"), row
        at_risk = row["risk_level"] == "high" and row["status"] in ("open", "overdue")
        assert row["arr_at_risk"] == (row["arr"] if at_risk else 0), row
        assert row["status"] != "lost" or row["risk_level"] == "high", row
        if row["gross_renewal_rate"] is not None:
            assert 0 <= row["expected_loss_arr"] <= row["arr"], row


def check_rates(result: Result) -> None:
    """Check that nothing is kept that is not there, and that rates go from all to each class."""
    of_origin: dict[date, list[Row]] = defaultdict(list)
    for row in result.forecast_renewal_rates:
        of_origin[row["origin_month"]].append(row)
        assert 0 <= row["retained_arr"] <= row["closing_arr"], row
        assert row["retained_arr"] <= row["opening_arr"], row
        if row["renewal_rate"] is not None:
            assert row["gross_renewal_rate"] <= min(row["renewal_rate"], 1), row
    for rows in of_origin.values():
        assert len(rows) == len({row["term_class"] for row in rows}) <= 4, rows
        assert len({row["entering_rate"] for row in rows}) == 1, rows
        for rate, now, before in (
            ("renewal_rate", "closing_arr", "opening_arr"),
            ("gross_renewal_rate", "retained_arr", "opening_arr"),
            ("midterm_rate", "midterm_closing_arr", "midterm_opening_arr"),
        ):
            opening = total(row[before] for row in rows)
            assert (rows[0][rate] is None) == (not opening), rows
            if not opening:
                continue
            of_all = float(total(row[now] for row in rows) / opening)
            for row in rows:
                # Between what the class shows by itself and what all show together.
                own = float(row[now] / row[before]) if row[before] else of_all
                low, high = sorted((own, of_all))
                assert low - SLACK <= float(row[rate]) <= high + SLACK, (rate, row)


def check_backtest(result: Result) -> None:
    """Check the forecasts that are tested against the retention that was reported."""
    retention = yearly(result.retention_company_monthly)
    for row in result.forecast_nrr_backtest:
        assert row["forecast_month"] == add_months(row["origin_month"], row["horizon_months"]), row
        assert row["forecast_month"] in result.months, row
        if retention:
            assert is_near(row["naive_nrr"], retention[(row["origin_month"],)]["nrr"]), row
            assert is_near(row["actual"], retention[(row["forecast_month"],)]["nrr"]), row
        assert is_near(2 * row["forecast"], row["book_nrr"] + row["naive_nrr"]), row
        assert row["book_nrr"] >= 0, row


def check_forecast(result: Result) -> None:
    """Check ranges, and that errors are those of the back-test."""
    if not result.months:
        assert not result.forecast_nrr_quarterly
        return
    last = result.months[-1]
    for row in result.forecast_nrr_quarterly:
        assert row["origin_month"] == last, row
        assert calendar_months(last, row["forecast_month"]) == row["horizon_months"], row
        tested = [
            each
            for each in result.forecast_nrr_backtest
            if each["horizon_months"] == row["horizon_months"]
        ]
        assert row["origins"] == (len(tested) if row["scope"] == "company" else 0), row
        assert (row["verdict"] == "no back-test") == (row["origins"] < 4), row
        if row["nrr"] is not None:
            assert is_near(2 * row["nrr"], row["book_nrr"] + row["naive_nrr"]), row
        widths = [row["tested_half_width"], row["book_half_width"]]
        if row["nrr"] is None or widths == [None, None]:
            assert row["nrr_low"] is row["nrr_high"] is None, row
        else:
            half = max(width for width in widths if width is not None)
            assert is_near(row["nrr_high"] - row["nrr"], half), row
            assert is_near(row["nrr"] - row["nrr_low"], half), row
