"""Text from outside is data: it is never run, never lost, and never shown where it has no place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from harness import BuildError, build_book, read_rows

HOSTILE = [
    "Robert'); drop table main_marts.fct_licenses; --",
    '"; select 1; --',
    "{{ var('raw_path') }} {% do exceptions.raise_compiler_error('rendered') %}",
    "{# comment #}",
    "a\\'b\\n",
    "$(touch hostile) `touch hostile` ${HOME}",
    "=cmd|' /C calc'!A0",
    'comma, "quote" and\nnew line',
    "naïve 东京 🚀 \u202e reversed",
    "%s %(name)s {0} :name ?",
    "<script>alert(1)</script>",
    "not null",
]


def hostile_tables() -> dict[str, list[dict[str, str | None]]]:
    """Make a book in which every text that passes through is hostile."""
    rows = list(enumerate(HOSTILE))
    return {
        "licenses": [
            {
                "license_id": f"{text} {number}",
                "company_id": text,
                "product": text,
                "arr": str(100 + number),
                "from_date": "2024-01-01",
                "to_date": "2024-02-15",
                "lost_reason": text,
                "plan_note": text,
            }
            for number, text in rows
        ],
        "products": [
            {"product_id": text, "name": f"{text} product", "family": text, "tier": text}
            for _, text in rows
        ],
        "companies": [
            {"company_id": text, "name": f"{text} company", "segment": text, "owner": text}
            for _, text in rows
        ],
    }


def test_hostile_text_comes_out_as_it_went_in(tmp_path: Path) -> None:
    """Names, ids, reasons and attributes reach the marts unchanged, and nothing else happens."""
    database = build_book(
        tmp_path,
        hostile_tables(),
        {"as_of_date": "2024-03-31", "license_attributes": ["plan_note"], "print_summary": True},
        command="check",
        is_gated=False,
    )
    licences = read_rows(
        database, "fct_licenses", ["license_id", "customer_id", "product_id", "lost_reason"]
    )
    notes = read_rows(database, "fct_licenses", ["plan_note"])
    products = read_rows(database, "dim_products", ["product_id", "product_name", "tier"])
    customers = read_rows(database, "dim_customers", ["customer_id", "customer_name", "owner"])
    losses = read_rows(database, "fct_arr_movements", ["movement_type", "lost_reason"])
    expected = set(HOSTILE)
    assert {row["license_id"] for row in licences} == {
        f"{text} {number}" for number, text in enumerate(HOSTILE)
    }
    assert {row["customer_id"] for row in licences} == expected
    assert {row["product_id"] for row in licences} == expected
    assert {row["lost_reason"] for row in licences} == expected
    assert {row["plan_note"] for row in notes} == expected
    assert {row["product_name"] for row in products} == {f"{text} product" for text in HOSTILE}
    assert {row["tier"] for row in products} == expected
    assert {row["customer_name"] for row in customers} == {f"{text} company" for text in HOSTILE}
    assert {row["owner"] for row in customers} == expected
    assert {row["lost_reason"] for row in losses if row["movement_type"] == "churn"} == expected
    assert not list(tmp_path.rglob("hostile"))


def marked_tables() -> dict[str, list[dict[str, str | None]]]:
    """Make a book whose texts about people and contracts can be found again."""
    return {
        "licenses": [
            {
                "license_id": "license-xq1",
                "company_id": "c1",
                "product": "Plain",
                "arr": "100",
                "from_date": "2024-01-01",
                "to_date": "2024-02-15",
                "lost_reason": "reason-xq2",
            },
            {"license_id": "license-xq3", "company_id": "c1", "from_date": "broken-xq4"},
            {
                "license_id": "license-xq7",
                "company_id": "c2",
                "product": "Plain",
                "arr": "-40",
                "from_date": "2024-01-01",
            },
        ],
        "companies": [{"company_id": "c1", "name": "company-xq5", "owner": "person-xq6"}],
    }


def test_no_text_of_licences_or_people_in_logs_and_artifacts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Logs and dbt's artifacts hold SQL and counts, not what the rows say; the summary, sums."""
    build_book(
        tmp_path,
        marked_tables(),
        {"as_of_date": "2024-03-31", "print_summary": True},
        command="check",
        is_gated=False,
        keeps_artifacts=True,
    )
    written = [
        path
        for folder in ("logs", "target")
        for path in (tmp_path / folder).rglob("*")
        if path.is_file()
    ]
    assert "credits of 40 beyond what their customers hold" in capfd.readouterr().out
    assert any(path.name == "run_results.json" for path in written)
    assert any(path.name == "dbt.log" for path in written)
    for path in written:
        assert b"-xq" not in path.read_bytes(), path


def test_pseudonyms_stand_for_names_everywhere(tmp_path: Path) -> None:
    """With var pseudonymise_customers no model holds a name of a customer or an owner."""
    names = {"as_of_date": "2024-03-31", "pseudonymise_customers": True}
    database = build_book(tmp_path, marked_tables(), names, command="run")
    with duckdb.connect(str(database), read_only=True) as connection:
        relations = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        for schema, name in relations:
            rows = connection.execute(f'select * from "{schema}"."{name}"').fetchall()
            assert "-xq5" not in str(rows), name
            assert "-xq6" not in str(rows), name
    customers = read_rows(database, "dim_customers", ["customer_name", "owner"])
    # One is in no list of companies: it has an id and no name.
    assert sorted(row["customer_name"].split()[0] for row in customers) == ["Customer", "c2"]
    assert [row["owner"].split()[0] for row in customers if row["owner"]] == ["Owner"]


@pytest.mark.parametrize(
    ("project_vars", "message"),
    [
        ({"reporting_currency": "US'"}, "allowed: three capital letters"),
        ({"as_of_date": "2024-01-01'; drop table x; --"}, "allowed: a day as YYYY-MM-DD"),
        ({"customer_segments": ["a, b"]}, "allowed: a list of extra columns"),
        ({"license_attributes": ['x"']}, "allowed: a list of extra columns"),
        ({"reader_role": "bi; drop schema x"}, "allowed: the name of a role"),
        ({"reader_role": "bi"}, "DuckDB has no roles"),
        ({"raw_path": "x'); drop table y; --"}, "There is no file x'); drop table y; --"),
    ],
)
def test_vars_inject_no_sql(project_vars: dict[str, Any], message: str, tmp_path: Path) -> None:
    """A var that is no plain value is refused, or stays a text."""
    with pytest.raises(BuildError) as error:
        build_book(tmp_path, {"licenses": []}, project_vars, command="run")
    assert message in " ".join(str(error.value).split())
