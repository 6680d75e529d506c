"""The examples of docs/settings.md: read them, render them, and write them into the page.

`python pytests/settings/settings_page.py --write` puts the tables of `settings_examples.yml` into
the page, between the comments that name the example; without `--write` it says whether the page
holds them.
"""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES_PATH = Path(__file__).resolve().parent / "settings_examples.yml"
PAGE_PATH = ROOT / "docs" / "settings.md"
LINE_LENGTH = 100

RATES = frozenset("nrr grr nrr_with_migration grr_with_migration logo_retention".split())
NO_COLUMN = "no column"

BLOCK = re.compile(r"(<!-- example (\w+) -->\n).*?(<!-- end of example -->)", re.DOTALL)

Row = list[Any]
RawTable = list[dict[str, Any]]


class ExactLoader(yaml.SafeLoader):
    """Reads numbers with a point as decimals, digit by digit."""


ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


@dataclass(frozen=True)
class Shown:
    """Some columns of a mart, and their rows under each setting of the example.

    Args:
        mart: its name.
        columns: in the order in which they are shown and by which rows are sorted.
        rows: for each setting, rows of values; rates are fractions.
        where: column to the value, or list of values, that it must have.
    """

    mart: str
    columns: list[str]
    rows: list[list[Row]]
    where: dict[str, Any]


@dataclass(frozen=True)
class Example:
    """What a var changes.

    Args:
        var: its name.
        story: what the raw rows are about.
        settings: values of the var, its default first.
        tables: raw table name to rows.
        shown: what comes out.
        needs: another var that must have its default for it, if any.
    """

    var: str
    story: str
    settings: list[Any]
    tables: dict[str, RawTable]
    shown: list[Shown]
    needs: str | None


@dataclass(frozen=True)
class Examples:
    """All examples, by var, and how to build them.

    Args:
        as_of_date: the reporting date.
        built_apart: vars whose settings would show in other examples that are switched with them.
        by_var: the examples.
    """

    as_of_date: date
    built_apart: list[str]
    by_var: dict[str, Example]


def read_examples() -> Examples:
    """Read the examples; rates become fractions, other numbers with a point decimals."""
    content = yaml.load(EXAMPLES_PATH.read_text(encoding="utf-8"), ExactLoader)
    by_var = {
        var: Example(
            var=var,
            story=example["story"],
            settings=example["settings"],
            tables=example["tables"],
            shown=[read_shown(shown) for shown in example["shown"]],
            needs=example.get("needs"),
        )
        for var, example in content["examples"].items()
    }
    return Examples(content["as_of_date"], content["built_apart"], by_var)


def read_shown(shown: dict[str, Any]) -> Shown:
    """Turn one entry of `shown` into its class."""
    columns = shown["columns"]
    rows = [
        [
            [
                Fraction(value) if column in RATES and value is not None else value
                for column, value in zip(columns, row, strict=True)
            ]
            for row in rows_of_setting
        ]
        for rows_of_setting in shown["rows"]
    ]
    return Shown(shown["mart"], columns, rows, shown.get("where", {}))


# From examples to text ------------------------------------------------------------------------


def text_of(value: Any) -> str:
    """Write a value as in the summary of a build: 1,000 and 66.7 %."""
    if value is None or isinstance(value, bool):
        return setting_text(value)
    if isinstance(value, Fraction):
        return f"{float(value):.1%}".replace("%", " %")
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return str(value)


def setting_text(value: Any) -> str:
    """Write a value of a var as it stands in dbt_project.yml."""
    if isinstance(value, list):
        return f"[{', '.join(setting_text(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {setting_text(each)}' for name, each in value.items())}}}"
    return "null" if value is None else raw_text(value)


def render_table(header: list[str], rows: list[list[str]]) -> str:
    """Write a table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def render_raw_table(name: str, rows: RawTable) -> str:
    """Write raw rows; a missing value is an empty cell."""
    columns = list(rows[0])
    cells = [
        ["" if row[column] is None else raw_text(row[column]) for column in columns] for row in rows
    ]
    return f"Raw table `{name}`:\n\n" + render_table(columns, cells)


def raw_text(value: Any) -> str:
    """Write a value as it stands in a raw file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def render_shown(example: Example, shown: Shown) -> str:
    """Write what comes out under each setting, one below the other."""
    conditions = [
        f"`{column}` is "
        + " or ".join(str(each) for each in (value if isinstance(value, list) else [value]))
        for column, value in shown.where.items()
    ]
    where = f" where {', '.join(conditions)}" if conditions else ""
    cells = []
    for setting, rows in zip(example.settings, shown.rows, strict=True):
        for row in rows or [["no row", *[""] * (len(shown.columns) - 1)]]:
            cells.append([f"`{setting_text(setting)}`", *[text_of(value) for value in row]])
    header = [f"`{example.var}`", *shown.columns]
    return f"`{shown.mart}`{where}:\n\n" + render_table(header, cells)


def render_tables(example: Example) -> str:
    """Write an example: its story, its raw rows, and what comes out."""
    lead = f"**Example** (default: `{setting_text(example.settings[0])}`). {example.story}"
    story = textwrap.fill(lead, LINE_LENGTH, break_on_hyphens=False) + "\n"
    raw_tables = [render_raw_table(name, rows) for name, rows in example.tables.items()]
    return "\n".join([story, *raw_tables, *(render_shown(example, each) for each in example.shown)])


def render_page(page: str, examples: Examples) -> str:
    """Replace what stands between the comments of each example.

    Args:
        page: the text of the page.
        examples: where the tables come from.

    Raises:
        KeyError: if the page names an example that does not exist.
    """
    return BLOCK.sub(
        lambda found: f"{found[1]}\n{render_tables(examples.by_var[found[2]])}\n{found[3]}", page
    )


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is up to date.

    Args:
        arguments: of the command line.

    Returns:
        0 if the page holds the tables of the examples, 1 if not, 2 for an unknown argument.
    """
    if arguments not in ([], ["--write"]):
        print(__doc__, file=sys.stderr)
        return 2
    page = PAGE_PATH.read_text(encoding="utf-8")
    wanted = render_page(page, read_examples())
    if arguments:
        PAGE_PATH.write_text(wanted, encoding="utf-8")
        return 0
    if page != wanted:
        print(
            f"{PAGE_PATH.relative_to(ROOT)} differs from {EXAMPLES_PATH.relative_to(ROOT)};"
            " mend it with --write",
            file=sys.stderr,
        )
    return int(page != wanted)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
