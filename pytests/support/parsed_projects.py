"""Parse the project once for each choice of vars, and not once for each build.

dbt parses a project again whenever a var or the profile changes, and both hold folders of one test.
A third of a small build went into that. Here what dbt parsed is kept in a folder that all workers
of a run share, under what it depends on, and given back to dbt for the next build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

# Read when SQL is made or when a run begins: what is parsed is the same whatever they are.
RUN_TIME_VARS = (
    *("as_of_date", "loaded_at", "print_summary", "raw_path"),
    *("value_basis", "end_date_is_inclusive", "days_in_year", "license_key", "reporting_currency"),
    *("renewal_grace_days", "auto_renew_past_end", "merge_near_equal_ids", "migration_detection"),
    *("reactivation_counts_as_new_after_months", "retention_windows", "method_floor_arr"),
    *("small_base_entities", "fiscal_year_starts_in", "movers_per_product", "cohort_periods"),
    *("customer_retention_months", "months_ahead", "signal_months", "signal_thresholds"),
    *("lapse_months", "missing_usage_means", "study_by_family", "pseudonymise_customers"),
    *("number_format", "date_format", "source_timezone"),
    *("close_business_day", "restated_share_limit"),
)
# pytest_configure sets it, and workers inherit it.
FOLDER_VARIABLE = "PRODUCT_RETENTION_PARSED_PROJECTS"


def make_folder() -> Path:
    """Make the folder that the workers of this run share."""
    folder = Path(tempfile.mkdtemp(prefix="parsed_projects_"))
    os.environ[FOLDER_VARIABLE] = str(folder)
    return folder


def kept_file(arguments: Sequence[str], project_dir: Path) -> Path | None:
    """Give the file in which the parsed project of a dbt command is kept, or to be kept.

    Args:
        arguments: of dbt, with --project-dir, --profiles-dir and --vars.
        project_dir: the project as it stands; of others nothing is kept.

    Returns:
        None where nothing can be kept.
    """
    folder = os.environ.get(FOLDER_VARIABLE)
    named = option_values(arguments)
    if not folder or named.get("--project-dir") != str(project_dir) or "--vars" not in named:
        return None
    project_vars = json.loads(named["--vars"])
    # Parquet files are sources by their path; CSV files are loaded when a run begins.
    is_csv = project_vars.get("raw_format") == "csv"
    kept_vars = {
        name: value
        for name, value in project_vars.items()
        if name not in RUN_TIME_VARS or (name == "raw_path" and not is_csv)
    }
    profile = (Path(named["--profiles-dir"]) / "profiles.yml").read_text(encoding="utf-8")
    # The name of a DuckDB file is part of every relation, the folder is not.
    profile = re.sub(r'"[^"]*/', '"', profile)
    key = json.dumps([kept_vars, profile], sort_keys=True)
    return Path(folder) / hashlib.sha256(key.encode()).hexdigest()


def option_values(arguments: Sequence[str]) -> dict[str, str]:
    """Give the options of a command line with the word after each."""
    return {name: value for name, value in pairwise(arguments) if name.startswith("--")}


def load(path: Path | None) -> Any:
    """Load a parsed project; None where there is none yet."""
    if path is None or not path.exists():
        return None
    from dbt.contracts.graph.manifest import Manifest

    manifest = Manifest.from_msgpack(path.read_bytes())
    manifest.build_flat_graph()
    return manifest


def keep(path: Path | None, arguments: Sequence[str]) -> None:
    """Keep what dbt parsed, where it came so far."""
    if path is None or path.exists():
        return
    parsed = Path(option_values(arguments)["--target-path"]) / "partial_parse.msgpack"
    if parsed.exists():
        part = path.with_suffix(f".{os.getpid()}")
        shutil.copy(parsed, part)
        part.replace(path)
