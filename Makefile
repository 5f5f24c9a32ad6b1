# make help lists the targets. Needs python3 (3.11 or newer) with venv, and make; everything else goes into .venv.

PYTHON ?= python3
VENV ?= .venv
OUTPUT ?= output
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help env demo test lint format bench quality soak fuzz docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The stamp is newer than the lock file and pyproject.toml, so a second run installs nothing.
$(READY): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

env: $(READY) ## make .venv from the lock file

demo: $(READY) ## build the demo reports into output/ and ask three questions
	$(BIN)/kg build --output $(OUTPUT)
	$(BIN)/kg query $(OUTPUT) figures-of-body
	$(BIN)/kg query $(OUTPUT) initiatives
	$(BIN)/kg query $(OUTPUT) relations
	@echo "$(abspath $(OUTPUT))/graph.html"

test: $(READY) ## run every test
	$(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

lint: $(READY) ## ruff (lint and format) and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg

format: $(READY) ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## write the generated pages of docs/reference
	$(BIN)/python scripts/reference.py

lock: ## resolve requirements/dev.txt anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --upgrade --extra dev pyproject.toml -o requirements/dev.txt

clean: ## remove what was generated, and .venv
	find $(OUTPUT) -mindepth 1 ! -name README.md -delete
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
