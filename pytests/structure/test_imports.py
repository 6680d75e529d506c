"""How the Python of the tests is built: no circle of imports, and an oracle of its own."""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from harness import PROJECT_DIR

PACKAGES = {
    "oracle": PROJECT_DIR / "pytests" / "oracle",
    "engines": PROJECT_DIR / "pytests" / "engines",
    "books": PROJECT_DIR / "pytests" / "support" / "books",
}


def imports_of(path: Path) -> set[str]:
    """Give the names of the modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_no_circle_of_imports(package: str) -> None:
    """The modules of a package can be put in an order."""
    folder = PACKAGES[package]
    reads = {}
    for path in folder.rglob("*.py"):
        parts = [package, *path.relative_to(folder).with_suffix("").parts]
        name = ".".join(part for part in parts if part != "__init__")
        reads[name] = imports_of(path)
    assert len(reads) > 3
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        circle = " imports ".join(reversed(error.args[1]))
        raise AssertionError(f"a circle; move what both need to a module: {circle}") from None


def test_the_oracle_stands_alone() -> None:
    """It imports the standard library and itself: nothing of dbt, of the SQL or of the harness."""
    for path in PACKAGES["oracle"].rglob("*.py"):
        roots = {name.split(".")[0] for name in imports_of(path)}
        other = roots - set(sys.stdlib_module_names) - {"oracle"}
        assert not other, f"{path.name} imports {sorted(other)}"
