"""What a customer swaps between products of one family, in one month."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from oracle.history import History
from oracle.money import ZERO, round_money, total


def share_out(amount: Decimal, own_amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Share an amount among products in proportion to what each has, to the cent.

    The largest product (of equals the one whose id sorts first) takes what rounding leaves. Where
    that is less than nothing or more than it has, the running totals from the largest on are
    rounded instead.

    Args:
        amount: at most the sum of the own amounts.
        own_amounts: product id to what it has; all above zero.

    Returns:
        Product id to share; the shares add up to the amount.
    """

    def share_of(part: Decimal) -> Decimal:
        return round_money(Fraction(amount) * Fraction(part) / Fraction(whole))

    whole = total(own_amounts.values())
    by_size = sorted(own_amounts, key=lambda product_id: (-own_amounts[product_id], product_id))
    largest = by_size[0]
    shares = {product_id: share_of(own_amounts[product_id]) for product_id in by_size[1:]}
    shares[largest] = amount - total(shares.values())
    if not ZERO <= shares[largest] <= own_amounts[largest]:
        running, shared = ZERO, ZERO
        for product_id in by_size:
            running += own_amounts[product_id]
            shares[product_id], shared = share_of(running) - shared, share_of(running)
    return shares


def find_migrations(
    history: History, customer_id: str, i: int
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Find what a customer swaps inside its product families in one month.

    Args:
        history: all snapshots.
        customer_id: a customer with ARR before and after the month.
        i: number of the month.

    Returns:
        Product id to the amount that migrates into it, and out of it, both not negative.
    """
    left: dict[str, dict[str, Decimal]] = defaultdict(dict)
    entered: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for product_id in history.products_of_customer[customer_id]:
        pair = (customer_id, product_id)
        before, after = history.at(pair, i - 1).arr, history.at(pair, i).arr
        base = history.base_of(pair, i - 1, i)
        family = history.family_of(product_id)
        if base > 0 and after == 0:
            left[family][product_id] = base
        if before == 0 and after > 0:
            entered[family][product_id] = after
    migrated_in: dict[str, Decimal] = {}
    migrated_out: dict[str, Decimal] = {}
    for family in left.keys() & entered.keys():
        swapped = min(total(left[family].values()), total(entered[family].values()))
        migrated_out.update(share_out(swapped, left[family]))
        migrated_in.update(share_out(swapped, entered[family]))
    return migrated_in, migrated_out
