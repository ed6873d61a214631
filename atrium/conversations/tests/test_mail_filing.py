"""To which clients mail is filed, why not, and what becomes of unknown senders (R12, X05, V01, V08, X10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.activity import Asked, stretch
from atrium.clients.models import Client, Contact, Link, Point
from atrium.clients.models.point import PointKind
from atrium.conftest import NewClient
from atrium.conversations.mail import sorting
from atrium.conversations.mail.storing import Place, stored
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import (
    Direction,
    FiledBy,
    Filing,
    Holding,
    Ignored,
    Level,
    Mailbox,
    Message,
    State,
    Unfiled,
    Why,
)
from atrium.conversations.tests.letters import letter
from atrium.notifications.sight import may_see
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.undoing import undo

SORT = "/acme/mail/"


@pytest.fixture
def office(alice: Member) -> Mailbox:
    return Mailbox.open(by=alice, address="office@acme.example")


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    person = Contact.add(by=alice, given_name="Ana", family_name="Ruiz")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    return person


def grounds(message: Message) -> dict[int, str]:
    rows = Filing.objects.filter(message=message)
    return {row.client.number: row.how for row in rows.select_related("client")}


def why(message: Message) -> str:
    return str(Unfiled.objects.get(message=message).why)


def test_r12_mail_is_filed_by_address_reply_and_number_and_stands_in_the_story_when_it_was_said(
    office: Mailbox, ana: Contact, new_client: NewClient, as_bob: Browser
) -> None:
    quarry = new_client("Quarry")
    first = stored(office, letter("Three loaves, please"))
    assert grounds(first) == {1: FiledBy.ADDRESS}
    assert (first.direction, first.state) == (Direction.IN, State.RECEIVED)
    answer = stored(
        office,
        letter(
            From="new@elsewhere.example", Message_ID="<2@x>", In_Reply_To="<one@bakery.example>"
        ),
    )
    assert grounds(answer) == {1: FiledBy.REPLY}
    assert answer.thread == first.thread
    numbered = stored(
        office,
        letter(From="a@b.example", Message_ID="<3@x>", Subject=f"Re [C-{quarry.number:04d}]"),
    )
    assert grounds(numbered) == {2: FiledBy.NUMBER}
    [event] = Event.objects.filter(kind="message.received", subject_id=first.pk)
    assert event.at == first.at
    story = as_bob.get("/acme/clients/1/activity/").text
    assert "Three loaves, please" in story
    assert "Show whole e-mail" not in story


def test_r12_the_same_message_in_three_mailboxes_is_one_and_an_impostor_with_its_id_another(
    office: Mailbox, ana: Contact, alice: Member
) -> None:
    second = Mailbox.open(by=alice, address="sales@acme.example")
    rows = {
        stored(box, letter(), Place(folder="INBOX", uidvalidity=1, uid=7))
        for box in (office, second)
    }
    rows.add(stored(office, letter(), Place(folder="Archive", uidvalidity=1, uid=1)))
    assert len(rows) == 1
    assert Holding.objects.count() == 3
    forged = stored(office, letter("Other", From="eve@evil.example"))
    assert forged not in rows
    assert Message.objects.count() == 2


def test_r12_an_answer_that_came_before_what_it_answers_shares_its_thread(
    office: Mailbox, ana: Contact
) -> None:
    answer = stored(office, letter(Message_ID="<2@x>", In_Reply_To="<one@bakery.example>"))
    assert stored(office, letter()).thread == answer.thread


def test_v08_what_was_sent_elsewhere_is_on_the_thread_as_sent_by_its_member(
    bob: Member, ana: Contact, bakery: Client
) -> None:
    own = Mailbox.open(by=bob, address="bob@acme.example", member=bob, level=Level.ALL)
    mail = letter(From="Bob <bob@acme.example>", To="ana@bakery.example")
    row = stored(own, mail, Place(folder="Sent", uidvalidity=1, uid=1, is_sent=True))
    assert (row.direction, row.state, grounds(row)) == (Direction.OUT, State.SENT, {1: "address"})
    event = Event.objects.get(kind="message.sent")
    assert (event.actor, event.client) == (bob, bakery)


def test_x05_what_was_not_filed_says_why_and_never_goes_by_our_own_addresses(
    office: Mailbox,
    ana: Contact,
    alice: Member,
    bob: Member,
    new_client: NewClient,
    as_alice: Browser,
) -> None:
    Point.add(new_client("Ourselves"), by=alice, kind=PointKind.EMAIL, text="bob@acme.example")
    twins = [new_client("Twin One"), new_client("Twin Two")]
    for twin in twins:
        Point.add(twin, by=alice, kind=PointKind.EMAIL, text="both@twin.example")
    cases: dict[str, dict[str, Any]] = {
        Why.UNKNOWN: {"From": "x@stranger.example"},
        Why.COLLEAGUE: {"From": "bob@acme.example"},
        Why.SHARED: {"From": "both@twin.example"},
        Why.NOBODY: {"From": None},
        Why.LIST: {"From": "news@shop.example", "List_Id": "<news.shop.example>"},
        Why.AUTOMATIC: {"From": "y@away.example", "Auto_Submitted": "auto-replied"},
    }
    for reason, headers in cases.items():
        mail = letter(Message_ID=f"<{reason}@x>", Subject=f"About {reason}", **headers)
        assert why(stored(office, mail)) == reason
    page = as_alice.get(SORT).text
    assert all(f"About {reason}" in page for reason in cases)
    assert "several clients have it" in page
    assert "File to Twin One" in page
    assert "About list" not in as_alice.get(SORT, {"why": "colleague"}).text


def test_r12_past_contacts_and_archived_clients_count_where_nobody_has_the_address_now(
    office: Mailbox, ana: Contact, bakery: Client, alice: Member, new_client: NewClient
) -> None:
    Link.objects.get(contact=ana).end(by=alice)
    assert grounds(stored(office, letter())) == {1: FiledBy.ADDRESS}
    Link.make(new_client("Mill"), ana, by=alice)
    assert grounds(stored(office, letter(Message_ID="<2@x>"))) == {2: FiledBy.ADDRESS}


def test_v01_an_unknown_sender_becomes_a_client_a_contact_or_nothing_each_with_its_earlier_mail_and_undo(
    office: Mailbox, bakery: Client, alice: Member, as_alice: Browser
) -> None:
    rows = [
        stored(office, letter(f"Mail {at}", From="Cy <cy@new.example>", Message_ID=f"<{at}@x>"))
        for at in range(2)
    ]
    made = {"address": "cy@new.example", "name": "New Ltd"}
    assert as_alice.post(f"{SORT}senders/client/", made).status_code == 302
    client = Client.objects.get(name="New Ltd")
    assert all(grounds(row) == {client.number: FiledBy.ADDRESS} for row in rows)
    act = alice.acts.latest("id")
    undo(act, by=alice)
    assert not Client.objects.visible_to(alice).filter(name="New Ltd").exists()
    assert {why(row) for row in rows} == {Why.UNKNOWN}
    contact = {"address": "cy@new.example", "name": "Cy Dee", "client": "C-0001"}
    answer = as_alice.post(
        f"{SORT}senders/contact/",
        contact,
        headers={"HX-Request": "true", "HX-Target": "mail-sorting"},
    )
    assert "Undo" in answer.text
    assert all(grounds(row) == {1: FiledBy.ADDRESS} for row in rows)
    undo(alice.acts.latest("id"), by=alice)
    as_alice.post(f"{SORT}senders/ignore/", {"what": "new.example"})
    page = as_alice.get(SORT).text
    assert "Make a client" not in page
    assert "Mail 1" not in page or "Not filed" in page
    ignored = Ignored.objects.get()
    as_alice.post(f"{SORT}senders/{ignored.public_id}/heed/")
    assert "Make a client" in as_alice.get(SORT).text


def test_r12_mail_is_filed_and_taken_off_by_hand_with_the_reason_and_leaves_no_trace_in_the_story(
    office: Mailbox, ana: Contact, bakery: Client, alice: Member, as_alice: Browser
) -> None:
    row = stored(office, letter("Secret words"))
    url = f"{SORT}{row.public_id}/"
    assert as_alice.post(f"{url}clients/", {"client": "1"}).status_code == 409
    as_alice.post(f"{url}clients/1/off/", {"because": "Private"})
    assert (grounds(row), why(row)) == ({}, Why.HAND)
    assert "Secret words" not in as_alice.get("/acme/clients/1/activity/").text
    assert "Private" in as_alice.get(SORT).text
    undo(alice.acts.latest("id"), by=alice)
    assert grounds(row) == {1: FiledBy.ADDRESS}
    assert "Secret words" in as_alice.get("/acme/clients/1/activity/").text
    assert Event.objects.filter(kind="message.received").count() == 1


def test_x10_mail_of_a_personal_mailbox_is_nobody_elses_on_any_way(  # noqa: PLR0913, PLR0917
    alice: Member,
    bob: Member,
    ana: Contact,
    bakery: Client,
    as_bob: Browser,
    as_alice: Browser,
    charlie: Member,
) -> None:
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    filed = stored(own, letter("Secret words", Subject="Salary"))
    loose = stored(
        own, letter("Hidden", From="x@stranger.example", Message_ID="<2@x>", Subject="Doctor")
    )
    for row in (filed, loose):
        for part in ("", "body/", "clients/1/off/"):
            assert as_bob.get(f"{SORT}{row.public_id}/{part}").status_code in {404, 405}
        assert as_alice.get(f"{SORT}{row.public_id}/").status_code == 200
    assert as_bob.post(f"{SORT}{loose.public_id}/clients/", {"client": "1"}).status_code == 404
    page = as_bob.get(SORT).text + as_bob.get("/acme/clients/1/activity/").text
    assert not any(word in page for word in ("Salary", "Doctor", "stranger.example", "Secret"))
    event = Event.objects.get(kind="message.received")
    assert (may_see(alice, event), may_see(bob, event)) == (True, False)
    asked = Asked.read({}, alice.organisation)
    assert event not in stretch(bakery, bob, asked).events
    journal = [Act.objects.values_list("label", flat=True), list(Change.objects.values("after"))]
    assert not any(word in str(journal) for word in ("Salary", "Doctor", "Secret"))
    filed.show_to(Level.SUBJECT, by=alice)
    shown = as_bob.get(f"{SORT}{filed.public_id}/").text
    assert ("Salary" in shown, "Secret words" in shown) == (True, False)
    assert as_bob.get(f"{SORT}{filed.public_id}/body/").status_code == 404
    with pytest.raises(Exception, match="sees all of this"):
        sorting.take_off(filed, bakery, by=bob)
    bakery.restrict(to_team=True, by=alice)
    assert as_bob.get(f"{SORT}{filed.public_id}/").status_code == 404
    with current.entered(charlie.organisation):
        assert not Message.objects.exists()


def bounced(message_id: str, address: str = "ana@bakery.example", status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: bob@acme.example\r\nSubject: Undelivered\r\nMessage-ID: <b@mx>\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\n\r\nSorry\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 No such user\r\n\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n\r\n--x--\r\n"
    ).encode()


def test_r12_a_message_that_came_back_says_so_with_the_reason_and_doubts_the_address(
    office: Mailbox, ana: Contact, bakery: Client, bob: Member, as_bob: Browser
) -> None:
    box = Mailbox.open(by=bob, address="bob@acme.example", member=bob)
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Hi", html="<p>Hi</p>")
    sent = Message.write(bakery, writing, by=bob, mailbox=box)
    sent.message_id = f"{sent.public_id}@acme.example"
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, message_id=sent.message_id)
    stored(office, bounced("guessed@acme.example"))
    sent.refresh_from_db()
    assert sent.state == State.SENT
    report = stored(office, bounced(sent.message_id).replace(b"<b@mx>", b"<c@mx>"))
    sent.refresh_from_db()
    assert (sent.state, sent.problem, why(report)) == (
        State.BOUNCED,
        "550 No such user",
        Why.REPORT,
    )
    assert Point.objects.get(normal="ana@bakery.example").sound is False
    assert "550 No such user" in as_bob.get("/acme/clients/1/mail/").text
