"""An example: figures of a source, and what must come out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Steps = dict[date, Any]
Figures = dict[str, Any]

# Unless an example has dates of its own, its base is there from START on and changes in NOW. All
# windows that fit in between then see one opening and one closing.
START = date(2023, 1, 1)
NOW = date(2024, 1, 1)


@dataclass(frozen=True)
class Example:
    """One example: figures of a source, and what must come out.

    Args:
        id: unique name.
        title: of the source.
        url: of the source, where known.
        kind: how it becomes licences and how it is measured; see `kind.Kind`.
        unit: whether its amounts are per year (`arr`) or per month (`mrr`).
        figures: what goes in.
        expected: what must come out, by name.
        remark: what to know of it.
        tolerance: how far a figure may be off because the source prints it rounded.
        error_in_source: what the source gets wrong.
    """

    id: str
    title: str
    url: str | None
    kind: str
    unit: str
    figures: Figures
    expected: Figures
    remark: str
    tolerance: Decimal | None = None
    error_in_source: str | None = None

    @property
    def source(self) -> str:
        """Title and address of the source."""
        return f"{self.title} ({self.url})" if self.url else self.title


def read_examples() -> list[Example]:
    """Read the examples, with exact decimals."""
    text = (Path(__file__).parent / "examples.json").read_text(encoding="utf-8")
    return [Example(**each) for each in json.loads(text, parse_float=Decimal)]


def month(text: str) -> date:
    """Read a month written YYYY-MM."""
    return date.fromisoformat(f"{text}-01")


def ratio(numerator: Any, denominator: Any) -> float:
    """Divide exactly, then give a double."""
    return float(Fraction(numerator) / Fraction(denominator))
