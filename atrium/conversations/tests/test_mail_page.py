"""Writing e-mails on the client page (R12, R19, C04)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.clients.models.point import PointKind
from atrium.conversations.mail.tasks import leave
from atrium.conversations.models import Attachment, Level, Mailbox, Message, State
from atrium.organisations.models import Member

PAGE = "/acme/clients/1/activity/"
NEW = "/acme/clients/1/mail/new/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    person = Contact.add(by=alice, given_name="Ana", family_name="Ruiz")
    Link.make(bakery, person, by=alice)
    Point.add(person, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    return person


def send(browser: Browser, **values: Any) -> Any:
    words = {"to": "ana@bakery.example", "subject": "Rye", "text": "Three loaves"} | values
    return browser.post(NEW, words, headers=HTMX)


def let_leave(settings: Any) -> Message:
    message: Message = Message.objects.latest("id")
    message.leave_at = timezone.now()
    message.save()
    leave.func(message.organisation_id, message.pk, message.turn)
    message.refresh_from_db()
    return message


def test_r12_written_on_the_page_it_leaves_as_the_members_own_and_stands_in_the_story(
    bakery: Client, ana: Contact, as_bob: Browser, bob: Member, settings: Any, mailoutbox: Any
) -> None:
    page = as_bob.get(f"{PAGE}?mail").text
    assert "Send to Ana" in page
    assert "Goes out to the client" in page
    answer = send(as_bob, attach=_file("plan.html", b"<script>"))
    assert "leaves in 10 seconds" in answer.text
    message = let_leave(settings)
    assert (message.state, message.author) == (State.SENT, bob)
    [made] = mailoutbox
    assert (made.from_email, made.to) == ("bob@acme.example", ["ana@bakery.example"])
    story = as_bob.get(PAGE).text
    assert "Three loaves" in story
    assert 'data-way="out"' in story
    assert "Three loaves" in as_bob.get("/acme/clients/1/mail/").text
    file = Attachment.objects.get()
    given = as_bob.get(f"/acme/clients/1/mail/{message.public_id}/files/{file.public_id}/")
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"


def _file(name: str, content: bytes) -> Any:
    return SimpleUploadedFile(name, content)


def test_x10_others_read_on_page_tab_and_file_only_as_much_as_its_level_says(
    ana: Contact,
    as_bob: Browser,
    as_alice: Browser,
    as_vera: Browser,
    as_charlie: Browser,
    settings: Any,
) -> None:
    send(as_bob, attach=_file("secret.txt", b"x"))
    message = let_leave(settings)
    folder = f"/acme/clients/1/mail/{message.public_id}"
    file = f"{folder}/files/{Attachment.objects.get().public_id}/"
    shown = {}
    for level in Level:
        as_bob.post(f"{folder}/level/", {"level": level.value})
        pages = [as_alice.get(url).text for url in (PAGE, "/acme/clients/1/mail/")]
        shown[level] = [("Rye" in p, "Three loaves" in p, "secret.txt" in p) for p in pages]
        assert (as_alice.get(file).status_code == 200) == (level == Level.ALL)
        assert any("an e-mail" in p.lower() for p in pages[:1]) or level == Level.NOBODY
    nothing, subject, everything = (False,) * 3, (True, False, False), (True,) * 3
    assert shown == {
        Level.NOBODY: [nothing] * 2,
        Level.EXISTS: [nothing] * 2,
        Level.SUBJECT: [subject] * 2,
        Level.ALL: [everything] * 2,
    }
    assert as_charlie.get(file).status_code == 404
    assert as_alice.post(f"{folder}/level/", {"level": 0}).status_code == 409
    assert as_vera.post(NEW, {"to": "a@b.example"}).status_code == 403


def test_c04_taken_back_within_ten_seconds_it_is_a_draft_again_and_can_be_sent_changed(
    bakery: Client, ana: Contact, as_bob: Browser, settings: Any
) -> None:
    send(as_bob)
    message = Message.objects.get()
    again = as_bob.post(f"/acme/clients/1/mail/{message.public_id}/undo/", headers=HTMX).text
    assert f'name="draft" value="{message.public_id}"' in again
    send(as_bob, draft=str(message.public_id), subject="Wheat")
    message = let_leave(settings)
    assert (Message.objects.count(), message.subject, message.state) == (1, "Wheat", State.SENT)


def test_r19_several_contacts_are_written_to_at_once_and_who_is_not_is_named(
    bakery: Client, ana: Contact, alice: Member, as_bob: Browser
) -> None:
    bo = Contact.add(by=alice, given_name="Bo")
    cy = Contact.add(by=alice, given_name="Cy")
    links = [
        bakery.links.get(contact=ana),
        Link.make(bakery, bo, by=alice),
        Link.make(bakery, cy, by=alice),
    ]
    Point.add(cy, by=alice, kind=PointKind.EMAIL, text="cy@bakery.example")
    NoContact.place(cy, by=alice, reason="left in anger")
    chosen = "&".join(f"selected={link.public_id}" for link in links)
    page = as_bob.get(f"{NEW}?{chosen}", follow=True).text
    assert "Bo: No address for E-mail." in page
    assert "Cy: Do not contact: left in anger." in page
    assert "ana@bakery.example" in page
    refused = send(as_bob, to="ana@bakery.example, cy@bakery.example")
    assert refused.status_code == 422
    assert "left in anger" in refused.text
    assert not Message.objects.exists()


def test_r12_an_answer_stays_in_its_thread_and_quotes_what_it_answers(
    bakery: Client, ana: Contact, as_bob: Browser, settings: Any, mailoutbox: Any
) -> None:
    send(as_bob, cc="carl@bakery.example")
    first = let_leave(settings)
    page = as_bob.get(f"{PAGE}?mail&reply={first.public_id}&all").text
    assert 'value="Re: Rye"' in page
    assert "carl@bakery.example" in page
    assert "blockquote" in page
    send(as_bob, answers=str(first.public_id), subject="Re: Rye", text="Make it four")
    second = let_leave(settings)
    assert second.thread_id == first.thread_id
    headers = mailoutbox[-1].message()
    assert headers["In-Reply-To"] == headers["References"] == f"<{first.message_id}>"


def test_c04_without_any_address_there_is_a_note_button_instead(
    bakery: Client, as_bob: Browser, as_vera: Browser, alice: Member
) -> None:
    assert 'data-key-target="n"' in as_bob.get(PAGE).text
    assert "?mail" not in as_vera.get(PAGE).text
    bakery.archive(by=alice)
    assert send(as_bob).status_code == 409


def test_r12_what_is_wrong_is_said_at_its_field(bakery: Client, as_bob: Browser) -> None:
    for values, words in (
        ({"to": "not an address"}, "is no e-mail address"),
        ({"to": ""}, "Say whom it goes to"),
        ({"text": "", "subject": ""}, "Write something first"),
        ({"leave_at": "2020-01-01T10:00"}, "still to come"),
    ):
        answer = send(as_bob, **values)
        assert (answer.status_code, words in answer.text) == (422, True)
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_v01_however_much_was_written_the_page_and_the_tab_take_eleven_statements(
    bakery: Client, ana: Contact, as_bob: Browser, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        send(as_bob, cc="carl@bakery.example", attach=_file("plan.txt", b"x"))
    Message.objects.update(state=State.SENT)
    for message in Message.objects.all():
        message.tell()
    as_bob.get(PAGE)
    for url in (PAGE, "/acme/clients/1/mail/"):
        with django_assert_num_queries(11):
            page = as_bob.get(url).text
        assert page.count("plan.txt") == rows


def test_x07_words_of_messages_are_found_inside_a_client_as_far_as_one_reads_them(
    bakery: Client, ana: Contact, as_bob: Browser, as_alice: Browser, settings: Any
) -> None:
    send(as_bob, subject="Rye", text="Three loaves")
    message = let_leave(settings)
    shown = {}
    for level in Level:
        as_bob.post(f"/acme/clients/1/mail/{message.public_id}/level/", {"level": level.value})
        pages = {
            (word, tab): as_alice.get(f"/acme/clients/1/{tab}/?q={word}").text
            for word in ("rye", "LOAVES")
            for tab in ("activity", "mail")
        }
        shown[level] = [f"message-{message.public_id}" in page for page in pages.values()]
    assert shown == {
        Level.NOBODY: [False] * 4,
        Level.EXISTS: [False] * 4,
        Level.SUBJECT: [True, True, False, False],
        Level.ALL: [True] * 4,
    }
    assert "Nothing found" in as_bob.get("/acme/clients/1/mail/?q=loaves+gone").text
