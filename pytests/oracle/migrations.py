"""What a customer swaps between products of one family, in one month."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from oracle.history import History
from oracle.money import share_out, total


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
