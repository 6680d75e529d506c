"""Measure the project beside two others, and write docs/benchmarks.md.

In every run, one after another and each in a process of its own:

    the models of this project, in four groups, and all tests, with dbt itself
    the same commands on a book of a few licences: what dbt itself costs
    date_spine.sql: the formulation that most open projects use
    floor.sql: the raw licences read once and the dense spine written once

After the runs, the models one by one (dbt_models.py), unless --groups-only. Before them, the sample
build and parsing. A process is charged with its user and system time, whatever else the machine
does; the time on the clock is that of the machine as it is. The results of a size go to
benchmarks/results/<size>.json, and page.py writes the page from all of them.

    python benchmarks/measure.py 1m --runs 3 [--book FOLDER] [--scratch FOLDER] [--threads 2]

With --signals-only only the models that signals need are built, one by one, once; the results go to
benchmarks/results/signals/<size>.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
from generate_book import AS_OF_DATE, generate_book, licence_count
from page import RESULTS_DIR, SIGNALS_DIR, write_page

BENCHMARKS_DIR = Path(__file__).resolve().parent
PROJECT_DIR = BENCHMARKS_DIR.parent
SMALL_BOOK_LICENSES = 100

CORE_MARTS = (
    "fct_arr_monthly",
    "fct_arr_movements",
    "fct_customer_arr_movements",
    "arr_bridge_company_monthly",
    "arr_bridge_product_monthly",
    "retention_company_monthly",
    "retention_product_monthly",
)
OTHER_RETENTION_MARTS = (
    "retention_product_family_monthly",
    "retention_segment_monthly",
    "retention_product_segment_monthly",
    "retention_cohort_monthly",
    "retention_cohort_period_monthly",
    "retention_customer_monthly",
    "retention_bridge_monthly",
    "retention_methods",
    "arr_growth_company_monthly",
    "arr_growth_product_monthly",
)
SIGNAL_MARTS = "path:models/marts/signals"
CORE = [f"+{mart}" for mart in CORE_MARTS]
OTHER_RETENTION = [f"+{mart}" for mart in OTHER_RETENTION_MARTS]
GROUPS = {
    "core": ["--select", *CORE],
    "other_retention": ["--select", *OTHER_RETENTION, "--exclude", *CORE],
    "signals": ["--select", f"+{SIGNAL_MARTS}", "--exclude", *CORE, *OTHER_RETENTION],
    "everything_else": ["--exclude", *CORE, *OTHER_RETENTION, f"+{SIGNAL_MARTS}"],
}
# Everything but tests; seeds are loaded before.
ONLY_MODELS = [
    argument
    for resource_type in ("test", "unit_test", "seed")
    for argument in ("--exclude-resource-type", resource_type)
]
ALL_TESTS = ("test", "--selector", "everything")

PROFILE = """\
product_retention:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: {path}
      schema: main
      threads: 2
      settings:
        TimeZone: UTC
        threads: {threads}
        # What does not fit is written to disk: an aim is to stay below 3 GiB with all of Python.
        memory_limit: 2400MB
        preserve_insertion_order: false
"""


@dataclass(frozen=True)
class Cost:
    """What a process took.

    Args:
        cpu: user and system seconds.
        wall: seconds on the clock.
        peak_mib: the most resident memory it had.
    """

    cpu: float
    wall: float
    peak_mib: int


@dataclass
class Place:
    """A folder in which dbt builds one book.

    Args:
        folder: holds the profile, the database, and dbt's own files.
        project_vars: dbt vars, none for the bundled sample.
        threads: threads of DuckDB.
    """

    folder: Path
    project_vars: dict[str, Any]
    threads: int
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        """Empty the folder and write its profile."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        profile = PROFILE.format(path=json.dumps(str(self.database)), threads=self.threads)
        (self.folder / "profiles.yml").write_text(profile, encoding="utf-8")
        self.log = self.folder / "output.log"

    @property
    def database(self) -> Path:
        """The path of the database."""
        return self.folder / "book.duckdb"

    def remove_database(self) -> None:
        """Begin with an empty database; what dbt has parsed stays."""
        for path in self.folder.glob("book.duckdb*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def arguments(self, command: str, *more: str) -> list[str]:
        """Give the arguments of a dbt command.

        Args:
            command: for example build.
            more: arguments behind those that all commands have.

        Returns:
            The command and its arguments.
        """
        given = ["--vars", json.dumps(self.project_vars)] if self.project_vars else []
        return [
            *("--no-use-colors", "--log-path", str(self.folder / "logs"), command),
            *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(self.folder)),
            *("--target-path", str(self.folder / "target"), *given, *more),
        ]

    def dbt(self, command: str, *more: str) -> Cost:
        """Run a dbt command in a process of its own; see `arguments`."""
        dbt = [sys.executable, "-c", "from dbt.cli.main import cli; cli()"]
        return run_measured([*dbt, *self.arguments(command, *more)], self.log)


def run_measured(command: Sequence[str], log: Path) -> Cost:
    """Run a command and say what it took.

    Args:
        command: program and arguments.
        log: file for its output; it is added to.

    Returns:
        The cost of the process, from the kernel's own account of it.

    Raises:
        RuntimeError: if the command fails; with the end of its output.
    """
    environment = {
        **os.environ,
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    started = time.perf_counter()
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(
            list(command), stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=log.parent
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode != 0:
        end = "\n".join(log.read_text(encoding="utf-8").splitlines()[-30:])
        raise RuntimeError(f"a measured command failed: {' '.join(command)}\n{end}")
    kib_per_unit = 1 if sys.platform != "darwin" else 1 / 1024
    return Cost(
        cpu=round(usage.ru_utime + usage.ru_stime, 3),
        wall=round(wall, 3),
        peak_mib=round(usage.ru_maxrss * kib_per_unit / 1024),
    )


def run_sql(path: Path, database: Path, raw_path: str, threads: int, finished: Path | None) -> None:
    """Run the statements of a file in a new database, in this process.

    Args:
        path: the file.
        database: where to put the database; must not exist.
        raw_path: the folder of the book, for variable `raw_path`.
        threads: threads of DuckDB.
        finished: a database to attach as `finished`.
    """
    with duckdb.connect(str(database)) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set threads = {threads}")
        connection.execute(f"set variable raw_path = {quoted(raw_path)}")
        connection.execute(f"set variable as_of_date = '{AS_OF_DATE}'")
        if finished is not None:
            connection.execute(f"attach {quoted(str(finished))} as finished (read_only)")
        connection.execute(path.read_text(encoding="utf-8"))


def quoted(text: str) -> str:
    """Write a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def measure_sql(
    name: str, folder: Path, raw_path: Path, threads: int, finished: Path | None = None
) -> Cost:
    """Run date_spine.sql or floor.sql in a process of its own; see `run_sql`.

    Args:
        name: of the file, without its ending.
        folder: for the database, which stays there as <name>.duckdb.
        raw_path: the folder of the book.
        threads: threads of DuckDB.
        finished: a database to attach.

    Returns:
        What it took.
    """
    database = folder / f"{name}.duckdb"
    database.unlink(missing_ok=True)
    call = [str(BENCHMARKS_DIR / f"{name}.sql"), str(database), str(raw_path), str(threads)]
    code = (
        f"import sys; sys.path.insert(0, {str(BENCHMARKS_DIR)!r});"
        "from pathlib import Path; from measure import run_sql;"
        "a = sys.argv[1:] + [None];"
        "run_sql(Path(a[0]), Path(a[1]), a[2], int(a[3]), a[4] and Path(a[4]))"
    )
    more = [str(finished)] if finished else []
    return run_measured([sys.executable, "-c", code, *call, *more], folder / f"{name}.log")


def copy_spine(database: Path, copy: Path) -> None:
    """Copy the finished dense spine into a database of its own, for floor.sql.

    Args:
        database: of a build.
        copy: the database to make.
    """
    copy.unlink(missing_ok=True)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach {quoted(str(database))} as built (read_only)")
        connection.execute(
            "create table fct_arr_monthly as select * from built.main_marts.fct_arr_monthly"
        )


def row_counts(database: Path) -> dict[str, int]:
    """Count the rows of every table that dbt built."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables() where not temporary"
        ).fetchall()
        return {
            name: connection.execute(f'select count(*) from "{schema}"."{name}"').fetchone()[0]
            for schema, name in names
        }


def compare(database: Path, date_spine: Path) -> dict[str, dict[str, int | str]]:
    """Say how far the two formulations agree on the measured book, which has broken rows.

    Args:
        database: of a build.
        date_spine: the database of date_spine.sql.

    Returns:
        For each of them the rows of the spine, and the ARR over all rows.
    """
    figures = {}
    for name, path, relation in (
        ("project", database, "main_marts.fct_arr_monthly"),
        ("date_spine", date_spine, "arr_monthly"),
    ):
        with duckdb.connect(str(path), read_only=True) as connection:
            rows, arr = connection.execute(f"select count(*), sum(arr) from {relation}").fetchone()
        figures[name] = {"spine_rows": rows, "arr_of_all_months": str(arr)}
    return figures


def book_place(folder: Path, book: Path, threads: int) -> Place:
    """Make a place for a generated book, and let dbt parse the project there."""
    place = Place(
        folder,
        {
            "input": "files",
            "raw_format": "parquet",
            "raw_path": str(book),
            "as_of_date": AS_OF_DATE,
            # One load, though its groups are built one after the other.
            "loaded_at": f"{AS_OF_DATE} 23:59:59",
            "print_summary": False,
        },
        threads,
    )
    place.dbt("parse")
    return place


def measure_project(place: Place) -> dict[str, Cost]:
    """Build a book from an empty database, group by group, and test it.

    Args:
        place: where.

    Returns:
        Group or `tests` to what it took.
    """
    place.remove_database()
    place.dbt("seed")
    costs = {}
    for group, selection in GROUPS.items():
        costs[group] = place.dbt("build", *ONLY_MODELS, *selection)
    costs["tests"] = place.dbt(*ALL_TESTS)
    return costs


def measure_models(
    place: Place, groups: dict[str, list[str]], with_tests: bool = True
) -> list[dict[str, Any]]:
    """Build a book from an empty database model by model, and test it test by test.

    Args:
        place: where.
        groups: those to build, with dbt's arguments that choose their models.
        with_tests: whether to test it.

    Returns:
        One dict per model and test: its name, group (`tests` for tests), cost and rows.
    """
    place.remove_database()
    place.dbt("seed")
    commands = {group: ("build", *ONLY_MODELS, *chosen) for group, chosen in groups.items()}
    if with_tests:
        commands["tests"] = ALL_TESTS
    models = []
    for group, command in commands.items():
        out = place.folder / f"{group}.json"
        script = [sys.executable, str(BENCHMARKS_DIR / "dbt_models.py"), str(out)]
        run_measured([*script, *place.arguments(*command)], place.log)
        models += [{"group": group, **model} for model in json.loads(out.read_text("utf-8"))]
    rows = row_counts(place.database)
    return [{**model, "rows": rows.get(model["model"])} for model in models]


def measure_signals(*, size: str, scratch: Path, threads: int, book: Path | None) -> dict[str, Any]:
    """Build a book model by model, as far as signals need it, and nothing else.

    Args:
        size: for example 1m.
        scratch: folder for the book, unless given, and for the database, which is removed.
        threads: threads of DuckDB.
        book: a folder with a generated book of that size.

    Returns:
        What benchmarks/results/signals/<size>.json holds.
    """
    described = machine()
    book = book or scratch / "books" / size
    if not (book / "account_signals.parquet").exists():
        say(f"generating a book of {licence_count(size):,} licences")
        generate_book(licence_count(size), book, threads=threads)
    work = scratch / "signals"
    try:
        place = book_place(work, book, threads)
        groups = [group for group in GROUPS if group != "everything_else"]
        models = measure_models(place, {group: GROUPS[group] for group in groups}, with_tests=False)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return {
        "size": size,
        "licenses": licence_count(size),
        "measured_on": date.today().isoformat(),
        "machine": described,
        "versions": versions(),
        "threads": threads,
        "raw_rows": {
            table: raw_row_count(book, table)
            for table in ("licenses", "product_usage", "account_signals")
        },
        "models": models,
    }


def raw_row_count(book: Path, table: str) -> int:
    """Count the rows of a raw table of a generated book."""
    return duckdb.sql(f"select count(*) from {quoted(str(book / f'{table}.parquet'))}").fetchone()[
        0
    ]


def versions() -> dict[str, str]:
    """Name the versions of what is measured."""
    return {
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "dbt-core": version("dbt-core"),
        "dbt-duckdb": version("dbt-duckdb"),
    }


def measure_sample(folder: Path, runs: int, threads: int) -> dict[str, list[Cost]]:
    """Measure what a developer waits for: parsing, and `dbt build` on the bundled sample.

    Args:
        folder: scratch.
        runs: how often.
        threads: threads of DuckDB.

    Returns:
        Name to costs.
    """
    place = Place(folder, {}, threads)
    costs: dict[str, list[Cost]] = {"parse": [], "sample_build": [], "sample_models": []}
    for _ in range(runs):
        costs["parse"].append(place.dbt("parse", "--no-partial-parse"))
        for name, excluded in (("sample_models", ONLY_MODELS[:4]), ("sample_build", [])):
            place.remove_database()
            costs[name].append(place.dbt("build", *excluded))
    return costs


def as_lists(costs: list[Cost]) -> dict[str, list[float]]:
    """Turn the costs of several runs around: measure to one value per run."""
    return {name: [getattr(cost, name) for cost in costs] for name in ("cpu", "wall", "peak_mib")}


def machine() -> dict[str, Any]:
    """Describe the machine and how busy it is before anything is measured."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
    }


def measure(
    *, size: str, runs: int, scratch: Path, threads: int, book: Path | None, one_by_one: bool
) -> dict[str, Any]:
    """Measure everything on a book of a size.

    Args:
        size: for example 1m.
        runs: how often each is measured.
        scratch: folder for the book, unless given, and for databases, which are removed.
        threads: threads of DuckDB.
        book: a folder with a generated book of that size.
        one_by_one: measure the models one by one, too.

    Returns:
        What benchmarks/results/<size>.json holds.
    """
    described = machine()
    licenses = licence_count(size)
    small_book = scratch / "books" / "small"
    generate_book(SMALL_BOOK_LICENSES, small_book, threads=threads)
    if book is None:
        book = scratch / "books" / size
        if not (book / "exchange_rates.parquet").exists():
            say(f"generating a book of {licenses:,} licences")
            generate_book(licenses, book, threads=threads)
    raw_rows = raw_row_count(book, "licenses")

    work = scratch / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        say("the bundled sample")
        costs = measure_sample(work / "sample", runs, threads)
        place = book_place(work / "book", book, threads)
        small_place = book_place(work / "small", small_book, threads)
        finished = work / "finished.duckdb"
        for number in range(1, runs + 1):
            say(f"run {number} of {runs}: project")
            for name, cost in measure_project(place).items():
                costs.setdefault(name, []).append(cost)
            if number == 1:
                rows = row_counts(place.database)
                copy_spine(place.database, finished)
            say(f"run {number} of {runs}: dbt itself, date spine, floor")
            for name, cost in measure_project(small_place).items():
                costs.setdefault(f"dbt_itself_{name}", []).append(cost)
            costs.setdefault("date_spine", []).append(
                measure_sql("date_spine", work, book, threads)
            )
            if number == 1:
                compared = compare(place.database, work / "date_spine.duckdb")
            (work / "date_spine.duckdb").unlink()
            costs.setdefault("floor", []).append(
                measure_sql("floor", work, book, threads, finished)
            )
            (work / "floor.duckdb").unlink()
        models = []
        if one_by_one:
            say("the models one by one")
            models = measure_models(place, GROUPS)
    finally:
        shutil.rmtree(work)
    return {
        "size": size,
        "licenses": licenses,
        "measured_on": date.today().isoformat(),
        "runs": runs,
        "machine": described,
        "versions": versions(),
        "threads": threads,
        "raw_rows": raw_rows,
        "spine_rows": rows["fct_arr_monthly"],
        "changes": rows["int_customer_product_arr_changes"],
        "movements": rows["fct_arr_movements"],
        "compared": compared,
        "costs": {name: as_lists(each) for name, each in costs.items()},
        "models": models,
    }


def say(words: str) -> None:
    """Print how far the measurement has come."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def main() -> None:
    """Read the command line, measure, and write the results and the page."""
    parser = argparse.ArgumentParser(description="Measure the project and write the page.")
    parser.add_argument("size", help="100k, 1m, 10m or any number of licences")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2, help="threads of DuckDB")
    parser.add_argument("--scratch", type=Path, default=PROJECT_DIR / "target" / "benchmark")
    parser.add_argument("--book", type=Path, help="a generated book; else one is made in scratch")
    parser.add_argument("--groups-only", action="store_true", help="no models one by one")
    parser.add_argument(
        "--signals-only", action="store_true", help="signals and core, model by model, once"
    )
    arguments = parser.parse_args()
    licence_count(arguments.size)
    if arguments.runs < 1:
        parser.error("--runs: at least 1")
    scratch = arguments.scratch.resolve()
    book = arguments.book.resolve() if arguments.book else None
    if arguments.signals_only:
        found = measure_signals(
            size=arguments.size, scratch=scratch, threads=arguments.threads, book=book
        )
        write_results(SIGNALS_DIR, arguments.size, found)
        return
    results = measure(
        size=arguments.size,
        runs=arguments.runs,
        scratch=scratch,
        threads=arguments.threads,
        book=book,
        one_by_one=not arguments.groups_only,
    )
    write_results(RESULTS_DIR, arguments.size, results)


def write_results(folder: Path, size: str, results: dict[str, Any]) -> None:
    """Keep the results of a size, and write the page anew."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{size}.json"
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write_page()
    say(f"written: {path.relative_to(PROJECT_DIR)}, docs/benchmarks.md")


if __name__ == "__main__":
    main()
