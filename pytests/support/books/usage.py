"""The raw tables of use and of account signals that go with the licences of a book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from oracle.months import add_months

from books.raw import RawRow, RawTables, raw_row

LAST_DAY = date(2025, 1, 31)
BAD_DAYS = (None, "", "soon", "2024-02-30", "03/04/2024")
BAD_NUMBERS = (None, "", "n/a", "-3", "many", "700", "12.5", "7.0", " 8 ")
UNKNOWN_PRODUCTS = (None, "", "no such product", "Mystery")
# Which part of its units a pair uses at first, by how it does.
FORTUNES = {"rising": 0.4, "falling": 0.9, "steady": 0.6, "full": 0.97, "idle": 0.02}
MOST_PAIRS, MOST_ACCOUNTS = 70, 60
STEPS = {"rising": 1.03, "falling": 0.95, "steady": 1.0, "full": 1.0, "idle": 1.0}


def with_usage(tables: RawTables, seed: int) -> RawTables:
    """Give a book with use of a part of its products, and with signals of a part of its accounts.

    One book in five is without use, another one without signals. Nothing else of the book changes.

    Args:
        tables: the book.
        seed: of everything random here.
    """
    random = Random(f"usage {seed}")
    tables = dict(tables)
    if seed % 5 != 3:
        tables["product_usage"] = product_usage(random, tables["licenses"])
    if seed % 5 != 4:
        tables["account_signals"] = account_signals(random, tables["licenses"])
    return tables


def years_of(licenses: list[RawRow]) -> dict[tuple[str, str], tuple[date, str | None]]:
    """Give the first day and the units of each pair that a licence names, as far as they are read.

    Pairs are as licences write them, so that one product may come under several names.
    """
    found: dict[tuple[str, str], tuple[date, str | None]] = {}
    for row in licenses:
        company, product = row["company_id"], row["product"]
        try:
            start = date.fromisoformat((row["from_date"] or "")[:10])
        except ValueError:
            continue
        if company and product and date(2019, 1, 1) < start < LAST_DAY:
            found.setdefault((company, product), (start, row["quantity"]))
    return found


def product_usage(random: Random, licenses: list[RawRow]) -> list[RawRow]:
    """Give use of a third of the pairs, on a few days of each week, with gaps and unusable rows."""
    rows: list[RawRow] = []
    pairs = years_of(licenses)
    for company, product in random.sample(list(pairs), min(len(pairs) // 3, MOST_PAIRS)):
        start, quantity = pairs[company, product]
        seats = int(quantity) if quantity and quantity.isdigit() else random.choice((3, 8, 20))
        fortune = random.choice(list(FORTUNES))
        part, has_units = FORTUNES[fortune], random.random() < 0.8
        features = random.choice((None, 5, 12))
        for day in days_of_use(random, start):
            part = min(max(part * STEPS[fortune] * random.uniform(0.9, 1.1), 0.0), 1.2)
            users = round(seats * part)
            rows.append(
                raw_row(
                    "product_usage",
                    company_id=company,
                    product=product,
                    usage_date=day,
                    active_users=users,
                    used_units=users if has_units else None,
                    entitled_units=seats if has_units else None,
                    features_used=features and round(features * min(part, 1)),
                    features_available=features,
                )
            )
    return with_odd_rows(random, rows, "usage_date", ("active_users", "used_units"))


def days_of_use(random: Random, start: date) -> Iterator[date]:
    """Give the days on which use is reported: some of each week, in one or two stretches."""
    weekdays = sorted(random.sample(range(7), random.choice((1, 2, 2, 3))))
    first = max(start, LAST_DAY - timedelta(days=random.randrange(60, 600)))
    for _ in range(random.choice((1, 1, 1, 2))):
        last = min(first + timedelta(days=random.randrange(40, 420)), LAST_DAY)
        monday = first - timedelta(days=first.weekday())
        while monday <= last:
            if random.random() < 0.92:
                yield from (
                    day
                    for day in (monday + timedelta(days=each) for each in weekdays)
                    if first <= day <= last
                )
            monday += timedelta(days=7)
        first = last + timedelta(days=random.randrange(20, 120))


def account_signals(random: Random, licenses: list[RawRow]) -> list[RawRow]:
    """Give the signals of half the accounts, about twice a month, with gaps and unusable rows."""
    rows: list[RawRow] = []
    companies = list(dict.fromkeys(company for company, _ in years_of(licenses)))
    for company in random.sample(companies, min(len(companies) // 2, MOST_ACCOUNTS)):
        day = add_months(LAST_DAY, -random.choice((4, 12, 20)))
        contacts, tickets = random.choice((0, 1, 2, 5)), random.choice((0, 1, 2, 6))
        engagement = random.choice((15, 45, 70, 90))
        while day <= LAST_DAY:
            contacts = max(contacts + random.choice((-1, 0, 0, 0, 0, 1)), 0)
            tickets = max(tickets + random.choice((-2, -1, 0, 0, 1, 1, 3)), 0)
            engagement = min(max(engagement + random.randrange(-12, 13), 0), 100)
            given = {
                "engagement_score": engagement,
                "open_tickets": tickets,
                "stakeholder_contacts": contacts,
                "health_score": min(max(engagement + random.randrange(-20, 21), 0), 100),
            }
            for column in list(given):
                if random.random() < 0.08:
                    given[column] = None
            rows.append(raw_row("account_signals", company_id=company, signal_date=day, **given))
            day += timedelta(days=random.choice((3, 11, 14, 18, 40)))
    return with_odd_rows(random, rows, "signal_date", ("open_tickets", "engagement_score"))


def with_odd_rows(
    random: Random, rows: list[RawRow], day_column: str, numbers: tuple[str, ...]
) -> list[RawRow]:
    """Bend a few rows and repeat some, in any order.

    Args:
        random: for draws.
        rows: rows that are in order.
        day_column: the column of the day.
        numbers: columns of numbers to bend.
    """
    odd: list[RawRow] = []
    for row in rows:
        draw = random.random()
        if draw < 0.006:
            row[day_column] = random.choice(BAD_DAYS)
        elif draw < 0.01 and "product" in row:
            row["product"] = random.choice(UNKNOWN_PRODUCTS)
        elif draw < 0.013:
            row["company_id"] = random.choice((None, " ", "nobody", f" {row['company_id']} "))
        elif draw < 0.025:
            row[random.choice(numbers)] = random.choice(BAD_NUMBERS)
        elif draw < 0.03:
            row[day_column] = f"{row[day_column]} 23:30:00"
        elif draw < 0.045:
            other = dict(row)
            if draw < 0.04:
                other[random.choice(numbers)] = random.choice(("1", "4", "9", None))
            odd.append(other)
    rows += odd
    random.shuffle(rows)
    return rows


def without_usage(tables: RawTables) -> RawTables:
    """Give a book without what is reported of use and accounts, which costs time and no licence."""
    return {
        name: rows
        for name, rows in tables.items()
        if name not in ("product_usage", "account_signals")
    }
