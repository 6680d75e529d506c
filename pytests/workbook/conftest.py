"""The bundled company, with hostile names, built as far as the workbook reads it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from harness import build_book, read_rows, sample_tables
from hostile_names import CUSTOMERS, PRODUCT, SEGMENT

from workbook.read import Marts, read_marts
from workbook.write import write_workbook

# `make test-workbook` sets it: they need LibreOffice.
collect_ignore = [] if os.environ.get("OFFICE_TESTS") else ["test_worked_out.py"]

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def marts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build what the exposure of the workbook names, and nothing else."""
    tables = sample_tables()
    for row in tables["products"]:
        if row["name"] == "Analytics":
            row["name"] = PRODUCT
    for row, name in zip(tables["companies"], CUSTOMERS, strict=False):
        row["name"] = name
    for row in tables["companies"]:
        if row["region"] == "APAC":
            row["region"] = SEGMENT
    folder = tmp_path_factory.mktemp("workbook")
    return build_book(folder, tables, {}, select=["+exposure:workbook"], command="run")


@pytest.fixture(scope="session")
def mart(marts_file: Path) -> Callable[[str], Rows]:
    """Read marts, each once."""
    return cache(partial(read_rows, marts_file))


@pytest.fixture(scope="session")
def marts(marts_file: Path) -> Marts:
    """What goes into the workbook."""
    return read_marts(marts_file)


@pytest.fixture(scope="session")
def workbook_file(marts: Marts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook."""
    path = tmp_path_factory.mktemp("xlsx") / "retention.xlsx"
    write_workbook(marts, path)
    return path
