"""Panels, tables and cells of the page, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard import words

Cell = dict[str, str]
Panel = dict[str, Any]

# Rates at or above these, in tenths of a per cent, fall into the classes of colour below.
STEPS = (850, 950, 990, 1011, 1051, 1151)
CLASSES = ("down3", "down2", "down1", "even", "up1", "up2", "up3")


def panel(
    context: str,
    tables: list[Panel],
    notes: Iterable[str],
    summary: str = "",
    more: Iterable[Panel] = (),
) -> Panel:
    """Make a panel; sentences that are empty are left out."""
    note = " ".join(filter(None, notes))
    return {
        "context": context,
        "tables": tables,
        "note": note,
        "summary": summary,
        "more": list(more),
    }


def table(caption: str, columns: list[str], rows: list[Panel]) -> Panel:
    """Make a table. A column of words begins with +, one of bars with ~."""
    kinds = {"+": "words", "~": "bar"}
    heads = [
        {"text": name.lstrip("+~"), "class": kinds.get(name[0], "" if place else "words")}
        for place, name in enumerate(columns)
    ]
    return {"caption": caption, "columns": heads, "rows": rows}


def head(name: str) -> Cell:
    """Make the cell that names its row."""
    return text(name, "head")


def text(content: str, style: str = "") -> Cell:
    """Make a cell."""
    return {"text": content, "class": style, "title": ""}


def rate_cell(tenths: int | None, small: int) -> Cell:
    """Make a cell of a rate."""
    if tenths is None:
        return text(words.NO_BASE, "none")
    return text(words.percent(tenths) + words.SMALL_BASE * small, "small" if small else "")


def left_out(things: str, shown: int, number: int, which: str = "largest") -> str:
    """Say that rows are capped, where they are."""
    if number <= shown:
        return ""
    return f"Shown: the {words.count(shown)} {which} of {words.count(number)} {things}."


def heat_cell(tenths: int | None, small: int) -> Cell:
    """Make a cell that is coloured around 100 %, unless its base is small."""
    if tenths is None:
        return text(words.NO_BASE, "none")
    if small:
        return text(words.rate(tenths) + words.SMALL_BASE, "small")
    return text(words.rate(tenths), CLASSES[sum(tenths >= step for step in STEPS)])
