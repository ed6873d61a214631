"""V01: lists of any size leave as files; large ones by the queue, for whoever asked alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.test import Client as Browser
from django.utils.timezone import now

from atrium.clients.listing import Listing
from atrium.clients.models import Client
from atrium.conftest import NewClient, NewMember
from atrium.foundation.errors import Refusal
from atrium.imports.models import Export, export
from atrium.imports.tasks import drop_exports, mail_export, write_export
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large begins at two clients."""
    monkeypatch.setattr("atrium.imports.views.exports.MOST_AT_ONCE", 1)
    monkeypatch.setattr(export, "_TOLD_EVERY", 1)
    monkeypatch.setattr(export, "_ASKED_EVERY", 1)


@pytest.fixture
def mona(new_member: NewMember) -> Member:
    return new_member("Mona Moss", Role.MANAGER)


def asked(by: Member, format: str = "csv", query: str = "") -> Export:  # noqa: A002 - as the verb calls it
    return Export.ask(Listing.read(by, QueryDict(query)), format=format, by=by)


def written(made: Export) -> Export:
    write_export.func(made.organisation_id, made.pk)
    made.refresh_from_db()
    return made


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_v01_a_large_list_is_written_in_the_background_and_handed_to_who_asked(
    as_alice: Browser, alice: Member, bakery: Client, new_client: NewClient, mona: Member
) -> None:
    new_client("Northbank Studio")
    page = as_alice.get("/acme/clients/export/").content.decode()
    assert "written in the background" in page
    at_once = as_alice.get("/acme/clients/export/?format=csv")
    assert (at_once.status_code, "background" in at_once.content.decode()) == (409, True)
    answer = as_alice.post("/acme/exports/", {"query": "q=bakery", "format": "csv"})
    assert answer.status_code == 302
    made = Export.objects.get()
    mail_export.func(made.organisation_id, made.pk)
    [letter] = mail.outbox
    assert (letter.to, "/acme/exports/" in letter.body) == ([alice.user.email], True)
    assert "Vincent" not in letter.body

    assert "Clients.csv" in as_alice.get("/acme/exports/").content.decode()
    file = as_alice.get("/acme/exports/1/file/")
    text = body(file).decode("utf-8-sig")
    assert "Vincent's Bakery" in text
    assert "Northbank" not in text
    assert file["Cache-Control"] == "private, no-store"
    as_mona = Browser()
    as_mona.force_login(mona.user)
    assert as_mona.get("/acme/exports/1/file/").status_code == 404
    assert as_mona.post("/acme/exports/1/remove/").status_code == 404
    stored = made.stored_as
    as_alice.post("/acme/exports/1/remove/")
    assert not Export.objects.exists()
    assert not default_storage.exists(stored)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "vcf"])
def test_v01_a_broken_off_export_is_written_anew_and_whole(
    alice: Member,
    bakery: Client,
    new_client: NewClient,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    new_client("Northbank Studio")
    made = asked(alice, ending)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "save", dies)
        with pytest.raises(KeyboardInterrupt):
            made.write()
    made.refresh_from_db()
    assert (made.stage, made.stored_as) == ("writing", "")
    written(made)
    assert (made.stage, made.progress, made.clients) == ("ready", 2, 2)
    assert default_storage.size(made.stored_as) == made.size > 100
    assert not made.write()


def test_v01_who_may_see_less_by_now_gets_nothing(
    alice: Member, mona: Member, bakery: Client, new_client: NewClient
) -> None:
    hidden = new_client("Zanzibar Trading")
    hidden.restrict(by=alice, to_team=True)
    made = written(asked(mona, "jsonl"))
    with default_storage.open(made.stored_as) as file:
        assert b"Zanzibar" not in file.read()
    mona.role = Role.STAFF
    mona.save()
    with pytest.raises(Refusal, match="Your role changed") as refused:
        made.refuse_unless_ready(by=mona)
    assert refused.value.explanation.code == "export.sight_changed"
    waiting = Export.objects.create(number=9, by=mona, role=Role.MANAGER, name="x", format="csv")
    assert written(waiting).stage == "failed"
    with pytest.raises(Refusal, match="may not export"):
        asked(mona)


def test_v01_files_go_when_their_time_is_over_and_a_removed_export_stops(
    alice: Member, bakery: Client
) -> None:
    made = written(asked(alice))
    Export.objects.update(expires_at=now() - timedelta(seconds=1))
    made.refresh_from_db()
    with pytest.raises(Refusal, match="is gone"):
        made.refuse_unless_ready(by=alice)
    assert drop_exports.func() == 1
    assert not default_storage.exists(made.stored_as)
    assert Export.objects.get().stage == "expired"

    gone = asked(alice)
    Export.objects.filter(pk=gone.pk).delete()
    assert write_export.func(gone.organisation_id, gone.pk) == "removed"
    assert gone.write() is False
    for _ in range(export.MOST_WAITING):
        asked(alice)
    with pytest.raises(Refusal, match="Five of your exports"):
        asked(alice)


def test_v01_programs_export_too(alice: Member, mona: Member, bob: Member, bakery: Client) -> None:
    program = Program(token_of(mona, EVERYTHING))
    answer = program.ask("POST", "/exports", {"format": "jsonl", "filter": "name.has:vincent"})
    assert answer.status_code == 202, answer.content
    path = f"/exports/{answer.json()['id']}"
    early = program.ask("GET", f"/exports/{asked(mona).public_id}/file")
    assert (early.status_code, early.json()["cause"]) == (409, "export.not_ready")
    assert program.ask("GET", path).json()["stage"] == "ready"
    assert b"Vincent's Bakery" in body(program.ask("GET", f"{path}/file"))
    assert [row["number"] for row in program.ask("GET", "/exports").json()["items"]] == [2, 1]
    wrong = program.ask("POST", "/exports", {"format": "csv", "filter": "nonsense.is:1"})
    assert wrong.status_code == 422
    others = Program(token_of(alice, EVERYTHING))
    assert others.ask("GET", path).status_code == 404
    assert Program(token_of(bob, EVERYTHING)).ask("GET", path).status_code == 403
    assert program.ask("DELETE", path).status_code == 204
    assert Export.objects.count() == 1
