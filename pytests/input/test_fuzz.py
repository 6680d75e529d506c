"""Hundreds of kinds of broken rows among clean customers: all accounted for, nobody touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from broken_rows import ACCEPTED, Kind, broken_rows
from clean_book import CUSTOMERS, clean_book
from harness import build_book, read_rows
from policies import EVERY_SWITCH

LEAST_KINDS = 200
POLICIES: dict[str, dict[str, Any]] = {"default": {}, "every switch": EVERY_SWITCH}
CUSTOMER_MARTS = {
    "fct_licenses": ["license_id", "arr", "quantity", "starts_on", "ends_before"],
    "fct_arr_monthly": ["product_id", "arr_month", "arr", "opening_arr", "quantity"],
    "fct_arr_lineage": ["license_id", "arr_month", "arr"],
    "fct_arr_movements": ["product_id", "arr_month", "movement_type", "arr_change", "reason"],
    "fct_customer_arr_movements": ["arr_month", "movement_type", "arr_change"],
    "dim_customers": ["current_arr", "first_arr_month", "is_active"],
    "dq_license_issues": ["license_id", "issue"],
}
PRODUCT_MARTS = {
    "arr_bridge_product_monthly": ["arr_month", "opening_arr", "closing_arr", "churn_arr"],
    "retention_product_monthly": ["arr_month", "window_months", "opening_arr", "nrr", "grr"],
}


def rows_by(database_path: Path, mart: str, key: str, columns: list[str]) -> dict[str, list[Any]]:
    """Give the rows of a mart by a column, in an order of their own."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in read_rows(database_path, mart, [key, *columns]):
        found[row[key]].append(tuple(row[column] for column in columns))
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def closing_arr(database_path: Path) -> dict[date, Decimal]:
    """Give the ARR of the company by month."""
    rows = read_rows(database_path, "arr_bridge_company_monthly", ["arr_month", "closing_arr"])
    return {row["arr_month"]: row["closing_arr"] for row in rows}


def unaccounted(database_path: Path, kinds: list[Kind]) -> list[str]:
    """Say which raw rows are not there exactly once, or without an issue that they should have."""
    accepted = rows_by(database_path, "fct_licenses", "license_id", ["company_id"])
    listed = rows_by(database_path, "dq_license_issues", "license_id", ["issue", "action"])
    messages = []
    nameless = 0
    for kind in kinds:
        rows_of: dict[str | None, int] = defaultdict(int)
        for row in kind.rows:
            rows_of[(row["license_id"] or "").strip() or None] += 1
        found = set()
        for license_id, times in rows_of.items():
            if license_id is None:
                nameless += times
                continue
            issues = listed.get(license_id, [])
            left_out = sum(
                action == "rejected" or issue == "duplicate_row" for issue, action in issues
            )
            counted = len(accepted.get(license_id, []))
            if counted + left_out != times:
                messages.append(f"{kind.name}: {times} rows, {counted} + {left_out} accounted for")
            found |= {issue for issue, _ in issues} | ({ACCEPTED} if counted else set())
        if None not in rows_of and not kind.expected <= found:
            messages.append(f"{kind.name}: expected {sorted(kind.expected)}, found {sorted(found)}")
    missing = len([issue for issue, _ in listed.get(None, []) if issue == "missing_license_id"])
    if missing != nameless:
        messages.append(f"{nameless} rows have no id, {missing} are listed")
    return messages


@pytest.mark.parametrize("name", ["default", pytest.param("every switch", marks=pytest.mark.long)])
def test_broken_rows_are_accounted_for_and_touch_nobody(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The build passes, every raw row is decided on once, and clean customers stay to the cent."""
    project_vars = {"as_of_date": "2024-06-30", **POLICIES[name]}
    kinds = broken_rows()
    assert len({kind.name for kind in kinds}) == len(kinds) >= LEAST_KINDS
    tables = clean_book()
    # Some of its rates cannot be used.
    database_path = build_book(tmp_path, tables, project_vars, command="check", is_gated=False)
    assert read_rows(database_path, "dq_license_issues", ["license_id", "issue"]) == []
    marts = {
        mart: rows_by(database_path, mart, "customer_id", columns)
        for mart, columns in CUSTOMER_MARTS.items()
    } | {
        mart: rows_by(database_path, mart, "product_id", columns)
        for mart, columns in PRODUCT_MARTS.items()
    }
    closing = closing_arr(database_path)
    assert len(marts["fct_arr_monthly"]) == CUSTOMERS

    broken = [row for kind in kinds for row in kind.rows]
    mixed = [*tables["licenses"], *broken]
    for number, row in enumerate(tables["licenses"]):  # not all of them before the broken ones
        mixed[number], mixed[-number - 1] = mixed[-number - 1], row
    tables["companies"] += [
        {"company_id": row["company_id"], "name": None, "parent_company_id": None} for row in broken
    ]
    mixed_tables = tables | {"licenses": mixed}
    build_book(tmp_path, mixed_tables, project_vars, command="check", is_gated=False)

    messages = unaccounted(database_path, kinds) if name == "default" else []
    for mart, expected in marts.items():
        key = "product_id" if mart in PRODUCT_MARTS else "customer_id"
        actual = rows_by(database_path, mart, key, (CUSTOMER_MARTS | PRODUCT_MARTS)[mart])
        messages += [
            f"{mart}: {each} was {rows[:2]}, is {actual.get(each, [])[:2]}"
            for each, rows in expected.items()
            if actual.get(each, []) != rows
        ]
        messages += [
            f"{mart}: {each} is new"
            for each in actual
            if each and each.startswith("clean-") and each not in expected
        ]
    assert not messages, "\n".join(messages[:50])

    of_broken: dict[date, Decimal] = defaultdict(Decimal)
    for row in read_rows(database_path, "fct_arr_monthly", ["customer_id", "arr_month", "arr"]):
        if not row["customer_id"].startswith("clean-"):
            of_broken[row["arr_month"]] += row["arr"]
    for month, arr in closing_arr(database_path).items():
        assert arr - of_broken[month] == closing.get(month, 0), month
    rows = read_rows(database_path, "dq_reconciliation", ["check_name", "expected", "difference"])
    raw = [row["expected"] for row in rows if row["check_name"].startswith("raw rows")]
    assert sum(raw) == len(mixed) and not any(row["difference"] for row in rows)
    record_property("broken", len(kinds) if name == "default" else 0)
