"""The version of a wheel: another for each commit, or pip keeps what is there and says that it is done."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.once


@pytest.fixture
def built_as() -> ModuleType:
    spec = importlib.util.spec_from_file_location("built_as", CHECKOUT / "scripts" / "built_as.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _git(folder: Path, *words: str) -> str:
    me = ["-c", "user.name=Alice", "-c", "user.email=alice@example.org"]
    command = ["git", "-C", str(folder), *me, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_each_commit_builds_a_version_of_its_own(built_as: ModuleType, tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet")
    said = []
    for number in (1, 2):
        (tmp_path / "code").write_text(str(number))
        _git(tmp_path, "add", "code")
        _git(tmp_path, "commit", "--quiet", "--message", "A step")
        commit = _git(tmp_path, "rev-parse", "--short=8", "HEAD")
        said.append(built_as.version(tmp_path))
        assert said[-1] == f"{built_as.RELEASE}.post{number}+g{commit}"
    (tmp_path / "code").write_text("not committed")
    changed = built_as.version(tmp_path)
    assert changed.startswith(f"{said[-1]}.20")
    assert changed not in said


def test_outside_git_the_minute_tells_builds_apart(built_as: ModuleType, tmp_path: Path) -> None:
    assert built_as.version(tmp_path).startswith(f"{built_as.RELEASE}+20")
