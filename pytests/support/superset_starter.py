"""The files of the starter dashboard for Superset, and the file that it reads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import yaml
from harness import PROJECT_DIR
from publish import publish, read_marts

Rows = list[dict[str, Any]]


class Built:
    """What dbt built of the bundled company, and where its marts are published.

    Attributes:
        database: the file that dbt wrote.
        published: the file that Superset reads.
    """

    def __init__(self, folder: Path) -> None:
        self.database = folder / "book.duckdb"
        self.published = folder / "published.duckdb"
        self.manifest = folder / "target" / "manifest.json"

    def publish(self) -> None:
        """Replace the published file, as `make build` does."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            there = {
                name
                for (name,) in connection.execute(
                    "select table_name from duckdb_tables()"
                ).fetchall()
            }
        marts = {name: mart for name, mart in read_marts(self.manifest).items() if name in there}
        publish(self.database, self.published, marts)

    def read(self, sql: str) -> Rows:
        """Ask the published file, without Superset."""
        with duckdb.connect(":memory:") as connection:
            # Under a name of its own: in one process, a file is opened in one way only.
            copy = self.published.with_name("copy.duckdb")
            shutil.copy(self.published, copy)
            connection.execute(f"attach '{copy}' as published (read_only)")
            connection.execute("use published.marts")
            result = connection.execute(sql)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def starter(kind: str) -> dict[str, dict[str, Any]]:
    """Read the files of the starter dashboard.

    Args:
        kind: charts, dashboards, databases or datasets.

    Returns:
        What is in them, by the names of the files.
    """
    folder = PROJECT_DIR / "examples" / "superset" / kind
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.yaml"))
    }
