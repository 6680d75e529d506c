"""Alerts: what became true of a customer on a day, by rules that people may edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import md5

from oracle.rows import Row
from oracle.seeds import Rule

SEVERITIES = ("low", "medium", "high")
LOWEST = Fraction(-(10**9))


@dataclass(frozen=True)
class Alert:
    """An event of a rule; of family, product and licence those are given that it is about.

    `resolved_on` is the day on which it was over, None while it is open. `n` is how many days or
    customers it rests on, `base_rate` how often what is feared happens without it.
    """

    rule: Rule
    severity: str
    customer_id: str
    event_date: date
    arr_at_stake: Decimal
    resolved_on: date | None = None
    family: str | None = None
    product_id: str | None = None
    license_id: str | None = None
    evidence_value: Fraction | int | None = None
    threshold: Fraction | None = None
    n: int | None = None
    due_on: date | None = None

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What it is about, and when; of rules of one group only one alert stands for each."""
        about = self.family, self.product_id, self.license_id
        return self.rule.rule_group, self.customer_id, *about, self.event_date.isoformat()

    @property
    def rank(self) -> tuple[int, Fraction]:
        """By how much it stands before others of its group."""
        threshold = LOWEST if self.threshold is None else self.threshold
        return SEVERITIES.index(self.severity), threshold


def alert_id(alert: Alert) -> str:
    """Give what the same event has in every build; a lost licence has it on whatever day."""
    about = alert.license_id or alert.family or alert.product_id or ""
    parts = [alert.rule.rule_id, alert.customer_id, about, alert.event_date.isoformat()]
    if alert.rule.rule_id == "lost_before_end":
        parts.pop()
    return md5("|".join(parts).encode()).hexdigest()


def lower(severity: str) -> str:
    """Give the severity below one."""
    return SEVERITIES[max(SEVERITIES.index(severity) - 1, 0)]


def standing(alerts: Iterable[Alert], as_of_date: date) -> list[Alert]:
    """Keep the most severe of the alerts of one group, about the same and of the same day."""
    kept: dict[tuple[str | None, ...], Alert] = {}
    known = (each for each in alerts if each.event_date <= as_of_date)
    for alert in sorted(known, key=lambda each: each.rule.rule_id):
        other = kept.get(alert.subject)
        if other is None or alert.rank > other.rank:
            kept[alert.subject] = alert
    return list(kept.values())


def alert_rows(
    alerts: Iterable[Alert],
    as_of_date: date,
    days: int,
    owner_of: dict[str, str | None],
    family_of: Callable[[str], str],
    studies: list[Row],
) -> list[Row]:
    """Give a row for each alert that is open, or young enough.

    Args:
        alerts: those that stand; what is over later than known is not over yet.
        as_of_date: the day up to which the book is known.
        days: the greatest age of an alert that is over.
        owner_of: customer to its owner.
        family_of: gives the family of a product id.
        studies: rows of the studies, for rules that have one.
    """
    study_of = {
        row["study"]: row
        for row in studies
        if row["is_chosen"] and row["product_family"] == "(all)"
    }
    rows = []
    for alert in alerts:
        rule, resolved_on = alert.rule, alert.resolved_on
        if resolved_on is not None and resolved_on > as_of_date:
            resolved_on = None
        if resolved_on is not None and (as_of_date - alert.event_date).days > days:
            continue
        study = study_of.get(rule.study or "")
        rows.append(
            {
                "alert_id": alert_id(alert),
                "rule_id": rule.rule_id,
                "rule_group": rule.rule_group,
                "kind": rule.kind,
                "severity": alert.severity,
                "customer_id": alert.customer_id,
                "product_family": alert.family
                or (family_of(alert.product_id) if alert.product_id else None),
                "product_id": alert.product_id,
                "license_id": alert.license_id,
                "event_date": alert.event_date,
                "status": "open" if resolved_on is None else "resolved",
                "resolved_on": resolved_on,
                "arr_at_stake": alert.arr_at_stake,
                "evidence_value": None
                if alert.evidence_value is None
                else float(alert.evidence_value),
                "threshold": None if alert.threshold is None else float(alert.threshold),
                "n": study["exposed_matched"] if study else alert.n,
                "base_rate": study["risk_control"] if study else None,
                "owner": owner_of.get(alert.customer_id),
                "due_on": alert.due_on or alert.event_date + timedelta(days=rule.due_days),
                "action": rule.action,
            }
        )
    return rows
