"""dbt's manifest, read once for all rules of structure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import pytest
from harness import PROJECT_DIR, run_dbt, write_profile

Node = dict[str, Any]
NAME = "product_retention"


@dataclass(frozen=True)
class Manifest:
    """What dbt has parsed of the project."""

    content: dict[str, Any]

    @cached_property
    def models(self) -> dict[str, Node]:
        """The models, by name."""
        return self.nodes("model")

    @cached_property
    def marts(self) -> dict[str, Node]:
        """The public models, by name."""
        return {name: node for name, node in self.models.items() if node["access"] == "public"}

    @cached_property
    def macros(self) -> dict[str, Node]:
        """The project's own macros, by name."""
        return {
            node["name"]: node
            for node in self.content["macros"].values()
            if node["package_name"] == NAME
        }

    @cached_property
    def all_macros(self) -> set[str]:
        """The unique ids of all macros, dbt's own among them."""
        return set(self.content["macros"])

    def nodes(self, resource_type: str) -> dict[str, Node]:
        """Give the nodes of a type, by name."""
        return {
            node["name"]: node
            for node in self.content["nodes"].values()
            if node["resource_type"] == resource_type
        }

    def edges(self) -> list[tuple[Node, Node]]:
        """Give each model or snapshot with each model or snapshot that it reads."""
        nodes = {
            node["unique_id"]: node
            for node in (*self.models.values(), *self.nodes("snapshot").values())
        }
        return [
            (node, nodes[parent])
            for node in nodes.values()
            for parent in node["depends_on"]["nodes"]
            if parent in nodes
        ]


def folder_of(node: Node) -> str:
    """Give a node's folder below models/, such as intermediate/arr; or that of snapshots."""
    folder = PurePosixPath(node["original_file_path"]).parent
    return str(folder.relative_to("models")) if folder.is_relative_to("models") else str(folder)


def layer_of(node: Node) -> str:
    """Give the first part of a node's folder: staging, intermediate, marts or snapshots."""
    return folder_of(node).split("/")[0]


def meta_of(node: Node) -> dict[str, Any]:
    """Give the meta of a node."""
    return node["config"].get("meta") or {}


def without_comments(sql: str) -> str:
    """Take comments of Jinja and of SQL out of a text."""
    sql = re.sub(r"{#.*?#}", " ", sql, flags=re.DOTALL)
    sql = re.sub(r"/\*.*?\*/", " ", sql, flags=re.DOTALL)
    return re.sub(r"--[^\n]*", " ", sql)


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """Parse the project."""
    folder = tmp_path_factory.mktemp("manifest")
    write_profile(folder, folder / "book.duckdb")
    outcome = run_dbt(
        [
            *("--quiet", "--log-path", str(folder / "logs"), "parse"),
            *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(folder)),
            *("--target-path", str(folder / "target")),
        ]
    )
    assert outcome.success, outcome.exception
    text = (folder / "target" / "manifest.json").read_text(encoding="utf-8")
    return Manifest(json.loads(text))
