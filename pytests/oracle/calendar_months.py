"""The months of the reporting window: to which quarters and years they belong."""

from __future__ import annotations

from datetime import date

from oracle.months import add_months
from oracle.policy import Policy
from oracle.rows import Row


def month_rows(months: list[date], policy: Policy) -> list[Row]:
    """Give calendar and fiscal year and quarter of every month, and the flags of their last months.

    Args:
        months: the months of the reporting window, the latest one last.
        policy: for the month with which a fiscal year starts.
    """
    rows = []
    for month in months:
        year_start, quarter_start = start_of_year(month, 1)
        fiscal_year_start, fiscal_quarter_start = start_of_year(month, policy.fiscal_year_starts_in)
        quarter = (quarter_start.month + 2) // 3
        fiscal_year = add_months(fiscal_year_start, 11).year
        fiscal_quarter = next(
            number
            for number in (1, 2, 3, 4)
            if add_months(fiscal_year_start, 3 * (number - 1)) == fiscal_quarter_start
        )
        rows.append(
            {
                "arr_month": month,
                "quarter_name": f"{month.year} Q{quarter}",
                "fiscal_year_name": f"FY{fiscal_year}",
                "fiscal_quarter_name": f"FY{fiscal_year} Q{fiscal_quarter}",
                "calendar_year": month.year,
                "calendar_quarter": quarter,
                "fiscal_year": fiscal_year,
                "fiscal_quarter": fiscal_quarter,
                "quarter_starts_on": quarter_start,
                "year_starts_on": year_start,
                "fiscal_quarter_starts_on": fiscal_quarter_start,
                "fiscal_year_starts_on": fiscal_year_start,
                "is_quarter_end": add_months(quarter_start, 2) == month,
                "is_year_end": month.month == 12,
                "is_fiscal_quarter_end": add_months(fiscal_quarter_start, 2) == month,
                "is_fiscal_year_end": add_months(fiscal_year_start, 11) == month,
                "is_latest_month": month == months[-1],
            }
        )
    return rows


def start_of_year(month: date, first: int) -> tuple[date, date]:
    """Give the first day of the year and of the quarter of a month.

    Args:
        month: its first day.
        first: the month with which years start.
    """
    before = [add_months(month, -k) for k in range(12)]
    year_start = next(each for each in before if each.month == first)
    quarters = [add_months(year_start, k) for k in (0, 3, 6, 9)]
    return year_start, max(each for each in quarters if each <= month)
