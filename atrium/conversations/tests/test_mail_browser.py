"""Hostile mail in a browser: nothing runs, and nothing is asked of anybody else (R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from atrium.clients.models import Point
from atrium.clients.models.point import PointKind
from atrium.clients.tests.test_browser import sign_in
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Mailbox, Message
from atrium.conversations.tests.letters import letter
from atrium.conversations.tests.test_mail_parsing import HOSTILE
from atrium.documents.models import File
from atrium.organisations.current import entered

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_r12_hostile_mail_is_read_in_its_frame_and_asks_nobody_for_anything_until_told_to(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    Point.add(bakery, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    box = Mailbox.open(by=alice, address="office@acme.example")
    quoted = "<p>My answer</p><blockquote>Your question</blockquote>"
    row = stored(box, letter("Hello", html=quoted + HOSTILE))
    asked: list[str] = []
    alarms: list[str] = []

    def elsewhere(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route(lambda url: not url.startswith(live_server.url), elsewhere)

    def alarm(dialog: Any) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", alarm)
    place = sign_in(page, live_server, alice)
    page.goto(f"{place}clients/1/")
    page.click("text=Show whole e-mail")
    frame = page.frame_locator(".mail-frame")
    frame.locator("text=My answer").wait_for()
    assert not frame.locator("text=Your question").is_visible()
    frame.locator("summary").click()
    assert frame.locator("text=Your question").is_visible()
    assert (asked, alarms) == ([], [])
    page.goto(f"{place}mail/{row.public_id}/body/")
    assert page.locator("text=My answer").is_visible()
    assert (asked, alarms) == ([], [])
    page.goto(f"{place}mail/{row.public_id}/?pictures")
    page.frame_locator(".mail-frame").locator("text=My answer").wait_for()
    page.wait_for_function("() => true")
    assert set(asked) <= {"https://evil.example/20"}


def test_r12_the_composer_signs_anew_and_takes_files_while_one_writes(
    page: Any, live_server: Any, alice: Member, bakery: Client, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    Point.add(bakery, by=alice, kind=PointKind.EMAIL, text="ana@bakery.example")
    File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)
    Mailbox.open(by=alice, address="alice@acme.example", member=alice, signature="<p>Alice</p>")
    Mailbox.open(by=alice, address="office@acme.example", signature="<p>The <b>office</b></p>")
    place = sign_in(page, live_server, alice)
    page.goto(f"{place}clients/1/activity/?mail")
    editor = page.locator("#mail-text-rich")
    editor.locator("text=Alice").wait_for()
    editor.locator("p").first.click()
    page.keyboard.type("Three loaves")
    page.locator("#mail-box").select_option(label="Acme <office@acme.example>")
    editor.locator("text=office").wait_for()
    page.keyboard.press("End")
    assert editor.inner_text().split() == ["Three", "loaves", "The", "office"]
    page.click("[aria-label='Attach files']")
    plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"x"}
    page.locator("#mail-files-new").set_input_files(plan)
    page.locator("#mail-files >> text=plan.txt").wait_for()
    page.click("button[name=choose]")
    page.check("dialog >> text=terms.txt")
    page.click("dialog >> text=Attach")
    page.locator("#mail-files >> text=terms.txt").wait_for()
    page.click("[aria-label='Remove plan.txt']")
    page.locator("#mail-files >> text=plan.txt").wait_for(state="detached")
    page.click("[data-mail-send]")
    page.locator("text=leaves in 10 seconds").wait_for()
    with entered(bakery.organisation):
        [sent] = Message.objects.all()
        assert [file.name for file in sent.attachments.all()] == ["terms.txt"]
        assert sent.text == "Three loaves\nThe office"
        assert str(sent.mailbox) == "office@acme.example"
