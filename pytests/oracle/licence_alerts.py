"""Alerts by the dates of licences, and by the movements of a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from oracle.alerts import Alert, lower
from oracle.day_levels import DayLevels
from oracle.licences import Licence
from oracle.months import last_day
from oracle.seeds import Rule
from oracle.signal_rules import SignalBook

DAY = timedelta(days=1)


def contractions(rule: Rule, book: SignalBook) -> Iterator[Alert]:
    """Give each month in which a customer's ARR fell by a share or more, but not to nothing.

    It is over when less than that is missing at the end of a later month, or when the customer has
    left for good.
    """
    history = book.history
    assert rule.threshold is not None
    for customer_id, amounts in history.customer_arr.items():
        for i in range(1, len(amounts)):
            before, now = history.base_of_customer(customer_id, i - 1, i), amounts[i]
            if now == 0 or now >= before or fell_less(before, now, rule.threshold):
                continue
            back = (
                k
                for k in range(i + 1, len(amounts))
                if not any(amounts[k:])
                or fell_less(
                    history.base_of_customer(customer_id, i - 1, k), amounts[k], rule.threshold
                )
            )
            k = next(back, None)
            yield Alert(
                rule,
                rule.severity,
                customer_id,
                last_day(history.months[i]),
                arr_at_stake=now,
                resolved_on=None if k is None else last_day(history.months[k]),
                evidence_value=Fraction(before - now) / Fraction(before),
                threshold=rule.threshold,
            )


def fell_less(before: Decimal, now: Decimal, share: Fraction) -> bool:
    """Tell whether less than a share of an amount is gone."""
    return Fraction(before - now) < share * Fraction(before)


def lost_licences(rule: Rule, licences: Sequence[Licence], as_of_date: date) -> Iterator[Alert]:
    """Give each licence with ARR that was marked as lost before its end."""
    for licence in licences:
        if licence.is_pending or licence.arr <= 0 or licence.renewal_status != "lost":
            continue
        day = licence.updated_on or licence.created_on or as_of_date
        if licence.ends_before is None or licence.ends_before <= day:
            continue
        yield Alert(
            rule,
            rule.severity,
            licence.customer_id,
            day,
            arr_at_stake=licence.arr,
            resolved_on=licence.ends_before,
            product_id=licence.product.product_id,
            license_id=licence.license_id,
            evidence_value=(licence.ends_before - day).days,
        )


def anniversaries(rule: Rule, levels: DayLevels) -> Iterator[Alert]:
    """Give the day some time after the first one with ARR, where the customer has ARR then."""
    assert rule.threshold is not None
    for customer_id in levels.products_of:
        first = first_day(levels, customer_id)
        if first is None:
            continue
        day = first + timedelta(days=int(rule.threshold))
        arr = levels.customer_arr(customer_id, day)
        if arr > 0:
            yield Alert(
                rule,
                rule.severity,
                customer_id,
                day,
                arr_at_stake=arr,
                resolved_on=day + timedelta(days=rule.due_days + 1),
                evidence_value=rule.threshold,
                threshold=rule.threshold,
            )


def first_day(levels: DayLevels, customer_id: str) -> date | None:
    """Give the first day on which a customer has ARR."""
    days = levels.change_days(customer_id)
    return next((day for day in days if levels.customer_arr(customer_id, day) > 0), None)


def cancelled_families(
    rule: Rule, book: SignalBook, levels: DayLevels, back_days: int, as_of_date: date
) -> Iterator[Alert]:
    """Give each day on which a customer has nothing left of a secondary family, but of others.

    It is less severe while the licence that ends last is not marked as lost. It is over when the
    family is back soon enough, or when the customer has left.
    """
    for (customer_id, family), pairs in levels.pairs_in.items():
        if not book.is_secondary(pairs[0][1]):
            continue
        days = levels.change_days(customer_id)
        left_on = left_day(levels, customer_id, as_of_date)
        for day in days:
            if (
                levels.family_arr(customer_id, family, day - DAY) == 0
                or levels.family_arr(customer_id, family, day) > 0
                or levels.customer_arr(customer_id, day) == 0
            ):
                continue
            latest = day + timedelta(days=back_days)
            back = next(
                (
                    each
                    for each in days
                    if day < each <= latest and levels.family_arr(customer_id, family, each) > 0
                ),
                None,
            )
            ends = [each for each in (back, left_on) if each is not None and each > day]
            yield Alert(
                rule,
                rule.severity if is_marked_lost(levels, pairs, day) else lower(rule.severity),
                customer_id,
                day,
                arr_at_stake=levels.customer_arr(customer_id, day),
                resolved_on=min(ends, default=None),
                family=family,
                evidence_value=Fraction(levels.family_arr(customer_id, family, day - DAY)),
            )


def is_marked_lost(levels: DayLevels, pairs: Sequence[tuple[str, str]], day: date) -> bool:
    """Tell whether of the licences of a family that began before a day the last is marked lost.

    That is the one with the latest end; of those that end on one day the one with the most ARR,
    then the one whose id sorts first.
    """
    earlier = [
        term.licence
        for pair in pairs
        for term in levels.terms_of[pair]
        if term.is_own and term.licence.arr > 0 and term.starts_on < day
    ]
    if not earlier:
        return False
    last_end = max(licence.ends_before or date.min for licence in earlier)
    last = [licence for licence in earlier if (licence.ends_before or date.min) == last_end]
    return min(last, key=lambda each: (-each.arr, each.license_id)).renewal_status == "lost"


def left_day(levels: DayLevels, customer_id: str, as_of_date: date) -> date | None:
    """Give the day since which a customer has had no ARR; None while it has some."""
    if levels.customer_arr(customer_id, as_of_date) > 0:
        return None
    days = [day for day in levels.change_days(customer_id) if day <= as_of_date]
    left = None
    for day in reversed(days):
        if levels.customer_arr(customer_id, day) > 0:
            break
        left = day
    return left
