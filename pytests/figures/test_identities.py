"""The identities of the oracle on random books, and what those books hold.

`RANDOM_BOOK_SEED` (environment) sets which books those are.
"""

from __future__ import annotations

import copy
import os
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import oracle
import pytest
from books import GROUPS, RawRow, RawTables, mixed_book, random_book, without_usage
from harness import THOROUGH
from hypothesis import HealthCheck, given, settings
from oracle import Policy, Result, check_identities, compute
from oracle.companies import COMPANY_COLUMNS, Companies, topmost_parent
from oracle.months import last_day
from oracle.movements import MOVEMENT_TYPES
from oracle.near_ids import NearIds
from oracle.reasons import REASONS
from oracle.segments import BANDS, OPEN_ENDED
from policies import POLICIES
from strategies import policies, small_histories
from study_books import accounts, event_book

SEED = int(os.environ.get("RANDOM_BOOK_SEED", "1"))


def by_key(result: Result) -> dict[str, Any]:
    """Give every relation's rows by their key; issues, whose keys may come twice, as counts."""
    relations: dict[str, Any] = {
        relation: {tuple(row[k] for k in key): row for row in getattr(result, relation)}
        for relation, key in oracle.KEYS.items()
    }
    relations["license_issues"] = Counter(tuple(row.values()) for row in result.license_issues)
    return relations


@pytest.mark.parametrize("name", POLICIES)
def test_identities_hold_on_random_books(name: str) -> None:
    """Every identity holds on some books, and the order of raw rows changes nothing."""
    for seed in range(SEED, SEED + (3 if THOROUGH else 1)):
        tables = without_usage(mixed_book(seed, 50, veterans=3))
        result = compute(tables, POLICIES[name])
        check_identities(result)
        shuffled = {table: Random(seed).sample(rows, len(rows)) for table, rows in tables.items()}
        assert by_key(compute(shuffled, POLICIES[name])) == by_key(result), seed


@settings(
    max_examples=400 if THOROUGH else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(tables=small_histories(), policy=policies())
def test_identities_hold_on_small_histories(tables: RawTables, policy: Policy) -> None:
    """Every identity holds on every history that Hypothesis finds, under every policy."""
    check_identities(compute(tables, policy))


@pytest.mark.parametrize(
    "licences", [[], [{"license_id": "L", "company_id": "C", "arr": "1", "status": "draft"}]]
)
def test_no_month_no_row(licences: list[RawRow]) -> None:
    """Without a month there is no row of anything that has a month."""
    rows = [row | {"from_date": "2024-01-01"} for row in licences]
    result = compute({"licenses": rows}, Policy(as_of_date=date(2024, 3, 31)))
    check_identities(result)
    for relation, key in oracle.KEYS.items():
        if {"arr_month", "months_since_start"} & set(key):
            assert getattr(result, relation) == [], relation


@pytest.fixture(scope="module")
def book() -> Result:
    """Compute a book, whose identities hold."""
    result = compute(without_usage(random_book(SEED, 50)), Policy())
    check_identities(result)
    return result


@pytest.mark.parametrize(
    ("relation", "column"),
    [
        ("arr_movers_monthly", "arr_change"),
        ("retention_cohort_period_monthly", "arr"),
        ("arr_bridge_segment_monthly", "moved_in_arr"),
        ("retention_customer_monthly", "closing_arr"),
        *(("retention_segment_monthly", "closing_arr"), ("retention_methods", "nrr_numerator")),
        *(("retention_product_segment_monthly", "closing_arr"),),
        *(("retention_cohort_monthly", "opening_arr"), ("retention_bridge_monthly", "closing_arr")),
        *(
            (f"arr_growth_{each}_monthly", column)
            for each in ("company", "product")
            for column in ("opening_arr", "new_arr", "gained_arr", "net_new_arr", "carr")
        ),
        *(("signals_product_scorecard", "expansion_arr"), ("signals_coat_tails", "closing_arr")),
        *(("signals_downgrade_episodes", "cut_arr"), ("signals_patterns", "arr_at_stake")),
    ],
)
def test_an_identity_finds_what_is_wrong(book: Result, relation: str, column: str) -> None:
    """An amount that is off by a cent breaks an identity."""
    result = copy.copy(book)
    setattr(result, relation, [dict(row) for row in getattr(book, relation)])
    rows = [row for row in getattr(result, relation) if row[column]]
    rows[len(rows) // 2][column] += Decimal("0.01")
    with pytest.raises(AssertionError):
        check_identities(result)


@pytest.fixture(scope="module")
def eventful() -> Result:
    """Compute a book in which customers cut, whose identities hold."""
    result = compute(event_book(accounts(SEED, 60, 30)), Policy(as_of_date=date(2023, 6, 30)))
    check_identities(result)
    return result


@pytest.mark.parametrize(
    ("relation", "column"),
    [
        ("signals_study_members", "is_exposed"),
        ("signals_studies", "is_chosen"),
        *(("signals_studies", column) for column in ("exposed", "control_customers")),
        *(("customer_first_expansions", "days"), ("time_to_first_expansion", "customers")),
        *(
            ("time_to_first_expansion_curve", column)
            for column in ("at_risk", "expanded", "churned_before", "censored", "share")
        ),
    ],
)
def test_an_identity_finds_what_is_wrong_in_a_study(
    eventful: Result, relation: str, column: str
) -> None:
    """Exposed before the last month, a second choice, too many customers, days or shares."""
    result = copy.copy(eventful)
    setattr(result, relation, [dict(row) for row in getattr(eventful, relation)])
    first = getattr(result, relation)[0]
    first[column] = True if isinstance(first[column], bool) else first[column] + 1000
    with pytest.raises(AssertionError):
        check_identities(result)


# What random books hold --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large_book() -> Result:
    """Compute a book of several hundred customers."""
    return compute(without_usage(random_book(SEED, 400)), Policy())


def test_random_books_hit_every_rule() -> None:
    """A random book has every issue, rejection, movement type and reason, and every flag."""
    tables = without_usage(random_book(SEED, 600))
    bridged = compute(tables, Policy(renewal_grace_days=45, auto_renew_past_end=True))
    plain = compute(tables, Policy(fx_mode="monthly"))
    found = {row["issue"] for row in (*bridged.license_issues, *plain.license_issues)}
    assert found == {
        *("missing_license_id", "superseded", "deleted", "missing_company_id", "one_time_fee"),
        "trial",
        *("ambiguous_versions", "key_is_not_unique", "missing_word_used", "ambiguous_date"),
        *("unknown_flag", "churned_without_end"),
        *("missing_start_date", "unreadable_start_date", "unreadable_end_date"),
        *("implausible_date", "zero_length", "end_before_start", "unreadable_amount"),
        *("amount_out_of_range", "no_amount", "no_exchange_rate", "duplicate_row", "no_product"),
        *("product_not_in_catalog", "product_alias_used", "company_not_listed"),
        *("amounts_contradict", "unreadable_amount_ignored", "status_contradicts_dates"),
        *("unknown_status", "overlap", "negative_amount", "zero_amount"),
        *("never_active_at_month_end", "unreadable_quantity", "placeholder_end_date"),
        *("missing_currency", "rate_backfilled"),
        *("term_contradicts_dates", "unreadable_field_ignored"),
        *("term_too_short", "short_term", "zero_amount_replaced"),
        *("unusable_renewal_link", "renewal_moves_customer"),
        *("implausibly_large", "price_dispersion"),
        *("near_equal_id", "possible_same_customer"),
    }
    assert {row["issue"] for row in plain.dq_table_issues} == {
        *("unusable_rate", "two_rates_of_a_day", "rate_loses_digits", "rate_of_another_base"),
        *("company_listed_twice", "unreadable_table_field", "parent_is_itself", "unusable_parent"),
        *("ambiguous_product", "unusable_alias", "seed_row_without_effect"),
    }
    types = {row["movement_type"] for row in plain.fct_arr_movements}
    assert types == set(MOVEMENT_TYPES)
    reasons = {(row["movement_type"], row["reason"]) for row in plain.fct_arr_movements}
    assert reasons == {(kind, reason) for kind, each in REASONS.items() for reason in each}
    assert any(row["is_grace"] for row in bridged.fct_arr_monthly)
    assert any(row["is_extended"] for row in bridged.fct_arr_monthly)
    assert any(row["negative_arr"] < 0 for row in plain.fct_arr_monthly)
    partly_migrated = [
        row
        for row in plain.retention_product_monthly
        if 0 < row["migrated_out_arr"] < row["contraction_arr"] + row["churned_arr"]
    ]
    assert partly_migrated


def test_random_books_wait_for_expansions(large_book: Result) -> None:
    """Customers expand in both ways, are gone, or are not seen longer: at a gap, and at the end."""
    found = Counter(
        (row["outcome"], row["expansion_type"], row["ended_on"] == large_book.as_of_date)
        for row in large_book.customer_first_expansions
    )
    assert set(found) >= {
        *(("expanded", kind, False) for kind in ("upsell", "cross_sell")),
        *(("churned", None, False), ("censored", None, True), ("censored", None, False)),
    }


def test_random_books_know_why(large_book: Result) -> None:
    """Losses of every kind have texts and lack them; changes of both kinds are scheduled or not."""
    rows = large_book.fct_arr_movements
    said = {(row["movement_type"], row["lost_reason"] is not None) for row in rows}
    losses = ("contraction", "product_churn", "churn")
    assert said >= {(kind, is_said) for kind in losses for is_said in (False, True)}
    scheduled = {(row["movement_type"], row["is_scheduled"]) for row in rows}
    changes = ("expansion", "contraction")
    assert scheduled >= {(kind, is_so) for kind in changes for is_so in (False, True)}


def test_random_books_move_with_rates() -> None:
    """Rates take pairs and whole products to nothing, and the base of some products with them."""
    result = compute(without_usage(mixed_book(SEED, 400)), Policy(fx_mode="monthly"))
    kinds = defaultdict(set)
    for row in result.fct_arr_movements:
        key = (row["customer_id"], row["product_id"], row["arr_month"])
        kinds[key].add((row["movement_type"], row["arr_change"] > 0))
    fx_up, fx_down = ("fx", True), ("fx", False)
    for other in (("expansion", True), ("contraction", False), ("churn", False)):
        assert any({fx_up, other} <= each for each in kinds.values()), other
        assert any({fx_down, other} <= each for each in kinds.values()), other
    closing = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
        for row in result.fct_arr_monthly
    }
    assert any(each == {fx_down} and closing[key] == 0 for key, each in kinds.items())
    worthless = [
        row
        for row in result.retention_product_segment_monthly
        if row["opening_customers"] > 0 and row["opening_arr"] == 0
    ]
    assert any(row["closing_arr"] == 0 for row in worthless)
    assert any(row["closing_arr"] > 0 for row in worthless)


def test_random_books_have_renewals_to_come(large_book: Result) -> None:
    """Some licences are renewed twice, some ended before, some lose ARR by their renewal."""
    result, rows = large_book, random_book(SEED, 400)["licenses"]
    link_of = {row["license_id"]: row["renewal_of_license_id"] for row in rows}
    pending = [row for row in result.fct_licenses if row["status"] == "pending"]
    links = Counter(link_of.get(row["license_id"]) for row in pending)
    assert links[None] > 3 and max(count for link, count in links.items() if link) > 1
    by_id = {row["license_id"]: row for row in result.fct_licenses}
    pairs = [
        (row["pending_arr"], by_id[link])
        for row in pending
        if (link := link_of.get(row["license_id"])) in by_id
    ]
    end = last_day(result.months[-1])
    assert any(old["ends_before"] and old["ends_before"] <= end for _, old in pairs)
    still = [pair for pair in pairs if not pair[1]["ends_before"] or pair[1]["ends_before"] > end]
    assert any(pending_arr < old["arr"] for pending_arr, old in still)
    assert any(pending_arr > old["arr"] for pending_arr, old in still)


def test_random_books_hit_every_segment() -> None:
    """A random book with old customers has every band, currency and parent, and moves of them."""
    tables = without_usage(random_book(SEED, 600, veterans=20))
    result = compute(tables, Policy(customer_segments=("plan_channel",)))
    found = {
        (row["segment_type"], row["segment_value"])
        for row in result.retention_segment_monthly
        if row["opening_arr"] > 0
    }
    bands = {(kind, value) for kind, each in BANDS.items() for value, _, _ in each}
    assert bands <= found, bands - found
    assert {("contract_length", OPEN_ENDED), ("arr_rank", "rest"), ("segment", "SMB")} <= found
    assert {value for kind, value in found if kind == "billing_currency"} >= {"USD", "EUR", "GBP"}
    assert {value for kind, value in found if kind == "plan_channel"} == {
        *("direct", "partner", "(none)")
    }

    months_with_arr: dict[str, set[date]] = defaultdict(set)
    for row in result.fct_arr_monthly:
        if row["arr"] > 0:
            months_with_arr[row["customer_id"]].add(row["arr_month"])
    listed = Companies(tables["companies"], NearIds([], tables["companies"], Policy()), Policy())
    for column in (*COMPANY_COLUMNS, "plan_channel"):
        differing = [
            customer_id
            for customer_id, arr_months in months_with_arr.items()
            if len({listed.text_on(customer_id, column, last_day(each)) for each in arr_months}) > 1
        ]
        assert len(differing) > 5, column
    parent_of = listed.parents_on(result.as_of_date)
    topmost = {each: topmost_parent(each, parent_of) for each in parent_of}
    assert {GROUPS[12], "unlisted group", "prospect-1"} <= set(topmost.values())
    assert any(parent == each for each, parent in parent_of.items())
    assert any(parent_of.get(top) not in (None, top) for top in topmost.values())
