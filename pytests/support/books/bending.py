"""Odd values and duplicates, put into a book at random."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from oracle.months import add_months, last_day

from books.ledger import UNKNOWN_PRODUCTS, Ledger
from books.raw import RawRow

STATUSES = ("active", "Active", " active ", "ongoing", "renewed", "customer", "churned", "LOST")
ODD_STATUSES = ("canceled", "cancelled", "paused", "???", "pending", "Prospect", "draft", "coming")
UNREADABLE_AMOUNTS = ("n/a", "1,200.00", "1e3x", "€ 500", "NaN", "12.5.1", "-", "inf")
HUGE_AMOUNTS = ("10000000000000", "-99999999999999.99", "123456789012345678901234567890123456")
SPELLINGS = ("{}.0", "00{}", " {}\u200b", "{}\ufeff")
BROKEN_DATES = ("2024-02-30", "01/02/2024", "soon", "20240105", "2024-1", "0000-00-00")


def bend(book: Ledger) -> None:
    """Put odd values into many rows, then add duplicates."""
    bends = (
        bend_product,
        bend_currency,
        bend_amount,
        bend_quantity,
        bend_dates,
        bend_status,
        bend_renewal,
        bend_kind,
        bend_ids,
        bend_timestamps,
    )
    for row in book.licenses:
        if book.chance(0.35):
            for change in book.random.sample(bends, book.random.choice((1, 1, 1, 2, 3))):
                change(book, row)
    for row in list(book.licenses):
        if row["license_id"] and book.chance(0.06):
            duplicate(book, row)
    book.random.shuffle(book.licenses)


def bend_product(book: Ledger, row: RawRow) -> None:
    """Name no product, or one that the catalog lacks."""
    row["product"] = book.random.choice((None, "", "  ", *UNKNOWN_PRODUCTS, "ent tier"))


def bend_currency(book: Ledger, row: RawRow) -> None:
    """Use another currency, none, or one without a rate."""
    row["currency"] = book.random.choice(
        ("EUR", "EUR", "eur", " GBP", "SEK", "JPY", "USD", None, "", "XXX", "OLD", "usd")
    )


def bend_amount(book: Ledger, row: RawRow) -> None:
    """Make amounts contradict each other, unreadable, too large, zero, or missing."""
    names = ("arr", "mrr", "value")
    given = [name for name in names if row[name]]
    draw = book.random.random()
    if draw < 0.25:
        other = book.random.choice([name for name in names if name not in given] or names)
        row[other] = book.random.choice(("1200", "100", "100.0101", "1199.87", "1200.13"))
    elif draw < 0.4:
        row[book.random.choice(names)] = book.random.choice(UNREADABLE_AMOUNTS)
    elif draw < 0.5:
        row[book.random.choice(names)] = book.random.choice(HUGE_AMOUNTS)
    elif draw < 0.6:
        for name in given:
            row[name] = book.random.choice((None, *UNREADABLE_AMOUNTS, *HUGE_AMOUNTS))
    elif draw < 0.7:
        for name in given:
            row[name] = book.random.choice(("0", "0.00", "-0", "0.004", "-0.001"))
    elif draw < 0.8:
        for name in given:
            row[name] = book.random.choice(("10.00005", "999.9949", "0.005", "1200.12345"))
    elif draw < 0.85:
        row["mrr"], row["arr"] = "900000000000", None
    elif draw < 0.89:  # filled with 0 where it is not known
        for name in names:
            row[name] = row[name] or book.random.choice(("0", "0.00", "0.001"))
    elif draw < 0.93:
        row["fixed_period"] = book.random.choice(("false", "n", "true"))
        row["length"] = book.random.choice((None, "0", "-3", "twelve", "12", "2.5"))
    else:
        for name in names:
            row[name] = None


def bend_quantity(book: Ledger, row: RawRow) -> None:
    """Give an odd quantity."""
    row["quantity"] = book.random.choice(("ten", "-3", "0", "", "2.5", "1e2", "12.34567"))
    amounts = [name for name in ("arr", "mrr", "value") if row[name]]
    if book.chance(0.3) and all(row[name].isdigit() for name in amounts):  # fewer units as a line
        row |= {"quantity": "-1", **{name: f"-{row[name]}" for name in amounts}}


def bend_dates(book: Ledger, row: RawRow) -> None:
    """Break a date, or give it a form that can still be read."""
    draw = book.random.random()
    start = row["from_date"]
    if book.chance(0.3) and row["arr"] is None and row["mrr"] is None:
        bend_term(book, row)
        return
    if draw < 0.15:
        row["from_date"] = book.random.choice((None, "", *BROKEN_DATES))
    elif draw < 0.25:
        row["to_date"] = book.random.choice(BROKEN_DATES)
    elif draw < 0.4:
        row["to_date"] = book.random.choice(
            ("9999-12-31", "2200-01-01", "2199-12-31", "2999-01-01 00:00:00")
        )
    elif draw < 0.5:
        row["from_date"] = book.random.choice(
            ("1989-12-31", "2200-01-01", "0001-01-01", "2199-12-31", "9999-12-31")
        )
    elif draw < 0.65:
        row["to_date"] = start
        row["to_date_included"] = book.random.choice((None, "true", "false"))
    elif draw < 0.75 and start:
        row["to_date"] = day_before(start)
        row["to_date_included"] = book.random.choice((None, "true", "false"))
    else:
        for name in ("from_date", "to_date"):
            if row[name]:
                row[name] += book.random.choice((" 00:00:00", "T23:59:59.000Z", " "))


def bend_term(book: Ledger, row: RawRow) -> None:
    """Let a total end near a whole number of months, or after a few days."""
    start = date(2023, 1, 31) + timedelta(days=book.random.choice((0, 27, 28, 58, 60, 90, 394)))
    end = add_months(start, book.random.choice((1, 1, 2, 3, 12, 24)))
    if book.chance(0.4):
        end = last_day(end)
    end += timedelta(days=book.random.choice((-2, -1, -1, 0, 0, 1, 1, 2)))
    if book.chance(0.3):
        end = start + timedelta(days=book.random.choice((1, 3, 5, 6, 7, 8, 26, 27, 28, 29)))
    row |= {
        "from_date": start.isoformat(),
        "to_date": end.isoformat(),
        "length": book.random.choice((None, None, None, None, "0.2", "0.5")),
        "value": row["value"] or "250",
        "to_date_included": book.random.choice((None, "true", "false")),
    }


def bend_status(book: Ledger, row: RawRow) -> None:
    """Give any status."""
    row["status"] = book.random.choice((*STATUSES, *ODD_STATUSES, "", None))


def bend_renewal(book: Ledger, row: RawRow) -> None:
    """Let a licence renew by itself, be lost, or point to any licence of the book."""
    row["auto_renews"] = book.random.choice(("true", "TRUE", "1", "false", None))
    row["renewal_status"] = book.random.choice((None, "lost", "Lost", "ongoing", "renewed"))
    if book.chance(0.5):
        draw = book.random.random()
        of_customer = (
            [each for each in book.licenses if each["company_id"] == row["company_id"]]
            if draw < 0.8
            else book.licenses
        )
        target = book.random.choice(of_customer)["license_id"]
        row["renewal_of_license_id"] = row["license_id"] if draw < 0.1 else target
        if book.chance(0.05):
            row["renewal_of_license_id"] = "no-such-licence"
        if book.chance(0.2):
            others = [book.random.choice(of_customer)["license_id"] for _ in range(3)]
            separator = book.random.choice((";", ",", "; ", " ,"))
            row["renewal_of_license_id"] = separator.join(
                each for each in (target, *others, "", "no-such-licence") if each is not None
            )


def bend_kind(book: Ledger, row: RawRow) -> None:
    """Make it a fee, a trial or deleted, or say that it is none of them."""
    draw = book.random.random()
    if draw < 0.25:
        row["is_recurring"] = book.random.choice(("false", "N"))
    elif draw < 0.4:
        row["product"] = book.random.choice(("setup", "Setup Fee"))
    elif draw < 0.65:
        row["is_trial" if draw < 0.53 else "is_deleted"] = book.random.choice(("true", "Yes"))
    else:
        row["is_recurring"] = book.random.choice(("true", "1", "perhaps"))
        row["is_trial"] = book.random.choice(("false", "0", "perhaps"))
        row["is_deleted"] = row["is_trial"] if draw > 0.8 else None


def bend_ids(book: Ledger, row: RawRow) -> None:
    """Lose an id, or pad it."""
    draw = book.random.random()
    if draw < 0.2:
        row["license_id"] = book.random.choice((None, "", " "))
    elif draw < 0.4:
        row["company_id"] = book.random.choice((None, "", " "))
    elif draw < 0.7 and row["license_id"]:
        row["license_id"] = f" {row['license_id']} "
    elif row["company_id"]:
        row["company_id"] = f"{row['company_id']}  "


def bend_timestamps(book: Ledger, row: RawRow) -> None:
    """Lose a load time, or put it into the far future."""
    row["updated_at"] = book.random.choice((None, "", "2199-06-30 12:00:00", "yesterday"))
    if book.chance(0.3):
        row["created_at"] = None


def duplicate(book: Ledger, row: RawRow) -> None:
    """Add another row with the licence id of one: a copy, or an older or newer version."""
    other = dict(row)
    draw = book.random.random()
    if draw < 0.35:
        if book.chance(0.3) and other["company_id"]:
            other["company_id"] = f" {other['company_id']}"
    elif draw < 0.55:
        other["updated_at"] = "2022-01-01 00:00:00"
        other["arr"] = "77777"
    elif draw < 0.7:
        day = (row["updated_at"] or book.last_load.isoformat())[:10]
        other["updated_at"] = f"{day} 23:59:59" if day[:2] == "20" else "2023-01-01 00:00:00"
        book.random.choice((bend_amount, bend_dates, bend_product))(book, other)
    elif draw < 0.8:
        other["updated_at"] = None
        other["created_at"] = "2022-01-01 00:00:00"
        other["arr"] = "66666"
    elif draw < 0.9:
        other["lost_reason"] = "another reason"
        other["updated_at"] = "2022-01-01 00:00:00"
    else:
        other["created_at"] = "2022-01-01 00:00:00" if row["created_at"] else None
        other["mrr"] = "555.55" if row["created_at"] else other["mrr"]
    book.licenses.append(other)
    if book.chance(0.15):
        book.licenses.append(dict(other))


def day_before(text: str) -> str:
    """Give the day before a day that is written as text; the text itself where there is none."""
    try:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text


def respell_customers(rows: list[RawRow], random: Random) -> None:
    """Write the ids of some customers in another way, from some day on.

    Args:
        rows: licences.
        random: which customers, which day and which way; of its own, so that nothing else changes.
    """
    of_customer: dict[str, list[RawRow]] = {}
    for row in rows:
        if row["company_id"] and row["company_id"].strip():
            of_customer.setdefault(row["company_id"], []).append(row)
    for customer, own in sorted(of_customer.items()):
        if random.random() < 0.9:
            continue
        first = random.choice(own)["from_date"] or ""
        spelling = random.choice((*SPELLINGS, customer.swapcase()))
        for row in own:
            if (row["from_date"] or "") >= first:
                row["company_id"] = spelling.format(customer)
