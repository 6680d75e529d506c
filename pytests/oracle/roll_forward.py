"""Customers' roll-forward: who had ARR before, who came, came back or left, and who has it now."""

from __future__ import annotations

from decimal import Decimal

from oracle.money import ZERO, ratio, total
from oracle.movements import counts_as_seen_before
from oracle.policy import Policy
from oracle.rows import Row

FLOWS = ("new_customers", "reactivated_customers", "churned_customers")
COUNTS = ("opening_customers", *FLOWS, "closing_customers")


def customer_counts(arr_rows: list[list[Decimal]], i: int, policy: Policy) -> Row:
    """Count those with ARR, and those that come and go in one month.

    Args:
        arr_rows: the ARR of each customer, or of each customer in the product, month by month.
        i: number of the month.
        policy: for how long one may be away and still come back.
    """
    counts = dict.fromkeys(COUNTS, 0)
    for row in arr_rows:
        before, now = (row[i - 1] if i > 0 else ZERO), row[i]
        counts["opening_customers"] += before > 0
        counts["closing_customers"] += now > 0
        if before == 0 and now > 0:
            seen = counts_as_seen_before(row, i, policy)
            counts["reactivated_customers" if seen else "new_customers"] += 1
        counts["churned_customers"] += before > 0 and now == 0
    arr = total(row[i] for row in arr_rows)
    return counts | {"arr_per_customer": ratio(arr, Decimal(counts["closing_customers"]))}
