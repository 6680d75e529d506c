"""Reading typed values from texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle.money import round_half_away

LARGEST_AMOUNT = Decimal(10) ** 13


@dataclass(frozen=True)
class Reading:
    """A typed value read from text: the value, or why there is none.

    `problem` is None (a value, or nothing was given), `unreadable` or `out_of_range`.
    """

    value: Any = None
    problem: str | None = None


def read_text(value: str | None) -> str | None:
    """Trim a text; an empty one is missing."""
    return (value or "").strip() or None


def text_key(text: str | None) -> str | None:
    """Give what texts that are equal but for case and blanks have in common."""
    return "".join(text.lower().split()) if text else None


def read_lower(value: str | None) -> str | None:
    """Trim and lower-case a text; an empty one is missing."""
    text = read_text(value)
    return text.lower() if text else None


def read_upper(value: str | None) -> str | None:
    """Trim and upper-case a text; an empty one is missing."""
    text = read_text(value)
    return text.upper() if text else None


def read_flag(value: str | None) -> bool | None:
    """Read a yes/no text; anything that is neither is missing."""
    text = read_lower(value)
    if text in ("true", "t", "yes", "y", "1"):
        return True
    if text in ("false", "f", "no", "n", "0"):
        return False
    return None


def read_date(value: str | None) -> Reading:
    """Read a text that begins with YYYY-MM-DD (or 2024-1-5); a time of day is ignored."""
    text = read_text(value)
    if text is None:
        return Reading()
    match = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if match:
        try:
            return Reading(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            pass
    return Reading(problem="unreadable")


def read_timestamp(value: str | None) -> tuple[date, str] | None:
    """Read a point in time as (day, time-of-day text), which sorts; unreadable is missing."""
    day = read_date(value).value
    if day is None:
        return None
    time_of_day = re.match(r"[T ]([0-9:.]+)", (read_text(value) or "")[10:])
    return day, time_of_day[1] if time_of_day else ""


def read_decimal(value: str | None, places: int = 4) -> Reading:
    """Read a plain or scientific decimal, rounded half away from zero to a number of places."""
    text = read_text(value)
    if text is None:
        return Reading()
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", text):
        return Reading(problem="unreadable")
    return Reading(round_half_away(Fraction(text), places))


def read_amount(value: str | None) -> Reading:
    """Read an amount of money: a decimal of four places below ten million millions."""
    reading = read_decimal(value)
    if reading.value is not None and abs(reading.value) >= LARGEST_AMOUNT:
        return Reading(problem="out_of_range")
    return reading
