"""What the tables of the dashboard must show, worked out from the rows of the marts alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Rows = list[dict[str, Any]]
ALL = "(all)"


@dataclass(frozen=True)
class Asked:
    """A choice, by its names: product_id or (all); segment type and value or None."""

    month: date
    window: int
    product: str = ALL
    segment: tuple[str, str] | None = None


class PageFigures:
    """Figures of the page from the marts, written as the page writes them.

    Rows are texts without the cells of drawings; no-break spaces are spaces.
    """

    def __init__(self, mart: Callable[[str], Rows], asked: Asked) -> None:
        self.mart = mart
        self.asked = asked
        self.indexes: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
        self.names = {row["product_id"]: row["product_name"] for row in mart("dim_products")}

    def scopes(self) -> list[str]:
        """Give the products by ARR in the last month, behind the company."""
        last = max(row["arr_month"] for row in self.mart("dim_months"))
        rows = [
            row
            for row in self.mart("arr_growth_product_monthly")
            if row["arr_month"] == last and row["window_months"] == 1
        ]
        rows.sort(key=lambda row: (-row["closing_arr"], self.names[row["product_id"]]))
        return [ALL, *(row["product_id"] for row in rows)]

    def name(self, product: str) -> str:
        return "Company" if product == ALL else self.names[product]

    def retention(
        self, product: str, month: date, segment: tuple[str, str] | None
    ) -> dict[str, Any] | None:
        """Give the row of the retention mart for a choice."""
        kind = "company" if product == ALL else "product"
        if segment:
            kind = "segment" if product == ALL else "product_segment"
        name = f"retention_{kind}_monthly"
        if name not in self.indexes:
            rows = self.mart(name)
            self.indexes[name] = {key_of(row): row for row in rows}
            assert len(self.indexes[name]) == len(rows)
        return self.indexes[name].get((month, self.asked.window, product, segment))

    def growth(self, product: str) -> dict[str, Any]:
        """Give the row of the growth mart for a choice."""
        name = "arr_growth_company_monthly" if product == ALL else "arr_growth_product_monthly"
        (found,) = (
            row
            for row in self.mart(name)
            if row["arr_month"] == self.asked.month
            and row["window_months"] == self.asked.window
            and row.get("product_id", ALL) == product
        )
        return found

    def products(self) -> dict[str, list[str]]:
        """Give NRR, GRR and customers of the base by product."""
        made = {}
        for product in self.scopes():
            row = self.retention(product, self.asked.month, self.asked.segment)
            if row:
                arr = row["closing_arr"]
                if not self.asked.segment:
                    arr = self.growth(product)["closing_arr"]
                made[self.name(product)] = [
                    rate(row["nrr"], row["is_small_base"]),
                    rate(row["grr"], row["is_small_base"]),
                    money(arr),
                    f"{row['opening_customers']:,}",
                ]
        return made

    def bridge(self) -> dict[str, list[str]]:
        """Give the amounts of the bridge, of the chosen window first, where any is not 0."""
        windows = sorted({row["window_months"] for row in self.mart("retention_company_monthly")})
        windows.sort(key=lambda window: window != self.asked.window)
        made: dict[str, list[str]] = {}
        for window in windows:
            other = PageFigures(self.mart, replace(self.asked, window=window))
            for label, (amount, is_total) in other.steps().items():
                made.setdefault(label, []).append(money(amount, not is_total))
        return {label: texts for label, texts in made.items() if any(t != "0" for t in texts)}

    def steps(self) -> dict[str, tuple[Decimal, bool]]:
        """Give the amounts of the bridge of one window, and which are totals."""
        losses = ("contraction", "churned") if self.asked.segment else ()
        if self.asked.segment:
            row = self.retention(self.asked.product, self.asked.month, self.asked.segment)
            names = {name: name.capitalize() for name in ("expansion", *losses)}
        else:
            row = self.growth(self.asked.product)
            kinds = ["new", "reactivation", "cross_sell", "expansion", "contraction"]
            kinds += ["product_churn", "churn"]
            names = {kind: kind.replace("_", " ").capitalize() for kind in kinds}
            names["cross_sell"] = "Cross-sell"
            if self.asked.product != ALL:
                names |= {"migration_in": "Migrated in", "migration_out": "Migrated out"}
            names["fx"] = "Exchange rates"
        assert row
        moved = {
            label: (-row[f"{name}_arr"] if name in losses else row[f"{name}_arr"], False)
            for name, label in names.items()
        }
        opening, closing = (row["opening_arr"], True), (row["closing_arr"], True)
        return {"Opening": opening, **moved, "Closing": closing}

    def parts(self) -> dict[str, list[str]]:
        """Give opening share, NRR, closing ARR and points by component."""
        made = {}
        for row in self.mart("retention_bridge_monthly"):
            if (row["arr_month"], row["window_months"]) == (self.asked.month, self.asked.window):
                entered = row["component_type"] == "entered"
                name = "Products entered" if entered else self.names[row["component"]]
                base = self.retention(row["component"], self.asked.month, None)
                small = bool(base and base["is_small_base"])
                made[name] = [
                    "" if entered else rate(row["opening_share"]),
                    "" if entered else rate(row["nrr"], small),
                    money(row["closing_arr"]),
                    rate(row["nrr_contribution"]).removesuffix(" %"),
                ]
        return made

    def by_month(self, measure: str, months: int) -> dict[str, list[str]]:
        """Give a rate by product and month."""
        days = sorted(row["arr_month"] for row in self.mart("dim_months"))
        days = [day for day in days if day <= self.asked.month][-months:]
        made = {}
        for product in self.scopes():
            rows = [self.retention(product, day, self.asked.segment) for day in days]
            if any(rows):
                made[self.name(product)] = [
                    rate(row[measure], row["is_small_base"]).replace(" %", "") if row else ""
                    for row in rows
                ]
        return made

    def cohorts(self, measure: str) -> dict[str, list[str]]:
        """Give a rate by cohort and months since its start, every third month up to 36."""
        made: dict[str, list[str]] = {}
        segment = self.asked.segment if self.asked.product == ALL else None
        rows = [
            row
            for row in self.mart("retention_cohort_period_monthly")
            if (row["cohort_period"], row["product_id"]) == ("quarter", self.asked.product)
            and (row["segment_type"], row["segment_value"]) == (segment or (ALL, ALL))
            and row["months_since_start"] <= 36
        ]
        rows.sort(key=lambda row: (row["cohort_starts_on"], row["months_since_start"]))
        for row in rows:
            day = row["cohort_starts_on"]
            name = f"{day.year} Q{(day.month + 2) // 3}"
            cells = made.setdefault(name, [f"{row['opening_customers']:,}"])
            if row["months_since_start"] % 3 == 0:
                cells.append(rate(row[measure], row["is_small_base"]).replace(" %", ""))
        return made

    def scorecard(self) -> dict[str, list[str]]:
        """Give NRR, share of expansion, lost of base pairs and first cuts by product."""
        rows = {
            row["product_id"]: row
            for row in self.mart("signals_product_scorecard")
            if row["arr_month"] == self.asked.month
        }
        return {
            self.names[product]: [
                rate(row["nrr"]),
                "" if row["expansion_share"] is None else rate(row["expansion_share"]),
                f"{row['lost_pairs']} of {row['opening_pairs']}",
                f"{row['first_cuts']} of {row['episodes_held']}" if row["episodes_held"] else "",
            ]
            for product in self.scopes()
            if (row := rows.get(product))
        }

    def patterns(self) -> list[tuple[str, str, str]]:
        """Give ARR at stake, month since when, and whether it is found, of each pattern."""
        rows = [
            row for row in self.mart("signals_patterns") if row["arr_month"] == self.asked.month
        ]
        return sorted(
            (
                money(row["arr_at_stake"]) if row["arr_at_stake"] is not None else "",
                f"{row['since_month']:%b %Y}",
                "yes" if row["is_found"] else "not sure",
            )
            for row in rows
        )

    def leads(self) -> list[list[str]]:
        """Give the products below 100 % before the company, since when, and for how many months."""
        rows = {
            row["product_id"]: row
            for row in self.mart("signals_detection_lead")
            if row["arr_month"] == self.asked.month
        }
        return [
            [
                self.names[product],
                f"{row['product_breach_month']:%b %Y}",
                str(row["lead_months"]),
                "not below" if row["company_breach_month"] is None else "below",
            ]
            for product in self.scopes()
            if (row := rows.get(product))
        ]

    def segments(self) -> dict[str, dict[str, list[str]]]:
        """Give NRR, GRR, opening ARR and customers by segment type and segment."""
        name = "retention_segment_monthly"
        if self.asked.product != ALL:
            name = "retention_product_segment_monthly"
        made: dict[str, dict[str, list[str]]] = {}
        for row in self.mart(name):
            if (
                (row["arr_month"], row["window_months"]) == (self.asked.month, self.asked.window)
                and row.get("product_id", ALL) == self.asked.product
                and row["opening_customers"]
            ):
                made.setdefault(row["segment_type"], {})[row["segment_value"]] = [
                    rate(row["nrr"], row["is_small_base"]),
                    rate(row["grr"], row["is_small_base"]),
                    money(row["opening_arr"]),
                    f"{row['opening_customers']:,}",
                ]
        return made

    def movers(self, number: int) -> tuple[list[list[str]], list[list[str]]]:
        """Give customer, change, ARR before and after of those that gained and lost most.

        The amounts are those of the dense spine at both ends of the window.
        """
        start = months_back(self.asked.month, self.asked.window)
        before: dict[str, Decimal] = {}
        after: dict[str, Decimal] = {}
        for row in self.mart("fct_arr_monthly"):
            if self.asked.product in (ALL, row["product_id"]):
                for day, sums in ((start, before), (self.asked.month, after)):
                    if row["arr_month"] == day:
                        known = sums.get(row["customer_id"], Decimal(0))
                        sums[row["customer_id"]] = known + row["arr"]
        names = {row["customer_id"]: row["customer_name"] for row in self.mart("dim_customers")}
        zero = Decimal(0)
        changes = [
            (after.get(each, zero) - before.get(each, zero), each)
            for each in sorted({*before, *after})
        ]
        both = []
        for sign in (1, -1):
            found = [(change, each) for change, each in changes if change * sign > 0]
            found.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
            both.append(
                [
                    [
                        names[each],
                        money(change, True),
                        money(before.get(each, zero)),
                        money(after.get(each, zero)),
                    ]
                    for change, each in found[:number]
                ]
            )
        return both[0], both[1]

    def issues(self) -> list[list[str]]:
        """Give meaning, rows and ARR at stake of the issues that were found."""
        rows = [row for row in self.mart("dq_issue_summary") if row["license_rows"]]
        rows.sort(key=lambda row: (-row["arr_at_stake"], row["issue"]))
        return [
            [row["meaning"], f"{row['license_rows']:,}", money(row["arr_at_stake"])] for row in rows
        ]


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    """Give month, window, product and segment of a row of a retention mart."""
    segment = (row["segment_type"], row["segment_value"]) if "segment_type" in row else None
    return row["arr_month"], row["window_months"], row.get("product_id", ALL), segment


def rate(value: float | None, is_small: bool = False) -> str:
    """Write a rate as a per cent."""
    if value is None:
        return "no base"
    tenths = (Decimal(repr(value)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "\u2212" if tenths < 0 else ""
    return f"{sign}{abs(tenths):,} %" + "\u00b0" * is_small


def money(value: Decimal, plus: bool = False) -> str:
    """Write an amount in short, to three or four digits."""
    size = abs(value)
    sign = "\u2212" if value < 0 else "+" if plus and value > 0 else ""
    for least, unit, places, letter in (
        (Decimal("999995000"), 10**9, "0.01", " B"),
        (Decimal("999500"), 10**6, "0.01", " M"),
        (Decimal("99950"), 10**3, "1", " k"),
        (Decimal("999.5"), 10**3, "0.1", " k"),
        (Decimal(0), 1, "1", ""),
    ):
        if size >= least:
            return f"{sign}{(size / unit).quantize(Decimal(places), ROUND_HALF_UP):,}{letter}"
    raise ValueError(value)


def months_back(day: date, months: int) -> date:
    """Give the first day of the month that lies some months before."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)
