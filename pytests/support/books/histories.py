"""Histories that make sense: chains of renewals, ramps, swaps, returns, credits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from oracle.months import add_months

from books.ledger import FAMILIES, SINGLE_PRODUCTS, UNKNOWN_PRODUCTS, Ledger
from books.raw import RawRow

ROUND_ARRS = ("9999.99", "10000", "49999.99", "50000", "100000", "499999.99", "500000", "750000")


def add_renewal_chain(book: Ledger, customer: str, product_id: str) -> None:
    """Add terms one after the other: on time, late by 1 to 80 days, or overlapping."""
    start = book.start_day()
    price, quantity = book.price(), book.quantity()
    earlier: RawRow | None = None
    for _ in range(book.random.choice((1, 2, 2, 3, 3, 4, 5))):
        end = None if book.chance(0.05) else book.term_end(start)
        row = book.add(customer, product_id, start, end, price, quantity)
        if earlier is not None and book.chance(0.3):
            row["renewal_of_license_id"] = earlier["license_id"]
        earlier = row
        if end is None and book.chance(0.5):
            return
        end = end or start + timedelta(days=book.random.randrange(20, 200))
        draw = book.random.random()
        gap = 0
        if draw < 0.25:
            gap = book.random.choice((1, 2, 14, 29, 30, 31, 44, 45, 46, 60, 80))
        elif draw < 0.4:
            gap = -book.random.randrange(1, 70)
        start = max(end + timedelta(days=1 + gap), start + timedelta(days=1))
        if book.chance(0.35):
            price = book.changed_price(price)
        if book.chance(0.3):
            quantity = book.quantity()


def add_ramp(book: Ledger, customer: str, product_id: str) -> None:
    """Add steps that were agreed on beforehand: before the first, or around an earlier one."""
    start = book.start_day()
    price, quantity = book.price(), book.quantity()
    earlier_start = start - timedelta(days=book.random.randrange(60))
    for _ in range(book.random.choice((2, 3, 3, 4))):
        end = add_months(start, book.random.choice((1, 2, 3, 12))) - timedelta(days=1)
        agreed = earlier_start + timedelta(days=book.random.choice((-40, -1, 0, 0, 1, 10)))
        agreed = min(agreed, book.last_load)
        row = book.add(customer, product_id, start, end, price, quantity)
        row["created_at"] = f"{agreed} {book.random.choice(('00:00:00', '23:59:59'))}"
        if book.chance(0.1):
            row["created_at"] = book.random.choice((None, "then"))
        earlier_start, start = start, end + timedelta(days=1)
        price = book.changed_price(price)
        if book.chance(0.5):
            quantity = book.quantity()


def add_pending(book: Ledger, customer: str) -> None:
    """Add renewals that are not signed yet, at times several of one licence, or of none."""
    own = [row for row in book.licenses if row["company_id"] == customer]
    open_ones = [row for row in own if (row["to_date"] or "9999") > book.last_load.isoformat()]
    earlier = book.random.choice(open_ones or own)
    for _ in range(book.random.choice((1, 1, 1, 2))):
        start = book.last_load + timedelta(days=book.random.randrange(-20, 200))
        row = book.add(
            customer,
            book.random.choice(SINGLE_PRODUCTS),
            start,
            book.random.choice((None, book.term_end(start))),
            book.price(),
            book.quantity(),
            status=book.random.choice(("pending", "Prospect", "draft", "coming", "future")),
            renewal_of_license_id=earlier["license_id"] if book.chance(0.8) else None,
        )
        if book.chance(0.7):
            row["product"] = earlier["product"]


def add_swap(book: Ledger, customer: str) -> None:
    """Let a customer change products of one family, on one day or within one month."""
    family = list(book.random.choice(FAMILIES))
    book.random.shuffle(family)
    many = book.chance(0.3) and len(family) > 2
    old, new = (family[:2], family[2:]) if many else (family[:1], family[1:2])
    if many and book.chance(0.5):
        old, new = new, old
    swap_day = book.start_day()
    is_linked = book.chance(0.4)
    ended = []
    for product_id in old:
        start = swap_day - timedelta(days=book.random.choice((31, 62, 90, 181, 365)))
        end: date | None = swap_day - timedelta(days=1)
        if is_linked:
            end = book.random.choice((None, swap_day + timedelta(days=200)))
        ended.append(book.add(customer, product_id, start, end, book.price(), book.quantity()))
    for number, product_id in enumerate(new):
        start = swap_day + timedelta(days=0 if is_linked else book.random.choice((0, 0, 3)))
        row = book.add(
            customer, product_id, start, book.term_end(start), book.price(), book.quantity()
        )
        if is_linked:
            row["renewal_of_license_id"] = ended[min(number, len(ended) - 1)]["license_id"]
    if book.chance(0.3):
        start = swap_day + timedelta(days=book.random.choice((40, 95, 200)))
        book.add(customer, old[0], start, book.term_end(start), book.price(), book.quantity())
    if book.chance(0.5):
        start = swap_day - timedelta(days=200)
        book.add(customer, "api", start, None, book.price(), book.quantity())


def add_return(book: Ledger, customer: str, product_id: str) -> None:
    """Let a product be dropped and bought again."""
    start = book.start_day().replace(day=1)
    for _ in range(book.random.choice((2, 2, 3))):
        months = book.random.choice((1, 2, 3, 6))
        end = add_months(start, months) - timedelta(days=1)
        book.add(customer, product_id, start, end, book.price(), book.quantity())
        start = add_months(start, months + book.random.choice((1, 1, 2, 5)))


def add_credit(book: Ledger, customer: str, product_id: str) -> None:
    """Add a licence with a negative one over it, which may outweigh it."""
    start = book.start_day()
    end = book.term_end(start)
    price = book.price()
    if book.chance(0.8):
        book.add(customer, product_id, start, end, price, book.quantity())
    credit = book.random.choice((price / 2, price, price * 2)).quantize(Decimal("0.01"))
    credit_start = start + timedelta(days=book.random.choice((0, 0, 31, 45)))
    book.add(
        customer,
        product_id,
        credit_start,
        book.random.choice((max(end, credit_start), book.term_end(credit_start))),
        -credit,
        book.random.choice((None, "0", "1")),
    )


def add_seats(book: Ledger, customer: str, product_id: str) -> None:
    """Add one term after the other with seats and price per seat both changing."""
    start = book.start_day().replace(day=1)
    seats, per_seat = book.random.randrange(1, 60), book.price() / 10
    for _ in range(book.random.randrange(2, 6)):
        end = add_months(start, book.random.choice((1, 2, 3))) - timedelta(days=1)
        price = (seats * per_seat).quantize(Decimal("0.01"))
        book.add(customer, product_id, start, end, price, str(seats))
        start = end + timedelta(days=1)
        if book.chance(0.7):
            seats = max(seats + book.random.randrange(-10, 15), 1)
        if book.chance(0.4):
            per_seat *= Decimal(book.random.choice(("0.9", "1.03", "1.1")))


def add_round_amount(book: Ledger, customer: str, product_id: str) -> None:
    """Add a term whose ARR is round, or a cent less."""
    start = book.start_day()
    row = book.add(customer, product_id, start, book.term_end(start), Decimal(1), book.quantity())
    row |= dict.fromkeys(("mrr", "value", "fixed_period", "length"))
    row["arr"] = book.random.choice(ROUND_ARRS)


def add_veteran(book: Ledger, customer: str) -> None:
    """Add licences that began years before most others."""
    start = date(2020, 1, 1) + timedelta(days=book.random.randrange(700))
    for _ in range(book.random.choice((1, 2, 3))):
        end = add_months(start, book.random.choice((12, 13, 24, 36))) - timedelta(days=1)
        book.add(customer, "api", start, end, book.price(), book.quantity())
        start = end + timedelta(days=1)
    book.add(customer, "sync", start, None, book.price(), book.quantity())


def add_customer(book: Ledger, customer: str) -> None:
    """Add everything that one customer ever bought."""
    for _ in range(book.random.choice((1, 1, 2, 2, 3, 4))):
        products = [product_id for family in FAMILIES for product_id in family]
        product_id = book.random.choice([*products, *SINGLE_PRODUCTS])
        if book.chance(0.05):
            product_id = book.random.choice(UNKNOWN_PRODUCTS)
        draw = book.random.random()
        if draw < 0.4:
            add_renewal_chain(book, customer, product_id)
        elif draw < 0.6:
            add_swap(book, customer)
        elif draw < 0.75:
            add_return(book, customer, product_id)
        elif draw < 0.8:
            add_seats(book, customer, product_id)
        elif draw < 0.87:
            add_ramp(book, customer, product_id)
        elif draw < 0.96:
            add_credit(book, customer, product_id)
        else:
            add_round_amount(book, customer, product_id)
    if book.chance(0.15):
        add_pending(book, customer)
