"""The sheets of the signals: headline, alerts, renewals, forecast and work lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsx_cells import Cell, Cells, read_cells, table_of

from workbook import read, sheets
from workbook.read import Marts, check_headline, read_marts
from workbook.sheets import Sheet
from workbook.text import legible

Rows = list[dict[str, Any]]
Mart = Callable[[str], Rows]

DAY_0 = date(1899, 12, 30)
SHEETS = {
    "Headline": (sheets.HEADLINE, "Month", ["arr_month"]),
    "Alerts": (sheets.ALERTS, "Severity", ["alert_id"]),
    "Renewals": (sheets.RENEWALS, "Ends on", ["customer_id", "product_id", "renews_on"]),
    "Forecast": (sheets.FORECAST, "Scope", ["item", "horizon_months"]),
}
# What the columns of the work lists hold, where the mart calls it otherwise.
LISTS = {
    "Most to gain": (
        "worklist_expansion_pulse",
        {"place": "opportunity_rank", "why": "evidence"},
    ),
    "Shrank most": (
        "worklist_bottom_nrr",
        {
            "place": "nrr_rank",
            "product_name": "product_names",
            "why": "lost_reason",
            "arr": "closing_arr",
        },
    ),
    "Full use": ("worklist_missed_upsell", {"place": "upsell_rank"}),
    "Healthiest": ("worklist_top_health", {"place": "health_rank"}),
}


@pytest.fixture(scope="module")
def cells(workbook_file: Path) -> dict[str, Cells]:
    return read_cells(workbook_file)


def stored(value: Any) -> Any:
    """Give what a cell holds of a value of a mart."""
    if isinstance(value, bool):
        return "yes" if value else None
    if isinstance(value, date):
        return float((value - DAY_0).days)
    if isinstance(value, str):
        return legible(value) or None
    return None if value is None else float(value)


def held(cell: Cell | None) -> Any:
    """Give what a cell holds; None for an empty one."""
    return None if cell is None or cell.value == "" else cell.value


def agrees(found: Any, expected: Any) -> bool:
    """Compare to the 15 digits that XLSX has."""
    if isinstance(expected, float) and isinstance(found, float):
        return abs(found - expected) <= 1e-14 * max(1, abs(expected))
    return bool(found == expected)


def compare(row: dict[Any, Cell], sheet: Sheet, expected: dict[str, Any]) -> int:
    """Compare the cells of a row with those of a mart; give how many there are."""
    compared = 0
    for column in sheet.columns:
        if column.kind == "check" or column.name not in expected:
            continue
        found, value = held(row.get(column.header)), stored(expected[column.name])
        assert agrees(found, value), (sheet.name, column.name, found, value)
        compared += 1
    return compared


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_hold_their_marts(
    cells: dict[str, Cells],
    mart: Mart,
    name: str,
    record_property: Callable[[str, object], None],
) -> None:
    """Every row and every column is there, with the value of the mart."""
    sheet, first, key = SHEETS[name]
    heads = {column.name: column.header for column in sheet.columns}
    names = {row["product_id"]: row["product_name"] for row in mart("dim_products")}
    expected = {tuple(stored(row[part]) for part in key): row for row in mart(sheet.mart)}
    rows = table_of(cells[name], first)
    assert len(rows) == len(expected) > 10
    compared = 0
    for row in rows:
        values = expected.pop(tuple(held(row.get(heads[part])) for part in key))
        compared += compare(row, sheet, values)
        if name == "Forecast":
            product = names.get(values["item"], "Company")
            assert held(row["Product"]) == stored(product)
    assert not expected
    record_property("workbook_values", compared)


def test_work_lists_hold_their_marts(cells: dict[str, Cells], mart: Mart) -> None:
    """The four lists stand one below the other, each in its order."""
    rows = table_of(cells["Work lists"], "List")
    start = 0
    for name, (source, renamed) in LISTS.items():
        listed = sorted(mart(source), key=lambda row: row[renamed["place"]])
        assert listed
        for row, values in zip(rows[start : start + len(listed)], listed, strict=True):
            assert row["List"].value == name
            expected = {
                column.name: values.get(renamed.get(column.name, column.name))
                for column in sheets.WORK_LISTS.columns
                if column.name != "scope"
            }
            compare(row, sheets.WORK_LISTS, expected)
        start += len(listed)
    assert start == len(rows)


def test_figures_that_follow_are_formulas(cells: dict[str, Cells]) -> None:
    """What follows from other cells of its row is worked out there."""
    formulas = {
        ("Headline", "Change"): "ROUND(",
        ("Headline", "Company less it"): "IF(COUNT(",
        ("Renewals", "ARR at risk"): "IF(AND(",
        ("Renewals", "Usually lost of it"): "IF(",
        ("Forecast", "NRR, forecast"): "IF(COUNT(",
        ("Forecast", "from"): "IF(OR(",
    }
    for (name, head), formula in formulas.items():
        for row in table_of(cells[name], SHEETS[name][1]):
            assert row[head].formula.startswith(formula)
    by_list = {
        ("Shrank most", "NRR"): "/",
        ("Shrank most", "Lost"): "ROUND(",
        ("Most to gain", "Expected ARR"): "ROUND(",
    }
    for (name, head), part in by_list.items():
        for row in table_of(cells["Work lists"], "List"):
            assert (part in row[head].formula if head in row else False) == (
                row["List"].value == name
            )


def test_totals_of_renewals_are_those_of_the_headline(cells: dict[str, Cells], mart: Mart) -> None:
    """What comes up within 90 days, and what of it is at risk, is as in the scorecard."""
    headline = max(mart("headline_scorecard_monthly"), key=lambda row: row["arr_month"])
    overdue = [
        row["arr_at_risk"] for row in mart("renewals_calendar") if row["status"] == "overdue"
    ]
    at = [column.name for column in sheets.RENEWALS.columns].index("arr") + 1
    totals = [cells["Renewals"][row, at] for row in (5, 6, 7)]
    assert all(cell.formula.startswith("SUMIFS(Renewals_") for cell in totals)
    assert [cell.value for cell in totals] == [
        float(headline["renewing_arr_90d"]),
        float(headline["arr_at_risk_90d"]),
        float(sum(overdue, Decimal(0))),
    ]
    newest, *older = table_of(cells["Headline"], "Month")
    for check in ("Check renewals", "Check at risk", "Check alerts"):
        assert newest[check].value == 0 and newest[check].formula
        assert not any(check in row for row in older)


def test_the_headline_is_checked(marts: Marts) -> None:
    """An alert or a renewal too few shows; where a sheet leaves rows out, nothing is checked."""
    tables = {
        name: read.Table([dict(row) for row in table.rows], table.left_out)
        for name, table in marts.tables.items()
        if name in ("Headline", "Alerts", "Renewals")
    }
    ahead = next(row for row in tables["Renewals"].rows if row["days_to_renewal"] == 3)
    ahead["arr"] += 1
    tables["Alerts"].rows[0]["status"] = "resolved"
    check_headline(tables)
    newest = tables["Headline"].rows[0]
    assert (newest["check_renewing"], newest["check_at_risk"], newest["check_alerts"]) == (1, 0, -1)
    tables["Alerts"] = read.Table(tables["Alerts"].rows, 1)
    check_headline(tables)
    assert (newest["scope"], newest["check_alerts"]) == ("", None)


def test_open_alerts_come_first(marts_file: Path) -> None:
    """The most severe and newest of the open ones stand at the top."""
    rows = read_marts(marts_file).tables["Alerts"].rows
    order = [
        (
            row["status"],
            ("high", "medium", "low").index(row["severity"]),
            DAY_0 - row["event_date"],
        )
        for row in rows
    ]
    assert order == sorted(order)
    assert rows[0]["status"] == "open" and rows[-1]["status"] == "resolved"
