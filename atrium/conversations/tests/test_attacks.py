"""X10, R12: ways around who sees and who sends, each tried once and held."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.merge_plan import Plan
from atrium.clients.models import Client, Merge, Point
from atrium.conftest import NewClient
from atrium.conversations.mail.leaving import hand_over
from atrium.conversations.mail.sight import as_seen
from atrium.conversations.mail.sorting import file, take_off, welcome_client
from atrium.conversations.mail.storing import Place, stored
from atrium.conversations.mail.tasks import file_rest
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Filing, Level, Mailbox, Message, Party, Thread
from atrium.conversations.models.message_state import CLAIMS
from atrium.conversations.tests.letters import letter
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Team
from atrium.organisations.permissions import Role
from atrium.timeline.models import Change, Event

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


def test_x10_a_merge_counts_and_dates_only_what_one_may_know_of(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member
) -> None:
    Member.objects.filter(pk=bob.pk).update(role=Role.MANAGER)
    manager, mill = Member.objects.get(pk=bob.pk), new_client("Mill")
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    secret = stored(own, letter(From="ana@bakery.example"))
    for client in (bakery, mill):
        Filing.objects.create(message=secret, client=client, how="hand", at=secret.at)
    plans = [Plan.of(bakery, [mill], {}, by=who) for who in (manager, alice)]
    assert ["messages" in plan.moved for plan in plans] == [False, False]
    assert [len(plan.held) for plan in plans] == [0, 1]
    Filing.objects.filter(message=secret, client=bakery).delete()
    plans = [Plan.of(bakery, [mill], {}, by=who) for who in (manager, alice)]
    assert [plan.moved.get("messages", 0) for plan in plans] == [0, 1]
    [merge] = Merge.perform(keep=bakery, absorb=[mill], by=alice)
    assert (merge.moved.get("messages", 0), merge.held) == (0, []), "others read it"
    assert Filing.objects.get(message=secret).client == bakery


def test_r12_what_stands_in_from_proves_nothing(bakery: Client, alice: Member) -> None:
    Point.add(bakery, by=alice, kind="email", text="ana@bakery.example")
    office = Mailbox.open(by=alice, address="office@acme.example")
    told = {"From": "Alice <alice@acme.example>", "To": "ana@bakery.example"}
    forged = stored(office, letter("Pay here", **told))
    assert (forged.direction, forged.state, forged.problem) == ("in", "received", CLAIMS)
    assert as_seen(forged, Level.SUBJECT).problem == CLAIMS, "who reads the sender is warned"
    assert Event.objects.get(kind="message.received").actor is None
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    again = stored(own, letter("Pay here", **told), Place(folder="Sent", is_sent=True))
    assert (again.pk, again.direction, again.problem) == (forged.pk, "out", ""), "it was ours"
    other = stored(office, letter("Pay there", **told))
    assert other.pk != forged.pk, "the same Message-ID and other words are another e-mail"
    assert "same Message-ID" in other.problem


def test_x10_what_is_shown_to_nobody_moves_no_client_up_the_list(
    bakery: Client, alice: Member
) -> None:
    Point.add(bakery, by=alice, kind="email", text="ana@bakery.example")
    before = Client.objects.get(pk=bakery.pk).active_at
    soon = timezone.now() + timedelta(minutes=1)
    office = Mailbox.open(by=alice, address="office@acme.example")
    with time_machine.travel(soon, tick=False):
        said = stored(office, letter(Date=format_datetime(soon)))
    assert Client.objects.get(pk=bakery.pk).active_at > before
    said.show_to(Level.NOBODY, by=alice)
    assert Client.objects.get(pk=bakery.pk).active_at == before
    said.show_to(Level.EXISTS, by=alice)
    assert Client.objects.get(pk=bakery.pk).active_at > before


def test_x10_nothing_is_sent_to_a_client_out_of_sight_nor_undone_of_a_message_out_of_sight(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser
) -> None:
    Mailbox.open(by=alice, address="office@acme.example")
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Rye")
    draft = Message.write(bakery, writing, by=bob, mailbox=Mailbox.of(bob))
    bakery.restrict(by=alice, to_team=True)
    with pytest.raises(Refusal, match="may not see this client"):
        draft.send(by=bob)
    bakery.restrict(by=alice, to_team=False)
    Member.objects.filter(pk=bob.pk).update(role=Role.MANAGER)
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    secret = stored(own, letter(Message_ID="<secret@x>"))
    file(secret, bakery, by=alice)
    take_off(secret, bakery, by=alice)
    act = alice.acts.latest("id")
    assert as_bob.post(f"/acme/acts/{act.pk}/undo/").status_code == 404
    assert not Filing.objects.filter(message=secret).exists()


def test_r12_who_makes_a_client_of_a_sender_files_only_what_they_see(
    alice: Member, bob: Member, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    office = Mailbox.open(by=alice, address="office@acme.example")
    secret = stored(own, letter(Message_ID="<secret@x>", From="new@mill.example"))
    plain = stored(office, letter(Message_ID="<plain@x>", From="new@mill.example"))
    welcome_client("new@mill.example", name="Mill", by=bob)
    assert [row.message_id for row in Filing.objects.all()] == [plain.pk]
    file_rest.func(alice.organisation.pk, "new@mill.example")
    told = {row.message_id: row.by_id for row in Filing.objects.all()}
    assert told == {plain.pk: bob.pk, secret.pk: None}, "the rest is nobody's act"
    assert not Change.objects.filter(act__actor=bob, after__message=secret.pk).exists()


def test_r12_a_message_that_cannot_be_written_out_fails_in_words_and_an_sms_is_no_message_id(
    bakery: Client, alice: Member
) -> None:
    box = Mailbox.open(by=alice, address="office@acme.example")
    sms = Message.objects.create(
        thread=Thread.objects.create(), channel="sms", message_id="sms:1:x", state="received"
    )
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Rye")
    reply = Message.write(bakery, writing, by=alice, mailbox=box, answers=sms)
    assert (reply.in_reply_to, reply.references) == ("", "")
    Party.objects.filter(message=reply, kind="to").update(address="not an address@@")
    Message.objects.filter(pk=reply.pk).update(
        state="queued", queued_at=timezone.now(), leave_at=timezone.now()
    )
    hand_over(reply.pk, Message.objects.get(pk=reply.pk).turn)
    failed = Message.objects.get(pk=reply.pk)
    assert failed.state == "failed"
    assert failed.problem
