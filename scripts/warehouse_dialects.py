"""What is known of each warehouse's SQL: how its text is parsed, and what it has no word for.

The functions, types and reserved words are those that each is known to have, as far as this
project uses any of them; what is not listed is refused until somebody has looked it up. None of it
was tried on a warehouse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

# Functions that all four have, with the same meaning.
FUNCTIONS = set(
    """
    abs avg cast coalesce count exp extract first_value floor lag lead length ln lower ltrim max
    md5 min mod nullif power rank replace round row_number rpad sign sqrt substring sum trim upper
    """.split()
)
# Words that stand before a parenthesis and are no functions.
KEYWORDS = set(
    """
    all and as between by case decimal distinct else exists filter from group in is join not on or
    over partition select then union using values varchar when where with interval
    """.split()
)
# Words that name no column and no table without quotes.
RESERVED = {
    "bigquery": """
        all and any array as asc assert_rows_modified at between by case cast collate contains
        create cross cube current default define desc distinct else end enum escape except exclude
        exists extract false fetch following for from full group grouping groups hash having if
        ignore in inner intersect interval into is join lateral left like limit lookup merge natural
        new no not null nulls of on or order outer over partition preceding proto qualify range
        recursive respect right rollup rows select set some struct tablesample then to treat true
        unbounded union unnest using when where window with within
        """,
    "databricks": "anti cross except full inner intersect join lateral left minus natural on right "
    "semi union using",
    "redshift": """
        aes128 aes256 all allowoverwrite analyse analyze and any array as asc authorization az64
        backup between binary blanksasnull both bytedict bzip2 case cast check collate column
        constraint create credentials cross current_date current_time current_timestamp current_user
        current_user_id default deferrable deflate defrag delta delta32k desc disable distinct do
        else emptyasnull enable encode encrypt encryption end except explicit false for foreign
        freeze from full globaldict256 globaldict64k grant group gzip having identity ignore ilike
        in initially inner intersect interval into is isnull join leading left like limit localtime
        localtimestamp lun luns lzo lzop minus mostly16 mostly32 mostly8 natural new not notnull
        null nulls off offline offset oid old on only open or order outer overlaps parallel
        partition percent permissions pivot placing primary qualify raw readratio recover references
        rejectlog resort respect restore right select session_user similar snapshot some sysdate
        system table tag tdes text255 text32k then timestamp to top trailing true truncatecolumns
        union unique unnest unpivot user using verbose wallet when where with without
        """,
    "snowflake": """
        all alter and any as between by case cast check column connect constraint create cross
        current current_date current_time current_timestamp current_user delete distinct drop else
        exists false following for from full grant group having ilike in increment inner insert
        intersect into is join lateral left like localtime localtimestamp minus natural not null
        of on or order qualify regexp revoke right rlike row rows sample select set some start
        table tablesample then to trigger true try_cast union unique update using values when
        whenever where with
        """,
}
# Names of types as they are written in casts, contracts and seeds, without their digits.
TYPES = {
    "bigquery": "bigint bignumeric boolean date datetime decimal float64 integer numeric string "
    "timestamp",
    "databricks": "bigint boolean date decimal double integer string timestamp",
    "redshift": "bigint boolean date decimal double|precision integer string text timestamp "
    "varchar",
    "snowflake": "bigint boolean date decimal double|precision integer string text timestamp "
    "timestamp_ntz",
}
OWN_FUNCTIONS = {
    "bigquery": """
        chr concat date date_add datetime_add datetime_diff div farm_fingerprint greatest least
        regexp_contains regexp_extract regexp_replace safe_cast safe_offset safe_ordinal split
        string_agg struct substr
        timestamp_add to_hex to_json_string translate
        """,
    "databricks": """
        add_months array_join char chr collect_list concat date_add datediff greatest least
        make_date named_struct regexp_extract regexp_like sort_array substr transform translate
        try_cast xxhash64
        """,
    "redshift": """
        btrim chr dateadd datediff greatest least len listagg position regexp_substr split_part
        strtol substr translate
        """,
    "snowflake": """
        chr concat date_from_parts dateadd datediff greatest hash least listagg regexp_like
        regexp_substr lpad split_part substr translate try_cast
        """,
}
NOT_THERE = "none.invalid"


@dataclass(frozen=True)
class Warehouse:
    """A warehouse: how dbt is told of it, and what its SQL knows.

    Attributes:
        dialect: its name in dbt and in sqlglot.
        output: an output of profiles.yml that leads nowhere.
    """

    dialect: str
    output: dict[str, Any]

    @property
    def types(self) -> set[str]:
        """Give the names of its types."""
        return {name.replace("|", " ") for name in TYPES[self.dialect].split()}

    @property
    def functions(self) -> set[str]:
        """Give the names of its functions."""
        return FUNCTIONS | set(OWN_FUNCTIONS[self.dialect].split())

    @property
    def reserved(self) -> set[str]:
        """Give the words that name nothing without quotes."""
        return set(RESERVED[self.dialect].split())


def warehouse(dialect: str, **output: Any) -> Warehouse:
    """Describe a warehouse that is not there."""
    return Warehouse(dialect, {"type": dialect, "schema": "main", "threads": 2, **output})


WAREHOUSES = {
    each.dialect: each
    for each in (
        warehouse("snowflake", account="none", user="none", password="none", database="analytics"),
        warehouse("bigquery", method="oauth-secrets", token="none", project="analytics"),
        warehouse(
            "databricks", host=NOT_THERE, http_path="/none", token="none", catalog="analytics"
        ),
        warehouse(
            "redshift", host=NOT_THERE, user="none", password="none", dbname="analytics", port=5439
        ),
    )
}


def complaints(sql: str, of: Warehouse) -> Iterator[str]:
    """Say what the warehouse would not take in a text of SQL."""
    try:
        statements = sqlglot.parse(sql, read=of.dialect, error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.ParseError as error:
        yield f"cannot be parsed: {str(error)[:200]}"
        return
    bare = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.S))
    for name in sorted(set(re.findall(r"\b([a-z_]\w*)\s*\(", bare.lower()))):
        if name not in of.functions | KEYWORDS | {"text", *of.types} and name not in names(bare):
            yield f"no function {name}"
    if of.dialect == "redshift":
        yield from redshift_complaints(statements)
    for statement in statements:
        if statement is None:
            continue
        for alias in statement.find_all(exp.TableAlias, exp.Alias):
            name = alias.this if isinstance(alias, exp.TableAlias) else alias.args.get("alias")
            is_bare = isinstance(name, exp.Identifier) and not name.quoted
            if is_bare and name.name.lower() in of.reserved:
                yield f"{name.name} is a reserved word"
        if of.dialect == "bigquery":
            for each in statement.find_all(exp.Except, exp.Intersect):
                if not re.search(r"\b(except|intersect)\s+distinct\b", bare, re.I):
                    yield f"{each.key} without distinct"
        if statement.find(exp.Qualify):
            yield "qualify"
    for found in re.findall(r"\bcast\([^()]* as ([a-z_ ]+?)\s*[(),]", bare.lower()):
        if found not in of.types:
            yield f"no type {found}"


def redshift_complaints(statements: list[Any]) -> Iterator[str]:
    """Say what Redshift alone does not take."""
    for statement in statements:
        if statement is None:
            continue
        if statement.find(exp.NullSafeEQ, exp.NullSafeNEQ):
            yield "is distinct from"
        for window in statement.find_all(exp.Window):
            is_sum = isinstance(window.this, exp.Sum | exp.Max | exp.Min | exp.Count | exp.Avg)
            if is_sum and window.args.get("order") and not window.args.get("spec"):
                yield "a sum over an order without a frame"


def names(sql: str) -> set[str]:
    """Give the names of common table expressions and tables that stand before a parenthesis."""
    return set(re.findall(r"\binto\s+(\w+)\s*\(", sql.lower()))
