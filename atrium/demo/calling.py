"""The calls of a demo organisation: made and taken over the last weeks, and some of unknown numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from atrium.calendar.models import Task, TaskContact
from atrium.clients.models import Client, Contact, Point
from atrium.conversations.models import Call, CallDirection, CallOutcome
from atrium.organisations.models import Member, Organisation

# CallDirection, outcome, seconds, what was said, what follows and in how many days.
TOLD = (
    (CallDirection.IN, CallOutcome.REACHED, 372, "Asked whether the visit can be moved to the morning. Said yes, before ten.", "", 0),
    (CallDirection.OUT, CallOutcome.MESSAGE, 41, "On the machine: the quote is ready, please ring back.", "Ring again about the quote", 1),
    (CallDirection.OUT, CallOutcome.REACHED, 845, "Went through the open points. They want two prices, with and without the yearly service, and decide next week.", "Hear what they decided", 6),
    (CallDirection.OUT, CallOutcome.NO_ANSWER, None, "", "", 0),
    (CallDirection.IN, CallOutcome.REACHED, 128, "New extension for accounts from Monday.", "", 0),
    (CallDirection.OUT, CallOutcome.BUSY, None, "", "", 0),
    (CallDirection.IN, CallOutcome.REACHED, 1260, "Unhappy with how long the last answer took. Listened, promised a name to ring, and an answer by tomorrow.", "Name one person to ring", 0),
    (CallDirection.OUT, CallOutcome.WRONG_NUMBER, 22, "The bakery next door. Their number has changed.", "", 0),
)  # fmt: skip
UNKNOWN = (
    (
        CallDirection.IN,
        CallOutcome.REACHED,
        96,
        1,
        "Wants a price for a small office. Rings back tomorrow.",
    ),
    (CallDirection.IN, CallOutcome.NO_ANSWER, None, 2, ""),
    (CallDirection.IN, CallOutcome.MESSAGE, 33, 5, "Asks for the person who was here on Thursday."),
)
NUMBERS = ("+442079460311", "+447700900461", "+441174960822")


def calls(
    clients: dict[int, Client], people: dict[tuple[int, str], Contact], members: Iterable[Member]
) -> Iterator[Call]:
    """Calls with every third client of the first sixty, by the members in turn."""
    staff = [member for member in members if member.role != "viewer"]
    first: dict[int, Contact] = {}
    for (client_key, _), contact in people.items():
        first.setdefault(client_key, contact)
    phones = dict(
        Point.objects.filter(kind="phone", sound=True, contact__in=list(first.values()))
        .order_by("-id")
        .values_list("contact_id", "normal")
    )
    now = timezone.now().replace(second=0, microsecond=0)
    for turn, number in enumerate(n for n in sorted(clients)[:60] if n % 3 == 2):  # noqa: PLR2004 - a third
        client = clients[number]
        for again in range(3 if turn == 0 else 1):
            direction, outcome, seconds, note, _, _ = TOLD[(turn + again) % len(TOLD)]
            who: Contact | None = first.get(client.pk)
            at = now - timedelta(
                days=(turn * 2 + again * 3) % 45, hours=1 + turn % 7, minutes=turn * 7
            )
            yield Call(
                client=client,
                contact=who,
                number=phones.get(who.pk, "") if who is not None else "",
                direction=direction,
                outcome=outcome,
                duration=seconds,
                note=note,
                member=staff[turn % len(staff)],
                started_at=at,
                logged_at=at + timedelta(minutes=4),
            )


def follow_ups(some: Iterable[Call], today: date) -> None:
    """The tasks that follow from calls, with the person one spoke with."""
    days = {note: (title, later) for *_, note, title, later in TOLD if title}
    made = [
        Task(
            client=call.client,
            title=days[call.note][0],
            due_on=today + timedelta(days=days[call.note][1] - turn % 3),
            assignee=call.member,
            created_by=call.member,
            created_at=call.logged_at,
            is_follow_up=True,
            source="conversations.call",
            source_key=call.public_id,
        )
        for turn, call in enumerate(call for call in some if call.note in days)
    ]
    Task.objects.bulk_create(made)
    with_whom = {call.public_id: call.contact for call in some if call.contact}
    TaskContact.objects.bulk_create(
        TaskContact(task=task, contact=with_whom[task.source_key])
        for task in made
        if task.source_key in with_whom
    )


def unknown(organisation: Organisation, member: Member) -> None:
    """Calls that a telephone system reported, of numbers that are nobody's."""
    now: datetime = timezone.now()
    Call.objects.bulk_create(
        Call(
            number=number,
            direction=direction,
            outcome=outcome,
            duration=seconds,
            note=note,
            member=member,
            started_at=now - timedelta(hours=hours),
            external_id=f"{organisation.slug}-{number}",
        )
        for number, (direction, outcome, seconds, hours, note) in zip(NUMBERS, UNKNOWN, strict=True)
    )
