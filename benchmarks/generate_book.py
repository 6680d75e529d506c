"""Write a licence book of any size, to measure with: raw tables as Parquet files.

    python benchmarks/generate_book.py 1m /data/book-1m        # 100k, 1m, 10m or any number
    python benchmarks/generate_book.py 1m /data/clean --clean  # without broken rows

A book has 72 months (2020 to 2025), 12 products in 8 families, yearly, longer, quarterly and
monthly terms, renewals with price rises and other quantities, additions within a term, customers
and products that leave and return, cross-sells, changes of tier, 2 % open-ended licences, 8 % of
customers in EUR or GBP and one licence in a thousand that is broken. Use and signals of two
customers in five are reported weekly for 15 months. book.sql says how.

The same arguments give the same rows in the same order, with any number of threads. Build it with

    dbt build --vars '{input: files, raw_format: parquet, raw_path: /data/book-1m,
                       as_of_date: 2025-12-31}'
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import duckdb

AS_OF_DATE = "2025-12-31"
TABLES = (
    *("licenses", "companies", "products", "product_aliases", "exchange_rates"),
    *("product_usage", "account_signals"),
)
BROKEN_PER_MILLION = 1000
BOOK_SQL = Path(__file__).resolve().parent / "book.sql"


def licence_count(text: str) -> int:
    """Read a number of licences: digits, or with k (thousand) or m (million) behind them.

    Args:
        text: for example `100k`.

    Returns:
        The number.

    Raises:
        argparse.ArgumentTypeError: if the text says no number above 0.
    """
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    digits = text if factor == 1 else text[:-1]
    if not digits.isdecimal() or int(digits) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of licences, like 100k or 1m")
    return int(digits) * factor


def generate_book(
    licenses: int,
    folder: Path,
    clean: bool = False,
    seed: int = 1,
    threads: int | None = None,
) -> None:
    """Write the raw tables of a book.

    Args:
        licenses: how many licences; broken rows that replace others come on top.
        folder: where to write the files; made if it is not there.
        clean: leave out broken rows.
        seed: another number gives another book.
        threads: threads of DuckDB, its own default when not given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="generate-", dir=folder))
    try:
        with duckdb.connect(str(scratch / "book.duckdb")) as connection:
            if threads:
                connection.execute(f"set threads = {threads}")
            connection.execute(f"set variable licenses = {licenses}")
            connection.execute(
                f"set variable broken_per_million = {0 if clean else BROKEN_PER_MILLION}"
            )
            connection.execute(f"set variable seed = {seed}")
            connection.execute(BOOK_SQL.read_text(encoding="utf-8"))
            for table in TABLES:
                path = str(folder / f"{table}.parquet").replace("'", "''")
                connection.execute(f"copy {table} to '{path}' (format parquet)")
    finally:
        shutil.rmtree(scratch)


def main() -> None:
    """Read the command line and write the book."""
    parser = argparse.ArgumentParser(description="Write a licence book of any size.")
    parser.add_argument("licenses", type=licence_count, help="100k, 1m, 10m or any number")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clean", action="store_true", help="leave out broken rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    generate_book(
        arguments.licenses, arguments.folder, arguments.clean, arguments.seed, arguments.threads
    )


if __name__ == "__main__":
    main()
