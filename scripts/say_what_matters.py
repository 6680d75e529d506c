"""Run dbt and leave out of its output what does not help whoever builds figures.

Left out are the macros that an error came through, the names of tests whose messages follow, and
the steps that were skipped because of another one. Everything is in logs/dbt.log.
"""

from __future__ import annotations

import re
import subprocess
import sys

LEFT_OUT = re.compile(
    r"^\s*(> (in|called by) "
    r"|\d+ of \d+ (FAIL|WARN|SKIP|ERROR) "
    r"|\[?(ERROR|WARNING)\]?:? in test assert_"
    r"|Got \d+ results?, configured to (fail|warn) if "
    r"|compiled code at )"
)
# Colours, and the time of day that dbt begins a line with.
DRESS = re.compile(r"\x1b\[[0-9;]*m|^\d\d:\d\d:\d\d +")


def is_helpful(line: str) -> bool:
    """Tell whether a line of dbt's output says something to whoever builds figures."""
    return not LEFT_OUT.match(DRESS.sub("", DRESS.sub("", line)))


def main(command: list[str]) -> int:
    """Run a command, print what helps, and give its exit code."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    was_blank = True
    for line in process.stdout or ():
        text = DRESS.sub("", DRESS.sub("", line)).strip()
        if is_helpful(line) and (text or not was_blank):
            print(line, end="", flush=True)
            was_blank = not text
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
