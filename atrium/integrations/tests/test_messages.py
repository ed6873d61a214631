"""E-mail over the API: written, sent, and seen as far as its level says (R12, X10)."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.conversations.mail.storing import stored
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Level, Mailbox, Message
from atrium.conversations.tests.letters import letter
from atrium.documents.models import File
from atrium.integrations.tests.conftest import Program, token_of
from atrium.integrations.tests.test_parts import made
from atrium.organisations.models import Member


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def test_r12_a_program_writes_attaches_sends_and_takes_back(
    program: Program, bakery: Client, alice: Member
) -> None:
    path = f"/clients/{bakery.public_id}/messages"
    ana = {"address": "ana@bakery.example", "name": "Ana"}
    draft = made(program.ask("POST", path, {"to": [ana], "subject": "Rye", "text": "Three"}))
    assert (draft["state"], draft["to"][0]["name"], draft["html"]) == (
        "draft",
        "Ana",
        "<p>Three</p>",
    )
    one = f"/messages/{draft['id']}"
    changed = program.ask("PATCH", one, {"subject": "Wheat", "level": "subject"}).json()
    assert (changed["subject"], changed["text"], len(changed["to"])) == ("Wheat", "Three", 1)
    sent = program.ask("POST", f"{one}/send", {}).json()
    assert (sent["state"], sent["leaves_at"] is not None) == ("queued", True)
    assert program.ask("PATCH", one, {"subject": "Oat"}).status_code == 409
    assert program.ask("POST", f"{one}/take-back").json()["state"] == "draft"
    assert program.ask("POST", f"{one}/retry").status_code == 409
    assert [m["id"] for m in program.ask("GET", f"{path}?state=draft").json()["items"]] == [
        draft["id"]
    ]
    [box] = program.ask("GET", "/mailboxes").json()["items"]
    assert box["address"] == "alice@acme.example"
    assert not [name for name in box if "secret" in name or "smtp" in name]
    terms = File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)
    chosen = {"document": str(terms.public_id)}
    kept = made(program.ask("POST", f"{one}/documents", chosen))
    assert (kept["name"], kept["size"]) == ("terms.txt", 6)
    strange = program.ask("POST", f"{one}/documents", {"document": draft["id"]})
    assert (strange.status_code, "document" in strange.content.decode()) == (422, True)
    few = Program(token_of(alice, ["messages:write"]))
    assert few.ask("POST", f"{one}/documents", chosen).status_code == 403
    Message.objects.update(state="sent")
    forward = made(program.ask("POST", path, {"forwards": draft["id"]}))
    assert [file["name"] for file in forward["attachments"]] == ["terms.txt"]
    assert few.ask("POST", path, {"forwards": draft["id"]}).status_code == 403
    Message.objects.filter(public_id=draft["id"]).update(state="draft")
    for message in (draft, forward):
        assert program.ask("DELETE", f"/messages/{message['id']}").status_code == 204
    assert not Message.objects.exists()


def test_r12_what_is_wrong_is_said_at_its_field(
    program: Program, bakery: Client, alice: Member
) -> None:
    path = f"/clients/{bakery.public_id}/messages"
    ana = Contact.add(by=alice, given_name="Ana")
    Link.make(bakery, ana, by=alice)
    Point.add(ana, by=alice, kind="email", text="ana@bakery.example")
    NoContact.place(ana, by=alice, reason="left in anger")
    for body, status, words in (
        ({"to": [{"address": "nobody"}]}, 422, "to.0.address"),
        ({"text": "a", "html": "b"}, 422, "not both"),
        ({"to": [{"address": "ana@bakery.example"}]}, 422, "left in anger"),
        ({"mailbox": str(bakery.public_id)}, 422, "mailbox"),
        ({"answers": str(bakery.public_id)}, 422, "answers"),
    ):
        answer = program.ask("POST", path, body)
        assert (answer.status_code, words in answer.content.decode()) == (status, True), body
    empty = made(program.ask("POST", path, {}))
    assert program.ask("POST", f"/messages/{empty['id']}/send", {}).status_code == 422


def test_x10_of_a_message_a_program_learns_what_its_member_may_see(
    program: Program, bakery: Client, alice: Member, bob: Member
) -> None:
    box = Mailbox.open(by=bob, address="bob@acme.example", member=bob)
    writing = Writing(to=[Receiver("ana@bakery.example")], subject="Salary", html="<p>Secret</p>")
    message = Message.write(bakery, writing, by=bob, mailbox=box)
    message.attach(SimpleUploadedFile("plan.txt", b"x"), by=bob)
    file = message.attachments.get().public_id
    one, lists = (
        f"/messages/{message.public_id}",
        ("/messages", f"/clients/{bakery.public_id}/messages"),
    )
    assert program.ask("GET", one).status_code == 404
    Message.objects.update(state="sent")
    shown: dict[Level, Any] = {}
    for level in Level:
        message.show_to(level, by=bob)
        answer = program.ask("GET", one)
        found = [len(program.ask("GET", each).json()["items"]) for each in lists]
        words = [
            len(program.ask("GET", f"/messages?q={w}").json()["items"]) for w in ("sal", "SECR")
        ]
        text = answer.content.decode()
        seen = [part in text for part in ("Salary", "Secret", "plan.txt", "ana@bakery")]
        got = program.ask("GET", f"{one}/attachments/{file}").status_code
        shown[level] = (answer.status_code, found, words, seen, got)
    no, yes = False, True
    assert shown == {
        Level.NOBODY: (404, [0, 0], [0, 0], [no, no, no, no], 404),
        Level.EXISTS: (200, [1, 1], [0, 0], [no, no, no, no], 404),
        Level.SUBJECT: (200, [1, 1], [1, 0], [yes, no, no, yes], 404),
        Level.ALL: (200, [1, 1], [1, 1], [yes, yes, yes, yes], 200),
    }
    assert program.ask("PUT", f"{one}/level", {"level": "nobody"}).status_code == 409


def test_r12_templates_are_kept_and_filled_in(program: Program, bakery: Client) -> None:
    body = {"label": "Quote", "subject": "For {{client.name}}", "text": "Dear {{contact.name}}"}
    template = made(program.ask("POST", "/message-templates", body))
    filled = program.ask(
        "GET", f"/clients/{bakery.public_id}/message-templates/{template['id']}"
    ).json()
    assert (filled["subject"], filled["text"]) == (f"For {bakery.name}", f"Dear {bakery.name}")
    wrong = {"label": "Other", "text": "Dear {{contact.nam}}"}
    assert "{{contact.name}}" in program.ask("POST", "/message-templates", wrong).content.decode()
    assert program.ask("DELETE", f"/message-templates/{template['id']}").status_code == 204


def test_v03_a_program_works_through_the_inbox_as_far_as_its_member_sees(
    program: Program, bobs_program: Program, bakery: Client, alice: Member, bob: Member
) -> None:
    Point.add(bakery, by=alice, kind="email", text="ana@bakery.example")
    office = Mailbox.open(by=alice, address="office@acme.example")
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    now = format_datetime(timezone.now())
    open_one = stored(office, letter(Date=now))
    secret = stored(own, letter(Date=now, Message_ID="<2@x>", Subject="Private"))
    listed = program.ask("GET", "/inbox?view=team&limit=1").json()
    rest = program.ask("GET", f"/inbox?view=team&limit=1&cursor={listed['next']}").json()
    both = listed["items"] + rest["items"]
    assert {one["subject"] for one in both} == {"Rye", "Private"}
    assert {one["unread"] for one in both} == {True}
    [seen] = bobs_program.ask("GET", "/inbox?view=team").json()["items"]
    assert (seen["subject"], seen["sender"]) == ("Rye", "ana@bakery.example")

    talk = f"/conversations/{open_one.thread.public_id}"
    hidden = f"/conversations/{secret.thread.public_id}"
    assert bobs_program.ask("POST", f"{hidden}/done").status_code == 404
    to_bob = {"member": str(bob.public_id)}
    assert program.ask("PUT", f"{hidden}/assignee", to_bob).status_code == 422
    assert program.ask("PUT", f"{talk}/assignee", to_bob).status_code == 204
    old = {"until": "2001-01-01T00:00:00Z"}
    [mine] = bobs_program.ask("GET", "/inbox").json()["items"]
    assert mine["assignee"]["label"] == "Bob Birch"
    assert bobs_program.ask("PUT", f"{talk}/snooze", old).status_code == 422
    until = (timezone.now() + timedelta(days=1)).isoformat()
    assert bobs_program.ask("PUT", f"{talk}/snooze", {"until": until}).status_code == 204
    assert bobs_program.ask("GET", "/inbox").json()["items"] == []
    assert len(bobs_program.ask("GET", "/inbox?view=later").json()["items"]) == 1
    assert bobs_program.ask("PUT", f"{talk}/snooze", {"until": None}).status_code == 204
    assert bobs_program.ask("GET", hidden).status_code == 404
    standing = bobs_program.ask("GET", talk)
    [waits] = standing.json()["waiting"]
    assert (waits["subject"], standing.json()["assignee"]["label"]) == ("Rye", "Bob Birch")
    stored(
        office,
        letter("And one more", Date=now, Message_ID="<3@x>", In_Reply_To="<one@bakery.example>"),
    )
    done = {"done": True, "assignee": str(alice.public_id)}
    late = bobs_program.ask("PATCH", talk, done, If_Match=standing["ETag"])
    assert late.status_code == 412, "the client wrote again meanwhile"
    tag = bobs_program.ask("GET", talk)["ETag"]
    told = bobs_program.ask("PATCH", talk, {"assignee": None}, If_Match=tag)
    assert (told.json()["assignee"], len(told.json()["waiting"])) == (None, 2)
    assert (
        bobs_program.ask("PATCH", talk, to_bob | {"assignee": str(bob.public_id)}).status_code
        == 422
    )
    assert bobs_program.ask("PATCH", talk, {"assignee": str(bob.public_id)}).status_code == 200
    assert bobs_program.ask("POST", f"{talk}/done").status_code == 204
    assert bobs_program.ask("GET", "/inbox").json()["items"] == []
    assert bobs_program.ask("POST", f"{talk}/done").status_code == 409
