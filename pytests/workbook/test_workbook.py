"""The workbook as it is stored: its values, formulas, texts, limits and messages."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from harness import MARTS_SCHEMA, PROJECT_DIR
from hostile_names import CUSTOMERS, LONG, PRODUCT, SEGMENT
from xlsx_cells import Cell, Cells, read_cells, table_of

from workbook import __main__ as command
from workbook import read
from workbook.read import Marts, UnreadableError, read_marts
from workbook.text import MOST_CHARACTERS, legible
from workbook.write import write_workbook

Mart = Callable[[str], list[dict[str, Any]]]
Sheets = dict[str, Cells]

DAY_0 = date(1899, 12, 30)
RETENTION = {
    "Opening ARR": "opening_arr",
    "Expansion": "expansion_arr",
    "Contraction": "contraction_arr",
    "Churned": "churned_arr",
    "Closing ARR": "closing_arr",
    "NRR": "nrr",
    "GRR": "grr",
    "Opening customers": "opening_customers",
    "Churned customers": "churned_customers",
    "Logo retention": "logo_retention",
}
BRIDGE = {
    "Opening ARR": "opening_arr",
    "New": "new_arr",
    "Reactivation": "reactivation_arr",
    "Cross-sell": "cross_sell_arr",
    "Expansion": "expansion_arr",
    "Contraction": "contraction_arr",
    "Product churn": "product_churn_arr",
    "Churn": "churn_arr",
    "Migration in": "migration_in_arr",
    "Migration out": "migration_out_arr",
    "FX": "fx_arr",
    "Closing ARR": "closing_arr",
    "Opening + movements": "closing_arr",
}
PARTS = {
    "Opening ARR": "opening_arr",
    "Closing ARR": "closing_arr",
    "Company opening ARR": "company_opening_arr",
    "NRR": "nrr",
    "Share of opening": "opening_share",
    "NRR x share": "nrr_contribution",
    "Sum of the month": "company_nrr",
    "Company NRR": "company_nrr",
}
MOVEMENTS = {
    "Change of ARR": "arr_change",
    "of it volume": "volume_arr",
    "of it price": "price_arr",
    "of it unattributed": "unattributed_arr",
    "Reason": "reason",
    "Lost reason, in the source's words": "lost_reason",
}
ISSUES = {
    "Severity": "severity",
    "Action": "action",
    "Licence rows": "license_rows",
    "Customers": "customers",
    "ARR at stake": "arr_at_stake",
    "Share of all ARR": "share_of_arr",
    "Warns above": "warn_share",
    "Stops above": "error_share",
    "Outcome": "outcome",
    "Meaning": "meaning",
}
LIMITS = {
    "HEADLINE_MONTHS": 13,
    "ALERTS": 20,
    "RENEWAL_ROWS": 30,
    "FORECAST_ROWS": 3,
    "WORK_ROWS": 12,
    "RETENTION_ROWS": 60,
    "BRIDGE_ROWS": 40,
    "SEGMENT_ROWS": 200,
    "PART_ROWS": 60,
    "CUSTOMERS": 10,
    "CUSTOMER_MONTHS": 24,
    "MOVEMENTS": 15,
    "RECONCILIATION_ROWS": 20,
    "ISSUES": 5,
}


# What the first column of a sheet is called, where that is not Month.
FIRSTS = {
    "Alerts": "Severity",
    "Renewals": "Ends on",
    "Forecast": "Scope",
    "Work lists": "List",
    "Customers": "Customer id",
    "Reconciliation": "Check",
    "Issues": "Issue",
}


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a sheet hold little."""
    for name, limit in LIMITS.items():
        monkeypatch.setattr(read, name, limit)


@pytest.fixture(scope="module")
def cells(workbook_file: Path) -> Sheets:
    return read_cells(workbook_file)


def as_value(cell: Cell | None) -> Any:
    """Give what a cell holds; None for an empty one."""
    return None if cell is None or cell.value == "" else cell.value


def as_month(cell: Cell) -> date:
    """Give the day that a cell holds."""
    assert cell.number_format == "mmm yyyy"
    return DAY_0 + timedelta(days=int(cell.value))


def same(found: Any, expected: Any) -> bool:
    """Compare a stored value with that of a mart: numbers to the 15 digits that XLSX has."""
    if expected is None or isinstance(expected, str):
        return found == (legible(expected) if expected else None)
    return isinstance(found, float) and abs(found - float(expected)) <= 1e-14 * abs(float(expected))


def compare(
    rows: list[dict[str, Cell]], key: list[str], expected: dict[Any, Any], names: dict[str, str]
) -> int:
    """Compare every row of a sheet with that of a mart; give how many values were compared."""
    found = {}
    for row in rows:
        place = tuple(
            as_month(row[name]) if name == "Month" else as_value(row.get(name)) for name in key
        )
        assert place not in found
        found[place] = row
    assert found.keys() == expected.keys()
    compared = 0
    for place, row in found.items():
        for head, column in names.items():
            value = expected[place][column]
            assert same(as_value(row.get(head)), value), (place, head, row.get(head), value)
            compared += 1
    return compared


def keyed(rows: list[dict[str, Any]], *columns: str, **constants: Any) -> dict[Any, Any]:
    """Put the rows of a mart under their keys; a constant stands behind the columns."""
    return {
        (
            *(legible(v) if isinstance(v := row[c], str) else v for c in columns),
            *constants.values(),
        ): row
        for row in rows
    }


def test_retention(
    cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]
) -> None:
    """Every month, window and product is there, with the values of the marts."""
    company = keyed(mart("retention_company_monthly"), "arr_month", "window_months", no_id=None)
    products = keyed(mart("retention_product_monthly"), "arr_month", "window_months", "product_id")
    key = ["Month", "Window, months", "Product id"]
    rows = table_of(cells["Retention"], "Month")
    compared = compare(rows, key, company | products, RETENTION)
    assert len(products) > 500
    names = {row["product_id"]: row["product_name"] for row in mart("dim_products")}
    for row in rows:
        product = as_value(row.get("Product id"))
        assert row["Product"].value == (names[product] if product else "Company")
        assert row["Scope"].value == ("product" if product else "company")
        place = (as_month(row["Month"]), row["Window, months"].value, product)
        is_small = (company | products)[place]["is_small_base"]
        assert as_value(row.get("Small base")) == ("yes" if is_small else None)
    record_property("workbook_values", compared)


def test_segments(
    cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]
) -> None:
    """Every month, window and segment is there."""
    columns = ["arr_month", "window_months", "segment_type", "segment_value"]
    compared = compare(
        table_of(cells["Segments"], "Month"),
        ["Month", "Window, months", "Segment type", "Segment"],
        keyed(mart("retention_segment_monthly"), *columns),
        RETENTION,
    )
    record_property("workbook_values", compared)


def test_bridge(cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]) -> None:
    """Every movement of the company and of each product is there."""
    company = keyed(mart("arr_bridge_company_monthly"), "arr_month", no_id=None)
    products = keyed(mart("arr_bridge_product_monthly"), "arr_month", "product_id")
    rows = table_of(cells["Bridge"], "Month")
    compared = compare(rows, ["Month", "Product id"], company | products, BRIDGE)
    for row in rows:
        assert row["Check closing"].value == 0
        for check in ("Check products", "Check opening"):
            assert (check in row) == (row["Scope"].value == "company")
            assert as_value(row.get(check)) in (None, 0)
    record_property("workbook_values", compared)


def test_product_to_company(
    cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]
) -> None:
    """Every component is there, and they add up to the company's NRR."""
    rows = table_of(cells["Product to company"], "Month")
    columns = ["arr_month", "window_months", "component_type", "component"]
    expected = keyed(mart("retention_bridge_monthly"), *columns)
    key = ["Month", "Window, months", "Component", "Product id"]
    exact = {head: name for head, name in PARTS.items() if head != "Sum of the month"}
    compared = compare(rows, key, expected, exact)
    for row in rows:
        total, company = (as_value(row.get(head)) for head in ("Sum of the month", "Company NRR"))
        assert (total is None and company is None) or abs(total - company) < 1e-12
    record_property("workbook_values", compared)


def test_customers(
    cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]
) -> None:
    """The grid holds the ARR of every customer and month, and its totals are the bridge's."""
    grid = cells["Customers"]
    rows = table_of(grid, "Customer id")
    arr: dict[Any, Decimal] = {}
    for row in mart("fct_arr_monthly"):
        place = row["customer_id"], row["arr_month"]
        arr[place] = arr.get(place, Decimal(0)) + row["arr"]
    closing = {row["arr_month"]: row["closing_arr"] for row in mart("arr_bridge_company_monthly")}
    months = sorted(closing, reverse=True)[: read.CUSTOMER_MONTHS]
    assert len(months) == read.CUSTOMER_MONTHS
    days = {month: (month - DAY_0).days for month in months}
    found = {
        (row["Customer id"].value, month): row[day].value
        for row in rows
        for month, day in days.items()
        if day in row
    }
    shown = {row["Customer id"].value for row in rows}
    expected = {place: value for place, value in arr.items() if place[1] in days}
    assert shown == {customer for (customer, _), value in expected.items() if value}
    expected = {place: value for place, value in expected.items() if place[0] in shown}
    assert found.keys() == expected.keys()
    assert all(same(found[place], value) for place, value in expected.items())
    last = [row[days[months[0]]].value if days[months[0]] in row else 0 for row in rows]
    assert last == sorted(last, reverse=True)
    heads = {cell.value: column for (row, column), cell in grid.items() if row == 9}
    for month, day in days.items():
        total, bridge, check = (grid[row, heads[day]] for row in (5, 6, 7))
        assert same(total.value, closing[month]) and same(bridge.value, closing[month])
        assert total.formula.startswith("SUM(") and bridge.formula.startswith("SUMIFS(Bridge_")
        assert check.value == 0 and check.formula.startswith("ROUND(")
    names = {row["customer_id"]: row["customer_name"] for row in mart("dim_customers")}
    assert {row["Customer id"].value: row["Customer"].value for row in rows} == {
        customer: legible(names[customer]) for customer in shown
    }
    record_property("workbook_values", len(found) + 3 * len(months))


def test_movements(
    cells: Sheets, mart: Mart, record_property: Callable[[str, object], None]
) -> None:
    """Every movement of the last twelve months is there, and they tie to the bridge."""
    bridge = sorted(mart("arr_bridge_company_monthly"), key=lambda row: row["arr_month"])[-12:]
    first = bridge[0]["arr_month"]
    expected = [row for row in mart("fct_arr_movements") if row["arr_month"] >= first]
    columns = ["arr_month", "customer_id", "product_id", "movement_type"]
    key = ["Month", "Customer id", "Product id", "Movement"]
    rows = table_of(cells["Movements"], "Month")
    compared = compare(rows, key, keyed(expected, *columns), MOVEMENTS)
    assert len(expected) > 300
    shown, total, check = (cells["Movements"][row, 7] for row in (5, 6, 7))
    assert same(total.value, bridge[-1]["closing_arr"] - bridge[0]["opening_arr"])
    assert shown.value == total.value and shown.formula.startswith("SUBTOTAL(109,")
    assert check.value == 0 and check.formula
    record_property("workbook_values", compared)


def test_reconciliation_and_issues(cells: Sheets, mart: Mart) -> None:
    """Every check and every issue is there."""
    rows = table_of(cells["Reconciliation"], "Check")
    compare(
        rows,
        ["Check", "Currency or month"],
        keyed(mart("dq_reconciliation"), "check_name", "check_key"),
        {"Left side": "expected", "Right side": "actual", "Difference": "difference"},
    )
    assert {row["Reconciled"].value for row in rows} == {"yes"}
    compare(
        table_of(cells["Issues"], "Issue"),
        ["Issue"],
        keyed(mart("dq_issue_summary"), "issue"),
        ISSUES,
    )


def test_read_me(cells: Sheets, mart: Mart) -> None:
    """The first sheet says what the figures are of, and the company's in one row per window."""
    (info,) = mart("report_info")
    page = cells["Read me"]
    said = {page[row, 1].value: page[row, 2] for row, column in page if (row, 2) in page}
    assert DAY_0 + timedelta(days=said["Reporting date"].value) == info["as_of_date"]
    assert as_month(said["Last month"]) == info["last_month"]
    assert said["Currency"].value == info["reporting_currency"]
    assert said["Version of the project"].value == info["project_version"]
    assert said["retention_windows"].value == "1, 3, 12"
    arr = next(
        row["closing_arr"]
        for row in mart("arr_bridge_company_monthly")
        if row["arr_month"] == info["last_month"]
    )
    expected = {
        row["window_months"]: [row[name] for name in ("opening_arr", "closing_arr", "nrr", "grr")]
        for row in mart("retention_company_monthly")
        if row["arr_month"] == info["last_month"]
    }
    for row, window in zip(range(6, 9), sorted(expected), strict=True):
        assert page[row, 2].value == window
        for column, value in enumerate([*expected[window], arr], 3):
            assert same(page[row, column].value, value) and page[row, column].formula
    checks = {label: cell for label, cell in said.items() if ": " in str(label)}
    assert len(checks) == 12
    assert {cell.value for cell in checks.values()} == {0}
    assert all(cell.formula.startswith("COUNTIF(") for cell in checks.values())


@pytest.mark.parametrize("sheet", ["Retention", "Segments"])
def test_rates_are_formulas_of_their_row(cells: Sheets, sheet: str) -> None:
    """NRR and GRR are worked out in every row, from the amounts of that row."""
    page = cells[sheet]
    top = next(row for (row, column), cell in page.items() if cell.value == "Month" and column == 1)
    columns = {cell.value: column for (row, column), cell in page.items() if row == top}
    last = max(row for row, _ in page)
    assert last > top + 900
    for row in range(top + 1, last + 1):
        opening, expansion, contraction, churned = (
            f"${chr(64 + columns[head])}{row}"
            for head in ("Opening ARR", "Expansion", "Contraction", "Churned")
        )
        nrr, grr = (page[row, columns[head]] for head in ("NRR", "GRR"))
        assert nrr.formula == (
            f'IF({opening}=0,"",({opening}+{expansion}-{contraction}-{churned})/{opening})'
        )
        assert grr.formula == f'IF({opening}=0,"",({opening}-{contraction}-{churned})/{opening})'
        assert (nrr.number_format, grr.number_format) == ("0.0 %", "0.0 %")


def test_hostile_names_are_texts(cells: Sheets, workbook_file: Path, mart: Mart) -> None:
    """Whatever a name looks like, it is a text, it can be read, and it stays a text when edited."""
    names = {row["customer_name"] for row in mart("dim_customers")}
    texts = [cell for page in cells.values() for cell in page.values() if cell.is_text]
    by_text = {str(cell.value): cell for cell in texts}
    assert {PRODUCT, SEGMENT} <= by_text.keys()
    hostile = [legible(name) for name in CUSTOMERS if name in names]
    assert len(hostile) > 8
    shown = [name for name in hostile if name in by_text]
    assert len(shown) > 8
    for cell in texts:
        assert cell.formula == "" or not cell.formula.startswith(("HYPERLINK", "1+1"))
        assert cell.quote_prefix == (str(cell.value)[:1] in tuple("=+-@{'\t") and bool(cell.value))
    assert not any("HYPERLINK" in cell.formula for page in cells.values() for cell in page.values())
    with zipfile.ZipFile(workbook_file) as file:
        parts = file.namelist()
        assert not [name for name in parts if "external" in name.lower() or "vba" in name.lower()]
        assert not [name for name in parts if b'"External"' in file.read(name)]


def test_legible() -> None:
    """What cannot be seen is shown, and what is too long is cut."""
    assert legible("a\x07b\nc\u202ed") == "a\u2407b\u240ac<U+202E>d"
    assert legible("Ö'Neil & <Sons>") == "Ö'Neil & <Sons>"
    cut = legible(LONG)
    assert cut.startswith("x" * MOST_CHARACTERS) and cut.endswith("(cut: 40,000 characters)")
    assert legible("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS


@pytest.mark.usefixtures("small_limits")
def test_limits(marts_file: Path, tmp_path: Path) -> None:
    """A sheet holds its limit, says what it leaves out, and its totals still tie."""
    path = tmp_path / "small.xlsx"
    marts = read_marts(marts_file)
    write_workbook(marts, path)
    pages = read_cells(path)
    for sheet, limit in (
        *(("Headline", "HEADLINE_MONTHS"), ("Alerts", "ALERTS"), ("Renewals", "RENEWAL_ROWS")),
        *(("Forecast", "FORECAST_ROWS"), ("Work lists", "WORK_ROWS")),
        *(("Retention", "RETENTION_ROWS"), ("Bridge", "BRIDGE_ROWS")),
        *(("Product to company", "PART_ROWS"), ("Segments", "SEGMENT_ROWS")),
        *(("Customers", "CUSTOMERS"), ("Movements", "MOVEMENTS")),
        *(("Reconciliation", "RECONCILIATION_ROWS"), ("Issues", "ISSUES")),
    ):
        left_out = marts.tables[sheet].left_out
        assert left_out > 0, sheet
        assert f"{left_out:,}" in pages[sheet][4, 1].value, sheet
        rows = table_of(pages[sheet], FIRSTS.get(sheet, "Month"))
        products = [row for row in rows if "Scope" not in row or row["Scope"].value != "company"]
        whole = len([row for row in products if row.get("Month") == products[0].get("Month")])
        most = (
            max(LIMITS[limit], whole)
            if sheet in ("Segments", "Product to company")
            else LIMITS[limit]
        )
        assert len(products) <= most + (sheet in ("Customers", "Movements")), sheet
    assert {
        as_value(cell) for (row, _), cell in pages["Customers"].items() if row == 7 and cell.formula
    } == {0.0}
    assert pages["Movements"][7, 7].value == 0
    others = [cell for cell in pages["Customers"].values() if cell.value == read.OTHERS]
    assert len(others) == 1


def test_the_same_marts_make_the_same_file(
    marts: Marts, workbook_file: Path, tmp_path: Path
) -> None:
    """Nothing in the file is of the run that wrote it."""
    path = tmp_path / "again.xlsx"
    write_workbook(marts, path)
    assert path.read_bytes() == workbook_file.read_bytes()
    with zipfile.ZipFile(path) as file:
        created = f"{marts.info['built_at']:%Y-%m-%dT%H:%M:%SZ}"
        assert file.read("docProps/core.xml").decode().count(created) == 2


@pytest.mark.usefixtures("small_limits")
def test_definitions(cells: Sheets, marts_file: Path, tmp_path: Path) -> None:
    """Every column of every sheet is defined, in the words of the file where it has them."""
    rows = table_of(cells["Definitions"], "Sheet")
    defined = {(row["Sheet"].value, row["Column"].value): row for row in rows}
    for sheet, page in cells.items():
        if sheet in ("Read me", "Definitions"):
            continue
        for head in table_of(page, FIRSTS.get(sheet, "Month"))[0]:
            if isinstance(head, str):
                assert defined[sheet, head]["Meaning"].value
                assert defined[sheet, head]["From"].value
    formula = defined["Retention", "GRR"]["Formula"].value
    assert formula.endswith("([Opening ARR]-[Contraction]-[Churned])/[Opening ARR])")
    copy = copy_of(
        marts_file, tmp_path, f"comment on column {table('dim_customers')}.owner is 'Hi.'"
    )
    write_workbook(read_marts(copy), tmp_path / "words.xlsx")
    for row in table_of(read_cells(tmp_path / "words.xlsx")["Definitions"], "Sheet"):
        if (row["Sheet"].value, row["Column"].value) == ("Customers", "Owner"):
            assert row["Meaning"].value == "Hi."
            break
    else:
        pytest.fail("Owner is not defined")


def table(mart: str) -> str:
    """Name a mart for SQL."""
    return f"{MARTS_SCHEMA}.{mart}"


def copy_of(source: Path, folder: Path, *statements: str) -> Path:
    """Copy the marts that the workbook reads, as tables, and change them."""
    copy = folder / "copy.duckdb"
    copy.unlink(missing_ok=True)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{source}' as book (read_only)")
        connection.execute(f"create schema {MARTS_SCHEMA}")
        for mart in read.MARTS:
            connection.execute(f"create table {table(mart)} as from book.{table(mart)}")
        for statement in statements:
            connection.execute(statement)
    return copy


@pytest.mark.usefixtures("small_limits")
def test_amounts_beyond_15_digits_are_said(marts_file: Path, tmp_path: Path) -> None:
    """A spreadsheet cannot hold them to the cent; the first sheet says so."""
    huge = "update {} set opening_arr = 10000000000000.01 where arr_month = '2025-12-01'"
    copy = copy_of(marts_file, tmp_path, huge.format(table("retention_segment_monthly")))
    marts = read_marts(copy)
    assert marts.inexact > 0
    write_workbook(marts, tmp_path / "huge.xlsx")
    page = read_cells(tmp_path / "huge.xlsx")["Read me"]
    assert any(f"{marts.inexact:,} amounts" in str(cell.value) for cell in page.values())


@pytest.mark.usefixtures("small_limits")
def test_a_wrong_amount_shows(marts_file: Path, tmp_path: Path) -> None:
    """The checks of the first sheet count what does not tie."""
    copy = copy_of(
        marts_file,
        tmp_path,
        f"update {table('arr_bridge_company_monthly')} set closing_arr = closing_arr + 1 "
        "where arr_month = '2025-06-01'",
    )
    write_workbook(read_marts(copy), tmp_path / "wrong.xlsx")
    page = read_cells(tmp_path / "wrong.xlsx")["Read me"]
    said = {page[row, 1].value: page[row, 2].value for row, column in page if (row, 2) in page}
    assert said["Bridge: Check closing"] == 1
    assert said["Bridge: Check products"] == 1
    assert said["Bridge: Check opening"] == 1
    assert said["Customers: sum with Bridge"] == 1
    assert said["Movements: sum with Bridge"] == 0
    assert said["Retention: Check closing"] == 0


def test_no_licences(marts_file: Path, tmp_path: Path) -> None:
    """Marts without a row make a workbook without a row."""
    emptied = [f"delete from {table(mart)}" for mart in read.MARTS if mart != "report_info"]
    nothing = f"update {table('report_info')} set last_month = null"
    path = tmp_path / "empty.xlsx"
    write_workbook(read_marts(copy_of(marts_file, tmp_path, *emptied, nothing)), path)
    pages = read_cells(path)
    assert table_of(pages["Retention"], "Month") == []
    for sheet in ("Headline", "Alerts", "Renewals", "Forecast", "Work lists", "Customers"):
        assert table_of(pages[sheet], FIRSTS.get(sheet, "Month")) == []


def test_command(marts_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says in a sentence what is missing, and leaves no half of a file."""
    target = tmp_path / "out" / "retention.xlsx"
    assert command.main(["--from", str(tmp_path / "none.duckdb"), "--to", str(target)]) == 1
    assert "run `make build` first" in capsys.readouterr().err
    no_database = tmp_path / "text.duckdb"
    no_database.write_text("no database at all", encoding="utf-8")
    assert command.main(["--from", str(no_database), "--to", str(target)]) == 1
    assert "can't be read as a DuckDB file" in capsys.readouterr().err
    assert not target.exists()
    assert command.main(["--from", str(marts_file), "--to", str(target)]) == 0
    assert f"Wrote {target}" in capsys.readouterr().out
    assert [path.name for path in target.parent.iterdir()] == ["retention.xlsx"]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"drop table {table('report_info')}", "lacks the mart report_info"),
        (
            f"alter table {table('retention_company_monthly')} drop column grr",
            "the mart retention_company_monthly lacks the column grr",
        ),
        (f"delete from {table('report_info')}", "report_info has 0 rows"),
        (f"drop schema {MARTS_SCHEMA} cascade", "holds no marts"),
    ],
)
def test_what_a_file_lacks_is_named(
    marts_file: Path, tmp_path: Path, statement: str, words: str
) -> None:
    """A file that lacks something is refused with its name."""
    with pytest.raises(UnreadableError, match=words):
        read_marts(copy_of(marts_file, tmp_path, statement))


def test_exposure_names_what_is_read() -> None:
    """The exposure of the workbook names the marts that it reads, and no other."""
    text = (PROJECT_DIR / "models" / "exposures.yml").read_text(encoding="utf-8")
    exposures = {each["name"]: each for each in yaml.safe_load(text)["exposures"]}
    assert set(exposures["workbook"]["depends_on"]) == {
        f"ref('product_retention', '{mart}')" for mart in read.MARTS
    }
