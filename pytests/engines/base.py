"""A database that the project is built on: how dbt reaches it, and how its tables are read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
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


def example_output(name: str) -> dict[str, Any]:
    """Give an output of profiles.yml.example."""
    text = (PROJECT_DIR / "profiles.yml.example").read_text(encoding="utf-8")
    return yaml.safe_load(text)["product_retention"]["outputs"][name]
