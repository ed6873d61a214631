"""What a provider brings: SMS that come in, and news of those that left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from atrium.clients.models import Client, Contact, Link, NoContact, Point
from atrium.clients.reach.words import Channel
from atrium.conversations.call_checks import read_number, shown
from atrium.conversations.models import Sms, SmsNumber, SmsStop, State
from atrium.conversations.models.sms import To
from atrium.conversations.sms.twilio import in_words
from atrium.conversations.sms.words import asked, bare, is_ours
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

STATES = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.FAILED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}
MOST = 50


@dataclass(frozen=True)
class Owners:
    """Whose a number is: the people and the clients that have it, and the live clients they lead to."""

    contacts: list[Contact] = field(default_factory=list)
    itself: list[Client] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    @property
    def subjects(self) -> list[Client | Contact]:
        """Those who have it."""
        return [*self.contacts, *self.itself]


def owners_of(number: str) -> Owners:
    """By the numbers that are kept, in E.164."""
    points = Point.objects.filter(kind="phone", normal=number).select_related("client", "contact")
    some = list(points.order_by("id")[:MOST])
    contacts = {p.contact_id: p.contact for p in some if p.contact}
    itself = {p.client_id: p.client for p in some if p.client}
    links = Link.objects.current().filter(contact__in=list(contacts))
    keys = {*itself, *links.values_list("client_id", flat=True)[:MOST]}
    live = Client.objects.live().filter(pk__in=keys).order_by("number")
    return Owners(list(contacts.values()), list(itself.values()), list(live))


def take_in(number: SmsNumber, *, sid: str, sender: str, text: str) -> str:
    """Keep an SMS that came in, once; what to answer it with, if anything.

    It goes where the conversation with its number is; without one to all clients whose number it is.
    """
    try:
        sender = read_number(sender, "") or sender
    except Refusal:
        # A short code, or a name in letters.
        sender = sender[:60]
    owners = owners_of(sender)
    contact = owners.contacts[0] if len(owners.contacts) == 1 else None
    itself = owners.itself[0] if len(owners.itself) == 1 else None
    # Everyone who reads the message reads the name: never that of a client which is not for all.
    name = str(contact or (itself if itself and not itself.restricted else ""))
    last = Sms.objects.with_phone(sender).filter(number=number).first()
    talked = Client.objects.live().filter(filings__message=last.pk) if last else None
    clients = list(talked or owners.clients)
    row = Sms.take_in(number, sid=sid, sender=To(sender, name, contact), text=text, clients=clients)
    if row is None:
        return ""
    return _obeyed(number, sender, text, owners)


def learn(
    number: SmsNumber, *, message: str, attempt: str, sid: str, status: str, code: str
) -> None:
    """News of one that left; what is of no message of this number is passed over."""
    try:
        key = UUID(message)
    except ValueError:
        return
    row: Any = Sms.objects.sms().filter(public_id=key, number=number).first()
    if row is None:
        return
    last = row.attempts.last()
    state = STATES.get(status.lower())
    problem = in_words(code) if state == State.FAILED else ""
    row.learn(
        sid=sid[:60],
        state=state,
        problem=problem,
        newest=last is not None and attempt == str(last.pk),
    )


def whom(row: Sms) -> list[Client]:
    """The live clients that an SMS which waits may be of."""
    return owners_of(row.phone).clients


def _obeyed(number: SmsNumber, sender: str, text: str, owners: Owners) -> str:
    """Do as a stop or start word says; the answer where the provider does not give one by itself."""
    wish, word = asked(text, number), bare(text)
    if wish == "stop":
        SmsStop.hear(sender, word)
        reason = gettext("Answered {word} by SMS from {shown}").format(
            word=word, shown=shown(sender) or sender
        )
        for subject in owners.subjects:
            standing = NoContact.objects.filter(lifted_at=None, channel=Channel.SMS)
            whose = {"client" if isinstance(subject, Client) else "contact": subject}
            if not standing.filter(**whose).exists():
                NoContact.place(subject, by=None, reason=reason, channel=Channel.SMS)
        stopped = gettext(
            "{organisation}: you get no more SMS from us. START brings them back."
        ).format(organisation=number.organisation.name)
        return stopped if is_ours(word) else ""
    if wish == "start":
        SmsStop.end(sender)
        _lift(owners, gettext("Answered {word} by SMS").format(word=word))
        back = gettext("{organisation}: you get SMS from us again. STOP ends them.").format(
            organisation=number.organisation.name
        )
        return back if is_ours(word) else ""
    return ""


def _lift(owners: Owners, reason: str) -> None:
    """Lift what a stop word placed; what a member placed stays theirs to lift."""
    for subject in owners.subjects:
        standing = NoContact.objects.filter(lifted_at=None, channel=Channel.SMS, placed_by=None)
        whose = {"client" if isinstance(subject, Client) else "contact": subject}
        for row in standing.filter(**whose).select_related("client", "contact"):
            row.lift(by=None, reason=reason)
