# Recension: everything from a fresh clone to a served page or a tested one.
# Needs make and Python 3.11 or later; what else is needed is set up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# uv, when it is there, does what pip does, and faster.
UV := $(shell command -v uv 2>/dev/null)

# Which Chromium the tests drive; empty: whichever is found.
export CHROMIUM ?=
# Which LibreOffice writes the files that the tests read; empty: whichever is found.
export SOFFICE ?=
# Which PostgreSQL server the tests run beside SQLite; empty: whichever is found.
export POSTGRES ?=

# Labelled data for the benches, and two versions of a text to time (none: those of a sample story).
GOLD ?= ../shared/gold
PAIR ?=
# How many articles the library holds that is made to be searched; 100000 takes a quarter of an hour.
ARTICLES ?= 2000
# What is fuzzed (several, parted by spaces; or http), and for how many seconds each.
TARGET ?= engine
fuzz: SECONDS ?= 600
# For how many seconds each load is asked, and for how many minutes the memory is looked at meanwhile.
load: SECONDS ?= 60
MINUTES ?= 10

READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
READY_TO_FUZZ := $(VENV)/.ready-to-fuzz

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup test check bench fuzz load browser office postgres patch wrk kills lock clean workers

help:  ## Show what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name what; do \
		printf '  make %-8s %s\n' "$$name" "$$what"; done

run: $(READY)  ## Set up what is missing and serve at http://127.0.0.1:8000
	@exec $(BIN)/recension serve

setup: $(READY)  ## Set up what is missing, and serve nothing

test: $(READY_TO_TEST) browser office postgres patch check  ## Check the code and run all tests, in a real browser and on PostgreSQL too
	$(BIN)/pytest --numprocesses auto --dist loadfile

check: $(READY_TO_TEST)  ## Check style, types and which part imports which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY_TO_TEST)  ## Measure how good the comparison is (on GOLD=FOLDER), how fast (PAIR='A B'), pages, the reading of files, a large library (ARTICLES=100000)
	@if [ -d '$(GOLD)' ]; then $(BIN)/python -m tests.bench.quality '$(GOLD)' $(if $(PAIR),--pair $(PAIR)) && echo; \
	else echo 'There is no folder $(GOLD), so how good the comparison is was not measured: make bench GOLD=FOLDER'; \
	$(if $(PAIR),$(BIN)/python -m tests.bench.quality --pair $(PAIR);) fi
	@$(BIN)/python -m tests.bench.speed $(if $(PAIR),--pair $(PAIR))
	@echo && $(BIN)/python -m tests.bench.page $(if $(PAIR),--pair $(PAIR))
	@echo && $(BIN)/python -m tests.bench.reading && echo && $(BIN)/python -m tests.bench.extraction && echo && $(BIN)/python -m tests.bench.pdf_reading
	@if [ -f '$(GOLD)/fomc.jsonl' ]; then echo && $(BIN)/python -m tests.bench.provenance '$(GOLD)/fomc.jsonl'; fi
	@echo && $(BIN)/python -m tests.bench.library --articles $(ARTICLES)

fuzz: $(READY_TO_FUZZ)  ## Look for input that breaks a reader, the engine or the site (TARGET=docx SECONDS=600; TARGET=http)
	@$(BIN)/python -m tests.fuzz.campaign $(TARGET) --seconds $(SECONDS)

load: $(READY_TO_TEST) wrk  ## Ask the server for a while by 64 connections, and watch its memory (SECONDS=60 MINUTES=10)
	@$(BIN)/python -m tests.load --seconds $(SECONDS) --minutes $(MINUTES)

workers: $(READY_TO_TEST)  ## Measure what it costs to compare apart from the server, and what hostile texts take
	@$(BIN)/python -m tests.bench.workers

kills: $(READY_TO_TEST)  ## Kill a server under load at random moments (KILLS=200, SEED=…) and look at what is left
	@$(BIN)/python -m tests.reliability.kills --kills $(or $(KILLS),200) $(if $(SEED),--seed $(SEED)) $(if $(ON_POSTGRESQL),--postgresql)

lock:  ## Pin the dependencies in pyproject.toml anew (UPGRADE=1: to their newest releases)
	@test -n "$(UV)" || { echo 'Pinning needs uv.' >&2; exit 1; }
	$(PIN) --output-file requirements.txt
	$(PIN) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		$(if $(UPGRADE),--upgrade) --group fuzz --output-file requirements-fuzz.txt

clean:  ## Remove all that was set up or built; the data stays
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

PIN = uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url \
	--no-header --no-annotate $(if $(UPGRADE),--upgrade)

# The lists are whole (tests/test_dependencies.py), so nothing is worked out anew: old releases of pip stumble over that.
ifdef UV
INSTALL = uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes --requirement
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement
endif

# apt_install PACKAGE: whether Debian's package could be installed, as root or by a sudo that does not ask.
define APT_INSTALL
apt_install() { \
	command -v apt-get >/dev/null || return 1; \
	if [ "$$(id -u)" = 0 ]; then as_root=env; \
	elif sudo -n true 2>/dev/null; then as_root='sudo -n env'; \
	else return 1; fi; \
	echo "Installing $$1 ..." >&2; \
	$$as_root apt-get update -qq >&2 && \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$1" >&2; \
}
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Recension needs Python 3.11 or later. Install it, or name it: make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@rm -rf $(VENV)
ifdef UV
	@uv venv --quiet --python "$$(command -v $(PYTHON))" $(VENV)
else
	@$(APT_INSTALL); $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv || { \
		echo 'Python has no venv here. As root: apt-get install python3-venv' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
endif

# The clone itself is put on the path of the virtual environment, relative to it, rather than
# installed: that needs no build tool, and a clone may be moved.
$(READY): requirements.txt | $(BIN)/python
	@echo 'Installing what Recension needs ...'
	@$(INSTALL) requirements.txt
	@for packages in $(VENV)/lib/python3*/site-packages; do echo ../../../.. > "$$packages/recension.pth"; done
	@printf '%s\n' '#!/bin/sh' 'exec "$$(dirname "$$(readlink -f "$$0")")/python" -P -m app.cli "$$@"' > $(BIN)/recension
	@chmod +x $(BIN)/recension
	@touch $@

$(READY_TO_TEST): requirements-dev.txt $(READY)
	@echo 'Installing what the tests need ...'
	@$(INSTALL) requirements-dev.txt
	@touch $@

$(READY_TO_FUZZ): requirements-fuzz.txt $(READY_TO_TEST)
	@echo 'Installing what the fuzzer needs ...'
	@$(INSTALL) requirements-fuzz.txt
	@touch $@

browser: $(READY_TO_TEST)  ## Find a Chromium for the tests, or install one
	@find_chromium='$(BIN)/python -m tests.browser.chromium'; $(APT_INSTALL); \
	$$find_chromium >/dev/null || { apt_install chromium && $$find_chromium >/dev/null; } || \
	{ echo 'Fetching Chromium ...' >&2; $(BIN)/playwright install chromium >&2 && $$find_chromium >/dev/null; } || { \
		echo 'The tests need Chromium, and none could be found or installed here.' >&2; \
		echo 'As root: apt-get install chromium. Or name one: make test CHROMIUM=/path/to/chromium' >&2; exit 1; }

office: $(READY_TO_TEST)  ## Find a LibreOffice for the tests, or install one
	@find_office='$(BIN)/python -m tests.ingest.libreoffice'; $(APT_INSTALL); \
	$$find_office >/dev/null || { apt_install libreoffice-writer-nogui && $$find_office >/dev/null; } || { \
		echo 'The tests need LibreOffice, and none could be found or installed here.' >&2; \
		echo 'As root: apt-get install --no-install-recommends libreoffice-writer-nogui. Or name one: make test SOFFICE=/path/to/soffice' >&2; exit 1; }

postgres: $(READY_TO_TEST)  ## Find a PostgreSQL for the tests, or install one
	@find_postgres='$(BIN)/python -m tests.storage.postgres'; $(APT_INSTALL); \
	$$find_postgres >/dev/null || { apt_install postgresql && $$find_postgres >/dev/null; } || { \
		echo 'The tests need PostgreSQL, and none could be found or installed here.' >&2; \
		echo 'As root: apt-get install --no-install-recommends postgresql. Or name its server: make test POSTGRES=/path/to/postgres' >&2; exit 1; }

wrk:
	@$(APT_INSTALL); command -v wrk >/dev/null || apt_install wrk || { \
		echo 'Loads are asked by the program wrk. As root: apt-get install wrk' >&2; exit 1; }

patch:
	@$(APT_INSTALL); command -v patch >/dev/null || apt_install patch || { \
		echo 'The tests need the program patch. As root: apt-get install patch' >&2; exit 1; }
