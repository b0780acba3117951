# Needs Python 3.11 or newer and make; everything else goes into .venv and .venv-noqt.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup ready run test test-full test-qt test-widgets test-noqt lint audit bench bench-peers bench-growth peers lock wheel clean
unexport PYTHONPATH PYTHONHOME PIP_USER

VENV := .venv
NOQT := .venv-noqt
# How often `make bench` prints its table: RUNS=3 says what holds in three runs one after another.
RUNS := 1
PY := $(VENV)/bin/python
INSTALL := -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
NOQT_TESTS := $(wildcard tests/model tests/exporters tests/app/test_cli*.py)
PACKAGES := model exporters app resources widgets

# $(call new-venv,FOLDER): a fresh environment made by the first Python that is new enough.
define new-venv
@set -e; for python in "$$PYTHON" python3.11 python3.12 python3.13 python3.14 python3 python; do \
	[ -n "$$python" ] || continue; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 </dev/null || continue; \
	rm -rf $(1); \
	"$$python" -m venv $(1) && exit 0; \
	echo "Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
done; \
echo "Throughline needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; \
exit 1
endef
export PYTHON

help:
	@echo "make run        open the window on the sample"
	@echo "make test       run the tests, with and without Qt"
	@echo "make test-full  the same with the long forms"
	@echo "make lint       style, types and the rules of the rooms"
	@echo "make audit      ask whether a locked package has a known weakness"
	@echo "make bench      print the table of speeds"
	@echo "make bench-peers   our window beside bpmn-js, draw.io and orange-canvas-core (make peers installs them)"
	@echo "make bench-growth  how the figures grow with the document"
	@echo "make setup      install what the others need"
	@echo "make lock       renew requirements/*.txt"
	@echo "make wheel      build the wheel into dist/"
	@echo "make clean      remove all that these made"

$(PY):
	$(call new-venv,$(VENV))

$(VENV)/.run: requirements/run.txt | $(PY)
	@echo "Installing into $(VENV) ..."
	@$(PY) $(INSTALL) -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(PY)
	@echo "Installing into $(VENV) ..."
	@$(PY) $(INSTALL) -r $<
	@touch $@ $(VENV)/.run

# What the system itself must have for windows and fonts; asked each time, for it may have gone.
ready: $(VENV)/.dev
	@.ci/system-packages
	@QT_QPA_PLATFORM=offscreen $(PY) .ci/check_system.py

$(NOQT)/bin/python:
	$(call new-venv,$(NOQT))

$(NOQT)/.noqt: requirements/noqt.txt | $(NOQT)/bin/python
	@echo "Installing into $(NOQT) ..."
	@$(NOQT)/bin/python $(INSTALL) -r $<
	@touch $@

setup: $(VENV)/.dev $(NOQT)/.noqt

# Without a display (and not on a Mac) there is no window to open: the sample's files are written instead.
run: $(VENV)/.run
	@if [ "$$(uname -s)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(PY) -m app demo; \
	else \
		echo "No display: writing the sample's files to out/"; $(PY) -m app demo --out out; \
	fi

# What needs no Qt is tested where there is none. With -j2 the three run side by side.
test: test-qt test-widgets test-noqt

test-qt: ready
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q --ignore=tests/widgets $(addprefix --ignore=,$(NOQT_TESTS))

test-widgets: ready
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q tests/widgets

test-noqt: ready $(NOQT)/.noqt
	@if $(NOQT)/bin/python -c 'import PySide6' 2>/dev/null; then \
		echo "$(NOQT) has PySide6: remove the folder and try again" >&2; exit 1; fi
	$(NOQT)/bin/python -m pytest -q $(NOQT_TESTS)
	$(VENV)/bin/lint-imports --no-cache --no-logo

test-full: ready
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -m "full or not full" --hypothesis-profile=full -o faulthandler_timeout=0 --ignore=tests/widgets
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -m "full or not full" --hypothesis-profile=full -o faulthandler_timeout=0 tests/widgets

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache --no-logo

# Strict: a package that cannot be asked about counts as a failure, not as sound.
audit:
	$(call new-venv,.venv-audit)
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/dev.txt
	@rm -rf .venv-audit

bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks --screen --runs $(RUNS)

bench-peers: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks.peers

bench-growth: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks.growth

peers: $(VENV)/.dev
	@.ci/peers $(PY)

wheel: $(VENV)/.dev
	rm -rf build dist throughline.egg-info
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	rm -rf build throughline.egg-info

LOCK := .venv-lock/bin/uv pip compile pyproject.toml --no-config --quiet --upgrade --universal --generate-hashes \
	--python-version 3.11 --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock:
	$(call new-venv,.venv-lock)
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) --extra test -c requirements/dev.txt -o requirements/noqt.txt \
		--no-emit-package pyside6-essentials --no-emit-package shiboken6
	@rm -rf .venv-lock

clean:
	rm -rf $(VENV) $(NOQT) .venv-lock .venv-audit build dist out throughline.egg-info
	rm -rf tests/browser/node_modules
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find $(PACKAGES) tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
