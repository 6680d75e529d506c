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


def share_out(amount: Decimal, own_amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Share an amount among products in proportion to what each has, to the cent.

    The largest product (of equals the one whose id sorts first) takes what rounding leaves. Where
    that is less than nothing or more than it has, the running totals from the largest on are
    rounded instead.

    Args:
        amount: at most the sum of the own amounts.
        own_amounts: product id to what it has; all above zero.

    Returns:
        Product id to share; the shares add up to the amount.
    """

    def share_of(part: Decimal) -> Decimal:
        return round_money(Fraction(amount) * Fraction(part) / Fraction(whole))

    whole = total(own_amounts.values())
    by_size = sorted(own_amounts, key=lambda product_id: (-own_amounts[product_id], product_id))
    largest = by_size[0]
    shares = {product_id: share_of(own_amounts[product_id]) for product_id in by_size[1:]}
    shares[largest] = amount - total(shares.values())
    if not ZERO <= shares[largest] <= own_amounts[largest]:
        running, shared = ZERO, ZERO
        for product_id in by_size:
            running += own_amounts[product_id]
            shares[product_id], shared = share_of(running) - shared, share_of(running)
    return shares
