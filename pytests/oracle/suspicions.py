"""Issues that look at more than one licence, or at more than its dates and amounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from oracle.issues import Issues
from oracle.licences import Licence
from oracle.near_ids import NearIds
from oracle.raw_licences import RawLicence

IMPLAUSIBLE_TIMES = 100
IMPLAUSIBLE_ARR = 10000
DISPERSED_TIMES = 5
DISPERSED_LICENCES = 20
DAY = timedelta(days=1)


def report_suspicions(
    raw: list[RawLicence],
    counted: list[RawLicence],
    licences: list[Licence],
    ids: NearIds,
    issues: Issues,
) -> None:
    """Record what is left to find: of single rows, of customers and of products.

    Args:
        raw: every raw licence row.
        counted: the raw row of each licence that counts.
        licences: the accepted licences, linked, with the customers that count.
        ids: the near-equal ids of customers.
        issues: takes what is found.
    """
    raw_row_of = {row.license_id: row for row in counted}
    # Of copies the one with the least to complain about counts.
    complaints: dict[tuple[object, ...], tuple[bool, bool]] = {}
    for row in raw:
        own = (row.has_unread_field, row.has_missing_word)
        complaints[row.content] = min(complaints.get(row.content, own), own)
    of_customer: dict[str, list[Licence]] = defaultdict(list)
    of_product: dict[str, list[tuple[int, Licence]]] = defaultdict(list)
    for licence in licences:
        row = raw_row_of[licence.license_id]
        report_near_id(licence, row.company_id, ids, issues)
        has_unread_field, has_missing_word = complaints[row.content]
        if has_unread_field:
            issues.keep(licence.license_id, "unreadable_field_ignored")
        if has_missing_word:
            issues.repair(licence.license_id, "missing_word_used")
        if contradicts_dates(row.length.value, licence):
            issues.keep(licence.license_id, "term_contradicts_dates")
        of_customer[licence.customer_id].append(licence)
        price = price_cents(licence)
        if price is not None:
            of_product[licence.product.product_id].append((price, licence))
    for customer_licences in of_customer.values():
        for licence in customer_licences:
            if is_implausibly_large(licence, customer_licences):
                issues.keep(licence.license_id, "implausibly_large")
    report_successions(licences, ids, issues)
    for priced in of_product.values():
        for licence in dispersed(priced):
            issues.keep(licence.license_id, "price_dispersion")


def contradicts_dates(length: Decimal | None, licence: Licence) -> bool:
    """Tell whether a length in months is more than a month off the licence's own dates."""
    if length is None or length <= 0 or licence.own_ends_before is None:
        return False
    days = (licence.own_ends_before - licence.starts_on).days
    year = Decimal("365.25")
    return abs(length * year - 12 * days) > year


def is_implausibly_large(licence: Licence, customer_licences: list[Licence]) -> bool:
    """Tell whether a licence is worth a hundred times any other one of its customer, or more."""
    others = [each.arr for each in customer_licences if each is not licence]
    largest = max(others, default=Decimal(0))
    return licence.arr >= IMPLAUSIBLE_ARR and licence.arr >= IMPLAUSIBLE_TIMES * largest > 0


def price_cents(licence: Licence) -> int | None:
    """Give ARR per unit in cents, with two digits and zeros; None where there is no price."""
    if licence.is_pending or licence.arr <= 0 or not licence.quantity or licence.quantity < 0:
        return None
    price = 100 * float(licence.arr) / float(licence.quantity)
    if not 1 <= price <= 1e13:
        return None
    digits = str(int(price))
    return int(digits[:2].ljust(len(digits), "0"))


def dispersed(priced: list[tuple[int, Licence]]) -> list[Licence]:
    """Give the licences of a product that are far from its middle price, if prices spread widely.

    Args:
        priced: the licences of a product that have a price, each after it.

    Returns:
        Those at double the middle price or more, or at half of it or less.
    """
    prices = sorted(price for price, _ in priced)

    def price_of_share(tenths: int) -> int:
        return prices[-(-len(prices) * tenths // 10) - 1]

    if len(prices) < DISPERSED_LICENCES or price_of_share(9) < DISPERSED_TIMES * price_of_share(1):
        return []
    middle = price_of_share(5)
    return [licence for price, licence in priced if price >= 2 * middle or 2 * price <= middle]


def report_near_id(licence: Licence, company_id: str, ids: NearIds, issues: Issues) -> None:
    """Record that the id of a customer is near-equal to another one, or gave way to it.

    Args:
        licence: an accepted licence, with the customer under which it counts.
        company_id: as the licence states it.
        ids: all ids.
        issues: takes what is found.
    """
    if ids.is_merging:
        if ids.merged(company_id) != company_id:
            issues.repair(licence.license_id, "merged_id")
    elif ids.others(company_id) or ids.others(licence.customer_id):
        issues.keep(licence.license_id, "near_equal_id")


def report_successions(licences: list[Licence], ids: NearIds, issues: Issues) -> None:
    """Record the licences with which a customer begins where a near-equal one ends.

    Args:
        licences: the accepted licences, linked, with the customers under which they count.
        ids: all ids.
        issues: takes what is found.
    """
    of_customer: dict[str, list[Licence]] = defaultdict(list)
    for licence in licences:
        if not licence.is_pending and licence.has_term:
            of_customer[licence.customer_id].append(licence)
    for customer_id, own in list(of_customer.items()):
        others = [of_customer[each] for each in ids.others(customer_id) if each in of_customer]
        for day in {licence.starts_on for licence in own}:
            if any(licence.is_active_on(day - DAY) for licence in own):
                continue
            begun = [licence for licence in own if licence.starts_on == day]
            arr = sum(licence.arr for licence in begun)
            if arr > 0 and any(
                arr == sum(each.arr for each in other if each.ends_before == end)
                and not any(each.is_active_on(end) for each in other)
                for other in others
                for end in (day, day + DAY)
            ):
                for licence in begun:
                    issues.keep(licence.license_id, "possible_same_customer")
