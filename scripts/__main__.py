"""What ``make`` does. Runs on the bare Python that ``bootstrap`` found, so it imports only the standard library."""

import os
import subprocess
import sys
from collections.abc import Callable

import checks
import prepare
import rehearse_wheel
import serve

WITHOUT_FRONT_END = {"check", "format", "migrations", "messages"}


def main(target: str) -> int:
    """Set up what the target needs and run it; returns the exit status."""
    os.chdir(prepare.ROOT)
    arguments = os.environ.get("ARGS", "").split()
    work: dict[str, Callable[[], int]] = {
        "check": checks.check,
        "format": checks.format_all,
        "migrations": lambda: _run(
            "manage.py", "makemigrations", "--settings=atrium.testing.settings", *arguments
        ),
        "messages": lambda: _run("scripts/messages.py"),
        "run": serve.serve,
        "test": lambda: _run("-m", "atrium.testing.suite", *arguments),
        "bench": lambda: _run("-m", "atrium.demo.bench", *arguments),
        "shots": lambda: _run("-m", "atrium.testing.shots", *arguments),
        "build": _build,
        "rehearse": rehearse_wheel.rehearse,
    }
    if target not in work:
        print(f"No target {target!r}: choose {', '.join(work)}.")
        return 2
    prepare.python()
    prepare.catalogs()
    if target not in WITHOUT_FRONT_END:
        prepare.front_end()
    return work[target]()


def _build() -> int:
    """Leave one wheel in ``dist``: with those of before beside it, atrium-*.whl would name several."""
    for old in (prepare.ROOT / "dist").glob("atrium-*.whl"):
        old.unlink()
    return subprocess.run([prepare.uv(), "build", "--quiet", "--wheel"], check=False).returncode


def _run(*arguments: str) -> int:
    return subprocess.run([prepare.PYTHON, *arguments], check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
    except prepare.Missing as missing:
        sys.exit(f"Missing: {missing}")
    except KeyboardInterrupt:
        sys.exit(130)
