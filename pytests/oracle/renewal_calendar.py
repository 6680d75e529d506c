"""The renewal calendar: what ends soon or ended lately, and what is known of its renewal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from oracle.licences import Licence
from oracle.money import ZERO, total
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook
from oracle.signal_spines import Level, level_of, term_class

# Gives the severities of the alerts of risk that are open for a customer and product, but for those
# that come of the calendar itself.
Severities = Callable[[str, str], set[str]]


def no_alerts(customer_id: str, product_id: str) -> set[str]:
    """Give the severities of the open alerts where there are no alerts at all."""
    return set()


def calendar_rows(
    book: SignalBook,
    licences: list[Licence],
    as_of_date: date,
    gross_renewal: dict[str, Fraction | None],
    names: tuple[dict[str, str], dict[str, str]],
    severities: Severities = no_alerts,
    days_back: int | None = None,
) -> list[Row]:
    """Give a row for each customer, product and day on which something of it ends.

    Args:
        book: all snapshots, and what is core.
        licences: the accepted licences, linked.
        as_of_date: the day on which one looks.
        gross_renewal: kind of contract to what is left of it after a renewal, of 1 before.
        names: customer id to name, and product id to name.
        severities: of the open alerts.
        days_back: how many days an end may be over; as many as are shown when not given.
    """
    least = book.thresholds
    oldest = least["renewal_days_back"] if days_back is None else days_back
    ending: dict[tuple[str, str, date], list[Licence]] = defaultdict(list)
    of_family: dict[tuple[str, str], list[Licence]] = defaultdict(list)
    for licence in licences:
        if not licence.has_term:
            continue
        of_family[licence.customer_id, licence.product.product_family].append(licence)
        end = licence.ends_before
        if end is None or licence.is_pending or licence.starts_on > as_of_date or licence.arr <= 0:
            continue
        # What a renewal ended before its time is not up for renewal any more.
        if end != licence.own_ends_before:
            continue
        days = (end - as_of_date).days
        if -oldest <= days <= least["renewal_days_ahead"]:
            ending[(*licence.pair, end)].append(licence)
    risky = {customer_id: set(risks_of(book, customer_id)) for customer_id, _, _ in ending}
    rows = []
    for (customer_id, product_id, end), own in sorted(ending.items()):
        family = own[0].product.product_family
        latest = end + timedelta(days=int(least["successor_days"]))
        successors = [
            each for each in of_family[customer_id, family] if end <= each.starts_on <= latest
        ]
        arr, successor_arr = total(each.arr for each in own), total(each.arr for each in successors)
        if successor_arr > 0:
            status = "renewed"
        elif all(each.renewal_status == "lost" for each in own):
            status = "lost"
        else:
            status = "overdue" if end <= as_of_date else "open"
        found = risky[customer_id] | severities(customer_id, product_id)
        if any(each.renewal_status == "lost" for each in own):
            found.add("high")
        risk = "high" if "high" in found else "medium" if found else "low"
        term = term_class(min(own, key=lambda each: (-each.arr, each.license_id)))
        rate = gross_renewal.get(term)
        rows.append(
            {
                "customer_id": customer_id,
                "product_id": product_id,
                "renews_on": end,
                "customer_name": names[0][customer_id],
                "product_name": names[1][product_id],
                "product_family": family,
                "term_class": term,
                "status": status,
                "risk_level": risk,
                "licences": len(own),
                "arr": arr,
                "successor_arr": successor_arr,
                "arr_at_risk": arr if risk == "high" and status in ("open", "overdue") else ZERO,
                "gross_renewal_rate": rate,
                "expected_loss_arr": None if rate is None else Fraction(arr) * (1 - rate),
                "days_to_renewal": (end - as_of_date).days,
                "notice_deadline": min(
                    (each.notice_date for each in own if each.notice_date), default=None
                ),
                "auto_renews": all(each.auto_renews is True for each in own),
                "is_successor_pending": any(each.is_pending for each in successors),
            }
        )
    return rows


def risks_of(book: SignalBook, customer_id: str) -> Iterator[str]:
    """Give the levels of risk that a customer's own figures show: high, medium, both or neither."""
    history = book.history
    own = [(customer_id, each) for each in history.products_of_customer.get(customer_id, ())]
    if not own:
        return
    whole = level_of(history, own)
    families = {
        history.family_of(product_id) for _, product_id in own if book.is_secondary(product_id)
    }
    secondary = [level_of(history, book.pairs_in[customer_id, family]) for family in families]
    of_family, of_whole = book.thresholds["shrink_share"], book.thresholds["risk_contraction_share"]
    for i in range(max(book.last - WINDOW + 1, 1), book.last + 1):
        # Who has nothing left has not cut, but left.
        if whole.amounts[i] > 0 and (
            stands(whole, i, of_whole, book)
            or any(stands(each, i, of_family, book) for each in secondary)
        ):
            yield "high"
    start = book.last - WINDOW
    if start >= 0 and whole.amounts[book.last] < whole.before(start, book.last):
        yield "medium"


def stands(level: Level, i: int, share: Fraction, book: SignalBook) -> bool:
    """Tell whether a fall in month `i` is there at the month ends that follow, as far as known."""
    later = range(i, min(i + book.lapse_months, book.last) + 1)
    return all(level.fell(i - 1, k, share) for k in later)
