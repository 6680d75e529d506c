"""Open a DuckDB file that holds the marts, such as scripts/publish.py writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

DEFAULT_SOURCE = "product_retention_marts.duckdb"


class UnreadableError(RuntimeError):
    """The file does not hold the marts that are read; the message says what to do."""


def published_path() -> str:
    """Give the path that scripts/publish.py writes to."""
    return os.environ.get("PRODUCT_RETENTION_PUBLISHED_PATH", DEFAULT_SOURCE)


def open_marts(path: Path, marts: Mapping[str, Iterable[str]]) -> duckdb.DuckDBPyConnection:
    """Open a file read-only, with the schema of its marts as the one that queries read.

    Args:
        path: a DuckDB file with the marts.
        marts: the marts that must be there, each with the columns that it must have.

    Raises:
        UnreadableError: if the file can't be read, or lacks a mart or a column.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise UnreadableError(f"{path} can't be read as a DuckDB file: {error}") from None
    try:
        schema = find_schema(connection, path, marts)
        connection.execute(f"use {quoted(schema)}")
    except UnreadableError:
        connection.close()
        raise
    return connection


def find_schema(
    connection: duckdb.DuckDBPyConnection, path: Path, marts: Mapping[str, Iterable[str]]
) -> str:
    """Give the schema that holds the marts; the published file calls it marts."""
    found = connection.execute(
        "select table_schema, table_name, list(column_name) from information_schema.columns "
        "where table_catalog = current_database() group by all"
    ).fetchall()
    schemas: dict[str, dict[str, list[str]]] = {}
    for schema, table, columns in found:
        if table in marts:
            schemas.setdefault(schema, {})[table] = columns
    if not schemas:
        raise UnreadableError(f"{path} holds no marts; publish them with: make build")
    schema = max(sorted(schemas), key=lambda name: (len(schemas[name]), name == "marts"))
    for mart, columns in marts.items():
        if mart not in schemas[schema]:
            raise UnreadableError(f"{path} lacks the mart {mart}; publish it again: make build")
        for column in columns:
            if column not in schemas[schema][mart]:
                raise UnreadableError(
                    f"{path}: the mart {mart} lacks the column {column}; "
                    "publish it again: make build"
                )
    return schema


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'
