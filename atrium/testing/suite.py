"""``make test``: the suite on each engine and in the browser, and an honest count at the end."""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from atrium.testing import chromium, postgresql

NOTHING_COLLECTED = 5
RAN = {0, 1}
FEW = 5


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one round of tests came to.

    ``not_run`` says why it did not happen, and is empty when it did; ``alone`` names the tests that
    failed beside others and passed with the machine to themselves.
    """

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    alone: tuple[str, ...] = ()
    not_run: str = ""

    def __str__(self) -> str:
        if self.not_run:
            return f"{self.name:<12}NOT RUN: {self.not_run}"
        said = f"{self.name:<12}{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return said + "".join(f"\n            passed alone only: {name}" for name in self.alone)


def main(arguments: Sequence[str]) -> int:
    """Run every round with pytest's ``arguments``; 0 only when nothing failed and something passed."""
    results = [_sqlite(arguments), _postgresql(arguments), _browser(arguments)]
    print("\n" + "=" * 78)
    for result in results:
        print(result)
    passed, failed = (
        sum(result.passed for result in results),
        sum(result.failed for result in results),
    )
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


def _sqlite(arguments: Sequence[str]) -> Result:
    return _round("SQLite", "not browser", arguments)


def _postgresql(arguments: Sequence[str]) -> Result:
    try:
        with _server() as url:
            return _round(
                "PostgreSQL", "not browser and not house and not once", arguments, url=url
            )
    except postgresql.NoPostgresql as error:
        return Result(name="PostgreSQL", not_run=str(error))


def _browser(arguments: Sequence[str]) -> Result:
    if not chromium.program() and not _installed_chromium():
        return Result(
            name="Browser", not_run="no Chromium on PATH; on Debian: apt install chromium"
        )
    return _round("Browser", "browser", arguments, workers=min(os.cpu_count() or 1, 4))


@contextmanager
def _server() -> Iterator[str]:
    """The server that ATRIUM_DATABASE_URL names, else one of our own."""
    given = os.environ.get("ATRIUM_DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
    else:
        with postgresql.cluster() as url:
            yield url


def _round(
    name: str, marks: str, arguments: Sequence[str], *, url: str = "", workers: int | None = None
) -> Result:
    print(f"\n== {name}", flush=True)
    workers = min(os.cpu_count() or 1, 8) if workers is None else workers
    environment = {**os.environ, "ATRIUM_DATABASE_URL": url}
    # Each process rewrites the asserts of every test it collects unless one has kept them: 5 s of each.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="atrium-suite-") as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-rs",
            "-m",
            marks,
            f"--junit-xml={report}",
            f"--override-ini=cache_dir={folder}/failed",
        ]
        side_by_side = [f"--numprocesses={workers}", "--dist=worksteal"]
        status = _pytest([*command, *side_by_side, *arguments], environment)
        if status == NOTHING_COLLECTED:
            return Result(name=name, not_run="no such tests")
        if status not in RAN or not report.exists():
            return Result(name=name, failed=1, not_run=f"pytest stopped with status {status}")
        result = _counted(name, report)
        if 0 < result.failed <= FEW:
            again = [*command, "--last-failed", "--numprocesses=0", *arguments]
            if _pytest(again, environment) == 0:
                return _forgiven(result, _counted(name, report), _names(report))
        return result


def _pytest(command: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, env=environment, check=False).returncode


def _forgiven(crowded: Result, alone: Result, names: tuple[str, ...]) -> Result:
    """A few tests start servers and kill them; where others take the processor their patience ends.

    What fails by itself fails again with the machine to itself, and the ones that do not are named.
    """
    if alone.passed != crowded.failed:
        return crowded
    return replace(crowded, passed=crowded.passed + alone.passed, failed=0, alone=names)


def _names(report: Path) -> tuple[str, ...]:
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314  (pytest wrote it a moment ago)
    return tuple(f"{case.get('classname')}::{case.get('name')}" for case in cases)


def _counted(name: str, report: Path) -> Result:
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314  (pytest wrote it a moment ago)

    def total(kind: str) -> int:
        return sum(int(suite.get(kind, "0")) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return Result(
        name=name, passed=total("tests") - failed - skipped, failed=failed, skipped=skipped
    )


def _installed_chromium() -> bool:
    """Whether apt, run by root, brought a Chromium."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    print("Installing Chromium with apt", flush=True)
    subprocess.run([apt, "update", "--quiet=2"], check=False)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "--yes", "--quiet=2", "--no-install-recommends", "chromium"]
    subprocess.run(install, env=quiet, check=False)
    return chromium.program() is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
