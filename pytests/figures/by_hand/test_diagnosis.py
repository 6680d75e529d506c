"""The oracle on why a product shrinks, and on whether signs to sell say who expands."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from books import RawRow, usage_row
from oracle import Policy, compute, seeds
from oracle.intervals import newcombe
from oracle.seeds import Condition, Rule
from oracle.trigger_conversion import is_quiet_before
from small_books import catalog, line, pick, values_of

DEC_2023, DEC_2024 = date(2023, 12, 31), date(2024, 12, 31)
LAST_MONTH = date(2024, 12, 1)
POLICY = Policy(as_of_date=DEC_2024)


def used(customer: str, product: str, part: int | None, day: date, users: int = 0) -> RawRow:
    """Give that a customer used some of ten units, and had some users, on a day."""
    return usage_row(
        company_id=customer,
        product=product,
        usage_date=day,
        active_users=users,
        used_units=part,
        entitled_units=None if part is None else 10,
    )


# Diagnosis ---------------------------------------------------------------------------------------


def group(
    name: str, product: str, count: int, lost: int, part: int | None
) -> tuple[list[RawRow], list[RawRow]]:
    """Give customers of a product, of which the first leave, and what they used before the year."""
    licences, use = [], []
    for number in range(count):
        end: list[tuple[str | None, int]] = [("2024-07-01", 0)] if number < lost else []
        licences += line(f"{name}{number}", product, (None, 1000), *end)
        if part is not None:
            use.append(used(f"{name}{number}", product, part, DEC_2023 - timedelta(days=28)))
    return licences, use


def diagnosed(*groups: tuple[list[RawRow], list[RawRow]], product: str = "P") -> dict[str, Any]:
    """Give the row of a product in the last month."""
    tables = {
        "licenses": [row for licences, _ in groups for row in licences],
        "product_usage": [row for _, use in groups for row in use],
        "products": catalog(P="P", Q="Q"),
    }
    rows = compute(tables, POLICY).signals_diagnosis
    return pick(rows, product_id=product, arr_month=LAST_MONTH)


def test_those_who_use_little_are_lost() -> None:
    """Five of six against none of six: clearly adoption. Half of the units is not little."""
    row = diagnosed(group("l", "P", 6, 5, 4), group("h", "P", 6, 0, 5), group("n", "P", 1, 0, None))
    columns = "diagnosis opening_pairs pairs_with_usage low_use_pairs low_use_lost high_use_pairs"
    assert values_of(row, columns) == ("adoption", 13, 12, 6, 5, 6)
    limits = newcombe((5, 6), (0, 6))
    assert limits and (row["low_less_high_low"], row["low_less_high_high"]) == limits
    assert (row["nrr"], row["evidence"]) == (8 / 13, "thin")


def test_those_who_use_it_are_lost_more_than_of_other_products() -> None:
    """Five of six high-use pairs against none of six of the other product: value."""
    row = diagnosed(group("h", "P", 6, 5, 9), group("q", "Q", 6, 0, 9))
    assert values_of(row, "diagnosis other_high_use_pairs other_high_use_lost") == ("value", 6, 0)
    assert row["low_less_high"] is None


def test_neither_is_clear() -> None:
    """One of two lost says nothing; without any usage there is nothing to split."""
    assert diagnosed(group("h", "P", 2, 1, 9), group("q", "Q", 6, 0, 9))["diagnosis"] == "unclear"
    row = diagnosed(group("n", "P", 2, 1, None), group("q", "Q", 6, 0, 9))
    assert values_of(row, "diagnosis evidence") == ("no usage data", "none")


# Conversion of triggers --------------------------------------------------------------------------

MONDAY = date(2024, 6, 3)
SELL = Rule(
    *("sell", "use", True, "opportunity", "customer_product", "low", "usage", None, None, "Act"),
    *(10, 30),
)
FULL = Condition(1, "utilisation", "*", Fraction(0), 28, ">=", Fraction(4, 5), 1)


def test_a_sign_counts_once_in_twelve_months() -> None:
    """The same day a year later is far enough away."""
    assert is_quiet_before(date(2024, 6, 3), [date(2023, 6, 3), date(2024, 6, 3)], 12)
    assert not is_quiet_before(date(2024, 6, 3), [date(2023, 6, 4)], 12)


def converted(
    monkeypatch: pytest.MonkeyPatch, licences: list[RawRow], use: list[RawRow], **switches: Any
) -> dict[str, Any]:
    """Give the row of the rule."""
    monkeypatch.setattr(seeds, "alert_rules", lambda: (SELL,))
    monkeypatch.setattr(seeds, "alert_conditions", lambda: {"sell": (FULL,)})
    tables = {"licenses": licences, "product_usage": use, "products": catalog(P="P", Q="Q")}
    policy = Policy(**({"as_of_date": DEC_2024} | switches))
    (row,) = compute(tables, policy).signals_trigger_conversion
    return row


def test_pairs_with_a_sign_beside_their_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of three with the sign expand within 60 days, and one of four others.

    The 60th day counts, the 61st does not; nor does the Monday itself. Others have the same
    product, and customers of the same size.
    """
    later = [MONDAY + timedelta(days=days) for days in (1, 60, 61)]
    licences = [
        row
        for number, day in enumerate(later)
        for row in line(f"s{number}", "P", (None, 1000), (day.isoformat(), 1500))
    ]
    for number in range(4):
        end = [(later[0].isoformat(), 1500)] if number == 0 else []
        licences += line(f"c{number}", "P", (None, 1000), *end)
    licences += line("big", "P", (None, 20_000), (later[0].isoformat(), 30_000))
    licences += line("other", "Q", (None, 1000), (later[0].isoformat(), 1500))
    use = [used(f"s{number}", "P", 8, MONDAY - timedelta(days=1)) for number in range(3)]
    row = converted(monkeypatch, licences, use)
    counts = "exposed exposed_matched exposed_expanded control_rows control_expanded_customers"
    assert values_of(row, counts) == (3, 3, 2, 4, 1)
    assert row["conversion_exposed"] == pytest.approx(2 / 3)
    assert row["conversion_control"] == pytest.approx(1 / 4)
    assert values_of(row, "evidence risk_ratio verdict") == (
        *("too little", None, "too little evidence"),
    )
    few = (("min_exposed", 1), ("min_control_events", 1))
    row = converted(monkeypatch, licences, use, signal_thresholds=few)
    # Mantel-Haenszel of one stratum is the plain ratio: (2 / 3) / (1 / 4).
    assert row["risk_ratio"] == pytest.approx(8 / 3)


def test_a_price_rise_is_no_conversion_and_some_days_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With seats known and unchanged; with less than 60 days behind it the sign is not asked."""
    rise = [
        row | {"quantity": "5"}
        for row in line("s", "P", (None, 1000), ((MONDAY + timedelta(days=9)).isoformat(), 1500))
    ]
    licences = [*rise, *line("c", "P", (None, 1000))]
    use = [used("s", "P", 8, MONDAY - timedelta(days=1))]
    row = converted(monkeypatch, licences, use)
    assert values_of(row, "exposed_matched exposed_expanded") == (1, 0)
    row = converted(monkeypatch, licences, use, as_of_date=MONDAY + timedelta(days=59))
    assert row["exposed"] == 0
