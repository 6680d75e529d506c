"""The metrics are the marts' figures, and one that is asked for wrongly gives no figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]
Read = Callable[[str], Rows]

RATES = ("nrr", "grr", "logo_retention")
MONTH = "metric_time__month"
# Which mart a metric reads, over which windows, and by what it is asked for: its name in MetricFlow
# and the column of the mart.
ITEMS: dict[str, tuple[str, tuple[int, ...], dict[str, str]]] = {
    "company": ("retention_company_monthly", (1, 3, 12), {}),
    "product": ("retention_product_monthly", (1, 3, 12), {"product": "product_id"}),
    "product_family": (
        "retention_product_family_monthly",
        (12,),
        {"product_family_month__product_family": "product_family"},
    ),
    "segment": (
        "retention_segment_monthly",
        (12,),
        {
            "segment_month__segment_type": "segment_type",
            "segment_month__segment_value": "segment_value",
        },
    ),
    "product_segment": (
        "retention_product_segment_monthly",
        (12,),
        {
            "product": "product_id",
            "product_segment_month__segment_type": "segment_type",
            "product_segment_month__segment_value": "segment_value",
        },
    ),
}


def names(item: str) -> list[str]:
    """Give the metrics of an item."""
    return [f"{item}_{rate}_{window}m" for window in ITEMS[item][1] for rate in RATES]


def month_of(row: dict[str, Any], column: str = MONTH) -> date:
    """Give the month of an answer's row."""
    return row[column].date()


def latest(rows: Rows) -> date:
    """Give the last month of a mart."""
    return max(row["arr_month"] for row in rows)


def expected(rows: Rows, item: str, key: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Give what a mart holds, by key: the value of each metric."""
    windows = ITEMS[item][1]
    found: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in rows:
        if row["window_months"] in windows:
            for rate in RATES:
                name = f"{item}_{rate}_{row['window_months']}m"
                found[tuple(row[column] for column in key)][name] = row[rate]
    return found


@pytest.mark.parametrize("item", ITEMS)
def test_metrics_are_the_marts(
    ask: Ask, mart: Read, item: str, record_property: Callable[[str, object], None]
) -> None:
    """Every rate of every month is that of the mart, to the last digit."""
    mart_name, _, by = ITEMS[item]
    wanted = expected(mart(mart_name), item, ("arr_month", *by.values()))
    answers = ask(*names(item), by=(MONTH, *by))
    given = {
        (month_of(row), *(row[name] for name in by)): {name: row[name] for name in names(item)}
        for row in answers
    }
    assert given == wanted
    assert len(given) == len(answers)
    assert any(value is not None for row in given.values() for value in row.values())
    record_property("metrics", sum(len(row) for row in given.values()))


@pytest.mark.parametrize("item", [item for item in ITEMS if item != "company"])
def test_several_at_once_are_no_figure(ask: Ask, item: str) -> None:
    """Asked for all products, families or segments, a metric must not pass for the company's."""
    [row] = ask(*names(item))
    assert [row[name] for name in names(item)] == [None] * len(names(item))


def test_all_segment_types_are_no_figure(ask: Ask) -> None:
    """By value alone, a value that several types have has no figure, nor by type alone."""
    by_type = ask(*names("segment"), by=("segment_month__segment_type",))
    assert len(by_type) > 1
    by_value = ask("segment_count", *names("segment"), by=("segment_month__segment_value",))
    several = [row for row in by_value if row["segment_count"] > 1]
    assert several
    per_type = ask("segment_count", by=("segment_month__segment_type",))
    single = {row["segment_month__segment_type"] for row in per_type if row["segment_count"] == 1}
    for row in [
        *several,
        *(row for row in by_type if row["segment_month__segment_type"] not in single),
    ]:
        assert [row[name] for name in names("segment")] == [None] * len(names("segment")), row


def test_a_family_is_not_the_sum_of_its_products(ask: Ask) -> None:
    """By family, a metric of products has a figure only where the family is one product."""
    rows = ask("product_count", "product_nrr_12m", by=("product__product_family",))
    several = [row for row in rows if row["product_count"] > 1]
    assert several
    assert [row["product_nrr_12m"] for row in several] == [None] * len(several)


def test_products_in_a_filter_are_no_figure(ask: Ask, mart: Read) -> None:
    """Two products that a filter leaves have no figure together, and one has its own."""
    rows = mart("retention_product_monthly")
    last = latest(rows)
    nrr = {
        row["product_id"]: row["nrr"]
        for row in rows
        if (row["arr_month"], row["window_months"]) == (last, 12) and row["nrr"] is not None
    }
    one, other = sorted(nrr)[:2]
    entity = "{{ Entity('product') }}"
    [row] = ask("product_nrr_12m", where=f"{entity} in ('{one}', '{other}')")
    assert row["product_nrr_12m"] is None
    [row] = ask("product_nrr_12m", where=f"{entity} = '{one}'")
    assert row["product_nrr_12m"] == nrr[one]


@pytest.mark.parametrize("item", ["company", "product"])
def test_a_year_is_its_last_month(ask: Ask, mart: Read, item: str) -> None:
    """Over a year, or over all time, a rate is that of the last month, and nothing is added up."""
    mart_name, _, by = ITEMS[item]
    rows = mart(mart_name)
    wanted = expected(rows, item, ("arr_month", *by.values()))
    ends: dict[int, date] = {}
    for row in rows:
        month = row["arr_month"]
        ends[month.year] = max(month, ends.get(month.year, month))
    for answer in ask(*names(item), by=("metric_time__year", *by)):
        month = ends[month_of(answer, "metric_time__year").year]
        key = (month, *(answer[name] for name in by))
        assert {name: answer[name] for name in names(item)} == wanted[key]
    for answer in ask(*names(item), by=tuple(by)):
        key = (latest(rows), *(answer[name] for name in by))
        assert {name: answer[name] for name in names(item)} == wanted[key]


def test_there_is_no_metric_without_a_window(ask: Ask) -> None:
    """The window is in the metric: nobody can leave it out, or ask by it."""
    with pytest.raises(Exception, match="window_months"):
        ask("product_nrr_12m", by=("product_month__window_months",))
    with pytest.raises(Exception, match="product_nrr"):
        ask("product_nrr", by=("product",))


def test_the_company_has_no_products(ask: Ask) -> None:
    """Its metric cannot be asked for by product, and there is no customer's."""
    with pytest.raises(Exception, match="product"):
        ask("company_nrr_12m", by=("product",))
    with pytest.raises(Exception, match="customer"):
        ask("product_nrr_12m", by=("customer",))


def test_arr_adds_up_over_products_and_not_over_months(ask: Ask, mart: Read) -> None:
    """ARR of a month is that of the spine; of a year, or without a month, that of the last one."""
    family = {row["product_id"]: row["product_family"] for row in mart("dim_products")}
    totals: dict[date, Decimal] = defaultdict(Decimal)
    families: dict[tuple[date, Any], Decimal] = defaultdict(Decimal)
    for row in mart("fct_arr_monthly"):
        totals[row["arr_month"]] += row["arr"]
        families[row["arr_month"], family[row["product_id"]]] += row["arr"]
    # MetricFlow gives an exact sum as the nearest float.
    by_month = {month_of(row): row["arr"] for row in ask("arr", by=(MONTH,))}
    assert by_month == {month: float(total) for month, total in totals.items()}
    assert [row["arr"] for row in ask("arr")] == [float(totals[max(totals)])]
    by_family = {
        (month_of(row), row["product__product_family"]): row["arr"]
        for row in ask("arr", by=(MONTH, "product__product_family"))
    }
    assert by_family == {key: float(total) for key, total in families.items()}
    by_year = {
        month_of(row, "metric_time__year").year: row["arr"]
        for row in ask("arr", by=("metric_time__year",))
    }
    assert by_year == {month.year: float(totals[month]) for month in sorted(totals)}


@pytest.mark.parametrize("rate", RATES)
def test_the_highest_is_one_of_them(ask: Ask, mart: Read, rate: str) -> None:
    """Where several are asked for, the highest is that of one product, whichever the month."""
    wanted: dict[date, float] = {}
    for row in mart("retention_product_monthly"):
        if row["window_months"] == 12 and row[rate] is not None:
            wanted[row["arr_month"]] = max(row[rate], wanted.get(row["arr_month"], 0.0))
    name = f"highest_product_{rate}_12m"
    rows = ask(name, by=(MONTH,))
    assert {month_of(row): row[name] for row in rows if row[name] is not None} == wanted
