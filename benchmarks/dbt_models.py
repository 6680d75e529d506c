"""Build models and tests one by one, and note what each costs: python dbt_models.py OUT ARGUMENTS

ARGUMENTS are those of dbt. dbt runs in this process and with one thread of its own, so that the
processor time of the process between the start and the end of a model is that model's, DuckDB's
threads included. Where Linux allows it, the peak of memory is reset at each start.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

CLEAR_REFS = Path("/proc/self/clear_refs")
STATUS = Path("/proc/self/status")


def reset_peak() -> None:
    """Reset the peak of resident memory; without Linux, do nothing."""
    if CLEAR_REFS.exists():
        CLEAR_REFS.write_text("5")


def peak_mib() -> int | None:
    """Read the peak of resident memory since `reset_peak`; null without Linux."""
    if not STATUS.exists():
        return None
    for line in STATUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return None


class ModelCosts:
    """Listens to dbt's events and keeps the cost of every model."""

    def __init__(self) -> None:
        """Begin without models."""
        self.started: dict[str, tuple[float, float]] = {}
        self.costs: list[dict[str, Any]] = []

    def listen(self, event: Any) -> None:
        """Take the time at the start of a model, and its cost at the end.

        Args:
            event: any event of dbt.
        """
        if event.info.name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info
        if node.resource_type not in ("model", "snapshot", "test", "unit_test"):
            return
        if event.info.name == "NodeStart":
            reset_peak()
            self.started[node.unique_id] = (time.process_time(), time.perf_counter())
            return
        cpu, wall = self.started.pop(node.unique_id)
        self.costs.append(
            {
                "model": node.node_name,
                # A snapshot in YAML has the file where others have the folder.
                "folder": str(Path(node.node_path).parent).removesuffix(".yml"),
                "cpu": round(time.process_time() - cpu, 3),
                "wall": round(time.perf_counter() - wall, 3),
                "peak_mib": peak_mib(),
            }
        )


def main() -> None:
    """Run dbt with the arguments of the command line, and write the costs."""
    costs = ModelCosts()
    outcome = dbtRunner(callbacks=[costs.listen]).invoke([*sys.argv[2:], "--threads", "1"])
    if not outcome.success:
        sys.exit("dbt failed")
    Path(sys.argv[1]).write_text(json.dumps(costs.costs), encoding="utf-8")


if __name__ == "__main__":
    main()
