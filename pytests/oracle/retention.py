"""Retention: what a base had at a window's start, compared with what it has now.

Every retention mart is the same comparison of other groups: the company, products, families, or
segments. A group has members: customers, or customers within a product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from oracle.history import History
from oracle.money import ZERO, ratio, total
from oracle.policy import Policy
from oracle.reasons import split_change
from oracle.rows import Pair, Row

Group = tuple[tuple[str, str], ...]  # the key columns of a mart and their values
GroupsOf = Callable[[Pair, int], Iterable[Group]]


@dataclass
class Position:
    """What a pair, or a member of a group, had at a window's start and has now.

    It is in the base by what was `reported` at the start; `start` is that at the later rates.
    """

    reported: Decimal = ZERO
    start: Decimal = ZERO
    now: Decimal = ZERO
    price: Decimal = ZERO
    migrated_out: Decimal = ZERO

    def add(self, other: Position) -> None:
        """Add another position."""
        self.reported += other.reported
        self.start += other.start
        self.now += other.now
        self.price += other.price
        self.migrated_out += other.migrated_out


Positions = dict[tuple[int, int], dict[Pair, Position]]


def pair_positions(
    history: History, net_out: dict[tuple[str, str, date], Decimal], windows: tuple[int, ...]
) -> Positions:
    """Give the position of every pair in every window.

    Args:
        history: all snapshots.
        net_out: what each pair migrated out, by customer, product and month.
        windows: their lengths in months.

    Returns:
        Number of the month at whose end a window ends, and its length, to the positions of the
        pairs that have ARR at the start or now.
    """
    positions: Positions = {}
    for i in range(len(history.months)):
        for window in windows:
            of_pair = positions[i, window] = {}
            for pair in history.arr:
                reported, now = history.at(pair, i - window).arr, history.at(pair, i).arr
                if reported == 0 and now == 0:
                    continue
                base = history.base_snapshot(pair, i - window, i)
                price = migrated_out = ZERO
                if reported > 0 and now > 0 and base.arr != now:
                    _, price, _ = split_change(base, history.at(pair, i))
                if base.arr > now:
                    in_window = history.months[max(i - window + 1, 0) : i + 1]
                    net = total(net_out.get((*pair, month), ZERO) for month in in_window)
                    migrated_out = min(base.arr - now, max(net, ZERO))
                of_pair[pair] = Position(reported, base.arr, now, price, migrated_out)
    return positions


def measures_of(members: Iterable[Position], price_arr: Decimal, policy: Policy) -> Row:
    """Compare what the base had at a window's start with what it has now.

    Args:
        members: those without reported ARR at the start are not in the base.
        price_arr: the change of the base that price drove.
        policy: for the size of a small base.
    """
    base = [member for member in members if member.reported > 0]
    opening = total(member.start for member in base)
    closing = total(member.now for member in base)
    expansion = total(each.now - each.start for each in base if each.now > each.start)
    contraction = total(each.start - each.now for each in base if 0 < each.now < each.start)
    churned = total(each.start for each in base if each.now == 0)
    churned_customers = sum(member.now == 0 for member in base)
    return {
        "opening_arr": opening,
        "expansion_arr": expansion,
        "contraction_arr": contraction,
        "churned_arr": churned,
        "closing_arr": closing,
        "fx_arr": opening - total(member.reported for member in base),
        "price_arr": price_arr,
        "nrr": ratio(closing, opening),
        "grr": ratio(total(min(each.now, each.start) for each in base), opening),
        "nrr_organic": ratio(closing - price_arr, opening),
        "opening_customers": len(base),
        "churned_customers": churned_customers,
        "logo_retention": ratio(len(base) - churned_customers, len(base)),
        "is_small_base": len(base) < policy.small_base_entities,
        "expansion_rate": ratio(expansion, opening),
        "contraction_rate": ratio(contraction, opening),
        "churn_rate": ratio(churned, opening),
    }


def migration_measures(members: Iterable[Position], measures: Row) -> Row:
    """Give what of the base migrated to other products, and rates that count it as kept."""
    migrated_out = total(member.migrated_out for member in members)
    opening, closing = measures["opening_arr"], measures["closing_arr"]
    kept = opening - measures["contraction_arr"] - measures["churned_arr"]
    return {
        "migrated_out_arr": migrated_out,
        "nrr_with_migration": ratio(closing + migrated_out, opening),
        "grr_with_migration": ratio(kept + migrated_out, opening),
    }


def company_retention_rows(history: History, positions: Positions, policy: Policy) -> list[Row]:
    """Give retention of the company: one base of customers, in every month."""
    rows = []
    for (i, window), of_pair in positions.items():
        keys = {"arr_month": history.months[i], "window_months": window}
        members = members_by_customer(of_pair)
        price_arr = total(position.price for position in of_pair.values())
        rows.append(keys | measures_of(members.values(), price_arr, policy))
    return rows


def customer_retention_rows(
    history: History, positions: Positions, customer_names: dict[str, str], policy: Policy
) -> list[Row]:
    """Give retention of each customer of the base by itself, in the last months."""
    shown = ("opening_arr", "expansion_arr", "contraction_arr", "churned_arr", "closing_arr")
    first = len(history.months) - policy.customer_retention_months
    rows = []
    for (i, window), of_pair in positions.items():
        for customer_id, member in members_by_customer(of_pair).items():
            if i < first or member.reported == 0:
                continue
            measures = measures_of([member], ZERO, policy)
            rows.append(
                {
                    "arr_month": history.months[i],
                    "window_months": window,
                    "customer_id": customer_id,
                    "customer_name": customer_names[customer_id],
                    **{name: measures[name] for name in (*shown, "nrr", "grr")},
                    "is_churned": member.now == 0,
                }
            )
    return rows


def members_by_customer(of_pair: dict[Pair, Position]) -> dict[str, Position]:
    """Add the positions of pairs up by customer."""
    members: dict[str, Position] = defaultdict(Position)
    for (customer_id, _), position in of_pair.items():
        members[customer_id].add(position)
    return members


def grouped_retention_rows(
    history: History, positions: Positions, groups_of: GroupsOf, policy: Policy, by_product: bool
) -> list[Row]:
    """Give retention of groups, each from the first month on in which one of its pairs has ARR.

    Args:
        history: all snapshots.
        positions: of all pairs.
        groups_of: gives the groups that a pair belongs to in a month in which its customer has ARR.
            In a window it belongs to those of the start.
        policy: the switches.
        by_product: whether a group is of one product, so that migrations leave it.
    """
    first_of: dict[Group, int] = {}
    for pair, arr_row in history.arr.items():
        for i in (i for i, arr in enumerate(arr_row) if arr > 0):
            for group in groups_of(pair, i):
                first_of[group] = min(first_of.get(group, i), i)

    rows = []
    for (i, window), of_pair in positions.items():
        pairs_of: dict[Group, dict[Pair, Position]] = defaultdict(dict)
        for pair, position in of_pair.items():
            if history.customer_at(pair[0], i - window) > 0:
                for group in groups_of(pair, i - window):
                    pairs_of[group][pair] = position
        for group, first in first_of.items():
            if first > i:
                continue
            members = members_by_customer(pairs_of[group]).values()
            price_arr = total(position.price for position in pairs_of[group].values())
            measures = measures_of(members, price_arr, policy)
            if by_product:
                measures |= migration_measures(members, measures)
            keys = {"arr_month": history.months[i], "window_months": window}
            rows.append(keys | dict(group) | measures)
    return rows


def product_retention_rows(history: History, positions: Positions, policy: Policy) -> list[Row]:
    """Give retention of each product."""

    def groups_of(pair: Pair, i: int) -> list[Group]:
        return [(("product_id", pair[1]),)]

    return grouped_retention_rows(history, positions, groups_of, policy, by_product=True)


def family_retention_rows(history: History, positions: Positions, policy: Policy) -> list[Row]:
    """Give retention of each product family."""

    def groups_of(pair: Pair, i: int) -> list[Group]:
        return [(("product_family", history.family_of(pair[1])),)]

    return grouped_retention_rows(history, positions, groups_of, policy, by_product=False)
