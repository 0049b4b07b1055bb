# Everything a fresh machine needs is set up here: Python 3.11 or later, make and, for 3.11 and 3.12, a C compiler.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := $(VENV)/.ready-spark

.PHONY: demo test test-spark format lint types contracts check tests hunt prove mutants soak bench bench-peers accessibility clean

demo: $(READY)  ## recommend for one patient, and explain one exclusion
	$(BIN)/hep recommend examples/subacute_hip.yaml --screened
	@echo
	$(BIN)/hep explain open_book examples/subacute_hip.yaml --screened

test: format lint types contracts check tests  ## everything that must hold

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

test-spark: $(SPARK)  ## tables in Spark; needs Java 17 or later and brings 400 MB, so `make test` does without
	$(BIN)/python -m pytest tests/spark

$(SPARK): $(READY)
	$(BIN)/python -m pip install --quiet --editable ".[dev,spark]"
	touch $@

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports --no-logo

check: $(READY)
	$(BIN)/hep check

tests: $(READY)
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope

hunt: $(READY)  ## the laws again, fifteen times as long, on new cases; then the readings compared at volume
	HYPOTHESIS_PROFILE=hunt $(BIN)/python -m pytest tests/laws tests/planning tests/drawing
	$(BIN)/python -m bench.differential
	$(BIN)/python -m bench.hunt_index

prove: $(READY)  ## every statement about the shipped knowledge, then about a catalogue of 1,000 exercises
	$(BIN)/hep verify
	$(BIN)/python -m bench.prove 1000

soak: $(READY)  ## memory over 200,000 recommendations
	$(BIN)/python -m bench.soak

accessibility: $(READY)  ## the handouts of three patients, by axe-core in Chromium (needs both; see docs/how-to/print-a-handout.md)
	$(BIN)/python examples/make_handouts.py build/handouts
	$(BIN)/python -m bench.accessibility build/handouts/*.html

mutants: $(READY)  ## every small edit of the knowledge, and what notices it; see docs/explanation/mutants.md
	$(BIN)/python -m bench.mutants

bench: $(READY)  ## timings; see docs/explanation/performance.md
	$(BIN)/python -m pytest bench --benchmark-only --benchmark-columns=min,median,max,rounds

bench-peers: $(VENV)/.peers  ## hep_engine beside its peers, some twenty minutes; see docs/explanation/peers.md
	$(BIN)/python -m bench.peers $(PEERS)

$(VENV)/.peers: $(READY)
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
