# Every target sets up what it needs; `make test` on a clean checkout is all that CI does.

PYTHON := $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name))))
BIN := .venv/bin
READY := .venv/.ready
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs

.PHONY: venv serve site test check quick update bench oracle new-note

venv: $(READY)

$(READY): requirements.txt pyproject.toml
	test -x $(BIN)/pip || .ci/virtual-environment $(PYTHON)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q tools/snippet_check
	touch $@

# The site on http://127.0.0.1:8000/, /ko/ and /en/, built again when docs, snippets, tools or facts change.
# Not strict: whoever is writing wants to see the page, and on it what is not yet so.
serve: venv
	$(MKDOCS) serve --dev-addr 127.0.0.1:8000

# The site as files in site/. Never with --quiet: mkdocs then swallows what --strict should stop at.
site: venv
	$(MKDOCS) build --strict

test: check
	$(BIN)/pytest

# The tests that need neither a browser nor Envoy nor the built site.
quick: venv
	$(BIN)/pytest -m "not browser and not envoy and not build and not pyodide"

check: venv
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest --quiet tests/contract/test_layers.py

# Rewrites the goldens and snapshots; read the diff.
update: venv
	$(BIN)/pytest --update tests/golden tests/mdtest

bench: venv
	$(BIN)/python tests/bench/run.py

# Compares with recorded answers of Istio, where there are any beside this repository.
oracle: venv
	.ci/oracle ../shared

# make new-note TOPIC=traffic/mirroring: the twin pages and the snippet of a note.
new-note: venv
	$(BIN)/python -m snippet_check.site.new_note "$(TOPIC)"
