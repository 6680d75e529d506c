"""The renewal calendar: what ends soon or ended lately, and what is known of its renewal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from oracle.licences import Licence
from oracle.money import ZERO, round_money, total
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook
from oracle.signal_spines import Level, level_of, term_class

DAYS_BACK = 90
# Gives the severities of the alerts of risk that are open for a customer and product, but for those
# of the rules of renewals.
Severities = Callable[[str, str], set[str]]


@dataclass(frozen=True)
class Risks:
    """What a customer's own figures of the last twelve months show."""

    has_cut: bool
    has_contracted: bool
    is_smaller: bool


def no_alerts(customer_id: str, product_id: str) -> set[str]:
    """Give the severities of the open alerts where there are no alerts at all."""
    return set()


def calendar_rows(renewals: list[Row], book: SignalBook) -> list[Row]:
    """Pick what ends soon enough for the calendar."""
    return [row for row in renewals if row["days_to_renewal"] <= book.thresholds["renewal_days"]]


def renewal_rows(
    book: SignalBook,
    licences: list[Licence],
    as_of_date: date,
    gross_renewal: dict[str, Fraction | None],
    customers: list[Row],
    severities: Severities = no_alerts,
    days_back: int = DAYS_BACK,
) -> list[Row]:
    """Give a row for each customer, product and day on which something ends or ended lately.

    Args:
        book: all snapshots, and what is core.
        licences: the accepted licences, linked.
        as_of_date: the day on which one looks.
        gross_renewal: kind of contract to what is left of it after a renewal, of 1 before.
        customers: the rows of all customers, for their names and owners.
        severities: of the open alerts.
        days_back: for how many days an end may be over.
    """
    customer_of = {row["customer_id"]: row for row in customers}
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
        if (as_of_date - end).days <= days_back:
            ending[(*licence.pair, end)].append(licence)
    risks_by = {name: risks_of(book, name) for name in {name for name, _, _ in ending}}
    rows = []
    for (customer_id, product_id, end), own in sorted(ending.items()):
        product, risks = own[0].product, risks_by[customer_id]
        latest = end + timedelta(days=int(book.thresholds["successor_days"]))
        successors = [
            each
            for each in of_family[customer_id, product.product_family]
            if end <= each.starts_on <= latest
        ]
        arr, successor_arr = total(each.arr for each in own), total(each.arr for each in successors)
        is_lost = all(each.renewal_status == "lost" for each in own)
        if successor_arr > 0:
            status = "renewed"
        elif is_lost:
            status = "lost"
        else:
            status = "overdue" if end <= as_of_date else "open"
        risk = risk_level(risks, is_lost, severities(customer_id, product_id))
        term = term_class(min(own, key=lambda each: (-each.arr, each.license_id)))
        rate = gross_renewal.get(term)
        rows.append(
            {
                "customer_id": customer_id,
                "product_id": product_id,
                "renews_on": end,
                "customer_name": customer_of[customer_id]["customer_name"],
                "product_name": product.product_name,
                "product_family": product.product_family,
                "owner": customer_of[customer_id]["owner"],
                "term_class": term,
                "status": status,
                "risk_level": risk,
                "licenses": len(own),
                "arr": arr,
                "successor_arr": successor_arr,
                "arr_at_risk": arr if risk == "high" and status in ("open", "overdue") else ZERO,
                "expected_loss_arr": (
                    None if rate is None else round_money(Fraction(arr) * (1 - rate))
                ),
                "gross_renewal_rate": rate,
                "days_to_renewal": (end - as_of_date).days,
                "auto_renews": all(each.auto_renews is True for each in own),
                "is_marked_lost": is_lost,
                "is_successor_pending": any(each.is_pending for each in successors),
                "has_cut": risks.has_cut,
                "has_contracted": risks.has_contracted,
                "is_smaller": risks.is_smaller,
                "notice_deadline": min(
                    (each.notice_date for each in own if each.notice_date), default=None
                ),
            }
        )
    return rows


def risk_level(risks: Risks, is_lost: bool, severities: set[str]) -> str:
    """Say how much a renewal is at risk.

    Args:
        risks: of the customer.
        is_lost: whether all that ends is marked as lost.
        severities: of the open alerts.
    """
    if is_lost or risks.has_cut or risks.has_contracted or "high" in severities:
        return "high"
    return "medium" if risks.is_smaller or severities else "low"


def risks_of(book: SignalBook, customer_id: str) -> Risks:
    """Look at a customer's last twelve months."""
    history = book.history
    own = [(customer_id, each) for each in history.products_of_customer.get(customer_id, ())]
    if not own:
        return Risks(False, False, False)
    whole = level_of(history, own)
    families = {history.family_of(each) for _, each in own if book.is_secondary(each)}
    secondary = [level_of(history, book.pairs_in[customer_id, family]) for family in families]
    least, last = book.thresholds, book.last
    # Who has nothing left has not cut, but left.
    months = [i for i in range(max(last - WINDOW + 1, 1), last + 1) if whole.amounts[i] > 0]
    start = last - WINDOW
    return Risks(
        has_cut=any(
            stands(level, i, least["shrink_share"], book) for level in secondary for i in months
        ),
        has_contracted=any(whole.fell(i - 1, i, least["risk_contraction_share"]) for i in months),
        is_smaller=start >= 0 and whole.amounts[last] < whole.before(start, last),
    )


def stands(level: Level, i: int, share: Fraction, book: SignalBook) -> bool:
    """Tell whether a fall in month `i` is there at the month ends that follow, as far as known."""
    later = range(i, min(i + book.lapse_months, book.last) + 1)
    return all(level.fell(i - 1, k, share) for k in later)
