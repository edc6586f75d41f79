# `make run` opens a demo school at http://localhost:8501, `make test` checks the tutor.
# Needs make and Python 3.11, 3.12 or 3.13; another one than is found: make run PYTHON=python3.12

PYTHON =
PORT = 8501
PY = .venv/bin/python
PIP_INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check
FITS = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CANDIDATES = $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)

.PHONY: setup run test journeys check bench lock

setup: .venv/.installed

run: setup
	@TUTOR_DEMO=1 .venv/bin/tutor serve --port $(PORT)

test: .venv/.installed-dev
	$(PY) -m pytest -m "not journey" -n 2

journeys: .venv/.installed-dev
	@[ -x "$${CHROMIUM:-}" ] || command -v chromium >/dev/null || { \
	  echo "The journeys need Chromium: install it, on Debian with apt-get install chromium." >&2; \
	  exit 1; }
	$(PY) -m pytest -m journey

check: .venv/.installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	  export TUTOR_DATABASE_URL="sqlite:///$$folder/fresh.db" && \
	  export PYTHONWARNINGS=ignore && \
	  $(PY) -m alembic upgrade head && $(PY) -m alembic check

bench: .venv/.installed-dev
	$(PY) -m benchmarks.grading
	$(PY) -m benchmarks.knowledge
	$(PY) -m benchmarks.placement
	$(PY) -m benchmarks.teaching --learners 40
	$(PY) -m benchmarks.crediting --learners 2
	$(PY) -m benchmarks.answers
	$(PY) -m benchmarks.choosing
	$(PY) -m benchmarks.badges
	$(PY) -m benchmarks.analytics
	$(PY) -m benchmarks.cards
	$(PY) -m benchmarks.exam
	$(PY) -m benchmarks.planning --runs 3
	$(PY) -m benchmarks.regrade
	$(PY) -m benchmarks.pages

lock: .venv/.installed-dev
	$(PY) -m uv pip compile -q --universal --generate-hashes --no-header \
	  -o requirements.txt pyproject.toml
	$(PY) -m uv pip compile -q --universal --generate-hashes --no-header --extra dev \
	  -c requirements.txt -o requirements-dev.txt pyproject.toml

.venv/.installed: requirements.txt pyproject.toml
	@$(PY) -c '$(FITS)' 2>/dev/null && $(PY) -m pip --version >/dev/null 2>&1 || { \
	  found=; old=; \
	  for one in $(CANDIDATES); do \
	    command -v "$$one" >/dev/null 2>&1 || continue; \
	    "$$one" -c '$(FITS)' 2>/dev/null || { old="$$old $$one"; continue; }; \
	    "$$one" -c 'import ensurepip, venv' 2>/dev/null || { old="$$old $$one-without-venv"; continue; }; \
	    found="$$one"; break; \
	  done; \
	  [ -n "$$found" ] || { \
	    echo "The tutor needs Python 3.11, 3.12 or 3.13 with its venv module;" \
	      "found here:$${old:- none}." >&2; \
	    exit 1; }; \
	  echo "Making .venv with $$("$$found" --version) ..."; \
	  "$$found" -m venv --clear .venv; }
	@echo "Installing what the tutor needs; the first time this takes a few minutes ..."
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
