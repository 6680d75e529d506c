"""Print the alerts of the last build as JSON, one line each: for a webhook or another system.

    python -m published.alerts [--from FILE] [--since YYYY-MM-DD] [--all]

Open alerts are printed, the newest first; with `--since` only those raised on that day or later,
with `--all` those that are resolved, too. The same event has the same `alert_id` in every build, so
that whatever receives the lines can leave out what it knows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from published.marts import UnreadableError, open_marts, published_path

NEEDED = ("alert_id", "rule_id", "severity", "status", "event_date")


def main(arguments: list[str] | None = None) -> int:
    """Print the alerts.

    Args:
        arguments: of the command line; those of the process when not given.

    Returns:
        0 if the alerts were printed, be there none, else 1.
    """
    parser = argparse.ArgumentParser(
        prog="python -m published.alerts", description="Print alerts as JSON lines."
    )
    parser.add_argument(
        "--from",
        dest="source",
        default=published_path(),
        help="DuckDB file with the marts (default: the published one)",
    )
    parser.add_argument(
        "--since", type=date.fromisoformat, help="only alerts raised on YYYY-MM-DD or later"
    )
    parser.add_argument("--all", action="store_true", help="resolved alerts, too")
    options = parser.parse_args(arguments)
    source = Path(options.source)
    if not source.exists():
        print(
            f"There is no {source}. Run `make build` first: it publishes the marts to this file.",
            file=sys.stderr,
        )
        return 1
    try:
        for alert in read_alerts(source, options.since, options.all):
            print(json.dumps(alert, default=as_text, ensure_ascii=False))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads the lines has had enough; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def read_alerts(
    source: Path, since: date | None = None, is_all: bool = False
) -> Iterator[dict[str, Any]]:
    """Read the alerts, the newest first.

    Args:
        source: the DuckDB file with the marts.
        since: the first day on which an alert was raised; any when not given.
        is_all: give the resolved ones, too.

    Yields:
        The columns of signals_alerts by name.

    Raises:
        UnreadableError: if the file has no alerts that can be read.
    """
    with open_marts(source, {"signals_alerts": NEEDED}) as connection:
        found = connection.execute(
            "select * from signals_alerts"
            " where ($all or status = 'open') and event_date >= coalesce($since, event_date)"
            " order by event_date desc, rule_id, alert_id",
            {"all": is_all, "since": since},
        )
        columns = [each[0] for each in found.description]
        for row in found.fetchall():
            yield dict(zip(columns, row, strict=True))


def as_text(value: object) -> str:
    """Write what JSON has no form for: money with its decimals, a day as YYYY-MM-DD."""
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"{value!r} is of type {type(value)}")


if __name__ == "__main__":
    sys.exit(main())
