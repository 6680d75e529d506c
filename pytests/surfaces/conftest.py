"""The bundled company, built, published and shown by the commands that people use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built_project import BuiltProject
from harness import PROJECT_DIR, copy_project

# `make test-surfaces` sets it: they need MetricFlow, Superset and LibreOffice.
collect_ignore = [] if os.environ.get("SURFACE_TESTS") else ["test_one_nrr.py"]

BEYOND_DBT = ("dashboard", "examples", "published", "scripts", "workbook")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltProject:
    """Build and publish in a folder of its own, as `make build` does."""
    folder = copy_project(tmp_path_factory.mktemp("surfaces") / "project")
    for part in BEYOND_DBT:
        shutil.copytree(PROJECT_DIR / part, folder / part)
    shutil.copy(PROJECT_DIR / "profiles.yml.example", folder / "profiles.yml")
    # No variable of the caller says where to build, or what.
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PRODUCT_RETENTION_", "DBT_")) and name not in ("VARS", "FILE")
    }
    environment = {**known, "DBT_PROFILES_DIR": str(folder), "DO_NOT_TRACK": "1"}

    def run(*command: str | Path, **more: str) -> str:
        outcome = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr
        return outcome.stdout

    said = run(sys.executable, "scripts/run_dbt.py", "build", "--exclude-resource-type", "test")
    run(sys.executable, "scripts/publish.py")
    return BuiltProject(folder, said, run)
