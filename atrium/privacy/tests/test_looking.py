"""What names a person is looked for before writers are kept out, and what is written meanwhile goes as well (X11)."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import Note
from atrium.documents.models import File
from atrium.organisations.models import Member
from atrium.privacy.erasing import erase
from atrium.privacy.models import Erasure
from atrium.privacy.person import Person
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
    looked = look_ahead(Person(ottoka))
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
    looked = look_ahead(Person(ottoka))
    ottoka.edit(by=alice, given_name="Ottoka", family_name="Zelwig")
    assert "conversations_note.text" in everywhere()
    with transaction.atomic():
        erase(Contact.objects.get(), looked)
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
