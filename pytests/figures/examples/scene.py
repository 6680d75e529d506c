"""What the marts say of an example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from example import NOW, Example, Figures, Row

USUAL_WINDOWS = (1, 3, 12)
Marts = Callable[[str], list[Row]]


class Scene:
    """One example inside the marts of a build."""

    def __init__(self, example: Example, build: str, marts_of: Callable[[str], Marts]) -> None:
        """Look at a build that the example is part of.

        Args:
            example: which one.
            build: name of the build.
            marts_of: gives the marts of a build: name of a mart to the rows of the example.
        """
        self.example = example
        self.figures: Figures = example.figures
        self.marts_of = marts_of
        self.marts = marts_of(build)

    def inside(self, build: str) -> Scene:
        """Give the example inside another build."""
        return Scene(self.example, build, self.marts_of)

    def amount(self, arr: Decimal | None) -> Decimal | None:
        """Turn ARR into the example's unit."""
        return arr / 12 if arr is not None and self.example.unit == "mrr" else arr

    def rows(self, relation: str, order: str = "", **wanted: Any) -> list[Row]:
        """Give the rows of a mart that are the example's.

        Args:
            relation: name of the mart.
            order: columns to sort by.
            **wanted: column to value. A product or customer is named as within the example.
        """
        for column in {"product_id", "customer_id"} & wanted.keys():
            wanted[column] = f"{self.example.id}/{wanted[column]}"
        found = [
            row
            for row in self.marts(relation)
            if all(row[column] == value for column, value in wanted.items())
        ]
        return sorted(found, key=lambda row: [row[column] for column in order.split()])

    def row(self, relation: str, **wanted: Any) -> Row:
        """Give the one row of a mart that is wanted."""
        rows = self.rows(relation, **wanted)
        assert len(rows) == 1, (relation, wanted, rows)
        return rows[0]

    def retention(
        self, product: str | None = "P", at: date = NOW, window: int | None = None
    ) -> Row:
        """Give retention of a product, or of the example's family.

        Args:
            product: name within the example, None for the family.
            at: month at whose end the window ends.
            window: in months; where not given, all usual ones must agree.
        """
        if product is None:
            relation, wanted = "retention_product_family_monthly", {}
            wanted["product_family"] = self.example.id
        else:
            relation, wanted = "retention_product_monthly", {"product_id": product}
        found = [
            self.row(relation, arr_month=at, window_months=each, **wanted) | {"window_months": 0}
            for each in ((window,) if window else USUAL_WINDOWS)
        ]
        assert all(each == found[0] for each in found), found
        return found[0]

    def bridge(self, at: date = NOW, product: str = "P") -> Row:
        """Give a product's bridge of a month, in the example's unit."""
        row = self.row("arr_bridge_product_monthly", product_id=product, arr_month=at)
        return {
            name: self.amount(value) if name.endswith("_arr") else value
            for name, value in row.items()
        }

    def moves(self, relation: str = "fct_arr_movements", **wanted: Any) -> list[list[Any]]:
        """Give movements as [type, amount], by month and type."""
        rows = self.rows(relation, "arr_month movement_type", **wanted)
        return [[row["movement_type"], self.amount(row["arr_change"])] for row in rows]

    def dated_moves(self, **wanted: Any) -> list[list[Any]]:
        """Give movements as [month, type, amount]."""
        rows = self.rows("fct_arr_movements", "arr_month movement_type", **wanted)
        return [
            [f"{row['arr_month']:%Y-%m}", row["movement_type"], self.amount(row["arr_change"])]
            for row in rows
        ]

    def arr(self, at: date = NOW, **wanted: Any) -> Decimal:
        """Give ARR at a month's end, in the example's unit."""
        rows = self.rows("fct_arr_monthly", arr_month=at, **wanted)
        return self.amount(sum((row["arr"] for row in rows), Decimal(0)))
