"""Work lists: whom to talk to first, each a plain order with every tie broken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.day_levels import DayLevels
from oracle.health import SLACK, Health
from oracle.metrics import OF_PAIR, Window
from oracle.money import round_money, total
from oracle.months import last_day
from oracle.rows import Pair, Row
from oracle.signal_rules import WINDOW, SignalBook

USE_DAYS = 28
LOSSES = ("contraction", "product_churn", "churn")
LAST = "\U0010ffff"


def ranked(column: str, rows: list[Row]) -> list[Row]:
    """Number rows in their order."""
    return [{column: number, **row} for number, row in enumerate(rows, 1)]


def is_chosen(row: Row) -> bool:
    """Tell whether a movement is more that the customer chose: not the price alone."""
    if row["movement_type"] == "cross_sell":
        return True
    return (
        row["movement_type"] == "expansion"
        and (row["volume_arr"] or 0) + (row["unattributed_arr"] or 0) > 0
    )


def months_back(book: SignalBook, count: int) -> set[date]:
    """Give the last months, as many as said."""
    return set(book.history.months[max(book.last - count + 1, 0) :])


# What may be sold -------------------------------------------------------------------------------


def median(values: list[Fraction]) -> Fraction | None:
    """Give the middle value, or the mean of the two in the middle; None without any."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def sizes_of(book: SignalBook, movements: list[Row]) -> dict[str, list[Fraction]]:
    """Give by how much chosen expansions added to what a pair had, by product."""
    history = book.history
    number_of = {month: i for i, month in enumerate(history.months)}
    months = months_back(book, int(book.thresholds["expansion_size_months"]))
    sizes: dict[str, list[Fraction]] = {}
    for row in movements:
        if row["arr_month"] not in months or not is_chosen(row):
            continue
        i = number_of[row["arr_month"]]
        before = history.base_of((row["customer_id"], row["product_id"]), i - 1, i)
        if before > 0:
            size = Fraction(row["arr_change"]) / Fraction(before)
            sizes.setdefault(row["product_id"], []).append(size)
    return sizes


def pulse_rows(
    book: SignalBook,
    movements: list[Row],
    alerts: list[Row],
    conversions: list[Row],
    levels: DayLevels,
    as_of_date: date,
    customers: dict[str, Row],
) -> list[Row]:
    """Give the open opportunities that are worth most.

    Args:
        book: all snapshots.
        movements: all of them.
        alerts: all rows of alerts.
        conversions: how often customers buy after an alert.
        levels: what pairs have on any day.
        as_of_date: the day up to which the book is known.
        customers: the rows of customers, by id.
    """
    sizes = sizes_of(book, movements)
    of_all = median([size for each in sizes.values() for size in each])
    conversion_of = {
        row["rule_id"]: row["conversion_exposed"]
        for row in conversions
        if row["evidence"] != "too little"
    }
    rows = []
    for alert in alerts:
        if alert["kind"] != "opportunity" or alert["status"] != "open":
            continue
        customer_id, product_id = alert["customer_id"], alert["product_id"]
        own = sizes.get(product_id, [])
        size = median(own) if len(own) >= book.thresholds["min_expansion_sizes"] else of_all
        conversion = conversion_of.get(alert["rule_id"])
        arr = (
            levels.arr((customer_id, product_id), as_of_date)
            if product_id
            else levels.customer_arr(customer_id, as_of_date)
        )
        rate = Fraction(1) if conversion is None else Fraction(conversion)
        rows.append(
            {
                **{name: alert[name] for name in ("alert_id", "rule_id")},
                "customer_id": customer_id,
                "product_id": product_id,
                "customer_name": customers[customer_id]["customer_name"],
                "product_name": (
                    book.history.products[product_id].product_name if product_id else None
                ),
                "owner": customers[customer_id]["owner"],
                **{name: alert[name] for name in ("event_date", "due_on", "action")},
                "arr": arr,
                "expected_arr": None if size is None else round_money(Fraction(arr) * size * rate),
                "expected_size": size,
                "conversion_rate": rate,
                "is_conversion_known": conversion is not None,
            }
        )
    rows.sort(
        key=lambda row: (
            row["expected_arr"] is None,
            -(row["expected_arr"] or 0),
            -row["arr"],
            row["customer_id"],
            row["product_id"] or LAST,
            row["rule_id"],
        )
    )
    return ranked("opportunity_rank", rows[: int(book.thresholds["pulse_rows"])])


# Who shrank most --------------------------------------------------------------------------------


def bottom_rows(
    book: SignalBook,
    movements: list[Row],
    alerts: list[Row],
    health: Health,
    customers: dict[str, Row],
) -> list[Row]:
    """Give the tenth of customers with the lowest NRR, and what is known of why.

    Args:
        book: all snapshots.
        movements: all of them.
        alerts: all rows of alerts.
        health: for what is reported of use.
        customers: the rows of customers, by id.
    """
    history, last, start = book.history, book.last, book.last - WINDOW
    if start < 0:
        return []
    base = []
    for customer_id in history.products_of_customer:
        opening = history.base_of_customer(customer_id, start, last)
        if history.customer_at(customer_id, start) > 0 and opening > 0:
            closing = history.customer_at(customer_id, last)
            nrr = Fraction(closing) / Fraction(opening)
            base.append((nrr, closing - opening, customer_id, opening, closing))
    months, day = months_back(book, WINDOW), last_day(history.months[last])
    rows = []
    for nrr, change, customer_id, opening, closing in sorted(base)[: -(-len(base) // 10)]:
        if nrr >= 1:
            continue
        own = [
            row
            for row in movements
            if row["customer_id"] == customer_id and row["arr_month"] in months
        ]
        now_and_before = {
            each: (
                history.base_of((customer_id, each), start, last),
                history.arr[customer_id, each][last],
            )
            for each in history.products_of_customer[customer_id]
        }
        smaller = [each for each, (before, now) in now_and_before.items() if now < before]
        lost = [each for each in smaller if now_and_before[each][1] == 0]
        rows.append(
            {
                "customer_id": customer_id,
                **{
                    name: customers[customer_id][name]
                    for name in ("customer_name", "segment", "owner")
                },
                "product_names": names_of(book, smaller),
                "lost_reason": reason_of_loss(own),
                "arr_month": history.months[last],
                "opening_arr": opening,
                "closing_arr": closing,
                "lost_arr": -change,
                "price_arr": total(row["price_arr"] for row in own if row["price_arr"]),
                "products_lost": len(lost),
                "products_cut": len(smaller) - len(lost),
                "risk_alerts": sum(
                    (row["customer_id"], row["kind"]) == (customer_id, "risk")
                    and row["event_date"] <= day
                    for row in alerts
                ),
                "nrr": nrr,
                "lowest_active_share": lowest_share(book, health, customer_id),
                "is_churned": closing == 0,
            }
        )
    return ranked("nrr_rank", rows)


def names_of(book: SignalBook, product_ids: list[str]) -> str | None:
    """Give the names of products in their order, with commas between them."""
    names = sorted(book.history.products[each].product_name for each in product_ids)
    return ", ".join(names) or None


def reason_of_loss(movements: list[Row]) -> str | None:
    """Give the reason that is stated for the largest loss of which one is."""
    losses = [
        row
        for row in movements
        if row["movement_type"] in LOSSES and row["lost_reason"] is not None
    ]
    if not losses:
        return None
    return min(losses, key=lambda row: (row["arr_change"], row["arr_month"], row["product_id"]))[
        "lost_reason"
    ]


def lowest_share(book: SignalBook, health: Health, customer_id: str) -> Fraction | None:
    """Give the lowest share of its units that a customer used before the twelve months."""
    history, start = book.history, book.last - WINDOW
    window = Window(last_day(history.months[start]), USE_DAYS)
    shares = []
    for product_id in history.products_of_customer[customer_id]:
        snapshot = history.at((customer_id, product_id), start)
        if snapshot.arr > 0:
            subject = health.subject((customer_id, product_id), snapshot.quantity)
            shares.append(OF_PAIR["active_share"](subject, window).value)
    return min((share for share in shares if share is not None), default=None)


# Who is well, and who could have more -----------------------------------------------------------


def healthiest_rows(book: SignalBook, scores: list[Row], customers: dict[str, Row]) -> list[Row]:
    """Give the customers with the highest health on the day up to which the book is known."""
    arr_of: dict[str, Decimal] = {}
    score_of: dict[str, Row] = {}
    for row in scores:
        if row["is_as_of_date"]:
            customer_id = row["customer_id"]
            arr_of[customer_id] = arr_of.get(customer_id, Decimal(0)) + row["arr"]
            score_of[customer_id] = row
    healthy = [
        (-row["customer_health_score"], -arr_of[customer_id], customer_id)
        for customer_id, row in score_of.items()
        if row["customer_health_score"] is not None
        and row["covered_arr_share"] >= book.thresholds["min_covered_arr"]
    ]
    return ranked(
        "health_rank",
        [
            {
                "customer_id": customer_id,
                **{
                    name: customers[customer_id][name]
                    for name in ("customer_name", "segment", "owner")
                },
                "score_day": score_of[customer_id]["score_day"],
                "arr": arr_of[customer_id],
                "customer_health_score": score_of[customer_id]["customer_health_score"],
                "covered_arr_share": score_of[customer_id]["covered_arr_share"],
            }
            for _, _, customer_id in sorted(healthy)[: int(book.thresholds["health_rows"])]
        ],
    )


def missed_upsell_rows(
    book: SignalBook, movements: list[Row], health: Health, customers: dict[str, Row]
) -> list[Row]:
    """Give the pairs that are used to the full, and whose customer has bought no more for long.

    Args:
        book: all snapshots.
        movements: all of them.
        health: for what is reported of use.
        customers: the rows of customers, by id.
    """
    history, last = book.history, book.last
    count = int(book.thresholds["full_months"])
    if last + 1 < count or not health.usage.has_use:
        return []
    quiet = months_back(book, int(book.thresholds["no_upsell_months"]))
    bought = {
        (row["customer_id"], history.family_of(row["product_id"]))
        for row in movements
        if row["arr_month"] in quiet and is_chosen(row)
    }
    rows = []
    for pair, arr_row in history.arr.items():
        family = history.family_of(pair[1])
        if arr_row[last] == 0 or (pair[0], family) in bought:
            continue
        shares = [utilisation(book, health, pair, i) for i in range(last - count + 1, last + 1)]
        line = book.thresholds["full_utilisation"] - SLACK
        if any(share is None or share < line for share in shares):
            continue
        rows.append(
            {
                "customer_id": pair[0],
                "product_id": pair[1],
                "customer_name": customers[pair[0]]["customer_name"],
                "product_name": history.products[pair[1]].product_name,
                "product_family": family,
                "owner": customers[pair[0]]["owner"],
                "arr_month": history.months[last],
                "arr": arr_row[last],
                "utilisation": shares[-1],
                "lowest_utilisation": min(shares),
            }
        )
    rows.sort(key=lambda row: (-row["arr"], row["customer_id"], row["product_id"]))
    return ranked("upsell_rank", rows)


def utilisation(book: SignalBook, health: Health, pair: Pair, i: int) -> Fraction | None:
    """Give the share of its units that a pair used in the weeks before a month end.

    The units are those that are reported with the use, whatever is licensed on that day.
    """
    subject = health.subject(pair, book.history.at(pair, i).quantity)
    window = Window(last_day(book.history.months[i]), USE_DAYS)
    return OF_PAIR["utilisation"](subject, window).value
