"""Install a requirements file into `.venv`; do nothing if it is installed already.

Runs on the interpreter of the virtual environment, and so uses the standard library only.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# The development file is installed together with the other one, so that pip refuses pins that disagree.
SETS = {
    "run": ["requirements.txt"],
    "dev": ["requirements.txt", "requirements-dev.txt"],
}
ADVICE = (
    "Check the network and pip's package index, then run the same command again; `make clean` starts afresh."
)


def digest(files: list[str]) -> str:
    """A hash of everything that an installation depends on, including the checkout's
    path, which scripts contain."""
    parts = [sys.version, str(ROOT), *((ROOT / name).read_text() for name in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_installed(name: str) -> bool:
    stamp = VENV / f"{name}.stamp"
    return stamp.exists() and stamp.read_text() == digest(SETS[name])


def make_venv() -> None:
    """Make the virtual environment, unless there is one of this interpreter at this path."""
    stamp, mark = VENV / "venv.stamp", digest([])
    if stamp.exists() and stamp.read_text() == mark:
        return
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    stamp.write_text(mark)


def install(name: str) -> None:
    files = SETS[name]
    print(f"Installing {' and '.join(files)} (a minute or two the first time) …", flush=True)
    wanted = [argument for file in files for argument in ("-r", file)]
    pip("install", pin_of("uv"))
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--system-certs", "--compile-bytecode"]
    try:
        subprocess.run([*uv, "--python", str(VENV / "bin" / "python"), *wanted], cwd=ROOT, check=True)
    except subprocess.CalledProcessError:
        print("uv could not, and does not read pip's configuration; pip tries …", flush=True)
        pip("install", *wanted)
    for covered, covered_files in SETS.items():
        if set(covered_files) <= set(files):
            (VENV / f"{covered}.stamp").write_text(digest(covered_files))


def pip(*arguments: str) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--quiet"]
    python = str(VENV / "bin" / "python")
    subprocess.run([python, "-m", "pip", *options, *arguments], cwd=ROOT, check=True)


def pin_of(package: str) -> str:
    """The line of the development file that says the version."""
    lines = (ROOT / "requirements-dev.txt").read_text().splitlines()
    return next(line for line in lines if line.startswith(f"{package}=="))


def main(name: str) -> int:
    if is_installed(name):
        return 0
    try:
        make_venv()
        install(name)
    except subprocess.CalledProcessError:
        print(f"The installation failed, for the reason above. {ADVICE}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The installation failed: {error}. {ADVICE}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
