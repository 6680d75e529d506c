"""From licences to terms: renewal links, gaps that grace bridges, and extension past the end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from oracle.issues import Issues
from oracle.licences import Licence
from oracle.months import last_day
from oracle.policy import Policy


@dataclass(frozen=True)
class Term:
    """A stretch of days on which a licence gives ARR: stated, bridged by grace, or extended."""

    licence: Licence
    starts_on: date
    ends_before: date | None
    is_grace: bool = False
    is_extended: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the licence itself states the term."""
        return not self.is_grace and not self.is_extended

    def is_active_on(self, day: date) -> bool:
        """Tell whether the term covers a day."""
        return self.starts_on <= day and (self.ends_before is None or self.ends_before > day)


def named_ids(text: str | None, known: Container[str]) -> set[str]:
    """Give the ids that a link names: one, or several between semicolons or commas.

    Args:
        text: the link as it was read.
        known: the stated ids of accepted licences; such an id may hold commas itself.
    """
    if text is None or text in known:
        return {text} - {None}
    return {part.strip() for part in re.split("[;,]", text)} - {""}


def later_of(carrier: Licence, named: Licence) -> tuple[Licence, Licence]:
    """Put two linked licences in order: the one that ends, and the one that goes on.

    On one day the one that carries the link goes on; where the other carries a link of the day,
    too, the last by id.
    """
    if carrier.starts_on != named.starts_on:
        earlier, later = sorted((carrier, named), key=lambda each: each.starts_on)
    elif any(each.starts_on == named.starts_on and not each.is_pending for each in named.linked):
        earlier, later = sorted((carrier, named), key=lambda each: each.license_id)
    else:
        earlier, later = named, carrier
    return earlier, later


def link_licences(licences: list[Licence], issues: Issues) -> None:
    """Follow every renewal link: a licence ends on the day on which its first renewal starts.

    Args:
        licences: the accepted licences; those that are pending are linked and end nothing.
        issues: takes links that lead nowhere, or to another customer.
    """
    by_stated_id: dict[str, list[Licence]] = defaultdict(list)
    for licence in licences:
        by_stated_id[licence.stated_license_id].append(licence)
    for licence in licences:
        licence.linked = []
        for stated_id in named_ids(licence.renewal_of_license_id, by_stated_id):
            named = [each for each in by_stated_id.get(stated_id, ()) if each is not licence]
            licence.linked += named
            if not named:
                issues.keep(licence.license_id, "unusable_renewal_link")
    for carrier in licences:
        for named in carrier.linked:
            if carrier.is_pending or named.is_pending:
                continue
            earlier, later = later_of(carrier, named)
            earlier.is_renewed = True
            earlier.ends_before = min(earlier.ends_before or date.max, later.starts_on)
            later.takes_over |= earlier.customer_id != later.customer_id
    for licence in licences:
        if licence.takes_over:
            issues.keep(licence.license_id, "renewal_moves_customer")


def report_term_issues(pair_licences: list[Licence], as_of_date: date, issues: Issues) -> None:
    """Report overlaps, contradicting statuses and licences that no month end sees.

    Args:
        pair_licences: the licences of one customer and product, not pending.
        as_of_date: the day that tells past from future.
        issues: takes what is found.
    """
    latest_end = date.min
    for licence in sorted(pair_licences, key=lambda each: (each.starts_on, each.license_id)):
        end = licence.ends_before or date.max
        if licence.has_term:
            if licence.starts_on < latest_end:
                issues.keep(licence.license_id, "overlap")
            latest_end = max(latest_end, end)
        if end <= last_day(licence.starts_on):
            issues.keep(licence.license_id, "never_active_at_month_end")
        says_active = licence.is_status_given and licence.status == "active"
        is_over = end <= as_of_date
        if (says_active and is_over) or (licence.status == "churned" and not is_over):
            issues.keep(licence.license_id, "status_contradicts_dates")


def terms_of_pair(pair_licences: list[Licence], as_of_date: date, policy: Policy) -> list[Term]:
    """Give every term of a pair: the licences' own, those bridged by grace, those extended.

    A licence that a link ends on its first day has no term: it is neither bridged nor extended.
    Where gaps are bridged, a licence of 0 is like none: its units do not count either.

    Args:
        pair_licences: the licences of one customer and product, not pending.
        as_of_date: only ends up to this day can be extended.
        policy: the switches.
    """
    licences = [licence for licence in pair_licences if licence.has_term]
    terms = [Term(licence, licence.starts_on, licence.ends_before) for licence in licences]
    if policy.renewal_grace_days > 0:
        terms = [
            term if term.licence.arr else replace(term, licence=without_units(term.licence))
            for term in terms
        ]
        paid = [licence for licence in licences if licence.arr != 0]
        terms += grace_terms(paid, policy.renewal_grace_days)
    if policy.auto_renew_past_end:
        terms += extended_terms(licences, as_of_date)
    return terms


def without_units(licence: Licence) -> Licence:
    """Give the same licence with no unit at all."""
    return replace(licence, quantity=Decimal(0))


def latest_end_of(licences: list[Licence]) -> date:
    """Give the day by which all licences are over; the last day of all where one never ends."""
    return max((licence.ends_before or date.max for licence in licences), default=date.max)


def grace_terms(licences: list[Licence], grace_days: int) -> list[Term]:
    """Bridge each gap of a pair that is short enough, at the ARR that ended with the gap's start.

    Args:
        licences: the licences of one pair that have a term.
        grace_days: longest gap that is bridged, in days.

    Returns:
        One term per bridged gap and licence that ended where the gap starts.
    """
    terms = []
    for next_start in sorted({licence.starts_on for licence in licences}):
        before = [licence for licence in licences if licence.starts_on < next_start]
        latest_end = latest_end_of(before)
        if latest_end < next_start and (next_start - latest_end).days <= grace_days:
            terms += [
                Term(licence, latest_end, next_start, is_grace=True)
                for licence in before
                if licence.ends_before == latest_end
            ]
    return terms


def extended_terms(licences: list[Licence], as_of_date: date) -> list[Term]:
    """Let the last auto-renewing licences of a pair go on past their end.

    Args:
        licences: the licences of one pair that have a term.
        as_of_date: only ends up to this day are past.

    Returns:
        One open-ended term per licence that goes on.
    """
    latest_end = latest_end_of(licences)
    if latest_end > as_of_date or any(licence.starts_on >= latest_end for licence in licences):
        return []
    return [
        Term(licence, latest_end, None, is_extended=True)
        for licence in licences
        if licence.ends_before == latest_end
        and licence.auto_renews
        and not licence.is_cancelled
        and not licence.is_renewed
    ]
