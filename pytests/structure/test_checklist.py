"""Each name that docs/checklist.md gives as an answer, or as what holds it, exists."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from conftest import Manifest
from harness import PROJECT_DIR

ROW = re.compile(r"^\| (S\d-\d{3}) \| (.+?) \| (core|input|seed|out) \| (.*?) ?\| (.*?) ?\|$")


def rows() -> list[tuple[str, ...]]:
    """Read the rows of the table: id, question, what it needs, answers, tests."""
    page = (PROJECT_DIR / "docs" / "checklist.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| S")]
    found = [ROW.match(line) for line in lines]
    assert None not in found, [line for line, row in zip(lines, found, strict=True) if not row]
    return [row.groups() for row in found if row]


def named(cell: str) -> list[str]:
    """Give the names in a cell."""
    return re.findall(r"`([^`]+)`", cell)


@cache
def python_tests() -> set[str]:
    """Name the Python tests and the worked examples."""
    words = {
        name
        for path in (PROJECT_DIR / "pytests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    examples = PROJECT_DIR / "pytests" / "figures" / "examples" / "examples.json"
    return words | {each["id"] for each in json.loads(examples.read_text(encoding="utf-8"))}


def is_answer(name: str, manifest: Manifest) -> bool:
    """Tell whether a name is a model, a column, a seed, a var or a file of the project."""
    content = manifest.content
    nodes = {
        node["name"]: node
        for node in content["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }
    node_name, _, column = name.partition(".")
    if node_name in nodes:
        return not column or column in nodes[node_name]["columns"]
    declared = (PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8")
    return (PROJECT_DIR / name).is_file() or f"\n    {name}:" in declared


def test_every_answer_exists(manifest: Manifest) -> None:
    """Every row but work for people names an answer, and every name is one."""
    missing = {
        row_id: [name for name in named(answers) if not is_answer(name, manifest)] or "no answer"
        for row_id, _, needs, answers, _ in rows()
        if needs != "out"
        and (not named(answers) or not all(is_answer(name, manifest) for name in named(answers)))
    }
    assert missing == {}


def test_every_test_exists(manifest: Manifest) -> None:
    """Every answer is held by a test: one of dbt, one of Python or a worked example."""
    data_tests = {
        node["name"]
        for node in [*manifest.content["nodes"].values(), *manifest.content["unit_tests"].values()]
        if node["resource_type"] in ("test", "unit_test")
    }
    known = data_tests | python_tests()
    missing = {
        row_id: [name for name in named(tests) if name not in known] or "no test"
        for row_id, _, needs, _, tests in rows()
        if needs != "out" and (not named(tests) or not set(named(tests)) <= known)
    }
    assert missing == {}


@pytest.mark.parametrize("text", ["S0", "S1", "S2", "S3"])
def test_rows_are_numbered(text: str) -> None:
    """No row is lost: the rows of all texts are numbered through."""
    ids = [row_id for row_id, *_ in rows()]
    assert [int(row_id[3:]) for row_id in ids] == list(range(1, len(ids) + 1))
    assert any(row_id.startswith(text) for row_id in ids)
