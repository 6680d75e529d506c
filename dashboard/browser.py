"""Print the page and take its picture, with a Chromium; no Python package is needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("chrome-headless-shell", "microsoft-edge"),
)
# The page is the project's own and its policy lets it call nothing; without a sandbox it can be
# printed in a container, too.
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--no-proxy-server",
)
SECONDS = 120
WIDTH = 1366
HIGHEST = 16_000


def find_browser() -> str | None:
    """Give the path of a Chromium: the one that CHROMIUM names, or the first on the path."""
    return next(filter(None, map(shutil.which, [os.environ.get("CHROMIUM", ""), *NAMES])), None)


def print_page(
    browser: str,
    page: Path,
    pdf: Path,
    png: Path,
    width: int = WIDTH,
    height: int | None = None,
) -> None:
    """Make a PDF of the page, and a picture.

    Args:
        browser: path of a Chromium.
        page: the HTML file.
        pdf: the PDF to write.
        png: the picture to write.
        width: of the picture, in pixels.
        height: the same; None for the whole page.

    Raises:
        RuntimeError: if the browser fails or writes nothing.
    """
    wanted = ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", "--dump-dom"]
    shown = run(browser, page, [*wanted, f"--window-size={width},900"], pdf)
    found = re.search(r'<html[^>]* data-height="(\d+)"', shown)
    if height is None:
        height = min(HIGHEST, int(found[1])) if found else 900
    run(browser, page, [f"--screenshot={png}", f"--window-size={width},{height}"], png)


def run(browser: str, page: Path, options: list[str], made: Path | None = None) -> str:
    """Run the browser on the page, in a profile of its own; give what it prints."""
    if made:
        made.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *OPTIONS, f"--user-data-dir={profile}", *options]
        try:
            done = subprocess.run(
                [*command, page.resolve().as_uri()],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RuntimeError(str(error)) from None
    if done.returncode or (made and not made.exists()):
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise RuntimeError(f"{browser} ended with {done.returncode}: {last}")
    return done.stdout
