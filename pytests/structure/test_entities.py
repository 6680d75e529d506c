"""The drawing of how the marts join is current."""

from __future__ import annotations

from conftest import Manifest
from harness import PROJECT_DIR


def test_every_tested_relationship_is_drawn(manifest: Manifest) -> None:
    """docs/entities.md names each relationship of the marts for BI tools, and no other."""
    exposure = manifest.content["exposures"]["exposure.product_retention.marts_for_bi_tools"]
    marts = set(exposure["depends_on"]["nodes"])
    tested = set()
    for test in manifest.nodes("test").values():
        if (test.get("test_metadata") or {}).get("name") == "relationships":
            many = test["attached_node"]
            [one] = {node for node in test["depends_on"]["nodes"] if node != many}
            if {many, one} <= marts:
                tested.add((many.split(".")[-1], one.split(".")[-1], test["column_name"]))
    page = (PROJECT_DIR / "docs" / "entities.md").read_text(encoding="utf-8")
    lines = [line.split() for line in page.splitlines() if "--" in line]
    drawn = {(many, one, column) for many, _, one, _, column in lines}
    assert drawn == tested != set(), "run `make entities`"
