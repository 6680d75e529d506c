"""How the page writes figures; page.js writes them in the same way."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
# No line breaks between a figure and its unit.
GAP = "\u00a0"
NO_BASE = "no base"
SMALL_BASE = "\u00b0"
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Greater whole numbers are not exact in a browser's JSON; they go as text.
EXACT = 2**53
# From this many cents on: the cents of the unit, its decimals, its letter.
UNITS = (
    (99_999_500_000, 100_000_000_000, 2, "B"),
    (99_950_000, 100_000_000, 2, "M"),
    (9_995_000, 100_000, 0, "k"),
    (99_950, 100_000, 1, "k"),
    (0, 100, 0, ""),
)


def money(cents: int, sign: bool = False) -> str:
    """Write an amount in short: 17.71 M, 213 k, 450."""
    size = abs(cents)
    _, unit, decimals, letter = next(each for each in UNITS if size >= each[0])
    scale = 10**decimals
    text = decimal((size * scale * 2 + unit) // (unit * 2), decimals) + (
        GAP + letter if letter else ""
    )
    return signed(text, cents, sign)


def money_in_full(cents: int) -> str:
    """Write an amount to the cent: 17,710,274.01."""
    return signed(decimal(abs(cents), 2), cents, False)


def percent(tenths: int | None) -> str:
    """Write a rate: 108.0 %; or why there is none."""
    return NO_BASE if tenths is None else rate(tenths) + GAP + "%"


def rate(tenths: int) -> str:
    """Write a rate without its sign: 108.0."""
    return signed(decimal(abs(tenths), 1), tenths, False)


def points(tenths: int) -> str:
    """Write a difference of rates: +1.2 points."""
    return signed(decimal(abs(tenths), 1), tenths, True) + GAP + "points"


def count(number: int, sign: bool = False) -> str:
    """Write a number of things: 2,975."""
    return signed(f"{abs(number):,}", number, sign)


def month(day: str) -> str:
    """Write a month: Dec 2025."""
    return f"{MONTHS[int(day[5:7]) - 1]}{GAP}{day[:4]}"


def short_month(day: str) -> str:
    """Write a month for the head of a narrow column: Dec 25."""
    return f"{MONTHS[int(day[5:7]) - 1]}{GAP}{day[2:4]}"


def day(when: date) -> str:
    """Write a day: 5 Jan 2026."""
    return f"{when.day}{GAP}{MONTHS[when.month - 1]}{GAP}{when.year}"


def months(number: int) -> str:
    """Write a number of months: 12 months."""
    return f"{number}{GAP}month{'' if number == 1 else 's'}"


def decimal(whole: int, decimals: int) -> str:
    """Put the decimal point and commas into a whole number."""
    if not decimals:
        return f"{whole:,}"
    return f"{whole // 10**decimals:,}.{whole % 10**decimals:0{decimals}d}"


def signed(text: str, value: int, plus: bool) -> str:
    """Put the sign of a value before its text."""
    return (MINUS if value < 0 else "+" if plus and value > 0 else "") + text


def plain(name: str) -> str:
    """Write a name of the marts in words: product_churn is Product churn."""
    words = ["ARR" if word == "arr" else word for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def tenths(rate: float | None) -> int | None:
    """Give a rate in tenths of a per cent, half away from zero."""
    if rate is None:
        return None
    return int((Decimal(repr(rate)) * 1000).to_integral_value(ROUND_HALF_UP))


def cents(amount: Decimal | None) -> int | str | None:
    """Give an amount in cents; as text where JSON would round it."""
    if amount is None:
        return None
    whole = int((amount * 100).to_integral_value(ROUND_HALF_UP))
    return whole if abs(whole) < EXACT else str(whole)
