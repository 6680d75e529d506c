"""PostgreSQL: a database of its own on a server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import execute_values

from engines.base import Engine


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
