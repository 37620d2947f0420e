# Every command sets up what it needs: `make run` on a fresh machine is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests make databases by the thousand: in memory, where there is room for them.
SCRATCH := $(shell [ -w /dev/shm ] && [ "$$(df -Pk /dev/shm | awk 'END {print $$4}')" -gt 4000000 ] && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
MESSAGES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.PHONY: run demo test check look lock catalogues clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp $(MESSAGES)
	KB_DIR="$${KB_DIR:-$(CURDIR)/kb_articles}" exec $(BIN)/portal run

demo: $(VENV)/run.stamp $(MESSAGES)
	exec $(BIN)/portal demo

test: check
	@sh tests/install-chromium
	TMPDIR="$(SCRATCH)" $(BIN)/pytest -n auto --dist worksteal -q

check: $(VENV)/dev.stamp $(MESSAGES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict portal
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m tests.catalogues

look: $(VENV)/dev.stamp $(MESSAGES)
	@sh tests/install-chromium
	$(BIN)/python -m tests.look --out look

# The lock: resolved for the oldest Python we support, with hashes, without addresses.
lock:
	uv pip compile -q --python-version 3.11.2 --generate-hashes --no-annotate --no-header --group run-build pyproject.toml -o requirements/run.txt
	uv pip compile -q --python-version 3.11.2 --generate-hashes --no-annotate --no-header --group run-build --group dev --extra postgres --extra semantic pyproject.toml -c requirements/run.txt -o requirements/dev.txt

catalogues: $(VENV)/dev.stamp
	$(BIN)/pybabel -q extract -F translations/babel.cfg -k _ -k _l -k _n:1,2 --no-location --omit-header -o translations/messages.pot .
	for code in es en; do $(BIN)/pybabel -q update --no-fuzzy-matching --omit-header -D messages -l $$code -i translations/messages.pot -d translations; done

%.mo: %.po
	$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "python3-venv is missing: on Debian, run 'apt-get install python3-venv'." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(MESSAGES): | $(VENV)/run.stamp

clean:
	rm -rf $(VENV) look .mypy_cache .ruff_cache .pytest_cache
