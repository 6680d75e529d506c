"""Whatever people look at states the same NRR of each product: `make test-surfaces`."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
from built_project import BuiltProject
from harness import PROJECT_DIR
from office import work_out
from parsed_page import Parsed
from xlsx_cells import Cells, forget_values, read_cells, rewrite

Rates = dict[str, float]
COMPANY = "Company"
WINDOW = 12
# Figures of a page and of the printed summary are per cent with one decimal, rounded half up.
SHOWN = re.compile(r"(?P<sign>\u2212?)(?P<digits>[\d,]+\.\d) %")


def query(built: BuiltProject, sql: str) -> Rates:
    """Ask the published file for names and rates."""
    with duckdb.connect(str(built.published), read_only=True) as connection:
        return dict(connection.execute(sql).fetchall())


def of_marts(built: BuiltProject) -> Rates:
    """Read the retention marts."""
    return query(
        built,
        f"""
        with rates as (
            select arr_month, '{COMPANY}' as name, nrr
            from marts.retention_company_monthly where window_months = {WINDOW}
            union all
            select r.arr_month, p.product_name, r.nrr
            from marts.retention_product_monthly as r
            inner join marts.dim_products as p on r.product_id = p.product_id
            where r.window_months = {WINDOW}
        )
        select name, nrr from rates
        where arr_month = (select max(arr_month) from rates) and nrr is not null
        """,
    )


def of_views(built: BuiltProject) -> Rates:
    """Divide the sums of the views of 12 months, as a BI tool does."""
    nrr = (
        "(sum(opening_arr) + sum(expansion_arr) - sum(contraction_arr) - sum(churned_arr))"
        "::double / nullif(sum(opening_arr), 0)::double as nrr"
    )
    return query(
        built,
        f"""
        select name, nrr from (
            select arr_month, '{COMPANY}' as name, {nrr}
            from marts.retention_company_12m group by all
            union all
            select r.arr_month, p.product_name, {nrr}
            from marts.retention_product_12m as r
            inner join marts.dim_products as p on r.product_id = p.product_id group by all
        )
        where arr_month = (select max(arr_month) from marts.dim_months) and nrr is not null
        """,
    )


def of_the_summary(built: BuiltProject) -> Rates:
    """Read what the build printed."""
    rows = re.findall(
        r"^ {2,}(\S.*?)  +[\d,-]+((?:  +(?:[\d.]+ %|-|none))+)  +\d+$", built.said, re.M
    )
    assert rows, built.said
    columns = {name: re.findall(r"[\d.]+ %|-|none", rates) for name, rates in rows}
    return {name: shown(rates[2]) for name, rates in columns.items() if "%" in rates[2]}


def of_the_page(built: BuiltProject) -> Rates:
    """Read the table of products of the page."""
    page = built.folder / "page.html"
    built.run(sys.executable, "-m", "dashboard", "--to", page, "--html-only")
    table = Parsed(page.read_text(encoding="utf-8")).tables["Retention by product"]
    place = table[0].index("NRR")
    return {row[0]: shown(row[place]) for row in table[1:] if "%" in row[place]}


def of_the_workbook(built: BuiltProject) -> Rates:
    """Read the values stored in the workbook."""
    book = built.folder / "book.xlsx"
    if not book.exists():
        built.run(sys.executable, "-m", "workbook", "--to", book)
    return newest(read_cells(book)["Retention"])


def of_the_formulas(built: BuiltProject) -> Rates:
    """Let LibreOffice work out the formulas of the workbook, without the values stored."""
    of_the_workbook(built)
    source = built.folder / "formulas.xlsx"
    rewrite(built.folder / "book.xlsx", source, forget_values)
    return newest(work_out(source, built.folder / "office")["Retention"])


def newest(cells: Cells) -> Rates:
    """Give the rates of the newest month of the sheet of retention, over 12 months."""
    head = next(row for (row, _), cell in cells.items() if cell.value == "Month")
    columns = {cell.value: column for (row, column), cell in cells.items() if row == head}
    rows = sorted({row for row, _ in cells if row > head})
    found = [
        {
            name: cells[row, column].value
            for name, column in columns.items()
            if (row, column) in cells
        }
        for row in rows
    ]
    found = [row for row in found if row.get("Window, months") == WINDOW]
    last = max(row["Month"] for row in found)
    return {
        COMPANY if row["Scope"] == "company" else str(row["Product"]): float(row["NRR"])
        for row in found
        if row["Month"] == last and row["NRR"] != ""
    }


def of_the_metrics(built: BuiltProject) -> Rates:
    """Ask MetricFlow."""
    names = query(built, "select product_id, product_name from marts.dim_products")
    month = "metric_time__month"
    mf = PROJECT_DIR / ".venv-metrics/bin/mf"
    found: dict[tuple[str, str], str] = {}
    for metric, by in (("company_nrr_12m", month), ("product_nrr_12m", f"{month},product")):
        file = built.folder / f"{metric}.csv"
        built.run(
            *(mf, "query", "--quiet", "--metrics", metric, "--group-by", by),
            *("--decimals", "17", "--csv", file),
        )
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = names[row["product"]] if "product" in row else COMPANY
                found[row[month], name] = row[metric]
    last = max(day for day, _ in found)
    return {name: float(rate) for (day, name), rate in found.items() if day == last and rate}


def of_superset(built: BuiltProject) -> Rates:
    """Ask the charts of the starter dashboard."""
    ask = Path(__file__).with_name("superset_rates.py")
    python = PROJECT_DIR / ".venv-superset/bin/python"
    modules = os.pathsep.join(str(PROJECT_DIR / each) for each in ("scripts", "pytests/support"))
    return json.loads(built.run(python, ask, built.published, PYTHONPATH=modules))


def shown(text: str) -> float:
    """Read a rate as it is shown."""
    match = SHOWN.match(text)
    assert match, text
    return float(match["digits"].replace(",", "")) / 100 * (-1 if match["sign"] else 1)


# How far each may lie from the mart: LibreOffice stores 15 digits, a page shows tenths of a
# per cent.
SURFACES: dict[str, tuple[Callable[[BuiltProject], Rates], float]] = {
    "views of 12 months": (of_views, 0),
    "workbook": (of_the_workbook, 0),
    "formulas of the workbook": (of_the_formulas, 1e-14),
    "metrics": (of_the_metrics, 0),
    "Superset": (of_superset, 0),
    "summary of the build": (of_the_summary, 0.0005 + 1e-12),
    "page": (of_the_page, 0.0005 + 1e-12),
}


def test_every_surface_states_one_nrr(
    built: BuiltProject, record_property: Callable[[str, object], None]
) -> None:
    """Each surface names the company and every product that has a base, with the mart's NRR."""
    marts = of_marts(built)
    assert len(marts) > 5 and len(set(marts.values())) == len(marts)
    stated = {name: read(built) for name, (read, _) in SURFACES.items()}
    for surface, (_, slack) in SURFACES.items():
        assert stated[surface].keys() == marts.keys(), surface
        for name, rate in stated[surface].items():
            assert abs(rate - marts[name]) <= slack, (surface, name, rate, marts[name])
    record_property("surfaces", sum(map(len, stated.values())))
