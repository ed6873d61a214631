"""Follow-ups, action items, reminders, series (C06, J18)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from atrium.calendar.models import Repeat, Task
from atrium.calendar.tasks import remind
from atrium.clients.models import Client, Contact, Link
from atrium.conversations.models import Call, Note
from atrium.foundation.errors import Refusal
from atrium.notifications.audience import notify
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def test_j18_a_task_is_made_out_of_a_note_or_a_call_and_leads_back(
    bakery: Client, bob: Member, as_bob: Browser, as_vera: Browser
) -> None:
    note = Note.write(bakery, by=bob, html="<p>Send the new prices</p><p>More</p>")
    call = Call.log(bakery, by=bob, note="Ring Mina again")
    for out_of, kind, words in ((note, "notes", "Send the new prices"), (call, "calls", "Ring")):
        url = f"/acme/clients/1/{kind}/{out_of.public_id}/task/"
        assert f'value="{words}' in as_bob.get(url, **HTMX).text
        assert 'value="Chosen"' in as_bob.get(f"{url}?words=Chosen", **HTMX).text
        assert as_vera.get(url).status_code == 403
        assert as_bob.post(url, {"title": ""}, **HTMX).status_code == 422
        assert as_bob.post(url, {"title": words, "when": "today"}, **HTMX).status_code == 200
        assert Task.objects.out_of(out_of).get().title == words
    page = as_bob.get("/acme/clients/1/tasks/").text
    assert f"/acme/clients/1/notes/#note-{note.public_id}" in page
    assert f"/acme/clients/1/activity/?kind=call.logged#call-{call.public_id}" in page


def test_j18_a_follow_up_names_its_people_and_stands_on_the_dashboard(
    bakery: Client, alice: Member, bob: Member, as_bob: Browser, as_alice: Browser
) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice)
    stranger = Contact.add(by=alice, given_name="Sam", family_name="Stranger")
    new = "/acme/clients/1/tasks/new/"
    told = {"title": "Ring", "when": "today", "assignee": str(bob.pk), "more": "1", "follow": "on"}
    refused = as_bob.post(new, told | {"whom": str(stranger.public_id)}, **HTMX)
    assert refused.status_code == 422
    as_bob.post(new, told | {"whom": str(mina.public_id)}, **HTMX)
    task = Task.objects.get()
    assert (task.is_follow_up, list(task.contacts.all())) == (True, [mina])
    home = as_bob.get("/acme/").text
    assert 'id="follow-ups"' in home
    assert home.count("with Mina Patel") == 1
    assert 'id="follow-ups"' not in as_alice.get("/acme/").text
    # What is folded away stays as it is where the form did not show it.
    url = f"/acme/clients/1/tasks/{task.public_id}/?in=follow"
    as_bob.post(url, {"title": "Ring her", "assignee": str(bob.pk)}, **HTMX)
    task = Task.objects.get()
    assert (task.title, task.is_follow_up, task.contacts.count()) == ("Ring her", True, 1)
    as_bob.delete(url, **HTMX)
    assert not Task.objects.exists()
    undo(Act.objects.latest("id"), by=bob)
    assert list(Task.objects.get().contacts.all()) == [mina]


def test_c06_a_task_that_repeats_stands_anew_and_goes_when_it_is_unticked(
    bakery: Client, bob: Member
) -> None:
    today = bakery.organisation.today()
    with pytest.raises(Refusal, match="first day"):
        Task.add(bakery, by=bob, title="Check", repeats="weekly")
    task = Task.add(
        bakery, by=bob, title="Check", due_on=today - timedelta(days=20), repeats="weekly"
    )
    task.finish(by=bob)
    again = Task.objects.open().get()
    assert (again.title, again.due_on, again.repeats) == ("Check", today + timedelta(1), "weekly")
    task.reopen(by=bob)
    assert Task.objects.get() == task
    task.finish(by=bob)
    undo(Act.objects.latest("id"), by=bob)
    assert Task.objects.get().done_at is None


@pytest.mark.parametrize(
    ("repeat", "day", "today", "following"),
    [
        (Repeat.DAILY, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2)),
        (Repeat.MONTHLY, date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (Repeat.MONTHLY, date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31)),
        (Repeat.QUARTERLY, date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28)),
        (Repeat.YEARLY, date(2024, 2, 29), date(2025, 3, 1), date(2026, 2, 28)),
    ],
)
def test_c06_the_next_day_of_a_series(
    repeat: Repeat, day: date, today: date, following: date
) -> None:
    assert repeat.after(day, today) == following


def test_c06_a_reminder_is_told_once_to_who_is_to_do_it(
    bakery: Client, alice: Member, bob: Member
) -> None:
    at = timezone.now() + timedelta(hours=1)
    task = Task.add(bakery, by=alice, title="Ring", assignee=bob, remind_at=at)
    done = Task.add(bakery, by=alice, title="Done", assignee=bob, remind_at=at)
    done.finish(by=bob)
    remind.call()
    with time_machine.travel(at + timedelta(minutes=1)):
        remind.call()
        remind.call()
    event = Event.objects.get(kind="task.reminded")
    notify(event)
    assert Notification.objects.get().member == bob
    assert event.subject_id == task.pk
