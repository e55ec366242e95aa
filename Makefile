# Every command of the project; `make help` lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# PYTHON chooses the interpreter, PORT the port, ARGS what pytest or the benchmark gets besides.
export PYTHON
# Test processes and servers start with what the first of them has compiled.
unexport PYTHONDONTWRITEBYTECODE
bin := .venv/bin
uv_compile := $(bin)/uv pip compile --quiet --universal --python-version 3.12 --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements"
# Three for two cores: the slow tests wait now and then. In the order of tests/conftest.py: they come first.
side_by_side := --numprocesses 3 --dist loadscope --no-loadscope-reorder
# Checks look at the checkout alone, not at a .env or a database.
isolated := env PYTHON_DOTENV_DISABLED=true DATABASE_URL=sqlite://:memory:
# What a deployment sets at least.
production := $(isolated) DEBUG=false SECRET_KEY=kept-out-of-the-repository-and-longer-than-fifty-characters! \
	ALLOWED_HOSTS=lockstep.example CSRF_TRUSTED_ORIGINS=https://lockstep.example \
	EMAIL_HOST=mail.lockstep.example

.PHONY: help run check-model worker check test test-postgresql style lint format bench chaos screenshots docs messages icons requirements clean install install-dev services

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: install ## Serve the site on http://127.0.0.1:8000/ until Ctrl-C (PORT=… for another port)
	@exec $(bin)/python scripts/serve.py

check-model: install ## Try the configured model: a question, tool calls, a plan
	@exec $(bin)/python manage.py check_model

worker: install ## Do background jobs beside web servers (with JOBS=workers; ARGS="--processes 2" instead of one for each core)
	@exec $(bin)/python manage.py worker $(ARGS)

check: install-dev ## Check style, types, layers, and run the quick tests: no program, commit or property, a minute
	@exec scripts/side-by-side style \
		$(bin)/python -m pytest -m "not services and not commits and not hypothesis" --numprocesses 2 $(ARGS)

test: install-dev services ## Run the tests (ARGS="-k name" for some of them)
	@exec $(bin)/python -m pytest -m "not chaos" $(side_by_side) $(ARGS)

test-postgresql: install-dev services ## Run the tests with PostgreSQL below them instead of SQLite
	@exec $(bin)/python -m tests.services.on_postgresql $(ARGS)

style: install-dev ## Check style, types and layers
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo

lint: style ## Check style, types, layers, settings, migrations and pins
	$(production) $(bin)/python manage.py check --deploy --fail-level WARNING
	$(isolated) DEBUG=true $(bin)/python manage.py check
	$(isolated) DEBUG=true $(bin)/python manage.py makemigrations --check --dry-run
	$(bin)/python scripts/check_requirements.py

format: install-dev ## Sort imports, fix what can be fixed, and format
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: install-dev services ## Measure, and fail where a figure is missed
	@exec $(bin)/python -m benchmarks $(ARGS)

chaos: install-dev services ## Kill processes at any moment, and count what is lost (ARGS="--kills 50 --seed 7")
	$(bin)/python -m pytest -m chaos tests/chaos
	@exec $(bin)/python -m tests.chaos $(ARGS)

screenshots: install-dev services ## Take the pictures of the documentation, and of every page and state for test-results/contact-sheet
	@exec $(bin)/python -m scripts.screenshots

docs: install-dev ## Build the documentation as a site in site/
	@NO_MKDOCS_2_WARNING=1 $(bin)/mkdocs build --strict --quiet

messages: install-dev ## Write the texts that are marked for translation into locale/, and list what is missing
	@$(isolated) DEBUG=true $(bin)/python manage.py makemessages

icons: install-dev services ## Draw the icons of the installed app from the project's mark
	@exec $(bin)/python -m scripts.icons

requirements: install-dev ## Pin the newest versions that pyproject.toml admits
	$(uv_compile) pyproject.toml --upgrade --output-file requirements.txt
	$(uv_compile) pyproject.toml --upgrade --group dev --constraints requirements.txt --output-file requirements-dev.txt
	$(uv_compile) --group tracing --constraints requirements-dev.txt --output-file requirements-tracing.txt

clean: ## Remove what the other commands made, the database excepted
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache staticfiles test-results
	find . -name __pycache__ -type d -not -path "./.git/*" -prune -exec rm -rf {} +

install:
	@python=$$(scripts/find-python) && "$$python" scripts/install.py run

install-dev:
	@python=$$(scripts/find-python) && "$$python" scripts/install.py dev

services: install-dev
	@scripts/install-services
	@$(bin)/python scripts/install_npm_packages.py
