"""The identity of the spine and the licences."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.money import total
from oracle.months import last_day
from oracle.rates import convert
from oracle.result import Result
from oracle.rows import Pair, Row


def check_spine_against_licences(result: Result) -> None:
    """Check that the licences active at a month end, at its rates, add up to the spine row.

    Rows that hold grace or extended terms have more than their licences say, and are left out. Of a
    customer with a discount on a line of its own, all licences add up to all rows; converted, each
    part of a discount may be a cent off. A discount can take all of an extended term, so that no
    row shows it: where there are such terms, months after an end are left out for that customer.
    """

    def value(licence: Row, month: date) -> Decimal:
        if not result.rates.is_monthly:
            return licence["arr"]
        rate = result.rates.of_month(licence["currency"], month)
        return convert(licence["arr_in_currency"], rate)

    licences_of: dict[Pair, list[Row]] = defaultdict(list)
    for row in result.fct_licenses:
        licences_of[row["customer_id"], row["product_id"]].append(row)
    discounted = {
        pair[0]
        for pair, licences in licences_of.items()
        if any(row["arr"] < 0 for row in licences) and all(row["arr"] <= 0 for row in licences)
    }
    group_of = {pair: (pair[0],) if pair[0] in discounted else pair for pair in licences_of}
    licences_of_group: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for pair, licences in licences_of.items():
        licences_of_group[group_of[pair]] += licences
    spine: dict[tuple[tuple[str, ...], date], list[Row]] = defaultdict(list)
    for row in result.fct_arr_monthly:
        pair = (row["customer_id"], row["product_id"])
        spine[group_of[pair], row["arr_month"]].append(row)
    for group, licences in licences_of_group.items():
        for month in result.months:
            day = last_day(month)
            active = [
                value(licence, month)
                for licence in licences
                if licence["starts_on"] <= day
                and (licence["ends_before"] is None or licence["ends_before"] > day)
            ]
            rows = spine[group, month]
            if any(row["is_grace"] or row["is_extended"] for row in rows):
                continue
            has_ended = any((each["ends_before"] or date.max) <= day for each in licences)
            if len(group) == 1 and has_ended and result.can_outlast_terms:
                continue
            off = total(active) - total(row["arr"] + row["negative_arr"] for row in rows)
            is_converted = result.rates.is_monthly and len(group) == 1
            cents = Decimal("0.01") * (len(licences) * len(rows) if is_converted else 0)
            assert abs(off) <= cents, (group, month, active, rows)
