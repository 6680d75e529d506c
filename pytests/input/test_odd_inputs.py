"""Exports as people have them: each is read as a finance team would, or stops and says why.

By default every thirteenth is tried; `make test-all` tries all.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import THOROUGH, BuildError, build_book, read_rows

INPUTS = yaml.safe_load(Path(__file__).with_name("odd_inputs.yml").read_text(encoding="utf-8"))
TABLES = ("licenses", "products", "product_aliases", "companies", "exchange_rates")
# What judges the input, and what may stop it.
JUDGED = [
    *("+int_issue_totals", "assert_input_is_understood", "assert_no_issue_over_error_share"),
]
ANSWERS = (
    *("accepted", "rejected", "issues", "means", "starts", "ends"),
    *("customers", "lasting", "stops"),
)


@pytest.fixture(scope="module")
def work_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder to build all inputs in."""
    return tmp_path_factory.mktemp("odd")


def build_input(work_dir: Path, each: dict[str, Any]) -> Path:
    """Read and judge an input as `make check` does."""
    folder = work_dir / "files"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name in TABLES:
        if name in each:
            (folder / f"{name}.csv").write_text(each[name], encoding="utf-8")
    project_vars = {
        "raw_path": str(folder),
        "optional_inputs": [name for name in TABLES[1:] if name in each],
        "as_of_date": "2024-12-31",
        **each.get("vars", {}),
    }
    return build_book(
        work_dir,
        {},
        project_vars,
        select=JUDGED,
        command="check",
        more_arguments=["--indirect-selection", "empty"],
    )


def answers(database_path: Path, each: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Give what was asked of an input, the right answer and the answer of the build."""

    def rows(relation: str) -> list[dict[str, Any]]:
        return read_rows(database_path, relation, schema="main_intermediate")

    judged = rows("int_licenses_validated")
    accepted = {row["license_id"]: row for row in judged if row["is_accepted"]}
    licences = {row["license_id"]: row for row in rows("int_licenses")}
    if "accepted" in each:
        right = {key: Decimal(str(value)) for key, value in each["accepted"].items()}
        found = {key: row["arr"] * (not row["is_pending"]) for key, row in licences.items()}
        yield "accepted", right, found
    reasons = {
        row["license_id"]: row["rejection_reason"] for row in judged if not row["is_accepted"]
    }
    yield "rejected", each.get("rejected", {}), reasons
    if "means" in each:
        yield "means", each["means"], {key: row["product_id"] for key, row in accepted.items()}
    if "starts" in each:
        yield "starts", each["starts"], {key: row["starts_on"] for key, row in accepted.items()}
    if "ends" in each:
        yield "ends", each["ends"], {key: row["ends_before"] for key, row in licences.items()}
    if "customers" in each:
        yield "customers", each["customers"], len({r["customer_id"] for r in licences.values()})
    if "lasting" in each:
        lasting = [row for row in licences.values() if row["ends_before"] is None]
        yield "lasting", each["lasting"], len(lasting)
    listed = {(row["license_id"], row["issue"]) for row in rows("int_license_issues")}
    listed |= {(row["row_key"], row["issue"]) for row in rows("int_table_issues")}
    asked = {tuple(pair) for pair in each.get("issues", [])}
    yield "issues", asked, asked & listed


@pytest.mark.parametrize(
    "each", [pytest.param(each, id=each["name"]) for each in INPUTS[:: 1 if THOROUGH else 13]]
)
def test_an_odd_input_is_read_or_stops(
    each: dict[str, Any], work_dir: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every licence is as it should be, or the message names what to mend."""
    assert set(each) <= {"name", "vars", *TABLES, *ANSWERS}
    if "stops" in each:
        with pytest.raises(BuildError) as stop:
            build_input(work_dir, each)
        # Tests of the project print their messages; dbt counts them.
        assert each["stops"] in f"{stop.value} {capfd.readouterr().out}"
        return
    for question, right, found in answers(build_input(work_dir, each), each):
        assert found == right, question
