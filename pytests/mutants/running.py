"""Run SQL with a fault: tell what is no query from what fails, and from what takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import duckdb

SECONDS_AT_MOST = 180
# The names or types do not fit: whoever writes this sees it at once, and no test need.
NO_QUERIES = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.NotImplementedException,
    duckdb.ParserException,
)
# The rows make the query fail, and with it a build.
FAILURES = (duckdb.ConstraintException, duckdb.DataError, duckdb.InvalidInputException)


class NoQueryError(Exception):
    """A fault that leaves no query that can run."""


class FailureError(Exception):
    """A fault that makes a query fail on the rows that it reads."""


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory; the tables are small, so that one thread is the fastest."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("set enable_progress_bar = false")
    return connection


@contextmanager
def faulty(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Run queries with a fault, for a limited time.

    Args:
        connection: the connection on which they run.

    Raises:
        NoQueryError: if it cannot run.
        FailureError: if it fails.
        duckdb.Error: if anything else is the matter: it takes too long, say.
    """
    timer = Timer(SECONDS_AT_MOST, connection.interrupt)
    timer.start()
    try:
        yield
    except NO_QUERIES as error:
        raise NoQueryError(first_line(error)) from error
    except FAILURES as error:
        raise FailureError(first_line(error)) from error
    finally:
        timer.cancel()


def first_line(error: Exception) -> str:
    """Give the first line of an error's message."""
    return str(error).partition("\n")[0]
