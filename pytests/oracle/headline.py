"""The headline: what is asked of a month first, on one row."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from oracle.health import SLACK
from oracle.money import total
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook

AHEAD_DAYS = 90
SEVERITIES = ("high", "medium", "low")
NRR_BANDS = (
    *(("red", None), ("acceptable", "nrr_acceptable"), ("strong", "nrr_strong")),
    ("elite", "nrr_elite"),
)
GRR_BANDS = (("red", None), ("healthy", "grr_healthy"), ("elite", "grr_elite"))
CONTRACTION_LEVELS = (
    *(("usual", None), ("high", "high_contraction")),
    ("severe", "severe_contraction"),
)
Bands = tuple[tuple[str, str | None], ...]
Rates = dict[tuple[date, int], Row]


def level_of(book: SignalBook, value: Fraction | None, bands: Bands) -> str | None:
    """Name the last band whose threshold a value reaches."""
    found = None
    for name, threshold in bands if value is not None else ():
        if threshold is None or value >= book.thresholds[threshold] - SLACK:
            found = name
    return found


def by_window(rows: list[Row]) -> Rates:
    """Sort rows by month and window."""
    return {(row["arr_month"], row["window_months"]): row for row in rows}


def difference(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Give what a rate changed by; None where either is unknown."""
    return None if now is None or before is None else now - before


def worst_of(products: list[Row], month: date) -> Row | None:
    """Give the product of whose base least is left, of those whose base is not small."""
    rows = [
        row
        for row in products
        if (row["arr_month"], row["window_months"]) == (month, WINDOW)
        and not row["is_small_base"]
        and row["nrr_with_migration"] is not None
    ]
    return min(rows, key=lambda row: (row["nrr_with_migration"], row["product_id"]), default=None)


def last_month_columns(alerts: list[Row], renewals: list[Row], forecasts: list[Row]) -> Row:
    """Give what is known for the last month alone: what is open, and what is ahead."""
    soon = [row for row in renewals if 0 <= row["days_to_renewal"] <= AHEAD_DAYS]
    ahead = [
        row for row in forecasts if (row["scope"], row["horizon_months"]) == ("company", WINDOW)
    ]
    forecast = ahead[0] if ahead else {}
    return {
        "renewing_arr_90d": total(row["arr"] for row in soon),
        "arr_at_risk_90d": total(row["arr_at_risk"] for row in soon),
        "renewals_90d": len(soon),
        **{
            f"open_{severity}_alerts": sum(
                (row["status"], row["severity"]) == ("open", severity) for row in alerts
            )
            for severity in SEVERITIES
        },
        "forecast_ndr_12m": forecast.get("nrr"),
        "forecast_ndr_12m_low": forecast.get("nrr_low"),
        "forecast_ndr_12m_high": forecast.get("nrr_high"),
    }


def headline_rows(
    book: SignalBook,
    bridge: list[Row],
    retention: list[Row],
    growth: list[Row],
    products: list[Row],
    scorecard: list[Row],
    patterns: list[Row],
    of_last_month: Row,
) -> list[Row]:
    """Give a row for each month.

    Args:
        book: for the months and thresholds.
        bridge: of the company.
        retention: of the company.
        growth: of the company.
        products: retention of the products, with their names.
        scorecard: of the products.
        patterns: those that were met.
        of_last_month: what is known for the last month alone.
    """
    months = book.history.months
    rates, grown = by_window(retention), by_window(growth)
    hhi_of = {row["arr_month"]: row["expansion_hhi"] for row in scorecard}
    met = {(row["arr_month"], row["pattern"]) for row in patterns if row["scope"] == "company"}
    rows: list[Row] = []
    for i, (month, moved) in enumerate(zip(months, bridge, strict=True)):
        short, long = rates.get((month, 1), {}), rates.get((month, WINDOW), {})
        year = grown.get((month, WINDOW), {}) if i >= WINDOW else {}
        before = rows[-1] if rows else {}
        worst = worst_of(products, month)
        worst_nrr = worst and worst["nrr_with_migration"]
        contraction = short.get("contraction_rate")
        has_signals = i in book.months
        nrr, grr = long.get("nrr"), long.get("grr")
        rows.append(
            {
                "arr_month": month,
                "worst_product_id": worst and worst["product_id"],
                "worst_product_name": worst and worst["product_name"],
                "nrr_band": level_of(book, nrr, NRR_BANDS),
                "grr_band": level_of(book, grr, GRR_BANDS),
                "contraction_level": level_of(book, contraction, CONTRACTION_LEVELS),
                "opening_arr": moved["opening_arr"],
                "closing_arr": moved["closing_arr"],
                "closing_arr_change": moved["closing_arr"] - moved["opening_arr"],
                "expansion_arr": moved["expansion_arr"],
                **(of_last_month if i == book.last else dict.fromkeys(of_last_month)),
                "nrr_1m": short.get("nrr"),
                "grr_1m": short.get("grr"),
                "ndr_12m": nrr,
                "ndr_12m_change": difference(nrr, before.get("ndr_12m")),
                "grr_12m": grr,
                "grr_12m_change": difference(grr, before.get("grr_12m")),
                "nrr_organic_12m": long.get("nrr_organic"),
                "logo_retention_1m": short.get("logo_retention"),
                "logo_retention_12m": long.get("logo_retention"),
                "contraction_rate_1m": contraction,
                "expansion_share_12m": year.get("expansion_share"),
                "existing_share_12m": year.get("existing_share"),
                "quick_ratio_12m": year.get("quick_ratio"),
                "expansion_hhi": hhi_of.get(month),
                "worst_product_nrr": worst_nrr,
                "worst_product_gap": difference(nrr, worst_nrr),
                "has_masked_churn": (month, "masked_churn") in met if has_signals else None,
                "has_shrinking_revenue": (
                    (month, "logos_kept_revenue_shrinks") in met if has_signals else None
                ),
            }
        )
    return rows
