# make help lists the targets. Needs python3 (3.11 or newer) with venv, and make; everything else goes into .venv.

PYTHON ?= python3
VENV ?= .venv
OUTPUT ?= output
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
READY := $(VENV)/.ready
TOOLS_READY := $(VENV)/.ready-tools
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

CORE := errors model text rules recognize link relate extract
CORE_TESTS := $(addprefix tests/unit/,text rules recognize link relate test_reading.py test_hostile_reports.py) \
  $(addprefix tests/test_,generalisation.py doctests.py patterns.py)

.DEFAULT_GOAL := help
.PHONY: help env demo test newest lowest lint format bench scale quality soak fuzz mutants coverage docs site lock spark tools dist clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A stamp is newer than its lock file and pyproject.toml, so a second run installs nothing. The lock files hold the same
# versions: run.txt what the program needs, dev.txt also what its tests need, tools.txt what only a few targets need;
# spark.txt is by itself, for its size.
$(RUN_READY): requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(READY): $(RUN_READY) requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(TOOLS_READY): $(READY) requirements/tools.txt
	$(PIP) --require-hashes -r requirements/tools.txt
	@touch $@

env: $(READY) ## make .venv with all that the tests need, from the lock files

demo: $(RUN_READY) ## build the demo reports into output/ and ask three questions
	$(BIN)/kg build --output $(OUTPUT)
	@echo; $(BIN)/kg query $(OUTPUT) report-card
	@echo; $(BIN)/kg query $(OUTPUT) indicator-across-reports --param indicator=proposals-filed
	@echo; $(BIN)/kg query $(OUTPUT) who-endorsed-whom
	@echo; echo "The page, to open in any browser:"; echo "  $(abspath $(OUTPUT))/graph.html"

test: $(READY) ## run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

newest: ## run every test on the newest Python that is here and that we name (3.14, 3.13, 3.12), in a .venv of its own
	@for version in 3.14 3.13 3.12; do \
	  for python in python$$version $$HOME/.pyenv/versions/$$version.*/bin/python; do \
	    if "$$python" -c 'import ensurepip' 2>/dev/null; then \
	      exec $(MAKE) --no-print-directory test PYTHON="$$python" VENV=.venv-$$version; \
	    fi; \
	  done; \
	done; echo "no Python newer than 3.11 was found"

lowest: $(TOOLS_READY) ## run tests with the lowest versions of its dependencies that pyproject.toml admits
	$(BIN)/python scripts/lowest.py $(PYTEST_ARGS)

lint: $(READY) ## ruff (lint and format) and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg

format: $(READY) ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: $(READY) ## measure the extractor: demo reports, and real ones where KG_GOLD names them
	@rm -rf build/quality && mkdir -p build/quality
	@$(BIN)/kg build --output build/quality/demo --outputs ttl >build/quality/demo.log
	@$(BIN)/kg score build/quality/demo --facts kg/demo/facts --corpus kg/demo/reports --by-report
	@if [ -n "$(KG_GOLD)" ]; then \
	  $(BIN)/kg build "$(KG_GOLD)/corpus" --reports "$(KG_GOLD)/reports.csv" --output build/quality/gold --outputs ttl \
	    >build/quality/gold.log && echo && \
	  $(BIN)/kg score build/quality/gold --facts "$(KG_GOLD)/facts" --by-report; \
	else echo; echo "KG_GOLD names no folder of real reports; only the demo reports were measured."; fi

corpus: $(READY) ## write N different reports for load tests (N=1000, DIR=build/corpus-N)
	$(BIN)/python scripts/corpus.py $(or $(N),1000) $(DIR)

bench: $(READY) ## measure against jieba, rdflib and Oxigraph; writes build/bench.md (BENCH_ARGS=--quick)
	$(BIN)/python scripts/bench.py $(BENCH_ARGS)
	$(BIN)/python scripts/bench_queries.py

scale: $(READY) ## time, memory and sizes of large builds (N="1000 10000")
	$(BIN)/python scripts/scale.py $(N) --again

soak: $(READY) ## build over and over, change by change, killed again and again: same bytes, no growth of memory (MINUTES=2)
	$(BIN)/python scripts/soak.py $(or $(MINUTES),2)
	KG_SOAK_EXAMPLES=40 KG_SOAK_STEPS=12 KG_SOAK_KILLS=150 KG_SOAK_REPORTS=40 $(BIN)/python -m pytest -q tests/unit/scale

fuzz: $(TOOLS_READY) ## damaged input at every entrance, property tests at length, guided fuzzing (MINUTES=5 of each)
	$(BIN)/python scripts/fuzz.py $(or $(MINUTES),5)
	$(BIN)/python scripts/fuzz_service.py
	timeout $$(($(or $(MINUTES),5) * 60)) $(BIN)/python -m pytest -m hypothesis --hypothesis-profile=long tests || [ $$? = 124 ]
	for name in $(or $(ENTRANCES),text file-html docx-xml file-pdf sheet query question); do \
	  $(BIN)/python scripts/fuzz_guided.py $$name $(or $(MINUTES),5) || exit 1; done

docs: $(READY) ## write the generated pages of docs/reference
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/ontology_reference.py
	$(BIN)/python scripts/licences.py

site: $(READY) ## build the documentation as a site in build/site, strictly
	$(BIN)/python scripts/site.py

# uv resolves for every system and Python at once; the smaller locks are held to the versions of the larger ones.
LOCK = $(or $(shell command -v uv),$(BIN)/uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-annotate --no-emit-index-url pyproject.toml
lock: ## resolve requirements/*.txt anew (needs uv: make tools)
	$(LOCK) --upgrade --extra install --extra dev --extra tools -o requirements/tools.txt
	$(LOCK) -c requirements/tools.txt --extra install --extra dev -o requirements/dev.txt
	$(LOCK) -c requirements/tools.txt --extra install -o requirements/run.txt
	$(LOCK) -c requirements/tools.txt --extra spark -o requirements/spark.txt

spark: $(READY) ## add Apache Spark (half a gigabyte; needs Java 17) to .venv, so that its tests run
	$(PIP) --require-hashes -r requirements/spark.txt

tools: $(TOOLS_READY) ## add the tools of lock, fuzz, mutants and dist to .venv

dist: $(TOOLS_READY) ## sdist and wheel in dist/, checked, the wheel made from the sdist
	rm -rf dist && $(BIN)/python -m hatchling build --target sdist
	rm -rf build/dist && mkdir -p build/dist && tar -xf dist/*.tar.gz -C build/dist --strip-components 1
	cd build/dist && $(abspath $(BIN))/python -m hatchling build --target wheel --directory $(abspath dist)
	$(BIN)/python -m twine check --strict dist/*
	@cd dist && sha256sum * && ls -l

coverage: $(READY) ## coverage of the pure core by its own tests; fails below 95 % of its lines or of its branches
	$(BIN)/python -m pytest -n 2 --dist worksteal -q $(CORE_TESTS) $(addprefix --cov=kg.,$(CORE)) --cov-branch \
	  --cov-report=term:skip-covered --cov-report=json:build/coverage.json --cov-fail-under=95
	@$(BIN)/python -c 'import json; told = json.load(open("build/coverage.json"))["totals"]; \
	  shares = [told["percent_statements_covered"], told["percent_branches_covered"]]; \
	  print("lines {:.1f} %, branches {:.1f} %".format(*shares)); raise SystemExit(min(shares) < 95)'

mutants: $(TOOLS_READY) ## change the core here and there and see whether a test notices (MUTANTS_ARGS="'kg.link.*' --again")
	$(BIN)/python scripts/mutants.py $(MUTANTS_ARGS)

clean: ## remove what was generated, and .venv
	find $(OUTPUT) -mindepth 1 ! -name README.md -delete
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
