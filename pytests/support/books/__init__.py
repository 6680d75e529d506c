"""Random books of raw tables that try to hit every rule and every edge of the definitions.

A book is made of histories that make sense, many of them bent at random afterwards: duplicates,
contradictions, unreadable values, odd links. Other books are made of collisions, or of both; steady
ones have nothing odd, and enough of everything to compare it with a year ago.
"""

from books.collisions import collision_book
from books.random_book import mixed_book, random_book
from books.raw import (
    RAW_COLUMNS,
    RawRow,
    RawTables,
    company_row,
    license_row,
    product_row,
    signal_row,
    usage_row,
)
from books.steady_book import steady_book
from books.tables import GROUPS
from books.usage import without_usage

__all__ = [
    "GROUPS",
    "RAW_COLUMNS",
    "RawRow",
    "RawTables",
    "collision_book",
    "company_row",
    "license_row",
    "mixed_book",
    "product_row",
    "random_book",
    "signal_row",
    "steady_book",
    "usage_row",
    "without_usage",
]
