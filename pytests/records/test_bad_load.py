"""A load that restates too much of what was closed stops, and leaves the marts as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import RawTables
from harness import BuildError, build_book, read_rows

Row = dict[str, str | None]
FIRST = "2024-03-06 08:00:00"
SECOND = "2024-04-04 08:00:00"


def licence(number: int) -> Row:
    """Give a licence of 1,200 a year of a customer of its own, from January 2023 on."""
    return {
        "license_id": f"L{number:02}",
        "company_id": f"C{number:02}",
        "product": "Core",
        "from_date": "2023-01-01",
        "to_date": None,
        "arr": "1200",
    }


BOOK: RawTables = {"licenses": [licence(number) for number in range(20)]}


def build(
    work_dir: Path, tables: RawTables, loaded_at: str, command: str = "check", **project_vars: Any
) -> Path:
    """Build a load."""
    return build_book(
        work_dir,
        tables,
        {
            "loaded_at": loaded_at,
            "as_of_date": loaded_at[:10],
            "close_business_day": 4,
            **project_vars,
        },
        command=command,
        without_signals=True,
    )


def arr_of_customers(path: Path) -> dict[str, Any]:
    """Give the ARR of each customer in the newest month."""
    rows = read_rows(path, "fct_arr_monthly", ["customer_id", "arr_month", "arr"])
    newest = max(row["arr_month"] for row in rows)
    return {row["customer_id"]: row["arr"] for row in rows if row["arr_month"] == newest}


def test_half_an_export_stops_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The marts stay, the message says what is gone, and the limit can be raised for once."""
    path = build(tmp_path, BOOK, FIRST, "run")
    before = arr_of_customers(path)
    assert len(before) == 20

    half: RawTables = {"licenses": BOOK["licenses"][:10]}
    with pytest.raises(BuildError, match="assert_no_load_restates_too_much"):
        build(tmp_path, half, SECOND)
    # 10 x 1,200 in 14 months, of twice as much.
    said = capsys.readouterr().out
    assert "restates 50.0 % of the ARR of all closed months (50.0 % of the last one)" in said
    assert "at 10 customers. ARR x months: gone 168000.00, lower 0.00" in said
    assert arr_of_customers(path) == before
    closed = read_rows(path, "closed_months", ["arr_month"])
    assert len(closed) == 14

    build(tmp_path, half, SECOND, "run", restated_share_limit=0.5)
    assert len(arr_of_customers(path)) == 10
    assert len(read_rows(path, "closed_months", ["arr_month"])) == 15
