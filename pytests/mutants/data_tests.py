"""Build the models behind a fault again from their SQL, and run dbt's data tests on them."""

from __future__ import annotations

from collections import Counter

import duckdb

from mutants.compiled import Compiled, DataTest, Model
from mutants.queries import parse
from mutants.running import FailureError, connect, faulty
from mutants.unit_tests import BrokenTestsError

NEW = "rows_with_fault"


class DataTests:
    """Every relation of the built company as a table, in a database in memory."""

    def __init__(self, compiled: Compiled) -> None:
        """Copy what dbt built, and see that it comes out again.

        Args:
            compiled: what dbt built and compiled.

        Raises:
            BrokenTestsError: if a model has other rows than dbt gave it, or if a test fails.
        """
        self.compiled = compiled
        self.connection = connect()
        self.prints: dict[str, tuple[int, ...]] = {}
        self.times_noticed: Counter[str] = Counter()
        self.readers = {
            reference: [m.reference for m in compiled.models.values() if reference in m.reads]
            for reference in compiled.relations
        }
        self.copy_relations()
        self.check()

    def copy_relations(self) -> None:
        """Make a table of each relation, views included."""
        run = self.connection.execute
        catalog = self.compiled.database_path.stem
        run(f"attach '{self.compiled.database_path}' as \"{catalog}\" (read_only)")
        built = run(
            "select concat_ws('.', '\"' || table_catalog || '\"', '\"' || table_schema || '\"',"
            " '\"' || table_name || '\"') from information_schema.tables"
        ).fetchall()
        for reference, relation in self.compiled.relations.items():
            if (relation,) in built:
                run(f"create table {reference} as from {relation}")
                self.prints[reference] = self.print_of(reference)
        run(f'detach "{catalog}"')

    def check(self) -> None:
        """See that the models come out as dbt built them, and that no test fails."""
        other = []
        for model in self.compiled.models.values():
            self.build(model, parse(model.sql).sql())
            if self.print_of(NEW) != self.prints[model.reference]:
                other.append(model.name)
        if other:
            raise BrokenTestsError(f"models with other rows than dbt gave: {', '.join(other)}")
        broken = [test.name for test in self.compiled.data_tests if self.fails(test)]
        if broken:
            raise BrokenTestsError(f"data tests that fail without a fault: {', '.join(broken)}")

    def print_of(self, table: str) -> tuple[int, ...]:
        """Give numbers that differ where the rows of two tables do, in any order."""
        query = f"select count(*), bit_xor(hash(t)), sum(hash(t)) from {table} as t"
        return self.connection.execute(query).fetchone() or ()

    def build(self, model: Model, sql: str) -> None:
        """Put the rows of a query into the table `NEW`, as dbt would for the model."""
        if model.keeps_types:
            self.connection.execute(
                f"create or replace temp table {NEW} as from {model.reference} limit 0"
            )
            self.connection.execute(f"insert into {NEW} by name\n{sql}")
        else:
            self.connection.execute(f"create or replace temp table {NEW} as\n{sql}")

    def fails(self, test: DataTest) -> bool:
        """Tell whether a data test fails on the tables as they are."""
        row = self.connection.execute(test.sql).fetchone()
        return bool(row and row[0])

    def who_notices(self, model: Model, sql: str) -> str | None:
        """Find a test that fails for a fault, and leave the tables as they were.

        Args:
            model: the model that has it.
            sql: its query with the fault, under the default policy.

        Returns:
            The name of the test, or of the model that fails to build; None if nothing fails.

        Raises:
            NoQueryError: if the query cannot run at all.
            duckdb.Error: if something else is the matter than the fault.
        """
        self.connection.execute("begin")
        try:
            with faulty(self.connection):
                return self.first_failure(model, sql)
        except FailureError as failure:
            return f"the build: {failure}"
        finally:
            self.connection.execute("rollback")

    def first_failure(self, model: Model, sql: str) -> str | None:
        """Build what a fault changes, each model before those that read it, until a test fails."""
        waiting = self.all_readers(model.reference)
        changed: set[str] = set()
        tests = [test for test in self.compiled.data_tests if test.reads & waiting]
        for reference in [name for name in self.compiled.models if name in waiting]:
            waiting.remove(reference)
            other = self.compiled.models[reference]
            if other is model or other.reads & changed:
                self.build(other, sql if other is model else other.sql)
                if self.print_of(NEW) != self.prints[reference]:
                    changed.add(reference)
                    self.connection.execute(f"create or replace table {reference} as from {NEW}")
            # A test of several models waits for the last of them.
            ready = [test for test in tests if test.reads & changed and not test.reads & waiting]
            tests = [test for test in tests if test not in ready]
            for test in sorted(ready, key=lambda each: -self.times_noticed[each.name]):
                if self.fails(test):
                    self.times_noticed[test.name] += 1
                    return test.name
        return None

    def all_readers(self, reference: str) -> set[str]:
        """Give a model and all that are built of it."""
        found, new = set(), {reference}
        while new:
            found |= new
            new = {reader for name in new for reader in self.readers[name]} - found
        return found

    def can_run(self, sql: str) -> bool:
        """Tell whether DuckDB takes some SQL for a query of these tables."""
        try:
            self.connection.execute(f"explain {sql}")
        except duckdb.Error:
            return False
        return True
