"""One company in every system that licences can come from: figures worked out by hand.

`raw` holds the tables of each system as its loader lands them; the licences, what is left out, and
the ARR of two months stand in the `expected_*.csv` beside it, worked out from these tables. Where
one loader knows less of the past, column loader says of which a row comes.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
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
RAW = HERE / "raw"
# The schema of a source is <system>_<loader>.
SYSTEMS = {
    "hubspot": "hubspot",
    "salesforce_opportunities": "salesforce",
    "salesforce_cpq": "salesforce",
    "stripe": "stripe",
    "chargebee": "chargebee",
    "planhat_deals": "planhat",
}
OPTIONS: dict[str, dict[str, Any]] = {
    "salesforce_opportunities": {
        "line_columns": {"start": "Start__c", "end": "End__c", "frequency": "Billing__c"}
    },
    "planhat_deals": {"company_field": "externalId"},
}
SHARED = ("companies", "products", "product_aliases", "exchange_rates", "customer_links")
MARTS = ["+fct_arr_monthly", "+fct_licenses", "+dq_license_issues", "+retention_company_monthly"]


def source_vars(loader: str, sources: tuple[str, ...] = tuple(SYSTEMS)) -> dict[str, Any]:
    """Give the vars that read some sources by a loader."""
    return {
        "as_of_date": "2025-03-31",
        "loaded_at": "2025-04-01",
        "sources": {
            source: {
                "loader": loader,
                "schema": f"{SYSTEMS[source]}_{loader}",
                **OPTIONS.get(source, {}),
            }
            for source in sources
        },
    }


def build(work_dir: Path, project_vars: dict[str, Any], select: list[str] | None = None) -> Path:
    """Build the marts of the book, with the data tests of what is built."""
    raw = work_dir / "raw"
    for folder in RAW.iterdir():
        if folder.is_dir():
            shutil.copytree(folder, raw / folder.name, dirs_exist_ok=True)
    return build_book(
        work_dir,
        {name: read_csv(RAW / f"{name}.csv") for name in SHARED},
        project_vars,
        select=select or MARTS,
        command="check",
        more_arguments=("--indirect-selection", "cautious"),
    )


def expected_by(name: str, loader: str) -> list[dict[str, str | None]]:
    """Read what comes of the tables of a loader; rows without one come of both."""
    rows = read_csv(HERE / f"expected_{name}.csv")
    return [row for row in rows if row.pop("loader") in ("", loader)]


def loader_of(book: Path) -> str:
    """Give the loader whose tables a book was built from."""
    return "airbyte" if "airbyte" in str(book) else "fivetran"


def as_text(value: object) -> str:
    """Give a value as the expected files write it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.fixture(
    scope="module", params=["fivetran", pytest.param("airbyte", marks=pytest.mark.long)]
)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all sources at once, by one loader; give the folder of the build."""
    work_dir = tmp_path_factory.mktemp(f"sources_{request.param}")
    build(work_dir, source_vars(request.param))
    return work_dir


def test_licences_are_those_worked_out_by_hand(book: Path) -> None:
    """Every licence, its days, amounts and units; and no other one."""
    columns = ("source_system", "source_record_id", "customer_id", "product_id", "starts_on")
    rows = read_rows(book / "book.duckdb", "fct_licenses")
    found = sorted(
        (
            *(as_text(row[name]) for name in (*columns, "ends_before", "currency")),
            as_text(row["arr_in_currency"] + row["pending_arr_in_currency"]),
            as_text(row["arr"] + row["pending_arr"]),
            f"{row['quantity'].normalize():f}",
            as_text(row["status"] == "pending"),
        )
        for row in rows
    )
    wanted = sorted(
        tuple(as_text(value) for value in row.values())
        for row in expected_by("licences", loader_of(book))
    )
    assert found == wanted


def test_what_is_no_licence_is_listed(book: Path) -> None:
    """Each record that is left out, with its one reason."""
    licenses = read_rows(book / "book.duckdb", "int_licenses_validated", schema="main_intermediate")
    found = sorted(
        (row["source_system"], row["source_record_id"], row["rejection_reason"])
        for row in licenses
        if not row["is_accepted"]
    )
    wanted = [tuple(row.values()) for row in expected_by("left_out", loader_of(book))]
    assert found == sorted(wanted)


def test_arr_and_retention_are_those_worked_out_by_hand(book: Path) -> None:
    """The ARR of each customer in two months a year apart, and the NRR that they make."""
    wanted = {
        (str(row["company"]), str(row["month"])): Decimal(str(row["arr"]))
        for row in expected_by("arr", loader_of(book))
    }
    found: dict[tuple[str, str], Decimal] = dict.fromkeys(wanted, Decimal(0))
    for row in read_rows(book / "book.duckdb", "fct_arr_monthly"):
        key = (row["customer_id"], str(row["arr_month"]))
        if key[1] in {month for _, month in wanted}:
            found[key] = found.get(key, Decimal(0)) + row["arr"]
    assert found == wanted
    opening = {customer: arr for (customer, month), arr in wanted.items() if month < "2024"}
    closing = sum(
        arr for (customer, month), arr in wanted.items() if month > "2024" and opening[customer]
    )
    (year,) = [
        row
        for row in read_rows(book / "book.duckdb", "retention_company_monthly")
        if (str(row["arr_month"]), row["window_months"]) == ("2024-12-01", 12)
    ]
    assert (year["opening_arr"], year["closing_arr"]) == (sum(opening.values()), closing)


@pytest.mark.long
@pytest.mark.parametrize("loader", ["fivetran", "airbyte"])
@pytest.mark.parametrize("source", SYSTEMS)
def test_a_source_alone_gives_its_licences(tmp_path: Path, source: str, loader: str) -> None:
    """Without the others, and with the data tests of every mart."""
    database = build(tmp_path, source_vars(loader, (source,)), ["fqn:*"])
    found = {row["source_record_id"] for row in read_rows(database, "fct_licenses")}
    wanted = expected_by("licences", loader)
    assert found == {row["record"] for row in wanted if row["source"] == source}


def test_unit_tests_of_sources_pass(book: Path) -> None:
    """They are of models that are disabled unless a source is named."""
    loader = loader_of(book)
    write_profile(book, book / "book.duckdb")
    arguments = dbt_arguments(book, "test", SHARED, source_vars(loader))
    select = [f"test_type:unit,path:models/staging/{source}" for source in SYSTEMS]
    select.append("test_type:unit,path:models/intermediate/sources")
    select += [f"test_type:unit,int_source_{found}" for found in ("issues", "conflicts")]
    outcome = run_dbt([*arguments, "--select", *select])
    assert outcome.success, failure_message(outcome)
    tested = {result.node.original_file_path for result in outcome.result.results}
    for source in SYSTEMS:
        assert any(path.startswith(f"models/staging/{source}/") for path in tested), source


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"stripes": {}}, "var sources names stripes; allowed: planhat, planhat_deals"),
        ({"hubspot": {"tables": 1}}, "hubspot has no option tables; allowed: loader, schema"),
        ({"hubspot": {"loader": "stitch"}}, "allowed: fivetran, airbyte"),
        ({"hubspot": {"schema": ["a", "a"]}}, "a list of different names"),
        ({"planhat": {"loader": "fivetran"}}, "planhat has no option loader"),
        ({"chargebee": {"history": "events"}}, "is events, which needs loader airbyte"),
        ({"chargebee": {"tables": {"plans": "plan"}}}, "mapping of items, coupons, discounts"),
        ({}, "var sources is empty; allowed: planhat"),
        (["hubspot"], "allowed: a mapping of sources"),
        ({"hubspot": {"schema": "nowhere"}}, "There is no table"),
    ],
)
@pytest.mark.long
def test_wrong_sources_stop_the_build(tmp_path: Path, sources: Any, message: str) -> None:
    """The message says what is allowed."""
    with pytest.raises(BuildError, match=message):
        build(tmp_path, {**source_vars("fivetran"), "sources": sources})
