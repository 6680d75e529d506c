"""Methods: company retention over a year, by each of the ways in which others compute it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from math import prod

from oracle.history import History
from oracle.money import ZERO, ratio, total
from oracle.policy import Policy
from oracle.retention import Positions, members_by_customer
from oracle.rows import Row


def method_rows(
    history: History,
    positions: Positions,
    company_retention: list[Row],
    customer_movements: list[Row],
    policy: Policy,
) -> list[Row]:
    """Give company retention over a year by each named method that the windows allow."""
    by_window = {
        (row["window_months"], history.months.index(row["arr_month"])): row
        for row in company_retention
    }
    rows: list[Row] = []
    for i, month in enumerate(history.months):
        year = range(max(i - 11, 0), i + 1)
        if 1 in policy.retention_windows:
            one_month = [by_window[1, k] for k in year]
            if len(one_month) == 12 and all(row["opening_arr"] > 0 for row in one_month):
                rows.append(
                    {
                        "arr_month": month,
                        "method": "compounded_monthly_12m",
                        "nrr": prod((row["nrr"] for row in one_month), start=Fraction(1)),
                        "grr": prod((row["grr"] for row in one_month), start=Fraction(1)),
                        **dict.fromkeys(("nrr_numerator", "grr_numerator", "denominator")),
                    }
                )
        if 12 not in policy.retention_windows:
            continue
        in_year = {history.months[k] for k in year}
        moved: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for row in customer_movements:
            if row["arr_month"] in in_year:
                moved[row["movement_type"]] += row["arr_change"]
        base = [
            each for each in members_by_customer(positions[i, 12]).values() if each.reported > 0
        ]
        above = [each for each in base if each.start >= policy.method_floor_arr]
        by_method = yearly_methods(by_window[12, i], [by_window[12, k] for k in year], moved)
        by_method["customers_above_floor_12m"] = (
            total(each.now for each in above),
            total(min(each.start, each.now) for each in above),
            total(each.start for each in above),
        )
        rows += [
            {
                "arr_month": month,
                "method": method,
                "nrr": ratio(closing, opening),
                "grr": ratio(kept, opening),
                "nrr_numerator": closing,
                "grr_numerator": kept,
                "denominator": opening,
            }
            for method, (closing, kept, opening) in by_method.items()
            if opening > 0
        ]
    return rows


def yearly_methods(
    row: Row, rows_of_year: list[Row], moved: dict[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Give the numerators of NRR and GRR and their denominator, by method.

    Args:
        row: of the company's retention over twelve months.
        rows_of_year: the same of this month and the eleven before it.
        moved: what the customers' movements of these months add up to, by type.
    """
    opening, closing = row["opening_arr"], row["closing_arr"]
    survived = opening - row["churned_arr"]
    kept = survived - row["contraction_arr"]
    after_losses = opening + moved["contraction"] + moved["churn"]
    all_openings, all_closings, all_losses = (
        total(each[column] for each in rows_of_year for column in columns)
        for columns in (("opening_arr",), ("closing_arr",), ("contraction_arr", "churned_arr"))
    )
    return {
        "point_to_point_12m": (closing, kept, opening),
        "survivors_only_12m": (closing, kept, survived),
        "weighted_mean_12m": (all_closings, all_openings - all_losses, all_openings),
        "summed_movements_12m": (after_losses + moved["expansion"], after_losses, opening),
    }
