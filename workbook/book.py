"""What all sheets share: formats, cells by kind, the head of a sheet, and how it prints."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbook.text import legible, looks_like_formula

# Blue for what a mart holds, black for what a cell works out: a custom of finance. The pair, and
# the orange of a check that fails, can be told apart by those who cannot tell red from green.
VALUE, FORMULA, ALARM = "#0B4F8A", "#000000", "#E69F00"
HEADER_OF_VALUES, HEADER_OF_FORMULAS, LINE = "#DCE6F1", "#EDEDED", "#BFBFBF"

MONEY = "#,##0.00;-#,##0.00"
NUMBER_FORMATS = {
    "text": "General",
    "flag": "General",
    "month": "mmm yyyy",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm:ss",
    "money": MONEY,
    "check": MONEY,
    "count": "#,##0",
    "whole": "0",
    "score": "0.0",
    "rate": "0.0 %",
    "exact_rate": "0.0000 %",
}
WIDTHS = {
    **{"text": 20, "flag": 8, "month": 10, "date": 12, "time": 19, "money": 16},
    **{"check": 11, "count": 10, "whole": 9, "score": 9, "rate": 9, "exact_rate": 11},
}
FIRST_YEAR = 1900  # spreadsheets know no day before
A4 = 9


class Book:
    """A workbook that is being written."""

    def __init__(self, path: Path, built_at: datetime.datetime, title: str, foot: str) -> None:
        self.file = Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_date_format": NUMBER_FORMATS["date"],
            },
        )
        # Not the time of this run: the same marts make the same file.
        self.file.set_properties({"title": title, "created": built_at.replace(microsecond=0)})
        self.file.set_calc_mode("auto")
        self.foot = foot
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **properties: Any) -> Format:
        """Give a format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"font_name": "Calibri", **properties})
        return self.formats[key]

    def sheet(self, name: str, head: Sequence[str]) -> Worksheet:
        """Begin a sheet with its title and the lines below it."""
        sheet = self.file.add_worksheet(name)
        self.text(sheet, 0, 0, head[0], bold=True, font_size=14)
        for number, line in enumerate(head[1:], 1):
            self.text(sheet, number, 0, line, italic=number > 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{self.foot}&C&A&RPage &P of &N")
        sheet.hide_gridlines(1)
        return sheet

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any) -> None:
        """Write a text, whatever it looks like."""
        if looks_like_formula(text):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, legible(text), self.style(**properties))

    def value(
        self, sheet: Worksheet, row: int, column: int, kind: str, value: Any, **properties: Any
    ) -> None:
        """Write a value of a mart; null stays empty."""
        if value is None:
            return
        if kind == "flag":
            value = "yes" if value else ""
        if isinstance(value, datetime.date) and value.year < FIRST_YEAR:
            value = value.isoformat()
        if isinstance(value, str):
            if value:
                self.text(sheet, row, column, value, font_color=VALUE, **properties)
            return
        properties = {"font_color": VALUE, "num_format": NUMBER_FORMATS[kind], **properties}
        style = self.style(**properties)
        if isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)

    def formula(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        kind: str,
        formula: str,
        value: Any,
        **properties: Any,
    ) -> None:
        """Write a formula, and the value that it has."""
        style = self.style(font_color=FORMULA, num_format=NUMBER_FORMATS[kind], **properties)
        sheet.write_formula(row, column, f"={formula}", style, stored(value))

    def header(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        text: str,
        is_formula: bool = False,
        is_number: bool = False,
    ) -> None:
        """Write the head of a column; grey over formulas."""
        self.text(
            sheet,
            row,
            column,
            text,
            bold=True,
            italic=is_formula,
            text_wrap=True,
            align="right" if is_number else "left",
            valign="top",
            bottom=1,
            bottom_color=LINE,
            bg_color=HEADER_OF_FORMULAS if is_formula else HEADER_OF_VALUES,
        )

    def alarm(self, sheet: Worksheet, first: int, column: int, last: int, to: int) -> None:
        """Let cells that are not 0 stand out."""
        sheet.conditional_format(
            *(first, column, last, to),
            {
                "type": "cell",
                "criteria": "not between",
                "minimum": -0.0000000004,
                "maximum": 0.0000000004,
                "format": self.file.add_format(
                    {"bg_color": ALARM, "bold": True, "font_color": FORMULA}
                ),
            },
        )


def stored(value: Any) -> Any:
    """Give what is stored with a formula: its value, or nothing where it has none."""
    if value is None:
        return ""
    # A decimal would be stored as a text.
    return float(value) if isinstance(value, Decimal) else value
