"""The bundled company, with hostile names, built as far as the page reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from harness import build_book, read_rows, sample_tables
from hostile_names import PAGE_CUSTOMER, PAGE_PRODUCT, PAGE_SEGMENT

from dashboard.read import read_marts
from dashboard.render import make_page

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def marts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build what the exposure of the page names, and nothing else."""
    tables = sample_tables()
    for row in tables["products"]:
        if row["name"] == "Analytics":
            row["name"] = PAGE_PRODUCT
    for row in tables["companies"]:
        row["name"] = f"{row['name']} {PAGE_CUSTOMER}"
        if row["region"] == "APAC":
            row["region"] = PAGE_SEGMENT
    folder = tmp_path_factory.mktemp("dashboard")
    return build_book(folder, tables, {}, select=["+exposure:dashboard"], command="run")


@pytest.fixture(scope="session")
def mart(marts_file: Path) -> Callable[[str], Rows]:
    """Read marts, each once."""
    return cache(partial(read_rows, marts_file))


@pytest.fixture(scope="session")
def data(marts_file: Path) -> dict[str, Any]:
    """What goes into the page."""
    return read_marts(marts_file)


@pytest.fixture(scope="session")
def page(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page."""
    path = tmp_path_factory.mktemp("page") / "retention.html"
    path.write_text(make_page(data), encoding="utf-8")
    return path
