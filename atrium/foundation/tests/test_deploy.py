"""What deploy/ holds fits the program: its commands exist, its variables are read and told of (issue 8)."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from atrium.cli import parser
from atrium.config.environment import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
GUIDE = (CHECKOUT / "docs" / "operator-guide.md").read_text()
VARIABLE = re.compile(r"\bATRIUM_[A-Z_]+[A-Z]\b")
# Read by deploy/database.sh itself, and a family of two.
OTHERS = {"ATRIUM_PASSWORD", "ATRIUM_OAUTH"}

pytestmark = pytest.mark.once


def commands(text: str) -> list[list[str]]:
    """Each call of the program: in a unit, as a JSON list, or in a shell."""
    listed = [re.findall(r'"([^"]*)"', found) for found in re.findall(r'\["atrium"[^\]]*\]', text)]
    units = [shlex.split(found) for found in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)]
    shells = [
        shlex.split(found, comments=True)
        for found in re.findall(r"exec web (atrium .*)$", text, re.MULTILINE)
    ]
    return [call[1:] for call in listed + units + shells]


def test_every_command_that_deploy_calls_exists() -> None:
    calls = [call for path in FILES for call in commands(path.read_text())]
    assert len(calls) >= 6
    for call in calls:
        parser().parse_args(call)


def test_every_variable_is_read_by_the_program_and_told_of_in_the_guide() -> None:
    config = "".join(path.read_text() for path in (CHECKOUT / "atrium" / "config").glob("*.py"))
    read = {name for name in VARIABLE.findall(config) if name not in OTHERS}
    assert read - set(VARIABLE.findall(GUIDE)) == set(), "tell of it in docs/operator-guide.md"
    used = {name for path in FILES for name in VARIABLE.findall(path.read_text())}
    assert used - read - OTHERS == set()


def test_images_are_named_by_their_versions_and_run_as_nobody_special() -> None:
    text = (DEPLOY / "compose.yaml").read_text() + (DEPLOY / "Containerfile").read_text()
    images = re.findall(r"(?:image:|FROM) (\S+/\S+)", text)
    assert len(images) == 4
    assert all(re.search(r":\D*\d", image) and "latest" not in image for image in images)
    assert re.search(r"^USER [1-9]\d+$", text, re.MULTILINE)
    filled = set(re.findall(r"\$\{(\w+)\}", text))
    example = (DEPLOY / "compose.env.example").read_text()
    assert filled == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_the_units_are_read_without_complaint(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("NOT RUN: systemd-analyze was not found")
    told = ["systemd-analyze", "verify", "--recursive-errors=no", str(unit)]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert complaints == []
