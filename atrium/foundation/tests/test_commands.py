"""The program ``atrium``, run as an operator runs it: in a process of its own, on data of its own."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from atrium.accounts.models import User
from atrium.cli import in_words, main, parser

pytestmark = pytest.mark.once


class Operator:
    """Somebody at a shell, with a folder for data."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(
        self, *arguments: str, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ATRIUM_", "DJANGO_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "atrium.cli", *arguments],
            env=kept | {"ATRIUM_DATA": str(self.data)} | environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, sql: str, data: Path | None = None) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect((data or self.data) / "atrium.sqlite3")) as database:
            return database.execute(sql).fetchall()


class Beginning(NamedTuple):
    """What was said when a folder without anything was asked, mended and founded in."""

    asked: subprocess.CompletedProcess[str]
    mended: subprocess.CompletedProcess[str]
    founded: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An operator with a new folder."""
    return Operator(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def beginning(empty: Operator) -> Beginning:
    """Tables are made once for the module: by the doctor, in the folder in which Bar is founded then."""
    new = ("--organisation", "Bar", "--email", "Ann@Bar.example", "--password-stdin", "--json")
    return Beginning(
        asked=empty.run("doctor", "--json"),
        mended=empty.run("doctor", "--fix", "--json"),
        founded=empty.run("init", *new, typed="own-words-only\n"),
    )


@pytest.fixture(scope="module")
def operator(empty: Operator, beginning: Beginning) -> Operator:
    """An operator who has founded Bar and stored a file."""
    assert beginning.founded.returncode == 0, beginning.founded.stderr
    (empty.data / "files" / "a").mkdir(parents=True, exist_ok=True)
    (empty.data / "files" / "a" / "plan.pdf").write_bytes(b"%PDF a plan" * 1000)
    return empty


class Backup(NamedTuple):
    """A backup of all that the operator has, and what was said when it was made."""

    file: Path
    told: dict[str, Any]


@pytest.fixture(scope="module")
def backup(operator: Operator, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """One for all tests; who damages it damages a copy."""
    file = tmp_path_factory.mktemp("backup") / "b.tar"
    return Backup(file, json.loads(operator.run("backup", str(file), "--json").stdout))


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said in refusal: one line, no traceback."""
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("atrium: ").strip()


def test_it_says_which_version_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("Atrium 0.")


def test_init_founds_an_organisation_named_by_its_slug(
    operator: Operator, beginning: Beginning
) -> None:
    done = beginning.founded
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"organisation": "bar", "email": "ann@bar.example"}
    assert operator.rows("SELECT role FROM organisations_member") == [("owner",)]


def here(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """What ``atrium init`` answers when it is run in this process, which is set up already."""
    status = main(["init", *arguments])
    said = capsys.readouterr()
    return status, said.err if status else said.out


@pytest.mark.django_db
def test_init_refuses_the_same_name_and_takes_another(capsys: pytest.CaptureFixture[str]) -> None:
    who = ("--email", "ann@bar.example", "--json")
    status, said = here(capsys, "--organisation", "Bar", *who)
    assert len(json.loads(said)["password"]) >= 16
    status, said = here(capsys, "--organisation", "Bar", "--email", "eve@bar.example")
    assert (status, said.count("\n")) == (1, 1)
    assert "choose another name" in said
    status, said = here(capsys, "--organisation", "Foo & Sons", *who)
    assert json.loads(said) == {"organisation": "foo-sons", "email": "ann@bar.example"}
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_init_refuses_what_is_no_address_or_no_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for email, typed, words in (
        ("nobody", "own-words-only\n", "nobody"),
        ("x@y.example", "short\n", "too short"),
        ("x@y.example", "", "too short"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        new = ("--organisation", "New", "--email", email, "--password-stdin")
        status, said = here(capsys, *new)
        assert (status, said.count("\n")) == (1, 1)
        assert words in said


def test_a_bad_setting_is_told_in_a_sentence(operator: Operator) -> None:
    assert "ATRIUM_DATABASE_URL" in one_sentence(
        operator.run("migrate", ATRIUM_DATABASE_URL="mysql://x/y")
    )
    assert "ATRIUM_EMAIL_URL" in one_sentence(
        operator.run("migrate", ATRIUM_EMAIL_URL="pigeon://x")
    )


def test_a_database_without_tables_is_told_in_a_sentence(beginning: Beginning) -> None:
    assert beginning.asked.returncode == 1
    parts = {finding["part"]: finding for finding in json.loads(beginning.asked.stdout)["findings"]}
    assert parts["migrations"]["verdict"] == "bad"
    assert "atrium migrate" in parts["migrations"]["words"]
    mended = json.loads(beginning.mended.stdout)
    assert mended["done"][0].startswith("Applied ")
    assert all(finding["verdict"] != "bad" for finding in mended["findings"])


def test_the_doctor_is_content_with_a_new_installation(operator: Operator) -> None:
    done = operator.run("doctor", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["well"]) == (0, True)
    assert {"database", "migrations", "storage", "settings", "organisations", "queue"} <= {
        f["part"] for f in told["findings"]
    }


def test_the_doctor_finds_an_organisation_that_nobody_runs(
    operator: Operator, tmp_path: Path
) -> None:
    lonely = Operator(tmp_path / "data")
    shutil.copytree(operator.data, lonely.data)
    with closing(sqlite3.connect(lonely.data / "atrium.sqlite3")) as database, database:
        database.execute("UPDATE organisations_member SET role = 'staff'")
    done = lonely.run("doctor")
    assert done.returncode == 1
    assert "/bar/ has no active owner" in done.stdout


def test_j24_x13_a_backup_comes_back_whole_in_an_empty_folder(
    operator: Operator, backup: Backup, tmp_path: Path
) -> None:
    (file, kept), folder = backup, tmp_path / "restored"
    elsewhere = Operator(tmp_path / "elsewhere")
    back = json.loads(elsewhere.run("restore", str(file), "--into", str(folder), "--json").stdout)
    assert (back["files"], back["bytes"]) == (kept["files"], kept["bytes"])
    plan = "files/a/plan.pdf"
    assert (
        hashlib.sha256((folder / plan).read_bytes()).digest()
        == hashlib.sha256((operator.data / plan).read_bytes()).digest()
    )
    count = "SELECT count(*) FROM organisations_organisation"
    assert operator.rows(count, folder) == operator.rows(count)
    assert (folder / "secret-key").read_text() == (operator.data / "secret-key").read_text()
    for private in (folder, *folder.rglob("*"), elsewhere.data):
        assert private.stat().st_mode & 0o077 == 0, "nobody else on the machine looks in"


def test_j24_a_damaged_backup_is_refused_and_leaves_nothing(
    operator: Operator, backup: Backup, tmp_path: Path
) -> None:
    file, folder = tmp_path / "b.tar", tmp_path / "restored"
    held = bytearray(backup.file.read_bytes())
    at = held.index(b"%PDF a plan")
    held[at] ^= 1
    file.write_bytes(held)
    assert "damaged" in one_sentence(operator.run("restore", str(file), "--into", str(folder)))
    assert list(folder.iterdir()) == []


def test_j24_a_restore_overwrites_nothing(operator: Operator, backup: Backup) -> None:
    file = backup.file
    assert "not empty" in one_sentence(
        operator.run("restore", str(file), "--into", str(operator.data))
    )
    assert "exists already" in one_sentence(operator.run("backup", str(file)))
    assert "make it first" in one_sentence(operator.run("backup", str(file / "nowhere" / "b.tar")))


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT RUN: only root may give files away")
def test_j24_what_root_restores_belongs_to_who_owns_the_folder(
    operator: Operator, backup: Backup, tmp_path: Path
) -> None:
    folder = tmp_path / "restored"
    folder.mkdir(0o700)
    os.chown(folder, 12_345, 12_346)
    assert operator.run("restore", str(backup.file), "--into", str(folder)).returncode == 0
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in folder.rglob("*")}
    assert owners == {(12_345, 12_346)}


def test_a_no_of_the_machine_says_who_mends_it() -> None:
    said = {
        number: in_words(OSError(number, os.strerror(number), "/backup/today"))
        for number in (errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENOTDIR)
    }
    assert said[errno.EACCES].startswith("/backup/today: Permission denied. Give it to the user ")
    assert "ReadWritePaths=" in said[errno.EROFS]
    assert "Make room" in said[errno.ENOSPC]
    assert said[errno.ENOTDIR] == "/backup/today: Not a directory."


def test_j24_a_backup_cannot_write_outside_of_its_folder(
    operator: Operator, tmp_path: Path
) -> None:
    file, folder, evil = tmp_path / "b.tar", tmp_path / "in" / "restored", tmp_path / "evil"
    evil.write_text("x")
    with tarfile.open(file, "w") as tar:
        tar.add(evil, arcname="../evil-twin")
    assert "outside" in one_sentence(operator.run("restore", str(file), "--into", str(folder)))
    assert not (tmp_path / "in" / "evil-twin").exists()


@pytest.mark.parametrize(
    "command", ["init", "migrate", "doctor", "backup", "restore", "serve", "worker"]
)
def test_every_command_takes_json(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([command, "--help"])
    assert "--json" in capsys.readouterr().out
