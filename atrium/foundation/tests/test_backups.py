"""The drill: load, write while backing up, restore elsewhere, compare (J24, X13)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import override_settings
from moto.server import ThreadedMotoServer

from atrium.cli import main
from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.config.storage import storage
from atrium.foundation import files
from atrium.foundation.backups import databases
from atrium.foundation.backups.archive import FILES, SQLITE
from atrium.foundation.backups.databases import Server
from atrium.foundation.backups.holding import are_held
from atrium.foundation.backups.reading import restore
from atrium.foundation.backups.sealed import new_key
from atrium.foundation.backups.writing import backup
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.queue.models import TaskRun

type Ask = Callable[[str], list[tuple[Any, ...]]]

EVENTS = "SELECT id, client_id, kind, text, actor_id FROM timeline_event WHERE id <= {} ORDER BY id"
UNTOLD = (
    "SELECT count(*) FROM clients_client c WHERE NOT EXISTS"
    " (SELECT 1 FROM timeline_event e WHERE e.client_id = c.id)"
)


def ask_sqlite(path: Path) -> Ask:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as database:
            return database.execute(sql).fetchall()

    return ask


def ask_server(server: Server) -> Ask:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with server.connected() as there:
            return there.execute(sql.encode()).fetchall()

    return ask


def told(ask: Ask, sql: str) -> str:
    return hashlib.sha256(repr(ask(sql)).encode()).hexdigest()


class Writer:
    """Somebody who goes on adding clients meanwhile."""

    def __init__(self, place: Organisation, alice: Member) -> None:
        self.place, self.alice, self.written, self.stop = place, alice, 0, Event()
        self.first = Event()
        self.thread = Thread(target=self.write)

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.first.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self.thread.join()

    def write(self) -> None:
        with current.entered(self.place):
            status = lexicon.of(self.place).default_status
            while not self.stop.is_set():
                Client.add(by=self.alice, name=f"Meanwhile {self.written}", status=status)
                self.written += 1
                self.first.set()
        connection.close()


def drill(file: Path, into: Path, secret: str, here: Ask) -> None:
    """Restore the backup and compare it with what stands here."""
    dump = connection.vendor == "postgresql"
    with Server(connection.settings_dict).scratch() if dump else nullcontext() as scratch:
        url = ""
        if scratch:
            known = scratch.known
            url = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        done = restore(file, into=into, secret_key=secret, database=url)
        there = ask_server(scratch) if scratch else ask_sqlite(into / SQLITE)
        [(last,)] = there("SELECT max(id) FROM timeline_event")
        assert told(there, EVENTS.format(last)) == told(here, EVENTS.format(last))
        assert there(UNTOLD) == [(0,)]
        [(clients,)] = there("SELECT count(*) FROM clients_client")
        assert clients == done.kept.rows["clients_client"] >= 1


@pytest.mark.django_db(transaction=True)
def test_x13_j24_a_backup_made_while_people_write_comes_back_with_everything(
    acme: Organisation, alice: Member, tmp_path: Path
) -> None:
    secret, public = new_key()
    plan = default_storage.save("plans/plan.pdf", ContentFile(b"%PDF a plan" * 200_000))
    file, into = tmp_path / "b.age", tmp_path / "restored"
    known = connection.settings_dict
    here = (
        ask_server(Server(known))
        if connection.vendor == "postgresql"
        else ask_sqlite(Path(known["NAME"]))
    )
    try:
        with Writer(acme, alice) as writer:
            kept = backup(file, public_key=public)
        assert 1 <= kept.rows["clients_client"] <= writer.written
        assert file.read_bytes().startswith(b"age-encryption.org/v1")
        drill(file, into, secret, here)
        assert (into / FILES / plan).read_bytes() == b"%PDF a plan" * 200_000
        assert {path.name for path in tmp_path.iterdir()} == {"b.age", "restored"}

        for wrong, words in (("", "is encrypted"), (new_key()[0], "does not open with this key")):
            with pytest.raises(Refusal, match=words):
                restore(file, into=tmp_path / "no", secret_key=wrong)
            assert not list((tmp_path / "no").iterdir())
        short = tmp_path / "short.age"
        short.write_bytes(file.read_bytes()[:-70_000])
        with pytest.raises(Refusal, match="damaged"):
            restore(short, into=tmp_path / "no", secret_key=secret)
        assert not list((tmp_path / "no").iterdir())
    finally:
        default_storage.delete(plan)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_x13_a_key_locked_by_a_passphrase_opens_by_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(typed: str, *arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", StringIO(f"{typed}\n"))
        status = main([*map(str, arguments), "--json"])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    key, file = tmp_path / "atrium.key", tmp_path / "b.age"
    status, told = run("short", "backup-key", key, "--passphrase")
    assert (status, "at least 12 characters" in told, key.exists()) == (1, True, False)
    status, told = run("four words of mine", "backup-key", key, "--passphrase")
    assert status == 0
    assert key.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"AGE-SECRET-KEY" not in key.read_bytes()

    backup(file, public_key=json.loads(told)["public_key"])
    status, told = run(
        "four words of his", "restore", file, "--into", tmp_path / "in", "--key", key
    )
    assert (status, "does not open with this passphrase" in told) == (1, True)
    status, told = run(
        "four words of mine", "restore", file, "--into", tmp_path / "in", "--key", key
    )
    assert status == 0
    assert json.loads(told)["rows"] > 0


@pytest.mark.django_db(transaction=True)
def test_j24_a_file_removed_while_a_backup_reads_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    plan = default_storage.save("plans/plan.pdf", ContentFile(b"a plan"))

    def copied(*_given: object) -> Any:
        made = databases.copied(*_given)  # type: ignore[arg-type]
        files.drop(plan)
        return made

    monkeypatch.setattr("atrium.foundation.backups.writing.copied", copied)
    kept = backup(tmp_path / "b.tar")
    assert f"{FILES}/{plan}" in kept.files
    assert not are_held()
    [run] = TaskRun.objects.filter(task__endswith="remove_file")
    files.remove_file.call(*run.args)
    assert not default_storage.exists(plan)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_j24_files_in_a_bucket_are_backed_up_and_go_back_into_one(tmp_path: Path) -> None:
    import boto3  # noqa: PLC0415 - loads slowly

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        there = boto3.resource(
            "s3",
            endpoint_url=f"http://{host}:{port}",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )
        for name in ("first", "second"):
            there.create_bucket(Bucket=name)
        url = f"s3://key:secret@{host}:{port}/%s?region=us-east-1&tls=0"
        with override_settings(STORAGES={"default": storage(url % "first", tmp_path)}):
            default_storage.save("plans/plan.pdf", ContentFile(b"a plan" * 2_000_000))
            backup(tmp_path / "b.tar")
        restore(tmp_path / "b.tar", into=tmp_path / "in", storage=url % "second")
        back = there.Object("second", "plans/plan.pdf").get()["Body"].read()
        assert back == b"a plan" * 2_000_000
        assert not (tmp_path / "in" / FILES).exists()
    finally:
        server.stop()
