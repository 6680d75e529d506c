"""Show which faults of a model no dbt test notices.

From the root of the project: PYTHONPATH=pytests python -m mutants --model int_months
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from harness import PROJECT_DIR, PROJECT_PARTS

from mutants import compiled, equivalents, report
from mutants.choice import Choice
from mutants.runs import WORKERS, judge_models

WORK_DIR = PROJECT_DIR / "target" / "mutants"


def main() -> int:
    """Judge the mutants of the models that the command line names.

    Returns:
        0 if every model has the score that it must have, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("--model", action="append", default=[], help="a model; all if not given")
    parser.add_argument("--share", type=int, default=1, help="one mutant in how many")
    parser.add_argument("--seed", type=int, default=0, help="another number, other mutants")
    parser.add_argument("--workers", type=int, default=0, help="how many processes")
    options = parser.parse_args()
    choice = Choice(frozenset(options.model), options.share, options.seed)
    build_if_changed(WORK_DIR)
    verdicts = []
    workers = options.workers or min(WORKERS, len(options.model) or WORKERS)
    for name, of_model in judge_models(WORK_DIR, choice, workers):
        print(f"{name}: {len(of_model)}", flush=True)
        verdicts += of_model
    tallies = report.by_model(verdicts, equivalents.read())
    print(report.survivors(tallies))
    print(report.table(tallies))
    return int(any(tally.score < report.LEAST_SCORE for tally in tallies.values()))


def build_if_changed(work_dir: Path) -> None:
    """Have dbt build and test the project, unless it is as it was the last time.

    Args:
        work_dir: the folder to build in.

    Raises:
        harness.BuildError: if anything fails, a test included.
    """
    mark, digest = work_dir / "built_of", hashlib.sha256()
    roots = [PROJECT_DIR / part for part in PROJECT_PARTS]
    paths = {path for root in roots for path in (root, *root.rglob("*")) if path.is_file()}
    for path in sorted(paths):
        digest.update(f"{path}\0".encode() + path.read_bytes())
    if mark.exists() and mark.read_text("utf-8") == digest.hexdigest():
        return
    work_dir.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    (work_dir / "book.duckdb").unlink(missing_ok=True)
    compiled.build(work_dir)
    mark.write_text(digest.hexdigest(), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
