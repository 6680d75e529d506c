"""The raw tables beside the licences: catalog, aliases, rates and companies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from oracle.months import add_months, last_day

from books.ledger import PRODUCTS, Ledger, plain
from books.raw import RAW_COLUMNS, RawRow, RawTables, company_row, product_row

ALIASES: tuple[tuple[str, str], ...] = (
    ("std", "plat-std"),
    (" ENT Tier ", "plat-ent"),
    ("pro edition", " plat-pro "),
    ("analytics basic", "plat-std"),
    ("ghost product", "no-such-id"),
    ("bundle", "sup-2"),
    ("bundle", "sup-1"),
    ("bundle", "no-such-id"),
    ("", "api"),
)
# Values of companies; `plan_channel` is a column that users add.
COMPANY_VALUES: dict[str, tuple[str | None, ...]] = {
    "segment": ("smb", "SMB", " smb ", "enterprise", "mid market", "", None),
    "industry": ("software", "retail", "public sector", None),
    "region": ("emea", "amer", None),
    "owner": ("Ana", "ana", "Björn", None),
    "plan_channel": ("direct", "partner", " partner", "(none)", None),
}
# Companies without licences, each the child of the next.
GROUPS = tuple(f"group-{number:02d}" for number in range(1, 14))
USUAL_RATES: dict[str, tuple[str, date]] = {
    "EUR": ("1.08", date(2019, 12, 31)),
    "GBP": ("1.26543219", date(2023, 3, 10)),
    "JPY": ("0.00671234567", date(2023, 1, 31)),
    "SEK": ("0.0955", date(2023, 8, 1)),
    "USD": ("0.93", date(2022, 11, 30)),
}
LAST_RATE = date(2025, 6, 30)


def exchange_rates(book: Ledger) -> list[RawRow]:
    """Give rates that move from month to month, with some that must not count.

    Most currencies have none in the first months of the book, and none in some month.
    """
    rows: list[tuple[str, str, str]] = []
    for currency, (usual, first_day) in USUAL_RATES.items():
        day, rate = first_day, Decimal(usual)
        while day < LAST_RATE:
            rows.append((currency, day.isoformat(), plain(rate)))
            change = book.random.choice((0, 1, 2, 3, 8, -1, -2, -3, -7))
            rate = (rate * (100 + change) / 100).quantize(Decimal("0.00000001"))
            next_month = add_months(day.replace(day=1), book.random.choice((1, 1, 1, 1, 2)))
            last = last_day(next_month)
            day = book.random.choice((next_month, last, last, next_month + timedelta(days=16)))
            if book.chance(0.1):
                rows.append((currency, day.isoformat(), plain(rate * 2)))
        same_day = (book.last_load - timedelta(days=1)).isoformat()
        rows += [
            (currency, same_day, usual),
            (currency, same_day, plain(Decimal(usual) + Decimal("0.00012"))),
            (currency, book.last_load.isoformat(), book.random.choice(("0", "-1", "n/a"))),
            (currency, "soon", "5"),
        ]
    rows += [("XXX", "2023-01-01", "0"), ("OLD", "2099-01-01", "2")]
    rows += [("", "2023-01-01", "3"), ("XXX", "", "3"), ("usd ", "2023-06-01", "0.91")]
    rows += [("LBP", "2023-01-01", "0.0000111731")]
    book.random.shuffle(rows)
    return [dict(zip(RAW_COLUMNS["exchange_rates"], row, strict=True)) for row in rows]


def companies(book: Ledger, customers: list[str]) -> list[RawRow]:
    """List most customers, and some companies that never bought anything."""
    listed = [each for each in customers if not book.chance(0.03)]
    parent_of = parents(book, listed)
    listed += [*(f"prospect-{number}" for number in range(3)), *GROUPS]
    rows: list[RawRow] = []
    for number, company_id in enumerate(listed):
        row = company_row(
            company_id=f" {company_id}" if book.chance(0.02) else company_id,
            name=f"Company {number}",
            parent_company_id=parent_of.get(company_id),
        )
        row |= {column: book.random.choice(each) for column, each in COMPANY_VALUES.items()}
        rows.append(row)
        if book.chance(0.2):
            rows += company_versions(book, row, listed, can_move=number > 6)
    book.random.shuffle(rows)
    return rows


def company_versions(
    book: Ledger, row: RawRow, listed: list[str], *, can_move: bool
) -> list[RawRow]:
    """Give other rows of a company: of other days, of the same day, or of no known day.

    Args:
        row: the row that there is; gets a day of its own, or none.
        listed: all listed companies, for other parents.
        can_move: whether the company may have another parent at other times.

    Returns:
        One to four rows; no two rows of the company have one name.
    """
    days = [day.isoformat() for day in (book.start_day() for _ in range(3))]
    days = [None, "", *days, days[0], f"{days[1]} 12:00:00", "some day", "2099-01-01"]
    row["valid_from"] = book.random.choice((None, *days))
    rows = []
    for number in range(book.random.choice((1, 1, 2, 3, 4))):
        other = dict(row) | {
            "name": f"{row['name']}, then {number}",
            "valid_from": book.random.choice(days),
            "created_at": book.random.choice(
                (None, "2023-05-05 10:00:00", "2023-05-05 11:00:00", "2022-01-01", "once")
            ),
        }
        for column, values in COMPANY_VALUES.items():
            if book.chance(0.6):
                other[column] = book.random.choice(values)
        if can_move and book.chance(0.2):
            other["parent_company_id"] = book.random.choice((None, *GROUPS, *listed))
        rows.append(other)
    return rows


def parents(book: Ledger, listed: list[str]) -> dict[str, str]:
    """Give some companies a parent: a customer, a long chain, a loop, itself, or nobody known.

    Args:
        listed: the customers that the companies table has.

    Returns:
        Company id to the parent's id, some of them padded.
    """
    parent_of = dict(pairwise(GROUPS))
    for company_id in listed:
        draw = book.random.random()
        if draw < 0.06:
            parent_of[company_id] = book.random.choice(listed)
        elif draw < 0.1:
            parent_of[company_id] = book.random.choice((*GROUPS, GROUPS[0]))
        elif draw < 0.12:
            parent_of[company_id] = book.random.choice(
                ("unlisted group", "Unlisted Group", " prospect-1 ", "Prospect-1.0")
            )
        elif draw < 0.13:
            parent_of[company_id] = company_id
    loops = ((0, 1), (1, 0), (2, 3), (3, 4), (4, 2), (5, 2), (6, 5))
    if len(listed) > 6:
        parent_of |= {listed[child]: listed[parent] for child, parent in loops}
    return parent_of


def tables_of(book: Ledger, customers: list[str]) -> RawTables:
    """Give the whole book as raw tables."""
    columns = ("product_id", "name", "family", "tier", "type")
    products = [
        product_row(**{name: text or None for name, text in zip(columns, each, strict=True)})
        for each in PRODUCTS
    ]
    book.random.shuffle(products)
    tables: RawTables = {
        "licenses": book.licenses,
        "products": products,
        "product_aliases": [
            {"alias": alias or None, "product_id": product_id} for alias, product_id in ALIASES
        ],
        "companies": companies(book, customers),
        "exchange_rates": exchange_rates(book),
    }
    say_roles(book, products)
    return tables


def say_roles(book: Ledger, products: list[RawRow]) -> None:
    """Say of two catalogs in three which products are primary, their tiers, and when they came.

    Args:
        book: for draws; the last ones, so that nothing else of the book depends on them.
        products: the catalog, which is changed.
    """
    with_roles, with_days = book.chance(2 / 3), book.chance(2 / 3)
    for row in products:
        primary = row["family"] == "Platform" or row["product_id"] == "x1"
        role = "Primary " if primary else book.random.choice(("secondary", None))
        rank = {"standard": "1", "professional": "2", "basic": "1", "plus": "2", "max": "3"}.get(
            row["tier"] or "", book.random.choice(("3", None))
        )
        day = date(2022, 6, 1) + timedelta(days=100 * book.random.randrange(6))
        row["role"] = role if with_roles else None
        row["tier_rank"] = rank if with_roles else None
        row["launched_on"] = day.isoformat() if with_days and book.chance(0.8) else None
