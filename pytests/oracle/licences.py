"""From a raw row to a licence: its term, its ARR, and why a row is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from oracle.catalog import Catalog, Product
from oracle.companies import Companies
from oracle.issues import Issues
from oracle.money import ZERO, round_money
from oracle.months import whole_months
from oracle.policy import Policy
from oracle.rates import Rates, convert
from oracle.raw_licences import RawLicence
from oracle.rows import Pair, Row
from oracle.values import LARGEST_AMOUNT
from oracle.words import STATUS_MEANINGS

FIRST_PLAUSIBLE_START = date(1990, 1, 1)
LAST_PLAUSIBLE_START = date(2199, 12, 31)
FIRST_PLACEHOLDER_END = date(2200, 1, 1)
SHORTEST_TERM_DAYS = 7
SHORTEST_MONTH_DAYS = 28
CONTRADICTION_PER_YEAR = Decimal("0.12")
LARGEST_QUANTITY = 10**9


@dataclass
class Licence:
    """An accepted licence. `arr` is what it is worth at the newest rate, pending or not.

    `own_ends_before` is the end that the row states; `ends_before` may be earlier, where a
    renewal link ends the licence. Both are the first day that is no longer active, None = never.
    """

    license_id: str
    stated_license_id: str
    customer_id: str
    product: Product
    starts_on: date
    own_ends_before: date | None
    ends_before: date | None
    arr: Decimal
    arr_in_currency: Decimal
    currency: str
    quantity: Decimal | None
    status: str
    is_status_given: bool
    renewal_status: str | None
    auto_renews: bool | None
    notice_date: date | None
    renewal_of_license_id: str | None
    lost_reason: str | None
    created_on: date | None
    updated_on: date | None
    linked: list[Licence] = field(default_factory=list, repr=False, compare=False)
    is_renewed: bool = False
    takes_over: bool = False

    @property
    def pair(self) -> Pair:
        """Customer and product."""
        return self.customer_id, self.product.product_id

    @property
    def is_pending(self) -> bool:
        """Whether the licence is not signed or not begun, and so never ARR."""
        return self.status == "pending"

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody says that the licence was given up."""
        return self.renewal_status == "lost" or self.status == "churned"

    @property
    def has_term(self) -> bool:
        """Whether the licence has a day; a link can end it on its first one."""
        return self.ends_before is None or self.ends_before > self.starts_on

    def is_active_on(self, day: date) -> bool:
        """Tell whether the licence covers a day, by its own dates and links."""
        return self.starts_on <= day and (self.ends_before is None or self.ends_before > day)


# Amounts -----------------------------------------------------------------------------------------


def annualise_value(
    raw: RawLicence, starts_on: date, ends_before: date | None, policy: Policy
) -> Fraction | None:
    """Turn `value` into a yearly amount by the policy's value basis.

    Args:
        raw: the licence row; its `value` must be readable.
        starts_on: first active day.
        ends_before: first day no longer active as the row states it, None = open-ended.
        policy: for `value_basis`.

    Returns:
        The exact yearly amount, or None when a total has no term to be spread over.
    """
    value = Fraction(raw.value.value)
    if policy.value_basis == "arr":
        return value
    if policy.value_basis == "mrr":
        return value * 12
    days = days_of_total(raw, starts_on, ends_before, policy)
    if days is None or days < SHORTEST_TERM_DAYS:
        return None
    if raw.length.value is not None and raw.length.value > 0:
        return value * 12 / Fraction(raw.length.value)
    months = whole_months(starts_on, ends_before)
    if months is not None:
        return value * 12 / months
    return value * Fraction(str(policy.days_in_year)) / days


def days_of_total(
    raw: RawLicence, starts_on: date, ends_before: date | None, policy: Policy
) -> Fraction | None:
    """Give the days over which a total is spread; None where nothing says that they are fixed.

    Args:
        raw: the licence row.
        starts_on: first active day.
        ends_before: first day no longer active as the row states it, None = open-ended.
        policy: for the days of a year, and whether `value` is a total.
    """
    if policy.value_basis != "term_total" or raw.fixed_period is False:
        return None
    if raw.length.value is not None and raw.length.value > 0:
        return Fraction(raw.length.value) * Fraction(str(policy.days_in_year)) / 12
    return None if ends_before is None else Fraction((ends_before - starts_on).days)


@dataclass
class Amounts:
    """The yearly amounts that a row states, in its own currency and to the cent.

    Each is None where the row does not state it, or where it says nothing about a year.
    """

    by_arr: Decimal | None
    by_mrr: Decimal | None
    by_value: Decimal | None
    has_value: bool
    is_value_zero: bool

    @property
    def known(self) -> list[Decimal]:
        """Those that there are, in the order in which they count."""
        return [each for each in (self.by_arr, self.by_mrr, self.by_value) if each is not None]

    @property
    def is_by_value(self) -> bool:
        """Whether nothing but `value` can say what the year costs."""
        return self.has_value and not self.by_arr and not self.by_mrr

    @property
    def arr(self) -> Decimal | None:
        """The first that is not 0; 0 only where nothing else is said."""
        for amount in self.known:
            if amount != 0:
                return amount
        if not self.known or (self.by_value is None and self.has_value and not self.is_value_zero):
            return None
        return ZERO

    @property
    def contradict(self) -> bool:
        """Whether two that are not 0 differ by more than a cent a month."""
        amounts = [each for each in self.known if each != 0]
        return bool(amounts) and max(amounts) - min(amounts) > CONTRADICTION_PER_YEAR

    @property
    def has_replaced_zero(self) -> bool:
        """Whether a 0 gave way."""
        return bool(self.arr) and 0 in self.known


def yearly_amounts(
    raw: RawLicence, starts_on: date, ends_before: date | None, policy: Policy
) -> Amounts:
    """Bring every amount that the row states to a year."""

    def yearly(amount: Fraction | None) -> Decimal | None:
        return None if amount is None else round_money(amount)

    value = raw.value.value
    return Amounts(
        by_arr=yearly(None if raw.arr.value is None else Fraction(raw.arr.value)),
        by_mrr=yearly(None if raw.mrr.value is None else Fraction(raw.mrr.value) * 12),
        by_value=yearly(
            None if value is None else annualise_value(raw, starts_on, ends_before, policy)
        ),
        has_value=value is not None,
        is_value_zero=value == 0,
    )


# Acceptance --------------------------------------------------------------------------------------


def stated_end(raw: RawLicence, policy: Policy) -> date | None:
    """Give the first day that is no longer active, as the row states it; None = open-ended."""
    end = raw.to_date.value
    if end is None or end >= FIRST_PLACEHOLDER_END:
        return None
    is_inclusive = raw.to_date_included
    if is_inclusive is None:
        is_inclusive = policy.end_date_is_inclusive
    return end + timedelta(days=1) if is_inclusive else end


def why_not_by_term(raw: RawLicence, product: Product, ends_before: date | None) -> str | None:
    """Give the first reason, of kind and dates, to leave a row out."""
    starts_on = raw.from_date.value
    if raw.is_deleted:
        return "deleted"
    if raw.company_id is None:
        return "missing_company_id"
    status = STATUS_MEANINGS.get(raw.status or "active")
    if raw.is_recurring is False or product.kind == "fee":
        return "one_time_fee"
    if raw.is_trial or "trial" in (product.kind, status):
        return "trial"
    if status in ("not_a_licence", None):
        return status or "unknown_status"
    if raw.has_unread_flag:
        return "unknown_flag"
    if product.kind is None:
        return "unknown_product_type"
    if "ambiguous" in (raw.from_date.problem, raw.to_date.problem):
        return "ambiguous_date"
    if raw.from_date.problem:
        return "unreadable_start_date"
    if starts_on is None:
        return "missing_start_date"
    if raw.to_date.problem:
        return "unreadable_end_date"
    if not FIRST_PLAUSIBLE_START <= starts_on <= LAST_PLAUSIBLE_START:
        return "implausible_date"
    if ends_before is not None and ends_before <= starts_on:
        return "zero_length" if ends_before == starts_on else "end_before_start"
    return "churned_without_end" if status == "churned" and ends_before is None else None


def why_not_by_amount(
    problems: set[str],
    in_currency: Decimal | None,
    currency: str,
    rate: Decimal | None,
    *,
    is_too_short: bool,
) -> str | None:
    """Give the first reason, of amount and currency, to leave a row out.

    Args:
        problems: what is wrong with amounts that the row states.
        in_currency: the yearly amount in the licence's currency; None where there is none.
        currency: of the licence.
        rate: the newest rate of the currency; None without any.
        is_too_short: whether the only amount is a total over a few days.
    """
    if in_currency is None:
        if problems & {"unreadable", "ambiguous"}:
            return "unreadable_amount"
        if problems:
            return "amount_out_of_range"
        return "term_too_short" if is_too_short else "no_amount"
    if abs(in_currency) >= LARGEST_AMOUNT:
        return "amount_out_of_range"
    if rate is None:
        return "no_exchange_rate" if re.fullmatch("[A-Z]{3}", currency) else "unknown_currency"
    return "amount_out_of_range" if abs(convert(in_currency, rate)) >= LARGEST_AMOUNT else None


def accept_licence(
    raw: RawLicence,
    policy: Policy,
    catalog: Catalog,
    companies: Companies,
    rates: Rates,
    issues: Issues,
) -> Licence | None:
    """Make a licence of a raw row, or reject it with the first reason that holds.

    Args:
        raw: the row of its licence id that counts.
        policy: the switches.
        catalog: finds the product.
        companies: the listed companies.
        rates: the exchange rates; the newest one of the currency decides.
        issues: takes the rejection, or what is odd about the accepted licence.
    """
    license_id, starts_on = raw.license_id, raw.from_date.value
    product, found_by = catalog.find(raw.product)
    ends_before = stated_end(raw, policy)
    reason = why_not_by_term(raw, product, ends_before)
    if reason:
        issues.reject(license_id, reason)
        return None

    readings = (raw.arr, raw.mrr, raw.value)
    problems = {reading.problem for reading in readings} - {None}
    has_certain = any(each.value is not None or each.problem == "out_of_range" for each in readings)
    if not has_certain and any(reading.is_possible for reading in readings):
        is_ambiguous = "ambiguous" in problems
        issues.reject(license_id, "ambiguous_number" if is_ambiguous else "unreadable_amount")
        return None
    amounts = yearly_amounts(raw, starts_on, ends_before, policy)
    in_currency = amounts.arr
    days = days_of_total(raw, starts_on, ends_before, policy) if amounts.is_by_value else None
    currency = raw.currency or policy.reporting_currency
    rate = rates.newest(currency)
    is_too_short = days is not None and days < SHORTEST_TERM_DAYS
    reason = why_not_by_amount(problems, in_currency, currency, rate, is_too_short=is_too_short)
    if reason:
        issues.reject(license_id, reason)
        return None

    arr = convert(in_currency, rate)
    quantity = raw.quantity.value
    if quantity is not None:
        is_minus = quantity < 0 <= arr
        quantity = None if is_minus or abs(quantity) >= LARGEST_QUANTITY else quantity
    is_odd = {
        "no_product": found_by == "none",
        "product_not_in_catalog": found_by == "unknown" and catalog.is_present,
        "company_not_listed": companies.is_present and not companies.lists(raw.company_id),
        "amounts_contradict": amounts.contradict,
        "zero_amount_replaced": amounts.has_replaced_zero,
        "short_term": in_currency != 0 and days is not None and days < SHORTEST_MONTH_DAYS,
        "unreadable_amount_ignored": bool(problems),
        "negative_amount": arr < 0,
        "zero_amount": arr == 0,
        "unreadable_quantity": bool(raw.quantity.problem) or quantity != raw.quantity.value,
    }
    is_repaired = {
        "product_alias_used": found_by == "alias",
        "placeholder_end_date": ends_before is None and raw.to_date.value is not None,
        "missing_currency": raw.currency is None,
    }
    for issue in (name for name, holds in is_odd.items() if holds):
        issues.keep(license_id, issue)
    for issue in (name for name, holds in is_repaired.items() if holds):
        issues.repair(license_id, issue)

    return Licence(
        license_id=license_id,
        stated_license_id=raw.stated_license_id,
        customer_id=raw.company_id,
        product=product,
        starts_on=starts_on,
        own_ends_before=ends_before,
        ends_before=ends_before,
        arr=arr,
        arr_in_currency=in_currency,
        currency=currency,
        quantity=quantity,
        status=STATUS_MEANINGS[raw.status or "active"],
        is_status_given=raw.status is not None,
        renewal_status=raw.renewal_status,
        auto_renews=raw.auto_renews,
        notice_date=raw.notice_date.value,
        renewal_of_license_id=raw.renewal_of_license_id,
        lost_reason=raw.lost_reason,
        created_on=raw.created_at[0] if raw.created_at else None,
        updated_on=raw.updated_at[0] if raw.updated_at else None,
    )


def license_rows(licences: list[Licence]) -> list[Row]:
    """Give the rows of the accepted licences; what is pending is no ARR."""
    return [
        {
            "license_id": licence.license_id,
            "customer_id": licence.customer_id,
            "product_id": licence.product.product_id,
            "starts_on": licence.starts_on,
            "ends_before": licence.ends_before,
            "arr": ZERO if licence.is_pending else licence.arr,
            "pending_arr": licence.arr if licence.is_pending else ZERO,
            "currency": licence.currency,
            "arr_in_currency": ZERO if licence.is_pending else licence.arr_in_currency,
            "quantity": licence.quantity,
            "status": licence.status,
        }
        for licence in licences
    ]
