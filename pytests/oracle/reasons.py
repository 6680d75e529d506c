"""Why ARR moved: volume or price, cancelled or expired, what customers said, and by schedule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.history import History, Snapshot
from oracle.licences import Licence
from oracle.money import ZERO, round_money
from oracle.months import last_day, month_of
from oracle.rows import Pair

CHANGE_REASONS = ("volume", "price", "volume_and_price", "unattributed", "tier_change")
REASONS: dict[str, tuple[str, ...]] = {
    "new": ("new_customer",),
    "cross_sell": ("new_product",),
    "reactivation": ("customer_returned", "product_returned"),
    "expansion": CHANGE_REASONS,
    "contraction": CHANGE_REASONS,
    "product_churn": ("cancelled", "expired"),
    "churn": ("cancelled", "expired"),
    "migration_in": ("tier_change",),
    "migration_out": ("tier_change",),
    "fx": ("exchange_rate",),
}


def split_change(start: Snapshot, now: Snapshot) -> tuple[Decimal, Decimal, Decimal]:
    """Split a pair's change between two snapshots, both above zero.

    Returns:
        The volume, price and unattributed parts, which add up to the change.
    """
    change = now.arr - start.arr
    if start.quantity is None or now.quantity is None or start.quantity <= 0:
        return ZERO, ZERO, change
    if now.quantity > 1000 * start.quantity:  # another unit of measure, not volume
        return ZERO, ZERO, change
    quantity_change = Fraction(now.quantity) - Fraction(start.quantity)
    volume = round_money(Fraction(start.arr) * quantity_change / Fraction(start.quantity))
    return volume, change - volume, ZERO


def reason_of_change(volume: Decimal, price: Decimal, unattributed: Decimal) -> str:
    """Say why a pair grew or shrank, by the parts of its change."""
    if unattributed != 0:
        return "unattributed"
    if price == 0:
        return "volume"
    return "price" if volume == 0 else "volume_and_price"


def reason_of(kind: str, c0: Decimal, ended: list[Licence]) -> str:
    """Say why a pair came or went.

    Args:
        kind: the movement type, neither expansion nor contraction.
        c0: ARR of the customer before.
        ended: the licences of the pair that ended in the month.
    """
    if kind == "new":
        return "new_customer"
    if kind == "cross_sell":
        return "new_product"
    if kind == "reactivation":
        return "customer_returned" if c0 == 0 else "product_returned"
    return "cancelled" if any(licence.is_cancelled for licence in ended) else "expired"


def lost_reason_of(ended: list[Licence]) -> str | None:
    """Give what the largest of the licences that ended, and say so, names as the reason.

    Args:
        ended: the licences of the pair that ended in the month.

    Returns:
        The text; of equals that of the licence whose id sorts first; None where no licence says so.
    """
    saying = [licence for licence in ended if licence.lost_reason]
    saying.sort(key=lambda licence: (-licence.arr, licence.license_id))
    return saying[0].lost_reason if saying else None


def is_scheduled(history: History, pair: Pair, month: date) -> bool:
    """Tell whether a change was agreed on before the licences that it follows began.

    Args:
        history: all snapshots.
        pair: a pair that grew or shrank.
        month: in this month.

    Returns:
        True if licences begin in the month, and each was created by the day on which the latest
        one before it began. Licences that no month end sees don't count.
    """
    licences = [
        term.licence
        for term in history.terms_of[pair]
        if term.is_own and term.is_active_on(last_day(term.starts_on))
    ]
    beginning = [licence for licence in licences if month_of(licence.starts_on) == month]
    for licence in beginning:
        before = [each.starts_on for each in licences if each.starts_on < licence.starts_on]
        created_on = licence.created_on
        if not before or created_on is None or created_on > max(before):
            return False
    return bool(beginning)
