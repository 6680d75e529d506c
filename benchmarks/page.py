"""Write docs/benchmarks.md from benchmarks/results/*.json; no figure of the page is typed.

python benchmarks/page.py          # writes the page; measure.py does so too
python benchmarks/page.py --check  # fails if the page is not what the results say
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path
from statistics import median
from typing import Any

BENCHMARKS_DIR = Path(__file__).resolve().parent
RESULTS_DIR = BENCHMARKS_DIR / "results"
SIGNALS_DIR = RESULTS_DIR / "signals"
PRICES_PATH = BENCHMARKS_DIR / "prices.json"
PAGE_PATH = BENCHMARKS_DIR.parent / "docs" / "benchmarks.md"

GROUPS = {
    "core": "core",
    "other_retention": "other retention and growth",
    "signals": "signals",
    "everything_else": "everything else",
}
DBT_STEPS = {**GROUPS, "tests": "`dbt test`"}
OTHER_STEPS = {"date_spine": "date spine", "floor": "floor"}
SAMPLE_STEPS = {
    "parse": "`dbt parse --no-partial-parse`",
    "sample_models": "`dbt build`, models and seeds only",
    "sample_build": "`dbt build`",
}
COSTLY_NODES = 15
PRICED_LICENSES = 100_000_000

Results = dict[str, Any]

INTRODUCTION = """\
# What a build costs

This page is written by `make benchmark SIZE=1m RUNS=3`; nothing on it is typed by hand. It states
what was measured, on which machine, and which of the aims were missed. The figures of a busy
machine are those of a busy machine: look at the load.
"""

METHOD = """\
## How it is measured

- **The book.** `benchmarks/generate_book.py` writes raw tables of any size, the same for the same
  arguments: 72 months, 12 products, yearly to monthly terms, renewals, returns, cross-sells,
  changes of tier, three currencies, and one broken licence in a thousand. Of two customers in five
  use and signals are reported weekly for 15 months: three million rows of use and two million of
  signals beside a million licences.
- **Core** is everything that `fct_arr_monthly`, `fct_arr_movements`, `fct_customer_arr_movements`,
  the bridges of ARR, `retention_company_monthly` and `retention_product_monthly` need: reading,
  judging and listing the issues of licences included. **Other retention and growth** are the other
  `retention_*` and the `arr_growth_*` marts and what only they need. **Signals** are the marts of
  signals and what only they need, reading and judging use included; older results are of a project
  without them. **Everything else** is the rest of the models and the snapshot. `dbt test` runs the
  data tests and the unit tests.
- **Date spine** (`benchmarks/date_spine.sql`) is the formulation that most open projects use:
  customer x product x month by a range join, `lag` for movements, self-joins for retention. It is
  written to be fast, and computes less than the core: no merging of copies, reasons or listed
  issues, renewal links, units, price and volume, migrations. Where a book asks for none of these,
  its figures equal the project's, which a test holds.
- **Floor** (`benchmarks/floor.sql`) reads every column of the raw licences once and writes the
  dense spine once, from a table that has been prepared. No solution that delivers the spine can
  cost less.
- In the builds of the project DuckDB is held to 2.4 GB of memory (`memory_limit` in the profile),
  and writes to disk what does not fit; the date spine and the floor take what they want.
- Each runs in a process of its own, in turn, as often as the page says. CPU is user and system
  time as the kernel charges it to the process, clock the time that went by; both are medians. The
  peak is the most resident memory in any run.
- **dbt itself.** The same commands on a book of 100 licences cost what dbt costs: starting,
  reading the project, sending statements. Ratios are made of the difference. Figures of small books
  are small differences of large numbers: trust those of a million licences and more.
- **Single models and tests** are measured in one more build with one thread of dbt: the processor
  time of the process between dbt's events of the start and the end of a model, dbt's own work on
  it included. What DuckDB does after a model is done is charged to the next one; sums of groups
  differ by that and by what runs side by side.
"""

SIGNALS = """\
Measured on {measured_on} by `python benchmarks/measure.py {size} --signals-only`: one build, model
by model, with one thread of dbt and {threads} of DuckDB {duckdb} (dbt-core {dbt_core}), on {cores}
cores ({processor}, {memory_gib} GiB) under a load of {load_before:.2f} before it began. The book
has {licenses:,} rows of licences, {product_usage:,} of use and {account_signals:,} of account
signals. CPU seconds are those of single models, added up; those of a busy machine are higher.
"""

ESTIMATE = """\
An estimate, not a measurement: nothing was built on any of these. A full build of {licenses:,}
licences is taken to cost {seconds:,.0f} CPU seconds: those measured at {largest}, times the growth
from {smaller} to {largest} ({growth:.1f}) for each further tenfold. Cores are **assumed**, for no
vendor publishes them all, and so is that a build keeps {efficiency:.0%} of them busy; a month is
{builds} builds. Storage, and what a service rounds up for a start, are left out{also}.
The prices were looked up on 2026-11-22 in stored copies of the pages that are named; your own, your
cores and your builds go into `benchmarks/prices.json`, and `python benchmarks/page.py` writes this
table again. [scale.md](scale.md) says what large books leave out.
"""


@dataclass(frozen=True)
class Aim:
    """A figure with a bound.

    Args:
        words: what it is.
        bound: the most it should be.
        inclusive: is the bound itself allowed?
        unit: behind the bound and the figure.
        figure: makes it of the results of a size, or none where it cannot be made.
    """

    words: str
    bound: float
    inclusive: bool
    unit: str
    figure: Callable[[Results], float | None]

    def is_reached(self, figure: float) -> bool:
        """Tell whether a figure keeps the bound."""
        return figure <= self.bound if self.inclusive else figure < self.bound


def middle(results: Results, step: str, measure: str = "cpu") -> float:
    """Give the median of a step over the runs."""
    return median(results["costs"][step][measure])


def net_cpu(results: Results, *steps: str) -> float:
    """Give the CPU seconds of dbt's steps without what dbt itself costs, if they were measured."""
    return sum(
        middle(results, step) - middle(results, f"dbt_itself_{step}")
        for step in steps
        if step in results["costs"]
    )


def growth_of(results: Results, tenth: Results | None) -> float | None:
    """Give by how much all models cost more than those of a tenth of the licences.

    Only groups count that were measured of both.
    """
    if tenth is None:
        return None
    groups = [each for each in GROUPS if each in results["costs"] and each in tenth["costs"]]
    return ratio(net_cpu(results, *groups), net_cpu(tenth, *groups))


def has_signals(results: Results) -> bool:
    """Tell whether signals were measured: there are older results without them."""
    return "signals" in results["costs"]


def ratio(numerator: float, denominator: float) -> float | None:
    """Divide, unless the denominator is lost in the noise of dbt itself."""
    return numerator / denominator if denominator > 0 else None


def peak_mib(results: Results) -> float:
    """Give the most memory that any step of the project had in any run."""
    steps = [step for step in DBT_STEPS if step in results["costs"]]
    return max(max(results["costs"][step]["peak_mib"]) for step in steps)


AIMS = (
    Aim(
        "core ÷ floor, CPU", 3.5, True, "", lambda r: ratio(net_cpu(r, "core"), middle(r, "floor"))
    ),
    Aim(
        *("core ÷ date spine, CPU", 0.2, True, ""),
        lambda r: ratio(net_cpu(r, "core"), middle(r, "date_spine")),
    ),
    Aim(
        *("other retention and growth ÷ core, CPU", 1, True, ""),
        lambda r: ratio(net_cpu(r, "other_retention"), net_cpu(r, "core")),
    ),
    Aim(
        *("signals ÷ core, CPU", 1, False, ""),
        lambda r: ratio(net_cpu(r, "signals"), net_cpu(r, "core")) if has_signals(r) else None,
    ),
    Aim(
        *("`dbt test` ÷ all models, CPU", 0.5, False, ""),
        lambda r: ratio(net_cpu(r, "tests"), net_cpu(r, *GROUPS)),
    ),
    Aim("peak of memory", 3, False, " GiB", lambda r: peak_mib(r) / 1024),
    Aim("sample build, clock", 15, True, " s", lambda r: middle(r, "sample_build", "wall")),
    Aim("parsing, clock", 6, True, " s", lambda r: middle(r, "parse", "wall")),
)
GROWTH_BOUND = 11


def load_signals() -> list[Results]:
    """Read the results of signals alone, smallest first."""
    return load_results(SIGNALS_DIR)


def load_results(folder: Path = RESULTS_DIR) -> list[Results]:
    """Read the results of all sizes, smallest first."""
    every = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return sorted(every, key=lambda results: results["licenses"])


def page(every: Sequence[Results], of_signals: Sequence[Results] = ()) -> str:
    """Write the page.

    Args:
        every: the results of each size, smallest first.
        of_signals: those of signals alone, smallest first.

    Returns:
        The text of docs/benchmarks.md.
    """
    if not every:
        return f"{INTRODUCTION}\nNothing has been measured yet.\n\n{METHOD}"
    detailed = [results for results in every if results["models"]][-1:]
    parts = [
        INTRODUCTION,
        f"## Measured\n\n{table(*measured(every))}",
        f"## The aims\n\n{table(*aims(every))}",
        *(f"## {results['size']} licences\n\n{steps(results)}" for results in every),
        *(
            f"## The costliest models and tests of {results['size']} licences\n\n{models(results)}"
            for results in detailed
        ),
        *(
            f"## Signals beside {results['size']} licences\n\n{signals(results)}"
            for results in of_signals
        ),
        *estimate(every),
        METHOD,
    ]
    return "\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of Markdown; all columns but the first are right-aligned."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def measured(every: Sequence[Results]) -> tuple[list[str], list[list[str]]]:
    """Say what was measured where: header and rows."""

    def row(words: str, cell: Callable[[Results], str]) -> list[str]:
        return [words, *(cell(results) for results in every)]

    return ["", *(results["size"] for results in every)], [
        row("measured on", lambda r: r["measured_on"]),
        row("runs", lambda r: str(r["runs"])),
        row("cores, GiB of memory", lambda r: "{cores}, {memory_gib}".format(**r["machine"])),
        row("processor", lambda r: r["machine"]["processor"]),
        row("load before", lambda r: f"{r['machine']['load_before']:.2f}"),
        row("threads of DuckDB", lambda r: str(r["threads"])),
        row("DuckDB, dbt-core", lambda r: "{duckdb}, {dbt-core}".format(**r["versions"])),
        row("raw licence rows", lambda r: f"{r['raw_rows']:,}"),
        row("rows of the spine", lambda r: f"{r['spine_rows']:,}"),
        row("rows of the date spine", lambda r: f"{r['compared']['date_spine']['spine_rows']:,}"),
        row("changes of ARR", lambda r: f"{r['changes']:,}"),
        row("movements", lambda r: f"{r['movements']:,}"),
        row(
            "ARR of all months, date spine ÷ project",
            lambda r: f"{arr_of_all_months(r, 'date_spine') / arr_of_all_months(r, 'project'):.5f}",
        ),
    ]


def arr_of_all_months(results: Results, formulation: str) -> float:
    """Give the ARR that a formulation found on the measured book, added up over all rows."""
    return float(results["compared"][formulation]["arr_of_all_months"])


def aims(every: Sequence[Results]) -> tuple[list[str], list[list[str]]]:
    """Compare the figures of each size with the aims: header and rows."""
    rows = [
        [
            aim.words,
            f"{'≤' if aim.inclusive else '<'} {aim.bound:g}{aim.unit}",
            *(verdict(aim, aim.figure(results)) for results in every),
        ]
        for aim in AIMS
    ]
    growth = ["all models, CPU, against a tenth of the licences", f"≤ {GROWTH_BOUND}"]
    by_size = {results["licenses"]: results for results in every}
    for results in every:
        tenth = by_size.get(results["licenses"] // 10)
        figure = growth_of(results, tenth)
        growth.append(verdict(Aim("", GROWTH_BOUND, True, "", lambda _: None), figure))
    return ["aim", "bound", *(results["size"] for results in every)], [*rows, growth]


def verdict(aim: Aim, figure: float | None) -> str:
    """Write a figure and whether it keeps its bound."""
    if figure is None:
        return "not measured"
    return f"{figure:.2f}{aim.unit}, {'reached' if aim.is_reached(figure) else '**not reached**'}"


def steps(results: Results) -> str:
    """Write the table of what was measured on a size, and of the sample."""
    header = ["", "CPU s", "lowest to highest", "without dbt itself", "clock s", "peak MiB"]

    def row(step: str, words: str, net: str) -> list[str]:
        cpu = results["costs"][step]["cpu"]
        return [
            words,
            f"{median(cpu):.1f}",
            f"{min(cpu):.1f} to {max(cpu):.1f}",
            net,
            f"{middle(results, step, 'wall'):.1f}",
            f"{max(results['costs'][step]['peak_mib']):,}",
        ]

    of_dbt = {step: words for step, words in DBT_STEPS.items() if step in results["costs"]}
    rows = [row(step, words, f"{net_cpu(results, step):.1f}") for step, words in of_dbt.items()]
    rows += [row(step, words, "") for step, words in OTHER_STEPS.items()]
    rows += [
        row(f"dbt_itself_{step}", f"dbt itself: {words}", "") for step, words in of_dbt.items()
    ]
    rows += [row(step, f"sample: {words}", "") for step, words in SAMPLE_STEPS.items()]
    return table(header, rows)


def models(results: Results) -> str:
    """Write the costliest models, what the folders of each group cost, and the costliest tests."""
    every = sorted(results["models"], key=lambda model: -model["cpu"])
    of_groups = [model for model in every if model["group"] in GROUPS]
    folders: dict[tuple[str, str], float] = defaultdict(float)
    for model in of_groups:
        folder = model["folder"].removeprefix("intermediate/")
        folders[GROUPS[model["group"]], folder] += model["cpu"]
    total = sum(model["cpu"] for model in of_groups)
    costly_models = table(
        ["model", "group", "CPU s", "clock s", "peak MiB", "rows"],
        [
            [
                f"`{model['model']}`",
                GROUPS[model["group"]],
                *spent(model),
                "" if model["rows"] is None else f"{model['rows']:,}",
            ]
            for model in of_groups[:COSTLY_NODES]
        ],
    )
    by_folder = table(
        ["group and folder", "CPU s", "share"],
        [
            [f"{group}: {folder}", f"{cpu:.1f}", f"{cpu / total:.0%}"]
            for (group, folder), cpu in sorted(folders.items(), key=lambda item: -item[1])
            if cpu >= 0.01 * total
        ],
    )
    tests = [model for model in every if model["group"] == "tests"]
    costly_tests = table(
        ["test", "CPU s", "clock s", "peak MiB"],
        [[f"`{test['model']}`", *spent(test)] for test in tests[:COSTLY_NODES]],
    )
    return f"{costly_models}\n{by_folder}\n{costly_tests}"


def signals(results: Results) -> str:
    """Write what the models of signals cost beside the core, and the costliest of them."""
    named = results | results["machine"] | results["raw_rows"] | dashes(results["versions"])
    words = SIGNALS.format(**named)
    groups = {group: name for group, name in GROUPS.items() if group != "everything_else"}
    of_group = {
        group: [model for model in results["models"] if model["group"] == group] for group in groups
    }
    cpu = {group: sum(model["cpu"] for model in own) for group, own in of_group.items()}
    by_group = table(
        ["group", "models", "CPU s", "÷ core", "highest peak MiB"],
        [
            [
                name,
                str(len(of_group[group])),
                f"{cpu[group]:.1f}",
                f"{cpu[group] / cpu['core']:.2f}",
                f"{max(model['peak_mib'] or 0 for model in of_group[group]):,}",
            ]
            for group, name in groups.items()
        ],
    )
    costly = sorted(of_group["signals"], key=lambda model: -model["cpu"])[:COSTLY_NODES]
    by_model = table(
        ["model of signals", "CPU s", "clock s", "peak MiB", "rows"],
        [
            [
                f"`{model['model']}`",
                *spent(model),
                "" if model["rows"] is None else f"{model['rows']:,}",
            ]
            for model in costly
        ],
    )
    return f"{words}\n{by_group}\n{by_model}"


def dashes(named: dict[str, str]) -> dict[str, str]:
    """Turn the dashes of names to underscores, as words of a text have them."""
    return {name.replace("-", "_"): value for name, value in named.items()}


def estimate(every: Sequence[Results]) -> list[str]:
    """Write what a month of full builds of a large book would cost, by list prices.

    Args:
        every: the results of each size, smallest first.

    Returns:
        The section, or nothing where no size was measured that is a tenth of the largest.
    """
    by_size = {results["licenses"]: results for results in every}
    largest = every[-1]
    smaller = by_size.get(largest["licenses"] // 10)
    growth = growth_of(largest, smaller)
    if not smaller or not growth:
        return []
    tenfolds = log10(PRICED_LICENSES / largest["licenses"])
    seconds = net_cpu(largest, *GROUPS) * growth**tenfolds
    prices = json.loads(PRICES_PATH.read_text(encoding="utf-8"))
    rows = []
    for service in prices["services"]:
        hours = seconds / 3600 / (service["cores"] * prices["efficiency"])
        rows.append(
            [
                service["service"],
                str(service["cores"]),
                f"{service['price']:.2f}",
                f"{hours * 60:,.0f}",
                f"{hours * service['price']:,.2f}",
                f"{hours * service['price'] * prices['builds_a_month']:,.0f}",
                f"{service['price_of']} ([{service['kind']}]({service['source']}))",
            ]
        )
    header = ["service", "cores", "USD an hour", "minutes a build", "USD a build", "USD a month"]
    words = ESTIMATE.format(
        licenses=PRICED_LICENSES,
        seconds=seconds,
        largest=largest["size"],
        smaller=smaller["size"],
        growth=growth,
        efficiency=prices["efficiency"],
        builds=prices["builds_a_month"],
        also="" if has_signals(largest) else f"; so are signals, not measured at {largest['size']}",
    )
    return [
        f"## What {PRICED_LICENSES // 1_000_000} million licences would cost in a warehouse\n\n"
        f"{words}\n{table([*header, 'price'], rows)}"
    ]


def spent(node: dict[str, Any]) -> list[str]:
    """Write what a model or test cost: CPU, clock, peak."""
    peak = "" if node["peak_mib"] is None else f"{node['peak_mib']:,}"
    return [f"{node['cpu']:.1f}", f"{node['wall']:.1f}", peak]


def write_page() -> None:
    """Write the page from the results that there are."""
    PAGE_PATH.write_text(page(load_results(), load_signals()), encoding="utf-8")


def main() -> None:
    """Write the page, or check it."""
    if sys.argv[1:] != ["--check"]:
        write_page()
    elif PAGE_PATH.read_text(encoding="utf-8") != page(load_results(), load_signals()):
        sys.exit("docs/benchmarks.md is not what the results say: python benchmarks/page.py")


if __name__ == "__main__":
    main()
