"""The months ahead: what the licences promise already, and what pending ones would add."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from oracle.growth import pending_arr_on
from oracle.history import History
from oracle.licences import Licence
from oracle.money import ZERO, total
from oracle.months import add_months, last_day
from oracle.policy import Policy
from oracle.rows import Pair, Row


class HistoryAhead(History):
    """A history that goes on after its window, at the exchange rates of the last month."""

    def __init__(self, history: History, discount_lines: set[Pair], months_ahead: int) -> None:
        """Take all snapshots, those of the months ahead too.

        Args:
            history: the history of the reporting window, which has months.
            discount_lines: the pairs that have nothing but discounts.
            months_ahead: how many months to add.
        """
        self.last_number = len(history.months) - 1
        ahead = [add_months(history.months[-1], k) for k in range(1, months_ahead + 1)]
        super().__init__(
            [*history.months, *ahead],
            *(history.terms_of, discount_lines, history.products, history.rates),
        )

    def value_at(self, licence: Licence, i: int) -> Decimal:
        """Give the ARR of a licence at the rate of month number `i`, or of the last known one."""
        return super().value_at(licence, min(i, self.last_number))


def ahead_rows(
    history: History, discount_lines: set[Pair], licences: list[Licence], policy: Policy
) -> list[Row]:
    """Give the roll-forward of every product over the months ahead.

    Args:
        history: all snapshots.
        discount_lines: the pairs that have nothing but discounts.
        licences: the accepted licences, linked.
        policy: for how many months to look ahead.
    """
    if not history.months:
        return []
    ahead = HistoryAhead(history, discount_lines, policy.months_ahead)
    numbers = range(len(history.months), len(ahead.months))
    pending_of = {
        i: pending_arr_on(licences, ahead, *[last_day(ahead.months[i])] * 2) for i in numbers
    }
    arr_rows: dict[str, list[list[Decimal]]] = defaultdict(list)
    for (_, product_id), row in ahead.arr.items():
        arr_rows[product_id].append(row)
    has_arr = {
        product_id
        for product_id, each in arr_rows.items()
        if any(arr for row in each for arr in row)
    }
    rows = []
    for product_id in has_arr | {product_id for each in pending_of.values() for product_id in each}:
        for i in numbers:
            changes = [row[i] - row[i - 1] for row in arr_rows[product_id]]
            closing = total(row[i] for row in arr_rows[product_id])
            pending_arr = pending_of[i].get(product_id, ZERO)
            rows.append(
                {
                    "arr_month": ahead.months[i],
                    "product_id": product_id,
                    "product_name": history.products[product_id].product_name,
                    "opening_arr": total(row[i - 1] for row in arr_rows[product_id]),
                    "scheduled_gain_arr": total(change for change in changes if change > 0),
                    "scheduled_loss_arr": total(change for change in changes if change < 0),
                    "closing_arr": closing,
                    "pending_arr": pending_arr,
                    "carr": closing + pending_arr,
                }
            )
    return rows
