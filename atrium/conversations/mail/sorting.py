"""Filing mail by hand: with a client, off it again, and what becomes of a sender nobody knows (R12, V01)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from atrium.clients import lexicon
from atrium.clients.events_seen import settle_activity
from atrium.clients.models import Client, Contact, Link, Point
from atrium.clients.models.point import PointKind
from atrium.conversations.events import MessageReceived, MessageSent
from atrium.conversations.mail.belonging import clients_of
from atrium.conversations.models import (
    WAITS,
    Direction,
    FiledBy,
    Filing,
    Level,
    Message,
    Unanswered,
    Unfiled,
    Why,
)
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting, acting
from atrium.timeline.models import Event

AT_ONCE = 500


def told(message: Message, clients: Iterable[Client], *, by: Member | None) -> None:
    """Tell on the clients' timelines that it came in or left, when it did; once, without its words (X10)."""
    kind = MessageSent if message.direction == Direction.OUT else MessageReceived
    story = kind(receivers=message.parties.receiving().count(), files=message.attachments.count())
    quiet = not Message.objects.filter(pk=message.pk).seen_by_others().exists()
    known = Event.objects.filter(
        subject_model=Message._meta.label_lower, subject_id=message.pk, kind=kind.code
    )
    there = set(known.values_list("client", flat=True))
    with acting(by=by, label=gettext("Filed an e-mail")) as act:
        for client in clients:
            if client.pk not in there:
                act.record(story, client=client, subject=message, quiet=quiet, at=message.at)


def file(message: Message, client: Client, *, by: Member) -> Filing:
    """Put it with a client, beside those it stands with. Refused for who does not see all of it."""
    _refuse(message, by)
    with acting(by=by, label=gettext("Filed an e-mail")) as act:
        if Filing.objects.filter(message=message, client=client).exists():
            raise Refusal(
                gettext("This e-mail stands with {client} already.").format(client=client)
            )
        return _filed(act, message, client, by)


def take_off(message: Message, client: Client, *, by: Member, because: str = "") -> None:
    """Take it off a client; with none left it is listed as not filed, with the reason."""
    _refuse(message, by)
    with acting(by=by, label=gettext("Took an e-mail off a client")) as act:
        filing = Filing.objects.filter(message=message, client=client).first()
        if filing is None:
            raise Refusal(
                gettext("This e-mail does not stand with {client}.").format(client=client)
            )
        act.remove(filing)
        act.remove_many(Unanswered.objects.filter(message=message, client=client))
        if not Filing.objects.filter(message=message).exists():
            words = " ".join(because.split())[:200]
            act.insert(Unfiled(message=message, why=Why.HAND, because=words, at=message.at))
        settle_activity([client])


def welcome_client(address: str, *, name: str, by: Member) -> Client:
    """Make a client of a sender nobody knows, with all mail of that address; one act, one Undo."""
    _refuse_no_editor(by)
    with acting(by=by, label=gettext("Made a client of a sender: {name}").format(name=name)) as act:
        statuses = lexicon.of(by.organisation).statuses.values()
        status = next(status for status in statuses if status.is_default)
        client = Client.add(by=by, name=name, status=status)
        Point.add(client, by=by, kind=PointKind.EMAIL, text=address)
        _file_all(act, address, client, by)
    return client


def welcome_contact(address: str, client: Client, *, name: str, by: Member) -> Contact:
    """Make a contact of a client of a sender nobody knows, with all mail of that address."""
    _refuse_no_editor(by)
    client.refuse_archived()
    with acting(
        by=by, label=gettext("Made a contact of a sender: {name}").format(name=name)
    ) as act:
        given, _, family = " ".join(name.split()).rpartition(" ")
        contact = Contact.add(
            by=by, given_name=given or family, family_name=family if given else ""
        )
        Link.make(client, contact, by=by)
        Point.add(contact, by=by, kind=PointKind.EMAIL, text=address)
        _file_all(act, address, client, by)
    return contact


def _file_all(act: Acting, address: str, client: Client, by: Member) -> None:
    """The mail of the address that waits, as far as the member sees all of it.

    What lies in mailboxes of others is filed by the queue: nobody's act tells of it.
    """
    from atrium.conversations.mail.tasks import file_rest  # noqa: PLC0415 - which loads this

    seen = Message.objects.visible_to(by).at_level(Level.ALL).filter(pk=OuterRef("message_id"))
    waiting = Unfiled.objects.filter(Exists(seen), why__in=WAITS).sent_by(address)
    for row in waiting.select_related("message")[:AT_ONCE]:
        _filed(act, row.message, client, by, how=FiledBy.ADDRESS)
    if Unfiled.objects.filter(why__in=WAITS).sent_by(address).exists():
        file_rest.enqueue(by.organisation.pk, address)


def file_waiting(address: str) -> int:
    """File the mail of the address that waits, where one client alone has it now; how many."""
    keys = clients_of([address.casefold()])[address.casefold()]
    client = Client.objects.filter(pk__in=keys).first() if len(keys) == 1 else None
    if client is None:
        return 0
    waiting = Unfiled.objects.filter(why__in=WAITS).sent_by(address).select_related("message")
    rows = list(waiting[:AT_ONCE])
    with acting(by=None, label=gettext("Filed an e-mail")) as act:
        for row in rows:
            _filed(act, row.message, client, None, how=FiledBy.ADDRESS)
    return len(rows)


def _filed(
    act: Acting, message: Message, client: Client, by: Member | None, how: FiledBy = FiledBy.HAND
) -> Filing:
    filing = Filing(message=message, client=client, how=how, by=by, at=message.at)
    act.insert(filing)
    Unanswered.wait(message, [client], act=act)
    act.remove_many(Unfiled.objects.filter(message=message))
    told(message, [client], by=None if message.author_id is None else message.author)
    return filing


def _refuse(message: Message, by: Member) -> None:
    seen = Message.objects.visible_to(by).at_level(Level.ALL)
    if not by.can(Can.MAIL_SEND) or not seen.filter(pk=message.pk).exists():
        raise Refusal(gettext("Only who may write mail and sees all of this e-mail files it."))


def _refuse_no_editor(by: Member) -> None:
    if not by.can(Can.CLIENTS_EDIT) or not by.can(Can.MAIL_SEND):
        raise Refusal(gettext("Your role may not add clients and contacts."))
