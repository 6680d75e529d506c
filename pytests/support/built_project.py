"""A project that was built and published by the commands that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BuiltProject:
    """A copy of the project in which the bundled company was built.

    Attributes:
        folder: the copy.
        said: what the build printed.
        run: runs a command in the copy, and gives what it prints.
    """

    folder: Path
    said: str
    run: Callable[..., str]

    @property
    def published(self) -> Path:
        """The file for BI tools."""
        return self.folder / "product_retention_marts.duckdb"
