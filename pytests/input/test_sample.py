"""The bundled company: its files are what the generator writes, and they show what they claim."""

from __future__ import annotations

import subprocess
import sys

import pytest
from harness import PROJECT_DIR


@pytest.mark.parametrize("script", ["generate_sample_data.py", "generate_sample_usage.py"])
def test_generator_gives_the_committed_files(script: str) -> None:
    """The seeds were written by the committed scripts and by nothing else."""
    check = subprocess.run(
        [sys.executable, str(PROJECT_DIR / "scripts" / script), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr
