"""The input as it was understood: what each column was matched to, and what is used for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from harness import build_book, read_rows

# As Planhat exports licences, with a field of a CRM beside it and two names with a letter missing.
EXPORT = [
    {
        "_id": f"64a{number}",
        "externalId": "",
        "companyId": company,
        "companyName": f"Firm {company}",
        "product": "Suite",
        "_currency": "usd",
        "CurrencyIsoCode": "EUR",
        "mrr": mrr,
        "fromDate": "2024-01-10T08:00:00.000Z",
        "toDate": "2025-01-10T08:00:00.000Z",
        "toDateIncluded": "false",
        "status": "ongoing",
        "renewl_status": "renewed",
        "lastUpdated": "2024-02-01",
    }
    for number, company, mrr in ((1, "A", "100"), (2, "A", "1;5"), (3, "B", ""), (4, "B", " 20 "))
]
COMPANIES = [
    {"_id": "A", "Name": "Alpha", "ownerId": "someone", "parentId": ""},
    {"_id": "B", "Name": "Beta", "ownerId": "", "parentId": "A"},
]
SELECT = ["+dq_input_profile", "+dq_table_issues", "+dim_customers"]
VARS = {"as_of_date": "2024-06-30"}


def build(work_dir: Path, project_vars: dict[str, Any]) -> Path:
    """Build what the tests here look at."""
    tables: dict[str, Any] = {"licenses": EXPORT, "companies": COMPANIES}
    return build_book(work_dir, tables, {**VARS, **project_vars}, SELECT, command="run")


def profile(database_path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Give the rows of the profile by table and column, in the order of the columns."""
    rows = read_rows(database_path, "dq_input_profile")
    rows.sort(key=lambda row: (row["raw_table"], row["column_number"]))
    return {(row["raw_table"], row["column_name"]): row for row in rows}


def test_an_export_is_profiled(tmp_path: Path) -> None:
    """Each column of the file has a row, with what it is read as and how many values it holds."""
    database_path = build(tmp_path, {})
    rows = profile(database_path)
    assert {
        (name, row["matched_to"]) for (table, name), row in rows.items() if table == "licenses"
    } == {
        *(("_id", "license_id"), ("companyId", "company_id"), ("product", "product")),
        *(("_currency", "currency"), ("mrr", "mrr"), ("fromDate", "from_date")),
        *(("toDate", "to_date"), ("toDateIncluded", "to_date_included"), ("status", "status")),
        *(("lastUpdated", "updated_at"), ("externalId", None), ("companyName", None)),
        *(("CurrencyIsoCode", None), ("renewl_status", None)),
    }
    assert {
        name: row["matched_to"] for (table, name), row in rows.items() if table == "companies"
    } == {
        "_id": "company_id",
        "Name": "name",
        "ownerId": "owner",
        "parentId": "parent_company_id",
    }
    counts = ["value_rows", "missing_rows", "unreadable_rows", "distinct_words", "example"]
    shown = {name: [row[count] for count in counts] for (_, name), row in rows.items()}
    assert shown["mrr"] == [3, 1, 1, None, "100"]
    assert shown["status"] == [4, 0, 0, 1, "ongoing"]
    assert shown["externalId"] == [0, 4, 0, None, None]
    assert shown["fromDate"] == [4, 0, 0, None, "2024-01-10T08:00:00.000Z"]
    assert shown["parentId"] == [1, 1, 0, None, "A"]
    assert shown["companyName"][-1] == "Firm A"

    # Built alone, it reads the files once more.
    tables: dict[str, Any] = {"licenses": EXPORT, "companies": COMPANIES}
    build_book(tmp_path, tables, VARS, ["int_input_columns"], command="run")
    again = read_rows(database_path, "int_input_columns", schema="main_intermediate")
    assert {(row["raw_table"], row["column_name"]): row for row in again} == rows

    issues = read_rows(database_path, "dq_table_issues", ["issue", "raw_table", "detail"])
    unused = [row for row in issues if row["issue"] == "column_not_used"]
    assert {row["raw_table"] for row in unused} == {"licenses"}
    assert sorted(row["detail"] for row in unused) == [
        'column "CurrencyIsoCode" of licenses is used for nothing; if it is currency,'
        " set column_names: {licenses: {currency: CurrencyIsoCode}}",
        'column "renewl_status" of licenses is used for nothing; if it is renewal_status,'
        " set column_names: {licenses: {renewal_status: renewl_status}}",
    ]
    licences = read_rows(database_path, "stg_planhat__licenses", schema="main_staging")
    assert {row["currency"] for row in licences} == {"USD"}
    customers = read_rows(database_path, "dim_customers", ["customer_name", "owner"])
    assert {"customer_name": "Alpha", "owner": "someone"} in customers


def test_no_names_in_the_profile_of_pseudonyms(tmp_path: Path) -> None:
    """What may name somebody has no example: names, owners, and all that is used for nothing."""
    rows = profile(build(tmp_path, {"pseudonymise_customers": True}))
    hidden = {name for (_, name), row in rows.items() if row["value_rows"] and not row["example"]}
    assert hidden == {"companyName", "CurrencyIsoCode", "renewl_status", "Name", "ownerId"}


def test_tables_are_matched_like_files(tmp_path: Path) -> None:
    """Typed tables with names of a system are read without a mapping."""
    columns = "'L1' as \"Id\", 'A' as \"AccountId\", 'Core' as \"Product2Id\", 12.5 as hs_mrr"
    columns += ', date \'2024-01-01\' as "Start Date", null as "EndDate", \'say "x"\' as "a ""b"""'
    with duckdb.connect(str(tmp_path / "book.duckdb")) as connection:
        connection.execute("create schema planhat")
        connection.execute(f"create table planhat.licenses as select {columns}")
    project_vars = {"input": "tables", "optional_inputs": [], **VARS}
    select = ["+dq_input_profile"]
    database_path = build_book(tmp_path, {}, project_vars, select, command="run")
    (row,) = read_rows(
        database_path,
        "int_licenses_validated",
        ["license_id", "customer_id", "arr"],
        "main_intermediate",
    )
    assert list(row.values()) == ["L1", "A", 150]
    rows = profile(database_path)
    assert rows[("licenses", "Start Date")]["example"] == "2024-01-01"
    assert rows[("licenses", 'a "b"')]["matched_to"] is None
    assert rows[("licenses", "EndDate")]["missing_rows"] == 1
