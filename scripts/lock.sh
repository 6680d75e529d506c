#!/bin/sh
# Writes requirements.txt and requirements/*.txt from the files that end in .in: every version with
# its hashes, for every system and for Python 3.10 and newer. Versions in the present files are kept
# where they still fit; `make lock LOCK_ARGS=--upgrade` takes the newest. Needs uv (python -m pip
# install uv).
set -eu

command -v uv >/dev/null || {
    echo "uv is not installed; python -m pip install uv" >&2
    exit 1
}
export UV_PYTHON_DOWNLOADS=never  # any Python that is here will do
made=$(mktemp)
trap 'rm -f "$made"' EXIT

lock() {
    name=$1
    shift
    cp "$name.txt" "$made" 2>/dev/null || : >"$made"
    uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
        --no-emit-index-url --emit-build-options --no-strip-extras --no-header \
        --output-file "$made" "$@" "$name.in" >/dev/null
    {
        echo "# Made from $name.in by \`make lock\`, which needs uv. Change that file, not this one."
        cat "$made"
    } >"$name.txt"
}

# The same, with dbt: without what it asks for and does not need.
lock_dbt() {
    lock "$@" --override requirements/left-out.txt --no-emit-package dbt-core-experimental-parser
}

lock_dbt requirements/dev "$@"
# The default set takes its versions from the one for development, so that one .venv serves both.
lock_dbt requirements --constraints requirements/dev.txt "$@"
lock requirements/parser "$@"
lock requirements/audit "$@"
lock_dbt requirements/dashboard --constraints requirements/dev.txt "$@"
lock requirements/workbook --constraints requirements/dev.txt "$@"
lock requirements/entities --constraints requirements/dev.txt "$@"
lock_dbt requirements/metrics --constraints requirements/dev.txt "$@"
lock_dbt requirements/postgres --constraints requirements/dev.txt "$@"
lock_dbt requirements/spark --constraints requirements/dev.txt "$@"
# Both are installed into one environment.
lock_dbt requirements/spark-thrift --constraints requirements/spark.txt "$@"
# Snowflake's adapter asks for an older certifi than the others have.
lock_dbt requirements/warehouses "$@"
# The emulation wants a newer DuckDB than the default set has.
lock_dbt requirements/snowflake "$@"
# Superset has dependencies of its own, far from those of dbt.
lock requirements/superset "$@"
