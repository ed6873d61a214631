"""What goes by itself when its time is over, and what would go before a rule is saved (J24, X11)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from atrium.billing.events import InvoiceSent
from atrium.clients.models import Client, Contact, Link
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Attachment, Call, Comment, Mailbox, Message, Note
from atrium.foundation.errors import Refusal
from atrium.imports.models import Import, ImportRow
from atrium.jobs.models import Job
from atrium.notifications.models import Notification
from atrium.organisations.models import Member, Organisation, OwnRole
from atrium.organisations.permissions import Can, Role
from atrium.privacy.models import RetentionRule, RetentionRun
from atrium.privacy.tasks import look_at_retention
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.record import record
from atrium.timeline.undoing import undo

PARTS = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nThe gold\r\n--x\r\nContent-Disposition: attachment; filename=gold.txt\r\n\r\ngold\r\n--x--"


def say_all(client: Client, alice: Member, word: str) -> dict[str, Any]:
    """One of each thing that is said, with this word in it."""
    box = Mailbox.of(alice)
    head = f"From: cy@{word}.example\r\nSubject: {word}\r\nMessage-ID: <{word[0]}@b>\r\n".encode()
    return {
        "call": Call.log(client, by=alice, number="020 7946 0123", note=word),
        "note": Note.write(client, by=alice, html=f"<p>{word}</p>"),
        "comment": Comment.write(client, by=alice, html=f"<p>{word}</p>"),
        "mail": stored(box, head + PARTS.replace(b"gold", word.encode())),
    }


def told(word: str) -> list[str]:
    """In which tables the word still stands."""
    tables: tuple[Any, ...] = (Call, Note, Comment, Message, Attachment, Change, Event)
    return [
        model.__name__
        for model in tables
        if any(word in json.dumps([str(v) for v in row]) for row in model.objects.values_list())
    ]


def test_j24_what_was_said_goes_when_its_time_is_over_and_that_it_was_said_stays(
    alice: Member, bakery: Client, as_alice: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=800), tick=False):
        old = say_all(bakery, alice, "oldgold")
        pinned = Note.write(bakery, by=alice, html="<p>oldrule</p>", pinned=True)
        Message.objects.update(at=timezone.now())
    say_all(bakery, alice, "newgold")
    events = Event.objects.count()
    page = as_alice.get("/acme/settings/retention/calls/?count=2&unit=years").content.decode()
    assert "1 call would go now" in page
    assert "call to Vincent&#x27;s Bakery" in page
    assert told("oldgold") == [
        "Call", "Note", "Comment", "Message", "Attachment", "Change", "Event"
    ]  # fmt: skip

    for sort in ("calls", "notes", "comments", "messages"):
        body = {"count": "24", "unit": "months"}
        assert as_alice.post(f"/acme/settings/retention/{sort}/", body).status_code == 302
    assert "1 note</a> would go now" in as_alice.get("/acme/settings/retention/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert look_at_retention.func() == 1

    assert told("oldgold") == []
    assert len(told("newgold")) == 7
    assert Event.objects.count() == events
    assert Call.objects.get(pk=old["call"].pk).contact is None
    assert Message.objects.get(pk=old["mail"].pk).message_id == "o@b"
    pinned.refresh_from_db()
    assert pinned.text == "oldrule"
    run = RetentionRun.objects.get()
    assert run.figures == {"calls": 1, "comments": 1, "messages": 1, "notes": 1}
    log = as_alice.get("/acme/settings/log/").content.decode()
    assert "Let go what was kept long enough: 1 call, 1 comment, 1 message, 1 note" in log
    assert "Set how long to keep: Calls, 2 years" in log
    act = Act.objects.get(label__startswith="Let go")
    with pytest.raises(Refusal, match="cannot be brought back"):
        undo(act, by=alice)
    assert RetentionRun.go() is None


def test_j24_a_run_goes_on_where_it_was_cut_short(
    alice: Member, bakery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        for number in range(3):
            Call.log(bakery, by=alice, number=f"020 7946 012{number}")
    rule = RetentionRule.keep("calls", by=alice, months=1)
    talk = RetentionRule.keep("timeline-talk", by=alice, months=1)
    monkeypatch.setattr(type(rule.what), "at_a_time", 2)
    monkeypatch.setattr(type(talk.what), "at_a_time", 2)
    assert RetentionRun.portion(rule) == 2
    assert RetentionRun.portion(talk) == 2
    assert talk.pending().count() == 1

    run = RetentionRun.go()
    assert run is not None
    assert run.figures == {"calls": 3, "timeline-talk": 3}
    assert set(Call.objects.values_list("number", flat=True)) == {""}
    assert RetentionRun.objects.count() == 1


def test_j24_leads_notifications_and_imports_go_and_who_does_business_stays(
    alice: Member, bob: Member, bakery: Client, new_client: Any
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=400), tick=False):
        mina = new_client("Mina Patel", kind="individual")
        firm, busy = new_client("Quiet Ltd"), new_client("Busy Ltd")
        cy = Contact.add(by=alice, given_name="Cy", family_name="Young")
        both = Contact.add(by=alice, given_name="Dee", family_name="Both")
        for client, person in ((firm, cy), (firm, both), (bakery, both)):
            Link.make(client, person, by=alice)
        Job.add(busy, by=alice, title="Shelves")
        Notification.tell(Event.objects.filter(client=mina)[0], [bob])
        taken = Import.take(ContentFile(b"Name\nAsh Gold\n"), by=alice, name="a.csv")
        taken.plan(mapping='{"columns": [{"header": "Name", "target": "name"}]}')
    Call.log(bakery, by=alice)
    status = mina.status
    with pytest.raises(Refusal, match="in which status"):
        RetentionRule.keep("leads", by=alice, months=12)
    RetentionRule.keep("leads", by=alice, months=12, statuses=[status.public_id])
    for sort in ("notifications", "imports"):
        RetentionRule.keep(sort, by=alice, months=12)
    run = RetentionRun.go()
    assert run is not None
    assert run.figures == {"imports": 1, "leads": 2, "notifications": 1}

    names = set(Client.objects.live().values_list("name", flat=True))
    assert names == {"Busy Ltd", "Vincent's Bakery"}
    mina.refresh_from_db()
    assert mina.name == "Erased person"
    assert {*Contact.objects.values_list("name", flat=True)} == {"Dee Both", "Erased person"}
    assert not Notification.objects.exists()
    assert ImportRow.objects.get().raw == {}
    assert Import.objects.get().stored_as == ""


def test_j24_retention_is_for_admins_and_never_shorter_than_the_law(
    alice: Member, bob: Member, as_alice: Browser, as_bob: Browser, as_charlie: Browser
) -> None:
    home = "/acme/settings/retention/"
    assert (as_bob.get(home).status_code, as_charlie.get(home).status_code) == (403, 404)
    with pytest.raises(Refusal, match="ask an admin"):
        RetentionRule.keep("calls", by=bob, months=1)
    short = as_alice.post(f"{home}timeline-money/", {"count": "5", "unit": "years"})
    assert short.status_code == 422
    assert "The law wants it kept for 6 years" in short.content.decode()
    assert as_alice.get(f"{home}invoices/").status_code == 404
    assert as_alice.post(f"{home}calls/", {"count": "0", "unit": "years"}).status_code == 422
    assert not RetentionRule.objects.exists()


def test_j24_a_rule_that_was_ended_or_that_the_law_overtook_takes_nothing_more(
    acme: Organisation, alice: Member, bakery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=2700), tick=False):
        for _ in range(3):
            Call.log(bakery, by=alice, number="020 7946 0123")
        told: dict[str, Any] = {"invoice": "A-1", "shown": "£1", "amount": 100, "currency": "GBP"}
        with transaction.atomic():
            record(
                InvoiceSent(**told, to="ash@bakery.example", how="e-mail"), client=bakery, by=alice
            )
    stale = RetentionRule.keep("calls", by=alice, months=1)
    monkeypatch.setattr(type(stale.what), "at_a_time", 2)
    assert RetentionRun.portion(stale) == 2
    RetentionRule.objects.get(sort="calls").end(by=alice)
    assert RetentionRun.portion(stale) == 0
    assert list(Call.objects.order_by("id").values_list("number", flat=True))[2] != ""

    acme.country = "GB"
    acme.save()
    rule = RetentionRule.keep("timeline-money", by=alice, months=72)
    acme.country = "DE"
    acme.save()
    assert RetentionRun.portion(rule) == 0
    acme.country = "GB"
    acme.save()
    assert RetentionRun.portion(rule) == 1


def test_j24_a_preview_names_nothing_that_its_reader_does_not_see(
    alice: Member, bob: Member, bakery: Client, new_client: Any, as_bob: Browser
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=800), tick=False):
        secret = new_client("Secret Ltd")
        for client in (secret, bakery):
            Call.log(client, by=alice, number="020 7946 0123")
            Note.write(client, by=alice, html="<p>word</p>")
    secret.restrict(by=alice, to_team=True)
    held = {Can.CALLS_SEE, Can.PRIVACY_MANAGE}
    role = OwnRole.make("Data protection", base=Role.STAFF, permissions=held, by=alice)
    bob.change_role(role, by=alice)
    as_bob.force_login(bob.user)
    home = "/acme/settings/retention/"
    calls = as_bob.get(f"{home}calls/?count=1&unit=years").text
    assert "2 calls would go now" in calls
    assert "Vincent" in calls
    assert "Secret" not in calls
    notes = as_bob.get(f"{home}notes/?count=1&unit=years").text
    assert "2 notes would go now" in notes
    assert "Vincent" not in notes
    status = bakery.status.public_id
    leads = as_bob.get(f"{home}leads/?count=1&unit=years&statuses={status}").text
    assert "Secret" not in leads
