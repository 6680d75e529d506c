"""Spark behind a Thrift server, which `scripts/with_spark.py` has started.

dbt reaches it by target `spark_thrift` of profiles.yml.example, as it is.
"""

from __future__ import annotations

import functools
import os
from datetime import date
from typing import Any

from engines.base import RAW_SCHEMA, Rows, example_output
from engines.spark import TYPES, Spark, as_text

ROWS_A_STATEMENT = 200


@functools.cache
def connection() -> Any:
    """Connect to the server, once for the process."""
    from pyhive import hive

    host = os.environ["PRODUCT_RETENTION_SPARK_HOST"]
    port = int(os.environ["PRODUCT_RETENTION_SPARK_PORT"])
    # A text of a raw table may look like a variable.
    settings = {
        "set:hiveconf:spark.sql.session.timeZone": "UTC",
        "set:hiveconf:spark.sql.variable.substitute": "false",
    }
    return hive.connect(host=host, port=port, auth="NONE", configuration=settings)


class SparkThrift(Spark):
    """The catalog of the server, emptied; it must be one that nobody else uses."""

    name = "spark_thrift"

    def __init__(self, folder: Any) -> None:
        self.drop()

    def profile(self) -> dict[str, Any]:
        return example_output("spark_thrift")

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = connection().cursor()
        try:
            cursor.execute(sql)
            # What has no rows claims one column, and fails where that is read.
            if [each[0] for each in cursor.description] == ["Result"]:
                return [], []
            dates = [each[1] == "DATE_TYPE" for each in cursor.description]
            return [each[0] for each in cursor.description], [
                tuple(
                    date.fromisoformat(value) if is_date and value is not None else value
                    for value, is_date in zip(row, dates, strict=True)
                )
                for row in cursor.fetchall()
            ]
        finally:
            cursor.close()

    def load(self, tables: dict[str, Rows], types: dict[str, str]) -> None:
        self.remove(RAW_SCHEMA)
        self.query(f"create schema {RAW_SCHEMA}")
        for name, rows in tables.items():
            named = {column: types.get(column, "string") for column in rows[0]}
            typed = {column: TYPES.get(type_, type_) for column, type_ in named.items()}
            columns = ", ".join(f"`{column}` {type_}" for column, type_ in typed.items())
            self.query(f"create table {RAW_SCHEMA}.{name} ({columns}) using iceberg")
            casts = ", ".join(f"cast(`{column}` as {type_})" for column, type_ in typed.items())
            names = ", ".join(f"`{column}`" for column in typed)
            for first in range(0, len(rows), ROWS_A_STATEMENT):
                values = ", ".join(
                    f"({', '.join(literal(row[column]) for column in typed)})"
                    for row in rows[first : first + ROWS_A_STATEMENT]
                )
                self.query(
                    f"insert into {RAW_SCHEMA}.{name}"
                    f" select {casts} from (values {values}) as given ({names})"
                )

    def drop(self) -> None:
        for (schema,) in self.query("show schemas")[1]:
            if schema != "default":
                self.remove(schema)


def literal(value: Any) -> str:
    """Write a value as a text of Spark's SQL."""
    text = as_text(value)
    if text is None:
        return "null"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
