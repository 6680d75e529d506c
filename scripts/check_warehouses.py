"""Compile the project for warehouses that are not there, and read what comes out in their dialects.

    python scripts/check_warehouses.py [snowflake bigquery databricks redshift]

Every model, test, snapshot and analysis is compiled under two sets of vars: the sample, and tables
with most switches changed. Using a connection fails, so that nothing can be asked of a database:
where the project asks whether months are closed, the answer is no with the first set (a new
database) and yes with the second.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

PROJECT_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

COMMON = {"print_summary": False, "loaded_at": "2026-01-10 08:00:00"}
VARS: dict[str, dict[str, Any]] = {
    "sample": {**COMMON, "input": "sample", "fx_mode": "constant"},
    "tables": {
        **COMMON,
        "input": "tables",
        "fx_mode": "monthly",
        "value_basis": "mrr",
        "renewal_grace_days": 30,
        "auto_renew_past_end": True,
        "customer_grain": "parent",
        "end_date_is_inclusive": False,
        "reactivation_counts_as_new_after_months": 12,
        "customer_segments": ["plan_channel"],
        "license_attributes": ["payment_terms"],
        "pseudonymise_customers": True,
        "retention_windows": [1, 6, 12],
        "as_of_date": "2024-06-30",
    },
}


def main(arguments: list[str]) -> int:
    """Check the named warehouses, each in a process of its own, two at a time."""
    from warehouse_dialects import WAREHOUSES

    if arguments[:1] == ["--one"]:
        return check(arguments[1])
    names = arguments or list(WAREHOUSES)
    with ThreadPoolExecutor(2) as pool:
        command = [sys.executable, __file__, "--one"]
        outcomes = pool.map(lambda name: subprocess.run([*command, name], check=False), names)
        return max(outcome.returncode for outcome in outcomes)


def check(name: str) -> int:
    """Compile the project for one warehouse and read the result; print what is wrong."""
    from warehouse_dialects import WAREHOUSES, complaints

    warehouse = WAREHOUSES[name]
    found: list[str] = []
    file_count = 0
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as temporary:
        for label, project_vars in VARS.items():
            folder = Path(os.environ.get("KEEP_COMPILED", temporary)) / name / label
            folder.mkdir(parents=True, exist_ok=True)
            nodes = compile_project(warehouse, folder, project_vars, label != "sample")
            for path, sql in compiled_files(folder):
                file_count += 1
                found += [f"{path}: {text}" for text in complaints(sql, warehouse)]
            for unique_id, column, data_type in contract_types(nodes):
                if data_type.split("(")[0].lower() not in warehouse.types:
                    found.append(f"{unique_id}: {column}: no type {data_type}")
    for message in sorted(set(found)):
        print(f"{name}: {message}")
    print(f"{name}: {file_count} files compiled without a connection, {len(found)} complaints")
    return 1 if found or not file_count else 0


class Shut:
    """A connection of which nothing can be asked."""

    def close(self) -> None:
        """Do nothing: it was never open."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"a connection is used: {name}")


def compile_project(
    warehouse: Any, folder: Path, project_vars: dict[str, Any], months_are_closed: bool
) -> dict[str, Any]:
    """Run `dbt compile` with connections shut, and give the nodes of the manifest.

    Raises:
        RuntimeError: if it fails.
    """
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    from dbt.adapters.base.impl import BaseAdapter
    from dbt.adapters.contracts.connection import Connection
    from dbt.cli.main import dbtRunner

    importlib.import_module(f"dbt.adapters.{warehouse.dialect}")
    profile = {"product_retention": {"target": "dev", "outputs": {"dev": warehouse.output}}}
    (folder / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")

    def relation(self: Any, database: str, schema: str, identifier: str) -> Any:
        names = {"database": database, "schema": schema, "identifier": identifier}
        is_there = months_are_closed and identifier == "closed_months"
        return self.Relation.create(**names, type="table") if is_there else None

    for adapter in (BaseAdapter, *subclasses(BaseAdapter)):
        if "get_relation" in vars(adapter):
            adapter.get_relation = relation
    # Every adapter opens its connections by asking for this.
    Connection.handle = property(lambda _: Shut(), lambda *_: None)
    outcome = dbtRunner().invoke(
        [
            *("--quiet", "--no-use-colors", "--log-path", str(folder / "logs")),
            *("compile", "--no-introspect", "--no-populate-cache"),
            *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(folder)),
            *("--target-path", str(folder / "target"), "--vars", json.dumps(project_vars)),
        ]
    )
    if not outcome.success:
        raise RuntimeError(f"{warehouse.dialect}: dbt compile failed: {outcome.exception}")
    manifest = (folder / "target" / "manifest.json").read_text(encoding="utf-8")
    return json.loads(manifest)["nodes"]


def subclasses(of: type) -> Iterator[type]:
    """Give the classes that are made from one."""
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


def compiled_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the paths and texts of the compiled SQL."""
    compiled = folder / "target" / "compiled"
    for path in sorted(compiled.rglob("*.sql")):
        yield str(path.relative_to(compiled)), path.read_text(encoding="utf-8")


def contract_types(nodes: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give every column that a contract or a seed gives a type."""
    for unique_id, node in nodes.items():
        for column in node["columns"].values():
            if column.get("data_type"):
                yield unique_id, column["name"], column["data_type"]
        for column, data_type in (node["config"].get("column_types") or {}).items():
            yield unique_id, column, data_type


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
