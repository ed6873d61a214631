"""A form that is sent twice, by a double click or a lost answer, makes one thing (DESIGN, Concurrency)."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.conversations.models import Note
from atrium.organisations.models import Member, Organisation

PAGE = "/acme/clients/1/"
FORMS = [
    ("clients/new/", "new-client", Client, {"kind": "company", "name": "Ash & Sons"}),
    ("clients/1/notes/new/", "note-form", Note, {"text": "Oven broken"}),
    ("clients/1/tasks/new/", "task-new", Task, {"title": "Order flour"}),
    ("clients/1/contacts/add/", "contact-form", Contact, {"given_name": "Ann"}),
    ("clients/1/points/add/email/", 'id="point-edit"', Point, {"value": "ann@acme.example"}),
    ("clients/1/locations/add/", "<h1>Address</h1>", Location, {"city": "Bristol"}),
]
HTMX = {"HX-Request": "true"}


def key_in(page: str, form: str) -> str:
    """The key that the form with this name carries."""
    after = page.split(form, 1)[1]
    found = re.search(r'name="idempotency_key" value="([0-9a-f]{32})"', after)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("path", "form", "model", "filled"), FORMS)
def test_v02_r07_r13_c06_a_form_sent_twice_makes_one(  # noqa: PLR0913, PLR0917 - what a form is, and who sends it
    acme: Organisation,
    bakery: Client,
    as_bob: Browser,
    path: str,
    form: str,
    model: type[Client],
    filled: dict[str, object],
) -> None:
    words = lexicon.of(acme)
    filled = filled | {"status": words.default_status.pk, "type": next(iter(words.location_types))}
    shown = PAGE if form in {"note-form", "task-new"} else f"/acme/{path}?edit"
    filled["idempotency_key"] = key_in(as_bob.get(shown).text, form)
    before = model.objects.count()

    first, again = (as_bob.post(f"/acme/{path}", filled, headers=HTMX) for _ in range(2))

    assert model.objects.count() == before + 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    told = ("Location", "HX-Retarget", "HX-Reswap", "HX-Trigger")
    assert [again.get(name) for name in told] == [first.get(name) for name in told]
    assert again["Idempotent-Replayed"] == "true"


def test_r08_people_assigned_twice_are_assigned_once(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    ann = Contact.add(by=alice, given_name="Ann")
    key = key_in(as_bob.get(f"{PAGE}contacts/add/").text, 'class="assign"')
    form = {"contact": str(ann.public_id), "idempotency_key": key}

    first, again = (as_bob.post(f"{PAGE}contacts/assign/", form, headers=HTMX) for _ in range(2))

    assert Link.objects.count() == 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotent-Replayed"] == "true"
