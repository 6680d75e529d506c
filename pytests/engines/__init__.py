"""The databases that the project is built on, by name.

A further engine is a module with a subclass of `base.Engine`, and an entry in `ENGINES`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from engines.base import Engine

# Name to module and class. A module is imported when it is needed: each has a driver of its own.
ENGINES = {
    "duckdb": ("duckdb_file", "DuckDB"),
    "postgres": ("postgres", "Postgres"),
    "snowflake": ("emulated", "Snowflake"),
    "spark": ("spark", "Spark"),
    "spark_thrift": ("thrift_server", "SparkThrift"),
}


def open_engine(name: str, folder: Path) -> Engine:
    """Give an empty database of an engine.

    Args:
        name: of the engine.
        folder: of the test, for what the engine writes.
    """
    module, class_name = ENGINES[name]
    return getattr(import_module(f"engines.{module}"), class_name)(folder)
