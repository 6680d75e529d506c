"""The identity of the spine and the licences."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.money import ZERO, total
from oracle.months import last_day
from oracle.rates import convert
from oracle.result import Result
from oracle.rows import Pair, Row


def check_spine_against_licences(result: Result) -> None:
    """Check that the licences active at a month end, at its rates, add up to the spine row.

    Rows that hold grace or extended terms have more than their licences say, and are left out.
    """

    def value(licence: Row, month: date) -> Decimal:
        if not result.rates.is_monthly:
            return licence["arr"]
        rate = result.rates.of_month(licence["currency"], month)
        return convert(licence["arr_in_currency"], rate)

    licences_of: dict[Pair, list[Row]] = defaultdict(list)
    for row in result.fct_licenses:
        licences_of[row["customer_id"], row["product_id"]].append(row)
    spine = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row
        for row in result.fct_arr_monthly
    }
    for pair, licences in licences_of.items():
        for month in result.months:
            day = last_day(month)
            active = [
                value(licence, month)
                for licence in licences
                if licence["starts_on"] <= day
                and (licence["ends_before"] is None or licence["ends_before"] > day)
            ]
            row = spine.get((*pair, month))
            in_spine = row["arr"] + row["negative_arr"] if row else ZERO
            if row is None or not (row["is_grace"] or row["is_extended"]):
                assert total(active) == in_spine, (pair, month, active, row)
