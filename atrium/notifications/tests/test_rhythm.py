"""When mail reaches a member: quiet hours and the digest of the day (C06, J18)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.core import mail as post
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients.models import Client
from atrium.conversations.models import Comment
from atrium.foundation.errors import Refusal
from atrium.notifications.audience import notify
from atrium.notifications.digest import send_digest
from atrium.notifications.models import Rhythm
from atrium.notifications.tasks import send_digests
from atrium.organisations.models import Member, Organisation
from atrium.queue.models import TaskRun
from atrium.timeline.models import Event

QUEUE = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
DAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "now", "wakes"),
    [
        (time(22), time(7), at(23), at(7, day=25)),
        (time(22), time(7), at(6, 59), at(7)),
        (time(22), time(7), at(7), None),
        (time(12), time(13), at(12, 30), at(13)),
        (time(12), time(13), at(13), None),
        (None, None, at(3), None),
    ],
)
def test_quiet_hours_end(
    acme: Organisation,
    bob: Member,
    quiet_from: time | None,
    quiet_until: time | None,
    now: datetime,
    wakes: datetime | None,
) -> None:
    acme.timezone = "UTC"
    rhythm = Rhythm(member=bob, quiet_from=quiet_from, quiet_until=quiet_until)
    rhythm.organisation = acme
    assert rhythm.wakes_at(now) == wakes


def test_mail_waits_for_the_end_of_quiet_hours(
    bakery: Client, alice: Member, bob: Member, settings: Any
) -> None:
    settings.TASKS = QUEUE
    Rhythm.choose(bob, quiet_from=time(0), quiet_until=time(23, 59))
    Comment.write(bakery, by=bob, html="<p>Hello</p>")
    Comment.write(bakery, by=alice, html="<p>Hello Bob</p>")
    with time_machine.travel(at(12), tick=False):
        notify(Event.objects.latest("id"))
        [run] = TaskRun.objects.filter(task="atrium.notifications.tasks.mail")
        assert (run.run_after - at(12)).total_seconds() > 3600
    with pytest.raises(Refusal, match="a beginning and an end"):
        Rhythm.choose(bob, quiet_from=time(22), quiet_until=None)


def test_j18_the_digest_leaves_once_a_day_with_what_waits(
    acme: Organisation, bakery: Client, alice: Member, bob: Member, settings: Any
) -> None:
    settings.TASKS = QUEUE
    Organisation.objects.filter(pk=acme.pk).update(timezone="UTC")
    Task.add(bakery, by=alice, title="Send the quote", due_on=DAY, assignee=bob)
    Task.add(
        bakery,
        by=alice,
        title="Ring Mina",
        due_on=date(2026, 11, 26),
        assignee=bob,
        is_follow_up=True,
    )
    Task.add(bakery, by=alice, title="Not his", due_on=DAY, assignee=alice)
    Rhythm.choose(alice, digest_on=False)
    for now, queued in ((at(7), 0), (at(7, 40), 1), (at(7, 50), 1)):
        with time_machine.travel(now, tick=False):
            send_digests.call()
        assert TaskRun.objects.filter(task="atrium.notifications.tasks.digest").count() == queued
    bob = Member.objects.select_related("user", "organisation").get(pk=bob.pk)
    with time_machine.travel(at(7, 51), tick=False):
        send_digest(bob, DAY)
        send_digest(bob, DAY)
    [letter] = post.outbox
    assert letter.to == ["bob@acme.example"]
    body = str(letter.body)
    assert body.index("Send the quote") < body.index("Ring Mina")
    assert "Not his" not in body
    # What one may not see any more is no news, and where nothing waits no mail leaves.
    bakery.restrict(by=alice, to_team=True)
    with time_machine.travel(at(7, 51, day=25), tick=False):
        send_digest(bob, date(2026, 11, 25))
    assert len(post.outbox) == 1


def test_who_chooses_when_mail_comes(bob: Member, as_bob: Browser) -> None:
    page = "/acme/settings/notifications/"
    assert 'name="digest_at" value="07:30"' in as_bob.get(page).text
    sent = {"digest_at": "09:15", "quiet_from": "22:00", "quiet_until": "06:30"}
    assert as_bob.post(page, sent).status_code == 302
    kept = Rhythm.of(bob)
    assert (kept.digest_on, kept.digest_at, kept.quiet_until) == (False, time(9, 15), time(6, 30))
    for wrong in ({"digest_at": "late"}, {"digest_at": "09:15", "quiet_from": "22:00"}):
        assert as_bob.post(page, wrong).status_code == 422
