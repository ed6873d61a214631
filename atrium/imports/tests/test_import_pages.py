"""X03, V01: importing in the browser, and who may."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.imports.models import Import
from atrium.organisations.models import Member

ROWS = b"Name,E-mail,Hat\nBo Carr,bo@carr.example,blue\n,,red\n"
PAGES = ("", "rows/", "failed.csv", "file/")
DEEDS = ("read/", "plan/", "back/", "run/", "stop/", "undo/")


@pytest.fixture
def sent(alice: Member) -> Import:
    taken = Import.take(io.BytesIO(ROWS), by=alice, name="c.csv")
    taken.look()
    return taken


def test_x03_a_file_goes_from_upload_to_undo(as_alice: Browser, alice: Member) -> None:
    file = SimpleUploadedFile("c.csv", ROWS)
    answer = as_alice.post("/acme/imports/new/", {"file": file})
    assert answer["Location"] == "/acme/imports/1/"
    page = as_alice.get("/acme/imports/1/").content.decode()
    assert "Keep as a field of its own" in page
    assert "bo@carr.example" in page
    targets = {"to_0": "name", "to_1": "email", "to_2": "", "mode": "create"}
    as_alice.post("/acme/imports/1/plan/", targets)
    assert "Import 1 row" in as_alice.get("/acme/imports/1/").content.decode()
    assert not Client.objects.exists()
    as_alice.post("/acme/imports/1/run/")
    assert [c.extra for c in Client.objects.all()] == [{"hat": "blue"}]
    failed = as_alice.get("/acme/imports/1/failed.csv").getvalue().decode()
    assert ',red,3,"Nothing in this row names a client.' in failed
    as_alice.post("/acme/imports/1/undo/")
    assert not Client.objects.visible_to(alice).exists()
    undone = as_alice.get("/acme/imports/1/").content.decode()
    assert "Were added" in undone
    assert "1 client that it added is gone." in undone
    assert "<dt>New</dt>" not in undone
    assert as_alice.post("/acme/imports/1/undo/").status_code == 409


def test_x03_an_empty_file_is_refused_at_the_field(as_alice: Browser) -> None:
    answer = as_alice.post("/acme/imports/new/", {"file": SimpleUploadedFile("c.csv", b"")})
    assert answer.status_code == 422
    assert "This file is empty." in answer.content.decode()


def test_x03_the_file_leaves_only_as_an_attachment(as_alice: Browser, sent: Import) -> None:
    answer = as_alice.get("/acme/imports/1/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == ROWS


@pytest.mark.parametrize(
    ("who", "status"), [("as_bob", 403), ("as_vera", 403), ("as_charlie", 404)]
)
def test_x03_who_may_not_import(
    request: pytest.FixtureRequest, sent: Import, who: str, status: int
) -> None:
    browser: Browser = request.getfixturevalue(who)
    here = "/acme/imports/"
    answers = [browser.get(f"{here}1/{page}") for page in PAGES]
    answers += [browser.post(f"{here}1/{deed}") for deed in DEEDS]
    answers += [browser.get(here), browser.get(f"{here}new/"), browser.post(f"{here}new/")]
    assert {answer.status_code for answer in answers} == {status}
    sent.refresh_from_db()
    assert (sent.stage, Import.objects.count()) == ("read", 1)


def test_x03_unknown_numbers_are_not_found(as_alice: Browser) -> None:
    for number in (1, 2**70):
        assert as_alice.get(f"/acme/imports/{number}/").status_code == 404


def test_x03_what_many_rows_share_is_said_once_above_them(as_alice: Browser) -> None:
    rows = "".join(f"Client {n},c{n}@carr..example,Atlantis\n" for n in range(5))
    file = SimpleUploadedFile("c.csv", f"Name,E-mail,Country\n{rows}".encode())
    as_alice.post("/acme/imports/new/", {"file": file})
    targets = {"to_0": "name", "to_1": "email", "to_2": "country", "mode": "create"}
    as_alice.post("/acme/imports/1/plan/", targets)
    page = as_alice.get("/acme/imports/1/").content.decode()
    assert page.count("“Atlantis” is not a country we know.") == 1
    assert "5 rows: “Atlantis”" in page
    # What one row alone has stands at that row.
    assert page.count("“c3@carr..example” was read as c3@carr.example.") == 1


def test_v01_cards_have_neither_headings_nor_cells_to_choose(as_alice: Browser) -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Carr\r\nEND:VCARD\r\n"
    as_alice.post("/acme/imports/new/", {"file": SimpleUploadedFile("c.vcf", card)})
    page = as_alice.get("/acme/imports/1/").content.decode()
    assert "vCards, a row for each." in page
    assert "Headings" not in page
