"""Whole books, from a seed and a number of customers."""

from __future__ import annotations

from random import Random

from books.bending import bend, respell_customers
from books.collisions import collision_book
from books.histories import add_customer, add_veteran
from books.ledger import Ledger
from books.raw import RawTables
from books.tables import tables_of
from books.usage import with_usage


def random_book(seed: int, customers: int, veterans: int = 0) -> RawTables:
    """Give a random book; the same seed and size give the same book.

    Args:
        seed: of everything random.
        customers: how many customers buy something.
        veterans: how many of them began years before; with any, the book has twice the months.

    Returns:
        Raw table name to rows of text values, None where missing.
    """
    book = Ledger(seed)
    ids = [f"C{number:05d}" for number in range(customers)]
    for number in range(0, customers, 40):
        ids[number] = f"c{number + 1:05d}"  # differs from the next id in nothing but case
    for customer in ids:
        add_customer(book, customer)
    for customer in ids[:veterans]:
        add_veteran(book, customer)
    bend(book)
    respell_customers(book.licenses, Random(seed))
    return with_usage(tables_of(book, ids), seed)


def mixed_book(seed: int, customers: int, veterans: int = 0) -> RawTables:
    """Give a random book and a collision book in one.

    Args:
        seed: of both.
        customers: how many customers each of the two has.
        veterans: how many of the random book's began years before.

    Returns:
        The raw tables of the random book, with the licences and rates of the other one.
    """
    tables = random_book(seed, customers, veterans)
    for name, rows in collision_book(seed, customers).items():
        if name != "products":
            tables[name] += rows
    return tables
