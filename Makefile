# `make help` lists the commands. Each sets up what it needs in .venv, once: a stamp named after the
# hash of a lock says that this lock is installed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
hash = $(shell { cat $(1); pwd; } | sha256sum | cut -c1-16)
LOCK := $(VENV)/.lock-$(call hash,requirements.lock constraints-cuda.txt)
PACKAGE := $(VENV)/.package-$(call hash,requirements.lock constraints-cuda.txt pyproject.toml)
TOOLS := $(VENV)/.tools-$(call hash,requirements.lock constraints-cuda.txt requirements-test.lock)
STAMPS := $(VENV)/.lock-* $(VENV)/.package-* $(VENV)/.tools-*

# An installation that was broken off leaves .installing behind; an upgrade of the system's Python
# leaves an empty .venv. Both start again from nothing.
sound = test ! -e $(VENV)/.installing && $(RUN) -c 'import pip' 2>/dev/null
$(shell { $(sound); } || rm -f $(STAMPS))

count = $$(grep -c == $(1))
install = touch $(VENV)/.installing && $(RUN) -m pip --disable-pip-version-check --no-input \
	install --progress-bar off -c constraints-cuda.txt
installed = >>$(VENV)/install.log 2>&1 || { tail -n 20 $(VENV)/install.log >&2; \
	echo 'set-up failed; the log is $(VENV)/install.log' >&2; exit 1; }; \
	rm -f $(VENV)/.installing; touch $@

.PHONY: help demo review screens test fuzz bench bench-real serve clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14
	@echo 'PYTHON=python3.12 picks another Python for a new .venv.'

demo: $(PACKAGE) ## run the worked example: robots in Zhejiang (FIELD=new-displays takes another)
	@$(RUN) -m flows.demo $(FIELD)

review: $(PACKAGE) ## open the review room: shortlists, verdicts, what-if in a browser
	@$(BIN)/screening serve

screens: $(PACKAGE) $(TOOLS) ## photograph every page of the review room for the documentation
	@$(RUN) docs/screens/make.py

test: $(PACKAGE) $(TOOLS) ## run all checks and tests
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -q chromium \
		>>$(VENV)/install.log 2>&1; } || echo 'no chromium: the tests in a browser will be skipped'
	$(RUN) -m pytest -n 2 --dist loadfile --ignore=tests/flows
	$(RUN) -m pytest tests/flows/test_serve.py
	$(RUN) -m pytest tests/flows/test_flows.py

SECONDS ?= 600
fuzz: $(PACKAGE) ## feed every reader with damaged files, ten minutes each (SECONDS=60 for one)
	@$(RUN) -m pip --disable-pip-version-check install --quiet atheris==3.0.0
	@{ ls data/samples/exports; printf '%s\n' websites page.html page.pdf page.docx page.txt; } | \
		xargs -P 2 -I{} sh -c 'PYTHONPATH=. $(RUN) tests/fuzz/fuzz_readers.py {} $(SECONDS) \
		>$(VENV)/fuzz-{}.log 2>&1 && echo "{}: nothing found" || { echo "{}: FOUND"; \
		tail -n 40 $(VENV)/fuzz-{}.log; exit 255; }'

bench: $(PACKAGE) ## run every benchmark
	@for script in benchmarks/*.py; do echo "== $$script"; $(RUN) "$$script" || exit 1; done

bench-real: $(PACKAGE) ## measure speed and quality on the real data, where they are at hand
	@$(RUN) benchmarks/real.py

serve: $(PACKAGE) ## start a Prefect server with the scheduled and the ad hoc deployment
	@$(RUN) -m flows.serve

clean: ## remove .venv and the caches; data/local stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(LOCK):
	@sh .ci/prerequisites '$(PYTHON)'
	@{ $(sound); } || { echo 'setting up: making $(VENV)'; \
		rm -rf $(VENV) && mkdir $(VENV) && touch $(VENV)/.installing; \
		'$(PYTHON)' -m venv $(VENV); }
	@rm -f $(STAMPS)
	@echo "setting up: installing $(call count,requirements.lock) packages; the first time this" \
		'takes some minutes (to watch: tail -f $(VENV)/install.log)'
	@$(install) -r requirements.lock $(installed)

$(PACKAGE): | $(LOCK)
	@echo 'setting up: installing the project itself'
	@$(install) --no-deps --no-build-isolation -e . $(installed)

$(TOOLS): | $(PACKAGE)
	@echo "setting up: installing $(call count,requirements-test.lock) packages for the tests"
	@$(install) -c requirements.lock -r requirements-test.lock $(installed)
