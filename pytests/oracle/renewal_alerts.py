"""Alerts of renewals that are overdue, or near and at risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from oracle.alerts import Alert
from oracle.licences import Licence
from oracle.rows import Row
from oracle.seeds import Rule

RENEWAL_RULES = ("notice_deadline", "renewal_90_at_risk", "renewal_overdue")


def open_risks(alerts: Iterable[Alert], as_of_date: date) -> Callable[[str, str], set[str]]:
    """Give a function that gives the severities of the open alerts of risk of a pair.

    Those count that are about its product, or about no product in particular.

    Args:
        alerts: of all rules but those of renewals, each standing.
        as_of_date: the day on which one looks.
    """
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for alert in alerts:
        is_over = alert.resolved_on is not None and alert.resolved_on <= as_of_date
        if alert.rule.kind == "risk" and not is_over:
            found[alert.customer_id, alert.product_id].add(alert.severity)

    def severities(customer_id: str, product_id: str) -> set[str]:
        return found[customer_id, product_id] | found[customer_id, None]

    return severities


def renewal_alerts(
    rules: Iterable[Rule],
    calendar: Sequence[Row],
    licences: Sequence[Licence],
    days_shown: int,
    successor_days: int,
    as_of_date: date,
) -> Iterator[Alert]:
    """Give the alerts of the rules that look at the calendar of renewals.

    Args:
        rules: those that are on.
        calendar: rows of the calendar, however long ago.
        licences: the accepted ones.
        days_shown: for how many days after its end a renewal is in the published calendar.
        successor_days: for how many days after an end a licence can be its renewal.
        as_of_date: the day up to which the book is known.
    """
    by_id = {rule.rule_id: rule for rule in rules if rule.rule_id in RENEWAL_RULES}
    for row in calendar:
        for rule_id, rule in by_id.items():
            if rule_id == "renewal_overdue":
                alert = overdue(rule, row, licences, days_shown, successor_days, as_of_date)
            else:
                alert = at_risk(rule, row, as_of_date)
            if alert is not None:
                yield alert


def overdue(
    rule: Rule,
    row: Row,
    licences: Sequence[Licence],
    days_shown: int,
    successor_days: int,
    as_of_date: date,
) -> Alert | None:
    """Give the alert of a renewal that is not there, or came late; None where there is none."""
    end = row["renews_on"]
    shown_no_more = end + timedelta(days=days_shown + 1)
    if end > as_of_date:
        return None
    if row["status"] == "overdue":
        resolved_on = shown_no_more
    elif row["status"] == "renewed":
        latest = end + timedelta(days=successor_days)
        # A credit renews nothing.
        first = min(
            licence.starts_on
            for licence in licences
            if licence.customer_id == row["customer_id"]
            and licence.product.product_family == row["product_family"]
            and licence.has_term
            and licence.arr > 0
            and end <= licence.starts_on <= latest
        )
        if first == end:
            return None
        resolved_on = first
    else:
        return None
    return Alert(
        rule,
        rule.severity,
        row["customer_id"],
        end,
        arr_at_stake=row["arr"],
        resolved_on=resolved_on,
        product_id=row["product_id"],
        evidence_value=(as_of_date - end).days,
        threshold=rule.threshold,
    )


def at_risk(rule: Rule, row: Row, as_of_date: date) -> Alert | None:
    """Give the alert of an end, or of a last day for notice, that comes near; None where none."""
    if row["status"] != "open" or row["risk_level"] != "high" or rule.threshold is None:
        return None
    lead = timedelta(days=int(rule.threshold))
    if rule.rule_id == "renewal_90_at_risk":
        due, resolved_on, due_on = row["renews_on"], None, None
    else:
        due = due_on = row["notice_deadline"]
        if due is None or not row["auto_renews"]:
            return None
        resolved_on = due + timedelta(days=1)
    return Alert(
        rule,
        rule.severity,
        row["customer_id"],
        due - lead,
        arr_at_stake=row["arr"],
        resolved_on=resolved_on,
        product_id=row["product_id"],
        evidence_value=(due - as_of_date).days,
        threshold=rule.threshold,
        due_on=due_on,
    )
