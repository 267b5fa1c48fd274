# Everything sets itself up: Python 3.11 or newer, make and a package index are enough.
PYTHON ?= python3
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
LOCK ?= requirements.lock
export PATH := $(BIN):$(PATH)
export VIRTUAL_ENV := $(VENV)
export DAGSTER_DISABLE_TELEMETRY := yes

.PHONY: help demo ui run test check bench bench-events scores venv lock clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: venv ## simulated data, one whole cycle, a report, and what to ask
	@almanac demo

ui: venv ## the Dagster web UI on http://127.0.0.1:3000; works by itself while it runs
	@almanac ui

run: venv ## one whole cycle over what lies in the inbox
	@almanac run

test: venv ## the test suite (long tests too with SLOW=1)
	@pytest -n 2 --dist loadfile -m "$(if $(SLOW),slow or not slow,not slow)" -q

check: venv ## lint, types, dbt, definitions
	@ruff check .
	@ruff format --check .
	@mypy
	@python -m warehouse.manifest
	@DAGSTER_HOME= dg check defs
	@DAGSTER_HOME= dagster definitions validate -w workspace.yaml

bench: venv ## measures the cycle and writes benchmarks/RESULTS.md
	@python -m benchmarks.cycle

bench-events: venv ## measures builds over 1, 10 and 100 million events against ClickHouse, writes benchmarks/EVENTS.md
	@uv pip install --quiet --python $(BIN)/python -e '.[bench]'
	@python -m benchmarks.events

scores: venv ## scores the marts against the known truth of simulated worlds, writes benchmarks/TWIN.md
	@python -m benchmarks.twin_scores

venv: $(VENV)/.ready-$(LOCK) ## only sets up
$(VENV)/.ready-$(LOCK): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@echo "Setting up .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(LOCK)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -m compileall -q warehouse assets sensors orchestration twin
	@$(BIN)/python -m warehouse.manifest
	@touch $@

lock: venv ## compiles the two lock files anew
	@uv pip compile -q --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --generate-hashes --no-header --group dev --extra spark pyproject.toml -o requirements-spark.lock

clean: ## removes what can be made again, never your data
	@rm -rf $(VENV) dbt_project/target .pytest_cache .ruff_cache .mypy_cache .hypothesis
