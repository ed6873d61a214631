"""Erasing a person: afterwards the whole database and all stored files are searched for them (X11)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from atrium.billing.models import Invoice, NewLine
from atrium.calendar.models import Task
from atrium.clients.models import Client, Contact, Link, Point, State
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Call, Comment, Mailbox, Message, Note
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.imports.models import Import
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.jobs.models import Job
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.privacy.asking import erase_person, export_person
from atrium.timeline.models import Event

NAME, MAIL, PHONE, FORMER = (
    "Ottoka Vrbinsky",
    "ottoka@vrb.example",
    "020 7946 0991",
    "Ottoka Zelwig",
)
MAPPING = (
    '{"columns": [{"header": "Name", "target": "name"}, {"header": "E-mail", "target": "email"}]}'
)
NEEDLES = ("vrbinsky", "zelwig", MAIL, "79460991", "7946 0991", "2079460991")


def everywhere() -> dict[str, set[str]]:
    """In which columns of which tables, and in which stored files, each needle is found."""
    found: dict[str, set[str]] = {}
    with current.unscoped("the test searches everything"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    _look(f"{table}.{name}", value, found)
    for folder in _folders(""):
        for name in default_storage.listdir(folder)[1]:
            with default_storage.open(f"{folder}/{name}") as file:
                _look(f"file {folder}", file.read(), found)
    return found


def _look(place: str, value: Any, found: dict[str, set[str]]) -> None:
    text = (
        bytes(value).decode("utf-8", "replace")
        if isinstance(value, bytes | memoryview)
        else str(value)
    )
    for needle in NEEDLES:
        if needle in text.lower():
            found.setdefault(place, set()).add(needle)


def _folders(root: str) -> list[str]:
    deeper = [f"{root}/{name}".strip("/") for name in default_storage.listdir(root)[0]]
    return [root or ".", *(each for folder in deeper for each in _folders(folder))]


def by_post(box: Mailbox, sender: str, text: str) -> Message:
    return stored(box, f"From: {sender}\r\nSubject: {NAME} asks\r\n\r\n{text}".encode())


def said_of(person: Client, others: Client, alice: Member) -> None:
    """What others' records say of the person in words of their own."""
    Note.write(others, by=alice, html=f"<p>Ask {NAME} ({MAIL}, +44 {PHONE[1:]}).</p>")
    Comment.write(others, by=alice, html=f"<p>{NAME} rang.</p>")
    Task.add(others, by=alice, title=f"Ring {NAME} on {PHONE}")
    job = Job.add(others, by=alice, title=f"Oven for {NAME}", is_opening=True)
    job.edit(by=alice, description=f"As {FORMER} wished")
    rows = f"Name,E-mail\n{NAME} & Sons,{MAIL}\n".encode()
    Import.take(BytesIO(rows), by=alice, name="people.csv").plan(mapping=MAPPING)


@pytest.fixture
def ottoka(acme: Organisation, alice: Member, bakery: Client) -> Client:
    """A client who is a person, with something of every app and two names in the course of time."""
    person = Client.add(
        by=alice, name=FORMER, kind="individual", status=bakery.status, family_name="Zelwig"
    )
    one_of_each(acme, alice, person)
    person.edit(by=alice, name=NAME, about=f"{NAME} sings.", family_name="Vrbinsky")
    Point.add(person, by=alice, kind="email", text=MAIL)
    Point.add(person, by=alice, kind="phone", text=PHONE)
    Note.write(person, by=alice, html=f"<p>{NAME} has a cat.</p>")
    Call.log(person, by=alice, number=PHONE, note=f"{NAME} is in a hurry")
    File.add(person, ContentFile(f"Dear {NAME}".encode(), f"{NAME}.txt"), by=alice)
    by_post(Mailbox.of(alice), MAIL, f"Yours, {NAME}, {PHONE}")
    said_of(person, bakery, alice)
    return person


def test_x11_a_client_who_is_a_person_is_erased_everywhere_but_the_books(
    ottoka: Client, alice: Member, bob: Member, django_capture_on_commit_callbacks: Any
) -> None:
    bill = Invoice.draft(ottoka, by=alice, lines=[NewLine(text="Songs", price=100)])
    bill.issue(by=alice)
    number = bill.number
    told = Event.objects.filter(client=ottoka).count()
    assert {"clients_client.name", "file documents", "file imports"} <= everywhere().keys()
    with pytest.raises(Refusal, match="ask an admin"):
        erase_person(ottoka, by=bob, typed=NAME)
    with pytest.raises(Refusal, match="to confirm"):
        erase_person(ottoka, by=alice, typed="Otto")
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(ottoka, by=alice, typed=NAME)

    assert everywhere().keys() == {"billing_invoice.recipient"}
    erasure.refresh_from_db()
    assert erasure.stage == "ready"
    assert str(erasure.subject) == "Erased person"
    bill.refresh_from_db()
    assert (bill.number, bill.total) == (number, 100)
    assert Event.objects.filter(client=ottoka).count() == told + 1


def test_x11_a_contact_is_erased_and_what_others_wrote_stays(
    alice: Member, bakery: Client, django_capture_on_commit_callbacks: Any
) -> None:
    contact = Contact.add(by=alice, given_name="Ottoka", family_name="Zelwig")
    contact.edit(by=alice, family_name="Vrbinsky")
    Link.make(bakery, contact, by=alice)
    Point.add(contact, by=alice, kind="email", text=MAIL)
    gone = Point.add(contact, by=alice, kind="phone", text=PHONE)
    gone.drop(by=alice)
    theirs = by_post(Mailbox.open(by=alice, address="a@acme.example", member=alice), MAIL, NAME)
    said_of(bakery, bakery, alice)
    export_person(contact, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(contact, by=alice, typed=NAME)

    assert everywhere() == {}
    assert Note.objects.get().text.startswith("Ask [erased] ([erased], ")
    theirs.refresh_from_db()
    assert (theirs.text, theirs.raw) == ("", "")
    bakery.refresh_from_db()
    assert (bakery.name, bakery.state) == ("Vincent's Bakery", State.LIVE)
