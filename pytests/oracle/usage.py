"""What is reported of use, by pair and day, and of accounts, by customer and day."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle.catalog import Catalog
from oracle.policy import Policy
from oracle.rows import Pair, RawRow
from oracle.values import (
    format_of_dates,
    format_of_numbers,
    read_date,
    read_decimal,
    read_text,
)

Number = Decimal | Fraction
Day = dict[str, Number | None]

USE_COLUMNS = (
    *("active_users", "used_units", "entitled_units", "features_used", "features_available"),
)
GREATEST_SCORE = 100
SIGNAL_COLUMNS = ("engagement_score", "open_tickets", "stakeholder_contacts", "health_score")


def mean(numbers: list[Number]) -> Fraction:
    """Give the mean."""
    return Fraction(sum(numbers)) / len(numbers)


# How the companies of one customer are put together; with one company all are the same.
TOGETHER: dict[str, Callable[[list[Any]], Number]] = {
    **dict.fromkeys(("features_used", "features_available"), max),
    **dict.fromkeys(("engagement_score", "health_score"), mean),
}


class Series:
    """The days of a pair or customer on which something is reported, in order."""

    def __init__(self, by_day: dict[date, Day] | None = None) -> None:
        """Put the days in order."""
        self.days = sorted(by_day or {})
        self.values = [by_day[day] for day in self.days] if by_day else []

    def between(self, first: date, end: date) -> list[Day]:
        """Give what is reported from a day on, and before another one."""
        return self.values[bisect_left(self.days, first) : bisect_left(self.days, end)]

    @property
    def first_day(self) -> date | None:
        """The first day, if any."""
        return self.days[0] if self.days else None


class Usage:
    """All that is reported up to a day."""

    def __init__(
        self,
        use: list[RawRow] | None,
        signals: list[RawRow] | None,
        catalog: Catalog,
        customer_of: Callable[[str], str],
        policy: Policy,
        as_of_date: date,
    ) -> None:
        """Read the rows.

        Args:
            use: rows of the raw table of use, None when there is no such table.
            signals: rows of the raw table of account signals, None when there is no such table.
            catalog: finds products.
            customer_of: gives the customer of a company id.
            policy: for the format of days and numbers.
            as_of_date: what is dated later is not known yet.
        """
        self.has_use, self.has_signals = use is not None, signals is not None
        self.missing_is_zero = policy.missing_usage_means == "zero"
        self._instead: dict[str, Series] = {}
        self.use: dict[Pair, Series] = {}
        self.signals: dict[str, Series] = {}
        by_company: dict[tuple[str, ...], dict[date, Day]] = defaultdict(dict)
        catalog_ids = {
            text: catalog.find(text)[0].product_id
            for text in {read_text(row.get("product")) for row in use or []}
        }
        for row, day, values in read_rows(use or [], "usage_date", USE_COLUMNS, policy):
            company, product = read_text(row.get("company_id")), read_text(row.get("product"))
            if company and day <= as_of_date:
                keep_greatest(by_company[company, catalog_ids[product]], day, values)
        for pair, by_day in together(by_company, customer_of, USE_COLUMNS).items():
            self.use[pair[0], pair[1]] = Series(by_day)
        by_company.clear()
        for row, day, values in read_rows(signals or [], "signal_date", SIGNAL_COLUMNS, policy):
            company = read_text(row.get("company_id"))
            if company and day <= as_of_date:
                keep_greatest(by_company[(company,)], day, values)
        for customer, by_day in together(by_company, customer_of, SIGNAL_COLUMNS).items():
            self.signals[customer[0]] = Series(by_day)

    def of_pair(self, pair: Pair) -> Series:
        """Give the use of a pair."""
        return self.use.get(pair) or Series()

    def of_customer(self, customer_id: str) -> Series:
        """Give the signals of a customer."""
        return self.signals.get(customer_id) or Series()

    def instead(self, product_id: str) -> Series:
        """Give what stands in for a window in which nothing is reported of a pair.

        Where that means that it was not used: nobody, on the days on which others used the product.
        """
        if not self.missing_is_zero:
            return Series()
        if product_id not in self._instead:
            nobody = dict.fromkeys(USE_COLUMNS) | {"active_users": Decimal(0)}
            nobody["used_units"] = Decimal(0)
            series = [each for pair, each in self.use.items() if pair[1] == product_id]
            self._instead[product_id] = Series(
                {day: nobody for each in series for day in each.days}
            )
        return self._instead[product_id]

    @property
    def first_day(self) -> date | None:
        """The first day of which anything is reported."""
        series = (*self.use.values(), *self.signals.values())
        return min((each.days[0] for each in series), default=None)


def read_rows(
    rows: list[RawRow], day_column: str, columns: tuple[str, ...], policy: Policy
) -> Iterator[tuple[RawRow, date, Day]]:
    """Give the rows whose day can be read, with their day and numbers.

    A number that cannot be read is none, nor is a count below zero, or a score outside 0 to 100.
    """

    def texts(column: str) -> list[str | None]:
        return [row.get(column) for row in rows]

    date_format = format_of_dates(texts(day_column), policy.date_format)
    formats = {each: format_of_numbers(texts(each), policy.number_format) for each in columns}
    for row in rows:
        day = read_date(row.get(day_column), date_format, policy.source_timezone).value
        if day is None:
            continue
        values = {each: read_decimal(row.get(each), 4, formats[each]).value for each in columns}
        for column, number in values.items():
            if number is not None and not is_usable(column, number):
                values[column] = None
        yield row, day, values


def is_usable(column: str, number: Number) -> bool:
    """Say whether a number can be what its column says: no count or score is below zero."""
    return number >= 0 and (number <= GREATEST_SCORE or not column.endswith("_score"))


def keep_greatest(by_day: dict[date, Day], day: date, values: Day) -> None:
    """Put numbers beside those of the same day: the greatest of each column stays."""
    kept = by_day.setdefault(day, dict.fromkeys(values))
    for column, number in values.items():
        other = kept[column]
        if number is not None:
            kept[column] = number if other is None else max(other, number)


def together(
    by_company: dict[tuple[str, ...], dict[date, Day]],
    customer_of: Callable[[str], str],
    columns: tuple[str, ...],
) -> dict[tuple[str, ...], dict[date, Day]]:
    """Put the companies of each customer together, day by day."""
    found: dict[tuple[str, ...], dict[date, list[Day]]] = defaultdict(lambda: defaultdict(list))
    for (company, *rest), by_day in by_company.items():
        for day, values in by_day.items():
            found[(customer_of(company), *rest)][day].append(values)
    return {
        key: {
            day: {
                column: TOGETHER.get(column, sum)(known) if known else None
                for column in columns
                for known in [[each[column] for each in companies if each[column] is not None]]
            }
            for day, companies in by_day.items()
        }
        for key, by_day in found.items()
    }
