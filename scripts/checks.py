"""``make check`` and ``make format``: every gate that needs no database, side by side."""

import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from prepare import ROOT

BIN = ROOT / ".venv" / "bin"
SOURCES = ["atrium", "scripts", "conftest.py", "manage.py"]


@dataclass(frozen=True)
class Gate:
    """One check: its name, its command, what it adds to the environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a gate said: its exit status, everything it printed, how many seconds it took."""

    gate: Gate
    status: int
    output: str
    seconds: float


def gates(data: str) -> list[Gate]:
    """All gates, the slowest first; ``data`` is a folder that the product's settings may write into."""
    templates = _templates()
    product = {"ATRIUM_DATA": data, "DJANGO_SETTINGS_MODULE": "atrium.config.settings"}
    deployed = {**product, "ATRIUM_BASE_URL": "https://atrium.example.org"}
    found = [
        Gate("types", ["mypy", "atrium", "scripts"]),
        Gate(
            "house",
            ["pytest", "-q", "-m", "house", "-p", "no:cacheprovider", "atrium/test_house.py"],
        ),
        Gate("contracts", ["lint-imports", "--no-logo"]),
        Gate(
            "migrations",
            [
                "python",
                "manage.py",
                "makemigrations",
                "--check",
                "--settings=atrium.testing.settings",
            ],
        ),
        Gate(
            "deployment",
            ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"],
            deployed,
        ),
        Gate("lint", ["ruff", "check", "--quiet", *SOURCES]),
        Gate("format", ["ruff", "format", "--check", "--output-format=concise", *SOURCES]),
    ]
    if templates:
        found += [
            Gate("templates: findings", ["djlint", "--lint", "--quiet", *templates]),
            Gate("templates: tags", ["djade", "--check", "--target-version=6.1", *templates]),
        ]
    return found


def check() -> int:
    """Run every gate, say what each found; 0 only when all pass."""
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="atrium-check-") as data,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        verdicts = list(pool.map(lambda gate: _judge(gate, data), gates(data)))
    for verdict in verdicts:
        if verdict.status:
            print(
                f"\n== {verdict.gate.name}: {' '.join(verdict.gate.command[:4])}\n{verdict.output.rstrip()}"
            )
    print()
    for verdict in verdicts:
        print(
            f"{'FAILED' if verdict.status else 'ok':<7}{verdict.gate.name:<22}{verdict.seconds:6.1f} s"
        )
    failed = sum(1 for verdict in verdicts if verdict.status)
    print(
        f"{len(verdicts) - failed} gates passed, {failed} failed, {time.monotonic() - started:.1f} s"
    )
    return 1 if failed else 0


def format_all() -> int:
    """Rewrite sources and templates the way ``check`` wants them."""
    templates = _templates()
    commands = [
        ["ruff", "check", "--fix", "--quiet", *SOURCES],
        ["ruff", "format", "--quiet", *SOURCES],
    ]
    if templates:
        commands += [["djade", "--target-version=6.1", *templates]]
    for program, *arguments in commands:
        subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False)
    return 0


def _judge(gate: Gate, data: str) -> Verdict:
    program, *arguments = gate.command
    started = time.monotonic()
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        env={**os.environ, **gate.environment, "ATRIUM_TEST_DATA": data},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Verdict(gate, done.returncode, done.stdout, time.monotonic() - started)


def _templates() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT)) for path in (ROOT / "atrium").glob("**/templates/**/*.html")
    )
