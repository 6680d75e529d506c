"""Write the workbook, sheet by sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbook import read, sheets
from workbook.book import HEADER_OF_VALUES, WIDTHS, Book
from workbook.definitions import describe, in_words
from workbook.read import Marts, Row
from workbook.sheets import NAMES, SHEETS, Column, Sheet

README, DEFINITIONS = "Read me", "Definitions"
HEAD_LINES = 4
MONTHS_PER_PAGE = 12
# Rows between the head of a sheet and its table, and one that is empty.
EXTRA_ROWS = {"Renewals": 4, "Customers": 4, "Movements": 4, "Reconciliation": 2}
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Place:
    """Where a table stands: its header, and its first and last row, counted from 0."""

    header: int
    first: int
    last: int


def write_workbook(marts: Marts, path: Path) -> None:
    """Write the workbook to a file.

    Args:
        marts: what `read_marts` gives.
        path: the file; replaced if it is there.
    """
    info = marts.info
    as_of, currency = info["as_of_date"].isoformat(), info["reporting_currency"]
    foot = f"{currency}, as of {as_of}".replace("&", "&&")
    book = Book(path, info["built_at"], f"Retention by product, as of {as_of}", foot)
    writer = Writer(book, marts, f"Amounts in {currency}; figures as of {as_of}.")
    writer.write_all()
    book.file.close()


class Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Book, marts: Marts, units: str) -> None:
        self.book, self.marts, self.units = book, marts, units
        self.places = {sheet.name: place_of(sheet, marts) for sheet in SHEETS}

    def write_all(self) -> None:
        """Write every sheet and the names of ranges."""
        self.read_me()
        for sheet in SHEETS:
            self.table(sheet)
        self.definitions()
        for name, (sheet, column) in NAMES.items():
            self.book.file.define_name(name, f"={self.range_of(sheet, column)}")

    def range_of(self, sheet: Sheet, name: str) -> str:
        """Give the cells of a column, as a formula on another sheet writes them."""
        place = self.places[sheet.name]
        letter = xl_col_to_name(position(sheet, name))
        return f"'{sheet.name}'!${letter}${place.first + 1}:${letter}${place.last + 1}"

    def table(self, sheet: Sheet) -> None:
        """Write a sheet that holds a table."""
        book, place, table = self.book, self.places[sheet.name], self.marts.tables[sheet.name]
        page = book.sheet(
            sheet.name,
            [sheet.name, sheet.answers, f"Mart {marts_of(sheet)}. {self.units}", self.note(sheet)],
        )
        for number, column in enumerate(sheet.columns):
            is_number = column.kind not in ("text", "flag", "month")
            book.header(page, place.header, number, column.header, bool(column.formula), is_number)
            page.set_column(number, number, column.width or WIDTHS[column.kind])
        width = len(sheet.columns)
        if sheet is sheets.CUSTOMERS:
            width = self.grid(page, place)
        elif sheet is sheets.RENEWALS:
            self.sums_of_renewals(page)
        elif sheet is sheets.MOVEMENTS:
            self.sums_of_movements(page, place)
        elif sheet is sheets.RECONCILIATION:
            self.count_of_differences(page)
        for number, row in enumerate(table.rows, place.first):
            for at, column in enumerate(sheet.columns):
                value = row[column.name]
                if column.formula and column.where in ("", row.get("scope")):
                    formula = cells_of(sheet, column.formula, number)
                    book.formula(page, number, at, column.kind, formula, value)
                elif not column.formula:
                    book.value(page, number, at, column.kind, value)
        for at, column in enumerate(sheet.columns):
            if column.kind == "check":
                book.alarm(page, place.first, at, place.last, at)
        page.autofilter(place.header, 0, place.last, width - 1)
        page.freeze_panes(place.first, sheet.frozen)
        page.repeat_rows(place.header)
        page.set_row(place.header, 32)

    def note(self, sheet: Sheet) -> str:
        """Say what a sheet leaves out."""
        table, limit = self.marts.tables[sheet.name], getattr(read, sheet.limit)
        if not table.left_out:
            return SHORTER.get(sheet, "Complete: nothing is left out.")
        left_out = f"{table.left_out:,}"
        if sheet is sheets.CUSTOMERS:
            return (
                f"The {limit:,} largest customers; {left_out} smaller ones are one row, "
                f"{read.OTHERS}, so that the totals tie."
            )
        if sheet is sheets.MOVEMENTS:
            return (
                f"The {limit:,} largest movements of {read.MOVEMENT_MONTHS} months; {left_out} "
                f"smaller ones are one row, {read.OTHERS}, so that the sum ties."
            )
        rows = table.rows
        if "arr_month" in rows[0]:
            oldest = min(row["arr_month"] for row in rows if row.get("scope") != "company")
            return (
                f"Months before {oldest:%Y-%m} are left out"
                + (" for products" if rows[0].get("scope") in ("company", "product") else "")
                + f": {left_out} rows. A sheet holds about {limit:,}."
            )
        return f"The first {limit:,} rows; {left_out} are left out."

    def grid(self, page: Worksheet, place: Place) -> int:
        """Write the months of the grid of customers, with totals that tie to the bridge."""
        book, marts = self.book, self.marts
        rows, first_column = marts.tables["Customers"].rows, len(sheets.CUSTOMERS.columns)
        labels = ("Sum of the rows below", "Closing ARR of sheet Bridge", "Check: must be 0.00")
        for number, label in enumerate(labels, HEAD_LINES):
            book.text(page, number, 1, label, bold=True)
        for at, month in enumerate(marts.months, first_column):
            letter = xl_col_to_name(at)
            page.set_column(at, at, WIDTHS["money"])
            book.value(
                page,
                place.header,
                at,
                "month",
                month,
                bold=True,
                bottom=1,
                bg_color=HEADER_OF_VALUES,
                align="right",
                valign="top",
            )
            amounts = [row["arr_by_month"].get(month) for row in rows]
            total = sum((amount for amount in amounts if amount is not None), Decimal(0))
            closing = marts.totals[month]
            summed = f"SUM({letter}{place.first + 1}:{letter}{place.last + 1})"
            book.formula(page, HEAD_LINES, at, "money", summed, total, bold=True)
            looked_up = (
                f"SUMIFS(Bridge_closing,Bridge_month,{letter}${place.header + 1},"
                'Bridge_scope,"company")'
            )
            book.formula(page, HEAD_LINES + 1, at, "money", looked_up, closing)
            difference = f"ROUND({letter}{HEAD_LINES + 1}-{letter}{HEAD_LINES + 2},2)"
            book.formula(page, HEAD_LINES + 2, at, "check", difference, total - closing)
            for number, amount in enumerate(amounts, place.first):
                book.value(page, number, at, "money", amount)
        page.fit_to_pages(-(-len(marts.months) // MONTHS_PER_PAGE) or 1, 0)
        page.repeat_columns(0, 1)
        last_column = first_column + max(len(marts.months), 1) - 1
        book.alarm(page, HEAD_LINES + 2, first_column, HEAD_LINES + 2, last_column)
        return first_column + len(marts.months)

    def sums_of_renewals(self, page: Worksheet) -> None:
        """Write what comes up within 90 days, what of it is at risk, and what overdue ARR is."""
        book, rows = self.book, self.marts.tables["Renewals"].rows
        at = position(sheets.RENEWALS, "arr")
        ahead = read.next_days(rows)
        overdue = [row for row in rows if row["status"] == "overdue"]
        within = f"{read.AHEAD_DAYS} days"
        for number, (label, column, criteria, found) in enumerate(
            (
                (f"ARR, next {within}", "arr", sheets.NEXT_DAYS, ahead),
                (f"ARR at risk, next {within}", "at_risk", sheets.NEXT_DAYS, ahead),
                ("ARR at risk, overdue", "at_risk", 'Renewals_status,"overdue"', overdue),
            ),
            HEAD_LINES,
        ):
            book.text(page, number, at - 1, label, bold=True, align="right")
            name = "arr" if column == "arr" else "arr_at_risk"
            total = sum((row[name] for row in found), Decimal(0))
            formula = f"SUMIFS(Renewals_{column},{criteria})"
            book.formula(page, number, at, "money", formula, total, bold=True)

    def sums_of_movements(self, page: Worksheet, place: Place) -> None:
        """Write what the movements add up to, what a filter leaves, and what the bridge says."""
        book, sums = self.book, self.marts.movements
        at = position(sheets.MOVEMENTS, "arr_change")
        letter = xl_col_to_name(at)
        cells = f"{letter}{place.first + 1}:{letter}{place.last + 1}"
        labels = ("Sum of what a filter shows", "Sum of all rows", "Check with sheet Bridge")
        for number, label in enumerate(labels, HEAD_LINES):
            book.text(page, number, at - 1, label, bold=True, align="right")
        if sums["to_month"] is None:
            return
        total = sums["arr_change"]
        book.formula(page, HEAD_LINES, at, "money", f"SUBTOTAL(109,{cells})", total, bold=True)
        book.formula(page, HEAD_LINES + 1, at, "money", f"SUM({cells})", total)
        opening, closing = (
            f"SUMIFS(Bridge_{name},Bridge_month,DATE({month:%Y},{month.month},1),"
            'Bridge_scope,"company")'
            for name, month in (("opening", sums["from_month"]), ("closing", sums["to_month"]))
        )
        formula = f"ROUND({letter}{HEAD_LINES + 2}-({closing}-{opening}),2)"
        check = total - (sums["closing_arr"] - sums["opening_arr"])
        book.formula(page, HEAD_LINES + 2, at, "check", formula, check)
        book.alarm(page, HEAD_LINES + 2, at, HEAD_LINES + 2, at)

    def count_of_differences(self, page: Worksheet) -> None:
        """Write how many checks differ."""
        self.book.text(page, HEAD_LINES, 0, "Rows that differ: must be 0", bold=True)
        number = sum(row["difference"] != 0 for row in self.marts.tables["Reconciliation"].rows)
        cells = self.range_of(sheets.RECONCILIATION, "difference")
        self.book.formula(page, HEAD_LINES, 1, "count", not_zero(cells), number, bold=True)
        self.book.alarm(page, HEAD_LINES, 1, HEAD_LINES, 1)

    def read_me(self) -> None:
        """Write the first sheet: what the figures are of, in short, and where to look."""
        book, marts, info = self.book, self.marts, self.marts.info
        page = book.sheet(
            README,
            [
                "Retention by product",
                "ARR, NRR and GRR of the company and each of its products, made from licences.",
                "Blue cells are values of the marts. Black cells are formulas; what is stored with "
                "them are values of the marts, too.",
            ],
        )
        page.set_column(0, 0, 42)
        page.set_column(1, 8, 17)
        row = 4
        row = self.headline(page, row) + 1
        for label, kind, value in (
            ("Reporting date", "date", info["as_of_date"]),
            ("Last month", "month", info["last_month"]),
            ("Currency", "text", info["reporting_currency"]),
            ("Input", "text", info["source_input"]),
            ("Version of the project", "text", info["project_version"]),
            ("Built at, UTC", "time", info["built_at"].replace(microsecond=0)),
        ):
            book.text(page, row, 0, label)
            book.value(page, row, 1, kind, value, align="left")
            row += 1
        if marts.inexact:
            book.text(
                page,
                row,
                0,
                f"Beware: {marts.inexact:,} amounts are of {read.INEXACT:,} or more. A spreadsheet "
                "holds 15 digits, so that their cents are not exact here; they are in the marts.",
                bold=True,
            )
            row += 1
        row = self.checks(page, row + 1) + 1
        for at, text in enumerate(("Sheet", "What it answers")):
            book.header(page, row, at, text)
        for sheet in SHEETS:
            row += 1
            page.write_url(
                row, 0, f"internal:'{sheet.name}'!A1", book.style(underline=1), sheet.name
            )
            book.text(page, row, 1, sheet.answers)
        row += 1
        page.write_url(row, 0, f"internal:'{DEFINITIONS}'!A1", book.style(underline=1), DEFINITIONS)
        book.text(page, row, 1, "How is each column defined, and which cell works out what?")
        row += 2
        for at, text in enumerate(("Setting", "Value")):
            book.header(page, row, at, text)
        for name, value in sorted(marts.settings.items()):
            row += 1
            book.text(page, row, 0, name)
            book.text(page, row, 1, setting(value))

    def headline(self, page: Worksheet, row: int) -> int:
        """Write the company's last month, a row for each window; give the row after it."""
        book = self.book
        month = self.marts.info["last_month"]
        for at, (text, is_formula) in enumerate(
            (
                ("Company, month", False),
                ("Window, months", False),
                ("Opening ARR of the base", True),
                ("Closing ARR of the base", True),
                ("NRR", True),
                ("GRR", True),
                ("ARR, all customers", True),
            )
        ):
            book.header(page, row, at, text, is_formula, is_number=is_formula)
        page.set_row(row, 32)
        found = [
            each
            for each in self.marts.tables["Retention"].rows
            if each["arr_month"] == month and each["scope"] == "company"
        ]
        for each in found:
            row += 1
            self.window_of_headline(page, row, each)
        return row + 1

    def window_of_headline(self, page: Worksheet, row: int, found: Row) -> None:
        """Write the company's last month over one window."""
        book, number = self.book, row + 1
        book.value(page, row, 0, "month", found["arr_month"], align="left")
        book.value(page, row, 1, "whole", found["window_months"], align="left")

        def company(column: str) -> str:
            return (
                f"SUMIFS(Retention_{column},Retention_month,$A{number},Retention_window,$B{number},"
                'Retention_scope,"company")'
            )

        rate = 'IF($C{0}=0,"",({1})/$C{0})'
        kept = f"$C{number}-{company('contraction')}-{company('churned')}"
        arr = f'SUMIFS(Bridge_closing,Bridge_month,$A{number},Bridge_scope,"company")'
        for at, (kind, formula, value) in enumerate(
            (
                ("money", company("opening"), found["opening_arr"]),
                ("money", company("closing"), found["closing_arr"]),
                ("rate", rate.format(number, f"$D{number}"), found["nrr"]),
                ("rate", rate.format(number, kept), found["grr"]),
                ("money", arr, self.marts.totals[found["arr_month"]]),
            ),
            2,
        ):
            book.formula(page, row, at, kind, formula, value, bold=True)

    def checks(self, page: Worksheet, row: int) -> int:
        """Write how many checks of each sheet fail; give the row after them."""
        book = self.book
        for at, text in enumerate(("Check", "Cells that are not 0")):
            book.header(page, row, at, text, at == 1)
        first = row + 1
        for sheet in SHEETS:
            for column in sheet.columns:
                if column.kind != "check":
                    continue
                row += 1
                rows = self.marts.tables[sheet.name].rows
                wrong = sum(each[column.name] not in (None, 0) for each in rows)
                book.text(page, row, 0, f"{sheet.name}: {column.header}")
                cells = self.range_of(sheet, column.name)
                book.formula(page, row, 1, "count", not_zero(cells), wrong, align="left")
        row += 1
        last = xl_col_to_name(len(sheets.CUSTOMERS.columns) + max(len(self.marts.months), 1) - 1)
        begin = xl_col_to_name(len(sheets.CUSTOMERS.columns))
        cells = f"'Customers'!${begin}${HEAD_LINES + 3}:${last}${HEAD_LINES + 3}"
        grid = self.marts.tables["Customers"].rows
        wrong = sum(
            sum(each["arr_by_month"].get(month) or 0 for each in grid) != self.marts.totals[month]
            for month in self.marts.months
        )
        book.text(page, row, 0, "Customers: sum with Bridge")
        book.formula(page, row, 1, "count", not_zero(cells), wrong, align="left")
        row += 1
        sums = self.marts.movements
        ties = sums["to_month"] is None or (
            sums["arr_change"] == sums["closing_arr"] - sums["opening_arr"]
        )
        letter = xl_col_to_name(position(sheets.MOVEMENTS, "arr_change"))
        cells = f"'Movements'!${letter}${HEAD_LINES + 3}"
        book.text(page, row, 0, "Movements: sum with Bridge")
        book.formula(page, row, 1, "count", not_zero(cells), int(not ties), align="left")
        book.alarm(page, first, 1, row, 1)
        return row + 1

    def definitions(self) -> None:
        """Write what each column is, and how its cells come about."""
        book, row = self.book, HEAD_LINES
        page = book.sheet(
            DEFINITIONS,
            [
                "Definitions",
                "How is each column defined, and which cell works out what?",
                "docs/definitions.md of the project is the whole text.",
            ],
        )
        for title, words in in_words():
            book.text(page, row, 0, title, bold=True, valign="top")
            book.text(page, row, 1, words)
            row += 1
        row += 1
        header = row
        for at, (text, width) in enumerate(
            (("Sheet", 20), ("Column", 24), ("From", 44), ("Formula", 60), ("Meaning", 110))
        ):
            book.header(page, row, at, text)
            page.set_column(at, at, width)
        for sheet in SHEETS:
            for column in sheet.columns:
                row += 1
                source, meaning = describe(sheet, column, self.marts.comments)
                for at, text in enumerate(
                    (sheet.name, column.header, source, in_headers(sheet, column), meaning)
                ):
                    if text:
                        book.text(page, row, at, text, text_wrap=at > 2, valign="top")
        page.autofilter(header, 0, row, 4)
        page.freeze_panes(header + 1, 0)
        page.repeat_rows(header)


def place_of(sheet: Sheet, marts: Marts) -> Place:
    """Give where the table of a sheet stands; one without rows has an empty one."""
    header = HEAD_LINES + EXTRA_ROWS.get(sheet.name, 1)
    return Place(header, header + 1, header + max(len(marts.tables[sheet.name].rows), 1))


def position(sheet: Sheet, name: str) -> int:
    """Give where a column stands on its sheet."""
    return [column.name for column in sheet.columns].index(name)


def cells_of(sheet: Sheet, formula: str, row: int) -> str:
    """Put the cells of a row into a formula."""
    return PLACE.sub(
        lambda found: xl_rowcol_to_cell(row, position(sheet, found[1]), col_abs=True), formula
    )


def in_headers(sheet: Sheet, column: Column) -> str:
    """Write a formula with the heads of the columns in place of cells."""
    headers = {each.name: each.header for each in sheet.columns}
    # It begins with no sign of equality: this is a text.
    return PLACE.sub(lambda found: f"[{headers[found[1]]}]", column.formula)


def not_zero(cells: str) -> str:
    """Count the cells that are not 0; texts are none."""
    return f'COUNTIF({cells},">0")+COUNTIF({cells},"<0")'


def setting(value: Any) -> str:
    """Write the value of a var."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "(none)"
    return (
        "(none)" if value is None else str(value).lower() if value in (True, False) else str(value)
    )


def marts_of(sheet: Sheet) -> str:
    """Name the marts of a sheet."""
    company = sheet.mart.replace("_product_", "_company_")
    return sheet.mart if company == sheet.mart else f"{company} and {sheet.mart}"


SHORTER = {
    sheets.CUSTOMERS: f"All customers with ARR in the last {read.CUSTOMER_MONTHS} months, the "
    "largest of the last month first.",
    sheets.MOVEMENTS: f"All movements of the last {read.MOVEMENT_MONTHS} months.",
}
