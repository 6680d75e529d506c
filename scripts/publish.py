"""Copy the marts of a finished build to a file of their own, for BI tools to read.

    python scripts/publish.py [--profiles-dir DIR] [--target NAME] [--to FILE]

DuckDB lets one program write a file, and none other read it meanwhile. So BI tools read a copy of
the marts: it is written beside the published file, and takes its place in one step once it is
whole. A reader never sees half a build, a reader that has the file open does not stop the next
build, and a build that fails leaves the last good file. Each table and column has its description
as a comment. A mart with several windows has a view of the window of 12 months beside it, for
tools that would add windows up. On other databases there is nothing to do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

PROJECT_DIR = Path(__file__).resolve().parent.parent
DEFAULT_TARGET = "product_retention_marts.duckdb"
# The schema of the published file.
SCHEMA = "marts"
WINDOW = 12


@dataclass(frozen=True)
class Mart:
    """A mart to publish: where it is in the database, quoted, and what it and its columns are."""

    source: str
    description: str
    columns: dict[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Publish the marts of the project's profile.

    Args:
        arguments: of the command line; those of the process when not given.

    Returns:
        0 if the file was published or there is nothing to do, else 1.
    """
    parser = argparse.ArgumentParser(description="Copy the marts to a file for BI tools.")
    parser.add_argument("--profiles-dir", default=".", help="folder of profiles.yml")
    parser.add_argument("--target", help="target of the profile; its default when not given")
    parser.add_argument(
        "--to",
        default=os.environ.get("PRODUCT_RETENTION_PUBLISHED_PATH", DEFAULT_TARGET),
        help="file to publish to",
    )
    options = parser.parse_args(arguments)
    database = database_path(options.profiles_dir, options.target)
    if database is None:
        return 0
    target = Path(options.to)
    try:
        marts = read_marts(manifest_path())
        target = beside(target, marts)
        published = publish(database, target, marts)
    except Exception as error:
        print(f"Not published, {target} is as it was: {error}", file=sys.stderr)
        return 1
    print(f"Published {published} marts to {target}, schema {SCHEMA}; BI tools read them there.")
    return 0


def beside(target: Path, marts: dict[str, Mart]) -> Path:
    """Give the file to publish to: one of its own for figures as they were known on a day.

    Args:
        target: the file for the present figures.
        marts: what `read_marts` gives.
    """
    sources = [mart.source for mart in marts.values()] or [""]
    known = re.search(r"(_known_\d{4}_\d{2}_\d{2})\"\.", sources[0])
    return target.with_stem(target.stem + known[1]) if known else target


def database_path(profiles_dir: str, target: str | None) -> Path | None:
    """Give the DuckDB file of a target; None if it is no DuckDB file.

    Args:
        profiles_dir: folder of profiles.yml.
        target: target of the profile; its default when None.
    """
    from dbt.config.runtime import load_profile
    from dbt.flags import set_from_args
    from dbt_common.context import set_invocation_context

    set_invocation_context(os.environ)
    set_from_args(argparse.Namespace(PROFILES_DIR=profiles_dir), None)
    profile = load_profile(str(PROJECT_DIR), {}, target_override=target)
    path = getattr(profile.credentials, "path", None)
    if profile.credentials.type != "duckdb" or not path or path == ":memory:" or ":" in path[2:]:
        return None
    return Path(path)


def manifest_path() -> Path:
    """Give the manifest of the last dbt run."""
    return PROJECT_DIR / os.environ.get("DBT_TARGET_PATH", "target") / "manifest.json"


def read_marts(manifest: Path) -> dict[str, Mart]:
    """Read the marts from dbt's manifest.

    Args:
        manifest: path of manifest.json.

    Returns:
        The marts by name, but those whose `meta` says `publish: false`.
    """
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["alias"]: Mart(
            f"{quoted(node['schema'])}.{quoted(node['alias'])}",
            node["description"],
            {name: column["description"] for name, column in node["columns"].items()},
        )
        for node in nodes
        if node["resource_type"] == "model"
        and node["fqn"][1] == "marts"
        and node["config"]["enabled"]
        and node["config"]["meta"].get("publish", True)
    }


def publish(database: Path, target: Path, marts: dict[str, Mart]) -> int:
    """Copy marts to a new file and put it in the place of the published one.

    Args:
        database: the file that was built.
        target: the file to publish to; it is replaced as a whole, or not at all.
        marts: the marts by name.

    Returns:
        How many marts were copied.

    Raises:
        duckdb.Error: if the database can't be read or the copy can't be written.
        OSError: if the file can't be replaced.
    """
    import duckdb

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with duckdb.connect() as connection:
            # By its own name: views name the database that they read.
            build = quoted(database.stem)
            connection.execute(f"attach {literal(str(database))} as {build} (read_only)")
            connection.execute(f"attach {literal(str(draft))} as the_draft")
            connection.execute(f"create schema the_draft.{SCHEMA}")
            connection.execute(f"use the_draft.{SCHEMA}")
            for name, mart in marts.items():
                table = quoted(name)
                connection.execute(f"create table {table} as select * from {build}.{mart.source}")
                comment(connection, "table", table, mart)
                if "window_months" in mart.columns:
                    create_view_of_window(connection, name, mart)
            connection.execute("use memory")
            connection.execute("detach the_draft")
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        for leftover in (draft, draft.with_name(draft.name + ".wal")):
            leftover.unlink(missing_ok=True)
    return len(marts)


def create_view_of_window(connection: Any, name: str, mart: Mart) -> None:
    """Create a view of a mart's rows of 12 months; none where that window is not measured.

    Args:
        connection: with the schema of the published marts as the one in use.
        name: of the mart, such as retention_product_monthly; its view is retention_product_12m.
        mart: the mart.
    """
    is_measured = f"select 1 from {quoted(name)} where window_months = {WINDOW} limit 1"
    if not connection.execute(is_measured).fetchone():
        return
    view = quoted(f"{name.removesuffix('_monthly')}_{WINDOW}m")
    columns = {column: text for column, text in mart.columns.items() if column != "window_months"}
    # By its schema alone: the file is opened under another name than that of the draft.
    connection.execute(
        f"create view {view} as select {', '.join(map(quoted, columns))} "
        f"from {SCHEMA}.{quoted(name)} where window_months = {WINDOW}"
    )
    description = f"The rows of {name} over {WINDOW} months. {mart.description}"
    comment(connection, "view", view, replace(mart, description=description, columns=columns))


def comment(connection: Any, kind: str, relation: str, mart: Mart) -> None:
    """Put the descriptions of a mart and its columns into comments.

    Args:
        connection: with the schema of the relation as the one in use.
        kind: table or view.
        relation: the relation, quoted.
        mart: its descriptions.
    """
    connection.execute(f"comment on {kind} {relation} is {literal(mart.description)}")
    for column, description in mart.columns.items():
        connection.execute(
            f"comment on column {relation}.{quoted(column)} is {literal(description)}"
        )


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    sys.exit(main())
