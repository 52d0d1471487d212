# `make run` and `make test` need python3 >= 3.11 and make, and nothing else: the rest comes hash-locked into .venv.
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11

.PHONY: run test check fuzz mutants readme openapi lock clean
.DEFAULT_GOAL := run
# Half a virtual environment is worse than none.
.DELETE_ON_ERROR:

run: $(RUN)
	@HERSTEL_DEMO=1 exec $(BIN)/herstel serve

test: $(DEV)
	@$(BIN)/pytest -n auto --dist=worksteal

check: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict app tests migrations docs
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m migrations.drift
	$(BIN)/herstel openapi --check
	$(BIN)/python -m docs.readme --check

fuzz: $(DEV)
	@$(BIN)/pytest -n auto --dist=worksteal -m fuzz --hypothesis-profile=fuzz

mutants: $(DEV)
	$(BIN)/mutmut run
	$(BIN)/mutmut results

readme: $(RUN)
	$(BIN)/python -m docs.readme

openapi: $(RUN)
	$(BIN)/herstel openapi

lock: $(RUN)
	$(COMPILE) bootstrap.in --output-file bootstrap.lock
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv .data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis mutants dist *.egg-info

$(RUN): bootstrap.lock requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Herstel needs Python 3.11 or newer; install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Herstel needs Python 3.11 or newer, and $(PYTHON) is older; say where a newer one is: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments; install its venv package (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@
