# The commands of the portal. `make` alone lists them; .ci/run calls the same targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DJANGO := $(BIN)/python manage.py
export PORT
# Some machines forbid it; then each process of each test would compile the portal again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo test test-changed test-dates check bench backup restore lock messages screenshots vendor clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A stamp for each lock: a second `make run` starts without asking the package index.
.venv/runtime.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)

messages: .venv/runtime.stamp ## Compile the message catalogues (Babel; no msgfmt needed)
	@for po in $(CATALOGUES); do \
	  mo="$${po%.po}.mo"; \
	  if [ ! -f "$$mo" ] || [ "$$po" -nt "$$mo" ]; then $(BIN)/pybabel -q compile -i "$$po" -o "$$mo" -l vi; fi; \
	done

run: .venv/runtime.stamp messages ## Serve the portal with demo content on http://127.0.0.1:$(PORT)
	@$(DJANGO) load_demo --migrate
	@$(BIN)/python scripts/serve.py

demo: .venv/runtime.stamp messages ## Throw the demo content away and load it afresh
	@$(DJANGO) load_demo --migrate --fresh

test: .venv/dev.stamp messages ## The whole suite, on SQLite and on PostgreSQL, and in a browser
	@$(BIN)/python scripts/run_tests.py

test-dates: .venv/dev.stamp messages ## The suite on SQLite at midnight, on 29/02 and on 31/12
	@for clock in 2026-08-19T23:59 2028-02-29T23:59 2026-12-31T23:59; do \
	  echo "=== $$clock ===" && TEST_CLOCK=$$clock $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser" || exit 1; \
	done

test-changed: .venv/dev.stamp messages ## The tests that a change can reach, nearest first (BASE=, FAR=1)
	@$(BIN)/python scripts/changed_tests.py

check: .venv/dev.stamp messages ## Lint, format, types, templates, migrations, system checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/mypy portal home campaigns beautiful_city school_intranet
	DJANGO_SETTINGS_MODULE=portal.settings.test $(DJANGO) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=portal.settings.test $(DJANGO) check --fail-level WARNING
	$(BIN)/python scripts/check_deploy.py
	$(BIN)/python -m pytest -q tests/test_imports.py

bench: .venv/dev.stamp messages ## Measure speed as ratios against peers and limits in one run
	$(BIN)/python -m bench

backup: .venv/runtime.stamp ## Copy the database and all files into a new folder below TO=
	@test -n "$(TO)" || { echo 'Thiếu nơi lưu: make backup TO=/srv/sao-luu'; exit 2; }
	@$(DJANGO) backup "$(TO)" $(if $(KEEP),--keep $(KEEP))

restore: .venv/runtime.stamp ## Fill an empty database and empty folders from the backup FROM=
	@test -n "$(FROM)" || { echo 'Thiếu bản sao lưu: make restore FROM=/srv/sao-luu/sao-luu-…'; exit 2; }
	@$(DJANGO) restore "$(FROM)" $(if $(WITHDRAWN),--withdrawn "$(WITHDRAWN)")

screenshots: .venv/dev.stamp messages ## Make the pictures of README.md with Chromium
	$(BIN)/python scripts/screenshots.py

vendor: .venv/runtime.stamp ## Copy third-party front-end files from their exact npm versions
	$(BIN)/python scripts/vendor.py

lock: .venv/dev.stamp ## Resolve the dependencies again into the two lock files
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet -c requirements.lock -o requirements-dev.lock

clean: ## Remove the virtual environment and what was generated, the database too
	rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache
