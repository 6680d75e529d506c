"""Spark with Iceberg tables, in a JVM of this process that starts with the first test.

The session is the one of profiles.yml.example, but for its catalog: that is in memory and forgets
its tables when the process ends.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import jinja2
from with_spark import JAVA_OPTIONS, RUN_ONCE, find_spark

from engines.base import RAW_SCHEMA, Engine, Rows, example_output

SETTINGS = {
    "spark.sql.catalog.spark_catalog.catalog-impl": "org.apache.iceberg.inmemory.InMemoryCatalog",
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
    **RUN_ONCE,
}
TYPES = {"double precision": "double", "timestamptz": "timestamp"}
# dbt asks for the tables of every schema, which the catalog in memory refuses of one it lacks.
SCHEMAS = (
    "default main main_raw main_lookups main_staging main_intermediate main_marts main_history"
)


def profile() -> dict[str, Any]:
    """Give the output `spark` of profiles.yml.example, with the settings of these tests."""
    output = example_output("spark")
    output["server_side_parameters"].update(SETTINGS)
    return output


def session() -> Any:
    """Give the Spark session of this process, with the settings that dbt gives it."""
    from pyspark.sql import SparkSession

    _, jar = find_spark()
    os.environ.setdefault("PRODUCT_RETENTION_ICEBERG_JAR", str(jar))
    builder = SparkSession.builder.enableHiveSupport()
    environment = jinja2.Environment(autoescape=False)
    for name, value in profile()["server_side_parameters"].items():
        rendered = environment.from_string(value).render(env_var=os.environ.get)
        builder = builder.config(name, rendered)
    return builder.getOrCreate()


class Spark(Engine):
    """The catalog of the session, emptied."""

    name = "spark"
    text_type = "string"

    def __init__(self, folder: Any) -> None:
        self.drop()
        for schema in SCHEMAS.split():
            self.query(f"create schema {schema}")

    def profile(self) -> dict[str, Any]:
        return profile()

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        frame = session().sql(sql)
        times = [kind == "timestamp" for _, kind in frame.dtypes]
        # Spark's own reading of times depends on the zone, and fails in the year 1.
        selected = [
            f"date_format(`{column}`, 'yyyy-MM-dd HH:mm:ss.SSSSSS')" if is_time else f"`{column}`"
            for column, is_time in zip(frame.columns, times, strict=True)
        ]
        rows = frame.selectExpr(*selected).collect() if any(times) else frame.collect()
        return frame.columns, [
            tuple(
                datetime.fromisoformat(value) if is_time and value is not None else value
                for value, is_time in zip(row, times, strict=True)
            )
            for row in rows
        ]

    def relations(self, schema: str) -> list[str]:
        tables = self.query(f"show tables in {schema}")[1]
        views = self.query(f"show views in {schema}")[1]
        return [name for _, name, is_temporary in tables + views if not is_temporary]

    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        raise NotImplementedError("load() writes whole tables")

    def load(self, tables: dict[str, Rows], types: dict[str, str]) -> None:
        self.remove(RAW_SCHEMA)
        self.query(f"create schema {RAW_SCHEMA}")
        for name, rows in tables.items():
            columns = list(rows[0])
            values = [tuple(as_text(row[column]) for column in columns) for row in rows]
            schema = ", ".join(f"`{column}` string" for column in columns)
            casts = [
                f"cast(`{column}` as {TYPES.get(type_, type_)}) as `{column}`"
                for column in columns
                for type_ in [types.get(column, "string")]
            ]
            frame = session().createDataFrame(values, schema).selectExpr(*casts)
            frame.coalesce(1).writeTo(f"{RAW_SCHEMA}.{name}").using("iceberg").create()

    def drop(self) -> None:
        for (schema,) in self.query("show schemas")[1]:
            self.remove(schema)

    def remove(self, schema: str) -> None:
        """Drop a schema, if it is there, with what it holds."""
        if (schema,) not in self.query("show schemas")[1]:
            return
        for kind in ("view", "table"):
            for _, name, is_temporary in self.query(f"show {kind}s in {schema}")[1]:
                if not is_temporary:
                    self.query(f"drop {kind} {schema}.{name}")
        self.query(f"drop schema {schema}")


def as_text(value: Any) -> str | None:
    """Write a value so that Spark's cast reads it as it is."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else repr(value)
