"""Let LibreOffice work out a workbook."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from xlsx_cells import Cells, read_cells

# LibreOffice works out what another program has stored only when it is told to.
ALWAYS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


class NoOfficeError(RuntimeError):
    """There is no LibreOffice; the message says how to get one."""


def find_office() -> str:
    """Give the path of LibreOffice: SOFFICE, or what is on the path.

    Raises:
        NoOfficeError: if there is none.
    """
    found = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        raise NoOfficeError(
            "There is no LibreOffice here. Install it (Debian: apt install --no-install-recommends "
            "libreoffice-calc-nogui), or say where it is: SOFFICE=path."
        )
    return found


def work_out(source: Path, folder: Path) -> dict[str, Cells]:
    """Let LibreOffice open a workbook, work out every formula and store it; give its cells."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    outcome = subprocess.run(
        [
            *(find_office(), "--headless", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "xlsx", "--outdir", str(folder / "out"), str(source)),
        ],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert outcome.returncode == 0, outcome.stderr
    return read_cells(folder / "out" / source.name)
