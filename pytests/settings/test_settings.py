"""The examples of docs/settings.md: what each policy switch changes, and that nothing else moves.

All examples are one book. It is built once with the defaults, then with other settings. Under every
build, the example of each var that was switched must give the figures of that setting and all other
examples those of their default: the switches do not act on each other's cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from books import RawTables
from compare import is_same
from harness import MARTS_SCHEMA, PROJECT_DIR, THOROUGH, build_book
from settings_page import (
    EXAMPLES_PATH,
    NO_COLUMN,
    PAGE_PATH,
    Example,
    Shown,
    raw_text,
    read_examples,
    render_page,
    render_tables,
    setting_text,
)

# Vars that decide nothing about a figure, and why.
NOT_POLICY = {
    "input": "where the raw tables are",
    "raw_database": "where the raw tables are",
    "raw_schema": "where the raw tables are",
    "raw_models": "where the raw tables are",
    "raw_path": "where the raw tables are",
    "raw_format": "where the raw tables are",
    "optional_inputs": "which raw tables exist",
    "column_names": "which raw column is which",
    "sources": "which systems are read; docs/sources",
    "empty_source": "when a build stops; docs/sources",
    "paused_counts_as_active": "of one system, so no case of this book; docs/sources",
    "license_key": "which rows are one licence",
    "number_format": "how the source writes numbers",
    "date_format": "how the source writes dates",
    "source_timezone": "where the clocks of the source are",
    "as_of_date": "the day of the report, not a rule",
    "loaded_at": "the day of the load, not a rule",
    "known_at": "which licences are read, not a rule; docs/close.md",
    "keep_history": "whether figures are kept, not what they are; docs/close.md",
    "close_business_day": "when figures are kept, not what they are; docs/close.md",
    "restated_share_limit": "when a build stops; docs/close.md",
    "fiscal_year_starts_in": "names of months, not figures",
    "movers_per_product": "how many rows, not what they say",
    "customer_retention_months": "how many rows, not what they say",
    "months_ahead": "how many rows, not what they say",
    "cohort_periods": "which rows there are, not what they say",
    "signal_months": "how many rows, not what they say",
    "study_by_family": "more rows of a study; test_landmark_studies has them",
    "pseudonymise_customers": "names, not figures",
    "reader_role": "who may read",
    "schema_convention": "names of schemas",
    "print_summary": "printing",
}

# Columns that hold names, in raw tables and in marts; in a mart the first one that it has tells
# whose row it is.
RAW_NAMES = "license_id company_id product product_id family parent_company_id".split()
MART_NAMES = "product_id product_family customer_id license_id".split()

EXAMPLES = read_examples()
PROJECT = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
PROJECT_VARS = PROJECT["vars"]["product_retention_defaults"]


def list_builds() -> dict[str, dict[str, Any]]:
    """Give the vars that each build switches, by the name of the build.

    Examples are made so that switches do not act on each other's cases. So a build switches all
    vars to their second setting, and another to their third; with `THOROUGH`, each has its own.
    """
    builds: dict[str, dict[str, Any]] = {"defaults": {}}
    for var, example in EXAMPLES.by_var.items():
        for number, setting in enumerate(example.settings[1:], start=2):
            group = "apart" if var in EXAMPLES.built_apart else "together"
            name = f"{var}: {setting_text(setting)}" if THOROUGH else f"{group}, setting {number}"
            builds.setdefault(name, {})[var] = setting
    return builds


BUILDS = list_builds()


# Building and reading -------------------------------------------------------------------------


def book() -> RawTables:
    """Give the raw tables of all examples together, names prefixed with the example's.

    The page leaves out the names of products and companies; here they are called as their ids.
    """
    tables: RawTables = {}
    for var, example in EXAMPLES.by_var.items():
        for name, rows in example.tables.items():
            tables.setdefault(name, []).extend(
                {
                    column: None if value is None else own_name(var, column, value)
                    for column, value in row.items()
                }
                for row in rows
            )
    for table, key in (("products", "product_id"), ("companies", "company_id")):
        tables[table] = [{"name": row[key], **row} for row in tables[table]]
    return tables


def own_name(var: str, column: str, value: Any) -> str:
    """Write a raw value; a name gets that of the example before it."""
    return f"{var}/{value}" if column in RAW_NAMES else raw_text(value)


def read_shown_rows(
    connection: duckdb.DuckDBPyConnection, example: Example, shown: Shown
) -> list[list[Any]]:
    """Read what a mart shows of one example.

    Args:
        connection: to a build.
        example: whose rows to read.
        shown: which mart, columns and rows.

    Returns:
        The rows, sorted by all columns, with names as the example has them.
    """
    described = connection.execute(f"describe {MARTS_SCHEMA}.{shown.mart}").fetchall()
    existing = {name for name, *_ in described}
    selected = [
        f'"{column}"' if column in existing else f"'{NO_COLUMN}'" for column in shown.columns
    ]
    conditions, values = ["true"], []
    for owner in [column for column in MART_NAMES if column in existing][:1]:
        conditions.append(f"starts_with({owner}, ?)")
        values.append(f"{example.var}/")
    for column, allowed in shown.where.items():
        allowed = allowed if isinstance(allowed, list) else [allowed]
        conditions.append(f'"{column}" in ({", ".join("?" * len(allowed))})')
        values += [f"{example.var}/{each}" if column in MART_NAMES else each for each in allowed]
    rows = connection.execute(
        f"select {', '.join(selected)} from {MARTS_SCHEMA}.{shown.mart}"
        f" where {' and '.join(conditions)} order by all",
        values,
    ).fetchall()
    return [
        [
            value.removeprefix(f"{example.var}/") if column in MART_NAMES else value
            for column, value in zip(shown.columns, row, strict=True)
        ]
        for row in rows
    ]


def find_differences(
    connection: duckdb.DuckDBPyConnection, example: Example, setting_number: int
) -> list[str]:
    """Compare an example with a build, by the rules of `compare.is_same`.

    Args:
        connection: to the build.
        example: what to compare.
        setting_number: which of the example's settings holds in this build.
    """
    messages = []
    for shown in example.shown:
        expected = shown.rows[setting_number]
        actual = read_shown_rows(connection, example, shown)
        is_equal = len(expected) == len(actual) and all(
            is_same(wanted, found)
            for wanted_row, found_row in zip(expected, actual, strict=True)
            for wanted, found in zip(wanted_row, found_row, strict=True)
        )
        if not is_equal:
            messages.append(
                f"{example.var}: {setting_text(example.settings[setting_number])}, {shown.mart}"
                f" ({', '.join(shown.columns)}):"
                f"\n  expected {[[str(value) for value in row] for row in expected]}"
                f"\n  actual   {[[str(value) for value in row] for row in actual]}"
            )
    return messages


# Tests ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("build", BUILDS)
def test_figures(
    build: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """A switch changes its own example to the figures on the page, and no other example."""
    switched = BUILDS[build]
    marts = {shown.mart for example in EXAMPLES.by_var.values() for shown in example.shown}
    database_path = build_book(
        tmp_path,
        book(),
        {"as_of_date": EXAMPLES.as_of_date.isoformat(), **switched},
        select=[f"+{mart}" for mart in sorted(marts)],
        command="run",
    )
    messages = []
    with duckdb.connect(str(database_path), read_only=True) as connection:
        for var, example in EXAMPLES.by_var.items():
            if example.needs in switched:
                continue
            number = example.settings.index(switched[var]) if var in switched else 0
            messages += find_differences(connection, example, number)
    assert not messages, "\n".join([f"built with {switched or 'the defaults'}", *messages])
    record_property("settings", len(EXAMPLES.by_var))


def test_examples_start_from_the_default() -> None:
    """The first setting of an example is what the project has when nobody says anything."""
    first = {var: example.settings[0] for var, example in EXAMPLES.by_var.items()}
    assert first == {var: PROJECT_VARS[var] for var in first}


def test_each_setting_is_shown_to_matter() -> None:
    """Under the last setting of an example, some figure is another than under the first."""
    idle = [
        var
        for var, example in EXAMPLES.by_var.items()
        if all(shown.rows[0] == shown.rows[-1] for shown in example.shown)
    ]
    assert not idle


def test_every_policy_switch_has_a_section() -> None:
    """A var is either no policy, or has a section with its example, in the order of the project."""
    policy = [var for var in PROJECT_VARS if var not in NOT_POLICY]
    page = PAGE_PATH.read_text(encoding="utf-8")
    assert set(NOT_POLICY) <= set(PROJECT_VARS)
    assert re.findall(r"^## `(\w+)`$", page, re.MULTILINE) == policy
    assert re.findall(r"^<!-- example (\w+) -->$", page, re.MULTILINE) == policy
    assert sorted(EXAMPLES.by_var) == sorted(policy)
    macro = (PROJECT_DIR / "macros" / "vars" / "policy_vars.sql").read_text(encoding="utf-8")
    assert re.findall(r"'(\w+)'", macro) == policy, "report_info names them"
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    for section in sections:
        if (var := section.split("`")[1]) in policy:
            assert render_tables(EXAMPLES.by_var[var]) in section, f"{var}: not in its section"


def test_page_holds_the_tables() -> None:
    """Every table of the page is that of the examples."""
    page = PAGE_PATH.read_text(encoding="utf-8")
    assert page == render_page(page, EXAMPLES), (
        f"docs/settings.md differs from {EXAMPLES_PATH.name}:"
        " run python pytests/settings/settings_page.py --write"
    )
