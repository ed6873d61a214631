"""Files in fields: known by content, given back inert, seen by who sees the record and the field (V06)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Field, FieldFile, Link
from atrium.clients.models.type_change import purge
from atrium.clients.taking_back import restore_value
from atrium.clients.tasks import drop_files
from atrium.conftest import NewClient
from atrium.foundation.files import name_of, type_of
from atrium.organisations.models import Member
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

PDF = b"%PDF-1.7\n<script>alert(1)</script>"
HERE = "/acme/clients/1/fields/contract/"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    here = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": here}


@pytest.fixture
def contract(alice: Member) -> Field:
    return Field.add(by=alice, label="Contract", type="file", filterable=True)


def upload(browser: Browser, content: bytes = PDF, name: str = "Contract.pdf", **more: str) -> Any:
    file = SimpleUploadedFile(name, content, "text/html")
    return browser.post(HERE, {"value": file, **more}, headers={"HX-Request": "true"})


def status(browser: Browser, address: str) -> int:
    answer = browser.get(address)
    answer.getvalue()
    return int(answer.status_code)


def test_v06_a_file_is_put_into_a_field_seen_replaced_undone_and_restored(
    bakery: Client, contract: Field, alice: Member, as_alice: Browser
) -> None:
    opened = as_alice.get(f"{HERE}?edit", headers={"HX-Request": "true"}).content.decode()
    assert 'enctype="multipart/form-data"' in opened
    assert upload(as_alice, name="../../Con\u202etract.pdf").status_code == 200
    bakery.refresh_from_db()
    first = bakery.extra["contract"]
    told = (first["name"], first["type"], first["size"])
    assert told == ("Contract.pdf", "application/pdf", len(PDF))

    page = as_alice.get("/acme/clients/1/").content.decode()
    address = f"/acme/files/{first['id']}/"
    assert f'href="{address}" download aria-label="Download Contract.pdf"' in page
    answer = as_alice.get(address)
    assert answer.getvalue() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Contract.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"

    clash = upload(as_alice, b"new", "New.txt", was='{"id": "something else"}')
    assert clash.status_code == 422
    assert all(name in clash.content.decode() for name in ("New.txt", "Contract.pdf"))
    bakery.refresh_from_db()
    assert bakery.extra["contract"] == first
    as_alice.post(HERE, {"value": first["id"], "value.none": "on"})
    bakery.refresh_from_db()
    assert bakery.extra == {}
    undo(Act.objects.latest("id"), by=alice)
    bakery.refresh_from_db()
    assert bakery.extra["contract"] == first
    bakery.edit(by=alice, fields={contract: ""})
    alice.organisation.notice_lexicon()
    restore_value(bakery, bakery.events.filter(kind="client.field_changed").latest("id"), by=alice)
    assert bakery.extra["contract"] == first
    assert as_alice.get(address).getvalue() == PDF


def test_v06_a_file_is_seen_by_who_sees_its_record_and_its_field(
    bakery: Client,
    contract: Field,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    as_charlie: Browser,
) -> None:
    upload(as_alice)
    [file] = FieldFile.objects.all()
    assert file.client == bakery
    address = f"/acme/files/{file.public_id}/"
    assert status(as_bob, address) == 200
    assert status(as_charlie, address) == 404
    assert status(as_charlie, address.replace("acme", "bolt")) == 404
    assert status(Browser(), address) == 302
    bakery.restrict(by=alice, to_team=True)
    assert status(as_bob, address) == 404
    bakery.restrict(by=alice, to_team=False)
    contract.edit(by=alice, min_role="manager")
    assert status(as_bob, address) == 404
    assert upload(as_bob).status_code == 404
    assert status(as_alice, address) == 200
    unused = FieldFile.add(contract, by=alice, file=SimpleUploadedFile("a.txt", b"a"))
    contract.edit(by=alice, min_role="viewer")
    there = f"/acme/files/{unused.public_id}/"
    assert (status(as_bob, there), status(as_alice, there)) == (404, 200)


def test_v06_lists_show_and_narrow_by_files_and_people_have_them_too(
    bakery: Client, contract: Field, new_client: NewClient, alice: Member, as_alice: Browser
) -> None:
    upload(as_alice)
    new_client("Otter Books")
    alice.list_columns = ["field.contract"]
    alice.save()
    shown = as_alice.get("/acme/clients/?by.field.contract.empty=no").content.decode()
    assert ("Vincent" in shown, "Otter Books" in shown) == (True, False)
    assert ">Contract.pdf</a>" in shown
    for words, found in (("CONTR", True), ("other", False)):
        shown = as_alice.get(f"/acme/clients/?by.field.contract.has={words}").content.decode()
        assert ("Vincent" in shown) == found

    licence = Field.add(by=alice, label="Licence", type="file", subject="contact", on_new=True)
    file = SimpleUploadedFile("licence.png", b"\x89PNG\r\n\x1a\n")
    form = {"given_name": "Mina", licence.name: file}
    assert as_alice.post("/acme/clients/1/contacts/add/", form).status_code == 302
    mina = Contact.objects.get()
    assert mina.extra["licence"]["type"] == "image/png"
    [kept] = FieldFile.objects.filter(field=licence)
    assert (kept.contact, kept.client) == (mina, None)
    edited = {"given_name": "Mina", "family_name": "Patel", licence.name: str(kept.public_id)}
    link = Link.objects.get()
    as_alice.post(f"/acme/clients/1/contacts/{link.public_id}/", edited)
    mina.refresh_from_db()
    assert (mina.name, mina.extra["licence"]["name"]) == ("Mina Patel", "licence.png")


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"x" * (25 * 1024 * 1024 + 1), "larger than 25 MB")]
)
def test_v06_what_cannot_be_kept_is_told_at_the_field(
    bakery: Client, contract: Field, as_alice: Browser, content: bytes, words: str
) -> None:
    answer = upload(as_alice, content)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not FieldFile.objects.exists()


def test_v06_files_go_when_nothing_took_them_or_30_days_after_their_field_was_deleted(
    bakery: Client,
    contract: Field,
    alice: Member,
    as_alice: Browser,
    django_capture_on_commit_callbacks: Any,
) -> None:
    upload(as_alice)
    [used] = FieldFile.objects.all()
    FieldFile.add(contract, by=alice, file=SimpleUploadedFile("a.txt", b"a"))

    def after(days: int) -> list[FieldFile]:
        with (
            time_machine.travel(timezone.now() + timedelta(days=days)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            drop_files.func()
        return list(FieldFile.objects.all())

    assert after(2) == [used]
    contract.retire(by=alice)
    assert after(90) == [used], "a retired field keeps its values"
    purge(contract, by=alice)
    undo(Act.objects.latest("id"), by=alice)
    assert after(90) == [used]
    contract.refresh_from_db()
    purge(contract, by=alice)
    assert after(29) == [used]
    assert default_storage.exists(used.stored_as)
    assert after(31) == []
    assert not default_storage.exists(used.stored_as)


def test_v06_a_file_is_known_by_its_content_and_named_without_tricks() -> None:
    docx = b"PK\x03\x04 torn"
    kinds = {
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>": "text/plain",
        b"<html>": "text/plain",
        b"MZ\x90\x00": "application/octet-stream",
        b"\xff\xd8\xff\xe0": "image/jpeg",
        docx: "application/octet-stream",
    }
    assert {c: type_of(SimpleUploadedFile("a.pdf", c)) for c in kinds} == kinds
    names = ["C:\\x\\a.txt", "a\r\nb.csv", "..", "x" * 300 + ".pdf", "\u202egpj.exe"]
    assert [name_of(each)[-12:] for each in names] == [
        "a.txt",
        "ab.csv",
        "file",
        "xxxxxxxx.pdf",
        "gpj.exe",
    ]
