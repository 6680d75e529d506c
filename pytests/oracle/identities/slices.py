"""Identities of segments, cohorts, components and methods with the figures of the whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.cohorts import ALL_PRODUCTS, quarter_of
from oracle.identities.retention import AMOUNTS
from oracle.money import ZERO, ratio
from oracle.months import add_months
from oracle.result import Result
from oracle.rows import Row


def check_segment_sums(result: Result) -> None:
    """Check that the values of every segment type add up to the company, or to the product."""
    for whole_relation, relation, columns, group in (
        ("retention_company_monthly", "retention_segment_monthly", AMOUNTS, ()),
        (
            *("retention_product_monthly", "retention_product_segment_monthly"),
            *((*AMOUNTS, "migrated_out_arr"), ("product_id",)),
        ),
    ):
        key = ("arr_month", "window_months", *group)
        sums: dict[Hashable, Any] = defaultdict(int)
        types_of: dict[Hashable, set[str]] = defaultdict(set)
        for row in getattr(result, relation):
            whole = tuple(row[k] for k in key)
            types_of[whole].add(row["segment_type"])
            for column in columns:
                sums[whole, row["segment_type"], column] += row[column]
        all_types = set().union(*types_of.values())
        wholes = {tuple(row[k] for k in key): row for row in getattr(result, whole_relation)}
        assert types_of.keys() <= wholes.keys(), (relation, types_of.keys() - wholes.keys())
        for whole, row in wholes.items():
            assert types_of[whole] in (all_types, set()), (relation, row, types_of[whole])
            for segment_type in all_types:
                for column in columns:
                    of_values = sums[whole, segment_type, column]
                    assert of_values == row[column], (segment_type, column, of_values, row)


def check_customers_retention(result: Result) -> None:
    """Check that the customers' own retention adds up to the company's, in the months it has."""
    amounts = ("opening_arr", "expansion_arr", "contraction_arr", "churned_arr", "closing_arr")
    of_month: dict[tuple[date, int], list[Row]] = defaultdict(list)
    for row in result.retention_customer_monthly:
        of_month[row["arr_month"], row["window_months"]].append(row)
    first = min((month for month, _ in of_month), default=date.max)
    for company in result.retention_company_monthly:
        rows = of_month[company["arr_month"], company["window_months"]]
        if company["arr_month"] >= first:
            assert len(rows) == company["opening_customers"], company
            for column in amounts:
                assert sum(row[column] for row in rows) == company[column], (column, company)


def check_concentration(result: Result) -> None:
    """Check that larger groups have more, and groups of all customers everything."""
    before: Row | None = None
    for row in result.arr_concentration_monthly:
        assert row["closing_customers"] > row["top_customers"] or (
            row["top_arr"] == row["closing_arr"]
        ), row
        if before is not None and before["top_customers"] < row["top_customers"]:
            assert before["top_arr"] <= row["top_arr"] <= row["closing_arr"], row
        before = row


def check_cohorts(result: Result) -> None:
    """Check that cohorts start at 100 %, and open with the first ARR of their members."""
    first_arr: dict[tuple[str, str, date], Decimal] = defaultdict(lambda: ZERO)
    seen: set[tuple[str, ...]] = set()
    for row in sorted(result.fct_arr_monthly, key=lambda each: each["arr_month"]):
        pair = (row["customer_id"], row["product_id"])
        if row["arr"] > 0 and pair not in seen:
            seen.add(pair)
            first_arr["product", pair[1], quarter_of(row["arr_month"])] += row["arr"]
    for row in result.fct_customer_arr_movements:
        customer = (row["customer_id"],)
        if customer not in seen:
            seen.add(customer)
            assert row["movement_type"] == "new", row
            first_arr["company", ALL_PRODUCTS, quarter_of(row["arr_month"])] += row["arr_change"]

    lengths: Counter[tuple[str, str, date]] = Counter()
    for row in result.retention_cohort_monthly:
        cohort = (row["scope"], row["product_id"], row["cohort_quarter"])
        lengths[cohort] += 1
        if row["months_since_start"] == 0 or not result.rates.is_monthly:
            assert row["opening_arr"] == first_arr[cohort] > 0, row
        assert 0 <= row["retained_arr"] <= min(row["arr"], row["opening_arr"]), row
        assert 0 <= row["customers"] <= row["opening_customers"], row
        assert (row["customers"] == 0) == (row["arr"] == 0), row
        if row["months_since_start"] == 0:
            assert row["nrr"] == row["grr"] == row["logo_retention"] == 1, row
    for cohort in first_arr:
        last_start = add_months(cohort[2], 2)
        assert lengths[cohort] == sum(month >= last_start for month in result.months), cohort


def check_cohort_periods(result: Result) -> None:
    """Check that the segments of every type add up to the cohort, and quarters to their mart."""
    columns = ("opening_arr", "arr", "retained_arr", "opening_customers", "customers")
    sums: dict[Hashable, Any] = defaultdict(int)
    for row in result.retention_cohort_period_monthly:
        key = (row["cohort_period"], row["cohort_starts_on"], row["months_since_start"])
        if row["scope"] == "company":
            for column in columns:
                sums[key, row["segment_type"], column] += row[column]
    for (key, kind, column), amount in list(sums.items()):
        assert amount == sums[key, "(all)", column], (key, kind, column)
    of_quarters = {
        (row["scope"], row["product_id"], row["cohort_quarter"], row["months_since_start"]): row
        for row in result.retention_cohort_monthly
    }
    for row in result.retention_cohort_period_monthly:
        if row["cohort_period"] == "quarter" and row["segment_type"] == "(all)":
            key = (row["scope"], row["product_id"], row["cohort_starts_on"])
            quarter = of_quarters[(*key, row["months_since_start"])]
            assert all(row[column] == quarter[column] for column in columns), (row, quarter)


def check_components(result: Result) -> None:
    """Check that the components' contributions add up to the NRR of the company."""
    components: dict[tuple[date, int], list[Row]] = defaultdict(list)
    for row in result.retention_bridge_monthly:
        components[row["arr_month"], row["window_months"]].append(row)
    for company in result.retention_company_monthly:
        rows = components.pop((company["arr_month"], company["window_months"]), [])
        opening, closing = company["opening_arr"], company["closing_arr"]
        assert bool(rows) == (opening > 0), company
        if rows:
            contributions = sum(row["nrr_contribution"] for row in rows)
            assert contributions == ratio(closing, opening), company
            assert sum(row["opening_share"] for row in rows) == 1, company
            assert sum(row["closing_arr"] for row in rows) == closing, company
            types = Counter(row["component_type"] for row in rows)
            assert types["entered"] == 1 and types["product"] == len(rows) - 1, company
    assert not components, next(iter(components.items()))


def check_methods(result: Result) -> None:
    """Check each method against the company's retention, and its bounds."""
    windows = result.retention_windows
    rows = {(row["arr_month"], row["method"]): row for row in result.retention_methods}
    methods = {method for _, method in rows}
    assert 12 in windows or methods <= {"compounded_monthly_12m"}, methods
    assert 1 in windows or "compounded_monthly_12m" not in methods, methods
    for row in rows.values():
        assert row["grr"] <= row["nrr"], row
        if row["denominator"] is not None:
            assert row["denominator"] > 0, row
            assert row["nrr"] == ratio(row["nrr_numerator"], row["denominator"]), row
            assert row["grr"] == ratio(row["grr_numerator"], row["denominator"]), row
        if row["method"] != "summed_movements_12m":
            assert 0 <= row["grr"] <= 1, row
    for company in result.retention_company_monthly:
        if company["window_months"] != 12:
            continue
        point, survivors, above, summed = (
            rows.get((company["arr_month"], f"{method}_12m"))
            for method in (
                *("point_to_point", "survivors_only", "customers_above_floor"),
                "summed_movements",
            )
        )
        assert (point is None) == (company["opening_arr"] == 0), company
        if point is not None:
            assert (point["nrr"], point["grr"]) == (company["nrr"], company["grr"]), company
            assert summed["denominator"] == point["denominator"], company
            if not result.rates.is_monthly:  # else losses are at the rates of their months
                assert summed["grr"] <= point["grr"], company
        if survivors is not None:
            assert survivors["nrr"] >= point["nrr"] and survivors["grr"] >= point["grr"], company
        if above is not None:
            assert above["denominator"] <= point["denominator"], company
            assert above["nrr_numerator"] <= point["nrr_numerator"], company
