"""The harness of the tests: how it compares, and what it writes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import parsed_projects
import pytest
from compare import differences
from harness import dbt_arguments, run_dbt, write_profile, write_tables
from oracle import Policy
from policies import SWITCHES

JAN = date(2024, 1, 1)


def test_differences_names_what_differs() -> None:
    """Values are compared by kind; rates may differ by a hair, money may not."""
    expected = [
        {"k": "a", "money": Decimal("1.10"), "rate": Fraction(1, 3), "day": JAN, "flag": True},
        {"k": "b", "money": Decimal("2.00"), "rate": None, "day": None, "flag": False},
    ]
    columns = ["money", "rate", "day", "flag"]
    same = [
        {"k": "b", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
        {"k": "a", "money": Decimal("1.1"), "rate": 1 / 3, "day": JAN, "flag": True},
    ]
    assert differences(expected, same, ["k"], columns) == []
    other = [
        {"k": "a", "money": 1.1, "rate": 0.3333, "day": None, "flag": 1},
        {"k": "c", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
    ]
    messages = differences(expected, other, ["k"], columns)
    assert messages[0] == "k='a': money: expected 1.10, actual 1.1 (float)"
    assert [message.split(":")[1].strip() for message in messages[1:4]] == ["rate", "day", "flag"]
    assert messages[4].startswith("k='b': missing")
    assert messages[5].startswith("k='c': surplus")
    assert differences(expected[:1], [same[1], same[1]], ["k"], columns) == [
        "k='a': comes more than once"
    ]


def test_tables_without_rows_still_have_a_header(tmp_path: Path) -> None:
    """An empty table is written with its columns; files of an earlier book go."""
    write_tables(tmp_path, {"products": [], "product_aliases": []})
    write_tables(tmp_path, {"product_aliases": [], "licenses": [{"license_id": None, "arr": "1"}]})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "licenses.csv",
        "product_aliases.csv",
    ]
    assert (tmp_path / "product_aliases.csv").read_text() == "alias,product_id\n"
    assert (tmp_path / "licenses.csv").read_text() == "license_id,arr\n,1\n"


def parsed_nodes(folder: Path, project_vars: dict[str, Any]) -> dict[str, Any]:
    """Let dbt parse the project, and give what it knows of each node but when it was made."""
    folder.mkdir()
    write_profile(folder, folder / "book.duckdb")
    arguments = dbt_arguments(folder, "parse", [], project_vars, keeps_artifacts=True)
    assert run_dbt(arguments).success
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    parts = ("nodes", "unit_tests", "child_map")
    return json.loads(json.dumps({part: manifest[part] for part in parts}), object_hook=undated)


def undated(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out when a node was made, and which macros it calls: a build finds those by name."""
    return {name: each for name, each in value.items() if name not in ("created_at", "macros")}


def test_vars_of_a_run_do_not_change_what_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parsed project may be kept for builds that differ in these vars alone, each or together."""
    monkeypatch.delenv(parsed_projects.FOLDER_VARIABLE, raising=False)
    others = {
        "raw_path": "elsewhere",
        "as_of_date": "2024-12-31",
        "loaded_at": "2024-12-31 23:59:59",
        "print_summary": True,
        "pseudonymise_customers": True,
        "number_format": "comma",
        "date_format": "dmy",
        "source_timezone": "Europe/Berlin",
        "close_business_day": 4,
        "restated_share_limit": 1000,
    }
    switched = Policy(**{switch: values[1] for switch, values in SWITCHES.items()}).project_vars()
    others = {
        **{name: switched[name] for name in parsed_projects.RUN_TIME_VARS if name not in others},
        **others,
    }
    plain = parsed_nodes(tmp_path / "plain", {})
    assert parsed_nodes(tmp_path / "others", others) == plain
    assert parsed_nodes(tmp_path / "known", {"known_at": "2024-12-31"}) != plain
