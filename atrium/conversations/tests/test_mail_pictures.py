"""Pictures in the text of e-mails: put in, sent as parts of the mail, seen by who reads it (R12)."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.mail.storing import stored
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Image, Level, Mailbox, Message, Note
from atrium.conversations.tasks import drop_orphans
from atrium.conversations.tests.test_image import drawn
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

PICTURES = "/acme/clients/1/mail/images/"
NEW = "/acme/clients/1/mail/new/"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    storages = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    settings.STORAGES = storages
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def put(browser: Browser, size: tuple[int, int] = (40, 30)) -> str:
    file = SimpleUploadedFile("oven.png", drawn(size=size), "image/png")
    src: str = browser.post(PICTURES, {"file": file}).json()["src"]
    return src


def wrote(browser: Browser, html: str, **values: Any) -> Message:
    words = {"to": "ana@bakery.example", "subject": "Oven", "html": html} | values
    answer = browser.post(NEW, words, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text
    row: Message = Message.objects.latest("id")
    return row


def test_r12_a_picture_leaves_within_the_mail_and_is_seen_in_the_thread_by_who_reads_it(
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
) -> None:
    src = put(as_alice, (1400, 700))
    assert as_alice.get(src).status_code == 200
    assert as_bob.get(src).status_code == 404, "nobody else sees it before it is sent"
    message = wrote(as_alice, f'<p>The <b>oven</b>: <img src="{src}" alt="Oven"></p>')
    [image] = Image.objects.all()
    assert (image.message, image.note) == (message, None)
    assert message.html == f'<p>The <b>oven</b>: <img src="image:{image.public_id}" alt="Oven"></p>'
    assert message.text == "The oven: [Oven]"

    letter = message_from_bytes(as_bytes(message), policy=policy.default)
    related = letter.get_body(("related",))
    page, part = related.iter_parts()  # type: ignore[union-attr]
    assert f'<img src="cid:{image.public_id}@atrium" width="600" alt="Oven">' in page.get_content()
    assert part["Content-ID"] == f"<{image.public_id}@atrium>"
    assert part.get_content_disposition() == "inline"
    assert part.get_content() == image.read()
    assert letter.get_body(("plain",)).get_content().strip() == "The oven: [Oven]"  # type: ignore[union-attr]

    Message.objects.update(state="sent")
    message.refresh_from_db()
    message.show_to(Level.ALL, by=alice)
    shown = f"/acme/mail/{message.public_id}/images/{image.public_id}/"
    assert f'<img src="{shown}" alt="Oven"' in as_alice.get(f"/acme/mail/{message.public_id}/").text
    assert f'<img src="{shown}" alt="Oven"' in as_bob.get("/acme/clients/1/mail/").text
    answer = as_vera.get(shown)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    other = f"/acme/mail/{message.public_id}/images/{message.public_id}/"
    assert as_vera.get(other).status_code == 404
    assert as_charlie.get(shown).status_code == 404
    message.show_to(Level.SUBJECT, by=alice)
    assert [b.get(shown).status_code for b in (as_alice, as_bob, as_vera)] == [200, 404, 404]
    assert as_bob.get(src).status_code == 404


def test_r12_an_answer_may_show_its_pictures_again_and_no_other_clients_may(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member, as_alice: Browser
) -> None:
    quarry, box = new_client("Quarry"), Mailbox.of(alice)
    to = [Receiver("ana@bakery.example")]
    theirs = Image.add(quarry, by=alice, file=BytesIO(drawn()))
    secret = f'<p><img src="image:{theirs.public_id}" alt=""></p>'
    Message.write(quarry, Writing(to=to, html=secret), by=alice, mailbox=box)
    noted = Image.add(bakery, by=alice, file=BytesIO(drawn()))
    in_a_note = f'<p>x<img src="image:{noted.public_id}" alt=""></p>'
    Note.write(bakery, by=alice, html=in_a_note)
    of_bob = Image.add(bakery, by=bob, file=BytesIO(drawn()))
    for html in (secret, in_a_note, f'<p><img src="image:{of_bob.public_id}"></p>'):
        with pytest.raises(Refusal, match="cannot be used here"):
            Message.write(bakery, Writing(to=to, html=html), by=alice, mailbox=box)
    answer = as_alice.post(NEW, {"to": "a@b.example", "html": secret}, headers={"HX-Request": "1"})
    assert (answer.status_code, "add them anew" in answer.text) == (422, True)
    assert as_alice.get(f"{PICTURES}{theirs.public_id}/").status_code == 404

    first = wrote(as_alice, f'<p><img src="{put(as_alice)}" alt="Oven"></p>')
    Message.objects.filter(pk=first.pk).update(state="sent")
    page = as_alice.get(f"/acme/clients/1/activity/?mail&reply={first.public_id}").text
    [mine] = Image.objects.filter(message=first)
    assert f"{PICTURES}{mine.public_id}/" in page
    again = wrote(as_alice, f'<p>See <img src="{PICTURES}{mine.public_id}/" alt="Oven"></p>')
    assert f"image:{mine.public_id}" in again.html
    assert b"Content-ID" in as_bytes(again)
    with pytest.raises(Refusal, match="cannot be used here"):
        Note.write(bakery, by=alice, html=f'<p>x<img src="image:{mine.public_id}"></p>')


def test_r12_a_draft_thrown_away_leaves_no_picture_but_those_another_one_shows(
    bakery: Client, alice: Member, as_alice: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    html = f'<p><img src="{put(as_alice)}" alt="a"><img src="{put(as_alice)}" alt="b"></p>'
    draft = wrote(as_alice, html, keep="1")
    kept, gone = Image.objects.order_by("id")
    beside = f'<p><img src="{PICTURES}{kept.public_id}/" alt="a"></p>'
    other = wrote(as_alice, beside, keep="1", draft=str(draft.public_id), version="0")
    assert other != draft
    draft.discard(by=alice)
    kept.refresh_from_db()
    assert kept.message == other
    with (
        time_machine.travel(timezone.now() + timedelta(hours=25)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        drop_orphans.func()
    assert list(Image.objects.all()) == [kept]
    assert gone.pk != kept.pk


def test_r12_a_mail_with_a_picture_that_comes_back_from_the_folder_of_sent_mail_is_the_same_one(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    message = wrote(as_alice, f'<p>The oven <img src="{put(as_alice)}" alt="Oven"></p>')
    Message.objects.filter(pk=message.pk).update(state="sent")
    again = stored(Mailbox.of(alice), as_bytes(message))
    assert (again, Message.objects.count(), again.attachments.count()) == (message, 1, 0)


def test_r12_pictures_within_a_mail_from_outside_are_shown_and_none_from_elsewhere(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ana@bakery.example", "alice@acme.example", "Oven"
    made["Message-ID"] = "<oven@bakery.example>"
    made.set_content("The oven")
    made.add_alternative(
        '<p>The oven <img src="cid:a1@x" alt="Oven"> <img src="https://spy.example/1.png"></p>',
        subtype="html",
    )
    [_, page] = made.iter_parts()
    page.add_related(drawn(), "image", "png", cid="<a1@x>", filename="oven.png")
    message = stored(Mailbox.of(alice), made.as_bytes())
    body = as_alice.get(f"/acme/mail/{message.public_id}/body/").text
    assert 'alt="Oven" src="data:image/png;base64,' in body
    assert "spy.example" not in body.replace("data-remote", "")
    assert (
        "https://spy.example/1.png"
        in as_alice.get(f"/acme/mail/{message.public_id}/body/?pictures").text
    )
