"""Books of customers that renew, late or not at all, and of which one can hide what came later.

The same seed gives the same licences. What becomes of a contract is decided when it ends, and
stands in no licence before that: a book that is cut off at a day knows no more than one did then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from books import RawRow, RawTables, license_row, product_row
from oracle.months import add_months, calendar_months, last_day

FIRST_MONTH = date(2020, 1, 1)
# Product to family.
FAMILIES = {"Base": "Base", "Base Pro": "Base", "Mail": "Mail", "Data": "Data"}
# Months of a contract, and how many customers of a hundred have it.
TERMS: dict[int | None, int] = {12: 68, 1: 12, 24: 10, 3: 5, None: 5}
CURRENCIES = ("USD", "EUR", "GBP")
# Chances a year where not said otherwise.
LOST, REDUCED, RAISED = 0.10, 0.10, 0.45
GROWS_IN_TERM, BUYS = 0.10, 0.08


def renewal_book(
    seed: int, customers: int, months: int, late: float = 0.05, is_odd: bool = False
) -> RawTables:
    """Give a book of some months.

    Args:
        seed: of the random numbers.
        customers: how many there are, all told.
        months: how many months pass.
        late: how many of the renewals begin a month or two later than they should.
        is_odd: whether currencies are mixed, and whether licences say what is in no other of their
            figures: who gives notice, what is pending, and what renews by itself.
    """
    random = Random(seed)
    end = add_months(FIRST_MONTH, months)
    rows: list[RawRow] = []
    for number in range(customers):
        rows += customer_rows(random, f"R{number:04}", end, late)
    if is_odd:
        rows = [odd for row in rows for odd in made_odd(random, row, end)]
    rates = [
        {
            "currency": currency,
            "rate_date": add_months(FIRST_MONTH, month).isoformat(),
            "rate": f"{random.uniform(0.9, 1.2):.4f}",
        }
        for currency in CURRENCIES[1:]
        for month in range(months)
    ]
    products = [
        product_row(
            product_id=each,
            name=each,
            family=family,
            role="primary" if family == "Base" else "secondary",
        )
        for each, family in FAMILIES.items()
    ]
    return {"licenses": rows, "products": products, "exchange_rates": rates}


def customer_rows(random: Random, customer: str, end: date, late: float) -> list[RawRow]:
    """Give the licences of a customer that begins at some time, perhaps before the book does."""
    term = random.choices(list(TERMS), weights=list(TERMS.values()))[0]
    size = Decimal(int(random.lognormvariate(9.2, 0.9)) + 600)
    months = calendar_months(FIRST_MONTH, end)
    start = add_months(
        FIRST_MONTH, random.randrange(months * 3 // 4) if random.random() < 0.5 else 0
    )
    start += timedelta(days=random.randrange(28))
    if start.year == FIRST_MONTH.year and start.month == FIRST_MONTH.month and term:
        # Those that are there already renew at different times, too.
        first = add_months(start, random.randint(1, term)) if term > 1 else start
    else:
        first = start
    held = [random.choice(("Base", "Base Pro"))]
    held += [each for each in ("Mail", "Data") if random.random() < 0.4]
    if random.random() < 0.05:
        held.append("Base" if held[0] == "Base Pro" else "Base Pro")
    rows = []
    for product in held:
        share = Decimal(1) if product.startswith("Base") else Decimal(random.randint(10, 40)) / 100
        rows += contracts(random, customer, product, size * share, (start, first, term, late), end)
    if random.random() < BUYS * months / 12:
        day = add_months(start, random.randint(1, months))
        bought = next((each for each in ("Mail", "Data") if each not in held), None)
        if bought and day < end:
            amount = size * Decimal("0.2")
            rows += contracts(random, customer, bought, amount, (day, day, term, late), end)
    return rows


def contracts(
    random: Random,
    customer: str,
    product: str,
    arr: Decimal,
    terms: tuple[date, date, int | None, float],
    end: date,
) -> Iterator[RawRow]:
    """Give the contracts of a customer in a product, one after the other.

    Args:
        random: for draws.
        customer: company id.
        product: product id.
        arr: of the first contract.
        terms: first day; day of the first renewal, which may be early; months of a contract; and
            how many of the renewals are late.
        end: the day at which the book ends.
    """
    start, first, term, late = terms
    if term is None:
        yield row_of(customer, product, start, None, arr)
        return
    over = first if first > start else add_months(start, term)
    while start < end:
        last = row_of(customer, product, start, over, arr)
        yield last
        if term > 1 and random.random() < GROWS_IN_TERM * term / 12:
            # More of it from some day of the term on.
            day = start + timedelta(days=random.randrange(1, max((over - start).days, 2)))
            arr *= Decimal(random.randint(105, 140)) / 100
            if start < day < min(over, end):
                more = row_of(customer, product, day, over, arr)
                yield more | {"renewal_of_license_id": last["license_id"]}
        if random.random() < LOST * max(term, 3) / 12:
            return
        if random.random() < REDUCED:
            arr *= Decimal(random.randint(50, 95)) / 100
        elif random.random() < RAISED:
            arr *= Decimal(random.randint(101, 125)) / 100
        start = over
        if random.random() < late:
            start += timedelta(days=random.randint(10, 60))
        over = add_months(start, term)


def row_of(customer: str, product: str, start: date, end: date | None, arr: Decimal) -> RawRow:
    """Give a licence."""
    return license_row(
        license_id=f"{customer}-{product}-{start}",
        company_id=customer,
        product=product,
        arr=arr.quantize(Decimal("0.01")),
        from_date=start,
        to_date=end,
        to_date_included="false",
    )


def made_odd(random: Random, row: RawRow, end: date) -> Iterator[RawRow]:
    """Give a licence, and what may stand beside it.

    Args:
        random: for draws.
        row: the licence.
        end: the day at which the book ends.
    """
    row["currency"] = random.choice(CURRENCIES)
    row["auto_renews"] = random.choice(("true", "true", "false", None))
    row["renewal_status"] = random.choices((None, "ongoing", "lost"), weights=(8, 1, 1))[0]
    over = row["to_date"] and date.fromisoformat(row["to_date"])
    if over and random.random() < 0.7:
        row["notice_date"] = (over - timedelta(days=random.choice((30, 60, 90)))).isoformat()
    if random.random() < 0.05:
        row["product"] = random.choice((None, "Base", "Mail"))
    yield row
    if over and over >= add_months(end, -3) and random.random() < 0.2:
        begins = over + timedelta(days=random.choice((-1, 0, 0, 20, 60, 61)))
        yield row | {
            "license_id": f"{row['license_id']}-next",
            "from_date": begins.isoformat(),
            "to_date": add_months(begins, 12).isoformat(),
            "status": random.choice(("pending", None)),
            "renewal_status": None,
            "auto_renews": None,
            "notice_date": None,
        }
    if over and random.random() < 0.05:
        # A second licence of the product up to the same day.
        yield row | {
            "license_id": f"{row['license_id']}-too",
            "arr": random.choice(("120.50", "-20", "0", row["arr"])),
            "renewal_of_license_id": None,
        }


def known_on(tables: RawTables, month: date) -> RawTables:
    """Give what of a book was known at the end of a month: no licence had begun after it."""
    day = last_day(month).isoformat()
    licenses = [row for row in tables["licenses"] if (row["from_date"] or "") <= day]
    return tables | {"licenses": licenses}
