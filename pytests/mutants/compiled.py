"""Have dbt build the bundled company with all its tests, and read what it compiled.

In all SQL that this gives, a relation is called `ref_<name of the node>`, wherever it is: a unit
test reads rows of its own by that name, and the data tests the tables that are built.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from harness import build_book, sample_tables

DAYS_UNTIL_LOADED = 14
FIXTURE = "__dbt__cte__"
REFERENCE = "ref_"
# Texts, quoted names, comments and brackets; in what lies between them there are no brackets.
BRACKETS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|[()]", re.DOTALL)
FIXTURE_HEAD = re.compile(rf"\s*,?\s*({FIXTURE}\w+)\s+as\s*\(", re.IGNORECASE)
WITH_HEAD = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*with\s+(recursive\s+)?", re.IGNORECASE | re.DOTALL
)
SNAPSHOT_BODY = re.compile(r"create\s+(?:or\s+replace\s+)?table\s.*?\bas\s*\((.*)\)\s*;", re.DOTALL)


class ReadError(RuntimeError):
    """dbt has left something else than what is known of it; the message says where."""


@dataclass(frozen=True)
class Model:
    """A model or a snapshot.

    Attributes:
        name: of the model.
        reference: what SQL calls it.
        sql: its query under the default policy.
        reads: the references in it.
        keeps_types: whether its columns have the types of a contract, whatever the query gives.
        is_mutated: whether faults are put into it; a snapshot's query is dbt's.
    """

    name: str
    reference: str
    sql: str
    reads: frozenset[str]
    keeps_types: bool
    is_mutated: bool


@dataclass(frozen=True)
class UnitTest:
    """A unit test.

    Attributes:
        name: of the test.
        model: name of the model that it tests.
        sql: the query of the model, as compiled under the policy of the test.
        fixtures: the rows that it reads: reference to the query that gives them.
        compared_sql: the query with which dbt compares; its last column tells the rows of the
            model, `actual`, from those of the test, `expected`.
    """

    name: str
    model: str
    sql: str
    fixtures: dict[str, str]
    compared_sql: str


@dataclass(frozen=True)
class DataTest:
    """A data test that can fail.

    Attributes:
        name: of the test.
        sql: a query of one row; its column `should_error` tells whether the test fails.
        reads: the references in it.
    """

    name: str
    sql: str
    reads: frozenset[str]


@dataclass(frozen=True)
class Compiled:
    """What dbt built and compiled.

    Attributes:
        database_path: the database.
        relations: reference to the full name of each relation in it.
        models: reference to model, each behind those that it reads.
        unit_tests: those that ran.
        data_tests: those that ran and are no mere warnings.
    """

    database_path: Path
    relations: dict[str, str]
    models: dict[str, Model]
    unit_tests: tuple[UnitTest, ...]
    data_tests: tuple[DataTest, ...]

    def texts_of(self, model: Model) -> list[str]:
        """Give every form of a model's SQL, that of the default policy first."""
        forms = [test.sql for test in self.unit_tests if test.model == model.name]
        return list(dict.fromkeys([model.sql, *forms]))


def build(work_dir: Path) -> None:
    """Build the bundled company and run all its tests, with dbt.

    It counts as loaded some days after its newest licence, so that every build is the same.

    Args:
        work_dir: the folder for the database and dbt's own files.

    Raises:
        harness.BuildError: if anything fails, a test included.
    """
    tables = sample_tables()
    newest = max(row["updated_at"] or "" for row in tables["licenses"])
    loaded = date.fromisoformat(newest[:10]) + timedelta(days=DAYS_UNTIL_LOADED)
    project_vars = {"input": "sample", "loaded_at": f"{loaded} 10:00:00"}
    build_book(work_dir, tables, project_vars, keeps_artifacts=True)


def read(work_dir: Path) -> Compiled:
    """Read what dbt left in the folder of a build.

    Args:
        work_dir: what `build` was given.

    Returns:
        The models and the tests.

    Raises:
        ReadError: if dbt has left something else than what is known of it.
    """
    target = work_dir / "target"
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    outcome = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    results = {result["unique_id"]: result for result in outcome["results"]}
    nodes = {**manifest["nodes"], **manifest["sources"]}
    relations = {
        REFERENCE + name_of(node): node["relation_name"]
        for node in nodes.values()
        if node["resource_type"] in ("model", "seed", "snapshot", "source")
        and node["relation_name"]
    }
    ran = [manifest["nodes"][each] for each in results if each in manifest["nodes"]]
    models, data_tests = [], []
    for node in ran:
        if node["resource_type"] == "model":
            models.append(model_of(node, node["compiled_code"], relations))
        elif node["resource_type"] == "snapshot":
            models.append(model_of(node, snapshot_query(target, node), relations))
        elif node["resource_type"] == "test" and node["config"]["severity"].upper() == "ERROR":
            data_tests.append(data_test_of(node, relations))
    run_files = sorted((target / "run").rglob("*.sql"))
    unit_tests = [
        unit_test_of(test, results[name]["compiled_code"], run_files, relations)
        for name, test in manifest["unit_tests"].items()
        if name in results
    ]
    return Compiled(
        work_dir / "book.duckdb", relations, in_order(models), tuple(unit_tests), tuple(data_tests)
    )


def name_of(node: dict[str, Any]) -> str:
    """Give the name of a node; that of a source includes the name of its group."""
    if node["resource_type"] == "source":
        return f"{node['source_name']}__{node['name']}"
    return node["name"]


def with_references(sql: str, relations: dict[str, str]) -> tuple[str, frozenset[str]]:
    """Call relations by their references.

    Args:
        sql: what dbt compiled.
        relations: reference to full name.

    Returns:
        The SQL, and the references in it.
    """
    found = set()
    for reference, relation in relations.items():
        if relation in sql:
            found.add(reference)
            sql = sql.replace(relation, reference)
    return sql, frozenset(found)


def model_of(node: dict[str, Any], sql: str, relations: dict[str, str]) -> Model:
    """Read a model or a snapshot."""
    sql, reads = with_references(sql, relations)
    return Model(
        name=node["name"],
        reference=REFERENCE + node["name"],
        sql=sql,
        reads=reads - {REFERENCE + node["name"]},
        keeps_types=bool(node["config"].get("contract", {}).get("enforced")),
        is_mutated=node["resource_type"] == "model",
    )


def snapshot_query(target: Path, node: dict[str, Any]) -> str:
    """Give the query with which dbt began a snapshot."""
    for path in (target / "run").rglob(f"{node['name']}.sql"):
        match = SNAPSHOT_BODY.search(path.read_text(encoding="utf-8"))
        if match:
            return match[1]
    raise ReadError(f"{node['name']}: no query that creates the snapshot below {target / 'run'}")


def data_test_of(node: dict[str, Any], relations: dict[str, str]) -> DataTest:
    """Read a data test; as dbt does, it fails by what its failures are counted with."""
    config = node["config"]
    sql, reads = with_references(node["compiled_code"], relations)
    limit = f"\nlimit {config['limit']}" if config.get("limit") else ""
    query = (
        f"select {config['fail_calc']} {config['error_if']} as should_error"
        f" from (\n{sql}{limit}\n) as found"
    )
    return DataTest(node["name"], query, reads)


def unit_test_of(
    test: dict[str, Any], compiled_sql: str, run_files: list[Path], relations: dict[str, str]
) -> UnitTest:
    """Read a unit test.

    Args:
        test: its entry in the manifest.
        compiled_sql: the SQL of the model behind the CTEs that stand in for what it reads.
        run_files: all files with SQL that dbt ran.
        relations: reference to full name.

    Returns:
        The unit test.

    Raises:
        ReadError: if no file holds the query that compares.
    """
    fixtures, model_sql = split(compiled_sql)
    for path in run_files:
        if path.stem == test["name"]:
            # As it is: read_text would turn a carriage return in a literal into a line feed.
            compared_sql = path.read_bytes().decode()
            if compiled_sql in compared_sql:
                break
    else:
        raise ReadError(f"{test['name']}: no file holds the query that compares")
    return UnitTest(
        name=test["name"],
        model=test["model"],
        sql=with_references(model_sql.replace(FIXTURE, REFERENCE), relations)[0],
        fixtures={name.replace(FIXTURE, REFERENCE): sql for name, sql in fixtures.items()},
        compared_sql=compared_sql,
    )


def split(compiled_sql: str) -> tuple[dict[str, str], str]:
    """Part the rows that a unit test makes up from the model that reads them.

    Args:
        compiled_sql: SQL that begins with one CTE for each thing that is read.

    Returns:
        Name of each of these CTEs to its query, and the SQL without them.

    Raises:
        ReadError: if one of them stands elsewhere.
    """
    head = WITH_HEAD.match(compiled_sql)
    fixtures: dict[str, str] = {}
    position = head.end() if head else 0
    while match := FIXTURE_HEAD.match(compiled_sql, position):
        start = match.end()
        position = closing_bracket(compiled_sql, start) + 1
        fixtures[match[1]] = compiled_sql[start : position - 1]
    if re.search(rf"{FIXTURE}\w+\s+as\s*\(", compiled_sql[position:], re.IGNORECASE):
        raise ReadError(f"rows of a unit test are not where they should be: {compiled_sql[:200]}")
    rest = compiled_sql[position:].lstrip()
    if rest.startswith(","):
        recursive = (head[1] or "") if head else ""
        return fixtures, f"with {recursive}{rest[1:].lstrip()}"
    return fixtures, rest if fixtures else compiled_sql


def closing_bracket(sql: str, start: int) -> int:
    """Find where a bracket ends.

    Args:
        sql: some SQL.
        start: a position inside of the bracket and of no other one in it.

    Returns:
        The position of the closing bracket.

    Raises:
        ReadError: if the bracket does not end.
    """
    depth = 1
    for match in BRACKETS.finditer(sql, start):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    raise ReadError(f"a bracket does not end: {sql[start : start + 80]}")


def in_order(models: list[Model]) -> dict[str, Model]:
    """Put models in an order in which each stands behind those that it reads."""
    by_reference = {model.reference: model for model in models}
    sorter = TopologicalSorter({m.reference: sorted(m.reads) for m in models})
    return {name: by_reference[name] for name in sorter.static_order() if name in by_reference}
