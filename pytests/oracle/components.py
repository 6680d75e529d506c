"""Components of company NRR: products held at the start, and what was entered since."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.history import History
from oracle.money import ZERO, ratio, total
from oracle.rows import Row

ENTERED = "(entered)"


def entered_arr(history: History, i: int, window: int) -> Decimal:
    """Give what base customers have now in products that they did not hold at the start."""
    return total(
        history.at(pair, i).arr
        for pair in history.arr
        if history.customer_at(pair[0], i - window) > 0 and history.at(pair, i - window).arr == 0
    )


def component_rows(
    history: History, company_retention: list[Row], product_retention: list[Row]
) -> list[Row]:
    """Take company NRR apart into components, whose contributions add up to it."""
    products: dict[tuple[date, int], list[Row]] = defaultdict(list)
    for row in product_retention:
        if row["opening_arr"] > 0 or row["closing_arr"] > 0:
            products[row["arr_month"], row["window_months"]].append(row)

    rows = []
    for company in company_retention:
        month, window = company["arr_month"], company["window_months"]
        company_opening = company["opening_arr"]
        if company_opening == 0:
            continue
        entered = entered_arr(history, history.months.index(month), window)
        components = [
            ("product", row["product_id"], row["opening_arr"], row["closing_arr"], row["nrr"])
            for row in products[month, window]
        ]
        components.append(("entered", ENTERED, ZERO, entered, None))
        rows += [
            {
                "arr_month": month,
                "window_months": window,
                "component_type": component_type,
                "component": component,
                "opening_arr": opening,
                "closing_arr": closing,
                "company_opening_arr": company_opening,
                "nrr": nrr,
                "opening_share": ratio(opening, company_opening),
                "nrr_contribution": ratio(closing, company_opening),
                "company_nrr": company["nrr"],
            }
            for component_type, component, opening, closing, nrr in components
        ]
    return rows
