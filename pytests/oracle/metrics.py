"""Figures of use and of accounts, each over a window of days that ends before a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from oracle.usage import Day, Number, Series

BASE_DAYS = 180
NOTHING = Series()


@dataclass(frozen=True)
class Subject:
    """What a metric is of: the use of a pair, or the signals of a customer.

    `quantity` is that of the pair on the day; None where it is not known, or there is no pair.
    `instead` is what stands in for a window without any report.
    """

    series: Series
    quantity: Decimal | None = None
    instead: Series = NOTHING


@dataclass(frozen=True)
class Window:
    """Some days before a day, and as many before those."""

    day: date
    days: int

    @property
    def first(self) -> date:
        """The first of the days."""
        return self.day - timedelta(days=self.days)

    def now(self, subject: Subject) -> list[Day]:
        """Give what is reported in the window."""
        return reported(subject, self.first, self.day)

    def before(self, subject: Subject, days: int | None = None) -> list[Day]:
        """Give what is reported in the days before the window, as many as it has unless said."""
        first = self.first - timedelta(days=days or self.days)
        return reported(subject, first, self.first)


def reported(subject: Subject, first: date, end: date) -> list[Day]:
    """Give what is reported from a day on and before another one, or what stands in for it."""
    return subject.series.between(first, end) or subject.instead.between(first, end)


@dataclass(frozen=True)
class Measured:
    """A value, None where unknown, and on how many days it was reported.

    For what compares two windows that is the lesser number of both.
    """

    value: Fraction | None
    days: int | None


def known(days: list[Day], *columns: str) -> list[list[Number]]:
    """Give the values of some columns on the days on which all of them are known."""
    rows = [[day[column] for column in columns] for day in days]
    return [row for row in rows if None not in row]


def share(part: Number, whole: Number) -> Fraction | None:
    """Divide; None where there is nothing to divide by."""
    return Fraction(part) / Fraction(whole) if whole else None


def mean_of(days: list[Day], column: str) -> Fraction | None:
    """Give the mean over the days on which a column is known."""
    values = [value for (value,) in known(days, column)]
    return share(sum(values), len(values))


def last_of(days: list[Day], column: str) -> Fraction | None:
    """Give the last value that is known."""
    values = known(days, column)
    return Fraction(values[-1][0]) if values else None


def fewer(days: list[Day], others: list[Day], column: str) -> int:
    """Count the days on which a column is known, in that of two windows that has fewer."""
    return min(len(known(days, column)), len(known(others, column)))


def mean(column: str) -> Callable[[Subject, Window], Measured]:
    """Give the metric that is the mean of a column."""

    def metric(subject: Subject, window: Window) -> Measured:
        days = window.now(subject)
        return Measured(mean_of(days, column), len(known(days, column)))

    return metric


def last(column: str) -> Callable[[Subject, Window], Measured]:
    """Give the metric that is the last value of a column."""

    def metric(subject: Subject, window: Window) -> Measured:
        days = window.now(subject)
        return Measured(last_of(days, column), len(known(days, column)))

    return metric


def change_of_mean(column: str) -> Callable[[Subject, Window], Measured]:
    """Give the metric that compares the mean of a column with that of the window before."""

    def metric(subject: Subject, window: Window) -> Measured:
        days = window.now(subject)
        earlier = window.before(subject)
        now, before = mean_of(days, column), mean_of(earlier, column)
        change = None if now is None or not before else now / before - 1
        return Measured(change, fewer(days, earlier, column))

    return metric


def active_share(subject: Subject, window: Window) -> Measured:
    """Give the mean of active users for each unit."""
    users = mean("active_users")(subject, window)
    has_both = users.value is not None and subject.quantity is not None and subject.quantity > 0
    return Measured(
        share(users.value, subject.quantity) if has_both else None,
        users.days,
    )


def utilisation(subject: Subject, window: Window) -> Measured:
    """Give the part of the units that is used, over all days."""
    rows = known(window.now(subject), "used_units", "entitled_units")
    used, entitled = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0)
    return Measured(share(used, entitled), len(rows))


def feature_adoption(subject: Subject, window: Window) -> Measured:
    """Give the part of the features that was used on the last day."""
    rows = known(window.now(subject), "features_used", "features_available")
    rows = [row for row in rows if row[1] > 0]
    return Measured(share(*rows[-1]) if rows else None, len(rows))


def open_tickets_change(subject: Subject, window: Window) -> Measured:
    """Give how many tickets are open more than at the end of the window before."""
    days, earlier = window.now(subject), window.before(subject)
    now, before = last_of(days, "open_tickets"), last_of(earlier, "open_tickets")
    change = None if now is None or before is None else now - before
    return Measured(change, fewer(days, earlier, "open_tickets"))


def open_tickets_ratio(subject: Subject, window: Window) -> Measured:
    """Give the mean of open tickets for each that was open in the half year before."""
    days, earlier = window.now(subject), window.before(subject, BASE_DAYS)
    now, before = mean_of(days, "open_tickets"), mean_of(earlier, "open_tickets")
    ratio = None if now is None or not before else now / before
    return Measured(ratio, fewer(days, earlier, "open_tickets"))


OF_PAIR: dict[str, Callable[[Subject, Window], Measured]] = {
    "active_users_mean": mean("active_users"),
    "active_share": active_share,
    "utilisation": utilisation,
    "feature_adoption": feature_adoption,
    "active_users_change": change_of_mean("active_users"),
    "used_units_change": change_of_mean("used_units"),
}
OF_CUSTOMER: dict[str, Callable[[Subject, Window], Measured]] = {
    "engagement_score": last("engagement_score"),
    "stakeholder_contacts": last("stakeholder_contacts"),
    "open_tickets_change": open_tickets_change,
    "open_tickets_ratio": open_tickets_ratio,
}
