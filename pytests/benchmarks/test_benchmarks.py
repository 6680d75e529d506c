"""The benchmarks compare like with like: books are repeatable, and both formulations agree."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import generate_book
import measure
import page
import pytest
from compare import differences
from harness import PROJECT_DIR, build_book

LICENSES = 3000
MOVEMENTS = "new reactivation cross_sell expansion contraction product_churn churn".split()
BRIDGE = ["opening_arr", *(f"{name}_arr" for name in MOVEMENTS), "closing_arr"]
RETENTION = (
    "opening_arr expansion_arr contraction_arr churned_arr closing_arr opening_customers"
    " churned_customers"
).split()


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build a clean book with the project and with date_spine.sql."""
    folder = tmp_path_factory.mktemp("benchmarks")
    book = folder / "book"
    generate_book.generate_book(LICENSES, book, clean=True)
    built = build_book(
        folder / "project",
        {},
        {
            "raw_format": "parquet",
            "raw_path": str(book),
            "optional_inputs": [name for name in generate_book.TABLES if name != "licenses"],
            "as_of_date": generate_book.AS_OF_DATE,
            "migration_detection": False,
        },
        select=["license_issue_types", "segment_bands", *measure.CORE],
        command="run",
    )
    date_spine = folder / "date_spine.duckdb"
    measure.run_sql(
        measure.BENCHMARKS_DIR / "date_spine.sql", date_spine, str(book), threads=2, finished=None
    )
    return built, date_spine


def read(database: Path, query: str) -> list[dict[str, Any]]:
    """Read the rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(query)
        columns = [each[0] for each in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("project_relation", "spine_relation", "key", "columns"),
    [
        (
            *("fct_arr_monthly", "arr_monthly"),
            *("customer_id product_id arr_month", ["opening_arr", "arr"]),
        ),
        (
            *("fct_arr_movements", "arr_movements"),
            *("customer_id product_id arr_month movement_type", ["arr_change"]),
        ),
        (
            *("fct_customer_arr_movements", "customer_arr_movements"),
            "customer_id arr_month movement_type",
            ["arr_change", "opening_arr", "closing_arr"],
        ),
        ("arr_bridge_company_monthly", "arr_bridge_company", "arr_month", BRIDGE),
        ("arr_bridge_product_monthly", "arr_bridge_product", "product_id arr_month", BRIDGE),
        (
            *("retention_company_monthly", "retention_company"),
            *("window_months arr_month", RETENTION),
        ),
        (
            *("retention_product_monthly", "retention_product"),
            *("product_id window_months arr_month", RETENTION),
        ),
    ],
)
def test_date_spine_gives_the_figures_of_the_project(
    databases: tuple[Path, Path],
    project_relation: str,
    spine_relation: str,
    key: str,
    columns: list[str],
) -> None:
    """On a book without broken rows, the formulation that is compared with has every row, equal.

    It has no retention of an empty base.
    """
    built, date_spine = databases
    selected = ", ".join([*key.split(), *columns])
    condition = "opening_customers > 0" if columns is RETENTION else "true"
    expected = read(
        built, f"select {selected} from main_marts.{project_relation} where {condition}"
    )
    actual = read(date_spine, f"select {selected} from {spine_relation}")
    assert expected
    assert differences(expected, actual, key.split(), columns)[:10] == []


def test_books_hold_what_is_measured(databases: tuple[Path, Path]) -> None:
    """A book has every movement, foreign currencies and the density that the aims are set for."""
    built, _ = databases
    types = read(built, "select distinct movement_type from main_marts.fct_arr_movements")
    assert {row["movement_type"] for row in types} == set(MOVEMENTS)
    currencies = read(built, "select distinct currency from main_intermediate.int_licenses")
    assert {row["currency"] for row in currencies} == {"USD", "EUR", "GBP"}
    [spine] = read(built, "select count(*) as size from main_marts.fct_arr_monthly")
    assert 6 <= spine["size"] / LICENSES <= 8
    [changes] = read(
        built, "select count(*) as size from main_intermediate.int_customer_product_arr_changes"
    )
    assert 0.65 <= changes["size"] / LICENSES <= 0.85


def test_same_arguments_give_the_same_book(tmp_path: Path) -> None:
    """Threads do not matter, byte by byte; another seed gives other licences."""
    for name, seed, threads in (("one", 1, 1), ("two", 1, 4), ("other", 2, 2)):
        generate_book.generate_book(LICENSES, tmp_path / name, seed=seed, threads=threads)
    for table in generate_book.TABLES:
        one, two = ((tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "two"))
        assert one == two, table
    path = str(tmp_path / "{}" / "licenses.parquet")
    rows = [
        duckdb.sql(f"select * from '{path.format(name)}'").fetchall() for name in ("one", "other")
    ]
    assert rows[0] != rows[1]
    ids = {row[0] for row in rows[0]}
    assert len(ids) == LICENSES < len(rows[0])


def test_book_is_the_one_that_was_measured(tmp_path: Path) -> None:
    """The figures of a book are known, so that results of different days can be compared."""
    generate_book.generate_book(LICENSES, tmp_path)
    [figures] = duckdb.sql(f"""
        select count(*), sum(arr), sum(quantity), count(to_date), max(from_date)
        from '{tmp_path}/licenses.parquet'
    """).fetchall()
    assert figures == (3001, Decimal("47787863.40"), 257930, 2994, date(2026, 1, 28))
    [use] = duckdb.sql(f"""
        select count(*), count(distinct (company_id, product, usage_date)), sum(active_users)
        from '{tmp_path}/product_usage.parquet'
    """).fetchall()
    [signals] = duckdb.sql(f"""
        select count(*), count(distinct (company_id, signal_date)), sum(open_tickets)
        from '{tmp_path}/account_signals.parquet'
    """).fetchall()
    assert (use, signals) == ((8845, 8845, 368072), (5183, 5183, 19263))


@pytest.mark.parametrize(
    ("text", "number"), [("100k", 100_000), ("10m", 10_000_000), ("1M", 1_000_000), ("250", 250)]
)
def test_sizes_are_read(text: str, number: int) -> None:
    """k is a thousand, m a million."""
    assert generate_book.licence_count(text) == number


@pytest.mark.parametrize("text", ["", "k", "0", "-5", "1.5m", "many"])
def test_other_sizes_are_refused(text: str) -> None:
    """A size that is no whole number above 0 stops with a message."""
    with pytest.raises(Exception, match="is no number of licences"):
        generate_book.licence_count(text)


def test_groups_hold_the_marts_that_there_are() -> None:
    """dbt only warns of a selector that names no model; the groups must not miss one."""
    marts = PROJECT_DIR / "models" / "marts"
    retention = {path.stem for path in (marts / "retention").glob("*.sql")}
    core = {path.stem for path in (marts / "core").glob("*.sql")}
    chosen = {*measure.CORE_MARTS, *measure.OTHER_RETENTION_MARTS}
    assert chosen <= retention | core
    assert retention <= chosen
    assert not set(measure.CORE_MARTS) & set(measure.OTHER_RETENTION_MARTS)
    assert list((PROJECT_DIR / measure.SIGNAL_MARTS.removeprefix("path:")).glob("*.sql"))


def results(licenses: int, size: str, core_cpu: float, tests_cpu: float) -> page.Results:
    """Make results of a size, with one second for each step and for dbt itself half of one."""
    cost = {"cpu": [1.0, 3.0, 1.0], "wall": [2.0, 2.0, 2.0], "peak_mib": [512, 2048, 512]}
    costs = {name: cost for name in (*page.DBT_STEPS, *page.OTHER_STEPS, *page.SAMPLE_STEPS)}
    costs |= {f"dbt_itself_{name}": {**cost, "cpu": [0.5] * 3} for name in page.DBT_STEPS}
    costs["core"] = {**cost, "cpu": [core_cpu] * 3}
    costs["tests"] = {**cost, "cpu": [tests_cpu] * 3}
    model = {"model": "int_x", "group": "core", "folder": "intermediate/arr", "cpu": 1.0}
    return {
        "size": size,
        "licenses": licenses,
        "measured_on": "2026-01-01",
        "runs": 3,
        "machine": {"processor": "P", "cores": 2, "memory_gib": 8.0, "load_before": 0.1},
        "versions": {"python": "3", "duckdb": "1", "dbt-core": "1", "dbt-duckdb": "1"},
        "threads": 2,
        "raw_rows": licenses,
        "spine_rows": 8,
        "changes": 1,
        "movements": 1,
        "compared": {
            "project": {"spine_rows": 8, "arr_of_all_months": "100.00"},
            "date_spine": {"spine_rows": 8, "arr_of_all_months": "100.10"},
        },
        "costs": costs,
        "models": [
            {**model, "wall": 1.0, "peak_mib": None, "rows": None},
            {**model, "wall": 1.0, "peak_mib": 99, "rows": None, "model": "t", "group": "tests"},
        ],
    }


def test_page_says_what_the_results_say() -> None:
    """Medians over the runs, without dbt itself, each with its verdict; the peak is the highest."""
    small, large = results(100, "100", 2.0, 1.0), results(1000, "1k", 11.0, 7.0)
    text = page.page([small, large])
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    aims = {row[0]: row[1:] for row in rows if len(row) == 4}
    missed = "**not reached**"
    assert aims["core ÷ floor, CPU"] == ["≤ 3.5", "1.50, reached", f"10.50, {missed}"]
    assert aims["core ÷ date spine, CPU"] == ["≤ 0.2", f"1.50, {missed}", f"10.50, {missed}"]
    assert aims["signals ÷ core, CPU"] == ["< 1", "0.33, reached", "0.05, reached"]
    assert aims["`dbt test` ÷ all models, CPU"] == ["< 0.5", "0.17, reached", f"0.54, {missed}"]
    assert aims["peak of memory"] == ["< 3 GiB", "2.00 GiB, reached", "2.00 GiB, reached"]
    assert aims["all models, CPU, against a tenth of the licences"] == [
        *("≤ 11", "not measured", "4.00, reached")
    ]
    assert ["`int_x`", "core", "1.0", "1.0", "", ""] in rows
    assert ["core: arr", "1.0", "100%"] in rows
    assert ["`t`", "1.0", "1.0", "99"] in rows


def test_results_from_before_signals_are_compared_without_them() -> None:
    """What was not measured is neither nothing nor something: 11.5 seconds against 2.5 of then."""
    old, new = results(100, "100", 2.0, 1.0), results(1000, "1k", 11.0, 7.0)
    for step in ("signals", "dbt_itself_signals"):
        del old["costs"][step]
    text = page.page([old, new])
    assert "| signals ÷ core, CPU | < 1 | not measured | 0.05, reached |" in text
    assert "against a tenth of the licences | ≤ 11 | not measured | 4.60, reached |" in text
    assert text.count("| signals |") == 1
    assert "so are signals" not in text
    for step in ("signals", "dbt_itself_signals"):
        del new["costs"][step]
    assert "so are signals, not measured at 1k" in page.page([old, new])


def test_estimate_grows_as_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """3 and 12 seconds: 12 times four for each tenfold, by the price of an hour and four cores."""
    service = {
        "service": "S",
        "price": 2.0,
        "cores": 8,
        "price_of": "P",
        "source": "a",
        "kind": "k",
    }
    prices = {"efficiency": 0.5, "builds_a_month": 30, "services": [service]}
    monkeypatch.setattr(page, "PRICES_PATH", tmp_path / "prices.json")
    page.PRICES_PATH.write_text(json.dumps(prices), encoding="utf-8")
    small, large = results(100_000, "100k", 2.0, 1.0), results(1_000_000, "1m", 11.0, 7.0)
    text = page.page([small, large])
    # 12 x 4 x 4 = 192 CPU seconds are 48 seconds on four busy cores.
    assert "cost 192 CPU seconds" in text
    assert "| S | 8 | 2.00 | 1 | 0.03 | 1 | P ([k](a)) |" in text
    assert "licences would cost" not in page.page([large])


def test_page_without_results_says_so() -> None:
    """Before the first measurement there is a page, too."""
    assert "Nothing has been measured yet" in page.page([])


def test_page_is_that_of_the_results() -> None:
    """Nobody has typed a figure into the page."""
    assert page.PAGE_PATH.read_text(encoding="utf-8") == page.page(
        page.load_results(), page.load_signals()
    )
