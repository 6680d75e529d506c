"""Files as people have them: other line ends, separators and encodings, lines that are broken.

Whatever the file, each line of it is read or listed as an issue, or one message says what to mend.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from harness import BuildError, build_book, read_rows

HEADER = "license_id,company_id,product,arr,currency,from_date,to_date,lost_reason\n"
L1 = "L1,A,Core,100,USD,2024-01-01,2024-12-31,\n"
L2 = "L2,B,Core,250.50,USD,2024-01-01,2024-12-31,moved\n"
BOOK = HEADER + L1 + L2
SOUND = {"L1": Decimal("100"), "L2": Decimal("250.5")}
STAGED = ["+stg_planhat__licenses"]
# Marts that have rows without any licence.
COUNTING = (
    *("dq_issue_summary", "dq_input_profile", "report_info", "signals_studies"),
    # What the bundled seeds name, and nobody has here, is listed.
    *("target_attainment", "dq_table_issues"),
)


@pytest.fixture(scope="module")
def work_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder to build all files in, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("files")


def build_files(
    work_dir: Path,
    files: dict[str, bytes],
    select: list[str] | None = STAGED,
    optional: tuple[str, ...] = (),
    **more_vars: Any,
) -> Path:
    """Build on files with the given bytes.

    Args:
        work_dir: the folder to build in; files of an earlier build in it are removed.
        files: name of a raw table to the content of its CSV file.
        select: dbt selectors; everything when None.
        optional: the optional tables that there should be.
        **more_vars: further vars.
    """
    folder = work_dir / "files"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    project_vars = {
        "raw_path": str(folder),
        "optional_inputs": list(optional),
        "as_of_date": "2024-06-30",
        **more_vars,
    }
    return build_book(
        work_dir,
        {},
        project_vars,
        select=select,
        command="run",
    )


def staged(database_path: Path) -> tuple[dict[str, Decimal], list[str]]:
    """Give the licences that were read, as id to ARR, and the lines that were not."""
    columns = ["license_id", "arr_amount", "mrr_amount", "unread_line"]
    rows = read_rows(database_path, "stg_planhat__licenses", columns, "main_staging")
    read = {
        row["license_id"]: round(row["arr_amount"] or row["mrr_amount"] * 12, 2)
        for row in rows
        if row["unread_line"] is None
    }
    unread = sorted(row["unread_line"] for row in rows if row["unread_line"] is not None)
    assert len(read) + len(unread) == len(rows), rows
    return read, unread


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BOOK.encode(), id="as it should be"),
        pytest.param(BOOK.rstrip("\n").encode(), id="no line end at the end"),
        pytest.param(BOOK.replace("\n", "\r\n").encode(), id="CR LF"),
        pytest.param(BOOK.replace("\n", "\r").encode(), id="CR"),
        pytest.param((HEADER + L1.replace("\n", "\r\n") + L2).encode(), id="both line ends"),
        pytest.param(
            ("\n  \n" + HEADER + "\n" + L1 + "\n\n" + L2 + "\n").encode(), id="empty lines"
        ),
        pytest.param(b"\xef\xbb\xbf" + BOOK.encode(), id="byte order mark"),
        pytest.param(BOOK.replace(",", ";").encode(), id="semicolons"),
        pytest.param(BOOK.replace(",", "\t").encode(), id="tabs"),
        pytest.param(BOOK.replace(",", "|").encode(), id="bars"),
        pytest.param(
            b"\xef\xbb\xbf" + BOOK.replace(",", ";").replace("\n", "\r\n").encode(),
            id="as a spreadsheet in Europe saves it",
        ),
        pytest.param(
            ("\n".join(f'"{line}"' for line in BOOK.replace(",", '","').split("\n")[:3])).encode(),
            id="quotes around everything",
        ),
        pytest.param(
            (HEADER + L1.replace(",\n", ',"a\nb, ""c"",\r\nd\re"\n') + L2).encode(),
            id="line end, comma and quotes within quotes",
        ),
        pytest.param(
            (HEADER + '"' + L1.replace(",", '\n",', 1) + L2).encode(),
            id="line end in the first field",
        ),
        pytest.param(
            (HEADER + L1.replace(",\n", ',5" pipe "x"\n') + L2).encode(), id="quotes without need"
        ),
        pytest.param(
            (HEADER.upper().replace(",", " , ") + L1 + L2).encode(),
            id="names in upper case, padded",
        ),
        pytest.param(
            b"to_date,from_date,mrr,note,company_id,product,license_id\n"
            b"2024-12-31,2024-01-01,20.875,x,B,Core,L2\n"
            b",2024-01-01,8.33333,y,A,Core,L1\n",
            id="few columns in another order, and one that is not known",
        ),
        pytest.param(BOOK.encode("utf-16"), id="UTF-16"),
        pytest.param(BOOK.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(("sep=;\r\n" + BOOK.replace(",", ";")).encode(), id="a line that names ;"),
        pytest.param(('"sep=~"\n' + BOOK.replace(",", "~")).encode(), id="a line that names ~"),
        pytest.param(
            (HEADER + L1.replace("\n", ",\n") + L2.replace("\n", ",\n")).encode(),
            id="a comma at the end of each line but the header",
        ),
        pytest.param(BOOK.replace("\n", ",\n").encode(), id="a comma at the end of each line"),
        pytest.param(
            (HEADER + L1 + L2.replace("moved", '"' + "a, b, " * 9 + '\nc, 2024, d"')).encode(),
            id="a note of lines with more commas than a line",
        ),
        pytest.param((HEADER.replace("_", " ").title() + L1 + L2).encode(), id="names with blanks"),
        pytest.param(
            b"_id,companyId,Product Name,annualRecurringRevenue,CurrencyIsoCode,StartDate,TO-DATE\n"
            b"L1,A,Core,100,USD,2024-01-01,\nL2,B,Core,250.50,USD,2024-01-01,\n",
            id="names of other systems",
        ),
    ],
)
def test_every_form_of_a_file_is_read(content: bytes, work_dir: Path) -> None:
    """The two licences are there, whatever stands between fields and at the end of lines."""
    database_path = build_files(work_dir, {"licenses": content})
    assert staged(database_path) == (SOUND, [])


@pytest.mark.parametrize(
    ("lines", "listed"),
    [
        (b"L3,C,Core,300\n", ["too few fields: L3,C,Core,300"]),
        (
            b"L3,C,Core, Plus,300,USD,2024-01-01,2024-12-31,\n",
            ["too many fields: L3,C,Core, Plus,300,USD,2024-01-01,2024-12-31,"],
        ),
        (
            b"L3,C\xff,Core,300,USD,2024-01-01,2024-12-31,M\xfcller\n",
            ["not UTF-8: L3,C?,Core,300,USD,2024-01-01,2024-12-31,M?ller"],
        ),
        (b"x\n", ["too few fields: x"]),
        (
            b'L3,"C,Core,300,USD,2024-01-01,2024-12-31,\nL4,C,Core,1,USD,2024-01-01,,\n',
            [
                "after a quote that is not closed: L4,C,Core,1,USD,2024-01-01,,",
                "too few fields: L3,C,Core,300,USD,2024-01-01,2024-12-31,",
            ],
        ),
        (
            b'L3,"C,Core,300,USD,2024-01-01,2024-12-31,\nL4,C",Core,1,USD,2024-01-01,,\n',
            [
                "a quote that is not closed: L3,C,Core,300,USD,2024-01-01,2024-12-31,",
                "after a quote that is not closed: L4,C,Core,1,USD,2024-01-01,,",
            ],
        ),
        (
            b'L3,C,Core,300,USD,2024-01-01,2024-12-31,"gone\nL4,C,Core,1,USD,2024-01-01,,\n',
            [
                "a quote that is not closed: L3,C,Core,300,USD,2024-01-01,2024-12-31,gone",
                "after a quote that is not closed: L4,C,Core,1,USD,2024-01-01,,",
            ],
        ),
        (
            b'L3,C,Core,300,USD,2024-01-01,2024-12-31,"cut',
            # DuckDB drops the last character of such a field.
            ["a quote that is not closed: L3,C,Core,300,USD,2024-01-01,2024-12-31,cu"],
        ),
        (
            b"L3,C,Core, Plus, Max,300,USD,2024-01-01,2024-12-31,\n",
            ["too many fields: L3,C,Core, Plus, Max,300,USD,2024-01-01,2024-12-31,"],
        ),
        (
            b"L3,C,Core,300,USD,2024-01-01,2024-12-31,,\n",
            ["too many fields: L3,C,Core,300,USD,2024-01-01,2024-12-31,,"],
        ),
    ],
    ids=[
        "short",
        "long",
        "other encoding",
        "one word",
        "open",
        "swallowed",
        "swallowed to the end",
        "cut off in a quote",
        "far too long",
        "a comma more than the others",
    ],
)
def test_a_line_that_cannot_be_read_is_listed(
    lines: bytes, listed: list[str], work_dir: Path
) -> None:
    """Every broken line is an issue with its text, and no sound line before it is lost."""
    database_path = build_files(work_dir, {"licenses": BOOK.encode() + lines})
    assert staged(database_path) == (SOUND, listed)


def test_an_amount_that_is_cut_off_is_not_read(work_dir: Path) -> None:
    """A file that ends inside a quoted amount has an unread line, not a small amount."""
    header = "license_id,company_id,product,from_date,to_date,lost_reason,arr\n"
    sound = 'L1,A,Core,2024-01-01,,"two\nlines","100"\n'
    cut = 'L3,C,Core,2024-01-01,,,"25'
    for content, unread in (
        (sound, []),
        (sound + cut, ["a quote that is not closed: L3,C,Core,2024-01-01,,,2"]),
        (sound + cut + '0"', []),
        (cut + '0"\n' + sound + "\n\n", []),
    ):
        database_path = build_files(work_dir, {"licenses": (header + content).encode()})
        read = {"L1": 100, "L3": 250} if "L3" in content and not unread else {"L1": 100}
        assert staged(database_path) == (read, unread), content


def test_odd_characters_are_text(work_dir: Path) -> None:
    """A NUL, a number sign at the start of a line and an emoji are part of what a field says."""
    ids = ("#3", "L\x004", "🙂", "Größe")
    lines = "".join(f"{each},C\x00,Core,1,USD,2024-01-01,,\n" for each in ids)
    database_path = build_files(work_dir, {"licenses": (BOOK + lines).encode()})
    assert staged(database_path) == (SOUND | dict.fromkeys(ids, 1), [])


def test_unread_lines_are_accounted_for(work_dir: Path) -> None:
    """A line that cannot be read is a raw row that is rejected, and stands in every count."""
    lines = b"L3,C,Core,300\nL4,C\xff,Core,300,USD,2024-01-01,2024-12-31,\n"
    select = ["+dq_license_issues", "+dq_reconciliation", "+dq_issue_summary"]
    database_path = build_files(work_dir, {"licenses": BOOK.encode() + lines}, select)
    columns = ["issue", "action", "detail", "license_id", "arr_at_stake"]
    unreadable = {"issue": "unreadable_line", "action": "rejected", "license_id": None}
    unreadable |= {"arr_at_stake": None}
    rows = read_rows(database_path, "dq_license_issues", columns)
    assert sorted(rows, key=lambda row: row["detail"]) == [
        unreadable | {"detail": "not UTF-8: L4,C?,Core,300,USD,2024-01-01,2024-12-31,"},
        unreadable | {"detail": "too few fields: L3,C,Core,300"},
    ]
    columns = ["license_rows", "raw_rows", "share_of_rows_without_arr", "outcome"]
    rows = read_rows(database_path, "dq_issue_summary", ["issue", *columns])
    found = next(row for row in rows if row["issue"] == "unreadable_line")
    assert [found[column] for column in columns] == [2, 4, 0.5, "error"]
    rows = read_rows(database_path, "dq_reconciliation", ["check_name", "expected", "difference"])
    assert not any(row["difference"] for row in rows)
    assert {row["expected"] for row in rows if row["check_name"].startswith("raw rows")} == {4}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "There is no file"),
        (
            {"licenses": BOOK.replace("lost_reason", "Währung").encode("cp1252")},
            "licenses.csv is not UTF-8. Save it as CSV in UTF-8 and build again.",
        ),
        ({"licenses": b""}, "licenses.csv is empty: not even a line with the names of the columns"),
        (
            {"licenses": b"\n"},
            "The raw table licenses lacks the columns license_id, company_id, product",
        ),
        (
            {"licenses": BOOK.replace("from_date", "start").encode()},
            "The raw table licenses lacks the column from_date. Say which of yours it is: "
            "column_names: {licenses: {from_date: name of your column}}. "
            "Its columns are: license_id,",
        ),
        (
            {"licenses": BOOK.replace("from_date", "Date from").encode()},
            "lacks the column from_date (the nearest is Date from). Say which of yours it is: "
            "column_names: {licenses: {from_date: Date from}}.",
        ),
        (
            {"licenses": BOOK.replace(",arr,", ",amount,").encode()},
            "The raw table licenses lacks the column arr or mrr or value.",
        ),
        (
            {"licenses": BOOK.replace("lost_reason", "ARR").encode()},
            "The raw table licenses has more than one column arr: arr, ARR.",
        ),
        (
            {"licenses": BOOK.replace("arr,currency", "fromDate,From Date").encode()},
            "lacks the column arr or mrr or value",
        ),
        (
            {"licenses": BOOK.replace("from_date,to_date", "toDate,To Date").encode()},
            "has more than one column to_date: toDate, To Date",
        ),
        (
            {"licenses": b"\xfe\xff" + BOOK.encode("utf-16-be")},
            "is UTF-16 with the high byte first",
        ),
        ({"licenses": b"PK\x03\x04\x14\x00x"}, "is an Excel workbook (XLSX) or another ZIP file"),
        (
            {"licenses": b"PAR1\x15\x04"},
            "is a Parquet file, not CSV. Set var raw_format to parquet",
        ),
        (
            {"licenses": b"license_id,\x00company_id\n"},
            "licenses.csv holds NUL bytes: it is no text. Save it as CSV in UTF-8",
        ),
        (
            {"licenses": BOOK.encode() + b'L3,"' + b"x" * 3_000_000 + b"\n"},
            "line 4 goes on for more than 2 MB. Is a quote opened there and not closed?",
        ),
        (
            {"licenses": BOOK.encode(), "companies": b"key,name\n1,x\n"},
            "The raw table companies lacks the column company_id.",
        ),
    ],
    ids=[
        *("no file", "Windows", "empty", "one line end", "no start", "a name like it", "no amount"),
        *(
            "twice",
            "a name is taken",
            "two names alike",
            "UTF-16",
            "XLSX",
            "Parquet",
            "NUL",
            "endless line",
        ),
        "another table",
    ],
)
def test_one_message_says_what_to_mend(
    files: dict[str, bytes], message: str, work_dir: Path
) -> None:
    """A file that cannot be used fails its own model only, with a message and no database error."""
    with pytest.raises(BuildError) as error:
        optional = ("companies",) if "companies" in files else ()
        build_files(work_dir, files, [*STAGED, "stg_planhat__companies"], optional)
    said = " ".join(str(error.value).split())
    assert message in said
    assert said.count("error:") == 1 and "Compilation Error in model stg_planhat__" in said


NAMES = {"licenses": {"arr": "Yearly amount (USD)", "team": "group", "status": "Phase"}}


@pytest.mark.parametrize(
    ("replaced", "message"),
    [
        ("nothing", None),
        (
            " (USD)",
            "lacks the column Yearly amount (USD) of var column_names (the nearest is Yearly",
        ),
        ("group", "lacks the column group of var column_names"),
        ("plan_name", "lacks the column plan_note"),
    ],
)
def test_names_in_vars_are_found(replaced: str, message: str | None, work_dir: Path) -> None:
    """Var column_names says what a column is; a name that the file lacks stops with the nearest."""
    content = (
        "_id,companyId,product,Yearly amount (USD),arr,group,phase,plan note,from_date,to_date\n"
    )
    content += "L1,A,Core,100,7,North,pending,a note,2024-01-01,\n"
    content = content.replace({"plan_name": "plan note"}.get(replaced, replaced), "")
    more_vars: dict[str, Any] = {"column_names": NAMES, "license_attributes": ["team", "plan_note"]}
    if message:
        with pytest.raises(BuildError) as error:
            build_files(work_dir, {"licenses": content.encode()}, **more_vars)
        assert message in " ".join(str(error.value).split())
        return
    database_path = build_files(work_dir, {"licenses": content.encode()}, **more_vars)
    columns = ["license_id", "customer_id", "arr_amount", "team", "plan_note", "status_text"]
    (row,) = read_rows(database_path, "stg_planhat__licenses", columns, "main_staging")
    assert list(row.values()) == ["L1", "A", 100, "North", "a note", "pending"]


def test_a_workbook_beside_is_named(work_dir: Path) -> None:
    """Where there is no CSV file but another one of the name, the message says so."""
    (work_dir / "files").mkdir(exist_ok=True)
    (work_dir / "files" / "licenses.xlsx").write_bytes(b"PK")
    project_vars = {"raw_path": str(work_dir / "files"), "as_of_date": "2024-06-30"}
    (work_dir / "files" / "licenses.csv").unlink(missing_ok=True)
    with pytest.raises(BuildError) as error:
        build_book(work_dir, {}, project_vars, select=STAGED, command="run")
    said = " ".join(str(error.value).split())
    assert (
        "licenses.csv, but " in said and "licenses.xlsx. Set var raw_format to parquet or" in said
    )


def test_an_absent_optional_file_is_named(work_dir: Path) -> None:
    """The message says how to go on without the table."""
    with pytest.raises(BuildError, match="or leave companies out of var optional_inputs"):
        build_files(
            work_dir, {"licenses": BOOK.encode()}, ["stg_planhat__companies"], ("companies",)
        )


def test_broken_lines_of_other_tables_are_listed(work_dir: Path) -> None:
    """A company whose line cannot be read is not there; a comma before a blank is text."""
    companies = (
        b"company_id,name\nA,Alpha\nB,B\xff\nC\nD,Delta,x\nE,Oak, Elm, Inc.\nF, a, b, c, d, e\n"
    )
    database_path = build_files(
        work_dir,
        {"licenses": BOOK.encode(), "companies": companies},
        ["+int_companies", "+dq_table_issues"],
        optional=("companies",),
    )
    columns = ["customer_id", "customer_name"]
    rows = read_rows(database_path, "int_companies", columns, "main_intermediate")
    assert {row["customer_id"]: row["customer_name"] for row in rows} == {
        "A": "Alpha",
        "E": "Oak, Elm, Inc.",
    }
    issues = read_rows(database_path, "dq_table_issues", ["issue", "raw_rows", "detail"])
    of_seeds = [row for row in issues if row["issue"] == "seed_row_without_effect"]
    assert {tuple(row.values()) for row in issues if row not in of_seeds} == {
        ("unreadable_table_line", 4, "not UTF-8: B,B?"),
        ("table_line_mended", 1, "E,Oak, Elm, Inc."),
    }


def test_a_header_without_rows_builds(work_dir: Path) -> None:
    """Every mart is there, and empty but for its checks."""
    header_only: dict[str, bytes] = {
        "licenses": HEADER.encode(),
        "companies": b"company_id,name\n",
        "products": b"product_id,name",
        "product_aliases": b"alias,product_id\n",
        "exchange_rates": b"currency,rate_date,rate\n",
    }
    optional = tuple(header_only)[1:]
    database_path = build_files(work_dir, header_only, None, optional)
    assert_every_mart_is_empty(database_path)


def assert_every_mart_is_empty(database_path: Path) -> None:
    """Check that no mart has rows but those that count issues, columns or studies, or the build."""
    with duckdb.connect(str(database_path), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'main_marts'"
        ).fetchall()
        assert len(names) >= 19
        for (name,) in names:
            count: Any = connection.execute(f"select count(*) from main_marts.{name}").fetchone()
            has_rows = name in COUNTING
            assert (count[0] > 0) == has_rows, name


def test_tables_are_checked_as_well(tmp_path: Path) -> None:
    """In a warehouse a missing table or column has its message, and an empty table builds."""
    project_vars = {"input": "tables", "optional_inputs": []}
    with pytest.raises(
        BuildError, match=r"There is no table .*licenses.* Correct vars raw_database"
    ):
        build_book(tmp_path, {}, project_vars, command="run", select=STAGED)
    create = "create or replace table planhat.licenses as select * from (values {}) as t({})"
    names = "license_id, company_id, product, arr, from_date"
    with duckdb.connect(str(tmp_path / "book.duckdb")) as connection:
        connection.execute("create schema planhat")
        connection.execute(create.format("('L', 'C', 'P', 1, '2024-01-01')", names))
    with pytest.raises(BuildError, match="The raw table licenses lacks the column to_date"):
        build_book(tmp_path, {}, project_vars, command="run", select=STAGED)
    with duckdb.connect(str(tmp_path / "book.duckdb")) as connection:
        row = "('L', 'C', 'P', 1, date '2024-01-01', date '2024-12-31')"
        connection.execute(create.format(row, f"{names}, to_date"))
        connection.execute("delete from planhat.licenses")
    database_path = build_book(tmp_path, {}, project_vars, command="check", is_gated=False)
    assert_every_mart_is_empty(database_path)
