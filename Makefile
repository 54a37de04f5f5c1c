# Two commands, each alone on a bare machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench clean env programs

env: $(VENV)/ready-run

# Debian keeps venv in a package of its own (python3-venv); say so instead of failing in the middle.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "python3-venv is missing; installing it (Debian, Ubuntu)"; \
	  SUDO=$$([ $$(id -u) = 0 ] || echo sudo); $$SUDO apt-get update -q && $$SUDO apt-get install -qy python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready-run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/ready-test: $(VENV)/ready-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	touch $@

demo: $(VENV)/ready-run
	$(BIN)/routercfg demo

test: $(VENV)/ready-test programs check

# Real programs that the tests meet: dropbear and busybox stand behind the simulated shells. Where they cannot be
# installed, the tests that need them are skipped and say so. Debian's plain busybox has no telnetd: the static one is
# unpacked beside the tests, so that the system's stays as it is. An SSH server is brought in by CI only: on a person's
# machine the package would start one.
programs: $(VENV)/ready-test
	@command -v dropbear >/dev/null && command -v busybox >/dev/null || { command -v apt-get >/dev/null && { \
	  SUDO=$$([ $$(id -u) = 0 ] || echo sudo); $$SUDO apt-get update -q && $$SUDO apt-get install -qy dropbear-bin busybox; } \
	  || echo "dropbear and busybox are not here; the tests of simulated shells are skipped"; }
	@busybox --list 2>/dev/null | grep -qx telnetd || [ -x $(BIN)/busybox.static ] || { command -v dpkg >/dev/null && ( \
	  unpacked=$$(mktemp -d) && cd $$unpacked && apt-get download -q busybox-static && dpkg -x busybox-static_*.deb . && \
	  cp $$(find . -type f -path '*/bin/busybox') $(CURDIR)/$(BIN)/busybox.static; rm -rf $$unpacked ); } \
	  || echo "busybox with telnetd is not here; the tests of simulated telnet are skipped"
	@[ -z "$$CI" ] || [ -x /usr/sbin/sshd ] || { apt-get update -q && apt-get install -qy openssh-server; } || true

check:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n $$($(BIN)/python -c 'import os; print(3 * (os.cpu_count() or 1))')  # most tests wait for sockets

bench: $(VENV)/ready-test
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
