"""The oracle on alerts: on which day something became true, and when it was over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, product_row, signal_row, usage_row
from oracle import Policy, compute, seeds
from oracle.seeds import Condition, Rule
from small_books import licence, line

POLICY = Policy(as_of_date=date(2024, 12, 31))
CATALOG = [
    product_row(product_id=each, name=each, family=each, role=role)
    for each, role in (("Core", "primary"), ("Add", "secondary"))
]
# Alerts come from these rules, whatever those of the project say.
USUAL = Rule(
    *("rule", "group", True, "risk", "customer", "high", "usage", None, None, "Act", 5, 30),
)


def rule(rule_id: str, **changes: Any) -> Rule:
    """Give a rule, as usual but for some of its columns."""
    return Rule(**(vars(USUAL) | {"rule_id": rule_id} | changes))


def condition(metric: str, operator: str, threshold: str, **changes: Any) -> Condition:
    """Give the condition of a rule, for all products, ARR and numbers of days."""
    usual = {"number": 1, "product": "*", "min_arr": Fraction(0), "window_days": 28}
    usual |= {"operator": operator, "threshold": Fraction(threshold), "min_days_reported": 1}
    return Condition(**(usual | {"metric": metric} | changes))


def alerts_of(
    monkeypatch: pytest.MonkeyPatch,
    licences: list[RawRow],
    *rules: Rule,
    conditions: tuple[Condition, ...] = (),
    policy: Policy = POLICY,
    **tables: list[RawRow],
) -> list[str]:
    """Give the alerts of a book as `rule customer day severity`, with the day on which it was over.

    Args:
        monkeypatch: to put the rules in place of those of the project.
        licences: of the book.
        *rules: the rules.
        conditions: of the first rule.
        policy: the switches.
        **tables: other raw tables.
    """
    monkeypatch.setattr(seeds, "alert_rules", lambda: rules)
    monkeypatch.setattr(seeds, "alert_conditions", lambda: {rules[0].rule_id: conditions})
    rows = compute({"licenses": licences, "products": CATALOG, **tables}, policy).signals_alerts
    return sorted(
        " ".join(
            str(row[each])
            for each in ("rule_id", "customer_id", "event_date", "severity", "resolved_on")
            if row[each] is not None
        )
        for row in rows
    )


# Movements ---------------------------------------------------------------------------------------

TEN = rule("ten", trigger="movement", threshold=Fraction(1, 10))
FIVE = rule("five", trigger="movement", threshold=Fraction(1, 20), severity="medium")


def test_a_contraction_of_exactly_the_share_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """5.00 % is enough for the lesser rule, 10.00 % for the severe one, which then stands alone."""
    licences = [
        *line("A", "Core", (None, 10_000), ("2024-09-10", 9_500)),
        *line("B", "Core", (None, 10_000), ("2024-09-10", 9_501)),
        *line("C", "Core", (None, 10_000), ("2024-09-10", 9_000)),
        *line("D", "Core", (None, 10_000), ("2024-09-10", 0)),
    ]
    assert alerts_of(monkeypatch, licences, FIVE, TEN) == [
        "five A 2024-09-30 medium",
        "ten C 2024-09-30 high",
    ]


def test_a_contraction_is_over_when_less_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or when the customer has left for good: a month without ARR is not that."""
    licences = [
        *line("A", "Core", (None, 10_000), ("2024-06-10", 9_000), ("2024-08-10", 9_000)),
        *line("B", "Core", (None, 10_000), ("2024-06-10", 9_000), ("2024-08-10", 9_001)),
        *line("C", "Core", (None, 10_000), ("2024-06-10", 9_000), ("2024-08-10", 0)),
        *line(
            *("D", "Core", (None, 10_000), ("2024-06-10", 9_000), ("2024-08-10", 0)),
            ("2024-09-10", 8_500),
        ),
    ]
    assert alerts_of(monkeypatch, licences, TEN) == [
        "ten A 2024-06-30 high",
        "ten B 2024-06-30 high 2024-08-31",
        "ten C 2024-06-30 high 2024-08-31",
        "ten D 2024-06-30 high",
    ]


def test_alerts_that_are_over_are_shown_for_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """31 December 2023 is 366 days ago, 31 January 2024 335; open ones stay."""
    licences = [
        *line("A", "Core", (None, 10_000), ("2023-12-10", 9_000), ("2024-02-10", 9_900)),
        *line("B", "Core", (None, 10_000), ("2024-01-10", 9_000), ("2024-02-10", 9_900)),
        *line("C", "Core", (None, 10_000), ("2023-06-10", 9_000)),
    ]
    assert alerts_of(monkeypatch, licences, TEN) == [
        "ten B 2024-01-31 high 2024-02-29",
        "ten C 2023-06-30 high",
    ]


# Dates of licences -------------------------------------------------------------------------------

LOST = rule("non_primary_cancelled", trigger="licence")


def test_a_lost_secondary_family(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less severe unless marked as lost; over when it is back on the sixtieth day, not later."""
    core = [row for each in "ABCD" for row in line(each, "Core", (None, 10_000))]
    lost = licence(
        "lost", "2023-01-01", "2024-09-20", company_id="A", product="Add", arr=900,
        to_date_included="false", renewal_status="lost",
    )  # fmt: skip
    licences = [
        *(*core, lost),
        *line("B", "Add", (None, 900), ("2024-09-20", 0)),
        *line("C", "Add", (None, 900), ("2024-09-20", 0), ("2024-11-19", 500)),
        *line("D", "Add", (None, 900), ("2024-09-20", 0), ("2024-11-20", 500)),
        # It is the whole customer that leaves.
        *line("E", "Core", (None, 10_000), ("2024-09-20", 0)),
        *line("E", "Add", (None, 900), ("2024-09-20", 0)),
    ]
    assert alerts_of(monkeypatch, licences, LOST) == [
        "non_primary_cancelled A 2024-09-20 high",
        "non_primary_cancelled B 2024-09-20 medium",
        "non_primary_cancelled C 2024-09-20 medium 2024-11-19",
        "non_primary_cancelled D 2024-09-20 medium",
    ]


def test_a_licence_that_is_lost_before_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the day of its last change, until it ends; a change after the end comes too late."""

    def lost(license_id: str, end: str, updated: str) -> RawRow:
        return licence(
            *(license_id, "2024-01-01", end),
            company_id=license_id,
            arr=100,
            renewal_status="lost",
            updated_at=updated,
            to_date_included="false",
        )

    licences = [
        lost("ahead", "2025-03-01", "2024-11-05 10:00:00"),
        lost("over", "2024-12-01", "2024-11-05 10:00:00"),
        lost("late", "2024-11-05", "2024-11-05 10:00:00"),
    ]
    assert alerts_of(monkeypatch, licences, rule("lost_before_end", trigger="licence")) == [
        "lost_before_end ahead 2024-11-05 high",
        "lost_before_end over 2024-11-05 high 2024-12-01",
    ]


def test_some_time_after_the_first_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    """90 days after the first day with ARR, if there is some then; over the day after it is due."""
    after = rule("anniversary_90", trigger="licence", threshold=Fraction(90))
    licences = [
        *line("A", "Core", ("2024-10-01", 100)),
        *line("B", "Core", ("2024-09-01", 100)),
        *line("C", "Core", ("2024-09-01", 100), ("2024-11-30", 0)),
    ]
    assert alerts_of(monkeypatch, licences, after) == [
        "anniversary_90 A 2024-12-30 high",
        "anniversary_90 B 2024-11-30 high 2024-12-06",
    ]


# Use ---------------------------------------------------------------------------------------------

MONDAYS = [date(2024, 9, 2) + timedelta(weeks=week) for week in range(18)]
SHELFWARE = rule("shelfware", scope="customer_product")
FEW_USERS = condition(
    *("active_users_mean", "<", "5"),
    product="family:Add",
    min_arr=Fraction(10_000),
    window_days=7,
    min_days_reported=2,
)


def users(customer: str, *by_week: int | None, days: int = 2, product: str = "Add") -> list[RawRow]:
    """Give the users of a product on some days of the weeks before the Mondays."""
    return [
        usage_row(
            company_id=customer,
            product=product,
            usage_date=monday - timedelta(days=1 + day),
            active_users=number,
        )
        for monday, number in zip(MONDAYS, by_week, strict=False)
        if number is not None
        for day in range(days)
    ]


def test_a_product_that_nobody_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less than five users of what costs more than 10,000, on two days of the week at least."""
    licences = [
        *line("A", "Add", (None, 10_001)),
        *line("B", "Add", (None, 10_000)),
        *line("C", "Add", (None, 10_001)),
        *line("D", "Add", (None, 10_001)),
        *line("E", "Core", (None, 10_001)),
    ]
    use = [
        *(*users("A", 4), *users("B", 4), *users("C", 5), *users("D", 4, days=1)),
        *users("E", 4, product="Core"),
    ]
    assert alerts_of(
        *(monkeypatch, licences, SHELFWARE), conditions=(FEW_USERS,), product_usage=use
    ) == ["shelfware A 2024-09-02 high 2024-09-09"]


def test_an_episode_ends_and_another_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is over on the first Monday that fails; the next one needs 30 days without.

    A holds on 2 and 9 September and again on 7 October, 28 days later; B on 14 October, 35 days
    later. A week without reports fails, too.
    """
    licences = [*line("A", "Add", (None, 20_000)), *line("B", "Add", (None, 20_000))]
    use = [
        *users("A", 4, 4, 5, 5, None, 4, 9),
        *users("B", 4, 4, 5, 5, 5, 5, 4),
    ]
    assert alerts_of(
        *(monkeypatch, licences, SHELFWARE), conditions=(FEW_USERS,), product_usage=use
    ) == [
        "shelfware A 2024-09-02 high 2024-09-16",
        "shelfware B 2024-09-02 high 2024-09-16",
        "shelfware B 2024-10-14 high 2024-10-21",
    ]


def test_all_conditions_must_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a customer one in any of its products, and one of its own; the largest one is shown."""
    licences = [
        *line("A", "Add", (None, 20_000)),
        *line("A", "Core", (None, 30_000)),
        *line("B", "Add", (None, 20_000)),
    ]
    signals = [
        signal_row(company_id=each, signal_date=day, open_tickets=tickets)
        for each, later in (("A", 3), ("B", 1))
        for day, tickets in (("2024-08-01", 1), ("2024-09-01", later))
    ]
    busy = rule("busy")
    conditions = (
        condition("active_users_mean", "<=", "4"),
        condition("open_tickets_change", ">", "0", number=2, product=""),
    )
    use = [*users("A", 4), *users("A", 3, product="Core"), *users("B", 4)]
    tables = {"product_usage": use, "account_signals": signals}
    policy = Policy(as_of_date=date(2024, 9, 8))
    assert alerts_of(
        *(monkeypatch, licences, busy), conditions=conditions, policy=policy, **tables
    ) == ["busy A 2024-09-02 high"]
    book = {"licenses": licences, "products": CATALOG, **tables}
    (row,) = compute(book, policy).signals_alerts
    assert (row["evidence_value"], row["threshold"], row["n"]) == (3.0, 4.0, 2)
    assert (row["arr_at_stake"], row["due_on"]) == (Decimal(50_000), date(2024, 9, 7))


# Renewals ----------------------------------------------------------------------------------------


def ending(company: str, end: str, start: str = "2024-01-01", **columns: Any) -> RawRow:
    """Give a licence that ends on a day."""
    usual = {"arr": 1000, "to_date_included": "false", "product": "Core"}
    license_id = f"{company}-{columns.get('product')}-{end}"
    return licence(license_id, start, end, company_id=company, **(usual | columns))


def test_renewals_that_are_overdue_or_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the end, until the successor begins, or until the calendar shows it no more."""
    licences = [
        ending("open", "2024-12-31"),
        ending("late", "2024-09-01"),
        ending("late", "2025-09-01", "2024-09-20"),
        ending("gone", "2024-09-01"),
        ending("on-time", "2024-09-01"),
        ending("on-time", "2025-09-01", "2024-09-01"),
        ending("lost", "2024-12-01", renewal_status="lost"),
    ]
    assert alerts_of(monkeypatch, licences, rule("renewal_overdue", trigger="licence")) == [
        "renewal_overdue gone 2024-09-01 high 2024-12-01",
        "renewal_overdue late 2024-09-01 high 2024-09-20",
        "renewal_overdue open 2024-12-31 high",
    ]


def test_renewals_that_are_near_and_at_risk(monkeypatch: pytest.MonkeyPatch) -> None:
    """90 days before the end, and 30 days before the last day for notice of what renews itself.

    A has contracted and B has not; the end of C is farther away, and D must be renewed by hand.
    """
    near = rule("renewal_90_at_risk", trigger="licence", threshold=Fraction(90))
    notice = rule("notice_deadline", trigger="licence", threshold=Fraction(30), due_days=0)
    columns = {"auto_renews": "true", "notice_date": "2025-01-20"}
    licences = [
        *(ending("A", "2025-03-31", **columns), ending("A", "2024-10-20", product="Add")),
        *(ending("A", "2025-03-20", "2024-10-20", arr=600, product="Add"),),
        ending("B", "2025-03-31", **columns),
        *(ending("C", "2025-04-01"), ending("C", "2024-10-20", product="Add")),
        *(ending("D", "2025-03-31", notice_date="2025-01-20"),),
        *(ending("D", "2024-10-20", product="Add"),),
    ]
    assert alerts_of(monkeypatch, licences, near, notice) == [
        *("notice_deadline A 2024-12-21 high", "renewal_90_at_risk A 2024-12-20 high"),
        *("renewal_90_at_risk A 2024-12-31 high", "renewal_90_at_risk D 2024-12-31 high"),
    ]


def test_an_open_alert_makes_a_renewal_risky(monkeypatch: pytest.MonkeyPatch) -> None:
    """A high one of its customer or product, a lower one less; of renewals none counts."""
    licences = [*line("A", "Add", (None, 20_000)), ending("A", "2025-03-01")]
    monkeypatch.setattr(seeds, "alert_conditions", lambda: {"shelfware": (FEW_USERS,)})
    use = [
        usage_row(company_id="A", product="Add", usage_date=day, active_users=1)
        for day in ("2024-12-28", "2024-12-29")
    ]
    book = {"licenses": licences, "products": CATALOG, "product_usage": use}
    for scope, severity, level in (
        ("customer", "high", "high"),
        ("customer", "medium", "medium"),
        ("customer_product", "high", "low"),
    ):
        rules = (rule("shelfware", scope=scope, severity=severity),)
        monkeypatch.setattr(seeds, "alert_rules", lambda rules=rules: rules)
        (row,) = compute(book, POLICY).renewals_calendar
        assert row["risk_level"] == level, (scope, severity)


def test_the_same_event_has_the_same_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rule, customer and day; a lost licence keeps its id when it is changed again."""
    monkeypatch.setattr(
        seeds, "alert_rules", lambda: (TEN, rule("lost_before_end", trigger="licence"))
    )

    def ids(updated: str) -> list[str]:
        licences = [
            *line("A", "Core", (None, 10_000), ("2024-09-10", 9_000)),
            ending("B", "2025-03-01", renewal_status="lost", updated_at=updated),
        ]
        rows = compute({"licenses": licences, "products": CATALOG}, POLICY).signals_alerts
        return [row["alert_id"] for row in rows]

    # What md5 makes of "ten|A||2024-09-30" and of "lost_before_end|B|B-None-2025-03-01".
    expected = {"af9366f86a9d53fb6afbac47ac0647d7", "c84945afc3e6ce437f2fed63d2faeeb7"}
    assert ids("2024-10-01") == ids("2024-11-01")
    assert set(ids("2024-10-01")) == expected
