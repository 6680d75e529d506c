"""Months: each is named by its first day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def month_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Move a day by whole months; a day that the month lacks becomes its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def whole_months(first: date, end: date) -> int | None:
    """Count the months from one day to another if they are whole, give or take a day; else None.

    A month after its last day is any day from the same day of the next month to that month's last.

    Args:
        first: the first day.
        end: the day after the last one.
    """
    about = calendar_months(first, end)
    for months in (about - 1, about, about + 1):
        if months < 1:
            continue
        same_day = latest = add_months(first, months)
        if first == last_day(first):
            latest = last_day(same_day)
        if same_day - timedelta(days=1) <= end <= latest + timedelta(days=1):
            return months
    return None


def last_day(month: date) -> date:
    """Give the last day of a month."""
    return add_months(month_of(month), 1) - timedelta(days=1)


def calendar_months(first: date, last: date) -> int:
    """Count the months by which the calendar month of one day is after that of another."""
    return (last.year - first.year) * 12 + last.month - first.month


def reporting_months(starts: list[date], as_of_date: date) -> list[date]:
    """List the months from the earliest start to the last complete month; may be empty.

    Args:
        starts: the first days of the licences that are not pending.
        as_of_date: a month is complete on its last day.
    """
    if not starts:
        return []
    first = month_of(min(starts))
    is_complete = as_of_date == last_day(as_of_date)
    count = calendar_months(first, as_of_date) + is_complete
    return [add_months(first, number) for number in range(count)]
