"""Compare every row of every mart with the oracle, on random books and on the bundled company.

`RANDOM_BOOK_CUSTOMERS` and `RANDOM_BOOK_SEED` (environment) set how many customers each half of a
random book has, and which books they are.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import oracle
import pytest
import renewal_books
from books import RawTables, mixed_book, steady_book
from compare import differences
from harness import THOROUGH, build_book, read_rows, sample_tables
from oracle import Policy, compute
from oracle.months import add_months, last_day
from oracle.seeds import Pilot
from pilot_books import drawn_pilots, pilot_seeds
from policies import BUILT, POLICIES
from study_books import FIRST_MONTH, accounts, event_book

CUSTOMERS = int(os.environ.get("RANDOM_BOOK_CUSTOMERS", "200" if THOROUGH else "50"))
SEED = int(os.environ.get("RANDOM_BOOK_SEED", "1"))
# Limits go through sums of squares, roots, logarithms and differences.
SIGNAL_SLACK = 1e-9
WITH_SLACK = (
    *("signals_", "time_to_first_expansion", "renewals_", "forecast_", "health_", "headline_"),
    *("worklist_", "benchmark_", "target_", "pilot_"),
)
AHEAD = (
    *("renewals_calendar", "forecast_renewal_rates"),
    *("forecast_nrr_backtest", "forecast_nrr_quarterly"),
)
EVENT_MONTHS, RENEWAL_MONTHS = 40, 42
FEW_ARE_ENOUGH = (
    *(("min_exposed", 2), ("min_control_events", 2)),
    *(("enough_exposed", 8), ("enough_control_events", 5)),
    *(("min_side_customers", 3), ("enough_side_customers", 12)),
)


SMALL_BASES = (
    *(("min_base", 10), ("min_without_core", 6), ("min_weight_covered", 0.4)),
    *(("min_health_outcomes", 2), ("min_exposed", 3), ("min_control_events", 1)),
)


def distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop rows that are there already."""
    return [dict(items) for items in dict.fromkeys(tuple(row.items()) for row in rows)]


def mart_differences(
    tables: RawTables,
    policy: Policy,
    work_dir: Path,
    command: str = "check",
    marts: tuple[str, ...] = (),
    pilots: tuple[Pilot, ...] | None = None,
) -> list[str]:
    """Build a book and say where its marts differ from the oracle, at most ten rows a mart.

    Issues are compared as the set of licence, issue and action: how often a licence id was
    superseded is not part of that mart's grain.

    Args:
        tables: the raw tables.
        policy: the switches, for both sides.
        work_dir: an empty folder to build in.
        command: check to run the data tests, too; run to leave them out.
        marts: those to build and compare; all when not given.
        pilots: those to look at; those of the project when not given.

    Returns:
        A message per difference, none where both sides agree.
    """
    expected = compute(tables, policy, pilots=pilots)
    database_path = build_book(
        *(work_dir, tables, policy.project_vars()),
        select=[f"+{mart}" for mart in marts] or None,
        command=command,
        is_gated=False,
        seed_files=None if pilots is None else pilot_seeds(work_dir, pilots),
    )
    messages = []
    for relation, key in oracle.KEYS.items():
        if marts and relation not in marts:
            continue
        expected_rows = getattr(expected, relation)
        columns = list(expected_rows[0]) if expected_rows else list(key)
        mart = "dq_license_issues" if relation == "license_issues" else relation
        actual_rows = read_rows(database_path, mart, columns)
        if relation == "license_issues":
            expected_rows, actual_rows = distinct(expected_rows), distinct(actual_rows)
        slack = SIGNAL_SLACK if relation.startswith(WITH_SLACK) else 0.0
        found = differences(expected_rows, actual_rows, key, columns, slack)
        messages += [f"{mart}: {message}" for message in found[:10]]
        if len(found) > 10:
            messages.append(f"{mart}: and {len(found) - 10} more")
    return messages


@pytest.mark.parametrize("name", BUILT)
def test_random_books_match(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Every row of every mart that the oracle knows equals the oracle's."""
    policy = POLICIES[name]
    number = list(POLICIES).index(name)
    tables = mixed_book(SEED + number, CUSTOMERS, veterans=CUSTOMERS // 25)
    tables = {
        table: rows
        for table, rows in tables.items()
        if table == "licenses" or table in policy.optional_inputs
    }
    command = "check" if THOROUGH or number % 4 == 0 else "run"
    pilots = drawn_pilots(tables, SEED + number) if number % 5 else ()
    messages = mart_differences(tables, policy, tmp_path, command, pilots=pilots)
    assert not messages, "\n".join((f"{name}: {policy}", *messages))
    record_property("books", 1)
    record_property("companies", 2 * CUSTOMERS)


def steady_policy(number: int) -> Policy:
    """Give the switches of a steady book: those that the signals feel, in turns."""
    return Policy(
        as_of_date=(date(2024, 12, 31), date(2024, 9, 15))[number // 2 % 2],
        fx_mode=("constant", "monthly")[number % 2],
        migration_detection=number % 5 != 4,
        lapse_months=(2, 0, 1)[number % 3],
        signal_thresholds=SMALL_BASES if number % 4 else (),
        missing_usage_means=("unknown", "zero")[number % 3 == 1],
    )


@pytest.mark.parametrize("number", range(20 if THOROUGH else 2))
def test_steady_books_match(
    number: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The same of books whose products and segments have enough customers to say something."""
    tables = steady_book(SEED + number, 2 * CUSTOMERS)
    pilots = drawn_pilots(tables, SEED + number)
    messages = mart_differences(tables, steady_policy(number), tmp_path, "run", pilots=pilots)
    assert not messages, "\n".join(messages)
    record_property("books", 1)
    record_property("companies", 2 * CUSTOMERS)


def test_studies_of_books_with_events_match(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """In random books little happens often enough to compare who leaves; in these it does."""
    last_month = last_day(add_months(FIRST_MONTH, EVENT_MONTHS - 1))
    usual = Policy(as_of_date=last_month, signal_thresholds=FEW_ARE_ENOUGH)
    mixed = replace(usual, fx_mode="monthly", lapse_months=1, study_by_family=True)
    books = 20 if THOROUGH else 2
    for number in range(books):
        book = accounts(SEED + number, CUSTOMERS * 2, EVENT_MONTHS, ratio=1 + number % 3)
        messages = mart_differences(
            event_book(book, is_mixed=number % 2 == 1),
            mixed if number % 2 == 1 else usual,
            tmp_path,
            "run",
            marts=("signals_study_members", "signals_studies"),
        )
        assert not messages, "\n".join((f"seed {SEED + number}", *messages))
    record_property("study_books", books)


def renewing(number: int) -> tuple[RawTables, Policy]:
    """Give a book of customers that renew, and the switches that what is ahead feels, in turns."""
    last_month = last_day(add_months(renewal_books.FIRST_MONTH, RENEWAL_MONTHS - 1))
    of_forecast = (("rate_months", 9), ("rate_credibility", 3), ("backtest_months", 13))
    of_calendar = (("renewal_days", 200), ("successor_days", 20), ("risk_contraction_share", 0.3))
    policy = Policy(
        as_of_date=(last_month, last_month - timedelta(days=11))[number % 2],
        fx_mode=("constant", "monthly")[number // 2 % 2],
        lapse_months=(2, 0, 1)[number % 3],
        auto_renew_past_end=number % 5 == 1,
        renewal_grace_days=(0, 0, 20)[number % 3],
        signal_thresholds=(*of_forecast, *of_calendar) if number % 4 == 3 else (),
    )
    is_odd = number % 5 != 4
    return renewal_books.renewal_book(SEED + number, CUSTOMERS, RENEWAL_MONTHS, 0.1, is_odd), policy


@pytest.mark.long
@pytest.mark.parametrize("number", range(20))
def test_books_that_renew_match(
    number: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """What is ahead, of books in which most contracts end in the months that are looked at."""
    tables, policy = renewing(number)
    messages = mart_differences(tables, policy, tmp_path, "run", marts=AHEAD)
    assert not messages, "\n".join((f"seed {SEED + number}: {policy}", *messages))
    record_property("renewal_books", 1)


def test_sample_matches(tmp_path: Path) -> None:
    """The marts of the bundled company equal the oracle's, row for row."""
    messages = mart_differences(sample_tables(), Policy(), tmp_path)
    assert not messages, "\n".join(messages)
