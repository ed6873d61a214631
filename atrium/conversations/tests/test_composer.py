"""The composer of e-mails: the signature follows the sender, files come and go (R12, X10)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.models import Level, Mailbox, Message
from atrium.documents.models import File
from atrium.organisations.models import Member

PAGE = "/acme/clients/1/activity/"
NEW = "/acme/clients/1/mail/new/"
FILES = "/acme/clients/1/mail/files/"
PART = {"HX-Request": "true"}
TO = "ana@bakery.example"


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def names(message: Message) -> list[str]:
    return [file.name for file in message.attachments.all()]


def test_r12_the_signature_follows_the_sender_unless_it_was_edited(
    bakery: Client, as_bob: Browser, bob: Member, alice: Member
) -> None:
    own = Mailbox.open(by=bob, address="bob@acme.example", member=bob, signature="<p>Bob Hay</p>")
    office = Mailbox.open(
        by=alice, address="office@acme.example", signature="<p>The <b>office</b></p>"
    )
    bare = Mailbox.open(by=alice, address="zoo@acme.example")
    page = as_bob.get(f"{PAGE}?mail").text
    assert f'name="signed" value="{own.public_id}"' in page
    assert "Bob Hay" in page
    quoted = "<p>On 2 March 2026, 10:00, Ana wrote:</p><blockquote><p>Bob Hay</p></blockquote>"

    def said(box: Mailbox, signed: Mailbox, **words: str) -> str:
        kept = {"to": TO, "mailbox": box.public_id, "signed": signed.public_id, "keep": "1"} | words
        assert as_bob.post(NEW, kept).status_code == 302
        row: Message = Message.objects.latest("id")
        return row.html.replace("strong>", "b>")

    begun = "<p>Hello</p><p>Bob Hay</p>" + quoted
    assert said(office, own, html=begun) == "<p>Hello</p><p>The <b>office</b></p>" + quoted
    assert said(own, own, html=begun) == begun
    assert said(bare, own, html=begun) == "<p>Hello</p>" + quoted
    edited = "<p>Hello</p><p>Bob</p>" + quoted
    assert said(office, own, html=edited) == edited
    assert said(office, bare, html="<p>Hello</p>") == "<p>Hello</p><p>The <b>office</b></p>"
    assert said(own, office, text="Hello\n\nThe **office**") == "<p>Hello</p><p>Bob Hay</p>"
    again = as_bob.get(f"{PAGE}?mail&draft={Message.objects.latest('id').public_id}").text
    assert f'name="signed" value="{own.public_id}"' in again


def test_r12_files_are_taken_off_again_before_it_leaves_with_script_and_without(
    bakery: Client, as_bob: Browser, as_alice: Browser
) -> None:
    words = {"to": "ana@bak", "subject": "Rye", "html": "<p>Thr</p>"}
    some = [SimpleUploadedFile(name, b"x") for name in ("plan.txt", "list.txt")]
    strip = as_bob.post(FILES, words | {"attach": some}, headers=PART).text
    draft = Message.objects.get()
    assert (names(draft), draft.typed) == (["plan.txt", "list.txt"], {"to": "ana@bak"})
    assert (f'data-draft="{draft.public_id}"' in strip, "Remove plan.txt" in strip) == (True, True)
    plan, listed = draft.attachments.all()
    words |= {"draft": str(draft.public_id), "version": "1"}
    left = as_bob.post(FILES, words | {"drop": str(plan.public_id)}, headers=PART).text
    assert ("plan.txt" in left, "list.txt" in left) == (False, True)
    other = words | {"version": "2", "drop": str(listed.public_id), "subject": "Typed since"}
    back = as_bob.post(FILES, other, follow=True)
    assert (names(draft), 'value="Typed since"' in back.text) == ([], True)
    large = as_bob.post(FILES, words | {"attach": SimpleUploadedFile("e.txt", b"")}, headers=PART)
    assert (large.status_code, "empty" in large.json()["detail"]) == (422, True)
    assert as_alice.post(FILES, words, headers=PART).status_code == 200
    assert (Message.objects.count(), Message.objects.get(pk=draft.pk).author.name) == (
        2,
        "Bob Birch",
    )


def test_r12_what_is_forwarded_takes_its_files_along_but_those_that_were_unticked(
    bakery: Client, as_bob: Browser, as_alice: Browser
) -> None:
    some = [SimpleUploadedFile(name, name.encode()) for name in ("plan.txt", "list.txt")]
    as_bob.post(NEW, {"to": TO, "subject": "Rye", "text": "Three", "attach": some})
    first = Message.objects.get()
    Message.objects.update(state="sent", level=Level.ALL)
    url = f"{PAGE}?mail&forward={first.public_id}"
    page = as_alice.get(url).text
    ticked = re.findall(r'name="along" value="([^"]+)" checked', page)
    assert len(ticked) == 2
    forward = {"to": "bo@bakery.example", "subject": "Fwd: Rye", "forwards": str(first.public_id)}
    told = as_alice.post("/acme/clients/1/mail/draft/", forward | {"along": ticked[:1]}).json()
    assert ("plan.txt" in told["files"], "list.txt" in told["files"]) == (True, False)
    draft = {"draft": told["draft"], "version": str(told["version"]), "along": ticked}
    assert as_alice.post(NEW, forward | draft).status_code == 302
    sent = Message.objects.latest("id")
    assert (Message.objects.count(), names(sent)) == (2, ["plan.txt"])
    assert sent.attachments.get().read() == b"plan.txt"
    assert b'filename="plan.txt"' in as_bytes(sent)
    first.show_to(Level.SUBJECT, by=first.author)
    assert as_alice.get(url).status_code == 404
    assert as_alice.post(NEW, forward | {"along": ticked}).status_code == 404


def test_r12_files_of_the_client_go_along_where_the_member_sees_them(
    bakery: Client,
    new_client: Any,
    as_bob: Browser,
    as_alice: Browser,
    as_charlie: Browser,
    alice: Member,
) -> None:
    terms = File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)
    elsewhere = File.add(new_client("Mill"), ContentFile(b"Other", "other.txt"), by=alice)
    picker = as_bob.post(FILES, {"subject": "Rye", "choose": "1"}, follow=True)
    draft = Message.objects.get()
    url = f"/acme/clients/1/mail/{draft.public_id}/documents/"
    assert picker.redirect_chain[-1][0] == url
    assert ("terms.txt" in picker.text, "other.txt" in picker.text) == (True, False)
    File.add(bakery, ContentFile(b"Sixty", "late.txt"), by=alice)
    found = as_bob.get(url, {"q": "late", "document": str(terms.public_id)}).text
    assert ("late.txt" in found, "terms.txt" in found) == (True, True), "what is ticked stays"
    assert "terms.txt" not in as_bob.get(url, {"q": "late"}).text
    assert as_bob.post(url, {"document": str(elsewhere.public_id)}).status_code == 409
    strip = as_bob.post(url, {"document": str(terms.public_id)}, headers=PART)
    assert ("terms.txt" in strip.text, strip["HX-Retarget"]) == (True, "#mail-files")
    assert draft.attachments.get().read() == b"Net 30"
    for browser in (as_alice, as_charlie):
        assert browser.get(url).status_code == 404
