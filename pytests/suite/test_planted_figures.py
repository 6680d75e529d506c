"""Put one wrong figure into a mart, any mart and any column: some data test must fail.

The bundled company is built once. Then each figure of each mart is changed in one row, the compiled
data tests that read the mart are run, and the change is rolled back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from harness import MARTS_SCHEMA, build_book, sample_tables

# What no identity can check: figures that only the licence row itself states, and a limit that the
# seed leaves empty.
NOT_CHECKED = {
    ("fct_licenses", "quantity"),
    ("fct_licenses", "exchange_rate"),
    ("dim_products", "tier_rank"),
    # Nothing else that is closed has them; test_close compares them with the mart that was closed.
    ("closed_retention_company_monthly", "opening_customers"),
    ("closed_retention_company_monthly", "fx_arr"),
    ("closed_retention_product_monthly", "fx_arr"),
    ("dq_issue_summary", "error_share"),
}


@dataclass(frozen=True)
class Built:
    """The built company: its connection, and for each mart the SQL of the tests that read it."""

    connection: duckdb.DuckDBPyConnection
    tests_of: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Build the bundled company, tests included, and read what dbt compiled."""
    work_dir: Path = tmp_path_factory.mktemp("planted")
    database_path = build_book(work_dir, sample_tables(), {}, command="check", keeps_artifacts=True)
    manifest = json.loads((work_dir / "target" / "manifest.json").read_text(encoding="utf-8"))
    tests_of: dict[str, dict[str, str]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            marts = {parent.split(".")[-1] for parent in node["depends_on"]["nodes"]}
            closed = {mart for mart in marts if mart.startswith(("closed_", "restatement"))}
            # A closed copy of the right figure would give every wrong one away.
            for mart in closed or marts:
                tests_of.setdefault(mart, {})[node["name"]] = node["compiled_code"]
    with duckdb.connect(str(database_path)) as connection:
        yield Built(connection, tests_of)


def figures(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Give every numeric column of every mart that is a table with rows."""
    columns = connection.execute(
        "select table_name, column_name from information_schema.columns"
        " natural join information_schema.tables"
        " where table_schema = ? and table_type = 'BASE TABLE' and (data_type like 'DECIMAL%'"
        " or data_type in ('DOUBLE', 'INTEGER', 'BIGINT')) order by all",
        [MARTS_SCHEMA],
    ).fetchall()
    return [
        (mart, column)
        for mart, column in columns
        if connection.execute(f"select 1 from {MARTS_SCHEMA}.{mart} limit 1").fetchone()
    ]


def is_noticed(built: Built, mart: str, column: str) -> bool:
    """Change the column in one row and tell whether a test of the mart fails.

    Args:
        built: the built company.
        mart: name of the mart.
        column: a numeric column of it.

    Returns:
        True if a test returns a row that it did not return before.
    """
    connection = built.connection
    # In a row that has as many other figures as any: where all are 0 a wrong one may be right, too.
    # A column without any figure in the sample gets one where there should be none.
    filled = " + ".join(
        f'coalesce(cast("{other}" <> 0 as integer), 0)'
        for other_mart, other in figures(connection)
        if other_mart == mart
    )
    connection.execute("begin")
    try:
        connection.execute(
            f'update {MARTS_SCHEMA}.{mart} set "{column}" = coalesce("{column}", 0) + 1'
            f" where rowid = (select rowid from {MARTS_SCHEMA}.{mart}"
            f' order by "{column}" is null, "{column}" <> 0 desc, {filled} desc, rowid desc'
            " limit 1)"
        )
        return any(
            connection.execute(f"select 1 from ({sql}) limit 1").fetchone()
            for sql in built.tests_of.get(mart, {}).values()
        )
    finally:
        connection.execute("rollback")


def test_a_wrong_figure_is_noticed(
    built: Built, record_property: Callable[[str, object], None]
) -> None:
    """No figure of any mart can be off by one without a test that fails."""
    planted = [each for each in figures(built.connection) if each not in NOT_CHECKED]
    unnoticed = [
        f"{mart}.{column}" for mart, column in planted if not is_noticed(built, mart, column)
    ]
    assert not unnoticed, "no test fails with a wrong " + ", ".join(unnoticed)
    record_property("planted", len(planted))


@pytest.mark.parametrize(
    ("mart", "change", "where", "words"),
    [
        (
            *("retention_product_monthly", "nrr = 9", "nrr = 1"),
            r"nrr is 9.0, not 1.0 = closing_arr / opening_arr\.",
        ),
        (
            *("retention_company_monthly", "grr = nrr + 1", "nrr > 1"),
            r"grr is .*, not from 0 to 1\. grr is .*, not at most .* = nrr\.",
        ),
        ("dim_customers", "current_arr = -5", "true", r"current_arr is -5.00, not at least 0\."),
        (
            *("fct_arr_movements", "reason = 'x'", "true"),
            r"reason is x, not one of new_customer, .*\.",
        ),
        ("fct_arr_movements", "reason = null", "true", r"reason is null\."),
        (
            *("dim_customers", "customer_id = null", "true"),
            r"customer_id -: A part of the key is null\.",
        ),
    ],
)
def test_a_broken_rule_says_what_is_wrong(
    built: Built, mart: str, change: str, where: str, words: str
) -> None:
    """Test row_rules names the key of the row, the column and what was expected."""
    connection, sql = built.connection, built.tests_of[mart][f"row_rules_{mart}"]
    connection.execute("begin")
    try:
        table = f"{MARTS_SCHEMA}.{mart}"
        connection.execute(
            f"update {table} set {change}"
            f" where rowid = (select min(rowid) from {table} where {where})"
        )
        messages = [message for (message,) in connection.execute(sql).fetchall()]
    finally:
        connection.execute("rollback")
    assert len(messages) == 1
    assert re.search(words, messages[0]), messages
    assert re.match(r"\w+ \S+(, \w+ \S+)*: ", messages[0]), messages
