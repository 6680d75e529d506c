"""Usage of Amplitude and Mixpanel and tickets of Intercom: figures worked out by hand.

`raw_usage` holds the tables as their loader lands them; what comes of them stands in
`expected_usage.csv`, `expected_tickets.csv` and `expected_usage_left_out.csv`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from harness import (
    BuildError,
    build_book,
    dbt_arguments,
    failure_message,
    read_csv,
    read_rows,
    run_dbt,
    write_profile,
)

HERE = Path(__file__).parent
RAW = HERE / "raw_usage"
TABLES = ("licenses", "companies", "products", "customer_links")
OPTIONS: dict[str, dict[str, Any]] = {
    "amplitude": {"company_key": "org id"},
    "mixpanel": {"ids_of": "planhat"},
    "intercom": {},
}
MODELS = ["+int_product_usage", "+int_account_signals", "+int_event_issues"]
UNIT_TESTED = (
    *("stg_intercom__tickets", "int_product_usage_landed", "int_account_signals_landed"),
    *("int_event_issues", "int_customer_links"),
)


def usage_vars(loader: str, **options: Any) -> dict[str, Any]:
    """Give the vars that read usage by a loader, and licences of Planhat."""
    return {
        "as_of_date": "2025-05-31",
        "loaded_at": "2025-06-01",
        "sources": {
            "planhat": {},
            **{
                source: {
                    "loader": loader,
                    "schema": f"{source}_{loader}",
                    **given,
                    **options.get(source, {}),
                }
                for source, given in OPTIONS.items()
            },
        },
    }


def build(work_dir: Path, project_vars: dict[str, Any], models: list[str]) -> Path:
    """Build models of the book, with their data tests and a seed that names its events."""
    for folder in RAW.iterdir():
        if folder.is_dir():
            shutil.copytree(folder, work_dir / "raw" / folder.name, dirs_exist_ok=True)
    return build_book(
        work_dir,
        {name: read_csv(RAW / f"{name}.csv") for name in TABLES},
        project_vars,
        select=models,
        command="check",
        more_arguments=("--indirect-selection", "cautious"),
        seed_files={"usage_events": RAW / "usage_events.csv"},
    )


@pytest.fixture(
    scope="module", params=["fivetran", pytest.param("airbyte", marks=pytest.mark.long)]
)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build usage and tickets by one loader; give the folder of the build."""
    work_dir = tmp_path_factory.mktemp(f"usage_{request.param}")
    build(work_dir, usage_vars(request.param), MODELS)
    return work_dir


def loader_of(book: Path) -> str:
    """Give the loader of a build."""
    return "airbyte" if "airbyte" in str(book) else "fivetran"


def tickets_of(database: Path) -> dict[tuple[str, str], int]:
    """Read the open tickets by customer and day."""
    rows = read_rows(database, "int_account_signals", schema="main_intermediate")
    return {(row["customer_id"], str(row["signal_date"])): row["open_tickets"] for row in rows}


def expected_tickets(loader: str) -> dict[tuple[str | None, str | None], int]:
    """Give the open tickets that a loader should give."""
    return {
        (row["customer"], row["day"]): int(str(row["open_tickets"]))
        for row in read_csv(HERE / "expected_tickets.csv")
        if row["loader"] in ("both", loader)
    }


def test_usage_is_that_worked_out_by_hand(book: Path) -> None:
    """Users and features of each customer, product and day; all other numbers are not known."""
    rows = read_rows(book / "book.duckdb", "int_product_usage", schema="main_intermediate")
    found = {
        (
            row["customer_id"],
            row["product_id"],
            str(row["usage_date"]),
            f"{row['active_users'].normalize():f}",
            f"{row['features_used'].normalize():f}",
        )
        for row in rows
    }
    assert found == {tuple(row.values()) for row in read_csv(HERE / "expected_usage.csv")}
    assert len(rows) == len(found)
    unknown = ("used_units", "entitled_units", "features_available")
    assert all(row[column] is None for row in rows for column in unknown)


def test_tickets_are_those_worked_out_by_hand(book: Path) -> None:
    """How many are open at the end of each day on which one is opened or closed."""
    assert tickets_of(book / "book.duckdb") == expected_tickets(loader_of(book))


def test_what_is_left_out_is_counted(book: Path) -> None:
    """By source and reason."""
    rows = read_rows(book / "book.duckdb", "int_event_issues", schema="main_intermediate")
    found = {(row["row_key"], row["issue"], str(row["raw_rows"])) for row in rows}
    wanted = read_csv(HERE / "expected_usage_left_out.csv")
    assert found == {tuple(row.values()) for row in wanted}


def test_unit_tests_of_usage_pass(book: Path) -> None:
    """They are of models, or cases, that are disabled unless a source of usage is named."""
    write_profile(book, book / "book.duckdb")
    arguments = dbt_arguments(book, "test", TABLES, usage_vars(loader_of(book)))
    select = [f"test_type:unit,{model}" for model in UNIT_TESTED]
    outcome = run_dbt([*arguments, "--select", *select])
    assert outcome.success, failure_message(outcome)
    tested = {Path(result.node.original_file_path).name for result in outcome.result.results}
    assert {f"{model}__unit_tests.yml" for model in UNIT_TESTED} <= tested


@pytest.mark.long
def test_snoozed_counts_as_open_where_asked(tmp_path: Path) -> None:
    """The conversation that was put off on 16 May stays open."""
    given = usage_vars("fivetran", intercom={"snoozed_counts_as_open": True})
    found = tickets_of(build(tmp_path, given, ["+int_account_signals"]))
    wanted = expected_tickets("fivetran")
    del wanted[("alder", "2025-05-16")]
    later = ("alder", "2025-05-16")
    assert found == {
        (customer, day): count + (customer == "alder" and (customer, day) > later)
        for (customer, day), count in wanted.items()
    }


@pytest.mark.long
def test_usage_builds_with_every_mart(tmp_path: Path) -> None:
    """All models and their data tests; the issues are listed."""
    database = build(tmp_path, usage_vars("airbyte"), ["fqn:*"])
    listed = {(row["row_key"], row["issue"]) for row in read_rows(database, "dq_table_issues")}
    wanted = read_csv(HERE / "expected_usage_left_out.csv")
    assert {(row["source"], row["issue"]) for row in wanted} <= listed
    assert ("", "usage_of_unknown_company") in listed


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"amplitude": {}}, "names no source of licences"),
        ({"planhat": {}, "mixpanel": {"ids_of": "stripe"}}, "allowed: planhat, or null"),
        ({"planhat": {}, "amplitude": {"company_key": "a'b"}}, "a name of letters, digits"),
        ({"planhat": {}, "intercom": {"ids_of": "planhat"}}, "intercom has no option ids_of"),
    ],
)
@pytest.mark.long
def test_wrong_sources_of_usage_stop_the_build(tmp_path: Path, sources: Any, message: str) -> None:
    """The message says what is allowed."""
    with pytest.raises(BuildError, match=message):
        build(tmp_path, {**usage_vars("fivetran"), "sources": sources}, MODELS)
