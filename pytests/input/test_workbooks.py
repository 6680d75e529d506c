"""Excel workbooks give the figures that the same rows give as CSV files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import run_dbt
import xlsxwriter
from harness import build_book, read_rows
from read_workbooks import WorkbookError, convert, convert_folder

HEADER = ["License ID", "company_id", "product", "From Date", "to_date", "arr", "is_trial", "Note"]
ROWS: list[list[Any]] = [
    ["W-1", "North", "Core", date(2024, 1, 1), date(2024, 12, 31), 1200, False, 'says "hi", twice'],
    ["W-2", "North", "Extra", datetime(2024, 2, 1), "2025-01-31", 99.5, None, "two\nlines"],
    ["W-3", "South", "Core", "2024-03-01", None, "640.25", False, "Größe 客户"],
    [4, "South", "Extra", datetime(2024, 3, 1, 9, 30), None, 0.1, True, None],
]
TEXTS = [
    ("W-1", "North", "Core", "2024-01-01", "2024-12-31", "1200", "false", 'says "hi", twice'),
    ("W-2", "North", "Extra", "2024-02-01", "2025-01-31", "99.5", None, "two\nlines"),
    ("W-3", "South", "Core", "2024-03-01", None, "640.25", "false", "Größe 客户"),
    ("4", "South", "Extra", "2024-03-01 09:30:00", None, "0.1", "true", None),
]


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write a workbook as people have them: days are numbers with a format."""
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    return path


def read(path: Path, tmp_path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Convert a workbook, and read names and rows of the Parquet file; an empty text is none."""
    convert(path, tmp_path / "licenses.parquet")
    with duckdb.connect() as connection:
        cursor = connection.execute(
            "select * from read_parquet(?)", [f"{tmp_path}/licenses.parquet"]
        )
        names = [column[0] for column in cursor.description]
        return names, [tuple(value or None for value in row) for row in cursor.fetchall()]


def test_cells_become_texts(tmp_path: Path) -> None:
    """Days are ISO dates, whole numbers have no fraction, and texts are as they were."""
    path = write_workbook(tmp_path / "w.xlsx", {"Licences": [HEADER, *ROWS]})
    assert read(path, tmp_path) == (HEADER, TEXTS)


def test_the_first_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    """An empty sheet before it, blank lines above, and a column of nothing are passed over."""
    blank: list[Any] = [None] * 9
    table = [blank, [None, *HEADER], *[[None, *row] for row in ROWS]]
    path = write_workbook(tmp_path / "w.xlsx", {"Cover": [], "Data": table, "More": [["x"]]})
    assert read(path, tmp_path) == (HEADER, TEXTS)


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"Empty": []}, "is empty: no sheet has a row"),
        ({"Data": [["license_id", None], ["L", "x"]]}, "Column 2 of .* has values but no name"),
        ({"Data": [["arr", "ARR"], [1, 2]]}, "names a column twice: ARR, arr"),
    ],
)
def test_what_is_no_table_is_said(
    sheets: dict[str, list[list[Any]]], message: str, tmp_path: Path
) -> None:
    """Each with a sentence of its own."""
    with pytest.raises(WorkbookError, match=message):
        convert(write_workbook(tmp_path / "w.xlsx", sheets), tmp_path / "licenses.parquet")


def test_another_file_under_the_name_is_said(tmp_path: Path) -> None:
    """A CSV file that was renamed is no workbook."""
    (tmp_path / "w.xlsx").write_text("license_id,arr\nL,1\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match="cannot be read as an Excel workbook"):
        convert(tmp_path / "w.xlsx", tmp_path / "licenses.parquet")


def test_vars_lead_to_the_converted_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make` does with raw_format xlsx; a table of an earlier run is not left behind."""
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    write_workbook(tmp_path / "licenses.xlsx", {"Licences": [HEADER, *ROWS]})
    project_vars = {"input": "files", "raw_format": "xlsx", "raw_path": str(tmp_path)}
    convert_folder(tmp_path, ["licenses"], tmp_path / "target" / "xlsx")
    (tmp_path / "target" / "xlsx" / "companies.parquet").write_bytes(b"old")
    changed = run_dbt.vars_of_workbooks(project_vars)
    assert changed == {"raw_format": "parquet", "raw_path": str(tmp_path / "target" / "xlsx")}
    assert [path.name for path in Path(changed["raw_path"]).iterdir()] == ["licenses.parquet"]
    assert run_dbt.vars_of_workbooks(project_vars | {"raw_format": "csv"}) == {}
    with pytest.raises(WorkbookError, match=r"There is no file .*licenses\.xlsx"):
        run_dbt.vars_of_workbooks(project_vars | {"raw_path": str(tmp_path / "target")})


def test_a_workbook_builds(tmp_path: Path) -> None:
    """The ARR of the rows comes out."""
    write_workbook(tmp_path / "licenses.xlsx", {"Licences": [HEADER, *ROWS]})
    convert_folder(tmp_path, ["licenses"], tmp_path / "xlsx")
    project_vars = {
        "raw_format": "parquet",
        "raw_path": str(tmp_path / "xlsx"),
        "as_of_date": "2024-06-30",
    }
    database_path = build_book(tmp_path, {}, project_vars, ["+fct_licenses"], command="run")
    rows = read_rows(database_path, "fct_licenses", ["license_id", "arr", "starts_on"])
    found = {row["license_id"]: (float(row["arr"]), row["starts_on"].isoformat()) for row in rows}
    assert found == {
        "W-1": (1200, "2024-01-01"),
        "W-2": (99.5, "2024-02-01"),
        "W-3": (640.25, "2024-03-01"),
    }
