PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: run test browser soak pages clean

run: $(READY)
	$(BIN)/zauyt report kostanay --out out/kostanay.html

test: $(READY) browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

# The page is opened in a real browser, which is installed where that is allowed.
browser:
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] \
		&& command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq chromium >/dev/null; fi

soak: $(READY)
	$(BIN)/python -m tests.soak

# What in the pages is printed, drawn or made from declarations.
pages: $(READY)
	$(BIN)/python -m docs.made
	$(BIN)/zauyt simulate kostanay --plot docs/kostanay.png

$(READY): pyproject.toml
	$(PYTHON) -c "import sys; sys.exit('Python 3.11 or later is needed, this is ' + sys.version.split()[0]) if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[people]' --group dev
	$(BIN)/python -m compileall -q zauyt
	mkdir -p out
	touch $(READY)

clean:
	rm -rf $(VENV) out
