"""A book of tiny histories in which everything happens on the same few days."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from books.ledger import Ledger
from books.raw import RawRow, RawTables, license_row
from books.tables import tables_of


def collision_book(seed: int, customers: int) -> RawTables:
    """Give a book of tiny histories in which everything happens on the same few days.

    Licences of one customer start and end on a handful of days around three month ends, renew each
    other at random (also across products, on their first day, in circles), and are worth a few
    cents as often as thousands, in currencies that leap between those month ends. This finds what
    a book of plausible histories seldom has.

    Args:
        seed: of everything random.
        customers: how many histories.
    """
    random = Random(seed)
    spellings = Random(seed)  # of its own, so that nothing else depends on it
    currencies = (None, None, "CHF", "NOK", "TND")
    created_days = (None, "2023-12-01", "2024-01-01", "2024-01-30", "2024-01-31", "2024-02-12")
    days = [date(2024, 1, 31) + timedelta(days=offset) for offset in (-30, -1, 0, 1, 12, 29, 30)]
    days += [date(2024, 3, 15), date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 20)]
    amounts = ("0.01", "0.01", "0.02", "0.03", "1", "99.99", "100", "100", "2500", "0")
    amounts += ("-0.02", "-100")
    texts = ("plat-std", "plat-pro", "plat-ent", "ana-basic", "ana-plus", "api")
    rows: list[RawRow] = []
    for customer in range(customers):
        texts_of_customer = random.sample(texts, random.choice((1, 2, 3, 6)))
        count = random.choice((1, 2, 3, 4, 6, 9))
        for number in range(count):
            start = random.choice(days)
            end = random.choice([day for day in (*days, date(2024, 6, 30)) if day > start])
            linked = []
            if random.random() < 0.35:
                linked = [f"{customer}-{random.randrange(count)}"]
                if random.random() < 0.2:
                    linked += [f"{random.randrange(customers)}-0", f"{customer}-0"]
            rows.append(
                license_row(
                    license_id=f"{customer}-{number}",
                    company_id=f"{spellings.choice('CCc') if customer % 4 == 0 else 'C'}{customer}",
                    product=random.choice(texts_of_customer),
                    arr=random.choice(amounts),
                    quantity=random.choice((None, "1", "2", "3", "7", "0", "-1", "-2")),
                    from_date=start,
                    to_date=end if random.random() < 0.9 else None,
                    to_date_included=random.choice(("true", "false")),
                    currency=random.choice(currencies),
                    status=random.choice((None, None, None, "active", "churned", "pending")),
                    renewal_status=random.choice((None, None, "lost")),
                    auto_renews=random.choice((None, "true")),
                    renewal_of_license_id=random.choice((";", " , ")).join(linked) or None,
                    lost_reason=random.choice((None, "price", "merger")),
                    created_at=random.choice(created_days),
                    updated_at=date(2024, 5, 31) - timedelta(days=random.randrange(3)),
                )
            )
        if random.random() < 0.1:  # worth little or nothing, by the rate of the month
            shared = {
                "company_id": f"C{customer}",
                "product": random.choice((*texts_of_customer, f"only {customer}")),
                "from_date": "2024-01-31",
                "to_date_included": "true",
            }
            credit_until = random.choice((None, "2024-02-28", "2024-03-30"))
            rows += [
                license_row(license_id=f"{customer}-in", arr=100, currency="CHF", **shared),
                license_row(
                    license_id=f"{customer}-off",
                    arr=random.choice((-95, -105)),
                    to_date=credit_until,
                    **shared,
                ),
            ]
        if spellings.random() < 0.2:  # one contract, sold to two spellings of an id
            ended = spellings.choice(days)
            begun = ended + timedelta(days=spellings.choice((-1, 0, 1, 1, 2)))
            for number, (spelling, day) in enumerate((("Split", None), ("SPLIT ", begun))):
                rows.append(
                    license_row(
                        license_id=f"{customer}-split-{number}",
                        company_id=f"{spelling} {customer}",
                        product="api",
                        arr=spellings.choice(("100", "100", "100", "99")),
                        from_date=day or "2023-12-01",
                        to_date="2024-07-31" if day else ended,
                        to_date_included="true",
                    )
                )
    rate_days = ("2024-01-15", "2024-02-29", "2024-03-31", "2024-04-02", "2024-04-30")
    rates = [
        {"currency": currency, "rate_date": day, "rate": rate}
        for currency, values in (
            ("CHF", ("1", "1.1", "0.5", "2", "0.9")),
            ("NOK", ("0.1", "0.09", "0.11", "0.1", "0.08")),
            ("TND", ("0.3", "0.4", "3", "0.3", "0.31")),
        )
        for day, rate in zip(rate_days, random.sample(values, 5), strict=True)
        if currency == "CHF" or random.random() < 0.8
    ]
    return {
        "licenses": rows,
        "products": tables_of(Ledger(seed), [])["products"],
        "exchange_rates": rates,
    }
