.DEFAULT_GOAL := help
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
WORKERS ?= 2
BIN := .venv/bin
# Where set, each process compiles every module that it imports anew: torch's alone take seconds.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup chat test check lint evaluate quality bench clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

setup: .venv/ready ## make .venv and install the pinned set

.venv/ready: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt torch setuptools
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt --no-build-isolation --editable '.[test,evaluation]'
	touch $@

chat: setup ## index the transcripts and serve the web chat on http://HOST:PORT
	$(BIN)/assistant ingest
	$(BIN)/assistant chat --host $(HOST) --port $(PORT)

test: setup ## run every test, in WORKERS processes
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: setup ## lint, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

check: lint test ## lint, format, types and tests

evaluate: setup ## measure the answers on the seeds and hold the floors
	$(BIN)/assistant ingest
	$(BIN)/assistant evaluate --floors tests/floors.toml

quality: setup ## the quality tables, with and without each part; PUBLIC=DIR adds the public sets, WRITE=1 writes them
	$(BIN)/python benchmarks/table.py $(if $(PUBLIC),--public $(PUBLIC)) $(if $(LIMIT),--limit $(LIMIT)) $(if $(WRITE),--write)

bench: setup ## how fast it is, docs/speed.md
	$(BIN)/python benchmarks/speed.py

clean: ## remove the environment and the index
	rm -rf .venv vectorstore/chroma vectorstore/chroma.new vectorstore/catalog.sqlite3* vectorstore/writer.*
