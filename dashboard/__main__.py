"""Make the dashboard: one page of the marts, as HTML, and with a Chromium as PDF and PNG.

    python -m dashboard [--from FILE] [--to FILE] [--html-only] [--size WIDTH[xHEIGHT]]

It reads the file that scripts/publish.py writes after a build that passed every test.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from dashboard.browser import WIDTH, find_browser, print_page
from dashboard.read import read_marts
from dashboard.render import make_page
from published.marts import UnreadableError, published_path


def main(arguments: list[str] | None = None) -> int:
    """Make the page.

    Args:
        arguments: of the command line; those of the process when not given.

    Returns:
        0 if all was made that can be made here, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--from",
        dest="source",
        default=published_path(),
        help="DuckDB file with the marts (default: the published one)",
    )
    parser.add_argument(
        "--to",
        default=str(Path(os.environ.get("DBT_TARGET_PATH", "target"), "dashboard/retention.html")),
        help="HTML file to write; PDF and PNG stand beside it",
    )
    parser.add_argument("--html-only", action="store_true", help="no PDF and no PNG")
    parser.add_argument(
        "--size",
        type=picture_size,
        default=(WIDTH, None),
        help="of the PNG in pixels, 1366 or 390x844; without a height, the whole page",
    )
    options = parser.parse_args(arguments)
    source, page = Path(options.source), Path(options.to)
    if not source.exists():
        print(
            f"There is no {source}. Run `make build` first: it publishes the marts to this file. A "
            "build on a database other than DuckDB publishes none: copy its marts to a DuckDB file "
            "and name that one with FILE=.",
            file=sys.stderr,
        )
        return 1
    try:
        text = make_page(read_marts(source))
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 1
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
    print(f"Wrote {page} ({page.stat().st_size // 1024:,} KB); open it in a browser.")
    if options.html_only:
        return 0
    browser = find_browser()
    if browser is None:
        print(
            "No PDF and no PNG: there is no Chromium here. Install one (Debian: apt install "
            "chromium), or say where it is: CHROMIUM=path."
        )
        return 0
    pdf, png = page.with_suffix(".pdf"), page.with_suffix(".png")
    try:
        print_page(browser, page, pdf, png, *options.size)
    except RuntimeError as error:
        print(f"No PDF or no PNG: {error}", file=sys.stderr)
        return 1
    print(f"Wrote {pdf} and {png}.")
    return 0


def picture_size(text: str) -> tuple[int, int | None]:
    """Read the size of a picture; without a height, that is None."""
    width, _, height = text.partition("x")
    return int(width), int(height) if height else None


if __name__ == "__main__":
    sys.exit(main())
