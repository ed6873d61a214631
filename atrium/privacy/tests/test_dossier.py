"""Everything about one person in one archive, for owners and admins alone (X11, J24)."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import time_machine
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import Call, Note
from atrium.documents.models import File
from atrium.organisations.models import Member
from atrium.privacy.models import Dossier
from atrium.privacy.tasks import drop_dossiers
from atrium.timeline.models import Event


def test_x11_a_person_is_exported_in_one_archive_and_it_is_told(
    alice: Member, new_client: Any, as_alice: Browser, as_bob: Browser, as_charlie: Browser
) -> None:
    person: Client = new_client("Mina Patel", kind="individual")
    Point.add(person, by=alice, kind="email", text="mina@patel.example")
    Note.write(person, by=alice, html="<p>Likes rye.</p>")
    Call.log(person, by=alice, number="020 7946 0123")
    File.add(person, ContentFile(b"Net 30", "terms.txt"), by=alice)
    home = f"/acme/privacy/client/{person.public_id}/"

    assert as_bob.get(home).status_code == 403
    assert as_bob.get("/acme/privacy/archives/1/").status_code == 403
    assert as_charlie.get(home).status_code == 404
    assert as_alice.post(f"{home}export/").status_code == 302
    answer = as_alice.get("/acme/privacy/archives/1/")
    archive = ZipFile(BytesIO(b"".join(answer)))
    told = json.loads(archive.read("data.json"))
    page = archive.read("index.html").decode()

    assert told["person"] == "Mina Patel"
    assert told["data"]["conversations.Note"][0]["text"] == "Likes rye."
    assert told["data"]["clients.Point"][0]["value"] == "mina@patel.example"
    assert {"clients.Client", "conversations.Call", "documents.File", "timeline.Event"} <= told[
        "data"
    ].keys()
    assert b"Net 30" in [archive.read(name) for name in archive.namelist() if "terms" in name]
    assert "<h2" in page
    assert "Likes rye." in page
    assert "Alice Ash exported everything about the client C-0001" in page
    assert Event.objects.filter(kind="person.exported", client=person).exists()
    led = as_alice.get(f"/acme/privacy/clients/{person.number}/", follow=True)
    page_of_person = led.content.decode()
    assert "person-1.zip" in page_of_person
    assert "To know what was agreed and said." in as_alice.get("/acme/privacy/").content.decode()

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert drop_dossiers.func() == 1
    assert Dossier.objects.get().stored_as == ""


def test_x11_erasing_wants_the_name_typed_and_a_company_is_no_person(
    alice: Member, bakery: Client, as_alice: Browser
) -> None:
    contact = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, contact, by=alice)
    home = f"/acme/privacy/contact/{contact.public_id}/"

    wrong = as_alice.post(f"{home}erase/", {"typed": "Mina"})
    assert wrong.status_code == 422
    assert "to confirm" in wrong.content.decode()
    assert as_alice.post(f"{home}erase/", {"typed": "mina  patel"}).status_code == 302
    contact.refresh_from_db()
    assert contact.name == "Erased person"
    assert as_alice.get(home).status_code == 200
    assert as_alice.get(f"/acme/privacy/client/{bakery.public_id}/").status_code == 409
