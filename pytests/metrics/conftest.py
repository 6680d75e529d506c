"""The bundled company, built as far as the metrics read it, and MetricFlow asked about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from harness import build_book, copy_project, read_rows, sample_tables

# `make test-metrics` sets it: they need MetricFlow.
collect_ignore = [] if os.environ.get("METRIC_TESTS") else ["test_metrics.py"]

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def marts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build what the exposure of the metrics names, in a project of its own.

    MetricFlow looks for what dbt has parsed in the folder target of the project.
    """
    folder = tmp_path_factory.mktemp("metrics")
    project = copy_project(folder / "project")
    return build_book(
        folder,
        sample_tables(),
        {},
        select=["+exposure:metrics"],
        command="run",
        project_dir=project,
        target_path=project / "target",
        keeps_artifacts=True,
    )


@pytest.fixture(scope="session")
def mart(marts_file: Path) -> Callable[[str], Rows]:
    """Read marts, each once."""
    return cache(partial(read_rows, marts_file))


@pytest.fixture(scope="session")
def ask(marts_file: Path, mart: Callable[[str], Rows]) -> Callable[..., Rows]:
    """Ask for metrics as `mf query` does, and give the rows."""
    from dbt_metricflow.cli.cli_configuration import CLIConfiguration
    from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

    for name in MARTS:
        mart(name)  # before MetricFlow opens the file
    configuration = CLIConfiguration()
    configuration.setup(marts_file.parent, marts_file.parent / "project", False)

    def answer(*metrics: str, by: tuple[str, ...] = (), where: str | None = None) -> Rows:
        request = MetricFlowQueryRequest.create(
            metric_names=metrics,
            group_by_names=by,
            where_constraints=[where] if where else None,
        )
        table = configuration.mf.query(request).result_df
        assert table is not None
        return [dict(zip(table.column_names, row, strict=True)) for row in table.rows]

    return answer


MARTS = (
    "dim_products",
    "fct_arr_monthly",
    "retention_company_monthly",
    "retention_product_monthly",
    "retention_product_family_monthly",
    "retention_segment_monthly",
    "retention_product_segment_monthly",
)
