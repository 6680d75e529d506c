"""Movements: every change of a pair's ARR from one month end to the next, with its type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from oracle.history import History
from oracle.migrations import find_migrations
from oracle.money import ZERO
from oracle.policy import Policy
from oracle.reasons import is_scheduled, lost_reason_of, reason_of, reason_of_change, split_change
from oracle.rows import Pair, Row

MOVEMENT_TYPES = (
    *("new", "cross_sell", "reactivation", "expansion", "contraction", "product_churn", "churn"),
    *("migration_in", "migration_out", "fx"),
)


def movement_rows(history: History, policy: Policy) -> list[Row]:
    """Give every movement of every pair."""
    rows = []
    for customer_id, product_ids in history.products_of_customer.items():
        for i in range(len(history.months)):
            c0, c1 = history.customer_at(customer_id, i - 1), history.customer_at(customer_id, i)
            migrated: tuple[dict[str, Decimal], dict[str, Decimal]] = ({}, {})
            if policy.migration_detection and c0 > 0 and c1 > 0:
                migrated = find_migrations(history, customer_id, i)
            for product_id in product_ids:
                rows += pair_movements(history, (customer_id, product_id), i, migrated, policy)
    return rows


def pair_movements(
    history: History,
    pair: Pair,
    i: int,
    migrated: tuple[dict[str, Decimal], dict[str, Decimal]],
    policy: Policy,
) -> list[Row]:
    """Give the movements of a pair in one month: what rates did, then all else.

    Args:
        history: all snapshots.
        pair: customer and product.
        i: number of the month.
        migrated: what the customer migrates into each product, and out of each.
        policy: for absences.
    """
    start, now, base = history.at(pair, i - 1), history.at(pair, i), history.base_of(pair, i - 1, i)
    migrated_in, migrated_out = migrated
    ended = history.ended_licences(pair, i)
    keys = {"customer_id": pair[0], "product_id": pair[1], "arr_month": history.months[i]}
    by_rates, rows = [], []
    if base != start.arr:
        by_rates.append(movement_row(keys, "fx", base - start.arr, "exchange_rate"))
    if base == now.arr:
        return by_rates
    if pair[1] in migrated_in:
        share = migrated_in[pair[1]]
        rows += migration_rows(keys, "migration_in", share, now.arr - share)
    elif pair[1] in migrated_out:
        share = migrated_out[pair[1]]
        rows += migration_rows(keys, "migration_out", -share, share - base)
    else:
        kind = classify(history, pair, i, policy)
        row = movement_row(keys, kind, now.arr - base, None)
        if kind in ("expansion", "contraction"):
            parts = split_change(history.base_snapshot(pair, i - 1, i), now)
            row["volume_arr"], row["price_arr"], row["unattributed_arr"] = parts
            row["reason"] = reason_of_change(*parts)
            row["is_scheduled"] = is_scheduled(history, pair, history.months[i])
        else:
            row["reason"] = reason_of(kind, history.customer_at(pair[0], i - 1), ended)
        rows.append(row)
    for row in rows:
        if row["movement_type"] in ("contraction", "product_churn", "churn"):
            row["lost_reason"] = lost_reason_of(ended)
    return by_rates + rows


def classify(history: History, pair: Pair, i: int, policy: Policy) -> str:
    """Name the change of a pair that is no migration and not due to exchange rates.

    Args:
        history: all snapshots.
        pair: customer and product, whose ARR now differs from its base.
        i: number of the month.
        policy: for absences.
    """
    now = history.at(pair, i).arr
    if history.at(pair, i - 1).arr == 0:
        if not counts_as_seen_before(history.customer_arr[pair[0]], i, policy):
            return "new"
        if history.customer_at(pair[0], i - 1) == 0:
            return "reactivation"
        had = counts_as_seen_before(history.arr[pair], i, policy)
        return "reactivation" if had else "cross_sell"
    if now == 0:
        return "churn" if history.customer_at(pair[0], i) == 0 else "product_churn"
    return "expansion" if now > history.base_of(pair, i - 1, i) else "contraction"


def counts_as_seen_before(arr_row: list[Decimal], i: int, policy: Policy) -> bool:
    """Tell whether a customer or pair counts as one that had ARR before a month.

    Args:
        arr_row: its ARR month by month.
        i: number of the month.
        policy: for the absence, in months without ARR, after which it counts as never seen.

    Returns:
        False if it never had ARR, or lost it too long ago.
    """
    earlier = [k for k in range(i) if arr_row[k] > 0]
    if not earlier:
        return False
    longest_absence = policy.reactivation_counts_as_new_after_months
    return longest_absence is None or i - earlier[-1] - 1 <= longest_absence


def movement_row(keys: Row, kind: str, change: Decimal, reason: str | None) -> Row:
    """Give a movement that is not split into volume and price, nor scheduled.

    Args:
        keys: customer, product and month.
        kind: the movement type.
        change: signed amount.
        reason: why, None when that is told later.
    """
    return {
        **keys,
        "movement_type": kind,
        "arr_change": change,
        **dict.fromkeys(("volume_arr", "price_arr", "unattributed_arr")),
        "reason": reason,
        "lost_reason": None,
        "is_scheduled": False,
    }


def migration_rows(keys: Row, kind: str, moved: Decimal, remainder: Decimal) -> list[Row]:
    """Give the rows of a pair that takes part in a migration.

    Args:
        keys: customer, product and month.
        kind: `migration_in` or `migration_out`.
        moved: the swapped part, signed.
        remainder: what is left over, signed.

    Returns:
        The rows, those of no amount left out.
    """
    rows = []
    if moved != 0:
        rows.append(movement_row(keys, kind, moved, "tier_change"))
    if remainder != 0:
        remainder_kind = "expansion" if remainder > 0 else "contraction"
        parts = {"volume_arr": ZERO, "price_arr": ZERO, "unattributed_arr": remainder}
        rows.append(movement_row(keys, remainder_kind, remainder, "tier_change") | parts)
    return rows


def migrated_out_of(movements: list[Row]) -> dict[tuple[str, str, date], Decimal]:
    """Give what each pair migrated out, less what it migrated in, by customer, product, month."""
    net_out: dict[tuple[str, str, date], Decimal] = {}
    for row in movements:
        if row["movement_type"] in ("migration_in", "migration_out"):
            key = (row["customer_id"], row["product_id"], row["arr_month"])
            net_out[key] = net_out.get(key, ZERO) - row["arr_change"]
    return net_out
