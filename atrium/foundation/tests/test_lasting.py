"""What is said to be restored, or backed up, is on the disk by then (J24)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from atrium.cli import main
from atrium.foundation.backups.archive import SQLITE
from atrium.foundation.backups.reading import restore
from atrium.foundation.backups.writing import backup
from atrium.foundation.kept_files import KeptFiles

FSYNC, RENAME = os.fsync, Path.rename


@pytest.mark.django_db(transaction=True)
def test_j24_what_is_restored_is_on_the_disk_before_it_stands_there_and_before_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: dict[int, Path] = {}
    waiting: list[Path] = []

    def fsync(handle: int) -> None:
        FSYNC(handle)
        forced[os.fstat(handle).st_ino] = Path(f"/proc/self/fd/{handle}").readlink()

    def rename(self: Path, target: Path) -> Path:
        below = [self, *self.rglob("*")] if self.is_dir() else [self]
        waiting.extend(path for path in below if path.stat().st_ino not in forced)
        return RENAME(self, target)

    plan = default_storage.save("plans/deep/plan.pdf", ContentFile(b"a plan" * 1000))
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    file, into = tmp_path / "b.tar", tmp_path / "restored"
    try:
        backup(file)
        assert (waiting, list(forced.values())[-1]) == ([], tmp_path)
        forced.clear()
        restore(file, into=into)
    finally:
        default_storage.delete(plan)
    assert waiting == [], "moved into place before it was on the disk"
    stands = {path for path in into.rglob("*") if path.is_file()}
    assert (into / "files" / plan) in stands
    if connection.vendor == "sqlite":
        assert (into / SQLITE) in stands
    assert {path for path in (into, tmp_path) if path.stat().st_ino not in forced} == set()
    assert list(forced.values())[-2:] == [into, tmp_path]


@pytest.mark.django_db(transaction=True)
def test_j24_a_disk_that_fails_leaves_the_folder_empty_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    backup(tmp_path / "b.tar")
    monkeypatch.setattr(os, "fsync", fails)
    assert main(["restore", str(tmp_path / "b.tar"), "--into", str(tmp_path / "in")]) == 1
    assert "Input/output error" in capsys.readouterr().err
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.once
def test_j24_an_upload_is_on_the_disk_before_its_row_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[Path] = []

    def fsync(handle: int) -> None:
        forced.append(Path(f"/proc/self/fd/{handle}").readlink())

    monkeypatch.setattr(os, "fsync", fsync)
    kept = KeptFiles(location=tmp_path)
    name = kept.save("plans/plan.pdf", ContentFile(b"a plan"))
    assert forced == [tmp_path / name, tmp_path / "plans", tmp_path]
    with kept.open(name) as file:
        assert file.read() == b"a plan"
