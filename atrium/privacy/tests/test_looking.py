"""What names a person is looked for before writers are kept out, and what is written meanwhile goes as well (X11)."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import Note
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.privacy import purging
from atrium.privacy.erasing import erase
from atrium.privacy.models import Erasure
from atrium.privacy.models import erasure as erasures
from atrium.privacy.purging import purge_words
from atrium.privacy.tests.test_erasing import MAIL, NAME, everywhere
from atrium.privacy.wiping import look_ahead

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has one writer"),
]


@pytest.fixture
def ottoka(alice: Member, bakery: Client) -> Contact:
    contact = Contact.add(by=alice, given_name="Ottoka", family_name="Vrbinsky")
    Link.make(bakery, contact, by=alice)
    Point.add(contact, by=alice, kind="email", text=MAIL)
    Note.write(bakery, by=alice, html=f"<p>{NAME} rang.</p>")
    File.add(bakery, ContentFile(b"Flour", "flour.txt"), by=alice)
    return contact


def test_x11_what_was_written_while_it_was_looked_for_goes_too(
    ottoka: Contact, alice: Member, bakery: Client
) -> None:
    older = Note.write(bakery, by=alice, html="<p>Somebody rang.</p>")
    looked = look_ahead(ottoka)
    assert looked is not None
    Note.write(bakery, by=alice, html=f"<p>{NAME} rang again.</p>")
    bakery.edit(by=alice, about=f"{NAME} likes it.")
    older.edit(by=alice, html=f"<p>{NAME} was it, {MAIL}.</p>")
    assert "clients_client.about" in everywhere()
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        transaction.atomic(),
    ):
        erase(ottoka, looked)
    purge_words()
    assert everywhere() == {}
    read = [each["sql"] for each in asked if 'FROM "timeline_event"' in each["sql"]]
    assert [
        sql for sql in read if "REGEXP" in sql and '"timeline_event"."id" IN (' not in sql
    ] == []
    assert any("REGEXP" in sql for sql in read)


def test_x11_a_name_given_meanwhile_is_looked_for_anew(
    ottoka: Contact, alice: Member, bakery: Client
) -> None:
    Note.write(bakery, by=alice, html="<p>Ottoka Zelwig came in.</p>")
    looked = look_ahead(ottoka)
    ottoka.edit(by=alice, given_name="Ottoka", family_name="Zelwig")
    assert "conversations_note.text" in everywhere()
    with transaction.atomic():
        erase(Contact.objects.get(), looked)
    purge_words()
    assert everywhere() == {}


def test_x11_the_erasure_looks_ahead_by_itself(ottoka: Contact, alice: Member) -> None:
    erasure = Erasure.begin(ottoka, by=alice, typed=NAME)
    with CaptureQueriesContext(connection) as asked:
        erasure.run()
    said = [each["sql"] for each in asked]
    begun = next(at for at, sql in enumerate(said) if sql.startswith("BEGIN"))
    scans = [at for at, sql in enumerate(said) if "REGEXP" in sql and '"timeline_event"' in sql]
    assert scans[0] < begun < scans[-1]
    assert '"timeline_event"."id" IN (' in said[scans[-1]]
    assert everywhere() == {}


def test_x11_the_search_forgets_by_portions_and_goes_on_where_it_was_cut_short(
    ottoka: Contact, alice: Member, bakery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        with transaction.atomic():
            Note.write(bakery, by=alice, html=f"<p>{NAME} rang about loaf{number} again.</p>")
    erasure = Erasure.begin(ottoka, by=alice, typed=NAME)

    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasures, "purge_words", killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.run()
    erasure.refresh_from_db()
    assert (erasure.stage, erasure.finished_at) == ("erasing", None)
    left = everywhere()
    assert {place.partition(".")[0] for place in left} == {"timeline_words_data"}
    with pytest.raises(Refusal, match="being erased already"):
        Erasure.begin(Contact.objects.get(), by=alice, typed="Erased person")

    monkeypatch.setattr(purging, "PORTION", 1)
    with CaptureQueriesContext(connection) as asked:
        erasure.run()
    merges = [at for at, each in enumerate(asked) if "'merge'" in each["sql"]]
    assert len(merges) > len(purging.WORDS)
    assert all(asked[at - 1]["sql"].startswith("BEGIN") for at in merges)
    assert everywhere() == {}
    erasure.refresh_from_db()
    assert erasure.stage == "ready"
    assert erasure.finished_at is not None
    with CaptureQueriesContext(connection) as again:
        erasure.run()
    assert [each["sql"] for each in again if each["sql"].startswith(("UPDATE", "INSERT"))] == []
