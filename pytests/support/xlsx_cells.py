"""Read an XLSX file with the standard library: types, values, formulas and formats of its cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
FORMULA_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^>]*><f>.*?</c>', re.DOTALL)
VALUE = re.compile(rb"<v>[^<]*</v>")
EMPTY_AGAIN = b"<v>99</v>"


@dataclass(frozen=True)
class Cell:
    """A cell: `value` is a number or a text, `is_text` says how it is stored."""

    value: float | str
    is_text: bool
    formula: str
    number_format: str
    quote_prefix: bool


Cells = dict[tuple[int, int], Cell]


def read_cells(path: Path) -> dict[str, Cells]:
    """Give the cells of every sheet, by row and column, counted from 1."""
    with zipfile.ZipFile(path) as file:
        shared = [
            "".join(each.text or "" for each in item.iter(f"{MAIN}t"))
            for item in parse(file, "xl/sharedStrings.xml")
        ]
        formats = read_formats(parse(file, "xl/styles.xml"))
        names = [
            each.get("name", "") for each in parse(file, "xl/workbook.xml").iter(f"{MAIN}sheet")
        ]
        return {
            name: read_sheet(parse(file, f"xl/worksheets/sheet{number}.xml"), shared, formats)
            for number, name in enumerate(names, 1)
        }


def parse(file: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Parse a part of the file."""
    return ElementTree.fromstring(file.read(name))


def read_formats(styles: ElementTree.Element) -> list[tuple[str, bool]]:
    """Give number format and quote prefix of every style of cells."""
    codes = {
        each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")
    }
    cell_styles = styles.find(f"{MAIN}cellXfs")
    assert cell_styles is not None
    return [
        (codes.get(each.get("numFmtId"), each.get("numFmtId", "")), each.get("quotePrefix") == "1")
        for each in cell_styles
    ]


def read_sheet(
    sheet: ElementTree.Element, shared: list[str], formats: list[tuple[str, bool]]
) -> Cells:
    """Give the cells of a sheet that hold anything."""
    cells: Cells = {}
    for cell in sheet.iter(f"{MAIN}c"):
        kind, formula = cell.get("t", "n"), cell.findtext(f"{MAIN}f") or ""
        text = cell.findtext(f"{MAIN}v") or ""
        value: float | str = text
        if kind == "s":
            value = ESCAPED.sub(lambda found: chr(int(found[1], 16)), shared[int(text)])
        elif kind == "n" and text:
            value = float(text)
        number_format, quote_prefix = formats[int(cell.get("s", "0"))]
        cells[place(cell.get("r", ""))] = Cell(
            value, kind in ("s", "str"), formula, number_format, quote_prefix
        )
    return cells


def place(name: str) -> tuple[int, int]:
    """Turn B3 into (3, 2)."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def table_of(cells: Cells, first_header: str) -> list[dict[str, Cell]]:
    """Give the rows below a header whose first cell has a text, by their heads."""
    top = next(
        row
        for (row, column), cell in sorted(cells.items())
        if column == 1 and cell.value == first_header
    )
    heads = {column: cell.value for (row, column), cell in cells.items() if row == top}
    rows: dict[int, dict[str, Cell]] = {}
    for (row, column), cell in sorted(cells.items()):
        if row > top and column in heads:
            rows.setdefault(row, {})[heads[column]] = cell
    return list(rows.values())


def rewrite(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Copy an XLSX file, changing its parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))


def forget_values(name: str, part: bytes) -> bytes:
    """Put a wrong value beside every formula, so that only working them out gives the right one."""
    if not name.startswith("xl/worksheets/"):
        return part
    return FORMULA_CELL.sub(lambda cell: VALUE.sub(EMPTY_AGAIN, cell[0]), part)
