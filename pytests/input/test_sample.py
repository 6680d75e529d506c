"""The bundled company: its files are what the generator writes, and they show what they claim."""

from __future__ import annotations

import subprocess
import sys

from harness import PROJECT_DIR


def test_generator_gives_the_committed_files() -> None:
    """The seeds were written by the committed script and by nothing else."""
    check = subprocess.run(
        [sys.executable, str(PROJECT_DIR / "scripts" / "generate_sample_data.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr
