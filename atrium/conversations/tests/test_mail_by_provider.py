"""Mail that leaves by a provider over HTTP: whole, once, and what comes back is marked (R12)."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.mail import receipts
from atrium.conversations.mail.leaving import TryLater
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.mail.providers.backends import in_parts
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing, receivers
from atrium.conversations.models import Mailbox, Message, Outcome, State
from atrium.conversations.sms import pace
from atrium.conversations.tests.fake_mail_provider import KEY, FakeMailProvider
from atrium.conversations.tests.test_mail_leaving import let_leave
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.timeline.models import Change, Event

PAGE = "/acme/clients/1/activity/"
SIGNING = "news:of-the-tests"


@pytest.fixture
def provider(settings: Any) -> Iterator[FakeMailProvider]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    pace.forget()
    with FakeMailProvider().listening() as fake:
        yield fake


@pytest.fixture
def new_box(provider: FakeMailProvider, alice: Member) -> Callable[..., Mailbox]:
    def make(kind: str) -> Mailbox:
        return Mailbox.open(
            by=alice,
            address="alice@acme.example",
            member=alice,
            sending="provider",
            provider=kind,
            provider_home=provider.home,
            provider_key=KEY,
            provider_signing=SIGNING,
        )

    return make


@pytest.fixture
def new_mail(bakery: Client, alice: Member) -> Callable[..., Message]:
    def make(box: Mailbox, to: str = "Ana Ruiz <ana@bakery.example>", **values: Any) -> Message:
        words = {"subject": "Brot für Ana", "html": "<p>Three loaves</p>"} | values
        message = Message.write(
            bakery, Writing(to=receivers(to, "to"), **words), by=alice, mailbox=box
        )
        message.send(by=alice)
        return message

    return make


def call(box: Mailbox, told: Any, *, signed: bool = True, place: str = "acme") -> int:
    """As the provider calls, from outside."""
    headers = {}
    if box.provider == "mailgun":
        made = hmac.new(SIGNING.encode(), b"17one", hashlib.sha256).hexdigest()
        told = {"signature": {"timestamp": "17", "token": "one", "signature": made}} | told
        if not signed:
            told["signature"]["signature"] = made[::-1]
    else:
        word = SIGNING if signed else "news:guessed"
        headers["Authorization"] = f"Basic {b64encode(word.encode()).decode()}"
    with current.left():
        url = f"/mail-news/{place}/{box.hook_key}/"
        return (
            Browser()
            .post(url, json.dumps(told), content_type="application/json", headers=headers)
            .status_code
        )


def test_r12_by_a_provider_the_very_letter_leaves_once_with_everything_kept(
    provider: FakeMailProvider, new_box: Any, new_mail: Any, alice: Member
) -> None:
    more: dict[str, Any] = {"files": [Enclosure("Preis €.pdf", b"%PDF-1.4 rye")]}
    more |= {"bcc": [Receiver("boss@acme.example")]}
    box = new_box("mailgun")
    message = let_leave(new_mail(box, **more))
    assert (message.state, message.problem) == (State.SENT, "")
    let_leave(message)
    [form] = provider.kept
    assert provider.paths == ["/acme.example/messages.mime"]
    assert form["to"] == ["ana@bakery.example", "boss@acme.example"]
    letter = as_bytes(message)
    assert _parts(form["message"]) == _parts(letter)
    Message.objects.filter(pk=message.pk).update(in_reply_to="a@b", references="a@b c@d")
    box.edit(by=alice, provider="postmark", provider_key=KEY)
    Message.objects.filter(pk=message.pk).update(state=State.QUEUED)
    message.parties.update(taken_at=None)
    message.refresh_from_db()
    assert let_leave(message).state == State.SENT
    told = provider.kept[1]
    headers = {each["Name"]: each["Value"] for each in told["Headers"]}
    assert headers == {
        "Message-ID": f"<{message.message_id}>",
        "In-Reply-To": "<a@b>",
        "References": "<a@b> <c@d>",
        "X-PM-KeepID": "true",
    }
    assert (told["To"], told["Bcc"]) == ("Ana Ruiz <ana@bakery.example>", "boss@acme.example")
    assert (told["Subject"], told["From"]) == ("Brot für Ana", "Alice Ash <alice@acme.example>")
    assert (told["TextBody"].strip(), "<p>Three loaves</p>" in told["HtmlBody"]) == (
        "Three loaves",
        True,
    )
    [file] = told["Attachments"]
    assert (file["Name"], b64decode(file["Content"])) == ("Preis €.pdf", b"%PDF-1.4 rye")
    assert (told["TrackOpens"], told["TrackLinks"]) == (False, "None")


def _parts(data: bytes) -> list[Any]:
    """Headers and parts of a letter; its boundaries are drawn anew each time it is made."""
    made = message_from_bytes(data, policy=policy.default)
    heads = [(name, str(value)) for name, value in made.items() if name != "Content-Type"]
    parts = [part for part in made.walk() if not part.is_multipart()]
    return [heads, [(part.items(), part.get_payload()) for part in parts]]


def test_r12_a_picture_in_the_text_and_who_is_inactive_at_the_provider(
    provider: FakeMailProvider, new_box: Any, new_mail: Any
) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "a@acme.example", "Ana <ana@bakery.example>, ben@bakery.example"
    letter["Subject"], letter["Reply-To"] = "Rye", "Office <office@acme.example>"
    letter.set_content("Hello")
    letter.add_alternative('<img src="cid:one@atrium">', subtype="html")
    letter.get_payload()[1].add_related(b"PNG", "image", "png", cid="<one@atrium>")  # type: ignore[index, union-attr]
    made = in_parts(["ben@bakery.example"], letter.as_bytes(), "key")
    assert (made.to, made.bcc) == (["ben@bakery.example"], []), "who has it already gets no copy"
    assert made.extra_headers["Reply-To"] == "Office <office@acme.example>"
    [picture] = made.attachments
    assert (picture["Content-ID"], picture.get_content()) == ("<one@atrium>", b"PNG")
    provider.inactive = ["ben@bakery.example"]
    message = let_leave(new_mail(new_box("postmark"), "ana@bakery.example, ben@bakery.example"))
    assert message.state == State.SENT
    [refused] = message.parties.exclude(refusal="")
    assert (refused.address, refused.taken_at) == ("ben@bakery.example", None)


@pytest.mark.parametrize("kind", ["mailgun", "postmark"])
def test_r12_declined_busy_and_unsure_providers_and_nothing_leaves_twice(
    provider: FakeMailProvider, new_box: Any, new_mail: Any, as_alice: Browser, kind: str
) -> None:
    box = new_box(kind)
    provider.answers = [422]
    declined = let_leave(new_mail(box))
    assert declined.state == State.FAILED
    assert declined.problem == "422 As the test wants it, …", "the key is taken out of the words"
    provider.answers = [429, 503]
    busy = new_mail(box)
    for _ in range(2):
        with pytest.raises(TryLater):
            let_leave(busy)
    assert let_leave(busy).state == State.SENT
    assert len(provider.kept) == 1
    provider.answers = ["cut"]
    unsure = let_leave(new_mail(box))
    assert (unsure.state, unsure.attempts.get().outcome) == (State.UNKNOWN, Outcome.UNSURE)
    assert "line to the provider broke" in unsure.problem
    let_leave(unsure)
    assert len(provider.kept) == 2, "not offered again by itself"
    assert Event.objects.filter(kind="message.unsure", subject_id=unsure.pk).exists()
    page = as_alice.get(PAGE).text
    assert "Unknown: check before sending again" in page
    assert "It may have arrived" in page
    as_alice.post(f"/acme/clients/1/mail/{unsure.public_id}/retry/")
    assert let_leave(Message.objects.get(pk=unsure.pk)).state == State.SENT
    assert len(provider.kept) == 3
    # A worker that was killed while it handed it over, before and after the answer.
    died = new_mail(box)
    for noted, state in ((False, State.UNKNOWN), (True, State.SENT)):
        let_leave(died) if not died.attempts.exists() else None
        had = len(provider.kept)
        died.parties.receiving().update(taken_at=None)
        Message.objects.filter(pk=died.pk).update(state=State.LEAVING)
        if noted:
            receipts.note(died.pk, died.parties.receiving().values_list("pk", flat=True))
        assert (let_leave(died).state, len(provider.kept)) == (state, had)


@pytest.mark.parametrize("kind", ["mailgun", "postmark"])
def test_r12_signed_news_of_a_provider_mark_what_came_back_once(  # noqa: PLR0913, PLR0917 - everyone who takes part
    provider: FakeMailProvider,
    new_box: Any,
    new_mail: Any,
    bakery: Client,
    alice: Member,
    charlie: Member,
    kind: str,
) -> None:
    person = Contact.add(by=alice, given_name="Ana")
    Link.make(bakery, person, by=alice)
    point = Point.add(person, by=alice, kind="email", text="ana@bakery.example", label="Work")
    box = new_box(kind)
    provider.answers = ["cut"]
    message = let_leave(new_mail(box))
    words = "550 no such user"

    def told(what: str, to: str = "ana@bakery.example") -> Any:
        if kind == "mailgun":
            event = {"event": {"Bounce": "failed", "Delivery": "delivered"}.get(what, "complained")}
            head = {"message": {"headers": {"message-id": message.message_id}}}
            event |= {"severity": "permanent"} if what == "Bounce" else {}
            return {
                "event-data": event
                | {"recipient": to, "delivery-status": {"message": words}}
                | head
            }
        kinds = {"Bounce": "HardBounce", "SpamComplaint": "SpamComplaint"}
        about = {"Type": kinds[what]} if what in kinds else {}
        meta = {"message": str(message.public_id)}
        return about | {"RecordType": what, "Email": to, "Details": words, "Metadata": meta}

    assert call(box, told("Bounce"), signed=False) == 403
    assert call(box, told("Bounce"), place=charlie.organisation.slug) == 404
    assert call(box, told("Bounce", to="somebody@else.example")) == 200
    message.refresh_from_db()
    assert message.state == State.UNKNOWN
    assert call(box, told("Delivery")) == 200
    message.refresh_from_db()
    assert (message.state, message.problem) == (State.SENT, ""), "the news say how it ended"
    for _ in range(2):
        assert call(box, told("Bounce")) == 200
    message.refresh_from_db()
    point.refresh_from_db()
    assert (message.state, message.problem, point.sound) == (State.BOUNCED, words, False)
    assert Event.objects.filter(kind="message.failed", subject_id=message.pk).count() == 1
    broken: Any
    for broken in ([], {"event-data": 5}, {"event-data": {"event": []}}):
        if isinstance(broken, dict) or kind == "postmark":
            assert call(box, broken) in {200, 400}
    message = let_leave(new_mail(box, "ben@bakery.example"))
    assert call(box, told("SpamComplaint", to="ben@bakery.example")) == 200
    message.refresh_from_db()
    assert message.problem == "The receiver reported it as spam."
    box.retire(by=alice)
    assert call(box, told("Bounce")) == 404


def test_r12_the_key_of_a_provider_is_tested_never_shown_and_goes_nowhere_else(
    provider: FakeMailProvider, as_alice: Browser, alice: Member, caplog: Any
) -> None:
    form = {
        "address": "office@acme.example", "name": "Office", "level": "3", "smtp_port": "587",
        "smtp_security": "starttls", "sending": "provider", "provider": "mailgun",
        "provider_home": provider.home, "provider_key": KEY, "provider_signing": SIGNING,
    }  # fmt: skip
    boxes = "/acme/settings/mailboxes/"
    assert as_alice.post(f"{boxes}add/shared/", form | {"provider": ""}).status_code == 422
    assert as_alice.post(f"{boxes}add/shared/", form | {"provider_key": ""}).status_code == 422
    assert as_alice.post(f"{boxes}add/shared/", form).status_code == 302
    box = Mailbox.objects.get()
    url = f"{boxes}{box.public_id}/"
    bare = form | {"provider_key": "", "provider_signing": ""}
    for kind in ("mailgun", "postmark"):
        assert as_alice.post(url, form | {"provider": kind}).status_code == 302
        assert "let us in" in as_alice.post(f"{url}test/", follow=True).text
        assert as_alice.post(url, bare | {"provider": kind}).status_code == 302, "the key stays"
    page = as_alice.get(url).text
    assert f"/mail-news/acme/{box.hook_key}/" in page
    elsewhere = as_alice.post(url, bare | {"provider": "postmark", "provider_home": ""})
    assert (elsewhere.status_code, "Type the key" in elsewhere.text) == (422, True)
    inside = as_alice.post(url, form | {"provider_home": "http://10.1.1.1"})
    assert (inside.status_code, "inside this network" in inside.text) == (422, True)
    as_alice.post(url, form | {"provider_key": "wrong-key"})
    no = as_alice.post(f"{url}test/")
    assert (no.status_code, "does not accept the key" in no.text) == (409, True)
    as_alice.post(url, bare | {"sending": "server"})
    box.refresh_from_db()
    assert (box.provider_key, box.provider_signing) == ("", ""), "another way forgets them"
    with pytest.raises(Refusal, match="Type the key"):
        box.edit(by=alice, sending="provider")
    kept = " ".join(str(row.__dict__) for rows in (Change, Event) for row in rows.objects.all())
    shown = page + as_alice.get(boxes).text + kept + caplog.text
    assert not any(word in shown for word in (KEY, SIGNING, "wrong-key"))
