"""Several people save the same note at the same moment."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Status
from atrium.conversations.models import Note
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once
from atrium.timeline.models import Event

WRITERS = 4


def save(member: int, address: str, text: str) -> int:
    browser = Browser(SERVER_NAME="localhost")
    with current.unscoped("who sends the form"):
        browser.force_login(Member.objects.select_related("user").get(pk=member).user)
    form = {"text": text, "version": "1"}
    return browser.post(address, form, headers={"HX-Request": "true"}).status_code


@pytest.mark.django_db(transaction=True)
def test_r13_of_those_who_save_one_version_one_is_kept_and_the_others_are_told() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        status = Status.objects.get(is_default=True)
        bakery = Client.add(by=alice, name="Vincent's Bakery", status=status)
        note = Note.write(bakery, by=alice, html="Oven broken")
    address = f"/acme/clients/1/notes/{note.public_id}/"

    outcomes = run_at_once(save, [(alice.pk, address, f"Text {n}") for n in range(WRITERS)])

    assert [outcome.error for outcome in outcomes] == [""] * WRITERS
    assert sorted(outcome.value for outcome in outcomes) == [200, *[422] * (WRITERS - 1)]
    with current.entered(alice.organisation):
        assert Event.objects.filter(kind="note.edited").count() == 1
        kept = [outcome.value for outcome in outcomes].index(200)
        assert Note.objects.get().text == f"Text {kept}"
