"""Licence rows that are broken in every way we know of, each way with a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from books import RawRow, license_row

ACCEPTED = "accepted"

# Texts that are odd, and nothing but texts: ids and names may be like that.
ODD_TEXTS = {
    "quote": "O'Neil",
    "double quote": 'the "best" one',
    "only quotes": "''\"\"''",
    "semicolon": "a;b;c",
    "comma": "a,b,c",
    "tab inside": "a\tb",
    "line end inside": "a\nb",
    "backslash": "a\\b\\",
    "percent": "100%_%s%d",
    "dollar": "$1 ${x} $$",
    "Jinja expression": "{{ 1 / 0 }}",
    "Jinja statement": "{% do exceptions.raise_compiler_error('x') %}",
    "Jinja comment": "{# x #}",
    "open brace": "{{ {% {#",
    "SQL statement": "x'; drop table fct_licenses; --",
    "SQL comment": "/* x -- */",
    "SQL union": "' union select null --",
    "formula": "=cmd|'/c calc'!A1",
    "markup": "<script>alert(1)</script>",
    "path": "../../etc/passwd",
    "word null": "NULL",
    "word none": "None",
    "word nan": "nan",
    "word true": "true",
    "number": "007",
    "scientific number": "1e5",
    "umlaut": "Größe",
    "composed accent": "é",
    "combining accent": "e\u0301",
    "right to left": "\u202eabc",
    "Chinese": "客户",
    "emoji": "👩\u200d💻",
    "outside the basic plane": "\U0001d54f",
    "zero-width space": "a\u200bb",
    "soft hyphen": "a\u00adb",
    "private use": "\ue000",
    "replacement character": "\ufffd",
    "byte order mark inside": "a\ufeffb",
    "NUL inside": "a\x00b",
    "bell": "a\x07b",
    "escape sequence": "\x1b[31mred",
    "delete": "a\x7f",
    "unit separator": "a\x1fb",
    "next line": "a\u0085b",
    "line separator": "a\u2028b",
    "long": "x" * 5_000,
    "very long": "y" * 200_000,
    "long of wide characters": "漢" * 20_000,
    "number sign first": "# not a comment",
    "unassigned": "(unassigned)",
}
# Texts that are blank: missing, where something is needed.
BLANKS = {
    "empty": "",
    "space": " ",
    "spaces": "     ",
    "tab": "\t",
    "line end": "\n",
    "Windows line end": "\r\n",
    "no-break space": "\u00a0",
    "mixed blanks": " \t\u00a0\n ",
}
# The same, as databases, spreadsheets and pandas write it.
WORDS_FOR_NOTHING = {
    "nothing as word null": "NULL",
    "nothing as word none": "None",
    "nothing as not available": "n/a",
    "nothing as spreadsheet's own": " #N/A",
    "nothing as not a number": "NaN",
    "nothing as not a time": "NaT",
    "nothing as missing": "<NA>",
    "nothing as hyphen": "-",
    "nothing as backslash": "\\N",
}
# One of each in a column of other dates: both can be read, since each has one reading.
WRITTEN_DATES = {"American date": "12/31/2024", "European date": "31.12.2024"}
AMBIGUOUS_DATES = {
    "two readings": "05/06/2024",
    "day and month the same": "05.05.2024",
    "two readings with a time": "1-2-2024 10:00",
}
NO_DATES = {
    "word": "soon",
    "month and day 13": "13/13/2024",
    "no separators": "20240101",
    "month 13": "2024-13-01",
    "month 0": "2024-00-10",
    "day 0": "2024-01-00",
    "day 32": "2024-01-32",
    "30 February": "2024-02-30",
    "29 February of no leap year": "2023-02-29",
    "spreadsheet serial": "45292",
    "Unix time": "1704067200",
    "year only": "2024",
    "year and month": "2024-01",
    "week": "2024-W05",
    "day of year": "2024-032",
    "month name": "1 Jan 2024",
    "word today": "today",
    "word now": "now()",
    "question mark": "?",
    "wide digits": "２０２４-０１-０１",  # noqa: RUF001
    "Arabic digits": "٢٠٢٤-٠١-٠١",  # noqa: RUF001
    "quoted": "'2024-01-01'",
    "true": "true",
    "Jinja": "{{ run_started_at }}",
    "SQL": "current_date",
    "slashes": "2024/01/01",
    "short year": "24-01-01",
    "year 0": "0000-01-01",
    "year 99999": "99999-12-31",
    "largest date": "5881580-07-10",
    "before Christ": "2024-01-01 (BC)",
    "epoch": "epoch",
    "word behind": "2024-01-01 noon",
    "hour 24": "2024-01-01 24:00:00",
    "long": "2" * 10_000,
}
IMPLAUSIBLE_STARTS = {
    "year 1": "0001-01-01",
    "year 1900": "1900-01-01",
    "day before the first": "1989-12-31",
    "Unix epoch": "1970-01-01",
    "year 2200": "2200-01-01",
    "year 9999": "9999-12-31",
    "infinity": "infinity",
    "minus infinity": "-infinity",
}
PLACEHOLDER_ENDS = {
    "year 2200": "2200-01-01",
    "year 2999": "2999-12-31",
    "year 9999": "9999-12-31",
    "infinity": "infinity",
}
NO_NUMBERS = {
    "to be done": "tbd",
    "European separators": "1.234,56",
    "decimal comma": "1234,56",
    "euro sign": "1234 €",
    "percent": "12%",
    "unit": "1234k",
    "other currency": "GBP 1234",
    "groups of two": "12,34,567",
    "group of zero": "0,234.5",
    "brackets and minus": "(-1234)",
    "open bracket": "(1234",
    "two minus": "--5",
    "two points": "1.2.3",
    "hexadecimal": "0x1F",
    "binary": "0b11",
    "fraction": "1/2",
    "half sign": "½",
    "Arabic digits": "١٢٣٤",
    "wide digits": "１２３４",  # noqa: RUF001
    "inf": "inf",
    "Infinity": "-Infinity",
    "true": "true",
    "formula": "=1+1",
    "exponent only": "e5",
    "underscore": "1_000",
    "point only": ".",
    "Jinja": "{{ 7 * 7 }}",
    "SQL": "1; delete from licenses",
    "long word": "x" * 10_000,
    "NUL behind": "12\x00",
}
WRITTEN_NUMBERS = {
    "thousand separators": "1,234.56",
    "apostrophes": "1'234",
    "spaces between": "1 234",
    "no-break space between": "1\u00a0234",
    "thousand commas": "1,234",
}
WRITTEN_AMOUNTS = {
    "currency sign": "$1234",
    "code in front": "usd 1,234",
    "code behind": "1234 USD",
    "brackets": "(1234)",
    "minus behind": "1234-",
}
HUGE_NUMBERS = {
    "ten trillion": "10000000000000",
    "minus ten trillion": "-10000000000000",
    "fifteen digits": "999999999999999",
    "twenty digits": "99999999999999999999",
    "forty digits": "9" * 40,
    "four hundred digits": "9" * 400,
    "1e14": "1e14",
    "1e38": "1e38",
    "1e100": "1e100",
    "minus 1e30": "-1e30",
}
ZEROS = {
    "zero": "0",
    "zero with cents": "0.00",
    "minus zero": "-0",
    "below half a cent": "0.0049",
    "1e-400": "1e-400",
    "many zeros": "0" * 50,
}
READABLE_NUMBERS = {
    "plus sign": "+100",
    "leading zeros": "000100",
    "exponent": "1e2",
    "point behind": "100.",
    "blanks around": " 100\t",
    "many decimals": "100.00000000000000001",
    "half a cent": "99.995",
}
NO_CURRENCIES = {
    "sign": "$",
    "sign and letters": "US$",
    "name": "Dollar",
    "four letters": "EURO",
    "two letters": "US",
    "one letter": "E",
    "digits": "840",
    "letters and digit": "US1",
    "accents": "ÜSD",
    "Cyrillic letters": "УСД",
    "two codes": "USD/EUR",
    "space inside": "U D",
    "quote": "'US",
    "Jinja": "{{",
    "emoji": "💶",
    "long": "USD" * 1_000,
}
NO_FLAGS = ("maybe", "2", "-1", "yess", "☑", "{{ true }}", "true;false", "1.5")
ODD_STATUSES = ("on ice", "ACTIVE!", "?", "0", "aktiv", "{{ status }}", "x" * 5_000)


@dataclass(frozen=True)
class Kind:
    """A way to be broken.

    Attributes:
        name: in a few words; unique.
        rows: the raw rows that are broken so, of a customer of their own.
        expected: issues that must be listed of it, `accepted` among them where the licence counts;
            nothing where it is open what becomes of it.
    """

    name: str
    rows: tuple[RawRow, ...]
    expected: frozenset[str]


def broken_rows() -> list[Kind]:
    """Give every kind of broken row, the same ones in the same order each time."""
    kinds = []
    for number, (name, changes, expected) in enumerate(_all_changes()):
        rows = []
        for version in changes:
            row = license_row(
                license_id=f"F{number:03d}",
                company_id=f"fuzz-{number:03d}",
                product="Fuzz",
                arr="1200",
                currency="USD",
                quantity="10",
                from_date="2024-01-01",
                to_date="2024-12-31",
                updated_at="2024-02-01 10:00:00",
            )
            rows.append(row | version)
        kinds.append(Kind(name, tuple(rows), frozenset(expected)))
    return kinds


Changes = tuple[str, tuple[RawRow, ...], tuple[str, ...]]


def _all_changes() -> Iterator[Changes]:
    """Give name, changed columns of each row, and expected issues of every kind."""
    yield from _texts()
    yield from _dates()
    yield from _amounts()
    yield from _units_and_terms()
    yield from _flags_and_statuses()
    yield from _several_rows()


def _texts() -> Iterator[Changes]:
    for name, text in ODD_TEXTS.items():
        for column in ("license_id", "company_id", "product"):
            # A blank id, so that ids of one text differ from kind to kind.
            row: RawRow = {column: text if column == "product" else f"{text} {column}"}
            yield f"{column}: {name}", (row,), (ACCEPTED,)
        yield f"lost_reason: {name}", ({"lost_reason": text},), (ACCEPTED,)
    for name, text in BLANKS.items():
        yield f"license_id: {name}", ({"license_id": text},), ("missing_license_id",)
        yield f"company_id: {name}", ({"company_id": text},), ("missing_company_id",)
        yield f"product: {name}", ({"product": text},), ("no_product", ACCEPTED)
        yield f"currency: {name}", ({"currency": text},), ("missing_currency", ACCEPTED)
        yield f"from_date: {name}", ({"from_date": text},), ("missing_start_date",)
        yield f"to_date: {name}", ({"to_date": text},), (ACCEPTED,)
        yield f"arr: {name}", ({"arr": text},), ("no_amount",)
        yield (
            f"every column: {name}",
            (dict.fromkeys(license_row(), text),),
            ("missing_license_id",),
        )
    for name, text in WORDS_FOR_NOTHING.items():
        yield f"company_id: {name}", ({"company_id": text},), ("missing_company_id",)
        yield f"from_date: {name}", ({"from_date": text},), ("missing_start_date",)
        yield f"arr: {name}", ({"arr": text},), ("no_amount",)
        for column in ("to_date", "quantity", "status", "is_trial", "updated_at", "length"):
            yield f"{column}: {name}", ({column: text},), ("missing_word_used", ACCEPTED)
        issues = ("missing_currency", "missing_word_used", ACCEPTED)
        yield f"currency: {name}", ({"currency": text},), issues
    yield "product: not in the catalog", ({"product": "Nobody's"},), ("product_not_in_catalog",)
    yield "product: an alias", ({"product": "FUZZ (old)"},), ("product_alias_used", ACCEPTED)
    yield "product: a fee", ({"product": "fuzz fee"},), ("one_time_fee",)
    for name, text in NO_CURRENCIES.items():
        yield f"currency: {name}", ({"currency": text},), ("unknown_currency",)
    yield "currency: no rate", ({"currency": "XXX"},), ("no_exchange_rate",)
    yield "currency: rate of 0", ({"currency": "ZRO"},), ("no_exchange_rate",)
    yield "currency: rate that is no number", ({"currency": "NON"},), ("no_exchange_rate",)
    yield "currency: rate of later", ({"currency": "FUT"},), ("no_exchange_rate",)
    yield "currency: rate too large", ({"currency": "BIG"},), ("amount_out_of_range",)
    yield "currency: rate next to nothing", ({"currency": "TNY"},), ("zero_amount", ACCEPTED)
    yield "currency: lower case", ({"currency": " eur "},), (ACCEPTED,)


def _dates() -> Iterator[Changes]:
    for name, text in NO_DATES.items():
        yield f"from_date: {name}", ({"from_date": text},), ("unreadable_start_date",)
        yield f"to_date: {name}", ({"to_date": text},), ("unreadable_end_date",)
        for column in ("renewal_date", "notice_date", "created_at", "updated_at"):
            yield f"{column}: {name}", ({column: text},), ("unreadable_field_ignored", ACCEPTED)
    for name, text in AMBIGUOUS_DATES.items():
        yield f"from_date: {name}", ({"from_date": text},), ("ambiguous_date",)
        yield f"to_date: {name}", ({"to_date": text},), ("ambiguous_date",)
        yield f"renewal_date: {name}", ({"renewal_date": text},), ("unreadable_field_ignored",)
    for name, text in WRITTEN_DATES.items():
        for column in ("from_date", "to_date", "renewal_date", "notice_date", "created_at"):
            yield f"{column}: {name}", ({column: text},), (ACCEPTED,)
    for name, text in IMPLAUSIBLE_STARTS.items():
        yield f"from_date: {name}", ({"from_date": text, "to_date": None},), ("implausible_date",)
        yield f"created_at: {name}", ({"created_at": text},), (ACCEPTED,)
    for name, text in PLACEHOLDER_ENDS.items():
        yield f"to_date: {name}", ({"to_date": text},), ("placeholder_end_date", ACCEPTED)
    for name, text in {
        "day before the start": "2023-12-30",
        "year before the start": "2023-12-31",
        "year 1": "0001-01-01",
        "minus infinity": "-infinity",
    }.items():
        expected = "zero_length" if text == "2023-12-31" else "end_before_start"
        yield f"to_date: {name}", ({"to_date": text},), (expected,)
    no_day: RawRow = {"to_date": "2024-01-01", "to_date_included": "no"}
    yield "to_date: the start, not included", (no_day,), ("zero_length",)
    one_day: RawRow = {"to_date": "2024-01-01"}
    yield "to_date: the start, included", (one_day,), ("never_active_at_month_end", ACCEPTED)
    gone: RawRow = {"to_date": "2024-03-31", "status": "active"}
    yield "status: active and over", (gone,), ("status_contradicts_dates", ACCEPTED)
    running: RawRow = {"status": "churned"}
    yield "status: churned and running", (running,), ("status_contradicts_dates", ACCEPTED)


def _amounts() -> Iterator[Changes]:
    for name, text in NO_NUMBERS.items():
        for column in ("arr", "mrr", "value"):
            alone: RawRow = {"arr": None, column: text}
            yield f"{column} alone: {name}", (alone,), ("unreadable_amount",)
        beside: RawRow = {"mrr": text}
        yield f"mrr beside arr: {name}", (beside,), ("unreadable_amount_ignored", ACCEPTED)
    for name, text in HUGE_NUMBERS.items():
        for column in ("arr", "mrr", "value"):
            alone = {"arr": None, column: text}
            yield f"{column} alone: {name}", (alone,), ("amount_out_of_range",)
        beside = {"value": text}
        yield f"value beside arr: {name}", (beside,), ("unreadable_amount_ignored", ACCEPTED)
    for name, text in ZEROS.items():
        for column in ("arr", "mrr", "value"):
            # Twelve months of it may be a cent.
            expected = () if name == "below half a cent" else ("zero_amount",)
            yield f"{column}: {name}", ({"arr": None, column: text},), (*expected, ACCEPTED)
    for name, text in READABLE_NUMBERS.items():
        for column in ("arr", "mrr", "value"):
            yield f"{column}: {name}", ({"arr": None, column: text},), (ACCEPTED,)
    for name, text in {**WRITTEN_NUMBERS, **WRITTEN_AMOUNTS}.items():
        for column in ("arr", "mrr", "value"):
            yield f"{column}: {name}", ({"arr": None, column: text},), (ACCEPTED,)
    for name, text in {"credit": "-500", "cent below": "-0.01", "almost all": "-9e12"}.items():
        yield f"arr: {name}", ({"arr": text},), ("negative_amount", ACCEPTED)
    yield "mrr: too large for a year", ({"arr": None, "mrr": "9e11"},), ("amount_out_of_range",)
    total: RawRow = {"arr": None, "value": "1200", "to_date": None}
    yield "value: of an open term", (total,), ("no_amount",)
    yield (
        "value: of a term that is not fixed",
        (total | {"to_date": "2024-12-31", "fixed_period": "false"},),
        ("no_amount",),
    )
    contradicting: RawRow = {"mrr": "999", "value": "5"}
    yield "amounts: all different", (contradicting,), ("amounts_contradict", ACCEPTED)
    yield "arr: almost ten trillion", ({"arr": "9999999999999.99"},), (ACCEPTED,)


def _units_and_terms() -> Iterator[Changes]:
    for name, text in {**NO_NUMBERS, "negative": "-3", "a billion": "1e9", "1e30": "1e30"}.items():
        yield f"quantity: {name}", ({"quantity": text},), ("unreadable_quantity", ACCEPTED)
    for name, text in WRITTEN_NUMBERS.items():
        yield f"quantity: {name}", ({"quantity": text},), (ACCEPTED,)
    for name, text in WRITTEN_AMOUNTS.items():
        yield f"quantity: {name}", ({"quantity": text},), ("unreadable_quantity", ACCEPTED)
    for text in ("0", "0.0001", "999999999", "1e-9", "2.5"):
        yield f"quantity: {text}", ({"quantity": text},), (ACCEPTED,)
    for name, text in {**NO_NUMBERS, "1e30": "1e30"}.items():
        yield f"length: {name}", ({"length": text},), ("unreadable_field_ignored", ACCEPTED)
    for text in ("1", "36", "1200", "0.5", "99999999999999"):
        yield f"length: {text}", ({"length": text},), ("term_contradicts_dates", ACCEPTED)
    for text in ("0", "-12", "1e-9"):
        yield f"length: {text}", ({"length": text},), (ACCEPTED,)
    for text in ("0.0001", "99999999999999.9999"):
        of_total: RawRow = {"arr": None, "value": "9999999999999", "length": text}
        yield f"length: {text} of a huge total", (of_total,), ()
    yield (
        "quantity: fewer units",
        ({"quantity": "-3", "arr": "-500"},),
        ("negative_amount", ACCEPTED),
    )
    zero_filled: RawRow = {"arr": "0", "mrr": "0", "value": "1200", "to_date": "2024-12-31"}
    yield "amounts: filled with 0", (zero_filled,), ("zero_amount_replaced", ACCEPTED)
    week: RawRow = {"arr": None, "value": "500", "from_date": "2024-01-29"}
    yield "value: of five days", (week | {"to_date": "2024-02-02"},), ("term_too_short",)
    yield "value: of ten days", (week | {"to_date": "2024-02-07"},), ("short_term", ACCEPTED)


def _flags_and_statuses() -> Iterator[Changes]:
    flags = (
        "to_date_included",
        "fixed_period",
        "auto_renews",
        "is_recurring",
        "is_trial",
        "is_deleted",
    )
    for text in NO_FLAGS:
        for column in flags:
            yield f"{column}: {text}", ({column: text},), ("unknown_flag",)
    for text in ODD_STATUSES:
        yield f"status: {text[:20]}", ({"status": text},), ("unknown_status",)
        unknown = ({"renewal_status": text},)
        yield f"renewal_status: {text[:20]}", unknown, ("unreadable_field_ignored", ACCEPTED)
    yield "is_recurring: no", ({"is_recurring": " No "},), ("one_time_fee",)
    yield "is_trial: yes", ({"is_trial": "Y"},), ("trial",)
    yield "is_deleted: yes", ({"is_deleted": "Yes"},), ("deleted",)
    for text, expected in {
        "Closed Lost": "not_a_licence",
        "TRIALING": "trial",
        "past_due": ACCEPTED,
        "Non Renewing": ACCEPTED,
        "canceled": ACCEPTED,
    }.items():
        yield f"status: {text}", ({"status": text},), (expected,)
    open_end: RawRow = {"status": "expired", "to_date": None}
    yield "status: churned without an end", (open_end,), ("churned_without_end",)
    yield "is_recurring: 0.0", ({"is_recurring": "0.0"},), ("one_time_fee",)
    yield "is_trial: WAHR", ({"is_trial": "WAHR"},), ("trial",)
    yield "status: pending", ({"status": "draft"},), (ACCEPTED,)


def _several_rows() -> Iterator[Changes]:
    yield "two copies", ({}, {}), ("duplicate_row", ACCEPTED)
    yield "a hundred copies", tuple({} for _ in range(100)), ("duplicate_row", ACCEPTED)
    older: RawRow = {"updated_at": "2024-01-01", "arr": "1"}
    yield "an older version", ({}, older), ("superseded", ACCEPTED)
    yield (
        "a newer version that is broken",
        ({}, {"arr": "?", "updated_at": "2024-03-01"}),
        ("superseded", "unreadable_amount"),
    )
    yield (
        "versions without a date",
        ({"updated_at": None}, {"updated_at": "?", "arr": "7"}),
        ("ambiguous_versions",),
    )
    yield "overlap", ({}, {"license_id": "overlap", "from_date": "2024-06-01"}), ("overlap",)
    others = tuple({"license_id": f"same {number}"} for number in range(50))
    yield "fifty times the same term", others, ("overlap", ACCEPTED)
    large = tuple(
        {"license_id": f"large {number}", "arr": "9999999999999.99"} for number in range(40)
    )
    yield "forty times almost ten trillion", large, ("overlap", ACCEPTED)
    credits_ = tuple({"license_id": f"credit {number}", "arr": "-9e12"} for number in range(40))
    yield "forty times a huge credit", credits_, ("negative_amount", ACCEPTED)
    yield (
        "a thousand times the rest",
        ({}, {"license_id": "slip", "arr": "1200000"}),
        ("implausibly_large", ACCEPTED),
    )
    prices = tuple(
        {"license_id": f"price {number}", "product": "Lump", "arr": str(1200 * 9 ** (number % 2))}
        for number in range(40)
    )
    yield "a product of two tiers", prices, ("price_dispersion", ACCEPTED)
    itself: RawRow = {"license_id": "renews itself", "renewal_of_license_id": "renews itself"}
    lost_links = ("unusable_renewal_link", ACCEPTED)
    yield "renewal: of itself", (itself,), lost_links
    for text in ("no such id", "x' or '1'='1", "no;such,id", ";,;", "a;" * 2000):
        expected = (ACCEPTED,) if text == ";,;" else lost_links
        yield f"renewal: of {text[:20]}", ({"renewal_of_license_id": text},), expected
    circle = (
        {"license_id": "circle 1", "renewal_of_license_id": "circle 2"},
        {"license_id": "circle 2", "renewal_of_license_id": "circle 1"},
    )
    yield "renewal: in a circle", circle, (ACCEPTED,)
