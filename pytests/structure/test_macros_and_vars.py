"""What macros and vars keep to: words for each, no dead switch, no column that is not given."""

from __future__ import annotations

import re

import yaml
from conftest import Manifest, without_comments
from harness import PROJECT_DIR

# Where a var can be of use: everywhere but in the rules of what it may be.
USED_IN = ("models", "macros", "snapshots", "tests")
RULES = "macros/vars/"
# Macros that name a column although nobody gives it to them, and why.
NAMES_A_COLUMN: dict[str, str] = {
    "explain": "an operation: it reads marts, whose columns are public",
    "print_summary": "a hook: it prints the rows of two marts, retention_summary and another one",
    "moved_months": "part of explain",
    "summary_of_retention": "part of print_summary",
    "summary_of_issues": "part of print_summary",
    "summary_of_closing": "part of print_summary",
    "reopen_months": "an operation on one table of the project",
    "remove_unclosed_rows": "a hook of tables that all have the column",
}
ADAPTER = re.compile(r"(default|duckdb|postgres|redshift|snowflake|bigquery|spark|databricks)__")


def test_every_macro_with_arguments_is_described(manifest: Manifest) -> None:
    """The description says what comes out, and the YAML lists every argument with its own.

    What one adapter does for a macro is described with the macro.
    """
    messages = []
    for name, macro in manifest.macros.items():
        base = ADAPTER.sub("", name)
        if base != name and (base in manifest.macros or f"macro.dbt.{base}" in manifest.all_macros):
            continue
        names = arguments_of(macro["macro_sql"])
        described = {each["name"] for each in macro["arguments"] if each["description"].strip()}
        if names and not macro["description"].strip():
            messages.append(f"{name}: no description")
        if missing := set(names) - described - {"model", "column_name"}:
            messages.append(f"{name}: no description of {', '.join(sorted(missing))}")
    assert not messages, "describe in the YAML of their folder:\n" + "\n".join(messages)


def arguments_of(macro_sql: str) -> list[str]:
    """Give the names of a macro's arguments."""
    header = re.search(
        r"{%-?\s*(?:macro|test|materialization)\s+\w+\s*\((.*?)\)\s*-?%}", macro_sql, re.DOTALL
    )
    if not header:
        return []
    flat = re.sub(r"[\[({][^\[\](){}]*[\])}]|'[^']*'", "", header[1])
    return [each.split("=")[0].strip() for each in flat.split(",") if each.strip()]


def test_macros_read_only_columns_that_they_are_given(manifest: Manifest) -> None:
    """A macro that renders part of a query takes its columns as arguments.

    A macro that renders a whole query reads the columns of a relation that it names or is given.
    """
    columns = {column for node in manifest.models.values() for column in node["columns"]}
    messages = []
    for name, macro in manifest.macros.items():
        text = own_sql(macro["macro_sql"])
        if re.search(r"\bselect\b.*\bfrom\b", text, re.DOTALL) or name in NAMES_A_COLUMN:
            continue
        if found := sorted(columns & set(re.findall(r"[a-z_][a-z0-9_]*", text))):
            messages.append(f"{name} ({macro['original_file_path']}): {', '.join(found)}")
    assert not messages, (
        "these macros read columns that they are not given; make them arguments, or give the"
        " reason in NAMES_A_COLUMN:\n" + "\n".join(messages)
    )
    assert set(NAMES_A_COLUMN) <= set(manifest.macros) and all(NAMES_A_COLUMN.values())


def own_sql(macro_sql: str) -> str:
    """Give the SQL of a macro, without Jinja, comments, texts and names that it gives itself."""
    text = re.sub(r"{%.*?%}", " ", without_comments(macro_sql), flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", " ? ", text, flags=re.DOTALL)
    text = re.sub(r"'[^']*'", " ", text).lower()
    return re.sub(r"\bas [a-z_][a-z0-9_]*", " ", text)


def project_vars() -> list[str]:
    """Give the names of the vars of the project."""
    text = (PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["vars"]["product_retention_defaults"])


def test_readme_lists_the_vars() -> None:
    """The table of README.md has every var of dbt_project.yml, and no other one."""
    text = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
    table = re.search(r"^\| var .*?\n\n", text, re.MULTILINE | re.DOTALL)
    assert table, "README.md has no table whose first column is var"
    rows = table[0].rstrip().splitlines()[2:]
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    missing, unknown = set(project_vars()) - set(listed), set(listed) - set(project_vars())
    assert not missing, f"README.md does not name {sorted(missing)}; add a row for each"
    assert not unknown, f"README.md names {sorted(unknown)}, which dbt_project.yml lacks"


def test_every_var_is_used() -> None:
    """No switch is dead: a model or macro reads it, besides the rules of its values."""
    code = "\n".join(
        without_comments(path.read_text(encoding="utf-8"))
        for folder in USED_IN
        for path in sorted((PROJECT_DIR / folder).rglob("*"))
        if path.suffix in (".sql", ".yml") and RULES not in path.as_posix()
    )
    dead = [name for name in project_vars() if not re.search(rf"['\"]{name}['\"]", code)]
    assert not dead, f"nothing reads {dead}; remove them from dbt_project.yml and README.md"


def project_texts(*suffixes: str) -> dict[str, str]:
    """Give what dbt reads of the project but unit tests, which run in no other one, by path."""
    return {
        path.relative_to(PROJECT_DIR).as_posix(): path.read_text(encoding="utf-8")
        for folder in (*USED_IN, "analyses", "seeds")
        for path in sorted((PROJECT_DIR / folder).rglob("*"))
        if path.suffix in suffixes and not path.stem.endswith("__unit_tests")
    }


def test_refs_name_the_project() -> None:
    """Without it dbt finds the model of a project that installs this one, where names are equal."""
    messages = [
        f"{path}: {ref}"
        for path, text in project_texts(".sql", ".yml").items()
        for ref in re.findall(r"\bref\(\s*'(?!product_retention',\s)[^)]*\)", text)
    ]
    assert not messages, "write ref('product_retention', ...):\n" + "\n".join(messages)


def test_vars_are_read_as_settings() -> None:
    """A var alone may be that of a project that installs this one."""
    found = [
        f"{path}: {call}"
        for path, text in project_texts(".sql").items()
        if path not in ("macros/vars/setting.sql", "macros/vars/given_vars.sql")
        for call in re.findall(r"(?<![\w.])var\([^)]*\)", without_comments(text))
    ]
    assert not found, "write setting(...):\n" + "\n".join(found)
    for path, text in project_texts(".yml").items():
        for name in re.findall(r"(?<![\w.])var\('(\w+)'", text):
            if not name.startswith("product_retention"):
                assert f"var('product_retention_{name}'" in text, f"{path}: {name}, as setting does"


def test_own_tests_find_their_own_model(manifest: Manifest) -> None:
    """A generic test takes its model from tested_model: dbt looks it up by its name alone."""
    tests = [macro for name, macro in manifest.macros.items() if name.startswith("test_")]
    assert len(tests) > 5
    for macro in tests:
        assert "{%- set model = tested_model(model) %}" in macro["macro_sql"], macro["name"]


def test_vars_have_one_default() -> None:
    """By its own name a var is what it falls back on in another project."""
    text = (PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8")
    by_name = yaml.safe_load(text)["vars"]
    assert by_name.pop("product_retention_defaults") == by_name


def test_the_version_is_one() -> None:
    """That of dbt_project.yml is the newest of the changelog, and what report_info says."""
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
    changelog = (PROJECT_DIR / "CHANGELOG.md").read_text(encoding="utf-8")
    report = PROJECT_DIR / "models" / "marts" / "quality" / "report_info.sql"
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == project["version"]
    assert f"'{project['version']}' as project_version" in report.read_text(encoding="utf-8")
