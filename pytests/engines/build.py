"""Build the project on an engine, and compare what two engines make of the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from books import RawTables
from compare import is_same, show
from harness import PROJECT_DIR, BuildError, failure_message, run_dbt

from engines.base import RAW_SCHEMA, Engine, Rows

# Typed columns as a loader may land them; all others are text.
TYPES = {
    "arr": "decimal(18,4)",
    "mrr": "double precision",
    "value": "decimal(20,6)",
    "quantity": "integer",
    "length": "double precision",
    "rate": "decimal(18,8)",
    "tier_rank": "integer",
    "from_date": "date",
    "to_date": "timestamp",
    "renewal_date": "date",
    "notice_date": "date",
    "rate_date": "date",
    "launched_on": "date",
    "created_at": "timestamp",
    "updated_at": "timestamptz",
    "is_trial": "boolean",
    "auto_renews": "boolean",
}
FLAGS = {"true": True, "t": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

# Spark adds up doubles in an order of its own. That costs the last digits of a rate near 1, which
# are many of what it is above or below another.
LAST_DIGITS = 1e-14


@dataclass(frozen=True)
class Place:
    """A folder and a database to build in."""

    folder: Path
    engine: Engine

    def load(self, tables: RawTables, typed: bool = False) -> None:
        """Replace the raw tables; see `typed_rows`. A NUL, which not every engine knows, is cut."""
        rows = {name: typed_rows(rows) if typed else rows for name, rows in tables.items()}
        clean = {
            name: [
                {
                    column: value.replace("\x00", "") if isinstance(value, str) else value
                    for column, value in row.items()
                }
                for row in same_columns(each)
            ]
            for name, each in rows.items()
            if each
        }
        self.engine.load(clean, TYPES if typed else {})

    def dbt(self, *arguments: str, project_vars: dict[str, Any]) -> None:
        """Run a dbt command.

        Raises:
            BuildError: if it fails; names the failing nodes.
        """
        output = {"threads": 2, **self.engine.profile()}
        profile = {"product_retention": {"target": "dev", "outputs": {"dev": output}}}
        (self.folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
        outcome = run_dbt(
            [
                *("--quiet", "--no-use-colors", "--log-path", str(self.folder / "logs")),
                *arguments,
                *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(self.folder)),
                *("--target-path", str(self.folder / "target"), "--vars", json.dumps(project_vars)),
            ]
        )
        if not outcome.success:
            raise BuildError(f"{self.engine.name}: {failure_message(outcome)}")

    def build(
        self, project_vars: dict[str, Any], tests: bool = False, unit_tests: bool = False
    ) -> None:
        """Run `dbt build`, without tests unless they are asked for."""
        chosen = ["--selector", "everything"] if unit_tests else []
        chosen += [] if tests else ["--exclude-resource-type", "test"]
        self.dbt("build", *chosen, project_vars=project_vars)


def table_vars(tables: RawTables, **project_vars: Any) -> dict[str, Any]:
    """Give the vars for raw tables in a schema of their own; those without a row are left out."""
    present = [name for name, rows in tables.items() if rows]
    return {
        "input": "tables",
        "raw_schema": RAW_SCHEMA,
        "optional_inputs": [name for name in present if name != "licenses"],
        "print_summary": False,
        **project_vars,
    }


def same_columns(rows: Iterable[dict[str, Any]]) -> Rows:
    """Give every row the columns of all, null where it lacks them."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [{column: row.get(column) for column in columns} for row in rows]


def typed_rows(rows: Iterable[dict[str, str | None]]) -> Rows:
    """Read the texts of columns that have a type; null where they cannot be read."""
    return [
        {column: typed_value(value, TYPES.get(column, "text")) for column, value in row.items()}
        for row in rows
    ]


def typed_value(value: str | None, type_: str) -> Any:
    """Read one text as its column's type."""
    if value is None or type_ == "text":
        return value
    text = value.strip()
    try:
        if type_ == "boolean":
            return FLAGS.get(text.lower())
        if type_ == "date":
            return date.fromisoformat(text[:10])
        if type_ == "timestamp":
            return datetime.fromisoformat(text[:19])
        if type_ == "timestamptz":
            return datetime.fromisoformat(text[:19]).replace(tzinfo=timezone.utc)
        number = Decimal(text)
        if not number.is_finite() or abs(number) >= 10**9:
            return None
        if type_ == "integer":
            return int(number)
        return float(number) if type_ == "double precision" else number
    except (ValueError, InvalidOperation):
        return None


def schema_differences(
    expected: dict[str, Rows], actual: dict[str, Rows], left_out: tuple[str, ...] = ()
) -> list[str]:
    """Say where the relations of two schemas differ: every row and every column is compared.

    Money, dates, texts, flags and counts must be equal; a rate, which is a double, may be off by
    1e-12 of its size, and what is left of the difference of two rates by `LAST_DIGITS`. The order
    of rows does not matter.

    Args:
        expected: relation to its rows, as one engine has them.
        actual: the same of the other.
        left_out: columns that need not be equal.
    """
    messages = []
    for name in sorted(expected.keys() | actual.keys()):
        if name not in expected or name not in actual:
            messages.append(f"{name}: only one of them has it")
            continue
        ones, others = (sorted(rows[name], key=sort_key) for rows in (expected, actual))
        found = []
        if len(ones) != len(others):
            found.append(f"{name}: {len(ones)} rows, and {len(others)}")
        for one, other in zip(ones, others, strict=False):
            if list(one) != list(other):
                found.append(f"{name}: columns {list(one)}, and {list(other)}")
                break
            found += [
                f"{name}: {column}: {show(one[column])[:80]}, and {show(other[column])[:80]}"
                f" in {str(one)[:400]}"
                for column in one
                if column not in left_out and not is_same(one[column], other[column], LAST_DIGITS)
            ]
            if len(found) >= 5:
                break
        messages += found[:5]
    return messages


def sort_key(row: dict[str, Any]) -> tuple[tuple[bool, str], ...]:
    """Order rows by all that must be equal, of whatever type; rates come with their parts."""
    return tuple(
        (value is None, f"{value:.4f}" if isinstance(value, Decimal | int) else str(value))
        for value in row.values()
        if not isinstance(value, float)
    )
