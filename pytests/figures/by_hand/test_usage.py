"""The oracle on use of products and signals of accounts: what counts, and metrics over windows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, signal_row, usage_row
from oracle import Policy
from oracle.catalog import UNASSIGNED, Catalog
from oracle.metrics import OF_CUSTOMER, OF_PAIR, Subject, Window
from oracle.usage import USE_COLUMNS, Series, Usage
from oracle.usage_issues import usage_issues

MONDAY = date(2024, 6, 3)
FIRST = date(2024, 5, 1)


def use(day: Any = FIRST, company: str | None = "C", product: Any = "P", **columns: Any) -> RawRow:
    """Give a row of use."""
    return usage_row(company_id=company, product=product, usage_date=day, **columns)


def read(
    rows: list[RawRow] | None,
    signals: list[RawRow] | None = None,
    as_of_date: date = date(2024, 12, 31),
    policy: Policy | None = None,
    **customer_of: str,
) -> Usage:
    """Read raw tables; companies that are named have another customer id."""
    return Usage(
        *(rows, signals, Catalog(None, None, [])),
        *(lambda company: customer_of.get(company, company), policy or Policy(), as_of_date),
    )


def users_by_day(usage: Usage, customer: str = "C", product: str = "P") -> dict[date, Any]:
    """Give the active users of a pair by day."""
    series = usage.of_pair((customer, product))
    return {
        day: values["active_users"] for day, values in zip(series.days, series.values, strict=True)
    }


# What counts -------------------------------------------------------------------------------------


def test_rows_without_company_or_day_count_for_nothing() -> None:
    """Nor do days after the one up to which the book is known; no product is one of its own."""
    rows = [
        use(active_users=1),
        use(company=" ", active_users=2),
        use(product=None, active_users=3),
        use(day="soon", active_users=4),
        use(day="2024-06-02", active_users=5),
    ]
    usage = read(rows, as_of_date=date(2024, 6, 1))
    assert list(usage.use) == [("C", "P"), ("C", "(unassigned)")]
    assert users_by_day(usage) == {FIRST: 1}


def test_counts_below_zero_and_words_are_no_numbers() -> None:
    """The rest of the row counts; a score lies from 0 to 100."""
    usage = read(
        [use(active_users="many", used_units=-1, entitled_units="1,000")],
        [
            signal_row(company_id="C", signal_date=FIRST, engagement_score=-5, open_tickets=-1),
            signal_row(company_id="D", signal_date=FIRST, engagement_score=100, health_score=200),
        ],
    )
    (day,) = usage.of_pair(("C", "P")).values
    assert (day["active_users"], day["used_units"], day["entitled_units"]) == (None, None, None)
    (day,) = usage.of_customer("C").values
    assert (day["engagement_score"], day["open_tickets"]) == (None, None)
    (day,) = usage.of_customer("D").values
    assert (day["engagement_score"], day["health_score"]) == (100, None)


def test_odd_rows_are_counted_by_issue() -> None:
    """Of Z and of no product nothing is known; a day that is repeated without a change is none."""
    today = date(2024, 6, 1)
    rows = [
        *(use(), use(), use(day="soon"), use(company=None), use(company=None, day=None)),
        *(use(day="2024-06-02"), use(day="2024-06-03")),
        *(use(day="2024-05-02", active_users=1), use(day="2024-05-02", active_users=-1)),
        *(use(company="Z"), use(product=None), use(product="Q")),
    ]
    tables = {"product_usage": rows, "account_signals": None}
    found: dict[str, int] = {}
    catalog = Catalog(None, None, [])
    for _, _, issue, count in usage_issues(
        *(tables, catalog, {"C"}, {"P", UNASSIGNED}, Policy(), today)
    ):
        found[issue] = found.get(issue, 0) + count
    assert found == {
        **{"row_without_company_or_day": 2, "day_in_the_future": 1, "unusable_measure": 1},
        **{"usage_of_unknown_company": 1, "usage_of_unknown_product": 2, "day_listed_twice": 2},
    }


def test_the_greatest_of_a_day_counts() -> None:
    """Of rows of one pair and day each column keeps its greatest number, in any order."""
    rows = [
        use(active_users=7, used_units=1),
        use(day=f"{FIRST} 23:00:00", active_users=9),
        use(active_users=8, used_units=3),
    ]
    for order in (rows, rows[::-1]):
        (day,) = read(order).of_pair(("C", "P")).values
        assert [day[each] for each in USE_COLUMNS[:3]] == [9, 3, None]


def test_companies_of_one_customer_are_added_up() -> None:
    """Users and units add up; of features the greatest count; scores are averaged."""
    usage = read(
        [
            use(company="A", active_users=3, features_used=4),
            use(company="B", active_users=5, features_used=2),
        ],
        [
            signal_row(company_id="A", signal_date=FIRST, engagement_score=40, open_tickets=1),
            signal_row(company_id="B", signal_date=FIRST, engagement_score=70, open_tickets=2),
        ],
        A="Top",
        B="Top",
    )
    (day,) = usage.of_pair(("Top", "P")).values
    assert (day["active_users"], day["features_used"]) == (8, 4)
    (day,) = usage.of_customer("Top").values
    assert (day["engagement_score"], day["open_tickets"]) == (55, 3)


# Metrics -----------------------------------------------------------------------------------------


def days_before(**columns: dict[int, int | None]) -> Series:
    """Give what is reported some days before the Monday, column by column."""
    by_day: dict[date, dict[str, Any]] = {}
    for column, values in columns.items():
        for days, value in values.items():
            day = MONDAY - timedelta(days=days)
            by_day.setdefault(day, dict.fromkeys((*USE_COLUMNS, *SIGNALS)))[column] = value
    return Series(by_day)


SIGNALS = ("engagement_score", "open_tickets", "stakeholder_contacts", "health_score")


def measured(
    metric: str, days: int = 28, quantity: int | None = None, **columns: dict[int, int | None]
) -> tuple[Fraction | None, int]:
    """Give a metric on the Monday, and the days on which it was reported."""
    found = (OF_PAIR | OF_CUSTOMER)[metric](
        Subject(days_before(**columns), quantity),  # type: ignore[arg-type]
        Window(MONDAY, days),
    )
    return found.value, found.days


def test_a_window_ends_on_the_day_before() -> None:
    """Of 28 days the first is the Monday four weeks ago; the Monday itself is not in it."""
    users = {0: 100, 1: 4, 28: 8, 29: 100}
    assert measured("active_users_mean", active_users=users) == (6, 2)


def test_means_are_over_the_days_reported() -> None:
    """10 and 20 on two days of 28 are 15; a day that says nothing of users is none."""
    assert measured("active_users_mean", active_users={3: 10, 9: 20, 10: None}) == (15, 2)
    assert measured("active_users_mean", active_users={40: 10}) == (None, 0)


def test_active_share_is_per_unit() -> None:
    """15 users of 20 units are 75 %; without units, or with none, there is no share."""
    users = {3: 10, 9: 20}
    assert measured("active_share", quantity=20, active_users=users) == (Fraction(3, 4), 2)
    assert measured("active_share", active_users=users) == (None, 2)
    assert measured("active_share", quantity=0, active_users=users) == (None, 2)


def test_utilisation_adds_up_before_it_divides() -> None:
    """1 of 10 and 90 of 90 are 91 of 100; a day with only one of both does not count."""
    used, entitled = {3: 1, 4: 90, 5: 50}, {3: 10, 4: 90, 6: 10}
    found = measured("utilisation", used_units=used, entitled_units=entitled)
    assert found == (Fraction(91, 100), 2)
    nothing = measured("utilisation", used_units={3: 1}, entitled_units={3: 0})
    assert nothing == (None, 1)


def test_feature_adoption_is_that_of_the_last_day() -> None:
    """Of 6 of 10, then 3 of 12, a quarter."""
    found = measured(
        "feature_adoption", features_used={3: 3, 20: 6}, features_available={3: 12, 20: 10}
    )
    assert found == (Fraction(1, 4), 2)


@pytest.mark.parametrize(("metric", "column"), [("active_users_change", "active_users")])
def test_changes_compare_means(metric: str, column: str) -> None:
    """8 a day after 10 a day is -20 %, however many days are reported; after 0 nothing is said."""
    assert measured(metric, **{column: {2: 8, 30: 10, 31: 10, 56: 10}}) == (Fraction(-1, 5), 1)
    assert measured(metric, **{column: {2: 8, 57: 10}}) == (None, 0)
    assert measured(metric, **{column: {2: 8, 30: 0}}) == (None, 1)


def test_last_values_of_accounts() -> None:
    """The last value that is known in the window."""
    assert measured("stakeholder_contacts", 90, stakeholder_contacts={2: None, 5: 2, 80: 4}) == (
        2,
        2,
    )
    assert measured("engagement_score", 60, engagement_score={61: 40}) == (None, 0)


def test_open_tickets_against_before() -> None:
    """Last 5 after 3 is +2; a mean of 4 after a mean of 2 in the half year before is twice."""
    tickets = {2: 5, 20: 3, 29: 3, 100: 1, 208: 2, 209: 50}
    assert measured("open_tickets_change", open_tickets=tickets) == (2, 1)
    assert measured("open_tickets_ratio", open_tickets=tickets) == (2, 2)
    assert measured("open_tickets_ratio", open_tickets={2: 5, 40: 0}) == (None, 1)
