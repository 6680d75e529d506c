"""The same rows built on DuckDB and on another engine: every row of every mart must be equal.

`ENGINE` (environment) names the other engine; `make test-postgres` starts one and runs these. With
`WRITE_FIGURES` (environment) the test of the sample writes its figures into docs/engines.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from books import mixed_book
from broken_rows import broken_rows
from clean_book import clean_book
from harness import THOROUGH
from own_licences import change_book, own_licences
from policies import EVERY_SWITCH

from engines import open_engine
from engines.build import Place, schema_differences, table_vars
from engines.figures import TITLES, columns, figures, write

ENGINE = os.environ.get("ENGINE", "postgres")
CUSTOMERS = int(os.environ.get("RANDOM_BOOK_CUSTOMERS", "40"))
SEED = int(os.environ.get("RANDOM_BOOK_SEED", "1"))
LOADED_AT = "2026-01-10 08:00:00"
EMULATED = ("snowflake",)
POLICY = {
    **EVERY_SWITCH,
    "customer_segments": ["plan_channel"],
    "pseudonymise_customers": True,
    "retention_windows": [1, 6, 12],
}


@pytest.fixture
def places(tmp_path: Path) -> Iterator[list[Place]]:
    """Give a place on DuckDB and one on the other engine."""
    found = []
    for name in ("duckdb", ENGINE):
        folder = tmp_path / name
        folder.mkdir()
        found.append(Place(folder, open_engine(name, folder)))
    yield found
    for place in found:
        place.engine.drop()


def differences(places: list[Place], schema: str = "main_marts", *left_out: str) -> list[str]:
    """Say where a schema differs between two places; it must hold something."""
    one, other = (place.engine.read_schema(schema) for place in places)
    assert sum(map(len, one.values())) > 0, schema
    return schema_differences(one, other, left_out)


def test_sample_is_equal(places: list[Place]) -> None:
    """The bundled company passes all data tests, and its figures are equal.

    On an emulated engine no tests are run: they would be the emulator's more than the project's.
    """
    project_vars = {"loaded_at": LOADED_AT}
    places[0].build(project_vars)
    # Unit tests take Spark longer than all else, and do not run on its server. On PostgreSQL some
    # fail in how numbers without a scale are written, 100 for 100.00 (docs/engines.md).
    unit_tests = ENGINE in ("postgres", "spark") and THOROUGH
    places[1].build(project_vars, tests=ENGINE not in EMULATED, unit_tests=unit_tests)
    assert not differences(places)
    for place in places:
        found = figures(place.engine.read_schema("main_marts"))
        # An emulated engine, and Spark on a server, have no column of their own.
        title = TITLES.get(place.engine.name)
        if os.environ.get("WRITE_FIGURES") and title:
            write(place.engine.name, found)
        assert columns()[title or TITLES["duckdb"]] == found, "docs/engines.md"


@pytest.mark.parametrize("typed", [False, True], ids=["text", "typed"])
def test_random_book_is_equal(
    places: list[Place], typed: bool, record_property: Callable[[str, object], None]
) -> None:
    """Raw tables in a schema of their own, once of text and once typed, under other policies."""
    tables = mixed_book(SEED, CUSTOMERS, veterans=CUSTOMERS // 20)
    policy = POLICY if typed else {}
    project_vars = table_vars(tables, loaded_at=LOADED_AT, as_of_date="2024-06-30", **policy)
    for place in places:
        place.load(tables, typed)
        place.build(project_vars)
    # Each engine writes a typed number its own way: the example of such a column is its text.
    assert not differences(places, "main_marts", *(["example"] if typed else []))
    record_property("engine_books", 1)


def test_broken_rows_are_equal(places: list[Place]) -> None:
    """What can be read of hundreds of kinds of broken rows, and what is listed of them."""
    tables = clean_book()
    broken = [row for kind in broken_rows() for row in kind.rows]
    tables["licenses"] += broken
    tables["companies"] += [
        {"company_id": row["company_id"], "name": None, "parent_company_id": None} for row in broken
    ]
    project_vars = table_vars(tables, loaded_at=LOADED_AT, as_of_date="2024-06-30")
    for place in places:
        place.load(tables)
        place.build(project_vars)
    assert not differences(places)


def test_close_is_equal(places: list[Place], capfd: pytest.CaptureFixture[str]) -> None:
    """Months close, licences change, and what is restated, explained and reopened is the same."""
    first = mixed_book(SEED, 10)
    first["licenses"] += own_licences()
    second = change_book(first)
    said: dict[str, list[str]] = {"summary": [], "explanation": [], "reopened": []}
    for place in places:
        for tables, loaded_at in ((first, "2024-03-06 08:00:00"), (second, "2024-04-04 08:00:00")):
            place.load(tables)
            project_vars = table_vars(
                tables,
                loaded_at=loaded_at,
                as_of_date=loaded_at[:10],
                close_business_day=4,
                restated_share_limit=1000,
            )
            capfd.readouterr()
            place.build({**project_vars, "print_summary": True})
            summary = capfd.readouterr().out
        said["summary"].append(summary)
        arguments = "{customer: cust renewed, product: plat-std, month: 2024-01}"
        place.dbt("run-operation", "explain", "--args", arguments, project_vars=project_vars)
        said["explanation"].append(capfd.readouterr().out)
    assert not differences(places)
    assert not differences(places, "main_history", "dbt_scd_id")
    marts = places[1].engine.read_schema("main_marts")
    assert {row["cause"] for row in marts["restatements"]} >= {"licence_added", "licence_changed"}

    for place in places:
        place.build({**project_vars, "known_at": "2024-03-06", "loaded_at": "2024-04-05 08:00:00"})
        capfd.readouterr()
        place.dbt(
            *("run-operation", "reopen_months", "--args", "{from_month: 2024-03}"),
            project_vars=project_vars,
        )
        said["reopened"].append(capfd.readouterr().out)
    assert not differences(places, "main_marts_known_2024_03_06")
    for what, (one, other) in said.items():
        assert one == other and one, what
    for place in places:
        _, rows = place.engine.query("select max(arr_month) from main_marts.closed_months")
        assert rows[0][0] == date(2024, 2, 1), place.engine.name
