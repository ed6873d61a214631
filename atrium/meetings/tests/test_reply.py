"""R14: who is asked answers on a page that their secret opens, and that nothing else does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.meetings import public
from atrium.meetings.models import Answer, Attendee
from atrium.meetings.repeating import Every, Repeat
from atrium.meetings.tasks import remind
from atrium.meetings.tests.conftest import NewMeeting
from atrium.notifications.audience import notify
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.timeline.models import Event

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def fresh() -> None:
    public.RATE.forget()


def test_r14_a_guest_answers_without_signing_in_and_only_by_post(
    meet: NewMeeting, visitor: Browser, alice: Member
) -> None:
    meeting = meet(agenda="Rye or spelt", place="At the bakery")
    [guest] = Attendee.ask([meeting], by=alice, addresses=["guest@mill.example"])
    place = f"/meetings/answer/{guest.token()}/"
    page = visitor.get(f"{place}?answer=declined")
    assert all(word in page.text for word in ("Tasting", "Rye or spelt", "At the bakery"))
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    guest.refresh_from_db()
    assert guest.answer == "", "programs that read mail follow links"

    strict = Browser(enforce_csrf_checks=True)
    said = {"answer": "accepted", "comment": "With Ada", "sequence": "0"}
    assert strict.post(place, said, headers={"Origin": "null"}).status_code == 302
    guest.refresh_from_db()
    assert (guest.answer, guest.comment) == (Answer.YES, "With Ada")
    assert "With Ada" in visitor.get(place).text

    start = meeting.starts_at + HOUR
    meeting.move(by=alice, starts_at=start, ends_at=start + HOUR)
    late = visitor.post(place, said)
    assert late.status_code == 422
    assert "moved meanwhile" in late.text
    assert "15:00–16:00" in late.text
    meeting.cancel(by=alice, reason="The oven broke")
    assert "The oven broke" in visitor.get(place).text
    assert visitor.post(place, said | {"sequence": "9"}).status_code == 422


@pytest.mark.parametrize(
    "said", [{}, {"answer": "maybe", "sequence": "0"}, {"answer": "accepted", "sequence": "x"}]
)
def test_r14_what_is_no_answer_is_said(
    said: dict[str, str], meet: NewMeeting, visitor: Browser, alice: Member
) -> None:
    [guest] = Attendee.ask([meet()], by=alice, addresses=["guest@mill.example"])
    assert visitor.post(f"/meetings/answer/{guest.token()}/", said).status_code == 422


def test_r14_all_that_are_to_come_are_answered_at_once(
    meet: NewMeeting, visitor: Browser, alice: Member
) -> None:
    meet(
        repeat=Repeat(every=Every.WEEK, until=date(2026, 12, 8)),
        ask={"addresses": ["guest@mill.example"]},
    )
    first, second, _ = Attendee.objects.order_by("meeting__starts_at")
    said = {"answer": "accepted", "sequence": "0"}
    visitor.post(f"/meetings/answer/{first.token()}/", said | {"coming": "on"})
    assert set(Attendee.objects.values_list("answer", flat=True)) == {"accepted"}
    visitor.post(f"/meetings/answer/{second.token()}/", {"answer": "declined", "sequence": "0"})
    answers = list(Attendee.objects.order_by("meeting__starts_at").values_list("answer", flat=True))
    assert answers == ["accepted", "declined", "accepted"]


def test_r14_a_wrong_secret_opens_nothing_and_nobody_tries_many(
    meet: NewMeeting, visitor: Browser, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.foundation.rate.clock", lambda: 1000.0)
    [guest] = Attendee.ask([meet()], by=alice, addresses=["guest@mill.example"])
    assert visitor.get(f"/meetings/answer/{guest.token()}x/").status_code == 410
    answers = [visitor.get("/meetings/answer/x/") for _ in range(public.EACH_MINUTE)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_r14_who_planned_it_hears_of_answers_and_who_comes_is_reminded(
    meet: NewMeeting, alice: Member, bob: Member, vera: Member, clock: Any
) -> None:
    meeting = meet(ask={"members": [bob, vera]})
    his, hers = meeting.attendees.order_by("id")
    his.reply(Answer.YES, by=bob)
    hers.reply(Answer.NO, by=vera)
    clock.move_to(meeting.starts_at - timedelta(minutes=16))
    remind.func()
    assert heard()["meeting.answered"] == {alice}
    assert "meeting.near" not in heard()
    clock.move_to(meeting.starts_at - timedelta(minutes=10))
    remind.func()
    remind.func()
    assert Event.objects.filter(kind="meeting.near").count() == 1
    assert heard()["meeting.near"] == {alice, bob}, "Vera does not come"


def heard() -> dict[str, set[Member]]:
    """Who is told of what, when the queue has run."""
    Notification.objects.all().delete()
    for event in Event.objects.filter(kind__startswith="meeting."):
        notify(event)
    told: dict[str, set[Member]] = {}
    for row in Notification.objects.select_related("event", "member"):
        told.setdefault(str(row.event and row.event.kind), set()).add(row.member)
    return told
