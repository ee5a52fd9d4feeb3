# GE Desk.  `make help` lists what there is; every target prepares the machine first (packaging/setup.sh).

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
READY := .venv/.ready
DEMO := build/demo
COUNTRY ?= tz
WORKBOOK ?=
ARGS ?=

.PHONY: help setup run demo test soak lint bench package screenshots clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## install what is missing on this machine

$(READY): packaging/setup.sh uv.lock pyproject.toml
	@packaging/setup.sh
	@touch $@

run: $(READY) ## open the window on demonstration data (COUNTRY=tz|ke|bf|kz|ba|apac)
	@if [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		echo "There is no display here to open a window on; running the demonstration on the command line instead."; \
		$(MAKE) --no-print-directory demo; \
	else \
		if [ ! -f $(DEMO)/hq/store.gedesk ]; then $(BIN)/gedesk demo $(DEMO) --country $(COUNTRY); fi; \
		$(BIN)/gedesk --store $(DEMO)/hq/store.gedesk; \
	fi

demo: $(READY) ## tell the whole story on the command line (WORKBOOK=file.xlsx imports your own)
	@rm -rf $(DEMO)
	@mkdir -p $(dir $(DEMO))
	@$(BIN)/gedesk demo $(DEMO) --country $(COUNTRY) --story $(if $(WORKBOOK),--workbook "$(WORKBOOK)")

test: $(READY) ## run the tests, off screen (ARGS="-k words")
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m "not soak" $(ARGS)

soak: $(READY) ## run the slow fuzzing and simulation
	@GEDESK_WITH=soak packaging/setup.sh
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m soak $(ARGS)

lint: $(READY) ## check style, types, layers and translations
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@if [ -f packaging/translations.py ]; then $(BIN)/python packaging/translations.py check; fi

bench: $(READY) ## measure against floors of the same run; writes build/bench.json (ARGS="start door")
	@GEDESK_WITH=bench packaging/setup.sh
	@mkdir -p build
	@QT_QPA_PLATFORM=offscreen $(BIN)/python tests/bench/run.py --out build/bench.json $(ARGS)

package: $(READY) ## freeze the program into dist/gedesk and let it test itself
	@packaging/setup.sh binutils
	@rm -rf dist/gedesk build/freeze
	@$(BIN)/pyinstaller --noconfirm --log-level ERROR --distpath dist --workpath build/freeze packaging/gedesk.spec
	@du -sh dist/gedesk
	@QT_QPA_PLATFORM=offscreen dist/gedesk/gedesk self-test

screenshots: $(READY) ## pictures of every page in every language, light and dark, into build/screenshots; those of the README into docs/pictures
	@mkdir -p build/screenshots
	@$(BIN)/python packaging/screenshots.py build/screenshots --readme $(ARGS)

clean: ## remove what was built here; .venv/ stays
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find gedesk sync tests packaging -name __pycache__ -prune -exec rm -rf {} +
