"""The SMS of a demo organisation: short threads in three voices, one that failed, some of nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from atrium.clients.models import Client, Contact, Point
from atrium.conversations.models import (
    Channel,
    Direction,
    FiledBy,
    Filing,
    Level,
    Message,
    Party,
    PartyKind,
    SmsNumber,
    State,
    Thread,
)
from atrium.organisations.models import Member

OURS = "+447700900100"
# Each thread: who says it (we or they), how it ended, what.
THREADS = (
    (
        ("we", State.DELIVERED, "Good morning, this is just to say we are with you tomorrow between nine and eleven. Is somebody in?"),
        ("they", State.RECEIVED, "yes, ring at the side door pls"),
        ("we", State.DELIVERED, "Will do. See you then."),
    ),
    (
        ("they", State.RECEIVED, "Hello! Did the papers arrive?? Sent them on Tuesday :)"),
        ("we", State.DELIVERED, "They did, thank you. One signature is missing on page 3, can you drop by this week?"),
        ("they", State.RECEIVED, "Oh no. Thursday after lunch?"),
        ("we", State.DELIVERED, "Thursday is fine, ask for me at the desk."),
        ("they", State.RECEIVED, "Great, see you"),
    ),
    (
        ("we", State.DELIVERED, "Your quote is ready: three lines, valid until the end of the month. Shall I send it by e-mail?"),
        ("they", State.RECEIVED, "Please do. And who do I ring about the second line?"),
    ),
    (
        ("we", State.FAILED, "Reminder: your appointment is on Monday at 14:30. Answer here if it does not suit."),
    ),
)  # fmt: skip
WHY = "The phone is off or out of reach. (30003)"
UNKNOWN = (
    ("+447700900871", 2, "Hi, got your number from a friend. Do you also take small jobs?"),
    ("+447700900654", 26, "Is this still the number for deliveries"),
)


def sms(
    clients: dict[int, Client], people: dict[tuple[int, str], Contact], members: Iterable[Member]
) -> Iterator[tuple[Client, Message]]:
    """Threads with every fifth client of the first sixty that has somebody with a phone; with whom each is."""
    staff = [member for member in members if member.role != "viewer"]
    office = SmsNumber.objects.create(
        name="Office", provider="outbox", number=OURS, is_default=True, level=Level.ALL
    )
    first: dict[int, Contact] = {}
    for (client_key, _), contact in people.items():
        first.setdefault(client_key, contact)
    phones = dict(
        Point.objects.filter(kind="phone", sound=True, contact__in=list(first.values()))
        .order_by("-id")
        .values_list("contact_id", "normal")
    )
    now = timezone.now().replace(second=0, microsecond=0)
    some = [clients[n] for n in sorted(clients)[:60] if clients[n].pk in first and n % 5 in {1, 3}]
    able = [client for client in some if first[client.pk].pk in phones]
    for turn, client in enumerate(able):
        who, by = first[client.pk], staff[turn % len(staff)]
        number = phones[who.pk].partition(";ext=")[0]
        told = THREADS[turn % len(THREADS)]
        thread = Thread.objects.create()
        for step, (side, state, text) in enumerate(told):
            at = now - timedelta(days=turn * 2 % 30, hours=2 + turn % 6)
            at += timedelta(minutes=step * 17)
            author = by if side == "we" else None
            row = _said(office, thread, text, state, author, at)
            _name(row, office, number, who)
            Filing.objects.create(
                message=row, client=client, how=FiledBy.WRITTEN if author else FiledBy.REPLY, at=at
            )
            yield client, row
    for number, hours, text in UNKNOWN:
        at = now - timedelta(hours=hours)
        _name(_said(office, Thread.objects.create(), text, State.RECEIVED, None, at), office, number, None)  # fmt: skip


def _said(
    office: SmsNumber, thread: Thread, text: str, state: State, author: Member | None, at: object
) -> Message:
    row: Message = Message.objects.create(
        channel=Channel.SMS,
        direction=Direction.OUT if author else Direction.IN,
        state=state,
        number=office,
        thread=thread,
        text=text,
        author=author,
        at=at,
        told_at=at,
        problem=WHY if state == State.FAILED else "",
    )
    return row


def _name(row: Message, office: SmsNumber, number: str, who: Contact | None) -> None:
    """With whom it is."""
    ours, theirs = PartyKind.FROM, PartyKind.TO
    if row.direction == Direction.IN:
        ours, theirs = theirs, ours
    Party.objects.bulk_create([
        Party(message=row, kind=ours, address=office.number, address_key=office.number, name=office.name),
        Party(message=row, kind=theirs, address=number, address_key=number, name=str(who or ""), contact=who),
    ])  # fmt: skip
