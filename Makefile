# `make` lists what can be made. Each target sets itself up; all that is needed is Python 3.10.
.DEFAULT_GOAL := help
.NOTPARALLEL:

# What can be said on the command line; `make help` has examples.
PYTHON ?= python3
VARS =
TARGET =
CUSTOMER =
PRODUCT =
MONTH =
FILE =
PORT =
SINCE =
MODEL =
METRIC =
BY =
WHERE =
PYTEST_ARGS =
LOCK_ARGS =
SIZE = 1m
RUNS = 3

export VARS FILE CUSTOMER PRODUCT MONTH LOG_LEVEL
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

BIN := .venv/bin
DBT_ARGS = --project-dir . --profiles-dir . $(if $(TARGET),--target "$(TARGET)")
# With the vars of vars.yml and VARS.
DBT = $(BIN)/python scripts/run_dbt.py
# For targets that only read the project: a database in memory, and output in a folder of their
# own, leave alone what `make build` made.
READ_ONLY = PRODUCT_RETENTION_DUCKDB_PATH=:memory: DBT_TARGET_PATH=target/$@
# The longest models are in staging: begun last, one of them would keep one core waiting.
SQL_FOLDERS := models/staging/ $(filter-out models/staging/,$(wildcard models/*/)) tests analyses

.PHONY: help build check explain reopen dashboard workbook signals superset test test-all test-dashboard test-workbook metrics test-metrics test-superset test-surfaces test-postgres test-spark test-spark-thrift test-snowflake
.PHONY: check-warehouses lint lint-python lint-dbt lint-sql parse-next audit docs entities pictures benchmark lock clean
.PHONY: python default-venv dev-venv dashboard-venv workbook-venv metrics-venv superset-venv entities-venv parser-venv audit-venv postgres-venv spark-venv spark-thrift-venv
.PHONY: snowflake-venv warehouses-venv

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make build VARS='{input: files, raw_path: /data}'   dbt vars, as YAML"
	@echo "  make check FILE=export.csv                          what would be read of one file"
	@echo "  make build TARGET=prod                              a target of profiles.yml"
	@echo "  make build LOG_LEVEL=info                           what dbt itself says, step by step"
	@echo "  make test PYTEST_ARGS='-k oracle -x'                arguments for pytest"
	@echo "  make build PYTHON=python3.12                        the Python to install with"

build: default-venv profiles.yml ## Load the data, build every model and run the data tests.
	@echo "Building; every step is in $${DBT_LOG_PATH:-logs}/dbt.log"
	@$(DBT) build $(DBT_ARGS)
	@$(BIN)/python scripts/publish.py --profiles-dir . $(if $(TARGET),--target "$(TARGET)")

check: default-venv profiles.yml ## Read and judge the licences without building the marts: VARS=..., or FILE=export.csv
	@PRODUCT_RETENTION_DUCKDB_PATH=:memory: DBT_TARGET_PATH=target/$@ $(DBT) --no-write-json build $(DBT_ARGS) \
		--select +int_issue_totals +int_seed_mistakes assert_input_is_understood assert_no_source_is_empty \
		assert_seeds_are_understood assert_no_issue_over_error_share assert_no_issue_over_warn_share \
		--exclude-resource-type snapshot --indirect-selection empty

explain: default-venv profiles.yml ## Say why ARR changed: CUSTOMER=C-1001 PRODUCT=analytics MONTH=2023-01
	@$(DBT) run-operation explain $(DBT_ARGS) --args "$$($(BIN)/python -c \
		'import json, os; print(json.dumps({k: os.environ[k.upper()] for k in ("customer", "product", "month")}))')"

reopen: default-venv profiles.yml ## Open the closed months from MONTH=2025-03 on; the next build closes them again.
	@$(DBT) run-operation reopen_months $(DBT_ARGS) --args '{from_month: "$(MONTH)"}'

dashboard: default-venv ## Make a page of the marts, as HTML, PDF and PNG: FILE=marts.duckdb for another file.
	@$(BIN)/python -m dashboard $(if $(FILE),--from "$(FILE)")

workbook: workbook-venv ## Make a workbook of the marts, with live formulas: FILE=marts.duckdb for another file.
	@.venv-workbook/bin/python -m workbook $(if $(FILE),--from "$(FILE)")

signals: default-venv ## Print the open alerts as JSON lines: SINCE=2025-12-01 for newer ones alone.
	@$(BIN)/python -m published.alerts $(if $(FILE),--from "$(FILE)") $(if $(SINCE),--since "$(SINCE)")

superset: superset-venv ## Start Apache Superset on the marts, on this machine; needs Python below 3.13.
	@.venv-superset/bin/python scripts/run_superset.py $(if $(FILE),--from "$(FILE)") $(if $(PORT),--port "$(PORT)")

metrics: metrics-venv profiles.yml ## Ask for a metric of what was built: METRIC=product_nrr_12m BY=product; without one, list them.
	@DBT_PROFILES_DIR=. .venv-metrics/bin/mf $(if $(METRIC),query --quiet --metrics "$(METRIC)" \
		$(if $(BY),--group-by "$(BY)") $(if $(WHERE),--where "$(WHERE)"),list metrics)

test: dev-venv profiles.yml ## Run the Python tests.
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

test-all: ## The same with every mutant, more killed builds and larger random books.
	THOROUGH=1 $(MAKE) test

.PHONY: mutants
mutants: dev-venv profiles.yml ## Name the faults in a model's SQL that no dbt test notices: MODEL=int_months
	PYTHONPATH=pytests:pytests/support $(BIN)/python -m mutants $(if $(MODEL),--model "$(MODEL)")

test-dashboard: dashboard-venv ## Look at the dashboard in a browser; needs Chromium, or CHROMIUM=its path.
	BROWSER_TESTS=1 .venv-dashboard/bin/python -m pytest pytests/dashboard $(PYTEST_ARGS)

test-workbook: dev-venv profiles.yml ## Let LibreOffice work out the workbook, and compare; SOFFICE=its path.
	OFFICE_TESTS=1 $(BIN)/python -m pytest pytests/workbook $(PYTEST_ARGS)

test-metrics: metrics-venv ## Ask MetricFlow for the metrics, and compare with the marts.
	METRIC_TESTS=1 .venv-metrics/bin/python -m pytest pytests/metrics $(PYTEST_ARGS)

test-superset: dev-venv superset-venv ## Import the starter dashboard into Superset, and compare; needs Python below 3.13.
	SUPERSET_TESTS=1 .venv-superset/bin/python -m pytest pytests/superset $(PYTEST_ARGS)

test-surfaces: dev-venv metrics-venv superset-venv ## See that all that people look at states one NRR; needs LibreOffice.
	SURFACE_TESTS=1 $(BIN)/python -m pytest pytests/surfaces $(PYTEST_ARGS)

test-postgres: postgres-venv ## Build on PostgreSQL, too, and compare; PGHOST names a server, else one is started.
	ENGINE=postgres .venv-postgres/bin/python scripts/with_postgres.py .venv-postgres/bin/python \
		-m pytest pytests/engines --numprocesses 2 $(if $(THOROUGH),,-k "sample or typed or close") $(PYTEST_ARGS)

test-spark: spark-venv ## Build on Spark with Iceberg tables, too, and compare; needs Java 17, and Python below 3.13.
	ENGINE=spark .venv-spark/bin/python -m pytest pytests/engines \
		$(if $(THOROUGH),,-k "sample") $(PYTEST_ARGS)

test-spark-thrift: spark-venv spark-thrift-venv ## The same on a Spark Thrift server, which is started for it.
	ENGINE=spark_thrift .venv-spark/bin/python scripts/with_spark.py .venv-spark/bin/python \
		-m pytest pytests/engines $(if $(THOROUGH),,-k "sample") $(PYTEST_ARGS)

test-snowflake: snowflake-venv ## Build on an emulated Snowflake, too, and compare; needs Python 3.11, 3.12 or 3.13.
	ENGINE=snowflake .venv-snowflake/bin/python -m pytest pytests/engines -k "sample" $(PYTEST_ARGS)

check-warehouses: warehouses-venv ## Compile for Snowflake, BigQuery, Databricks and Redshift without a connection; needs Python below 3.14.
	.venv-warehouses/bin/python scripts/check_warehouses.py

lint: lint-python lint-dbt lint-sql ## Check the style of Python and SQL, and dbt's warnings.

lint-python: dev-venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-dbt: dev-venv profiles.yml
	$(READ_ONLY) $(BIN)/dbt --warn-error parse --no-partial-parse $(DBT_ARGS)

lint-sql: dev-venv profiles.yml
	PYTHONWARNINGS=ignore:resource_tracker $(READ_ONLY) $(BIN)/sqlfluff lint $(SQL_FOLDERS)

parse-next: parser-venv profiles.yml ## Read the project with the parser of dbt 2.
	DBT_TARGET_PATH=target/$@ .venv-parser/bin/dbt-core-experimental-parser parse --warn-error $(DBT_ARGS)

# Without Superset: it holds its dependencies back itself.
audit: audit-venv ## Look for known weaknesses in the locked dependencies; needs the advisories of PyPI.
	for file in requirements $(addprefix requirements/,dev dashboard workbook metrics entities parser audit postgres spark spark-thrift snowflake warehouses); do \
		.venv-audit/bin/pip-audit --strict --disable-pip --requirement $$file.txt || exit 1; done

docs: default-venv profiles.yml ## Write the documentation to target/static_index.html.
	$(BIN)/dbt docs generate --static $(DBT_ARGS)

entities: docs entities-venv ## Draw how the marts join, from the tested relationships, to docs/entities.md.
	.venv-entities/bin/python scripts/draw_entities.py

pictures: default-venv ## Take the pictures of docs/images again, of what was built; needs Chromium.
	$(BIN)/python -m dashboard --to target/pictures/dashboard.html --size 1366x900
	$(BIN)/python -m dashboard --to target/pictures/dashboard_phone.html --size 390x844
	cp target/pictures/*.png docs/images/

benchmark: default-venv ## Measure a book of SIZE=1m licences RUNS=3 times; write docs/benchmarks.md
	$(BIN)/python benchmarks/measure.py "$(SIZE)" --runs "$(RUNS)"

lock: ## Lock the requirements again; needs uv (LOCK_ARGS=--upgrade for newer versions).
	sh scripts/lock.sh $(LOCK_ARGS)

clean: ## Remove the environments and dbt's output; profiles.yml and the database stay.
	rm -rf .venv .venv-* target logs .pytest_cache .hypothesis .ruff_cache

# What the targets above need.
profiles.yml:
	cp profiles.yml.example profiles.yml

python:
	@command -v "$(PYTHON)" >/dev/null || { echo; \
		echo "There is no $(PYTHON) here. Install Python 3.10 or newer (Debian and Ubuntu:"; \
		echo "apt install python3 python3-venv), or name one: make build PYTHON=python3.12"; \
		echo; exit 1; } >&2
	@"$(PYTHON)" scripts/check_python.py

default-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv requirements.txt

dev-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv requirements/dev.txt

dashboard-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-dashboard requirements/dashboard.txt

workbook-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-workbook requirements/workbook.txt

metrics-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-metrics requirements/metrics.txt

superset-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-superset requirements/superset.txt

entities-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-entities requirements/entities.txt

parser-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-parser requirements/parser.txt

audit-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-audit requirements/audit.txt

postgres-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-postgres requirements/postgres.txt

spark-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-spark requirements/spark.txt

spark-thrift-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-spark requirements/spark-thrift.txt

snowflake-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-snowflake requirements/snowflake.txt

warehouses-venv: python
	@"$(PYTHON)" scripts/set_up_venv.py .venv-warehouses requirements/warehouses.txt
