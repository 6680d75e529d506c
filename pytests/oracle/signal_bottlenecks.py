"""Bottlenecks: most expansion comes from one family, and another hardly expands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.catalog import UNASSIGNED
from oracle.intervals import newcombe
from oracle.money import ZERO, total
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook


def bottleneck_rows(book: SignalBook, movements: list[Row], i: int) -> Iterator[Row]:
    """Give each family that hardly expands beside the one that has most expansion.

    Args:
        book: all snapshots.
        movements: all movements.
        i: number of the month.
    """
    history, least = book.history, book.thresholds
    in_window = set(history.months[i - WINDOW + 1 : i + 1])
    moved = [row for row in movements if row["arr_month"] in in_window]
    opening: dict[str, Decimal] = defaultdict(lambda: ZERO)
    holders: dict[str, set[str]] = defaultdict(set)
    for product_id, pairs in book.base_of[i].items():
        family = history.family_of(product_id)
        opening[family] += total(pair.start for pair in pairs)
        holders[family] |= {pair.customer_id for pair in pairs}
    expansion: dict[str, Decimal] = defaultdict(lambda: ZERO)
    expanding: dict[str, set[str]] = defaultdict(set)
    for row in moved:
        if row["movement_type"] == "expansion":
            family = history.family_of(row["product_id"])
            expansion[family] += row["arr_change"]
            expanding[family].add(row["customer_id"])
    all_opening, all_expansion = total(opening.values()), total(expansion.values())
    if not all_opening or not all_expansion:
        return
    top = min(expansion, key=lambda family: (-expansion[family], family))
    top_share = Fraction(expansion[top]) / Fraction(all_expansion)
    if top == UNASSIGNED or top_share < least["top_expansion_share"]:
        return
    of_top = len(holders[top] & expanding[top]), len(holders[top])
    for family, own in opening.items():
        if family in (top, UNASSIGNED) or own == 0:
            continue
        size = Fraction(own) / Fraction(all_opening)
        pace = Fraction(expansion[family]) / Fraction(all_expansion) / size
        if size < least["bottleneck_opening_share"] or pace > least["bottleneck_quotient"]:
            continue
        of_family = len(holders[family] & expanding[family]), len(holders[family])
        difference = newcombe(of_top, of_family)
        yield {
            "pattern": "expansion_bottleneck",
            "scope": "product_family",
            "subject": top,
            "other": family,
            "n_subject": of_top[1],
            "n_other": of_family[1],
            "subject_expansion_share": float(top_share),
            "other_expansion_quotient": float(pace),
            "expanding_subject": of_top[0],
            "expanding_other": of_family[0],
            "difference_low": difference[0] if difference else None,
            "tier_moves_up": tier_moves_up(book, moved, family),
            "volume_expansions": sum(
                row["movement_type"] == "expansion"
                and row["volume_arr"] > 0
                and history.family_of(row["product_id"]) == family
                for row in moved
            ),
            "arr_at_stake": own,
            "is_clear": difference is not None and difference[0] > 0,
        }


def tier_moves_up(book: SignalBook, moved: list[Row], family: str) -> int:
    """Count the migrations in a family into a tier above all tiers that the customer left.

    Tiers without a rank are neither above nor below.
    """
    products = book.history.products
    left: dict[tuple[str, date], list[int]] = defaultdict(list)
    entered: list[tuple[tuple[str, date], int]] = []
    for row in moved:
        product = products[row["product_id"]]
        if product.product_family != family or product.tier_rank is None:
            continue
        key = row["customer_id"], row["arr_month"]
        if row["movement_type"] == "migration_out":
            left[key].append(product.tier_rank)
        elif row["movement_type"] == "migration_in":
            entered.append((key, product.tier_rank))
    return sum(bool(left.get(key)) and rank > max(left[key]) for key, rank in entered)
