"""Run dbt's unit tests on other SQL than they were compiled with, without dbt.

dbt compares the rows that a model makes of the rows of the test with those that are expected: only
the columns that these have, in any order. Both are brought to common types by a `union all`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mutants.compiled import UnitTest
from mutants.queries import parse
from mutants.running import FailureError, connect, faulty

MARK = "actual_or_expected"
EXPECTED = "expected_rows"


class BrokenTestsError(AssertionError):
    """Tests that fail without any fault, so that they say nothing about one."""


class UnitTests:
    """The rows of all unit tests, in a database in memory."""

    def __init__(self, tests: Iterable[UnitTest]) -> None:
        """Lay out the rows of some unit tests.

        Args:
            tests: the tests.

        Raises:
            BrokenTestsError: if a test fails on the SQL that it was compiled with.
        """
        self.connection = connect()
        self.tests = {f"test_{number}": test for number, test in enumerate(tests)}
        self.queries: dict[str, str] = {}
        self.times_noticed: Counter[str] = Counter()
        broken = []
        for schema, test in self.tests.items():
            self.lay_out(schema, test)
            # The way through the parser and back, which every fault takes, must change nothing.
            if not self.passes(schema, test.sql) or not self.passes(schema, parse(test.sql).sql()):
                broken.append(test.name)
        if broken:
            raise BrokenTestsError(f"unit tests that fail without a fault: {', '.join(broken)}")

    def lay_out(self, schema: str, test: UnitTest) -> None:
        """Make the tables of a test in a schema of its own."""
        run = self.connection.execute
        run(f"create schema {schema}")
        run(f"set schema = '{schema}'")
        for reference, sql in test.fixtures.items():
            run(f"create table {reference} as {sql}")
        run(
            f"create table {EXPECTED} as select * exclude ({MARK})"
            f" from (\n{test.compared_sql}\n) where {MARK} = 'expected'"
        )
        columns = ", ".join(
            f'"{column[0]}"' for column in run(f"from {EXPECTED} limit 0").description
        )
        self.queries[schema] = (
            f"select {columns}, true from (\n{{}}\n) as actual_rows"
            f" union all select {columns}, false from {EXPECTED}"
        )

    def passes(self, schema: str, sql: str) -> bool:
        """Tell whether a query gives the expected rows of a test.

        Args:
            schema: that of the test.
            sql: the query, a form of the model.

        Returns:
            Whether it does.

        Raises:
            duckdb.Error: if the query fails.
        """
        self.connection.execute(f"set schema = '{schema}'")
        # Not by `format`: the query may hold braces.
        before, after = self.queries[schema].split("{}")
        rows = self.connection.execute(before + sql + after).fetchall()
        balance: Counter[Any] = Counter()
        for *values, is_actual in rows:
            balance[tuple(map(comparable, values))] += 1 if is_actual else -1
        return not any(balance.values())

    def who_notices(self, model: str, texts: Mapping[str, str]) -> str | None:
        """Find a test that fails for a fault.

        Args:
            model: name of the model that has it.
            texts: SQL of the model to the SQL with the fault, for each form that has it.

        Returns:
            The name of the test, with the error where the SQL fails; None if no test fails.

        Raises:
            NoQueryError: if the SQL cannot run at all.
            duckdb.Error: if something else is the matter than the fault.
        """
        schemas = [name for name, t in self.tests.items() if t.model == model and t.sql in texts]
        for schema in sorted(schemas, key=lambda name: -self.times_noticed[name]):
            test = self.tests[schema]
            try:
                with faulty(self.connection):
                    is_noticed, error = not self.passes(schema, texts[test.sql]), ""
            except FailureError as failure:
                is_noticed, error = True, f": {failure}"
            if is_noticed:
                self.times_noticed[schema] += 1
                return f"{test.name}{error}"
        return None


def comparable(value: Any) -> Any:
    """Give something that can be a key, in place of a list or a struct."""
    return repr(value) if isinstance(value, list | dict) else value
