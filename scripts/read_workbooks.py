"""Turn Excel workbooks into Parquet files for dbt; `make` does it where raw_format is xlsx."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any


class WorkbookError(Exception):
    """A workbook that cannot be read as a table; the message says why."""


def convert_folder(raw_path: Path, tables: list[str], target: Path) -> None:
    """Turn the workbooks of raw tables into Parquet files of the same names.

    Args:
        raw_path: the folder that holds <table>.xlsx.
        tables: names of the raw tables; one without a workbook is left out, and dbt says so.
        target: the folder for the Parquet files; those of other tables in it are removed.

    Raises:
        WorkbookError: if a workbook cannot be read as a table.
    """
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.parquet"):
        old.unlink()
    for table in tables:
        path = raw_path / f"{table}.xlsx"
        if path.is_file():
            convert(path, target / f"{table}.parquet")


def convert(path: Path, parquet_path: Path) -> None:
    """Turn the first sheet of a workbook that holds anything into a Parquet file of texts.

    Args:
        path: the workbook. The first row of the sheet names the columns.
        parquet_path: the file to write.

    Raises:
        WorkbookError: if the workbook cannot be read as a table.
    """
    import duckdb

    names, rows = read_table(path)
    csv_path = parquet_path.with_suffix(".csv")
    with csv_path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        writer.writerows(rows)
    columns = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names) + "}"
    source = f"read_csv({quoted(csv_path)}, auto_detect = false, header = true, columns = {columns}"
    source += (
        """, delim = ',', quote = '"', escape = '"', parallel = false, max_line_size = 20000000)"""
    )
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select * from {source}) to {quoted(parquet_path)} (format parquet)"
            )
    finally:
        os.unlink(csv_path)


def quoted(text: object) -> str:
    """Write a text as SQL does."""
    return "'" + str(text).replace("'", "''") + "'"


def read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Read the first sheet of a workbook that holds anything, as texts.

    Args:
        path: the workbook.

    Returns:
        The names of the columns, and the rows below. Columns of nothing are left out.

    Raises:
        WorkbookError: if the file is no workbook, holds nothing, or has values below no name or the
            same name twice.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
            tables = [sheet.to_python(skip_empty_area=True) for sheet in sheets]
    except (CalamineError, OSError, ValueError) as error:
        raise WorkbookError(f"{path} cannot be read as an Excel workbook: {error}") from error
    cells = next((table for table in tables if table), [])
    if not cells:
        raise WorkbookError(f"{path} is empty: no sheet has a row with the names of the columns.")
    header, *body = [[text_of(cell) for cell in row] for row in cells]
    used = [
        number for number, name in enumerate(header) if name or any(row[number] for row in body)
    ]
    names = [header[number] for number in used]
    if "" in names:
        number = used[names.index("")] + 1
        raise WorkbookError(
            f"Column {number} of {path} has values but no name in the first row of the sheet."
            " Name it, or delete what stands above the names of the columns."
        )
    twice = sorted(
        {name for name in names if [each.lower() for each in names].count(name.lower()) > 1}
    )
    if twice:
        raise WorkbookError(f"{path} names a column twice: {', '.join(twice)}. Rename one of them.")
    return names, [[row[number] for number in used] for row in body]


def text_of(cell: Any) -> str:
    """Write a cell as a text: days and times as ISO 8601 does, whole numbers without a fraction."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
