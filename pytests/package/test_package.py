"""Another project installs this one as a package: the example in examples/host_project.

The project is built once with everything in the way that a host can have of its own: a model
named as a mart, vars named as settings, --vars, hooks, schema names, raw tables that are models.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from harness import PROJECT_DIR, failure_message, release_database, run_dbt

EXAMPLES = PROJECT_DIR / "examples"
# Vars of a command of the host; known_at is a setting of the package, too.
HOST_VARS = {"nightly_load": True, "known_at": "yesterday"}


@dataclass(frozen=True)
class Host:
    """The project that installs this one, as its build left it."""

    folder: Path
    manifest: dict[str, Any]
    results: dict[str, str]

    def run(
        self, command: str, *arguments: str, project_vars: dict[str, Any] | None = None
    ) -> tuple[bool, str]:
        """Run a dbt command in the project; give whether it succeeded, and what failed."""
        outcome = run_dbt(
            [
                *("--quiet", "--log-path", str(self.folder / "logs"), command),
                *("--project-dir", str(self.folder), "--profiles-dir", str(self.folder)),
                *(("--vars", json.dumps(project_vars or HOST_VARS)) if command != "deps" else ()),
                *arguments,
            ]
        )
        return outcome.success, "" if outcome.success else failure_message(outcome)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Query the host's database."""
        release_database()
        with duckdb.connect(str(self.folder / "host.duckdb")) as connection:
            return connection.execute(sql).fetchall()

    def own_nodes(self, *resource_types: str) -> dict[str, dict[str, Any]]:
        """Give the nodes of this project in the host's manifest, by name."""
        return {
            node["name"]: node
            for part in ("nodes", "unit_tests", "exposures")
            for node in self.manifest[part].values()
            if node["package_name"] == "product_retention"
            and node["resource_type"] in resource_types
        }


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Install this project in a copy of the example, and build all of it."""
    folder = tmp_path_factory.mktemp("package") / "host"
    shutil.copytree(
        EXAMPLES / "host_project",
        folder,
        ignore=shutil.ignore_patterns("dbt_packages", "target", "logs", "*.duckdb*"),
    )
    packages = (folder / "packages.yml").read_text(encoding="utf-8")
    assert packages.count("../..") == 1
    packages = packages.replace("../..", str(PROJECT_DIR))
    (folder / "packages.yml").write_text(packages, encoding="utf-8")
    shutil.copy(folder / "profiles.yml.example", folder / "profiles.yml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOST_PROJECT_DUCKDB_PATH", str(folder / "host.duckdb"))
        unbuilt = Host(folder, {}, {})
        for command in ("deps", "build"):
            succeeded, message = unbuilt.run(command)
            assert succeeded, message
        results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
        yield Host(
            folder,
            json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8")),
            {each["unique_id"]: each["status"] for each in results["results"]},
        )
    release_database()


def test_figures_are_those_of_the_host_s_rows(host: Host) -> None:
    """By hand: core falls from 1200 + 2400 + 600 to 1500 + 1800, plus from 900 + 300 to 900."""
    figures = host.rows(
        "select product_id, nrr_numerator, nrr_denominator from ("
        " select product_id, closing_arr as nrr_numerator, opening_arr as nrr_denominator"
        " from retention.retention_product_monthly"
        " where arr_month = date '2024-06-01' and window_months = 12) order by 1"
    )
    assert figures == [
        ("core", Decimal(3300), Decimal(4200)),
        ("plus", Decimal(900), Decimal(1200)),
    ]


def test_each_project_finds_its_own_model(host: Host) -> None:
    """Both have a dim_customers; the host's models and the package's each read their own."""
    columns = (
        "select column_name from information_schema.columns where table_name = 'dim_customers'"
    )
    assert ("customer_title",) in host.rows(f"{columns} and table_schema = 'core'")
    assert ("current_arr",) in host.rows(f"{columns} and table_schema = 'retention'")
    assert host.rows(
        "select customer_title, current_arr from core.account_health order by customer_title"
    ) == [
        ("Customer 1", Decimal(2400)),
        ("Customer 2", Decimal(1800)),
        ("Customer 3", Decimal(0)),
    ]
    for test in host.own_nodes("test").values():
        if test.get("file_key_name") == "models.dim_customers":
            parents = test["depends_on"]["nodes"]
            assert "model.product_retention.dim_customers" in parents, test["name"]
            assert host.results[test["unique_id"]] == "pass"


def test_vars_of_the_host_stay_with_it(host: Host) -> None:
    """Neither its --vars nor its vars of equal name are taken for settings; those scoped are."""
    settings = host.rows(
        "select as_of_date, reporting_currency, source_input from retention.report_info"
    )
    assert settings == [(date(2024, 6, 30), "USD", "tables")]
    assert not host.rows(
        "select schema_name from information_schema.schemata where schema_name like '%known%'"
    )
    versions = host.rows("select distinct dbt_valid_from from history.license_versions")
    assert versions == [(datetime(2024, 7, 8),)]


def test_schemas_are_named_by_the_host(host: Host) -> None:
    """By its macro and by its config; closed months are found there, so that they are guarded."""
    schemas = {node["schema"] for node in host.own_nodes("model", "snapshot", "seed").values()}
    assert schemas == {
        *("staging", "intermediate", "retention", "retention_closed", "history", "lookups"),
    }
    assert host.rows(
        "select max(arr_month), max(source_input) from retention_closed.closed_months"
    ) == [(date(2024, 5, 1), "tables")]
    succeeded, message = host.run("run", "--select", "int_last_closed_month")
    assert succeeded, message
    closed = host.rows("select last_closed_month from intermediate.int_last_closed_month")
    assert closed == host.rows(
        "select month_index from intermediate.int_months where arr_month = date '2024-05-01'"
    )


def test_nothing_lands_in_the_host_that_is_not_for_it(host: Host) -> None:
    """No unit test, no sample, no first page of the documentation."""
    assert not host.own_nodes("unit_test")
    assert not [name for name in host.own_nodes("seed") if name.startswith("sample_")]
    assert "doc.product_retention.__overview__" not in host.manifest["docs"]
    assert "doc.product_retention.movements" in host.manifest["docs"]


def test_lineage_leads_to_models_of_the_host(host: Host) -> None:
    """Raw tables that are models of the host are parents in the graph, and no source is."""
    parents = host.manifest["parent_map"]
    for table, model in (
        ("licenses", "billing_licenses"),
        ("products", "billing_products"),
        ("companies", "dim_customers"),
    ):
        assert (
            f"model.host_project.{model}"
            in parents[f"model.product_retention.stg_planhat__{table}"]
        )
    assert not [
        node
        for node, above in parents.items()
        if node.startswith("model.product_retention.")
        and any(parent.startswith("source.") for parent in above)
    ]


def test_hooks_rest_where_the_host_runs_its_own(host: Host) -> None:
    """A load out of order stops what builds the package, and no other command of the host."""
    host.rows("update history.license_versions set dbt_valid_from = timestamp '2030-01-01'")
    succeeded, message = host.run("run", "--select", "billing_licenses")
    assert succeeded, message
    succeeded, message = host.run("run", "--select", "int_months")
    assert not succeeded and "loads must come in the order of time" in message


def test_pull_request_builds_what_changed_alone(host: Host) -> None:
    """The dbt commands of both templates; the rest is read where the main branch built it."""
    state = host.folder / "main"
    state.mkdir()
    (state / "manifest.json").write_text(json.dumps(host.manifest), encoding="utf-8")
    model = host.folder / "models" / "account_health.sql"
    old = model.read_text(encoding="utf-8")
    model.write_text(f"-- Changed.\n{old}", encoding="utf-8")
    try:
        command, *arguments = ci_command("build --select state:modified+")
        arguments = [str(state) if each == "main" else each for each in arguments]
        succeeded, message = host.run(command, *arguments)
    finally:
        model.write_text(old, encoding="utf-8")
    assert succeeded, message
    built = host.rows(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema like 'pull_request%'"
    )
    assert built == [("pull_request_core", "account_health")]


def ci_command(start: str) -> list[str]:
    """Give the words of a dbt command, which both templates have alike."""
    commands = set()
    for path in ("github_actions.yml", "gitlab.yml"):
        text = (EXAMPLES / "ci" / path).read_text(encoding="utf-8")
        assert isinstance(yaml.safe_load(text), dict)
        commands |= set(re.findall(rf"dbt ({re.escape(start)}.*)", text))
    assert len(commands) == 1, commands
    return commands.pop().split()


def test_records_can_be_left_out(host: Host) -> None:
    """keep_history: false leaves out the snapshot and all that is closed; a typo is named."""
    project_vars = {
        "product_retention_keep_history": False,
        "product_retention_close_business_day": None,
        "product_retention_as_of_dat": "2024-06-30",
    }
    succeeded, message = host.run("run", "--select", "int_months", project_vars=project_vars)
    assert not succeeded and "unknown var as_of_dat; known are: input" in message
    text = (host.folder / "target" / "manifest.json").read_text(encoding="utf-8")
    left = Host(host.folder, json.loads(text), {}).own_nodes("model", "snapshot", "exposure")
    assert "retention_product_monthly" in left
    assert not [name for name in left if name.startswith(("closed_", "restatement"))]
    assert not {"license_versions", "month_end_close"} & set(left)
