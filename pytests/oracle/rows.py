"""What rows look like: raw ones hold texts as a CSV file does, all others typed values."""

from __future__ import annotations

from typing import Any

RawRow = dict[str, str | None]
RawTables = dict[str, list[RawRow]]
Row = dict[str, Any]
Pair = tuple[str, str]  # a customer and a product
