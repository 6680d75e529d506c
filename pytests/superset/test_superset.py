"""What Superset shows of the published file is what the marts hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from superset_starter import Built, Rows, starter

Get = Callable[[str], Any]
Ask = Callable[..., Rows]
Record = Callable[[str, object], None]

LATEST = "arr_month = (select max(arr_month) from dim_months)"
RETENTION = "nrr, grr, logo_retention, opening_arr"
MOVEMENTS = (
    "new_arr, reactivation_arr, cross_sell_arr, migration_in_arr, expansion_arr, contraction_arr, "
    "migration_out_arr, product_churn_arr, churn_arr, fx_arr"
)
MOVER = "product_name, customer_name, movement_type, reason"
# What each chart must show: columns of a mart, and no formula.
CHARTS = {
    "arr_movements": f"select arr_month, {MOVEMENTS} from arr_bridge_company_monthly",
    "company_arr": f"select closing_arr from arr_bridge_company_monthly where {LATEST}",
    "company_grr": f"select grr from retention_company_12m where {LATEST}",
    "company_nrr": f"select nrr from retention_company_12m where {LATEST}",
    "company_retention": "select arr_month, nrr, grr from retention_company_12m",
    "gains": f"select {MOVER}, arr_change from arr_movers_monthly "
    f"where {LATEST} and direction = 'gain'",
    "losses": f"select {MOVER}, lost_reason, arr_change from arr_movers_monthly "
    f"where {LATEST} and direction = 'loss'",
    "product_bridge": f"select product_name, opening_arr, {MOVEMENTS}, closing_arr, "
    f"closing_customers from arr_bridge_product_monthly where {LATEST}",
    "product_nrr": "select arr_month, product_name, nrr from retention_product_12m",
    "product_retention": f"select product_name, {RETENTION}, closing_arr, opening_customers "
    f"from retention_product_12m where {LATEST}",
    "segment_retention": f"select segment_type, segment_value, {RETENTION}, opening_customers "
    f"from retention_segment_12m where {LATEST}",
}
RATES = ["nrr", "grr", "logo_retention"]
SCOPES = {
    "retention_company_12m": ["arr_month"],
    "retention_product_12m": ["arr_month", "product_id"],
    "retention_segment_12m": ["arr_month", "segment_type", "segment_value"],
}


def shown(rows: Rows) -> Rows:
    """Give rows as Superset's API gives them: numbers of JSON, months in milliseconds, sorted."""
    return sorted(
        ({name: plain(value) for name, value in row.items()} for row in rows),
        key=lambda row: json.dumps(row, sort_keys=True),
    )


def plain(value: Any) -> Any:
    """Give a value of a mart as a value of JSON."""
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "year"):
        moment = datetime(value.year, value.month, value.day, tzinfo=timezone.utc)
        return moment.timestamp() * 1000
    return value


def chart_rows(get: Get, chart: int) -> Rows:
    """Give the rows of a chart."""
    return get(f"chart/{chart}/data/?force=true")[0]["data"]


@pytest.mark.parametrize("name", starter("datasets"))
def test_a_dataset_is_its_mart(get: Get, datasets: dict[str, int], built: Built, name: str) -> None:
    """It has every column of the mart with its type, but the rates: nobody can add those up."""
    dataset = get(f"dataset/{datasets[name]}")
    assert (dataset["schema"], dataset["sql"]) == ("marts", None)
    assert dataset["database"]["database_name"] == "product_retention"
    mart = {
        row["column_name"]: row["data_type"]
        for row in built.read(
            f"select column_name, data_type from duckdb_columns() where table_name = '{name}'"
        )
    }
    assert any(kind == "DOUBLE" for kind in mart.values()) or name == "arr_movers_monthly"
    wanted = {column: kind for column, kind in mart.items() if kind != "DOUBLE"}
    given = {column["column_name"]: column["type"] for column in dataset["columns"]}
    assert given == {**wanted, "is_latest_month": "BOOLEAN"}
    assert all(metric["description"] for metric in dataset["metrics"])


def test_all_files_are_imported(get: Get, charts: dict[str, int], datasets: dict[str, int]) -> None:
    """Every dataset and chart is there, and every chart stands on the dashboard."""
    assert set(datasets) == set(starter("datasets"))
    assert set(charts) == set(starter("charts")) == set(CHARTS)
    on_it = {chart["id"] for chart in get("dashboard/retention-by-product/charts")}
    assert on_it == set(charts.values())


def test_filters_reach_the_charts_of_their_column(
    get: Get, charts: dict[str, int], datasets: dict[str, int]
) -> None:
    """The filter of products leaves the company's charts alone."""
    metadata = json.loads(get("dashboard/retention-by-product")["json_metadata"])
    reached = {}
    for filter_ in metadata["native_filter_configuration"]:
        [target] = filter_["targets"]
        assert target["datasetId"] in datasets.values()
        reached[target["column"]["name"]] = {
            name for name, chart in charts.items() if chart not in filter_["scope"]["excluded"]
        }
    assert reached == {
        "product_name": {"gains", "losses", "product_bridge", "product_nrr", "product_retention"},
        "segment_type": {"segment_retention"},
    }


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_shows_its_mart(
    get: Get, charts: dict[str, int], built: Built, name: str, record_property: Record
) -> None:
    """Every figure of every row is that of the mart, to the last digit."""
    wanted = built.read(CHARTS[name])
    given = chart_rows(get, charts[name])
    assert wanted
    assert shown(given) == shown(wanted)
    record_property("superset_values", sum(len(row) for row in given))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_for_what_it_draws(name: str) -> None:
    """A chart says twice what it asks for, to the browser and to the API; both are the same."""
    chart = starter("charts")[name]
    params, [query] = chart["params"], json.loads(chart["query_context"])["queries"]
    is_raw = params.get("query_mode") == "raw"
    metrics = [params["metric"]] if "metric" in params else params["metrics"]
    assert query.get("metrics", []) == metrics
    columns = [
        column["label"] if isinstance(column, dict) else column for column in query["columns"]
    ]
    by = params["all_columns"] if is_raw else params.get("groupby", [])
    assert columns == [*([params["x_axis"]] if "x_axis" in params else []), *by]
    filters = [(part["subject"], part["comparator"]) for part in params["adhoc_filters"]]
    assert [(part["col"], part["val"]) for part in query["filters"]] == filters
    assert chart["viz_type"] == params["viz_type"]


@pytest.mark.parametrize("dataset", SCOPES)
def test_rates_are_the_marts(ask: Ask, built: Built, dataset: str, record_property: Record) -> None:
    """Of every month and product or segment."""
    keys = SCOPES[dataset]
    wanted = built.read(f"select {', '.join([*keys, *RATES])} from {dataset}")
    given = ask(dataset, RATES, keys)
    assert shown(given) == shown(wanted)
    assert any(row["nrr"] is not None for row in given)
    record_property("superset_values", len(given) * len(RATES))


@pytest.mark.parametrize("dataset", starter("datasets"))
def test_what_is_asked_wrongly_is_no_figure(ask: Ask, dataset: str) -> None:
    """Over several months, or all products or segment types, only movements have a sum."""
    metrics = [metric["metric_name"] for metric in starter("datasets")[dataset]["metrics"]]
    adds_up = {*MOVEMENTS.split(", "), "arr_change"} if dataset.startswith("arr_") else set()
    [row] = ask(dataset, metrics)
    assert {name for name in metrics if row[name] is not None} == set(metrics) & adds_up
    keys = SCOPES.get(dataset, ["arr_month"])
    if len(keys) > 1:
        [row] = ask(dataset, metrics, is_latest_month=True)
        assert [row[name] for name in metrics] == [None] * len(metrics)


def test_products_have_no_customers_in_common(ask: Ask, built: Built) -> None:
    """ARR of a month adds up over products; customers don't, since one may have several."""
    [row] = ask(
        "arr_bridge_product_monthly", ["closing_arr", "closing_customers"], is_latest_month=True
    )
    [company] = built.read(CHARTS["company_arr"])
    assert row == {"closing_arr": float(company["closing_arr"]), "closing_customers": None}


def test_segments_of_a_type_are_the_company(ask: Ask, built: Built) -> None:
    """Sums are divided, not rates averaged: all segments of one type give the company's NRR."""
    [company] = built.read(f"select nrr, grr from retention_company_12m where {LATEST}")
    rows = ask("retention_segment_12m", ["nrr", "grr"], ["segment_type"], is_latest_month=True)
    assert len(rows) > 5
    for row in rows:
        assert {name: row[name] for name in company} == company, row["segment_type"]


def test_the_file_is_opened_read_only(app: Any) -> None:
    """Nobody can write to it through Superset, read other files, or take the locks off."""
    with app.app_context():
        from superset import db
        from superset.models.core import Database

        [database] = db.session.query(Database).all()
        with database.get_raw_connection() as connection:
            cursor = connection.cursor()
            for statement, refusal in {
                "create table marts.mine (a integer)": "read-only",
                "delete from marts.dim_months": "read-only",
                "select * from read_text('dbt_project.yml')": "disabled by configuration",
                "set enable_external_access = true": "locked",
            }.items():
                with pytest.raises(duckdb.Error, match=refusal):
                    cursor.execute(statement)


def test_a_page_asks_nobody_else(client: Any) -> None:
    """A browser may load nothing from other hosts: no counting pixel, no fonts."""
    policy = client.get("/superset/welcome/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert not re.findall(r"[\w-]+\.[a-z]{2,}|https?:|\*", policy)


def test_a_new_build_is_seen(get: Get, charts: dict[str, int], built: Built) -> None:
    """The file is replaced while Superset runs; the next question gives the new figures.

    It is the last test of the file, since it changes figures.
    """
    before = {name: shown(chart_rows(get, charts[name])) for name in CHARTS}
    with duckdb.connect(str(built.database)) as connection:
        connection.execute(
            "update main_marts.retention_company_monthly set churned_arr = churned_arr + 1000, "
            "closing_arr = closing_arr - 1000 where opening_arr > 0"
        )
        connection.execute(
            "update main_marts.retention_company_monthly set "
            "nrr = cast(closing_arr as double) / opening_arr, grr = "
            "cast(opening_arr - contraction_arr - churned_arr as double) / opening_arr "
            "where opening_arr > 0"
        )
        connection.execute(
            "update main_marts.arr_bridge_product_monthly set product_name = product_name || '!'"
        )
    built.publish()
    changed = {"company_nrr", "company_grr", "company_retention", "product_bridge"}
    for name in CHARTS:
        rows = shown(chart_rows(get, charts[name]))
        assert (rows != before[name]) == (name in changed), name
        assert rows == shown(built.read(CHARTS[name])), name
