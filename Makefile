# make demo: build the graph of examples/.  make test: every check.  make help: the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint format evaluate crossvalidate train benchmark clean

help:
	@sed -n 's/^# //p' Makefile; echo "make lint | format | evaluate | crossvalidate | train | benchmark | clean"

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/browser.stamp:
	@command -v chromium >/dev/null || { echo "installing Debian's chromium for the browser tests"; \
	  { [ "$$(id -u)" = 0 ] && SUDO= || SUDO=sudo; $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq chromium; } >/dev/null \
	  || echo "chromium could not be installed: the browser tests will be skipped"; }
	@mkdir -p $(VENV) && touch $@

demo: $(VENV)/run.stamp
	@$(BIN)/kg build examples/ --out exports
	@echo
	@echo "Turtle:  exports/graph.ttl"
	@echo "Viewer:  exports/graph.html (open it in a browser)"
	@echo "Query:   $(BIN)/kg query who-launched-what"

test: $(VENV)/dev.stamp $(VENV)/browser.stamp lint
	$(BIN)/pytest -q

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)-train/stamp: training/requirements.txt
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/pip install --quiet --requirement training/requirements.txt
	@touch $@

# make train: train the learned reader that ships (needs torch; under an hour on two cores).
train: $(VENV)-train/stamp $(VENV)/dev.stamp
	$(VENV)-train/bin/python -m training.train --shared $(SHARED)

# make crossvalidate: five models, each blind to a fifth of the evaluation documents; and spaCy's spancat on the same.
crossvalidate: $(VENV)-train/stamp $(VENV)/dev.stamp
	$(VENV)-train/bin/python -m training.crossvalidate --shared $(SHARED) --out training/work/folds
	$(BIN)/python -m benchmarks.spancat --shared $(SHARED) --folds training/work/folds

# make evaluate: read the evaluation data with the fold models, score, write docs/accuracy.md.
evaluate: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.accuracy --shared $(SHARED)

# make benchmark: speed beside the stock pipeline, coreference and dates beside their baselines.
benchmark: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.speed $(SHARED)/evaluation/articles/guardian-2017-2019.jsonl
	$(BIN)/python -m benchmarks.coreference $(SHARED)/evaluation/gum
	$(BIN)/python -m benchmarks.dates

clean:
	rm -rf $(VENV) .venv-train training/work .mypy_cache .ruff_cache .pytest_cache
