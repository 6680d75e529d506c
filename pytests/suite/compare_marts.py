"""Write every mart of a set of books as files, and compare two such sets row for row.

    PYTHONPATH=pytests:pytests/support python pytests/suite/compare_marts.py write FOLDER
        [--project DIR] [--raw NAME=DIR [--raw ...]]
    PYTHONPATH=pytests:pytests/support python pytests/suite/compare_marts.py compare BEFORE AFTER

Before a change that must not move a figure, write the marts of the project as it stands; after it,
write them again and compare. Columns may move and be added; a row or value that differs is printed.
The books are the bundled sample and two random books, each under several policies and with a second
load that restates closed months. `--raw NAME=DIR` adds a folder of CSV files of one's own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
from books import RawTables, mixed_book
from harness import MARTS_SCHEMA, build_book, sample_tables

Vars = dict[str, Any]

# Loads are dated, so that both sides close the same months.
FIRST_LOAD: Vars = {"loaded_at": "2026-02-01 12:00:00", "close_business_day": 4}
SECOND_LOAD: Vars = {"loaded_at": "2026-03-01 12:00:00", "close_business_day": 4}
POLICIES: dict[str, Vars] = {
    "default": {},
    "monthly": {
        "fx_mode": "monthly",
        "renewal_grace_days": 30,
        "auto_renew_past_end": True,
        "customer_grain": "parent",
        "reactivation_counts_as_new_after_months": 6,
        "retention_windows": [1, 2, 12],
        "method_floor_arr": 1200,
        "small_base_entities": 2,
    },
    "other_basis": {
        "value_basis": "mrr",
        "migration_detection": False,
        "end_date_is_inclusive": False,
        "reporting_currency": "EUR",
        "retention_windows": [1, 6],
        "method_floor_arr": 0,
    },
}
# What depends on the moment of the build or on dbt, not on the book.
LEFT_OUT = {"dbt_scd_id", "dbt_updated_at"}


def books(raw: list[str]) -> dict[str, tuple[RawTables, list[str]]]:
    """Give the tables of each book and the policies under which it is built."""
    chosen: dict[str, tuple[RawTables, list[str]]] = {
        "sample": (sample_tables(), ["default", "monthly"]),
        "random_1": (mixed_book(101, 60, veterans=3), ["default", "monthly"]),
        "random_2": (mixed_book(202, 60, veterans=3), ["other_basis", "monthly"]),
    }
    for text in raw:
        name, folder = text.split("=", 1)
        connection = duckdb.connect()
        tables: RawTables = {}
        for path in sorted(Path(folder).glob("*.csv")):
            rows = connection.read_csv(str(path), all_varchar=True)
            tables[path.stem] = [
                dict(zip(rows.columns, values, strict=True)) for values in rows.fetchall()
            ]
        chosen[name] = (tables, ["default", "monthly"])
    return chosen


def later_load(tables: RawTables) -> RawTables:
    """Change, drop and back-date some licences, as a load a month later may."""
    chance = random.Random(7)
    licenses = []
    for row in tables["licenses"]:
        if chance.random() < 0.03:
            continue
        changed = dict(row)
        for amount in ("arr", "mrr", "value"):
            if changed.get(amount) and chance.random() < 0.02:
                changed[amount] = "1234.56"
        licenses.append(changed)
    return {**tables, "licenses": licenses}


def write(folder: Path, project: Path, raw: list[str]) -> None:
    """Build every book under its policies and write its marts as Parquet files."""
    for name, (tables, policies) in books(raw).items():
        for policy in policies:
            work_dir = Path(mkdtemp())
            for number, (load, load_tables) in enumerate(
                [(FIRST_LOAD, tables), (SECOND_LOAD, later_load(tables))], start=1
            ):
                database = build_book(
                    work_dir,
                    load_tables,
                    {**POLICIES[policy], **load},
                    command="run",
                    project_dir=project,
                )
                write_schema(database, folder / f"{name}-{policy}-{number}")
            print(f"{name}, policy {policy}: written", flush=True)


def write_schema(database: Path, folder: Path) -> None:
    """Write each table and view of the marts and of the history as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            f" where table_schema in ('{MARTS_SCHEMA}', 'main_history')"
        ).fetchall()
        for schema, name in names:
            target = folder / f"{name}.parquet"
            connection.execute(f"copy {schema}.{name} to '{target}' (format parquet)")


def compare(before: Path, after: Path) -> int:
    """Print what differs between two written sets; return how many tables differ."""
    wrong, tables = 0, 0
    for old in sorted(before.glob("*/*.parquet")):
        new = after / old.relative_to(before)
        tables += 1
        complaint = difference(old, new)
        if complaint:
            wrong += 1
            print(f"{old.relative_to(before)}: {complaint}")
    for new in sorted(after.glob("*/*.parquet")):
        if not (before / new.relative_to(after)).exists():
            print(f"{new.relative_to(after)}: new")
    print(f"{tables} tables compared, {wrong} differ")
    return wrong


def difference(old: Path, new: Path) -> str:
    """Say how the rows of two files differ in the columns of the first; empty if they do not."""
    if not new.exists():
        return "is gone"
    connection = duckdb.connect()
    columns = [row[0] for row in connection.execute(f"describe from '{old}'").fetchall()]
    there = {row[0] for row in connection.execute(f"describe from '{new}'").fetchall()}
    missing = [column for column in columns if column not in there]
    if missing:
        return "lacks " + ", ".join(missing)
    kept = [column for column in columns if column not in LEFT_OUT]
    selected = ", ".join(f'"{column}"' for column in kept)
    counts = {}
    for side, (one, other) in {"before": (old, new), "after": (new, old)}.items():
        rows = connection.execute(
            f"select {selected} from '{one}' except all select {selected} from '{other}' limit 3"
        ).fetchall()
        if rows:
            counts[side] = [dict(zip(kept, row, strict=True)) for row in rows]
    return "\n  " + json.dumps(counts, default=str) if counts else ""


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--project", type=Path, default=Path(__file__).resolve().parents[2])
    writing.add_argument("--raw", action="append", default=[])
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "write":
        os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
        write(arguments.folder, arguments.project, arguments.raw)
    elif compare(arguments.before, arguments.after):
        sys.exit(1)


if __name__ == "__main__":
    main()
