"""X10, R12: ways around who sees and who sends, each tried once and held."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.models import Level, Mailbox, Message
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Role

NEW = "/acme/clients/1/mail/new/"


def test_x10_nobody_undoes_who_sees_a_mailbox(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser
) -> None:
    Member.objects.filter(pk=bob.pk).update(role=Role.MANAGER)
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice, level=Level.ALL)
    box.edit(by=alice, level=Level.NOBODY)
    as_bob.post(f"/acme/acts/{alice.acts.latest('id').pk}/undo/")
    box.refresh_from_db()
    assert box.level == Level.NOBODY


def test_r12_nobody_takes_the_address_or_the_server_of_another(
    bakery: Client, alice: Member, bob: Member
) -> None:
    with pytest.raises(Refusal) as refused:
        Mailbox.open(by=bob, address=alice.user.email, member=bob)
    assert refused.value.field == "address"
    with pytest.raises(Refusal) as refused:
        Mailbox.open(by=bob, address="chair@acme.example", member=bob)
    assert refused.value.field == "address"
    team = Team.make("Board", by=alice)
    office = Mailbox.open(by=alice, address="office@acme.example", teams=[team])
    with pytest.raises(Refusal) as refused:
        Mailbox.open(by=bob, address=bob.user.email, member=bob, sending="through", through=office)
    assert refused.value.field == "through"
    assert Mailbox.open(by=bob, address=bob.user.email, member=bob).kept_by(bob)


def test_r12_a_draft_that_is_open_in_two_windows_leaves_once(
    bakery: Client, alice: Member, as_alice: Browser, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    told = {"to": "ana@bakery.example", "subject": "Rye", "text": "Two loaves"}
    as_alice.post(NEW, told | {"keep": "1"})
    draft = Message.objects.get()
    told |= {"draft": str(draft.public_id), "version": str(draft.version)}
    assert as_alice.post(NEW, told).status_code < 400
    assert as_alice.post(NEW, told).status_code >= 400
    assert Message.objects.filter(state="queued").count() == 1
    queued = Message.objects.get()
    assert str(queued.public_id) not in queued.message_id, "who knows its page cannot forge it"
