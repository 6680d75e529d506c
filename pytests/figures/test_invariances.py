"""Changes of the raw rows that must change nothing in the marts, or everything in a known way.

A random book is built once. Each test changes its raw rows, builds the result, and compares every
row of spine, movements, bridges and retention. Builds of one set of vars share a folder, since dbt
then reads the project once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from books import RawRow, RawTables, company_row, license_row, random_book
from compare import counted
from harness import build_book, read_schema
from oracle.near_ids import near_key

Row = dict[str, Any]
Marts = dict[str, list[Row]]
Build = Callable[..., Marts]

SEED = 11
CUSTOMERS = 200
COMPARED = (
    "fct_arr_monthly",
    "fct_arr_movements",
    "fct_customer_arr_movements",
    "arr_bridge_company_monthly",
    "arr_bridge_product_monthly",
    "retention_company_monthly",
    "retention_product_monthly",
    "retention_product_family_monthly",
    "dim_customers",
    "dim_products",
)
ID_COLUMNS = {"licenses": ("company_id",), "companies": ("company_id", "parent_company_id")}
CENT = Decimal("0.01")


# Building and comparing ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Give a function that builds a book, with the signals if it is whole, and reads its marts."""
    folder = tmp_path_factory.mktemp("invariances")

    def build_and_read(tables: RawTables, is_whole: bool = False) -> Marts:
        path = build_book(folder, tables, {}, command="run", without_signals=not is_whole)
        marts = read_schema(path)
        for row in marts["report_info"]:
            del row["built_at"]
        return marts

    return build_and_read


@pytest.fixture(scope="module")
def book() -> RawTables:
    """Give the book that all others are made of; companies have parents in it."""
    tables = random_book(SEED, CUSTOMERS)
    listed = [row["company_id"] for row in tables["companies"]]
    for number, row in enumerate(tables["companies"]):
        row["parent_company_id"] = listed[number // 3] if number % 4 == 1 else None
    return tables


@pytest.fixture(scope="module")
def base(build: Build, book: RawTables) -> Marts:
    """Give the marts of the book as it is."""
    marts = build(book, is_whole=True)
    assert all(marts[name] for name in COMPARED)
    return marts


def copy_tables(tables: RawTables) -> RawTables:
    """Copy a book, so that its rows can be changed."""
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


def differing_rows(
    expected: Marts, actual: Marts, relations: tuple[str, ...] = COMPARED
) -> list[str]:
    """Compare marts row by row and exactly, whatever the order of rows.

    Args:
        expected: what there should be.
        actual: what there is.
        relations: the marts to compare.

    Returns:
        The first few rows that only one side has, per mart.
    """
    messages = []
    for relation in relations:
        counts = [counted(marts[relation]) for marts in (expected, actual)]
        for text, rows in (("missing", counts[0] - counts[1]), ("surplus", counts[1] - counts[0])):
            shown = sorted(rows, key=repr)[:4]
            messages += [f"{relation}: {text} {dict(row)}" for row in shown]
            if len(rows) > 4:
                messages.append(f"{relation}: {text} {len(rows) - 4} more")
    return messages


def assert_same(expected: Marts, actual: Marts, relations: tuple[str, ...] = COMPARED) -> None:
    """Fail with the rows that differ."""
    messages = differing_rows(expected, actual, relations)
    assert not messages, "\n".join(messages)


def replace_values(marts: Marts, change: Callable[[str, Any], Any]) -> Marts:
    """Give the compared marts with values changed, by column name and value."""
    return {
        relation: [
            {name: change(name, value) for name, value in row.items()} for row in marts[relation]
        ]
        for relation in COMPARED
    }


def without(marts: Marts, *columns: str) -> Marts:
    """Give the compared marts without what single licences say of movements."""
    return {
        relation: [
            {name: value for name, value in row.items() if name not in columns}
            for row in marts[relation]
        ]
        for relation in COMPARED
    }


# Choosing licences that can be changed ---------------------------------------------------------


def text_of(value: str | None) -> str:
    """Trim a raw value; a missing one is empty."""
    return (value or "").strip()


def amount_of(value: str | None, places: int = 2) -> Decimal | None:
    """Read an amount that is written plainly, with few places and in range; otherwise nothing."""
    text = text_of(value)
    if not re.fullmatch(rf"-?[0-9]{{1,11}}(\.[0-9]{{1,{places}}})?", text):
        return None
    return Decimal(text)


def named_ids(row: RawRow) -> set[str]:
    """Give the ids of licences that a link names."""
    text = text_of(row["renewal_of_license_id"])
    return {text, *(part.strip() for part in re.split("[;,]", text))} - {""}


def link_to_later(rows: list[RawRow]) -> set[int]:
    """Give the rows, by identity, that a licence ends that they name themselves."""
    starts: dict[str, str] = defaultdict(str)
    for row in rows:
        license_id = text_of(row["license_id"])
        starts[license_id] = max(starts[license_id], text_of(row["from_date"]))
    return {
        id(row)
        for row in rows
        if any(starts[each] >= text_of(row["from_date"]) for each in named_ids(row))
    }


def lone_licences(rows: list[RawRow]) -> list[RawRow]:
    """Give the licences that two licences can stand for.

    Left out are those whose id comes twice or not at all, since one version of a licence replaces
    another as a whole, and those that a renewal link ends, since a link names them alone.
    """
    counts = Counter(text_of(row["license_id"]) for row in rows)
    targets = {each for row in rows for each in named_ids(row)}
    ended = link_to_later(rows)
    return [
        row
        for row in rows
        if id(row) not in ended
        and (license_id := text_of(row["license_id"]))
        and counts[license_id] == 1
        and license_id not in targets
    ]


def stated_amount(row: RawRow) -> tuple[str, Decimal] | None:
    """Give the column and the amount that a licence takes its ARR from, where it is plain.

    An amount that can't be read makes the next one count, so a licence whose `arr` is unreadable
    has none here; nor has one that only `value` tells, which depends on the term, or one of 0,
    which gives way.
    """
    for column in ("arr", "mrr"):
        if text_of(row[column]):
            amount = amount_of(row[column])
            return (column, amount) if amount else None
    return None


def days_of(row: RawRow) -> tuple[date, date | None] | None:
    """Give a licence's first day and its last one, where both are plain days around 2024."""
    days = []
    for column in ("from_date", "to_date"):
        text = text_of(row[column])
        if not text and column == "to_date":
            return days[0], None
        if not re.fullmatch(r"202[0-9]-[0-9]{2}-[0-9]{2}", text):
            return None
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            return None
    start, end = days
    if text_of(row["to_date_included"]).lower() in ("false", "f", "no", "n", "0"):
        end -= timedelta(days=1)
    return (start, end) if end >= start else None


# Order, repetition and names --------------------------------------------------------------------


def test_building_twice_gives_the_same_tables(build: Build, base: Marts, book: RawTables) -> None:
    """A second build over the first one ends in the same rows, also of licences and issues."""
    again = build(book, is_whole=True)
    assert again.keys() == base.keys()
    assert_same(base, again, tuple(base))


def test_order_of_rows_is_irrelevant(build: Build, base: Marts, book: RawTables) -> None:
    """Raw rows in another order give the same rows, also of licences and issues."""
    random = Random(SEED)
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in book.items()}
    assert shuffled != book
    assert_same(base, build(shuffled, is_whole=True), tuple(base))


@pytest.mark.long
def test_ids_have_no_meaning(build: Build, base: Marts, book: RawTables) -> None:
    """Customers and licences under other names, in another order, have the same figures.

    Names that were near-equal are so again, with characters that nobody sees at the end.
    """
    tables = copy_tables(book)
    known = {
        text_of(row[column])
        for name, columns in ID_COLUMNS.items()
        for row in tables[name]
        for column in columns
    }
    ordered = sorted(known - {""}, reverse=True)
    Random(SEED).shuffle(ordered)
    spellings: dict[str, list[str]] = defaultdict(list)
    for old in ordered:
        spellings[near_key(old)].append(old)
    new_names = {
        old: f"{number:04d} Ltd. & Söhne" + "\u200b" * spelling
        for number, names in enumerate(spellings.values())
        for spelling, old in enumerate(names)
    }
    old_names = {new: old for old, new in new_names.items()}
    for name, columns in ID_COLUMNS.items():
        for row in tables[name]:
            for column in columns:
                if old := text_of(row[column]):
                    row[column] = row[column].replace(old, new_names[old])
    for row in tables["licenses"]:
        for column in ("license_id", "renewal_of_license_id"):
            if text_of(row[column]):
                row[column] = row[column][::-1]

    def old_name(column: str, value: Any) -> Any:
        # A customer whom no company row names is called by its id.
        is_name = column in ("customer_id", "parent_customer_id", "customer_name")
        return old_names.get(value, value) if is_name else value

    assert_same(base, replace_values(build(tables), old_name))


# Amounts ----------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_month_is_a_twelfth_of_a_year(build: Build, base: Marts, book: RawTables) -> None:
    """ARR stated per month, and MRR stated per year, are the same figures.

    Only licences that state just one of both plainly, and whose ARR is twelve times whole cents.
    """
    tables = copy_tables(book)
    changed = Counter()
    for row in tables["licenses"]:
        stated = stated_amount(row)
        if stated is None or (text_of(row["arr"]) and text_of(row["mrr"])):
            continue
        column, amount = stated
        if column == "mrr":
            row["arr"], row["mrr"] = str(amount * 12), None
        elif amount % (12 * CENT) == 0:
            row["arr"], row["mrr"] = None, str((amount / 12).quantize(CENT))
        else:
            continue
        changed[column] += 1
    assert min(changed["arr"], changed["mrr"]) > 50
    assert_same(base, build(tables))


def split_number(number: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
    """Split a number into two halves that add up, the first the nearer to zero."""
    half = Decimal(int(number / 2 / unit)) * unit
    return half, number - half


@pytest.mark.long
def test_a_licence_can_be_two(build: Build, base: Marts, book: RawTables) -> None:
    """Two licences of half the amount and half the quantity are worth the same as one.

    Only in the reporting currency: converted, each half would be rounded to the cent. Which licence
    is the largest that ended, whose reason is given, may become another one.
    """
    tables = copy_tables(book)
    rows = tables["licenses"]
    for row in lone_licences(rows):
        stated = stated_amount(row)
        quantity = amount_of(row["quantity"], 4)
        is_converted = text_of(row["currency"]).upper() not in ("", "USD")
        if stated is None or is_converted or (text_of(row["quantity"]) and quantity is None):
            continue
        column, amount = stated
        other = dict(row) | {"license_id": f"{text_of(row['license_id'])} half"}
        row[column], other[column] = map(str, split_number(amount, CENT))
        if quantity is not None:
            halves = split_number(quantity, Decimal("0.0001"))
            row["quantity"], other["quantity"] = map(str, halves)
        rows.append(other)
    assert len(rows) - len(book["licenses"]) > 100
    actual = build(tables)
    assert_same(without(base, "lost_reason"), without(actual, "lost_reason"))


def test_money_times_ten(build: Build, base: Marts, book: RawTables) -> None:
    """Ten times the money is ten times each amount, at the same rates.

    Nothing may be rounded to the cent on the way, since at ten times the money it would be rounded
    elsewhere. So only licences in the reporting currency that state their ARR in cents are left;
    amounts are multiples of 60 cents, to be divided by any quantity up to 6, and licences have a
    quantity of 1 or 2; customers that change several products of a family at once are left out,
    and so are credits, which can be shared out.
    """
    swaps = Counter(
        (row["customer_id"], row["arr_month"], row["movement_type"])
        for row in base["fct_arr_movements"]
        if row["movement_type"] in ("migration_in", "migration_out")
    )
    left_out = {customer for (customer, _, _), count in swaps.items() if count > 1}
    tables = copy_tables(book)
    tables["licenses"] = [
        row
        for row in tables["licenses"]
        if (stated_amount(row) or ("", -1))[1] > 0
        and text_of(row["currency"]).upper() in ("", "USD")
        and text_of(row["company_id"]) not in left_out
    ]
    assert len(tables["licenses"]) > 200

    def multiply_amounts(factor: int) -> None:
        for row in tables["licenses"]:
            column, amount = stated_amount(row)
            row.update(dict.fromkeys(("arr", "mrr", "value")) | {column: str(amount * factor)})

    for number, row in enumerate(tables["licenses"]):
        row["quantity"] = str(number % 2 + 1)
    multiply_amounts(60)
    before = build(tables)
    multiply_amounts(10)
    after = build(tables)
    reasons = Counter(row["reason"] for row in after["fct_arr_movements"])
    assert min(reasons["volume_and_price"], reasons["tier_change"]) > 5

    def times_ten(name: str, value: Any) -> Any:
        is_money = isinstance(value, Decimal) and name != "quantity"
        is_mean = name == "arr_per_customer" and value is not None
        return value * 10 if is_money or is_mean else value

    def round_rates(name: str, value: Any) -> Any:
        return float(f"{value:.12g}") if isinstance(value, float) else value

    assert_same(
        replace_values(replace_values(before, times_ten), round_rates),
        replace_values(after, round_rates),
    )


# Terms ------------------------------------------------------------------------------------------


def cut_licences(rows: list[RawRow], random: Random) -> list[RawRow]:
    """Cut licences into two that follow each other, at a month's first day or any day.

    Only licences whose amount is per year or per month, since the total of a term would have to be
    shared out.

    Args:
        rows: raw licences; not changed.
        random: decides where to cut.

    Returns:
        All licences, those that were cut in two parts.
    """
    cuttable = {id(row) for row in lone_licences(rows) if stated_amount(row) and days_of(row)}
    result = []
    for row in rows:
        result.append(dict(row))
        if id(row) not in cuttable:
            continue
        start, end = days_of(row)
        span = ((end or start + timedelta(days=400)) - start).days
        if span < 1:
            continue
        cut = start + timedelta(days=random.randint(1, span))
        if random.random() < 0.5 and cut.replace(day=1) > start:
            cut = cut.replace(day=1)
        result[-1] |= {"to_date": (cut - timedelta(days=1)).isoformat(), "to_date_included": "true"}
        rest = {"license_id": f"{text_of(row['license_id'])} rest", "from_date": cut.isoformat()}
        result.append(dict(row) | rest | {"renewal_of_license_id": None})
    return result


@pytest.mark.long
def test_a_term_can_be_cut(build: Build, base: Marts, book: RawTables) -> None:
    """Two terms one after the other at one amount are worth the same as one.

    A link to an earlier licence stays with the first part. Which licences begin or end in a month,
    and say why, is another matter.
    """
    rows = cut_licences(book["licenses"], Random(SEED))
    assert len(rows) - len(book["licenses"]) > 150
    actual = build({**copy_tables(book), "licenses": rows})
    columns = ("lost_reason", "is_scheduled")
    assert_same(without(base, *columns), without(actual, *columns))


def merge_licences(rows: list[RawRow], read_licences: list[Row]) -> list[RawRow]:
    """Merge licences of a customer and product that follow each other at one amount and quantity.

    The first one has to state its amount per year or month, since the total of a term would have to
    grow with it. A link of the later one to the first goes; any other link forbids to merge. How
    it ended is what the later one says, if a month end sees that.

    Args:
        rows: raw licences; not changed.
        read_licences: the same as the project reads them, accepted ones only.

    Returns:
        The licences; no chain is merged into one further than in pairs.
    """
    targets = Counter(each for row in rows for each in named_ids(row))
    ended = link_to_later(rows)
    counts = Counter(text_of(row["license_id"]) for row in rows)
    raw = {text_of(row["license_id"]): row for row in rows}
    alike = ("customer_id", "product_id", "arr", "quantity", "currency")
    starting = defaultdict(list)
    for row in read_licences:
        if row["status"] != "pending" and counts[row["license_id"]] == 1:
            starting[(row["starts_on"], *(row[name] for name in alike))].append(row)
    merged: dict[str, RawRow] = {}
    dropped: set[str] = set()
    for row in sorted(read_licences, key=lambda each: each["license_id"]):
        first = row["license_id"]
        if row["status"] == "pending" or counts[first] > 1 or not stated_amount(raw[first]):
            continue
        if id(raw[first]) in ended:
            continue
        for later in starting[(row["stated_ends_before"], *(row[name] for name in alike))]:
            second = later["license_id"]
            link = text_of(raw[second]["renewal_of_license_id"])
            is_free = link in ("", first) and targets[first] == (link == first)
            if is_free and not targets[second] and not {first, second} & (dropped | set(merged)):
                end, month_after = later["stated_ends_before"], later["starts_on"].replace(day=28)
                month_after = (month_after + timedelta(days=4)).replace(day=1)
                says = raw[second if end is None or end >= month_after else first]
                merged[first] = raw[second] | {
                    name: says[name] for name in ("status", "renewal_status")
                }
                dropped.add(second)
    result = []
    for row in rows:
        license_id = text_of(row["license_id"])
        if license_id not in dropped:
            end = merged.get(license_id, row)
            term = {
                name: end[name]
                for name in ("to_date", "to_date_included", "status", "renewal_status")
            }
            result.append(dict(row) | term)
    return result


def test_terms_can_be_merged(build: Build, base: Marts, book: RawTables) -> None:
    """One term is worth the same as two that follow each other at one amount."""
    rows = merge_licences(book["licenses"], base["fct_licenses"])
    assert len(book["licenses"]) - len(rows) > 15
    actual = build({**copy_tables(book), "licenses": rows})
    columns = ("lost_reason", "is_scheduled")
    assert_same(without(base, *columns), without(actual, *columns))


DATE_COLUMNS = (
    *("from_date", "to_date", "renewal_date", "notice_date", "created_at", "updated_at"),
    *("rate_date", "launched_on", "valid_from"),
)


def shift_back(value: str | None) -> str | None:
    """Take four years, which are 1461 days, from a date of the years 2000 to 2199.

    Earlier and later ones are placeholders, or mistakes, that mean the same in any year.
    """
    match = re.match(r"( *)(2[01][0-9]{2})(-[0-9]{2}-[0-9]{2}.*)$", value or "")
    return f"{match[1]}{int(match[2]) - 4}{match[3]}" if match else value


@pytest.mark.long
def test_time_can_be_shifted(build: Build, base: Marts, book: RawTables) -> None:
    """The same history four years earlier has the same figures.

    Leap days fall on leap days then, and no load time gets into the future.
    """
    tables = {
        name: [
            {
                column: shift_back(value) if column in DATE_COLUMNS else value
                for column, value in row.items()
            }
            for row in rows
        ]
        for name, rows in book.items()
    }
    actual = replace_values(
        build(tables),
        lambda _, value: value.replace(year=value.year + 4) if isinstance(value, date) else value,
    )
    assert_same(base, actual)


# Others -----------------------------------------------------------------------------------------


@pytest.mark.long
def test_another_customer_changes_nobody_else(build: Build, base: Marts, book: RawTables) -> None:
    """Licences of a new customer leave every row of the others alone.

    It buys, drops and swaps the products that others have, and brings currencies and products of
    its own.
    """
    tables = copy_tables(book)
    newcomer = {"company_id": "A newcomer", "created_at": "2023-06-01 00:00:00"}
    terms = (
        ("plat-std", "2023-02-01", "2023-10-31", "1200", "10"),
        ("plat-pro", "2023-11-01", None, "2400", "12"),
        ("api", "2023-03-15", "2023-08-02", "99.99", None),
        ("api", "2023-10-01", "2024-01-31", "500", "3"),
        ("ana-basic", "2023-05-05", "2023-05-20", "700", None),
        ("sup-1", "2023-05-01", "2023-12-31", "-300", "1"),
        ("Product of its own", "2023-04-01", "2023-12-31", "4444.44", "0"),
    )
    for number, (product, start, end, arr, quantity) in enumerate(terms):
        tables["licenses"].insert(
            number * 7,
            license_row(
                license_id=f"A new licence {number}",
                product=product,
                from_date=start,
                to_date=end,
                arr=arr,
                quantity=quantity,
                currency=("USD", "EUR", "CHF")[number % 3],
                **newcomer,
            ),
        )
    tables["companies"].append(company_row(company_id="A newcomer", name="Newcomer"))
    rate = {"currency": "CHF", "rate_date": "2023-06-30", "rate": "1.11"}
    tables["exchange_rates"].append(rate)

    marts = build(tables)
    by_customer = (
        *("fct_arr_monthly", "fct_arr_movements", "fct_customer_arr_movements"),
        *("dim_customers", "fct_licenses", "dq_license_issues"),
    )
    theirs = {
        relation: [row for row in marts[relation] if row["customer_id"] != "A newcomer"]
        for relation in by_customer
    }
    new_rows = {relation: len(marts[relation]) - len(theirs[relation]) for relation in by_customer}
    assert new_rows["fct_licenses"] == len(terms) and new_rows["fct_arr_movements"] > 5
    # Prices are judged by those that all customers pay.
    others, theirs = (
        marts
        | {
            "dq_license_issues": [
                row for row in marts["dq_license_issues"] if row["issue"] != "price_dispersion"
            ]
        }
        for marts in (base, theirs)
    )
    assert_same(others, theirs, by_customer)
