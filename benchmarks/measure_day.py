"""Measure a daily load with var incremental, and write its table into docs/incremental.md.

For each mode a book is built from an empty database, and built again after a day in which one
customer in a hundred has changed: amounts, starts, new licences, deleted ones. Both are models and
the history, without tests. What dbt itself takes, measured on a book of a few licences, is taken
off.

    python benchmarks/measure_day.py 1m [--book FOLDER] [--scratch FOLDER] [--threads 2]
"""

from __future__ import annotations

import argparse
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
from generate_book import AS_OF_DATE, TABLES, generate_book, licence_count
from measure import ONLY_MODELS, PROJECT_DIR, SMALL_BOOK_LICENSES, Place, quoted, say

PAGE = PROJECT_DIR / "docs" / "incremental.md"
MODES = ("updated_at", "hash")
NEXT_DATE = (date.fromisoformat(AS_OF_DATE) + timedelta(days=1)).isoformat()

# The book holds updates of its last day, all at one time: a later one makes it a load that is over.
FIRST_DAY = f"""
create table book as
select
    * exclude (updated_at),
    false as is_deleted,
    case
        when license_id = 'L-1' then timestamp '{AS_OF_DATE} 23:00' else updated_at
    end as updated_at
from read_parquet(getvariable('licenses'));

-- One licence of one customer in a hundred, and what happens to it.
create table changed as
select
    company_id,
    min(license_id) as license_id,
    case hash(company_id) % 10
        when 0 then 'deleted' when 1 then 'back-dated' when 2 then 'added' when 3 then 'added'
        else 'revalued'
    end as change
from book
where company_id is not null and hash(company_id, 7) % 100 = 0
group by company_id
"""
NEXT_DAY = f"""
create or replace table next_day as from book limit 0;
insert into next_day by name
select book.* replace (
    case when changed.change = 'revalued' then book.value * 1.1 else book.value end as value,
    case when changed.change = 'revalued' then book.mrr * 1.1 else book.mrr end as mrr,
    case when changed.change = 'revalued' then book.arr * 1.1 else book.arr end as arr,
    case when changed.change = 'back-dated' then book.from_date - 40 else book.from_date end
        as from_date,
    coalesce(changed.change = 'deleted', false) as is_deleted,
    case when changed.change is null then book.updated_at else timestamp '{NEXT_DATE} 06:00' end
        as updated_at
)
from book
left join changed using (company_id, license_id)
union all by name
select book.* replace (
    concat('N', book.license_id) as license_id,
    date '{NEXT_DATE}' as from_date,
    date '{NEXT_DATE}' + 364 as to_date,
    'ongoing' as status,
    null as renewal_status,
    timestamp '{NEXT_DATE} 06:00' as created_at,
    timestamp '{NEXT_DATE} 06:00' as updated_at
)
from book
inner join changed using (company_id, license_id)
where changed.change = 'added'
"""


def write_days(book: Path, folder: Path) -> int:
    """Write the raw tables of both days.

    Args:
        book: a generated book.
        folder: gets the folders first, updated_at and hash; in the last one a deleted licence is
            gone, in the one before it is marked.

    Returns:
        The number of customers that change.
    """
    for name in ("first", *MODES):
        shutil.copytree(book, folder / name, ignore=shutil.ignore_patterns("generate-*"))
    with duckdb.connect() as connection:
        connection.execute(f"set variable licenses = {quoted(str(book / 'licenses.parquet'))}")
        connection.execute(FIRST_DAY)
        connection.execute(NEXT_DAY)
        for name, query in {
            "first": "from book",
            "updated_at": "from next_day",
            "hash": "from next_day where not is_deleted",
        }.items():
            path = quoted(str(folder / name / "licenses.parquet"))
            connection.execute(f"copy ({query}) to {path} (format parquet)")
        return connection.execute("select count(*) from changed").fetchone()[0]


def measure_mode(mode: str, days: Path, folder: Path, threads: int) -> tuple[float, float]:
    """Build the first day from an empty database, then the next one.

    Args:
        mode: of var incremental.
        days: what write_days has written.
        folder: for the database.
        threads: of DuckDB.

    Returns:
        CPU seconds of both builds, dbt itself included.
    """
    # Both days lie where the first one did: another path is another source.
    raw = folder.with_name(f"{folder.name}-raw")
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir(parents=True)
    place = Place(folder, {}, threads)
    costs = []
    for day, as_of_date in (("first", AS_OF_DATE), (mode, NEXT_DATE)):
        for table in TABLES:
            shutil.copy(days / day / f"{table}.parquet", raw / f"{table}.parquet")
        place.project_vars = {
            **{"input": "files", "raw_format": "parquet", "raw_path": str(raw)},
            **{"as_of_date": as_of_date, "incremental": mode, "print_summary": False},
        }
        place.dbt("parse")
        # Seeds are built with it; they are part of dbt itself.
        costs.append(place.dbt("build", *ONLY_MODELS[:4]).cpu)
    return costs[0], costs[1]


def table(licenses: int, changed: int, costs: dict[str, list[float]]) -> str:
    """Write the table of the page."""
    lines = [
        f"A generated book of {licenses:,} licences in Parquet files, DuckDB, a day that changes",
        f"{changed:,} customers, one in a hundred. CPU seconds of the models and the history, dbt",
        f"itself taken off; measured on {date.today().isoformat()} by `benchmarks/measure_day.py`:",
        "",
        "| mode | all customers | the day | share |",
        "|---|---|---|---|",
    ]
    for mode, (full, day) in costs.items():
        lines.append(f"| `{mode}` | {full:.0f} | {day:.1f} | {day / full:.0%} |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure, and write the table into the page."""
    parser = argparse.ArgumentParser(description="Measure a daily load with var incremental.")
    parser.add_argument("size", help="100k, 1m, 10m or any number of licences")
    parser.add_argument("--threads", type=int, default=2, help="threads of DuckDB")
    parser.add_argument("--scratch", type=Path, default=PROJECT_DIR / "target" / "benchmark-day")
    parser.add_argument("--book", type=Path, help="a generated book; else one is made in scratch")
    arguments = parser.parse_args()
    scratch = arguments.scratch.resolve()
    shutil.rmtree(scratch, ignore_errors=True)
    small = scratch / "small"
    generate_book(SMALL_BOOK_LICENSES, small, threads=arguments.threads)
    book = arguments.book.resolve() if arguments.book else scratch / "book"
    if arguments.book is None:
        generate_book(licence_count(arguments.size), book, threads=arguments.threads)
    write_days(small, scratch / "small-days")
    changed = write_days(book, scratch / "days")
    costs = {}
    for mode in MODES:
        say(f"{mode}: dbt itself")
        itself = measure_mode(
            mode, scratch / "small-days", scratch / f"{mode}-small", arguments.threads
        )
        say(f"{mode}: the book")
        whole = measure_mode(mode, scratch / "days", scratch / mode, arguments.threads)
        costs[mode] = [cpu - own for cpu, own in zip(whole, itself, strict=True)]
        say(f"{mode}: all customers {costs[mode][0]:.1f}, the day {costs[mode][1]:.1f}")
    begin, end = "<!-- measured by benchmarks/measure_day.py -->\n", "\n<!-- end -->"
    before, rest = PAGE.read_text(encoding="utf-8").split(begin)
    after = rest.split(end)[1]
    measured = table(licence_count(arguments.size), changed, costs)
    PAGE.write_text(f"{before}{begin}{measured}{end}{after}", encoding="utf-8")
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
