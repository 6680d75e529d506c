"""Draw how the marts join, from the relationships that dbt tests: docs/entities.md.

    python scripts/draw_entities.py [--artifacts-dir target]

It reads what `dbt docs generate` wrote; dbterd finds the relationships and words them for Mermaid.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
PAGE = PROJECT_DIR / "docs" / "entities.md"
HEAD = """\
# How the marts join

Each line is a relationship that `dbt build` tests: every value on the side of the many is found on
the other. Marts that are not drawn are joined by the columns of their grain, such as `arr_month`
and `window_months`. [bi.md](bi.md) tells which mart is for what. `make entities` draws this page
again.

```mermaid
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the page.

    Args:
        arguments: of the command line; those of the process when not given.
    """
    from dbterd.api import DbtErd

    parser = argparse.ArgumentParser(description="Draw how the marts join.")
    parser.add_argument("--artifacts-dir", default="target", help="folder of manifest and catalog")
    options = parser.parse_args(arguments)
    diagram = DbtErd(
        target="mermaid",
        algo="test_relationship",
        artifacts_dir=str(Path(options.artifacts_dir).resolve()),
        select=["exposure:marts_for_bi_tools"],
        entity_name_format="table",
        omit_columns=True,
    ).get_erd()
    PAGE.write_text(f"{HEAD}{joined(diagram)}```\n", encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(PROJECT_DIR)}")
    return 0


def joined(diagram: str) -> str:
    """Keep the relationships of a diagram, in order and with names as in the database."""
    plain = diagram.replace('"', "").replace(":", " :").lower()
    lines = sorted({line.strip() for line in plain.splitlines() if "--" in line})
    return "".join(["erDiagram\n", *(f"    {line}\n" for line in lines)])


if __name__ == "__main__":
    sys.exit(main())
