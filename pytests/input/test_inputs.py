"""One company through every input: files of text, typed files, typed tables; and wrong vars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import parsed_projects
import pytest
from compare import counted
from harness import BuildError, build_book, read_rows, sample_tables

COLUMNS = ["arr_month", "window_months", "product_id", "opening_arr", "closing_arr", "nrr", "grr"]

# Typed as a loader would land them.
TYPES = {
    "licenses": {
        "value": "decimal(18, 2)",
        "mrr": "double",
        "quantity": "integer",
        "from_date": "date",
        "to_date": "date",
        "to_date_included": "boolean",
        "is_trial": "boolean",
        "is_recurring": "boolean",
        "created_at": "timestamp",
        "updated_at": "timestamp",
    },
    "exchange_rates": {"rate_date": "date", "rate": "double"},
    "product_usage": {"usage_date": "date", "active_users": "integer", "used_units": "double"},
    "account_signals": {"signal_date": "timestamp", "open_tickets": "integer"},
}
FIGURES = ["+retention_product_monthly", "+int_product_usage", "+int_account_signals"]


def figures(database_path: Path) -> dict[str, Counter[tuple[tuple[str, object], ...]]]:
    """Give what a build makes of licences, usage and account signals."""
    usage = {"schema": "main_intermediate"}
    return {
        "retention": counted(read_rows(database_path, "retention_product_monthly", COLUMNS)),
        "usage": counted(read_rows(database_path, "int_product_usage", **usage)),
        "signals": counted(read_rows(database_path, "int_account_signals", **usage)),
    }


def typed_tables(raw_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Load the CSV files of a folder into typed tables of the schema planhat.

    Args:
        raw_path: folder with <table>.csv.
        connection: where to create them.
    """
    connection.execute("create schema planhat")
    for path in sorted(raw_path.glob("*.csv")):
        types = TYPES.get(path.stem, {})
        columns = [f"try_cast({name} as {kind}) as {name}" for name, kind in types.items()]
        replace = f" replace ({', '.join(columns)})" if columns else ""
        connection.execute(
            f"create table planhat.{path.stem} as select *{replace}"
            f" from read_csv('{path}', header = true, all_varchar = true)"
        )


def readable(text: str, read: Callable[[str], object]) -> bool:
    """Tell whether a text is empty or can be read."""
    try:
        return not text or bool(read(text) or True)
    except ValueError:
        return False


def test_every_input_gives_the_same_figures(tmp_path: Path) -> None:
    """Text files, typed Parquet files and typed tables agree, where every text can be typed."""
    tables = sample_tables()
    tables["licenses"] = [
        row
        for row in tables["licenses"]
        if readable(row["from_date"], date.fromisoformat)
        and readable(row["to_date"], date.fromisoformat)
        and all(readable(row[name], float) for name in ("value", "mrr", "arr", "quantity"))
    ]
    build = partial(build_book, command="run", select=FIGURES)
    expected = figures(build(tmp_path / "csv", tables, {}))
    assert all(len(rows) > 500 for rows in expected.values())
    all_inputs = {"optional_inputs": [name for name in tables if name != "licenses"]}

    tables_path = tmp_path / "tables" / "book.duckdb"
    tables_path.parent.mkdir()
    with duckdb.connect(str(tables_path)) as connection:
        typed_tables(tmp_path / "csv" / "raw", connection)
        (tmp_path / "parquet").mkdir()
        for name in tables:
            connection.execute(
                f"copy planhat.{name} to '{tmp_path / 'parquet' / name}.parquet' (format parquet)"
            )
    by_tables = build(tmp_path / "tables", {}, {"input": "tables", **all_inputs})
    assert figures(by_tables) == expected

    parquet = {"raw_path": str(tmp_path / "parquet"), "raw_format": "parquet", **all_inputs}
    assert figures(build(tmp_path / "typed", {}, parquet)) == expected


@pytest.mark.parametrize(
    ("project_vars", "message"),
    [
        ({"input": "excel"}, 'var input is "excel"; allowed: sample, tables, files'),
        ({"value_basis": "tcv"}, 'var value_basis is "tcv"; allowed: term_total, arr, mrr'),
        ({"retention_windows": [12, 0]}, "var retention_windows is [12, 0]; allowed: a list of"),
        ({"retention_windows": 12}, "var retention_windows is 12; allowed: a list of"),
        ({"as_of_date": "2024-02-30"}, 'var as_of_date is "2024-02-30"; allowed: a day'),
        ({"as_of_dat": "2024-02-29"}, "unknown var as_of_dat; known are: input"),
        (
            {"customer_segments": ["x; drop table y"]},
            'var customer_segments is ["x; drop table y"]; allowed: a list of extra columns',
        ),
    ],
)
def test_a_wrong_var_stops_the_build(
    project_vars: dict[str, object],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message names the var, its value and what is allowed, and nothing is built."""
    # As for a user, dbt parses the project: it stops there, before it opens a database.
    monkeypatch.delenv(parsed_projects.FOLDER_VARIABLE, raising=False)
    with pytest.raises(BuildError) as error:
        build_book(tmp_path, {"licenses": []}, project_vars, command="run")
    assert message in " ".join(str(error.value).split())
    assert not (tmp_path / "book.duckdb").exists()
