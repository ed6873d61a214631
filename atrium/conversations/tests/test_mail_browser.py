"""Hostile mail in a browser: nothing runs, and nothing is asked of anybody else (R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.models import Point
from atrium.clients.models.point import PointKind
from atrium.clients.tests.test_browser import sign_in
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Mailbox
from atrium.conversations.tests.letters import letter
from atrium.conversations.tests.test_mail_parsing import HOSTILE

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
