"""Nothing is delivered to a client on hold, by any way (B09, X08)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Hold, Link, Point
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.mail.marking import filled
from atrium.conversations.models import Comment, Message
from atrium.documents.models import Share
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import Program, token_of
from atrium.notifications.models import Delivery
from atrium.organisations.models import Member
from atrium.projects.mail_numbers import by_project
from atrium.projects.models import Deliverable, Project, Reply, Sending
from atrium.projects.models.uploads import attach
from atrium.projects.tasks import send_due
from atrium.timeline.undoing import undo

type Told = dict[str, Any]


@pytest.fixture
def mina(bakery: Client, alice: Member) -> Contact:
    """She approves for the bakery."""
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Point.add(mina, by=alice, kind="email", text="mina@bar.example")
    Link.make(bakery, mina, by=alice)
    return mina


@pytest.fixture
def proof(bakery: Client, alice: Member, mina: Contact) -> Deliverable:
    """A file that is to be handed over."""
    signs = Project.add(bakery, by=alice, title="Signs", manager=alice)
    upload = ContentFile(b"Two signs, one metre", "proof.txt")
    return Deliverable.add(signs, by=alice, upload=upload)


@pytest.fixture
def queue(settings: Any) -> None:
    """Mails wait for their moment, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def letters() -> list[str]:
    """What was written to Mina, as it leaves."""
    rows = Message.objects.filter(parties__address="mina@bar.example").order_by("id")
    return [filled(message, message.html) for message in rows]


def link_in(letter: str) -> str:
    found = re.search(r"/deliverables/[^\s\"'<>]+/", letter)
    assert found is not None, letter
    return found[0]


@pytest.mark.usefixtures("queue")
def test_b09_a_person_looks_downloads_and_answers_without_signing_in(
    proof: Deliverable, mina: Contact, alice: Member, as_alice: Browser, visitor: Browser
) -> None:
    project = proof.project
    [sent] = Sending.send([proof], [mina], by=alice, words="Please look")
    assert sent.sent_at is not None
    assert "/deliverables/" not in Message.objects.get().html
    [letter] = letters()
    assert list(by_project(f"Re: {Message.objects.get().subject}")) == [project.client]
    link = link_in(letter)
    whole = message_from_bytes(as_bytes(Message.objects.get()), policy=default)
    words = whole.get_body(("plain",))
    assert words is not None
    assert f"proof.txt <{settings.BASE_URL}{link}>, version 1" in words.get_content()
    page = visitor.get(link).content.decode()
    assert all(word in page for word in ("proof.txt", "version 1", "Please look"))
    assert visitor.get(f"{link}file/").content == b"Two signs, one metre"
    # A member sees it as they do, without a way to answer for them.
    mine = as_alice.get(f"/acme/projects/{project.number}/sendings/{sent.public_id}/").text
    assert "Please look" in mine
    assert 'name="answer"' not in mine
    assert link not in mine
    assert visitor.post(link, {"answer": "changes"}).status_code == 422
    visitor.post(link, {"answer": "changes", "comment": "Bigger letters"})
    proof.renew(by=alice, upload=ContentFile(b"Bigger", "proof2.txt"))
    assert "A newer version" in visitor.get(link).content.decode()
    assert visitor.get(f"{link}file/").content == b"Two signs, one metre"
    [again] = Sending.send([proof], [mina], by=alice)
    assert (again.number, visitor.get(f"/deliverables/{again.token()}/file/").content) == (
        2,
        b"Bigger",
    )
    visitor.post(f"/deliverables/{again.token()}/", {"answer": "approved"})
    again.refresh_from_db()
    assert again.reply == Reply.APPROVED
    told = [e.told["answer"] for e in project.client.events.filter(kind="deliverable.answered")]
    assert sorted(told) == ["approved", "asks for changes of"]
    again.take_back(by=alice)
    assert visitor.get(f"/deliverables/{again.token()}/").status_code == 410
    assert visitor.get("/deliverables/made-up/").status_code == 410
    with pytest.raises(Refusal, match="cannot be called back"):
        undo(sent_act(project), by=alice)


def test_x08_a_file_that_lies_with_the_project_is_handed_over_without_a_second_upload(
    proof: Deliverable, mina: Contact, alice: Member, as_alice: Browser
) -> None:
    page = f"/acme/projects/{proof.project.number}/deliverables"
    plan = attach(proof.project, ContentFile(b"Plan", "plan.txt"), by=alice)
    shown = as_alice.get(f"{page}/add/").text
    assert ("plan.txt" in shown, "proof.txt" in shown) == (True, False)
    as_alice.post(f"{page}/add/", {"file": str(plan.public_id)})
    made = proof.project.deliverables.latest("id")
    assert (made.file, made.name) == (plan, "plan.txt")
    assert as_alice.post(f"{page}/add/", {"file": str(plan.public_id)}).status_code == 422
    assert f"{mina}, mina@bar.example" in as_alice.get(f"{page}/send/").text


def sent_act(project: Project) -> Any:
    event = project.client.events.filter(kind="deliverable.sent").latest("id")
    assert event.act is not None
    return event.act


@pytest.mark.usefixtures("queue")
def test_x08_there_is_no_way_round_a_hold(
    proof: Deliverable,
    mina: Contact,
    alice: Member,
    bob: Member,
    as_alice: Browser,
    as_bob: Browser,
) -> None:
    visitor = Browser()
    project, client = proof.project, proof.project.client
    second = Deliverable.add(project, by=alice, link="https://signs.example/film")
    [before] = Sending.send([proof], [mina], by=alice)
    [planned] = Sending.send([proof], [mina], by=alice, at=timezone.now() + timedelta(days=1))
    folder = proof.file.folder if proof.file else None
    share = Share.give(proof.file, by=alice, until=timezone.now() + timedelta(days=3))
    Hold.place(client, by=alice, reason="Unpaid")
    gone = len(letters())
    program = Program(token_of(bob, ["projects:write"]))
    body: Told = {"contacts": [str(mina.public_id)]}
    form: Told = {"deliverables": [str(proof.public_id)], "contacts": [str(mina.public_id)]}
    page, until = "/acme/projects/1/deliverables/send/", timezone.now() + timedelta(days=3)
    Sending.objects.filter(pk=planned.pk).update(leave_at=timezone.now())

    def refused(verb: Callable[[], object]) -> bool:
        with pytest.raises(Refusal, match="is on hold: Unpaid"):
            verb()
        return True

    def due() -> bool:
        send_due.func()
        planned.refresh_from_db()
        return planned.sent_at is None and "on hold: Unpaid" in planned.held_back

    one, several = f"/deliverables/{proof.public_id}/send", f"/projects/{project.public_id}/send"
    token = before.token()
    ways: dict[str, bool] = {
        "the verb": refused(lambda: Sending.send([proof], [mina], by=alice)),
        "several at once": refused(lambda: Sending.send([proof, second], [mina], by=alice)),
        "at a later time": refused(lambda: Sending.send([proof], [mina], by=alice, at=until)),
        "the page": "is on hold: Unpaid" in as_bob.post(page, form).content.decode(),
        "the page with all": as_bob.post(
            page, form | {"deliverables": [str(proof.public_id), str(second.public_id)]}
        ).status_code
        == 422,
        "a reason by who may not": "on hold"
        in as_bob.post(page, form | {"override": "x"}).content.decode(),
        "the API": program.ask("POST", one, body).status_code == 409,
        "the API, several": program.ask(
            "POST", several, body | {"deliverables": [str(proof.public_id)]}
        ).status_code
        == 409,
        "the API, a reason by who may not": program.ask(
            "POST", one, body | {"override": "x"}
        ).status_code
        in {409, 422},
        "what was planned": due(),
        "a link sent before": visitor.get(f"/deliverables/{token}/").status_code == 423,
        "its file": visitor.get(f"/deliverables/{token}/file/").status_code == 423,
        "its pictures": visitor.get(f"/deliverables/{token}/sheets/1/").status_code == 423,
        "its answer": visitor.post(f"/deliverables/{token}/", {"answer": "approved"}).status_code
        == 423,
        "a link to the file": refused(lambda: Share.give(proof.file, by=alice, until=until)),
        "a link to the folder": refused(lambda: Share.give(folder, by=alice, until=until)),
        "a link to the file given before": "Nothing is here"
        in visitor.get(f"/shared/{share.secret}/").content.decode(),
    }
    assert {way for way, held in ways.items() if not held} == set()
    assert "Unpaid" not in visitor.get(f"/deliverables/{token}/").content.decode()
    assert len(letters()) == gone
    assert client.events.filter(kind="deliverable.held_back").count() == 1
    as_alice.post(page, form | {"override": "Agreed by phone"})
    [passed] = Sending.objects.filter(override="Agreed by phone")
    assert client.events.get(kind="hold.overridden").particulars["reason"] == "Agreed by phone"
    assert visitor.get(f"/deliverables/{passed.token()}/").status_code == 200
    hold = Hold.objects.get()
    hold.client = client
    hold.lift(by=alice)
    assert visitor.get(f"/deliverables/{token}/").status_code == 200


def test_b09_b11_who_works_on_a_project_hears_of_holds_and_comments_once(
    proof: Deliverable, mina: Contact, alice: Member, bob: Member, vera: Member
) -> None:
    project, client = proof.project, proof.project.client
    project.staff(by=alice, manager=bob, associates=[vera])
    Project.add(client, by=alice, manager=bob, associates=[vera])
    hold = Hold.place(client, by=alice, reason="Unpaid")
    hold.lift(by=alice)
    for member in (bob, vera):
        for kind in ("client.put_on_hold", "client.hold_lifted"):
            told = Delivery.objects.filter(member=member, event__kind=kind)
            assert told.count() == 1, (member, kind)
    tomorrow = timezone.now() + timedelta(days=1)
    [sent] = Sending.send([proof], [mina], by=alice, at=tomorrow)
    Sending.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    sent.answer(Reply.APPROVED)
    answered = Delivery.objects.filter(event__kind="deliverable.answered")
    assert {one.member for one in answered} == {alice, bob}
    comment = Comment.write(client, by=alice, html="<p>Who rings?</p>")
    heard = Delivery.objects.filter(event__subject_id=comment.pk, event__kind="comment.written")
    assert [one.member for one in heard] == [bob]
