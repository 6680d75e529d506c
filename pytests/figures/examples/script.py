"""From an example to licences."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from books import RawRow, RawTables, license_row, product_row
from example import NOW, START, Example, Steps


class Script:
    """The licences and products of one example, with names that no other example has."""

    def __init__(self, example: Example) -> None:
        """Begin with nothing sold."""
        self.example = example
        self.licenses: list[RawRow] = []
        self.families: dict[str, str | None] = {}

    def name(self, text: str) -> str:
        """Prefix a name with the example's id."""
        return f"{self.example.id}/{text}"

    def licence(self, customer: str, product: str = "P", **values: Any) -> str:
        """Add one licence; its product joins the example's family, unless it is known already.

        Args:
            customer: name within the example.
            product: name within the example.
            **values: raw columns.
        """
        self.families.setdefault(product, self.example.id)
        license_id = self.name(str(len(self.licenses) + 1))
        self.licenses.append(
            license_row(
                license_id=license_id,
                company_id=self.name(customer),
                product=self.name(product),
                **({"currency": "USD"} | values),
            )
        )
        return license_id

    def sell(
        self, customer: str, steps: Steps, product: str = "P", seats: dict[date, Any] | None = None
    ) -> None:
        """Add one licence per step, each up to the next one.

        Args:
            customer: name within the example.
            steps: first day to amount, in the example's unit, in order; 0 where nothing is active.
            product: name within the example.
            seats: first day to quantity.
        """
        days = list(steps)
        assert days == sorted(days)
        for number, day in enumerate(days):
            ends_before = days[number + 1] if number + 1 < len(days) else None
            if steps[day]:
                self.licence(
                    customer,
                    product,
                    from_date=day,
                    to_date=ends_before - timedelta(days=1) if ends_before else None,
                    quantity=seats[day] if seats else None,
                    **{self.example.unit: steps[day]},
                )

    def tables(self) -> RawTables:
        """Give the licences, a catalog in which products are named like their ids, and rates."""
        return {
            "licenses": self.licenses,
            "products": [
                product_row(product_id=self.name(each), name=self.name(each), family=family)
                for each, family in self.families.items()
            ],
            "exchange_rates": [
                {"currency": "EUR", "rate_date": day, "rate": str(rate)}
                for day, rate in self.example.figures.get("rates", {}).items()
            ],
        }


def split_evenly(total: Any, count: int) -> list[Decimal]:
    """Split an amount into parts that differ by a cent at most and add up exactly."""
    cents, rest = divmod(int(Decimal(total) * 100), count)
    return [Decimal(cents + (number < rest)) / 100 for number in range(count)]


def sell_base(
    script: Script,
    opening: Any,
    expansion: Any = 0,
    contraction: Any = 0,
    churned: Any = 0,
    customers: int = 4,
    customers_churned: int = 1,
    customers_expanded: int = 1,
    customers_contracted: int = 1,
    product: str = "P",
) -> None:
    """Sell a base at START of which some leave, shrink by half, or grow in NOW.

    Args:
        script: what to add to.
        opening: of the base.
        expansion: of those that grow.
        contraction: of those that shrink.
        churned: of those that leave.
        customers: how many there are.
        customers_churned: how many of them leave, where anything churned.
        customers_expanded: how many grow.
        customers_contracted: how many shrink, where anything contracted.
        product: name within the example.
    """
    leaving = split_evenly(churned, customers_churned) if churned else []
    shrinking = split_evenly(contraction, customers_contracted) if contraction else []
    staying = split_evenly(
        opening - churned - 2 * contraction, customers - len(leaving) - len(shrinking)
    )
    growth = split_evenly(expansion, customers_expanded)
    growth += [Decimal(0)] * (len(staying) - len(growth))
    for number, amount in enumerate(leaving):
        script.sell(f"{product} leaves {number}", {START: amount, NOW: 0}, product)
    for number, amount in enumerate(shrinking):
        script.sell(f"{product} shrinks {number}", {START: 2 * amount, NOW: amount}, product)
    for number, (amount, more) in enumerate(zip(staying, growth, strict=True)):
        script.sell(f"{product} stays {number}", {START: amount, NOW: amount + more}, product)
