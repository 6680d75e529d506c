"""Run the dbt project on a given book of raw tables, and read its marts."""

from __future__ import annotations

import csv
import gc
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import parsed_projects
from books import RAW_COLUMNS

PROJECT_DIR = Path(__file__).resolve().parents[2]
PROJECT_PARTS = (
    *("analyses", "dbt_project.yml", "docs", "macros", "models", "overview", "seeds"),
    *("selectors.yml", "snapshots", "tests"),
)
MARTS_SCHEMA = "main_marts"
OTHER_MARTS = [
    f"+path:models/marts/{folder.name}"
    for folder in sorted((PROJECT_DIR / "models" / "marts").iterdir())
    if folder.name != "signals"
]
# `make test-all` sets it: every mutant, more kills, larger books.
THOROUGH = bool(os.environ.get("THOROUGH"))

PROFILE = """\
product_retention:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: {path}
      schema: main
      threads: 2
"""


class BuildError(RuntimeError):
    """A dbt invocation that failed; the message names each failing node and says why."""


def copy_project(folder: Path) -> Path:
    """Copy what dbt reads of the project, for a test that changes it.

    Args:
        folder: where to put the copy; must not exist yet.
    """
    folder.mkdir(parents=True)
    for part in PROJECT_PARTS:
        source = PROJECT_DIR / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        else:
            shutil.copy(source, folder / part)
    return folder


def write_tables(raw_path: Path, tables: dict[str, list[dict[str, str | None]]]) -> None:
    """Write raw tables as CSV files with a header; a missing value is an empty field.

    Args:
        raw_path: the folder to fill; files of an earlier book in it are removed.
        tables: raw table name to rows of text values. A table without rows gets its header only.
    """
    raw_path.mkdir(parents=True, exist_ok=True)
    for old in raw_path.glob("*.csv"):
        old.unlink()
    for name, rows in tables.items():
        columns = list(rows[0]) if rows else list(RAW_COLUMNS[name])
        columns += sorted({column for row in rows for column in row} - set(columns))
        with (raw_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def sample_tables() -> dict[str, list[dict[str, str | None]]]:
    """Read the raw tables of the bundled company; an empty field is an empty text."""
    paths = (PROJECT_DIR / "seeds" / "sample").glob("sample_*.csv")
    return {path.stem.removeprefix("sample_"): read_csv(path) for path in paths}


def read_csv(path: Path) -> list[dict[str, str | None]]:
    """Read the rows of a CSV file with a header, as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed_path(seed: str) -> Path:
    """Give the file of a seed of lookups."""
    return PROJECT_DIR / "seeds" / "lookups" / f"{seed}.csv"


def write_seed(folder: Path, seed: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write a file for `build_book` to read in place of a seed of lookups.

    Args:
        folder: where to write it.
        seed: its name; the file has its columns.
        rows: those of the file; what a row does not say is an empty field.
    """
    with seed_path(seed).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    path = folder / f"{seed}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def build_book(
    work_dir: Path,
    tables: dict[str, list[dict[str, str | None]]],
    project_vars: dict[str, Any],
    select: list[str] | None = None,
    command: str = "build",
    target_path: Path | None = None,
    project_dir: Path = PROJECT_DIR,
    full_refresh: bool = False,
    is_gated: bool = True,
    keeps_artifacts: bool = False,
    without_signals: bool = False,
    more_arguments: Sequence[str] = (),
    seed_files: Mapping[str, Path] | None = None,
) -> Path:
    """Build the dbt project on a book.

    Several books can be built in one `work_dir`: each replaces the raw files and the marts of the
    one before. The project is parsed once for all books of the same vars; see parsed_projects.

    Args:
        work_dir: a folder for the raw files, the profile, the database and dbt's own files.
        tables: raw table name to rows of text values.
        project_vars: dbt vars; they win over those that the harness sets itself.
        select: dbt selectors; everything when not given.
        command: `build` (seeds, models and all tests), `check` (without unit tests) or `run`
            (seeds and models, since models read lookups that are seeds).
        target_path: dbt's target folder, `work_dir`/target when not given.
        project_dir: the dbt project, this repository when not given.
        full_refresh: drop and rebuild what grows from build to build, as far as it allows it.
        is_gated: stop where the input is not understood; a book that is broken on purpose would.
        keeps_artifacts: write dbt's log, manifest.json and run_results.json, too.
        without_signals: leave out the marts of signals where a test asks nothing of them: they are
            half of a build.
        more_arguments: of dbt.
        seed_files: seed to the CSV file that is read in place of its own.

    Raises:
        ValueError: if there is no such command.
        BuildError: if dbt fails; names the failing nodes with their messages.
    """
    if command not in ("build", "check", "run"):
        raise ValueError(f"command: {command!r} is none of build, check, run")
    work_dir = work_dir.resolve()
    raw_path = work_dir / "raw"
    database_path = work_dir / "book.duckdb"
    write_tables(raw_path, tables)
    write_profile(work_dir, database_path)
    arguments = dbt_arguments(
        work_dir, "build", tables, project_vars, target_path, project_dir, keeps_artifacts
    )
    excluded = {"build": (), "check": ("unit_test",), "run": ("test", "unit_test")}[command]
    for resource_type in excluded:
        arguments += ["--exclude-resource-type", resource_type]
    if full_refresh:
        arguments += ["--full-refresh"]
    if without_signals:
        select = OTHER_MARTS
        # A test that reads signals, too, is left out.
        arguments += ["--indirect-selection", "cautious"]
    if not is_gated:
        arguments += ["--select", *(select or ["fqn:*"]), "--exclude", "tag:gate"]
    else:
        arguments += ["--select", *select] if select else ["--selector", "everything"]
    outcome = run_dbt([*arguments, *more_arguments], seed_files)
    if not outcome.success:
        raise BuildError(failure_message(outcome))
    return database_path


def dbt_arguments(
    work_dir: Path,
    command: str,
    table_names: Iterable[str],
    project_vars: dict[str, Any],
    target_path: Path | None = None,
    project_dir: Path = PROJECT_DIR,
    keeps_artifacts: bool = False,
) -> list[str]:
    """Give the arguments of a dbt command on the book of a folder; see `build_book`."""
    all_vars = {
        "input": "files",
        "raw_format": "csv",
        "raw_path": str(work_dir / "raw"),
        "optional_inputs": [name for name in table_names if name != "licenses"],
        "print_summary": False,
        **project_vars,
    }
    return [
        "--quiet",
        "--no-use-colors",
        # An eighth of a build of a small book goes into the log and the manifest.
        *(() if keeps_artifacts else ("--log-level-file", "none", "--no-write-json")),
        "--log-path",
        str(work_dir / "logs"),
        command,
        "--project-dir",
        str(project_dir),
        "--profiles-dir",
        str(work_dir),
        "--target-path",
        str(target_path or work_dir / "target"),
        "--vars",
        json.dumps(all_vars, default=float),
    ]


def run_operation(
    work_dir: Path,
    operation: str,
    operation_arguments: dict[str, Any],
    table_names: Iterable[str],
    project_vars: dict[str, Any],
) -> None:
    """Run a macro on a book that `build_book` built; it prints to standard output.

    Args:
        work_dir: the folder of the book.
        operation: name of the macro.
        operation_arguments: its arguments.
        table_names: the raw tables of the book.
        project_vars: the vars of the build; with the same ones, dbt need not parse the project.

    Raises:
        BuildError: if the macro raises an error.
    """
    arguments = dbt_arguments(work_dir.resolve(), "run-operation", table_names, project_vars)
    position = arguments.index("run-operation") + 1
    arguments[position:position] = [operation, "--args", json.dumps(operation_arguments)]
    if not run_dbt(arguments).success:
        raise BuildError(f"{operation} failed; dbt says why on standard output")


def write_profile(folder: Path, database_path: Path) -> None:
    """Write a profile that leads to a database."""
    profile = PROFILE.format(path=json.dumps(str(database_path)))
    (folder / "profiles.yml").write_text(profile, encoding="utf-8")


def run_dbt(arguments: list[str], seed_files: Mapping[str, Path] | None = None) -> Any:
    """Run a dbt command in this process, and close the database; give dbt's outcome.

    Args:
        arguments: of dbt.
        seed_files: seed to the CSV file that is read in place of its own.
    """
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    from dbt.cli.main import dbtRunner  # after the environment is set: dbt reads it on import

    kept = parsed_projects.kept_file(arguments, PROJECT_DIR)
    manifest = parsed_projects.load(kept)
    if seed_files:
        if manifest is None:
            manifest = parse_project(arguments, kept)
        for node in manifest.nodes.values():
            if node.resource_type == "seed" and node.name in seed_files:
                # dbt reads it below root_path, and writes what it ran by the other path, in target.
                file = seed_files[node.name]
                node.root_path, node.original_file_path = str(file.parent), file.name
    outcome = dbtRunner(manifest=manifest).invoke(arguments)
    parsed_projects.keep(kept, arguments)
    release_database()
    return outcome


def parse_project(arguments: list[str], kept: Path | None) -> Any:
    """Parse the project for a dbt command and keep what is parsed.

    Args:
        arguments: of the command, as `dbt_arguments` gives them, with more behind them.
        kept: where to keep it.

    Raises:
        BuildError: if dbt fails.
    """
    from dbt.cli.main import dbtRunner

    words = ["parse" if word == "build" else word for word in arguments]
    outcome = dbtRunner().invoke(words[: words.index("--vars") + 2])
    if not outcome.success:
        raise BuildError(failure_message(outcome))
    parsed_projects.keep(kept, arguments)
    return outcome.result


def release_database() -> None:
    """Close dbt's connections, so that the database can be opened again in this process."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    gc.collect()


def failure_message(outcome: Any) -> str:
    """Say which nodes of a failed dbt invocation failed, and why.

    Args:
        outcome: what `dbtRunner.invoke` returned.

    Returns:
        One paragraph per failing node, or the exception where dbt came to no node.
    """
    if outcome.exception is not None:
        return f"{type(outcome.exception).__name__}: {outcome.exception}"
    failed = [
        f"{result.node.unique_id}: {result.status}: {result.message}"
        for result in getattr(outcome.result, "results", None) or []
        if str(result.status) in ("error", "fail", "runtime error", "partial success")
    ]
    return "\n".join(failed) or "dbt failed without naming a node"


def read_rows(
    database_path: Path,
    relation: str,
    columns: Sequence[str] | None = None,
    schema: str = MARTS_SCHEMA,
) -> list[dict[str, Any]]:
    """Read a relation.

    Args:
        database_path: what `build_book` returned.
        relation: name of the table or view.
        columns: names of the columns; all when not given.
        schema: where the relation is; the marts' schema when not given.
    """
    selected = ", ".join(f'"{column}"' for column in columns) if columns else "*"
    with duckdb.connect(str(database_path), read_only=True) as connection:
        cursor = connection.execute(f'select {selected} from "{schema}"."{relation}"')
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_schema(database_path: Path, schema: str = MARTS_SCHEMA) -> dict[str, list[dict[str, Any]]]:
    """Read every row of every table and view of a schema, by the relation's name."""
    with duckdb.connect(str(database_path), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = ?", [schema]
        ).fetchall()
    return {name: read_rows(database_path, name, schema=schema) for (name,) in names}
