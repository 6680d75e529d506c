"""The bundled company, published, and a Superset that has imported the starter dashboard."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from harness import PROJECT_DIR, dbt_arguments, sample_tables, write_profile, write_tables
from superset_starter import Built, Rows, starter

# `make test-superset` sets it: they need Superset.
collect_ignore = [] if os.environ.get("SUPERSET_TESTS") else ["test_superset.py"]

# dbt is in an environment of its own.
DBT = PROJECT_DIR / ".venv" / "bin" / "dbt"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build what the exposure of the dashboard names, and publish it."""
    folder = tmp_path_factory.mktemp("superset")
    tables = sample_tables()
    write_tables(folder / "raw", tables)
    built = Built(folder)
    write_profile(folder, built.database)
    arguments = dbt_arguments(folder, "build", tables, {}, keeps_artifacts=True)
    arguments += ["--select", "+exposure:superset"]
    arguments += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    done = subprocess.run([str(DBT), *arguments], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    built.publish()
    return built


@pytest.fixture(scope="session")
def no_network() -> Iterator[None]:
    """Let this process reach nobody."""

    def refuse(self: socket.socket, address: Any) -> None:
        raise AssertionError(f"a connection to {address}")

    connect = socket.socket.connect
    socket.socket.connect = refuse
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def client(built: Built, no_network: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Someone who has logged in to a fresh Superset with the starter dashboard."""
    from superset_client import make_client

    client = make_client(tmp_path_factory.mktemp("home"), built.published)
    assert client.get("/api/v1/me/").status_code == 200
    return client


@pytest.fixture(scope="session")
def app(client: Any) -> Any:
    """That Superset."""
    return client.application


@pytest.fixture(scope="session")
def get(client: Any) -> Callable[[str], Any]:
    """Ask Superset's API."""

    def answer(path: str) -> Any:
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, response.text
        return response.json["result"]

    return answer


@pytest.fixture(scope="session")
def datasets(get: Callable[[str], Any]) -> dict[str, int]:
    """The ids of the datasets by their names."""
    return {row["table_name"]: row["id"] for row in get("dataset/?q=(page_size:100)")}


@pytest.fixture(scope="session")
def charts(get: Callable[[str], Any]) -> dict[str, int]:
    """The ids of the charts by the names of their files."""
    ids = {row["slice_name"]: row["id"] for row in get("chart/?q=(page_size:100)")}
    return {key: ids[chart["slice_name"]] for key, chart in starter("charts").items()}


@pytest.fixture(scope="session")
def ask(client: Any, datasets: dict[str, int]) -> Callable[..., Rows]:
    """Ask a dataset for metrics, as a chart does."""

    def answer(dataset: str, metrics: list[str], by: list[str] = (), **filters: Any) -> Rows:
        query = {
            "columns": list(by),
            "metrics": metrics,
            "filters": [{"col": c, "op": "==", "val": value} for c, value in filters.items()],
            "row_limit": 50_000,
        }
        source = {"id": datasets[dataset], "type": "table"}
        body = {"datasource": source, "queries": [query], "force": True}
        response = client.post("/api/v1/chart/data", json=body)
        assert response.status_code == 200, response.text
        return response.json["result"][0]["data"]

    return answer
