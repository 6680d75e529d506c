"""From licences to terms: renewal links, gaps that grace bridges, and extension past the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

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


def renews(renewal: Licence, earlier: Licence) -> bool:
    """Tell whether a licence names another one, validly, as the one that it renews."""
    return (
        renewal.renewal_of_license_id == earlier.stated_license_id
        and renewal is not earlier
        and not renewal.is_pending
        and renewal.customer_id == earlier.customer_id
        and earlier.starts_on <= renewal.starts_on
    )


def end_linked_licences(licences: list[Licence]) -> None:
    """End every licence on the day that its earliest valid renewal starts, if that is sooner."""
    by_stated_id: dict[str, list[Licence]] = defaultdict(list)
    for licence in licences:
        if not licence.is_pending:
            by_stated_id[licence.stated_license_id].append(licence)
    for renewal in licences:
        for earlier in by_stated_id.get(renewal.renewal_of_license_id or "", ()):
            if renews(renewal, earlier):
                earlier.ends_before = min(earlier.ends_before or date.max, renewal.starts_on)


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


def terms_of_pair(
    pair_licences: list[Licence], customer_licences: list[Licence], as_of_date: date, policy: Policy
) -> list[Term]:
    """Give every term of a pair: the licences' own, those bridged by grace, those extended.

    A licence that a link ends on its first day has no term: it is neither bridged nor extended.

    Args:
        pair_licences: the licences of one customer and product, not pending.
        customer_licences: all licences of the customer, to look for renewal links.
        as_of_date: only ends up to this day can be extended.
        policy: the switches.
    """
    licences = [licence for licence in pair_licences if licence.has_term]
    terms = [Term(licence, licence.starts_on, licence.ends_before) for licence in licences]
    terms += grace_terms(licences, policy.renewal_grace_days)
    if policy.auto_renew_past_end:
        terms += extended_terms(licences, customer_licences, as_of_date)
    return terms


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


def extended_terms(
    licences: list[Licence], customer_licences: list[Licence], as_of_date: date
) -> list[Term]:
    """Let the last auto-renewing licences of a pair go on past their end.

    Args:
        licences: the licences of one pair that have a term.
        customer_licences: all licences of the customer, to look for renewal links.
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
        and not any(renews(renewal, licence) for renewal in customer_licences)
    ]
