"""The databases that the project is built on: how dbt reaches each, and how its tables are read.

A further engine is a subclass of `Engine` and an entry in `ENGINES`.
"""

from __future__ import annotations

import gc
import os
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from harness import PROJECT_DIR

RAW_SCHEMA = "planhat"

Rows = list[dict[str, Any]]


class Engine(ABC):
    """An empty database of its own, for one test.

    Attributes:
        name: of the engine.
        text_type: name of its type for text.
    """

    name: str
    text_type = "varchar"
    # What a column may be called in `load`, where the engine has another name for it.
    type_names: dict[str, str] = {}  # noqa: RUF012

    @abstractmethod
    def profile(self) -> dict[str, Any]:
        """Give the output of dbt's profile that leads to the database."""

    @abstractmethod
    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run one statement, and give the names of its columns and its rows, if it has any."""

    @abstractmethod
    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Add rows to a table."""

    def relations(self, schema: str) -> list[str]:
        """Give the names of the tables and views of a schema."""
        _, rows = self.query(
            f"select table_name from information_schema.tables where table_schema = '{schema}'"
        )
        return [name for (name,) in rows]

    def release(self) -> None:  # noqa: B027
        """Let go of what dbt has opened, so that the database can be read."""

    def drop(self) -> None:  # noqa: B027
        """Remove the database."""

    def load(self, tables: dict[str, Rows], types: dict[str, str]) -> None:
        """Replace the raw tables.

        Args:
            tables: raw table name to rows, each with the same columns.
            types: name of a column to its type; the others are text.
        """
        self.query(f"drop schema if exists {RAW_SCHEMA} cascade")
        self.query(f"create schema {RAW_SCHEMA}")
        for name, rows in tables.items():
            columns = list(rows[0])
            named = [types.get(column, self.text_type) for column in columns]
            typed = [
                f"{column} {self.type_names.get(type_, type_)}"
                for column, type_ in zip(columns, named, strict=True)
            ]
            self.query(f"create table {RAW_SCHEMA}.{name} ({', '.join(typed)})")
            values = [tuple(row[column] for column in columns) for row in rows]
            self.insert(f"{RAW_SCHEMA}.{name}", columns, values)
            self.query(f"analyze {RAW_SCHEMA}.{name}")

    def read_schema(self, schema: str) -> dict[str, Rows]:
        """Read every row of every table and view of a schema, by the relation's name."""
        found = {}
        for relation in self.relations(schema):
            columns, rows = self.query(f"select * from {schema}.{relation}")
            found[relation] = [dict(zip(columns, row, strict=True)) for row in rows]
        return found


class DuckDB(Engine):
    """A file in the folder of the test."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "book.duckdb"

    def profile(self) -> dict[str, Any]:
        settings = {"TimeZone": "UTC"}
        return {"type": "duckdb", "path": str(self.path), "schema": "main", "settings": settings}

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        import duckdb

        with duckdb.connect(str(self.path)) as connection:
            cursor = connection.execute(sql)
            return [each[0] for each in cursor.description or []], cursor.fetchall()

    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        import duckdb

        marks = ", ".join("?" * len(columns))
        with duckdb.connect(str(self.path)) as connection:
            connection.begin()
            connection.executemany(f"insert into {relation} values ({marks})", rows)
            connection.commit()

    def release(self) -> None:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
        gc.collect()


class Postgres(Engine):
    """A database of a name that nobody has, on the server that PGHOST and so on lead to."""

    name = "postgres"
    text_type = "text"

    def __init__(self, folder: Path) -> None:
        self.database = f"engines_{uuid.uuid4().hex}"
        self.run_on(os.environ.get("PGDATABASE", "postgres"), f"create database {self.database}")

    @property
    def server(self) -> dict[str, Any]:
        """How to reach the server."""
        return {
            "host": os.environ["PGHOST"],
            "port": int(os.environ.get("PGPORT", "5432")),
            "user": os.environ.get("PGUSER", "postgres"),
            "password": os.environ.get("DBT_ENV_SECRET_POSTGRES_PASSWORD", ""),
        }

    def profile(self) -> dict[str, Any]:
        return {"type": "postgres", **self.server, "dbname": self.database, "schema": "main"}

    def run_on(self, database: str, sql: str, many: list[Any] | None = None) -> Any:
        """Run a statement on a database of the server, and give the cursor's result."""
        import psycopg2
        from psycopg2.extras import execute_values

        connection = psycopg2.connect(**self.server, dbname=database)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                if many is not None:
                    execute_values(cursor, sql, many)
                    return [], []
                cursor.execute(sql)
                if cursor.description is None:
                    return [], []
                return [each.name for each in cursor.description], cursor.fetchall()
        finally:
            connection.close()

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        return self.run_on(self.database, sql)

    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        self.run_on(self.database, f"insert into {relation} values %s", rows)

    def drop(self) -> None:
        self.run_on(
            os.environ.get("PGDATABASE", "postgres"),
            f"drop database if exists {self.database} with (force)",
        )


def example_output(name: str) -> dict[str, Any]:
    """Give an output of profiles.yml.example."""
    text = (PROJECT_DIR / "profiles.yml.example").read_text(encoding="utf-8")
    return yaml.safe_load(text)["product_retention"]["outputs"][name]


def spark(folder: Path) -> Engine:
    """Give the catalog of this process's Spark session, emptied."""
    from spark import Spark

    return Spark(folder)


def spark_thrift(folder: Path) -> Engine:
    """Give the catalog of a Spark Thrift server, emptied."""
    from thrift_server import SparkThrift

    return SparkThrift(folder)


def snowflake(folder: Path) -> Engine:
    """Give a database of an emulated Snowflake."""
    from emulated import Snowflake

    return Snowflake(folder)


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "duckdb": DuckDB,
    "postgres": Postgres,
    "snowflake": snowflake,
    "spark": spark,
    "spark_thrift": spark_thrift,
}
