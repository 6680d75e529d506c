"""What is odd in the tables of use and of account signals; one row per table and issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import date, timedelta

from oracle.catalog import UNASSIGNED, Catalog
from oracle.policy import Policy
from oracle.rows import RawRow
from oracle.usage import SIGNAL_COLUMNS, USE_COLUMNS, Number, is_usable
from oracle.values import (
    format_of_dates,
    format_of_numbers,
    read_date,
    read_decimal,
    read_text,
)

# Table, no key, issue and how many raw rows show it.
Found = tuple[str, str, str, int]
TABLES = {
    "product_usage": ("usage_date", USE_COLUMNS),
    "account_signals": ("signal_date", SIGNAL_COLUMNS),
}


def usage_issues(
    tables: dict[str, list[RawRow] | None],
    catalog: Catalog,
    known_companies: Container[str | None],
    known_products: Container[str],
    policy: Policy,
    today: date,
) -> Iterator[Found]:
    """Judge each row, and the rows of a company, product and day together.

    Args:
        tables: the raw tables, None where there is no such table.
        catalog: finds products.
        known_companies: ids of companies that have a licence or are listed.
        known_products: ids of products of the catalog or of licences that are accepted.
        policy: for the format of days and numbers.
        today: a row that is dated later than the day after it is not believed.
    """
    for table, (day_column, columns) in TABLES.items():
        rows = tables[table] or []
        date_format = format_of_dates([row.get(day_column) for row in rows], policy.date_format)
        formats = {
            each: format_of_numbers([row.get(each) for row in rows], policy.number_format)
            for each in columns
        }
        of_day: dict[tuple[str, str, date], list[tuple[Number | None, ...]]] = defaultdict(list)
        for row in rows:
            company, product_id = read_text(row.get("company_id")), ""
            if not any(read_text(row.get(each)) for each in ("company_id", day_column, *columns)):
                continue
            day = read_date(row.get(day_column), date_format, policy.source_timezone).value
            if company is None or day is None:
                yield table, "", "row_without_company_or_day", 1
            if company is None:
                continue
            if day is not None and day > today + timedelta(days=1):
                yield table, "", "day_in_the_future", 1
                continue
            if day is None:
                continue
            numbers = []
            all_usable = True
            for column in columns:
                number = read_decimal(row.get(column), 4, formats[column]).value
                if number is not None and not is_usable(column, number):
                    number = None
                all_usable = all_usable and (number is not None or not read_text(row.get(column)))
                numbers.append(number)
            if not all_usable:
                yield table, "", "unusable_measure", 1
            if company not in known_companies:
                yield table, "", "usage_of_unknown_company", 1
            if table == "product_usage":
                product_id = catalog.find(read_text(row.get("product")))[0].product_id
                if product_id == UNASSIGNED or product_id not in known_products:
                    yield table, "", "usage_of_unknown_product", 1
            of_day[company, product_id, day].append(tuple(numbers))
        for of_one in of_day.values():
            if len(set(of_one)) > 1:
                yield table, "", "day_listed_twice", len(of_one)
