"""What every model has: SQL of its own, a screen at most, a key, words, and a YAML of its name."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path, PurePosixPath

import yaml
from conftest import Manifest, layer_of, meta_of, without_comments
from harness import PROJECT_DIR

MOST_LINES = 120


def test_every_model_selects(manifest: Manifest) -> None:
    """A model's file holds its query, not just the call of a macro."""
    found = [
        node["original_file_path"]
        for node in manifest.models.values()
        if not re.search(r"\bselect\b", without_comments(node["raw_code"]), re.IGNORECASE)
    ]
    assert not found, "no select of their own; write the query here:\n" + "\n".join(found)


def test_no_model_is_too_long(manifest: Manifest) -> None:
    """A model is one idea."""
    lines = {
        node["original_file_path"]: len(node["raw_code"].splitlines())
        for node in manifest.models.values()
    }
    found = [f"{path}: {count} lines" for path, count in lines.items() if count > MOST_LINES]
    assert not found, f"over {MOST_LINES} lines; split the idea in two:\n" + "\n".join(found)


# Models whose grain no key test can prove, and why.
NO_KEY = {
    **{
        f"stg_planhat__{table}": "raw rows, which may repeat an id or lack it"
        for table in (
            "account_signals",
            "companies",
            "exchange_rates",
            "licenses",
            "product_aliases",
            "product_usage",
            "products",
        )
    },
    **{
        f"int_{table}_landed": "raw rows of any source, which may repeat an id or lack it"
        for table in (
            "account_signals",
            "companies",
            "licenses",
            "product_aliases",
            "product_usage",
            "products",
        )
    },
    **{
        f"int_licenses_{step}": "raw licence rows, which may lack an id"
        for step in (
            "deduplicated",
            "dated",
            "annualised",
            "interpreted",
            "checked",
            "validated",
        )
    },
    "fct_arr_lineage": "assert_lineage_names_each_licence_once looks at its intervals instead",
}


def test_every_model_has_a_key(manifest: Manifest) -> None:
    """Test row_rules with a key, unique_key, or dbt's unique proves the grain."""
    tested = set()
    for test in manifest.nodes("test").values():
        metadata = test.get("test_metadata") or {}
        has_key = metadata.get("name") in ("unique_key", "unique") or (
            metadata.get("name") == "row_rules" and metadata["kwargs"].get("key")
        )
        if has_key:
            tested.add(test["attached_node"])
    found = sorted(
        name
        for name, node in manifest.models.items()
        if node["unique_id"] not in tested and name not in NO_KEY
    )
    assert not found, "no test of the key; add unique_key with the grain: " + ", ".join(found)


def test_every_mart_has_an_owner(manifest: Manifest) -> None:
    """A mart is in a group, and the group names who answers for it."""
    owners = {group["name"]: group["owner"] for group in manifest.content["groups"].values()}
    found = [
        name
        for name, node in manifest.marts.items()
        if not any((owners.get(node["group"]) or {}).values())
    ]
    assert not found, "in no group with an owner (models/_groups.yml): " + ", ".join(found)


def test_every_mart_has_a_contract(manifest: Manifest) -> None:
    """Names and types of columns are enforced, or meta no_contract says why not."""
    found = [
        name
        for name, node in manifest.marts.items()
        if not node["contract"]["enforced"] and not meta_of(node).get("no_contract")
    ]
    assert not found, "no enforced contract, and no meta no_contract: " + ", ".join(found)


def test_every_mart_is_used(manifest: Manifest) -> None:
    """An exposure names the mart, or meta no_exposure says why not."""
    exposed = {
        parent
        for exposure in manifest.content["exposures"].values()
        for parent in exposure["depends_on"]["nodes"]
    }
    found = [
        name
        for name, node in manifest.marts.items()
        if node["unique_id"] not in exposed and not meta_of(node).get("no_exposure")
    ]
    assert not found, "in no exposure, and no meta no_exposure: " + ", ".join(found)


def test_every_model_is_described(manifest: Manifest) -> None:
    """A description's first sentence states the grain."""
    found = [name for name, node in manifest.models.items() if not node["description"].strip()]
    assert not found, "no description: " + ", ".join(found)


def test_every_column_of_a_mart_is_described(manifest: Manifest) -> None:
    """Whoever reads a mart finds what each column means."""
    found = [
        f"{name}.{column['name']}"
        for name, node in manifest.models.items()
        if layer_of(node) == "marts"
        for column in node["columns"].values()
        if not column["description"].strip()
    ]
    assert not found, "no description: " + ", ".join(found)


def test_every_model_has_a_yaml_of_its_name(manifest: Manifest) -> None:
    """It stands beside the SQL; unit tests stand in it, or in <model>__unit_tests.yml."""
    messages = []
    files: dict[Path, list[str]] = defaultdict(list)
    for name, node in manifest.models.items():
        expected = PurePosixPath(node["original_file_path"]).with_suffix(".yml")
        actual = (node["patch_path"] or "://nowhere").split("://")[1]
        if str(expected) != actual:
            messages.append(f"{name} is described in {actual}; move that to {expected}")
    for test in manifest.content["unit_tests"].values():
        model = manifest.models[test["model"]]
        stem = str(PurePosixPath(model["original_file_path"]).with_suffix(""))
        allowed = (f"{stem}.yml", f"{stem}__unit_tests.yml")
        if test["original_file_path"] not in allowed:
            messages.append(
                f"{test['name']} is in {test['original_file_path']}; move it to {allowed[1]}"
            )
    for path in sorted((PROJECT_DIR / "models").rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        files[path] = [each["name"] for each in content.get("models", [])]
    for path, names in files.items():
        if len(names) > 1:
            messages.append(f"{path.name} describes {', '.join(names)}; give each a file")
    assert not messages, "\n".join(messages)


def test_cadences_select_what_they_say(manifest: Manifest) -> None:
    """Each mart of signals is looked at weekly, monthly or quarterly, in one of them."""
    selectors = yaml.safe_load((PROJECT_DIR / "selectors.yml").read_text(encoding="utf-8"))
    chosen = [
        method["value"]
        for selector in selectors["selectors"]
        if selector["name"] in ("weekly", "monthly", "quarterly")
        for method in selector["definition"]["union"][0]["union"]
    ]
    assert len(chosen) == len(set(chosen))
    assert set(chosen) <= set(manifest.marts)
    signals = {
        name for name, node in manifest.marts.items() if node["path"].startswith("marts/signals/")
    }
    assert signals <= set(chosen)
