"""DuckDB: a file in the folder of the test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from engines.base import Engine


class DuckDB(Engine):
    """A file in the folder of the test."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "book.duckdb"

    def profile(self) -> dict[str, Any]:
        settings = {"TimeZone": "UTC"}
        return {"type": "duckdb", "path": str(self.path), "schema": "main", "settings": settings}

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with duckdb.connect(str(self.path)) as connection:
            cursor = connection.execute(sql)
            return [each[0] for each in cursor.description or []], cursor.fetchall()

    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        with duckdb.connect(str(self.path)) as connection:
            connection.begin()
            connection.executemany(f"insert into {relation} values ({marks})", rows)
            connection.commit()
