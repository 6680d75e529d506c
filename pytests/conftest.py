"""Parse the project once for a whole run; at its end, say in plain numbers what was compared."""

from __future__ import annotations

import os
import shutil
from collections import Counter

import parsed_projects
import pytest
from _pytest.terminal import TerminalReporter
from harness import THOROUGH

# Other engines need more than the default set; `make test-postgres` sets ENGINE.
collect_ignore = [] if os.environ.get("ENGINE") else ["engines"]

COUNTED = (
    ("source", "published and constructed examples"),
    ("books", "books compared with the oracle, every row of every mart"),
    ("companies", "company histories in them"),
    ("settings", "examples of policy switches, each under every build of a switch"),
    ("mutants", "faults put into the compiled SQL, each noticed by a dbt test"),
    ("domain_faults", "misunderstandings of a figure, each noticed wherever it can be"),
    ("broken", "kinds of broken rows, each accounted for"),
    ("engine_books", "random books that are equal on another engine, every row of every mart"),
    ("choices", "choices of the dashboard, every cell compared with what the marts hold"),
    ("workbook_values", "values of the workbook, each compared with its mart"),
    ("worked_out", "formulas of the workbook, each worked out by LibreOffice"),
    ("metrics", "answers of MetricFlow, each compared with its mart"),
    ("superset_values", "values that Superset shows, each compared with its mart"),
    ("surfaces", "NRRs on all surfaces, each compared with its mart"),
    ("study_books", "books of planted events, every row of their studies compared"),
    ("null_books", "books without an effect, in which the limits of the ratio hold 1"),
    ("planted_effects", "books with a planted effect, in which it is found"),
    ("renewal_books", "books of renewals, every row of what is ahead compared"),
    ("ranges", "ranges of the forecast that hold the NRR that came, in 300 books of four each"),
    ("planted", "wrong figures planted in the marts, each noticed by a data test"),
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of parsed projects, once for all workers."""
    if not hasattr(config, "workerinput"):
        folder = parsed_projects.make_folder()
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests without `THOROUGH`."""
    if not THOROUGH:
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Add up what passing tests recorded with `record_property`; texts count as one each.

    Args:
        terminalreporter: pytest's own, with the reports of all workers.
    """
    totals: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            totals[name] += value if isinstance(value, int) else 1
    if totals:
        terminalreporter.section("what was compared")
        for name, words in COUNTED:
            if totals[name]:
                terminalreporter.write_line(f"{totals[name]:>7,} {words}")
