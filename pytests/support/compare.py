"""Compare rows with expected ones: money exactly, rates to a hair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

RATE_TOLERANCE = 1e-12


def counted(rows: Iterable[dict[str, Any]]) -> Counter[tuple[tuple[str, Any], ...]]:
    """Count equal rows, to compare rows exactly and whatever their order."""
    return Counter(tuple(row.items()) for row in rows)


def differences(
    expected_rows: Iterable[dict[str, Any]],
    actual_rows: Iterable[dict[str, Any]],
    key: Sequence[str],
    columns: Sequence[str],
    slack: float = 0.0,
) -> list[str]:
    """Compare two sets of rows, whatever their order.

    Decimals, whole numbers, dates, texts, flags and nulls must be equal and of one kind: money
    that arrives as floating point differs. A fraction is expected of a rate, which may be off by
    1e-12 of its size.

    Args:
        expected_rows: the rows that there should be, with unique keys.
        actual_rows: the rows that there are.
        key: names of the columns that identify a row.
        columns: names of the columns to compare; those of the key may be among them.
        slack: by how much a rate that goes through roots or differences may be off besides; a part
            of its size where that is above 1.

    Returns:
        One message per missing row, surplus row, row that comes twice, and value that differs.

    Raises:
        ValueError: if two expected rows have one key.
    """
    expected: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in expected_rows:
        values = tuple(row[name] for name in key)
        if values in expected:
            raise ValueError(f"two expected rows have the key {describe_key(key, values)}")
        expected[values] = row
    actual: dict[tuple[Any, ...], dict[str, Any]] = {}
    messages = []
    for row in actual_rows:
        values = tuple(row[name] for name in key)
        if values in actual:
            messages.append(f"{describe_key(key, values)}: comes more than once")
        actual[values] = row
    for values, row in expected.items():
        if values not in actual:
            messages.append(f"{describe_key(key, values)}: missing, expected {describe(row)}")
            continue
        for column in columns:
            if not is_same(row[column], actual[values][column], slack):
                messages.append(
                    f"{describe_key(key, values)}: {column}: expected {show(row[column])},"
                    f" actual {show(actual[values][column])}"
                )
    for values, row in actual.items():
        if values not in expected:
            messages.append(f"{describe_key(key, values)}: surplus, actual {describe(row)}")
    return messages


def is_same(expected: Any, actual: Any, slack: float = 0.0) -> bool:
    """Tell whether an actual value is the expected one, by the rules of `differences`."""
    if expected is None or actual is None:
        return expected is None and actual is None
    if isinstance(expected, bool) or isinstance(actual, bool):
        return isinstance(expected, bool) and isinstance(actual, bool) and expected == actual
    if isinstance(expected, float | Fraction):
        if not isinstance(actual, float | int | Decimal):
            return False
        size = abs(float(expected))
        allowed = max(RATE_TOLERANCE * size, slack * max(size, 1.0))
        return abs(float(actual) - float(expected)) <= allowed
    if isinstance(expected, Decimal | int):
        return isinstance(actual, Decimal | int) and expected == actual
    if isinstance(expected, date) and isinstance(actual, datetime):
        return isinstance(expected, datetime) and expected == actual
    return type(expected) is type(actual) and expected == actual


def show(value: Any) -> str:
    """Write a value for a message; rates as decimals, with their type where it may matter."""
    if isinstance(value, Fraction):
        return f"{float(value)!r} ({value})"
    if isinstance(value, float):
        return f"{value!r} (float)"
    if value is None or isinstance(value, bool | str):
        return repr(value)
    return str(value)


def describe_key(key: Sequence[str], values: Sequence[Any]) -> str:
    """Write the key of a row for a message."""
    return ", ".join(f"{name}={show(value)}" for name, value in zip(key, values, strict=True))


def describe(row: dict[str, Any]) -> str:
    """Write a whole row for a message."""
    return ", ".join(f"{name}={show(value)}" for name, value in row.items())
