"""Alerts leave as JSON lines: which ones, in which order, and what their values look like."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from published import alerts

COLUMNS = (
    "alert_id varchar, rule_id varchar, severity varchar, status varchar, event_date date,"
    " arr_at_stake decimal(18, 2), n integer, base_rate double, evidence varchar"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write a file with three alerts, one of them resolved."""
    path = tmp_path / "published.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.signals_alerts ({COLUMNS})")
        connection.execute(
            "insert into marts.signals_alerts values"
            " ('a1', 'shelfware', 'medium', 'open', '2025-11-03', 1234.50, 20, null, ?),"
            " ('a2', 'lost', 'high', 'open', '2025-12-01', 0.10, null, 0.25, 'x'),"
            " ('a3', 'lost', 'high', 'resolved', '2025-12-24', 7, null, null, 'y')",
            ['Zoë says "no"'],
        )
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    """Print alerts and read the lines back."""
    assert alerts.main([*arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_open_alerts_come_newest_first(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A resolved alert is left out, money and days are texts, null is null."""
    second, first = printed(capsys, "--from", str(source))
    assert second["alert_id"] == "a2"
    assert second["base_rate"] == 0.25
    assert first == {
        "alert_id": "a1",
        "rule_id": "shelfware",
        "severity": "medium",
        "status": "open",
        "event_date": "2025-11-03",
        "arr_at_stake": "1234.50",
        "n": 20,
        "base_rate": None,
        "evidence": 'Zoë says "no"',
    }


def test_since_and_all(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A first day leaves out what is older, and resolved alerts come when asked for."""
    newer = printed(capsys, "--from", str(source), "--since", "2025-12-01")
    assert [each["alert_id"] for each in newer] == ["a2"]
    every = printed(capsys, "--from", str(source), "--all")
    assert [each["alert_id"] for each in every] == ["a3", "a2", "a1"]


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a file that is not there nor one without alerts ends in a traceback."""
    assert alerts.main(["--from", str(tmp_path / "none.duckdb")]) == 1
    assert "make build" in capsys.readouterr().err
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table somewhere (a integer)")
    assert alerts.main(["--from", str(tmp_path / "other.duckdb")]) == 1
    assert "holds no marts" in capsys.readouterr().err
