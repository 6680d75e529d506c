"""The roll-forward of each segment, with what customers take from one segment to another."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from oracle.history import History
from oracle.money import ZERO, ratio
from oracle.movements import MOVEMENT_TYPES, counts_as_seen_before
from oracle.policy import Policy
from oracle.rows import Row
from oracle.segments import Segments

Segment = tuple[str, str]
AMOUNTS = (*(f"{kind}_arr" for kind in MOVEMENT_TYPES), "moved_in_arr", "moved_out_arr")
COUNTS = (
    *("new_customers", "reactivated_customers", "moved_in_customers"),
    *("churned_customers", "moved_out_customers"),
)


def segment_bridge_rows(
    history: History, segments: Segments, movements: list[Row], policy: Policy
) -> list[Row]:
    """Give the bridge of every segment from its first ARR on.

    Opening and closing are counted at the month ends themselves, not by adding up.

    Args:
        history: all snapshots.
        segments: the segments of each customer at each month end.
        movements: the movements of all pairs.
        policy: for how long a customer may be away and still come back.
    """
    number_of = {month: i for i, month in enumerate(history.months)}
    moved: dict[tuple[Segment, int], dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    arr: dict[tuple[Segment, int], Decimal] = defaultdict(lambda: ZERO)
    customers: dict[tuple[Segment, int], int] = defaultdict(int)

    for row in movements:
        i = number_of[row["arr_month"]]
        had = history.customer_at(row["customer_id"], i - 1) > 0
        for segment in segments.of[row["customer_id"], i - 1 if had else i]:
            moved[segment, i][f"{row['movement_type']}_arr"] += row["arr_change"]
    for customer_id, arr_row in history.customer_arr.items():
        for i, now in enumerate(arr_row):
            before = history.customer_at(customer_id, i - 1)
            old = segments.of.get((customer_id, i - 1), [])
            new = segments.of.get((customer_id, i), [])
            for segment in new:
                arr[segment, i] += now
                customers[segment, i] += 1
                if before == 0:
                    seen = counts_as_seen_before(arr_row, i, policy)
                    moved[segment, i]["reactivated_customers" if seen else "new_customers"] += 1
                elif segment not in old:
                    moved[segment, i]["moved_in_arr"] += now
                    moved[segment, i]["moved_in_customers"] += 1
            for segment in old:
                if now == 0:
                    moved[segment, i]["churned_customers"] += 1
                elif segment not in new:
                    moved[segment, i]["moved_out_arr"] -= now
                    moved[segment, i]["moved_out_customers"] += 1

    first_of: dict[Segment, int] = {}
    for segment, i in customers:
        first_of[segment] = min(first_of.get(segment, i), i)
    return [
        {
            "arr_month": history.months[i],
            "segment_type": segment[0],
            "segment_value": segment[1],
            "opening_arr": arr[segment, i - 1],
            **{column: moved[segment, i][column] + ZERO for column in AMOUNTS},
            "closing_arr": arr[segment, i],
            "opening_customers": customers[segment, i - 1],
            **{column: moved[segment, i][column] for column in COUNTS},
            "closing_customers": customers[segment, i],
            "arr_per_customer": ratio(arr[segment, i], Decimal(customers[segment, i])),
        }
        for segment, first in first_of.items()
        for i in range(first, len(history.months))
    ]
