"""How models read one another: no circles, no detours, no layer skipped."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from conftest import Manifest, folder_of, layer_of

LONGEST_PATH = 49
# Marts that intermediate models may read, and why.
READ_BACK = {
    "closed_months": "months stay closed from build to build, so that nothing else knows them",
}


def test_folders_depend_without_a_circle(manifest: Manifest) -> None:
    """Folders such as intermediate/arr and marts/core can be put in an order."""
    reads: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for child, parent in manifest.edges():
        if folder_of(child) != folder_of(parent):
            edge = f"{child['name']} reads {parent['name']}"
            reads[folder_of(child)][folder_of(parent)].append(edge)
    try:
        TopologicalSorter({child: set(parents) for child, parents in reads.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        steps = [
            f"{child} -> {parent}: {', '.join(reads[child][parent])}"
            for parent, child in pairwise(circle)
        ]
        raise AssertionError(
            "these folders depend on each other in a circle; move a model to the folder that it"
            " belongs to, or split one:\n" + "\n".join(steps)
        ) from None


def test_no_layer_reads_the_wrong_one(manifest: Manifest) -> None:
    """Staging reads raw tables, intermediate models staging, marts intermediate models."""
    messages = []
    for child, parent in manifest.edges():
        layers = (layer_of(child), layer_of(parent))
        edge = f"{child['name']} ({folder_of(child)}) reads {parent['name']} ({folder_of(parent)})"
        # The formats are a look at the same raw table, as a whole.
        if layers[0] == "staging" and not parent["name"].endswith("_formats"):
            messages.append(f"{edge}: staging reads only sources and seeds")
        if layers == ("intermediate", "marts") and parent["name"] not in READ_BACK:
            messages.append(f"{edge}: read what the mart is made of, or name it in READ_BACK")
        if layers == ("marts", "staging"):
            messages.append(f"{edge}: read the intermediate model that is made of it")
    assert not messages, "\n".join(messages)


def test_exceptions_are_needed(manifest: Manifest) -> None:
    """What may be read back is, and says why."""
    read = {
        parent["name"]
        for child, parent in manifest.edges()
        if (layer_of(child), layer_of(parent)) == ("intermediate", "marts")
    }
    assert set(READ_BACK) <= read, f"nothing reads {set(READ_BACK) - read} back; remove it here"
    assert all(READ_BACK.values())


def test_no_path_is_too_long(manifest: Manifest) -> None:
    """The longest way from a raw table to a mart has few models."""
    parents: dict[str, list[str]] = defaultdict(list)
    for child, parent in manifest.edges():
        parents[child["name"]].append(parent["name"])

    @cache
    def path_to(name: str) -> tuple[str, ...]:
        longest = max((path_to(parent) for parent in parents[name]), key=len, default=())
        return (*longest, name)

    longest = max(map(path_to, manifest.models), key=len)
    assert len(longest) <= LONGEST_PATH, (
        f"{len(longest)} models one after the other, more than {LONGEST_PATH}; merge some that are"
        f" one step each: {' > '.join(longest)}"
    )


@pytest.mark.parametrize("gate", ["int_issue_totals", "int_seed_mistakes", "int_restated_share"])
def test_every_mart_waits_for_the_limits(manifest: Manifest, gate: str) -> None:
    """No mart is built before the tests of the limits, and none is a view of what is."""
    children, parents = manifest.content["child_map"], manifest.content["parent_map"]
    models = {node["unique_id"]: node for node in manifest.models.values()}
    waiting: set[str] = set()
    found = [f"model.{manifest.content['metadata']['project_name']}.{gate}"]
    while found:
        new = set(children.get(found.pop(), ()))
        found += new - waiting
        waiting |= new
    marts = {name for name, node in models.items() if layer_of(node) == "marts"}
    assert len(marts) >= 19
    assert marts <= waiting, f"read nothing that waits for {gate}: {marts - waiting}"
    if gate == "int_restated_share":
        return  # The lineage is a view of the licence periods, which it is computed from.
    views = {name for name, node in models.items() if node["config"]["materialized"] == "view"}
    read = list(marts & views)
    while read:
        above = set(parents[read.pop()]) & set(models)
        assert above <= waiting, above - waiting
        read += above & views
