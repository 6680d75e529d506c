"""Exact money: sums, rounding to the cent, and ratios."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

ZERO = Decimal("0.00")


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts up; 0.00 where there are none."""
    return sum(amounts, ZERO)


def round_half_away(number: Fraction, places: int) -> Decimal:
    """Round exactly to a number of decimal places, halves away from zero."""
    units = int(abs(number) * 10**places + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(units))
    return Decimal((1 if number < 0 and units else 0, digits, -places))


def round_money(number: Fraction) -> Decimal:
    """Round an amount to the cent, halves away from zero."""
    return round_half_away(number, 2)


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> Fraction | None:
    """Divide exactly; None when there is nothing to divide by."""
    return Fraction(numerator) / Fraction(denominator) if denominator else None
