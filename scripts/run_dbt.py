"""Run dbt on this project with the vars of vars.yml, and say in few words what went wrong.

    VARS='{input: files}' python scripts/run_dbt.py build [further arguments of dbt]

Vars come from the file vars.yml beside dbt_project.yml, where there is one; those of the
environment variable VARS win. FILE names one file to read as the licences, with nothing beside
them. `~` at the start of raw_path is the home folder. Where raw_format is xlsx, workbooks are
turned into Parquet files first, in the folder xlsx beside dbt's output. dbt writes all it does to
logs/dbt.log; on the screen are what the project prints, warnings, and the reason of a failure, once
and without the macros that it passed through. LOG_LEVEL=info shows dbt's own lines instead.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from read_workbooks import WorkbookError, convert_folder

PROJECT_DIR = Path(__file__).resolve().parent.parent
VARS_FILE = "vars.yml"
FORMATS = ("csv", "parquet", "xlsx")
# So many different reasons are shown at most.
MOST_REASONS = 10


class UnreadableVarsError(Exception):
    """The vars of vars.yml or VARS are no mapping of names to values."""


def main(arguments: list[str]) -> int:
    """Run dbt.

    Args:
        arguments: of dbt, the command first.

    Returns:
        0 if dbt succeeded, 1 if it failed, 2 if the vars or the workbooks cannot be read.
    """
    from dbt.cli.main import dbtRunner

    try:
        project_vars = read_vars(PROJECT_DIR / VARS_FILE, os.environ.get("VARS", ""))
        project_vars |= vars_of_file(os.environ.get("FILE", ""))
        project_vars |= vars_of_workbooks(project_vars)
    except (UnreadableVarsError, WorkbookError) as error:
        print(error, file=sys.stderr)
        return 2
    level = os.environ.get("LOG_LEVEL") or "none"
    callbacks = [show] if level == "none" else []
    outcome = dbtRunner(callbacks=callbacks).invoke(
        [
            *("--log-level", level, "--log-level-file", "debug"),
            *arguments,
            *("--vars", json.dumps(project_vars, default=str)),
        ]
    )
    if outcome.success:
        if os.environ.get("FILE"):
            print("Read was this file alone; make build reads the tables beside it, too.")
        return 0
    found = reasons(outcome)
    lines = ["", *found[:MOST_REASONS]]
    if len(found) > MOST_REASONS:
        lines.append(f"... and {len(found) - MOST_REASONS} more reasons")
    log = Path(os.environ.get("DBT_LOG_PATH", "logs")) / "dbt.log"
    lines += ["", f'{left_behind(outcome)}README.md, "When something is wrong", helps;']
    lines += [f"every step is in {log}."]
    print("\n".join(lines), file=sys.stderr)
    return 1


def read_vars(path: Path, text: str) -> dict[str, Any]:
    """Read the vars of a file, and over them those of a text.

    Args:
        path: a YAML file; it need not exist.
        text: YAML; it may be empty.

    Raises:
        UnreadableVarsError: if one of them is no mapping.
    """
    import yaml

    project_vars: dict[str, Any] = {}
    sources = {str(path): path.read_text(encoding="utf-8") if path.exists() else "", "VARS": text}
    for name, content in sources.items():
        try:
            found = yaml.safe_load(content) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f" in line {mark.line + 1}" if mark else ""
            raise UnreadableVarsError(f"{name} is no YAML{where}: {content.strip()}") from error
        if not isinstance(found, dict):
            raise UnreadableVarsError(
                f"{name} is no list of names and values, such as input: files"
            )
        project_vars |= found
    raw_path = project_vars.get("raw_path")
    if isinstance(raw_path, str) and raw_path.startswith("~"):
        project_vars["raw_path"] = os.path.expanduser(raw_path)
    return project_vars


def vars_of_file(name: str) -> dict[str, Any]:
    """Give the vars with which one file is read as the licences.

    Args:
        name: path of a CSV, Parquet or XLSX file; empty for none.

    Raises:
        UnreadableVarsError: if there is no such file.
    """
    if not name:
        return {}
    path = Path(name).expanduser().resolve()
    raw_format = path.suffix.lower().lstrip(".")
    if raw_format not in FORMATS:
        endings = " or ".join(f".{each}" for each in FORMATS)
        raise UnreadableVarsError(f"FILE is {name}: give a file that ends in {endings}")
    if not path.is_file():
        raise UnreadableVarsError(f"There is no file {path}")
    folder = Path(tempfile.mkdtemp(prefix="product_retention_"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / f"licenses.{raw_format}").symlink_to(path)
    return {
        "input": "files",
        "raw_path": str(folder),
        "raw_format": raw_format,
        "optional_inputs": [],
    }


def vars_of_workbooks(project_vars: dict[str, Any]) -> dict[str, Any]:
    """Turn workbooks into Parquet files, and give the vars with which those are read.

    Args:
        project_vars: the vars of the run.

    Returns:
        Nothing where raw_format is not xlsx.

    Raises:
        WorkbookError: if a workbook cannot be read as a table.
    """
    if project_vars.get("input") != "files" or project_vars.get("raw_format") != "xlsx":
        return {}
    raw_path = Path(str(project_vars.get("raw_path", "raw")))
    if not (raw_path / "licenses.xlsx").is_file():
        raise WorkbookError(f"There is no file {raw_path / 'licenses.xlsx'}. Correct var raw_path.")
    target = Path(os.environ.get("DBT_TARGET_PATH") or PROJECT_DIR / "target") / "xlsx"
    tables = sorted(path.stem for path in raw_path.glob("*.xlsx"))
    convert_folder(raw_path, tables, target)
    return {"raw_path": str(target.resolve()), "raw_format": "parquet"}


def show(event: Any) -> None:
    """Print what the project prints, and warnings; dbt calls it with each of its events."""
    if event.info.name == "PrintEvent":
        print(event.info.msg, flush=True)
    elif event.info.level == "warn" and event.info.name in ("JinjaLogWarning", "UserWarning"):
        print("WARN", event.info.msg, flush=True)


def reasons(outcome: Any) -> list[str]:
    """Give the different reasons for which a run failed, the first one first.

    Args:
        outcome: what dbtRunner gives.
    """
    if outcome.exception is not None:
        return [cleaned(str(outcome.exception))]
    found: dict[str, None] = {}
    for result in getattr(outcome.result, "results", []):
        status, node = str(result.status), result.node
        if status == "error":
            found[cleaned(result.message or f"{node.name} failed")] = None
        elif status == "fail" and not node.config.get("meta", {}).get("has_messages"):
            found[f"The test {node.name} failed: {result.message}"] = None
    return list(found)


def cleaned(message: str) -> str:
    """Shorten a message of dbt to what went wrong.

    Args:
        message: as dbt words it: a heading, the reason, and the macros that it passed through.
    """
    lock = re.search(r'Could not set lock on file "([^"]+)": ([^\n]*)', message)
    if lock:
        holder = re.search(r"held in ([^\n]*?\(PID \d+\))", lock[2])
        return (
            f"Another program has {lock[1]} open{f': {holder[1]}' if holder else ''}. "
            "Close it (another build, a notebook, a BI tool that reads this file), and try again."
        )
    heading, _, rest = message.strip().partition("\n")
    lines = []
    for line in (
        rest if re.match(r"(Compilation|Runtime) Error", heading) else message
    ).splitlines():
        if re.match(r"\s*(> in|> called by|compiled code at)", line):
            break
        lines.append(line.strip())
    return "\n".join(lines).strip() or message.strip()


def left_behind(outcome: Any) -> str:
    """Say what a failed run has left of the marts.

    Args:
        outcome: what dbtRunner gives.
    """
    results = getattr(outcome.result, "results", [])
    is_touched = any(
        result.node.resource_type == "model"
        and result.node.fqn[1] == "marts"
        and str(result.status) == "success"
        for result in results
    )
    return "" if is_touched else "The marts are as they were. "


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
