"""Movers: the largest gains and losses of every product and month, and all others in one row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from oracle.money import total
from oracle.policy import Policy
from oracle.rows import Row


def mover_rows(
    movements: list[Row],
    product_names: dict[str, str],
    customer_names: dict[str, str],
    policy: Policy,
) -> list[Row]:
    """Rank the movements of each product and month, gains and losses apart.

    Args:
        movements: the movements of all pairs.
        product_names: product id to name.
        customer_names: customer id to name.
        policy: for how many are shown one by one.
    """
    groups: dict[tuple[date, str, str], list[Row]] = defaultdict(list)
    for row in movements:
        direction = "gain" if row["arr_change"] > 0 else "loss"
        groups[row["arr_month"], row["product_id"], direction].append(row)
    rows = []
    for (month, product_id, direction), group in groups.items():
        keys = {
            "arr_month": month,
            "product_id": product_id,
            "direction": direction,
            "product_name": product_names[product_id],
        }
        group.sort(
            key=lambda row: (-abs(row["arr_change"]), row["customer_id"], row["movement_type"])
        )
        said = ("customer_id", "movement_type", "reason", "lost_reason", "arr_change")
        shown, others = group[: policy.movers_per_product], group[policy.movers_per_product :]
        for rank, row in enumerate(shown, start=1):
            own = {name: row[name] for name in said} | {"mover_rank": rank, "movement_count": 1}
            name = customer_names[row["customer_id"]]
            rows.append(keys | own | {"customer_name": name, "is_remainder": False})
        if others:
            rows.append(
                keys
                | dict.fromkeys(said)
                | {
                    "mover_rank": len(shown) + 1,
                    "movement_count": len(others),
                    "customer_name": "(all others)",
                    "arr_change": total(row["arr_change"] for row in others),
                    "is_remainder": True,
                }
            )
    return rows
