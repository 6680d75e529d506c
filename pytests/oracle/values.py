"""Reading typed values from texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from oracle.money import round_half_away
from oracle.words import FLAGS, NOTHING

LARGEST_AMOUNT = Decimal(10) ** 13
LARGEST_NUMBER = 10**14
SIGNS = {"€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY")}
SIGNS["$"] = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")
BLANKS = " \u00a0\u202f"


@dataclass(frozen=True)
class Reading:
    """A typed value read from text: the value, or why there is none.

    `problem` is None (a value, or nothing was given), `unreadable`, `ambiguous` or `out_of_range`.
    `is_possible` tells that a number without a value can mean one all the same.
    """

    value: Any = None
    problem: str | None = None
    is_possible: bool = False


def trim_text(value: str | None) -> str | None:
    """Trim a text; an empty one is missing."""
    return (value or "").strip() or None


def read_text(value: str | None) -> str | None:
    """Trim a text; an empty one and a word for nothing are missing."""
    text = trim_text(value)
    return None if text is None or text.lower() in NOTHING else text


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


def read_flag(value: str | None) -> Reading:
    """Read a word for yes or no."""
    text = read_lower(value)
    if text is None:
        return Reading()
    flag = FLAGS.get(text)
    return Reading(flag) if flag is not None else Reading(problem="unreadable")


# Dates -------------------------------------------------------------------------------------------


def orders_of(text: str) -> set[str]:
    """Give the orders, dmy or mdy, in which a text can be a date."""
    match = re.match(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}(?![0-9])", text)
    if not match:
        return set()
    first, second = int(match[1]), int(match[2])
    orders = set()
    if 1 <= first <= 31 and 1 <= second <= 12:
        orders.add("dmy")
    if 1 <= first <= 12 and 1 <= second <= 31:
        orders.add("mdy")
    return orders


def format_of_dates(values: list[str | None], given: str) -> str | None:
    """Find how the dates of a column are written beside YYYY-MM-DD; None where nothing decides.

    Args:
        values: the texts of the column.
        given: var `date_format`.
    """
    if given != "auto":
        return given
    texts = [text for text in map(read_text, values) if text]
    found = [orders_of(text) for text in texts]
    day_first, month_first = found.count({"dmy"}), found.count({"mdy"})
    if day_first != month_first:
        return "dmy" if day_first > month_first else "mdy"
    if any(found):
        return None
    if texts and all(re.fullmatch("[0-9]{10}([0-9]{3})?", text) for text in texts):
        return "epoch"
    if texts and all(re.fullmatch(r"[1-9][0-9]{4}(\.[0-9]+)?", text) for text in texts):
        return "excel_serial"
    return "iso"


def given_date_format(given: str) -> str | None:
    """Give how dates are written in tables of which no column is looked at as a whole."""
    return None if given == "auto" else given


def read_time(value: str | None, date_format: str | None, zone: str) -> Reading:
    """Read a day with a time, as (day, time-of-day text), which sorts.

    Args:
        value: the text.
        date_format: of its column; None where only what has one reading is read.
        zone: to which a time that says its own is turned.
    """
    text = read_text(value)
    if text is None:
        return Reading()
    if date_format == "epoch" and re.fullmatch("[0-9]{10}([0-9]{3})?", text):
        moment = datetime.fromtimestamp(int(text[:10]), timezone.utc).astimezone(ZoneInfo(zone))
        return Reading((moment.date(), moment.strftime("%H:%M:%S")))
    if date_format == "excel_serial" and re.fullmatch(r"[1-9][0-9]{4}(\.[0-9]+)?", text):
        moment = datetime(1899, 12, 30) + timedelta(seconds=round(86400 * float(text)))
        return Reading((moment.date(), moment.strftime("%H:%M:%S")))
    orders = orders_of(text)
    order = date_format if date_format in orders else None
    if date_format is None and len(orders) == 1:
        (order,) = orders
    match = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if order:
        parts = re.match(r"([0-9]+)[/.-]([0-9]+)[/.-]([0-9]{4})", text)
        numbers = [parts[3], *((parts[2], parts[1]) if order == "dmy" else (parts[1], parts[2]))]
        rest = text[parts.end() :]
    elif match:
        numbers, rest = list(match.groups()), text[match.end() :]
    else:
        return Reading(problem="ambiguous" if len(orders) == 2 else "unreadable")
    try:
        day = date(*map(int, numbers))
    except ValueError:
        return Reading(problem="unreadable")
    clock = re.match(r"[T ]([0-9:.]+) ?(Z|UTC|[+-][0-9:]+)?$", rest)
    if rest and not clock:
        return Reading(problem="unreadable")
    if clock and clock[2]:
        return Reading(turned(day, clock[1], clock[2], zone))
    return Reading((day, clock[1] if clock else ""))


def turned(day: date, clock: str, offset: str, zone: str) -> tuple[date, str]:
    """Turn a time that says its zone to another one.

    Args:
        day: the day as written.
        clock: the time as written, with or without seconds and a fraction of them.
        offset: Z, UTC, or hours and minutes east of it.
        zone: the name of the other zone.
    """
    hours, minutes = ([*clock.split(":"), "0"])[:2]
    digits = offset[1:].replace(":", "").ljust(4, "0") if offset[0] in "+-" else "0000"
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    local = datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=timezone.utc)
    moment = local + east if offset[0] == "-" else local - east
    moment = moment.astimezone(ZoneInfo(zone))
    return moment.date(), moment.strftime("%H:%M") + clock[len(f"{hours}:{minutes}") :]


def read_date(value: str | None, date_format: str | None = None, zone: str = "UTC") -> Reading:
    """Read the day of a text; see `read_time`."""
    reading = read_time(value, date_format, zone)
    return Reading(reading.value[0]) if reading.value else reading


# Numbers -----------------------------------------------------------------------------------------


def by_mark(text: str, mark: str, currency: str | None) -> Fraction | None:
    """Read a number as people write it, by its decimal mark; None where it cannot be.

    Args:
        text: the trimmed text.
        mark: point or comma.
        currency: what a sign or code in the text must agree with.
    """
    symbol = "[$€£¥]|[A-Za-z]{3}"
    parts = re.fullmatch(
        rf"(\([{BLANKS}]?|[+-][{BLANKS}]?)?({symbol})?[{BLANKS}]?([+-])?"
        rf"([0-9., '\u2019{BLANKS}]*[0-9.,])[{BLANKS}]?(-)?[{BLANKS}]?({symbol})?[{BLANKS}]?(\))?",
        text,
    )
    if not parts:
        return None
    before, sign_before, inner, digits, behind, sign_behind, closing = parts.groups()
    opening = (before or "")[:1]
    marks = [each for each in (opening, inner, behind) if each]
    if len(marks) > 1 or (opening == "(") != bool(closing) or (inner and not sign_before):
        return None
    for symbol_found in (sign_before, sign_behind):
        allowed = SIGNS.get(symbol_found or "", ((symbol_found or "").upper(),))
        if symbol_found and currency not in allowed:
            return None
    decimal_mark, thousands = (".", ",") if mark == "point" else (",", ".")
    whole, _, decimals = digits.partition(decimal_mark)
    if decimals and not decimals.isdecimal():
        return None
    for separators in (thousands, "'\u2019", BLANKS):
        grouped = rf"[1-9][0-9]{{0,2}}([{re.escape(separators)}][0-9]{{3}})+"
        if re.fullmatch(grouped, whole):
            whole = re.sub("[^0-9]", "", whole)
    if not re.fullmatch("[0-9]*", whole) or not whole + decimals:
        return None
    number = Fraction(f"{whole or 0}.{decimals or 0}")
    return -number if set(marks) & {"(", "-"} else number


def format_of_numbers(values: list[str | None], given: str) -> str | None:
    """Find the decimal mark of a column; None where it has numbers of two readings and no other.

    Args:
        values: the texts of the column.
        given: var `number_format`.
    """
    if given != "auto":
        return given
    points = commas = either = 0
    for text in map(read_text, values):
        if not text or not set(text) & {".", ","}:
            continue
        currency = re.sub("[^$€£¥A-Z]", "", text.upper())
        currency = SIGNS.get(currency, (currency,))[0]
        point, comma = by_mark(text, "point", currency), by_mark(text, "comma", currency)
        points += point is not None and comma is None
        commas += comma is not None and point is None
        either += None not in (point, comma)
    if points != commas:
        return "point" if points > commas else "comma"
    return None if either or points else "point"


def read_decimal(
    value: str | None,
    places: int = 4,
    number_format: str | None = "point",
    currency: str | None = None,
) -> Reading:
    """Read a number, rounded half away from zero to a number of places.

    To four places digits alone are cut, not rounded: the amount is still to be rounded to the cent.

    Args:
        value: the text.
        places: how many decimals it is rounded to.
        number_format: of its column; None where only what has one reading is read.
        currency: what a sign or code in the text must agree with.
    """
    text = read_text(value)
    if text is None:
        return Reading()
    if places == 4 and re.fullmatch(r"[+-]?[0-9]*[.,][0-9]{5,}", text):
        text = text[: re.search("[.,]", text).end() + 4]
    is_plain = re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text)
    if is_plain and (number_format == "point" or "." not in text):
        return Reading(round_half_away(Fraction(text), places))
    readings = {mark: by_mark(text, mark, currency) for mark in ("point", "comma")}
    for mark, number in readings.items():
        if number is not None and abs(number) >= LARGEST_NUMBER:
            readings[mark] = None
    possible = set(readings.values()) - {None}
    number = readings.get(number_format) if number_format else None
    if number_format is None and len(possible) == 1:
        (number,) = possible
    if number is not None:
        return Reading(round_half_away(number, places))
    is_ambiguous = None not in readings.values()
    return Reading(
        problem="ambiguous" if is_ambiguous else "unreadable", is_possible=bool(possible)
    )


def read_amount(value: str | None, number_format: str | None, currency: str) -> Reading:
    """Read an amount of money: a number of four places below ten million millions."""
    reading = read_decimal(value, 4, number_format, currency)
    if reading.value is not None and abs(reading.value) >= LARGEST_AMOUNT:
        return Reading(problem="out_of_range")
    return reading
