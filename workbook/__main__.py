"""Make the workbook: the published marts as XLSX, with live formulas and their values.

    python -m workbook [--from FILE] [--to FILE]

It reads the file that scripts/publish.py writes after a build that passed every test.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from published.marts import UnreadableError, published_path
from workbook.read import read_marts
from workbook.write import write_workbook


def main(arguments: list[str] | None = None) -> int:
    """Make the workbook.

    Args:
        arguments: of the command line; those of the process when not given.

    Returns:
        0 if it was made, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m workbook", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--from",
        dest="source",
        default=published_path(),
        help="DuckDB file with the marts (default: the published one)",
    )
    parser.add_argument(
        "--to",
        default=str(Path(os.environ.get("DBT_TARGET_PATH", "target"), "workbook/retention.xlsx")),
        help="XLSX file to write",
    )
    options = parser.parse_args(arguments)
    source, target = Path(options.source), Path(options.to)
    if not source.exists():
        print(
            f"There is no {source}: run `make build` first, which publishes the marts to this "
            "file, or name another DuckDB file that holds them with FILE=.",
            file=sys.stderr,
        )
        return 1
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        marts = read_marts(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(marts, draft)
        os.replace(draft, target)
    except (UnreadableError, OSError) as error:
        print(f"No workbook: {error}", file=sys.stderr)
        return 1
    finally:
        draft.unlink(missing_ok=True)
    left_out = sum(table.left_out for table in marts.tables.values())
    print(
        f"Wrote {target} ({target.stat().st_size // 1024:,} KB)"
        + (f"; {left_out:,} rows did not fit, which its sheets say." if left_out else ".")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
