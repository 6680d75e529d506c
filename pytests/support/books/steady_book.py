"""A book of plausible customers over three years, large enough for what needs many of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from oracle.months import add_months

from books.raw import RawRow, RawTables, company_row, license_row, product_row
from books.usage import with_usage

FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2024, 12, 31)
# Product id to family, role, rank of its tier, and day of its launch.
CATALOG: dict[str, tuple[str, str | None, str | None, str | None]] = {
    "core-1": ("Core", "primary", "1", "2021-01-01"),
    "core-2": ("Core", "primary", "2", "2021-01-01"),
    "add-1": ("Add", "secondary", "1", "2021-06-01"),
    "add-2": ("Add", None, "2", None),
    "help": ("Help", "secondary", None, "2021-03-01"),
    "link": ("Link", "secondary", None, "2022-02-01"),
}
UPGRADES = {"core-1": "core-2", "core-2": "core-1", "add-1": "add-2", "add-2": "add-1"}


def steady_book(seed: int, customers: int) -> RawTables:
    """Give a book in which most of what there was a year ago can be compared with today.

    Each product has fortunes of its own, by the seed: how often it is lost, cut and expanded, and
    whether it is lost more often by customers without the core. Renewals may come late.

    Args:
        seed: of everything random.
        customers: how many there are.
    """
    random = Random(seed)
    fortunes = {product: [random.random() ** 2 for _ in range(4)] for product in CATALOG}
    has_roles, has_days = random.random() < 0.7, random.random() < 0.7
    licenses: list[RawRow] = []
    for number in range(customers):
        customer = f"S{number:04d}"
        currency = random.choice(("USD", "USD", "EUR"))
        held = [random.choice(("core-1", "core-1", "core-2"))] if random.random() < 0.75 else []
        held += [random.choice(("add-1", "add-1", "add-2"))] if random.random() < 0.6 else []
        held += [each for each in ("help", "link") if random.random() < 0.5]
        held = held or ["link"]
        for product in held:
            loss, cut, gain, alone = fortunes[product]
            if held[0].startswith("core"):
                alone = 0.0
            licenses += contract(random, customer, product, (loss / 3 + alone / 2, cut, gain))
        for row in licenses:
            if row["company_id"] == customer:
                row["currency"] = currency
    book: RawTables = {
        "licenses": licenses,
        "products": [
            product_row(
                product_id=product,
                name=product,
                family=family,
                tier_rank=rank,
                role=role if has_roles else None,
                launched_on=launched if has_days else None,
            )
            for product, (family, role, rank, launched) in CATALOG.items()
        ],
        "companies": [
            company_row(
                company_id=f"S{number:04d}",
                name=f"Company {number}",
                segment=random.choice(("small", "large")),
                region=random.choice(("north", "south", None)),
            )
            for number in range(customers)
        ],
        "exchange_rates": [
            {"currency": "EUR", "rate_date": day.isoformat(), "rate": f"1.{random.randrange(30)}"}
            for day in (add_months(FIRST_DAY, number) for number in range(36))
        ],
    }
    return with_usage(book, seed)


def contract(
    random: Random, customer: str, product: str, fortune: tuple[float, float, float]
) -> list[RawRow]:
    """Give the licences of a customer in a product, and of the tiers that it moves to.

    Args:
        random: for draws.
        customer: company id.
        product: the product with which it begins.
        fortune: how often a renewal is lost, cut and expanded.
    """
    loss, cut, gain = fortune
    seats = random.choice((2, 5, 10, 20))
    price = Decimal(random.choice(("100", "99.99", "250", "1200.50")))
    start = FIRST_DAY + timedelta(days=random.randrange(500))
    rows: list[RawRow] = []
    while start <= LAST_DAY:
        end = add_months(start, random.choice((1, 6, 12, 12, 12, 24)))
        rows.append(
            license_row(
                license_id=f"{customer}-{product}-{start}",
                company_id=customer,
                product=product,
                arr=seats * price,
                quantity=seats if random.random() < 0.9 else None,
                from_date=start,
                to_date=end,
                to_date_included="false",
                renewal_status=random.choice((None, "lost", "renewed")),
            )
        )
        if random.random() < loss:
            break
        if random.random() < 0.1:
            end += timedelta(days=random.choice((10, 35, 70, 100)))
        if random.random() < cut:
            seats = max(1, seats - random.choice((1, seats // 3, seats // 2)))
        if random.random() < gain / 2:
            seats += random.choice((1, 1, seats // 2, seats))
        if random.random() < 0.2:
            price = (
                (price * random.choice((104, 105, 110, 96))).scaleb(-2).quantize(Decimal("0.01"))
            )
        if random.random() < 0.08:
            product = UPGRADES.get(product, product)
        start = end
    return rows
