"""The oracle's part for slices: retention by segment, by cohort, by component and by method.

It starts from what `oracle` knows month by month (snapshots of pairs, movements, retention of the
company and of each product) and again favours plain loops. `oracle.compute` calls it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

from oracle import (
    SLICE_KEYS,
    ZERO,
    Companies,
    Entity,
    History,
    Pair,
    Policy,
    Result,
    Row,
    Term,
    add_months,
    last_day,
    ratio,
    retention_measures,
    split_change,
)

NO_VALUE = "(none)"
ALL_PRODUCTS = "(all)"
ENTERED = "(entered)"
OPEN_ENDED = "open-ended"
TOP_RANKS, OTHER_RANKS = "top 20 %", "rest"

COMPANY_COLUMNS = ("segment", "industry", "region", "owner")
COMPUTED_TYPES = (
    "arr_band",
    "customer_age",
    "products_held",
    "arr_rank",
    "billing_currency",
    "contract_length",
)

# Segment type to its bands: the value, from (included), until (excluded; None = no limit).
BANDS: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "arr_band": (
        ("under 10k", 0, 10_000),
        ("10k to 50k", 10_000, 50_000),
        ("50k to 100k", 50_000, 100_000),
        ("100k to 500k", 100_000, 500_000),
        ("500k and more", 500_000, None),
    ),
    "customer_age": (
        ("under 1 year", 0, 12),
        ("1 to 2 years", 12, 24),
        ("2 to 3 years", 24, 36),
        ("3 years and more", 36, None),
    ),
    "products_held": (
        ("1 product", 1, 2),
        ("2 products", 2, 3),
        ("3 products", 3, 4),
        ("4 products and more", 4, None),
    ),
    "contract_length": (
        ("under 3 months", 0, 3),
        ("3 to 11 months", 3, 12),
        ("1 year", 12, 13),
        ("13 to 24 months", 13, 25),
        ("over 2 years", 25, None),
    ),
}

RETENTION_AMOUNTS = (
    "opening_arr",
    "expansion_arr",
    "contraction_arr",
    "churned_arr",
    "closing_arr",
    "fx_arr",
    "price_arr",
    "opening_customers",
    "churned_customers",
)


def slice_relations(
    history: History,
    companies: Companies,
    movements: list[Row],
    customer_movements: list[Row],
    retention: tuple[list[Row], list[Row], list[Row]],
    policy: Policy,
) -> dict[str, list[Row]]:
    """Compute every relation of `SLICE_KEYS`.

    Args:
        history: all snapshots.
        companies: what is said of each company, and when.
        movements: the movements of pairs, for migrations.
        customer_movements: the movements of customers.
        retention: the rows of the company, product and product family marts.
        policy: the switches.

    Returns:
        Name of the relation to its rows.
    """
    company_retention, product_retention, _ = retention
    segments = Segments(history, companies, policy)
    return {
        "retention_segment_monthly": segment_rows(history, segments, policy),
        "retention_product_segment_monthly": product_segment_rows(
            history, segments, movements, policy
        ),
        "retention_cohort_monthly": cohort_rows(history, policy),
        "retention_bridge_monthly": component_rows(
            history, company_retention, product_retention, policy
        ),
        "retention_methods": method_rows(history, company_retention, customer_movements, policy),
    }


# ---------------------------------------------------------------------------------------------
# Segments
# ---------------------------------------------------------------------------------------------


def band_of(segment_type: str, number: Decimal | int) -> str:
    """Give the band that holds a number."""
    return next(
        value
        for value, first, until in BANDS[segment_type]
        if first <= number and (until is None or number < until)
    )


def contract_length(term: Term) -> str:
    """Give the band of the length that a term's licence states, in calendar months."""
    starts_on, ends_before = term.licence.starts_on, term.licence.own_ends_before
    if ends_before is None:
        return OPEN_ENDED
    months = ends_before.year * 12 + ends_before.month - starts_on.year * 12 - starts_on.month
    return band_of("contract_length", months)


def largest_value(amounts: Iterable[tuple[str, Decimal]]) -> str:
    """Give the value with the largest sum; of equals the one that sorts first."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for value, amount in amounts:
        sums[value] += amount
    return min(sums, key=lambda value: (-sums[value], value))


def top_customers(arr_of: dict[str, Decimal]) -> set[str]:
    """Give the customers that make the first fifth of those with ARR.

    Args:
        arr_of: customer to its ARR, all above zero.

    Returns:
        The largest customers; of equals those whose id sorts first.
    """
    by_size = sorted(arr_of, key=lambda customer_id: (-arr_of[customer_id], customer_id))
    return {customer_id for above, customer_id in enumerate(by_size) if 5 * above < len(by_size)}


class Segments:
    """The segment values of every customer at every month end at which it has ARR."""

    def __init__(self, history: History, companies: Companies, policy: Policy) -> None:
        """Find all values.

        Args:
            history: all snapshots.
            companies: what is said of each company, and when.
            policy: for the segment types that the user adds.
        """
        columns = (*COMPANY_COLUMNS, *policy.customer_segments)
        pairs_of_customer: dict[str, list[Pair]] = defaultdict(list)
        for pair in history.active:
            pairs_of_customer[pair[0]].append(pair)

        self.values: dict[tuple[str, int], dict[str, str]] = {}
        for i, month in enumerate(history.months):
            arr_of = {
                customer_id: arr_row[i]
                for customer_id, arr_row in history.customer_arr.items()
                if arr_row[i] > 0
            }
            top = top_customers(arr_of)
            for customer_id, arr in arr_of.items():
                product_ids = history.products_of_customer[customer_id]
                held = [each for each in product_ids if history.arr[customer_id, each][i] > 0]
                first = history.first_arr_index([history.customer_arr[customer_id]])
                active = [
                    term
                    for pair in pairs_of_customer[customer_id]
                    for term in history.active[pair][i]
                    if history.value_at(term.licence, i) > 0
                ]
                self.values[customer_id, i] = {
                    **{
                        column: companies.text_on(customer_id, column, last_day(month)) or NO_VALUE
                        for column in columns
                    },
                    "arr_band": band_of("arr_band", arr),
                    "customer_age": band_of("customer_age", i - first),
                    "products_held": band_of("products_held", len(held)),
                    "arr_rank": TOP_RANKS if customer_id in top else OTHER_RANKS,
                    "billing_currency": largest_value(
                        (term.licence.currency, history.value_at(term.licence, i))
                        for term in active
                    ),
                    "contract_length": largest_value(
                        (contract_length(term), history.value_at(term.licence, i))
                        for term in active
                    ),
                }

    def of(self, customer_id: str, i: int) -> list[tuple[str, str]]:
        """Give a customer's (segment type, value) at month number `i`; it must have ARR then."""
        return list(self.values[customer_id, i].items())


# ---------------------------------------------------------------------------------------------
# Retention by segment
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BasePair:
    """A pair with ARR at a window's start, as `reported` then and at the rates of now."""

    customer_id: str
    product_id: str
    reported: Decimal
    start: Decimal
    now: Decimal
    price: Decimal


def base_pairs(history: History, i: int, window: int) -> list[BasePair]:
    """List the pairs with ARR at the start of the window that ends with month number `i`."""
    pairs = []
    for pair in history.arr:
        reported, now = history.at(pair, i - window), history.at(pair, i)
        if reported.arr > 0:
            start = history.base_snapshot(pair, i - window, i)
            price = ZERO
            if now.arr > 0 and now.arr != start.arr:
                _, price, _ = split_change(start, now)
            pairs.append(BasePair(*pair, reported.arr, start.arr, now.arr, price))
    return pairs


def segment_rows(history: History, segments: Segments, policy: Policy) -> list[Row]:
    """Give retention by segment: customers, each in the segment it was in at the start."""
    first_of: dict[tuple[str, str], int] = {}
    for customer_id, i in segments.values:
        for segment in segments.of(customer_id, i):
            first_of[segment] = min(first_of.get(segment, i), i)

    rows = []
    for i, month in enumerate(history.months):
        for window in policy.retention_windows:
            base: dict[tuple[str, str], list[Entity]] = defaultdict(list)
            price_of: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
            for customer_id in history.customer_arr:
                reported = history.customer_at(customer_id, i - window)
                if reported > 0:
                    start = history.base_of_customer(customer_id, i - window, i)
                    entity = Entity(reported, start, history.customer_at(customer_id, i))
                    for segment in segments.of(customer_id, i - window):
                        base[segment].append(entity)
            for pair in base_pairs(history, i, window):
                for segment in segments.of(pair.customer_id, i - window):
                    price_of[segment] += pair.price
            for segment, first in first_of.items():
                if first <= i:
                    measures, _ = retention_measures(base[segment], price_of[segment], policy)
                    rows.append(
                        {
                            "arr_month": month,
                            "window_months": window,
                            "segment_type": segment[0],
                            "segment_value": segment[1],
                            **measures,
                        }
                    )
    return rows


def product_segment_rows(
    history: History, segments: Segments, movements: list[Row], policy: Policy
) -> list[Row]:
    """Give retention by product and segment: pairs, each in its customer's segment at the start."""
    first_of: dict[tuple[str, str, str], int] = {}
    for (customer_id, product_id), arr_row in history.arr.items():
        for i, arr in enumerate(arr_row):
            if arr > 0:
                for segment in segments.of(customer_id, i):
                    key = (product_id, *segment)
                    first_of[key] = min(first_of.get(key, i), i)

    net_out: dict[tuple[str, str, date], Decimal] = defaultdict(lambda: ZERO)
    for row in movements:
        if row["movement_type"] in ("migration_in", "migration_out"):
            net_out[row["customer_id"], row["product_id"], row["arr_month"]] -= row["arr_change"]

    rows = []
    for i, month in enumerate(history.months):
        for window in policy.retention_windows:
            in_window = [history.months[k] for k in range(max(i - window + 1, 0), i + 1)]
            base: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
            price_of: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
            for pair in base_pairs(history, i, window):
                migrated_out = ZERO
                if pair.now < pair.start:
                    net = sum(
                        (net_out[pair.customer_id, pair.product_id, k] for k in in_window), ZERO
                    )
                    migrated_out = min(pair.start - pair.now, max(net, ZERO))
                for segment in segments.of(pair.customer_id, i - window):
                    key = (pair.product_id, *segment)
                    base[key].append(Entity(pair.reported, pair.start, pair.now, migrated_out))
                    price_of[key] += pair.price
            for key, first in first_of.items():
                if first > i:
                    continue
                measures, migrated_out = retention_measures(base[key], price_of[key], policy)
                opening, closing = measures["opening_arr"], measures["closing_arr"]
                kept = opening - measures["contraction_arr"] - measures["churned_arr"]
                rows.append(
                    {
                        "arr_month": month,
                        "window_months": window,
                        "product_id": key[0],
                        "segment_type": key[1],
                        "segment_value": key[2],
                        **measures,
                        "migrated_out_arr": migrated_out,
                        "nrr_with_migration": ratio(closing + migrated_out, opening),
                        "grr_with_migration": ratio(kept + migrated_out, opening),
                    }
                )
    return rows


# ---------------------------------------------------------------------------------------------
# Cohorts
# ---------------------------------------------------------------------------------------------


def quarter_of(month: date) -> date:
    """Give the first day of a month's calendar quarter."""
    return date(month.year, (month.month - 1) // 3 * 3 + 1, 1)


def cohort_rows(history: History, policy: Policy) -> list[Row]:
    """Follow everyone who first had ARR in a quarter, each from its own first month on.

    A row needs every member to be seen that many months after its start, also one that starts in
    the quarter's last month. What a member began with is taken at the rates of each later month.
    """
    members: dict[tuple[str, str, date], list[list[tuple[Decimal, Decimal]]]] = defaultdict(list)
    everyone: list[tuple[str, str, list[Decimal], Callable[[int, int], Decimal]]] = [
        ("company", ALL_PRODUCTS, arr_row, partial(history.base_of_customer, customer_id))
        for customer_id, arr_row in history.customer_arr.items()
    ]
    everyone += [
        ("product", pair[1], arr_row, partial(history.base_of, pair))
        for pair, arr_row in history.arr.items()
    ]
    for scope, product_id, arr_row, base_of in everyone:
        first = history.first_arr_index([arr_row])
        if first is not None:
            quarter = quarter_of(history.months[first])
            members[scope, product_id, quarter].append(
                [(base_of(first, i), arr_row[i]) for i in range(first, len(arr_row))]
            )

    rows = []
    for (scope, product_id, quarter), arr_rows in members.items():
        last_start = add_months(quarter, 2)
        rows_of_cohort = sum(1 for month in history.months if month >= last_start)
        for k in range(rows_of_cohort):
            opening = sum((row[k][0] for row in arr_rows), ZERO)
            now = [row[k][1] for row in arr_rows]
            retained = sum((min(row[k]) for row in arr_rows), ZERO)
            customers = sum(1 for arr in now if arr > 0)
            rows.append(
                {
                    "scope": scope,
                    "product_id": product_id,
                    "cohort_quarter": quarter,
                    "months_since_start": k,
                    "opening_arr": opening,
                    "arr": sum(now, ZERO),
                    "retained_arr": retained,
                    "opening_customers": len(arr_rows),
                    "customers": customers,
                    "nrr": ratio(sum(now, ZERO), opening),
                    "grr": ratio(retained, opening),
                    "logo_retention": ratio(Decimal(customers), len(arr_rows)),
                    "is_small_base": len(arr_rows) < policy.small_base_entities,
                }
            )
    return rows


# ---------------------------------------------------------------------------------------------
# Components of company NRR
# ---------------------------------------------------------------------------------------------


def entered_arr(history: History, i: int, window: int) -> Decimal:
    """Give what base customers have now in products that they did not hold at the start."""
    return sum(
        (
            history.at(pair, i).arr
            for pair in history.arr
            if history.customer_at(pair[0], i - window) > 0
            and history.at(pair, i - window).arr == 0
        ),
        ZERO,
    )


def component_rows(
    history: History, company_retention: list[Row], product_retention: list[Row], policy: Policy
) -> list[Row]:
    """Take company NRR apart into products held at the start, and what was entered since."""
    month_number = {month: i for i, month in enumerate(history.months)}
    products: dict[tuple[date, int], list[Row]] = defaultdict(list)
    for row in product_retention:
        if row["opening_arr"] > 0 or row["closing_arr"] > 0:
            products[row["arr_month"], row["window_months"]].append(row)

    rows = []
    for company in company_retention:
        month, window = company["arr_month"], company["window_months"]
        company_opening = company["opening_arr"]
        if company_opening == 0:
            continue
        entered = entered_arr(history, month_number[month], window)
        components = [
            ("product", row["product_id"], row["opening_arr"], row["closing_arr"], row["nrr"])
            for row in products[month, window]
        ]
        components.append(("entered", ENTERED, ZERO, entered, None))
        for component_type, component, opening, closing, nrr in components:
            rows.append(
                {
                    "arr_month": month,
                    "window_months": window,
                    "component_type": component_type,
                    "component": component,
                    "opening_arr": opening,
                    "closing_arr": closing,
                    "company_opening_arr": company_opening,
                    "nrr": nrr,
                    "opening_share": ratio(opening, company_opening),
                    "nrr_contribution": ratio(closing, company_opening),
                    "company_nrr": company["nrr"],
                }
            )
    return rows


# ---------------------------------------------------------------------------------------------
# Methods
# ---------------------------------------------------------------------------------------------


def method_rows(
    history: History, company_retention: list[Row], customer_movements: list[Row], policy: Policy
) -> list[Row]:
    """Give company retention over a year by each named method that the windows allow."""
    by_window = {
        (row["window_months"], history.months.index(row["arr_month"])): row
        for row in company_retention
    }
    rows: list[Row] = []

    def add(i: int, method: str, closing: Decimal, kept: Decimal, opening: Decimal) -> None:
        if opening > 0:
            rows.append(
                {
                    "arr_month": history.months[i],
                    "method": method,
                    "nrr": ratio(closing, opening),
                    "grr": ratio(kept, opening),
                    "nrr_numerator": closing,
                    "grr_numerator": kept,
                    "denominator": opening,
                }
            )

    for i, month in enumerate(history.months):
        year = range(max(i - 11, 0), i + 1)
        if 1 in policy.retention_windows:
            one_month = [by_window[1, k] for k in year]
            if len(one_month) == 12 and all(row["opening_arr"] > 0 for row in one_month):
                rows.append(
                    {
                        "arr_month": month,
                        "method": "compounded_monthly_12m",
                        "nrr": prod((row["nrr"] for row in one_month), start=Fraction(1)),
                        "grr": prod((row["grr"] for row in one_month), start=Fraction(1)),
                        "nrr_numerator": None,
                        "grr_numerator": None,
                        "denominator": None,
                    }
                )
        if 12 not in policy.retention_windows:
            continue

        row = by_window[12, i]
        opening, closing = row["opening_arr"], row["closing_arr"]
        survived = opening - row["churned_arr"]
        kept = survived - row["contraction_arr"]
        add(i, "point_to_point_12m", closing, kept, opening)
        add(i, "survivors_only_12m", closing, kept, survived)

        sums = [
            sum((by_window[12, k][column] for k in year), ZERO)
            for column in ("closing_arr", "opening_arr", "contraction_arr", "churned_arr")
        ]
        add(i, "weighted_mean_12m", sums[0], sums[1] - sums[2] - sums[3], sums[1])

        months = {history.months[k] for k in year}
        moved: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for movement in customer_movements:
            if movement["arr_month"] in months:
                moved[movement["movement_type"]] += movement["arr_change"]
        after_losses = opening + moved["contraction"] + moved["churn"]
        add(i, "summed_movements_12m", after_losses + moved["expansion"], after_losses, opening)

        base = [
            (
                history.base_of_customer(customer_id, i - 12, i),
                history.customer_at(customer_id, i),
            )
            for customer_id in history.customer_arr
            if history.customer_at(customer_id, i - 12) > 0
        ]
        above = [(start, now) for start, now in base if start >= policy.method_floor_arr]
        add(
            i,
            "customers_above_floor_12m",
            sum((now for _, now in above), ZERO),
            sum((min(start, now) for start, now in above), ZERO),
            sum((start for start, _ in above), ZERO),
        )
    return rows


# ---------------------------------------------------------------------------------------------
# Identities
# ---------------------------------------------------------------------------------------------


def check_slices(result: Result) -> None:
    """Check every identity that the relations of `SLICE_KEYS` must keep among all others.

    Args:
        result: what `oracle.compute` returned.

    Raises:
        AssertionError: with the row, or the key, that breaks an identity.
    """
    for relation, key in SLICE_KEYS.items():
        counts = Counter(tuple(row[k] for k in key) for row in getattr(result, relation))
        assert all(n == 1 for n in counts.values()), (relation, counts.most_common(1))
    check_rates(result)
    check_segment_sums(result)
    check_cohorts(result)
    check_components(result)
    check_methods(result)


def check_rates(result: Result) -> None:
    """Check the parts of every retention row, and that component rates lead from 1 to NRR."""
    for relation in (
        "retention_company_monthly",
        "retention_product_monthly",
        "retention_product_family_monthly",
        "retention_segment_monthly",
        "retention_product_segment_monthly",
    ):
        for row in getattr(result, relation):
            rates = [row["expansion_rate"], row["contraction_rate"], row["churn_rate"]]
            parts = [row["expansion_arr"], row["contraction_arr"], row["churned_arr"]]
            assert row["opening_arr"] + parts[0] - parts[1] - parts[2] == row["closing_arr"], row
            assert all(part >= 0 for part in parts), row
            if row["opening_customers"] == 0:
                assert row["logo_retention"] is None, (relation, row)
                assert all(row[column] == 0 for column in RETENTION_AMOUNTS), (relation, row)
                assert row["is_small_base"], (relation, row)
            else:
                assert 0 <= row["logo_retention"] <= 1, (relation, row)
                assert row["opening_arr"] > row["fx_arr"], (relation, row)
            if row["opening_arr"] == 0:
                assert rates == [None, None, None], (relation, row)
                assert row["nrr"] is row["grr"] is row["nrr_organic"] is None, (relation, row)
                continue
            assert 1 + rates[0] - rates[1] - rates[2] == row["nrr"], (relation, row)
            assert 1 - rates[1] - rates[2] == row["grr"] <= min(1, row["nrr"]), (relation, row)
            if "migrated_out_arr" in row:
                assert 0 <= row["migrated_out_arr"] <= parts[1] + parts[2], (relation, row)
                assert row["grr"] <= row["grr_with_migration"] <= 1, (relation, row)


def check_segment_sums(result: Result) -> None:
    """Check that the values of every segment type add up to the company, or to the product."""
    for whole_relation, relation, columns, group in (
        ("retention_company_monthly", "retention_segment_monthly", RETENTION_AMOUNTS, ()),
        (
            "retention_product_monthly",
            "retention_product_segment_monthly",
            (*RETENTION_AMOUNTS, "migrated_out_arr"),
            ("product_id",),
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
        for row in getattr(result, whole_relation):
            whole = tuple(row[k] for k in key)
            assert types_of[whole] in (all_types, set()), (relation, row, types_of[whole])
            for segment_type in all_types:
                for column in columns:
                    of_values = sums[whole, segment_type, column]
                    assert of_values == row[column], (segment_type, column, of_values, row)
        wholes = {tuple(row[k] for k in key) for row in getattr(result, whole_relation)}
        assert set(types_of) <= wholes, (relation, set(types_of) - wholes)


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

    lengths = Counter()
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


def check_components(result: Result) -> None:
    """Check that the components' contributions add up to the NRR of the company."""
    components: dict[tuple[date, int], list[Row]] = defaultdict(list)
    for row in result.retention_bridge_monthly:
        components[row["arr_month"], row["window_months"]].append(row)
    for company in result.retention_company_monthly:
        key = (company["arr_month"], company["window_months"])
        rows = components.pop(key, [])
        opening, closing = company["opening_arr"], company["closing_arr"]
        assert bool(rows) == (opening > 0), company
        if rows:
            contributions = sum(row["nrr_contribution"] for row in rows)
            assert contributions == Fraction(closing) / Fraction(opening), company
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
            assert row["nrr"] == Fraction(row["nrr_numerator"]) / Fraction(row["denominator"]), row
            assert row["grr"] == Fraction(row["grr_numerator"]) / Fraction(row["denominator"]), row
        if row["method"] != "summed_movements_12m":
            assert 0 <= row["grr"] <= 1, row
    for company in result.retention_company_monthly:
        if company["window_months"] != 12:
            continue
        point = rows.get((company["arr_month"], "point_to_point_12m"))
        survivors = rows.get((company["arr_month"], "survivors_only_12m"))
        above = rows.get((company["arr_month"], "customers_above_floor_12m"))
        assert (point is None) == (company["opening_arr"] == 0), company
        if point is not None:
            assert (point["nrr"], point["grr"]) == (company["nrr"], company["grr"]), company
            summed = rows[company["arr_month"], "summed_movements_12m"]
            assert summed["denominator"] == point["denominator"], company
            if not result.rates.is_monthly:  # else losses are at the rates of their months
                assert summed["grr"] <= point["grr"], company
        if survivors is not None:
            assert survivors["nrr"] >= point["nrr"] and survivors["grr"] >= point["grr"], company
        if above is not None:
            assert above["denominator"] <= point["denominator"], company
            assert above["nrr_numerator"] <= point["nrr_numerator"], company
