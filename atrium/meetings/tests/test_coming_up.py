"""What comes next with a client stands in its pane, and each line leads to the thing itself (V02)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients.models import Client, Point
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Mailbox
from atrium.conversations.tests.letters import letter
from atrium.meetings.tests.conftest import NOW, NewMeeting
from atrium.organisations.models import Member


def test_v02_what_comes_next_leads_to_the_conversation_the_meeting_and_the_task(
    meet: NewMeeting,
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    django_assert_max_num_queries: Any,
) -> None:
    meet(starts_at=NOW + timedelta(days=9), title="Later")
    meeting = meet(title="Tasting")
    task = Task.add(bakery, by=alice, title="Send the quote", due_on=date(2026, 11, 27))
    Task.add(bakery, by=alice, title="Some day")
    Point.add(bakery, by=alice, kind="email", text="ana@bakery.example")
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    office = Mailbox.open(by=alice, address="office@acme.example")
    said = "Sun, 22 Nov 2026 09:30:00 +0000"
    stored(own, letter(Date="Sat, 21 Nov 2026 08:30:00 +0000", Message_ID="<2@x>"))
    word = stored(office, letter(Date=said))
    as_bob.get("/acme/clients/1/")
    with django_assert_max_num_queries(12):
        page = as_bob.get("/acme/clients/1/").text
    part = page[page.index('id="highlights"') :]
    part = part[: part.index("</section>")]
    places = [
        f"/acme/inbox/{word.thread.public_id}/",
        f"/acme/clients/1/meetings/{meeting.public_id}/",
        f"/acme/clients/1/tasks/#task-tab-{task.public_id}",
    ]
    assert [piece.split('"')[0] for piece in part.split('href="')[1:]] == places
    assert [words in part for words in ("Tasting", "Send the quote", "Fri 27 Nov")] == [True] * 3
    assert "since 22 Nov" in part, "nothing tells of what only Alice may know"
    assert [as_bob.get(place).status_code for place in places] == [200] * 3
    assert f'id="task-tab-{task.public_id}"' in as_bob.get(places[2]).text
