"""Who waits for an answer, to whom that is shown, and what becomes of it (V03, V08, X10)."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, Merge, Point
from atrium.clients.portrait import Portrait
from atrium.conftest import NewClient
from atrium.conversations.conversation import Conversation
from atrium.conversations.inbox import Inbox, waiting_threads
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.storing import Place, stored
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import (
    Call,
    Level,
    Mailbox,
    Message,
    Note,
    Sms,
    SmsNumber,
    Unanswered,
)
from atrium.conversations.models.sms import To
from atrium.conversations.tests.letters import letter
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.queue.models import TaskRun
from atrium.timeline.models import Event
from atrium.timeline.tasks import tell
from atrium.timeline.undoing import undo


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Nothing leaves by itself."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


@pytest.fixture
def office(alice: Member) -> Mailbox:
    return Mailbox.open(by=alice, address="office@acme.example")


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    """Of the bakery, which Alice owns."""
    bakery.give_to(alice, by=alice)
    person = Contact.add(by=alice, given_name="Ana", family_name="Ruiz")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind="email", text="ana@bakery.example")
    Point.add(person, by=alice, kind="phone", text="+44 7700 900123")
    return person


def come(box: Mailbox, key: str = "one", hours: float = 1, **headers: Any) -> Message:
    """A mail of Ana's that came in so many hours ago."""
    at = format_datetime(timezone.now() - timedelta(hours=hours))
    return stored(box, letter(f"Word {key}", Message_ID=f"<{key}@x>", Date=at, **headers))


def waiting(member: Member, view: str = "team") -> list[str]:
    return [line.title for line in Inbox.read(member, QueryDict(f"view={view}")).lines]


def reply(message: Message, client: Client, by: Member, box: Mailbox) -> Message:
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Re: Rye", html="<p>Yes</p>")
    draft = Message.write(client, writing, by=by, mailbox=box, answers=message)
    draft.send(by=by)
    return draft


def test_v08_a_clients_last_word_waits_until_a_word_of_ours_and_a_note_is_none(
    office: Mailbox, ana: Contact, bakery: Client, alice: Member
) -> None:
    first = come(office)
    come(office, "auto", Auto_Submitted="auto-replied")
    come(office, "news", List_Id="<news.bakery.example>")
    come(office, "old", hours=24 * 40)
    come(office, "ours", From="alice@acme.example", To="ana@bakery.example")
    assert waiting(alice) == ["Rye"]
    Note.write(bakery, by=alice, html="<p>Answer her</p>")
    invitation = Writing(to=[Receiver("ana@bakery.example")], subject="Invitation")
    post(bakery, invitation, by=alice)
    assert waiting(alice) == ["Rye"], "what is told inside, or sent by itself, answers nobody"

    answer = reply(first, bakery, alice, office)
    assert waiting(alice) == []
    answer.take_back(by=alice)
    assert waiting(alice) == ["Rye"], "nothing left after all"
    answer.send(by=alice)
    Message.objects.filter(pk=answer.pk).update(state="failed")
    answer.tell()
    assert waiting(alice) == ["Rye"]

    call: dict[str, Any] = {"contact": ana, "direction": "out", "outcome": "no_answer"}
    Call.log(bakery, by=alice, **call)
    assert waiting(alice) == ["Rye"], "nobody was reached"
    Call.log(bakery, by=alice, **call | {"outcome": "reached"})
    assert waiting(alice) == []
    undo(alice.acts.latest("id"), by=alice)
    assert waiting(alice) == ["Rye"]

    number = SmsNumber.set_up(by=alice, name="Office", number="+447700900000")
    Sms.write(bakery, "Yes", [To("+447700900123", "Ana", ana)], by=alice, number=number)
    assert waiting(alice) == [], "an answer by another way"
    Sms.take_in(
        number, sid="s1", sender=To("+447700900123", "Ana", ana), text="Thanks", clients=[bakery]
    )
    assert waiting(alice) == ["SMS"]
    sent = letter("Bye", Message_ID="<s@x>", From="office@acme.example", To="ana@bakery.example")
    stored(office, sent, Place(folder="Sent", is_sent=True))
    assert waiting(alice) == ["SMS"], "that was said before"


def test_v03_a_conversation_is_assigned_put_off_closed_and_comes_back_by_itself(
    office: Mailbox, ana: Contact, bakery: Client, alice: Member, bob: Member
) -> None:
    first = come(office)
    assert (waiting(alice, "mine"), waiting(bob, "mine")) == (["Rye"], []), "she owns the client"
    talk = Conversation.named(first.thread.public_id, alice)
    assert talk is not None
    talk.assign(bob)
    assert (waiting(alice, "mine"), waiting(bob, "mine")) == ([], ["Rye"])
    assert [each.pk for each in waiting_threads(bob)] == [first.thread_id]
    told = Event.objects.get(kind="message.assigned")
    assert str(told.sentence) == "Alice Ash gave a conversation to Bob Birch"

    tomorrow = timezone.now() + timedelta(days=1)
    talk.snooze(tomorrow)
    assert (waiting(bob, "mine"), waiting(bob, "later")) == ([], ["Rye"])
    with pytest.raises(Refusal, match="to come"):
        talk.snooze(timezone.now() - timedelta(minutes=1))
    come(office, "two", hours=0.5, In_Reply_To="<one@x>")
    assert waiting(bob, "mine") == ["Rye"], "she wrote again"
    assert Inbox.read(bob, QueryDict()).lines[0].waiting == 2

    again = Conversation.named(first.thread.public_id, bob)
    assert again is not None
    assert Inbox.read(bob, QueryDict()).lines[0].unread
    again.look()
    assert not Inbox.read(bob, QueryDict()).lines[0].unread
    assert Inbox.read(alice, QueryDict("view=team")).lines[0].unread, "each looks for themselves"
    again.finish()
    assert waiting(alice) == []
    undo(bob.acts.latest("id"), by=bob)
    assert waiting(alice) == ["Rye"]
    Unanswered.objects.update(snoozed_until=timezone.now() - timedelta(minutes=1))
    assert waiting(alice) == []
    assert Unanswered.objects.all().wake() == 2
    assert waiting(alice) == ["Rye"]
    assert Inbox.read(bob, QueryDict()).lines[0].unread, "it comes back as new"


def test_x10_what_one_may_not_know_of_makes_no_line_no_count_and_no_figure(
    bakery: Client, ana: Contact, alice: Member, bob: Member, charlie: Member, as_bob: Browser
) -> None:
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    secret = come(own)
    key = secret.thread.public_id
    portraits = [Portrait.numbered(bakery.number, member) for member in (alice, bob)]
    assert [p.client.waiting_since for p in portraits if p] == [None, None], "figures are for all"
    assert (waiting(alice), waiting(bob)) == (["Rye"], [])
    assert Conversation.named(key, bob) is None
    assert as_bob.get(f"/acme/inbox/{key}/").status_code == 404
    talk = Conversation.named(key, alice)
    assert talk is not None
    with pytest.raises(Refusal, match="may not see it"):
        talk.assign(bob)
    talk.finish()
    act = alice.acts.latest("id")
    assert as_bob.post(f"/acme/acts/{act.pk}/undo/").status_code == 404
    undo(act, by=alice)

    secret.show_to(Level.EXISTS, by=alice)
    [line] = Inbox.read(bob, QueryDict("view=team")).lines
    assert (line.title, line.seen.excerpt) == ("An e-mail", "")
    shown = Portrait.numbered(bakery.number, bob)
    assert shown is not None
    assert shown.client.waiting_since == secret.at
    bakery.restrict(by=alice, to_team=True)
    assert (waiting(alice), waiting(bob)) == (["Rye"], [])
    with current.entered(charlie.organisation):
        assert waiting(charlie) == []


def test_v08_who_is_to_answer_hears_of_a_conversation_once(
    office: Mailbox, ana: Contact, bakery: Client, alice: Member, bob: Member
) -> None:
    def hear() -> list[tuple[str, str]]:
        rows = Notification.objects.filter(read_at=None).order_by("id")
        return list(rows.values_list("member__name", "event__kind"))

    own = Mailbox.open(by=bob, address=bob.user.email, member=bob)
    first = come(own)
    announce_all()
    assert hear() == [("Bob Birch", "message.received")], "the owner may not know of it"
    come(own, "two", hours=0.5, In_Reply_To="<one@x>")
    announce_all()
    assert len(hear()) == 1, "once for a conversation"
    talk = Conversation.named(first.thread.public_id, bob)
    assert talk is not None
    talk.look()
    assert hear() == []
    come(office, "three", hours=0.2, Subject="Spelt")
    come(office, "auto", hours=0.1, Subject="Away", Auto_Submitted="auto-replied")
    announce_all()
    assert hear() == [("Alice Ash", "message.received")]


def announce_all() -> None:
    """Tell what the queue would tell."""
    for run in TaskRun.objects.filter(task="atrium.timeline.tasks.tell").order_by("id"):
        tell.func(*run.args)
        run.delete()


def test_v03_the_inbox_in_the_browser_answers_in_place(  # noqa: PLR0913, PLR0917 - each is one who looks
    office: Mailbox,
    ana: Contact,
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    as_vera: Browser,
    django_assert_max_num_queries: Any,
) -> None:
    first = come(office)
    for n in range(3):
        come(office, f"more{n}", hours=2 + n, Subject=f"Spelt {n}")
    place = f"/acme/inbox/{first.thread.public_id}/"
    as_alice.get("/acme/inbox/")
    with django_assert_max_num_queries(12):
        page = as_alice.get("/acme/inbox/").content.decode()
    assert page.index("Rye") < page.index("Spelt 0") < page.index("Spelt 2")
    assert '<span>Inbox</span><span class="count">4</span>' in page
    opened = as_alice.get(f"{place}?reply").content.decode()
    with django_assert_max_num_queries(12):
        as_alice.get(place)
    assert 'name="inbox"' in opened
    assert "Goes out to the client" in opened
    assert 'id="note-form"' not in opened, "nothing inside can be taken for it"
    told = {"to": "ana@bakery.example", "subject": "Re: Rye", "text": "Yes", "inbox": "1"}
    told["answers"] = str(first.public_id)
    sent = as_alice.post("/acme/clients/1/mail/new/", told, headers={"HX-Request": "true"})
    assert sent["HX-Trigger"] == "inbox:again"
    assert "note-form" not in sent.content.decode()
    assert waiting(alice) == ["Spelt 0", "Spelt 1", "Spelt 2"]
    assert "nothing waits here" in as_alice.get(place).content.decode()

    keys = [line.thread.public_id for line in Inbox.read(alice, QueryDict("view=team")).lines]
    htmx = {"HX-Request": "true", "HX-Target": "div#inbox"}
    done = as_alice.post(f"/acme/inbox/{keys[0]}/done/", headers=htmx).content.decode()
    assert "Spelt 0" not in done
    [focused] = [part for part in done.split("<li") if " autofocus" in part]
    assert "Spelt 1" in focused, "one goes on with the next"
    assert "/undo/" in done
    assert as_alice.post(f"/acme/inbox/{keys[1]}/put-off/", {"when": "monday"}).status_code == 302
    assert as_alice.post(f"/acme/inbox/{keys[1]}/put-off/", {"until": "soon"}).status_code == 409
    assert as_alice.post(f"/acme/inbox/{keys[1]}/put-off/", {"back": "1"}).status_code == 302
    me = {"member": str(alice.public_id)}
    assert as_alice.post(f"/acme/inbox/{keys[2]}/assign/", me).status_code == 302
    assert as_alice.post(f"/acme/inbox/{keys[2]}/assign/", {"member": "x"}).status_code == 404
    assert as_alice.post(f"/acme/inbox/{keys[2]}/unread/").status_code == 302
    assert "Spelt 1" in as_vera.get("/acme/inbox/?view=team").content.decode()
    assert as_vera.post(f"/acme/inbox/{keys[1]}/done/").status_code == 403
    assert "Waiting for an answer" in as_alice.get("/acme/").content.decode()
    assert "Waits for an answer" in as_alice.get("/acme/clients/1/").content.decode()


def test_v03_waiting_is_a_condition_and_a_column_of_the_list_and_survives_a_merge(
    office: Mailbox,
    ana: Contact,
    bakery: Client,
    new_client: NewClient,
    alice: Member,
    as_alice: Browser,
) -> None:
    mill = new_client("Mill")
    come(office)
    Member.objects.filter(pk=alice.pk).update(list_columns=["waiting_since"])
    found = as_alice.get("/acme/clients/?where=waiting.is:yes").content.decode()
    assert ("Vincent" in found, "Mill" in found) == (True, False)
    assert "Waiting for an answer since" in found
    Merge.perform(keep=mill, absorb=[bakery], by=alice)
    [line] = Inbox.read(alice, QueryDict("view=team")).lines
    assert line.client == mill
