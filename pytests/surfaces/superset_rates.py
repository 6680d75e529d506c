"""Print the NRRs of the starter dashboard, as Superset computes them: names to rates, as JSON.

    python superset_rates.py FILE

It runs where Superset is installed. FILE is the published file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from superset_client import make_client


def main(published: Path) -> None:
    """Ask the charts of the company's NRR and of the retention of products."""
    with tempfile.TemporaryDirectory() as home:
        client = make_client(Path(home), published)

        def get(path: str) -> Any:
            return client.get(f"/api/v1/{path}").json["result"]

        ids = {row["slice_name"]: row["id"] for row in get("chart/?q=(page_size:100)")}

        def rows(chart: str) -> list[dict[str, Any]]:
            return get(f"chart/{ids[chart]}/data/?force=true")[0]["data"]

        [company] = rows("Company NRR")
        rates = {"Company": company["nrr"]}
        rates |= {
            row["product_name"]: row["nrr"]
            for row in rows("Retention of products")
            if row["nrr"] is not None
        }
    print(json.dumps(rates))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
