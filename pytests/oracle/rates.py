"""Exchange rates: one a currency, or one a currency and month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.money import round_money
from oracle.months import last_day
from oracle.policy import Policy
from oracle.rows import RawRow
from oracle.values import given_date_format, read_date, read_decimal, read_upper


class Rates:
    """The exchange rates known at `as_of_date`: reporting currency per unit."""

    def __init__(self, rows: list[RawRow] | None, policy: Policy, as_of_date: date) -> None:
        """Keep what can be used: readable, above zero, and known by then.

        Args:
            rows: rows of the raw exchange rate table, None when there is no such table.
            policy: for the reporting currency, whose rate is 1 whatever the table says, and for
                the mode.
            as_of_date: rates of later days are not known yet.
        """
        self.reporting_currency = policy.reporting_currency
        self.is_monthly = policy.fx_mode == "monthly"
        self.by_day: dict[str, dict[date, Decimal]] = defaultdict(dict)
        for row in rows or []:
            currency, rate_date, rate = read_rate(row, policy)
            if currency is None or rate_date is None or rate is None:
                continue
            if rate > 0 and rate_date <= as_of_date:
                of_currency = self.by_day[currency]
                of_currency[rate_date] = min(of_currency.get(rate_date, rate), rate)

    def newest(self, currency: str) -> Decimal | None:
        """Give the newest rate of a currency; None without any."""
        if currency == self.reporting_currency:
            return Decimal(1)
        of_currency = self.by_day.get(currency)
        return of_currency[max(of_currency)] if of_currency else None

    def first_day(self, currency: str) -> date | None:
        """Give the day of a currency's earliest rate; None for the reporting currency."""
        if currency == self.reporting_currency:
            return None
        return min(self.by_day[currency])

    def of_month(self, currency: str, month: date) -> Decimal:
        """Give the rate at which a month takes a currency that has any rate.

        In monthly mode that is the newest one at the month's end, or the earliest one of all where
        there is none yet; in constant mode the newest one of all.
        """
        if currency == self.reporting_currency:
            return Decimal(1)
        of_currency = self.by_day[currency]
        days = [day for day in of_currency if not self.is_monthly or day <= last_day(month)]
        return of_currency[max(days) if days else min(of_currency)]


def read_rate(row: RawRow, policy: Policy) -> tuple[str | None, date | None, Decimal | None]:
    """Give the currency, the day and the rate of a row, None where there is none."""
    rate_date = read_date(
        row.get("rate_date"), given_date_format(policy.date_format), policy.source_timezone
    )
    rate = read_decimal(row.get("rate"), 8).value
    if rate is None or "," in row["rate"]:
        rate = read_decimal(row.get("rate"), 8, "comma").value
    return read_upper(row.get("currency")), rate_date.value, rate


def convert(amount: Decimal, rate: Decimal) -> Decimal:
    """Convert an amount at a rate, to the cent."""
    return round_money(Fraction(amount) * Fraction(rate))
