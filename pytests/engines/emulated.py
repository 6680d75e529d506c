"""Snowflake as fakesnow emulates it: in this process, its SQL is turned into DuckDB's and run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import fakesnow
import snowflake.connector
from fakesnow import transforms

from engines.base import Engine

DATABASE = "analytics"
NOTHING = """
    select sum(amount)
    from (
        select cast(0.10 as decimal(9, 2)) as amount
        union all select 0.20
        union all select -0.30
    ) as amounts
"""
NOWHERE = {"account": "none", "user": "none", "password": "none"}


class Snowflake(Engine):
    """A database in memory, which every connection of the process leads to until it is dropped.

    fakesnow casts whatever is added up to floating point, because Snowflake adds up texts that are
    numbers: of decimals the last digits are then wrong, which they are not on Snowflake. Nothing
    here adds up texts, so that the cast is left out.
    """

    name = "snowflake"

    def __init__(self, folder: Path) -> None:
        with fakesnow.patch():
            ((total,),) = self.query(NOTHING)[1]
            assert total != 0, "fakesnow adds up decimals by now: leave its translation alone"
        self.emulation = ExitStack()
        self.emulation.enter_context(
            patch.object(transforms, "numeric_agg_implicit_cast", lambda expression: expression)
        )
        self.emulation.enter_context(fakesnow.patch())

    def profile(self) -> dict[str, Any]:
        return {
            **{"type": "snowflake", **NOWHERE, "role": "none", "warehouse": "none"},
            **{"database": DATABASE, "schema": "main", "threads": 1},
        }

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with snowflake.connector.connect(**NOWHERE, database=DATABASE, schema="main") as connection:
            cursor = connection.cursor().execute(sql)
            return [each.name.lower() for each in cursor.description], cursor.fetchall()

    def relations(self, schema: str) -> list[str]:
        # Unlike on Snowflake, `tables` does not list views.
        kinds = [
            f"select lower(table_name) from information_schema.{kind}"
            f" where lower(table_schema) = '{schema}'"
            for kind in ("tables", "views")
        ]
        return [name for (name,) in self.query(" union ".join(kinds))[1]]

    def insert(self, relation: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        raise NotImplementedError("only the sample is built there")

    def drop(self) -> None:
        self.emulation.close()
