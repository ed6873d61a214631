"""Who of a client can be sent an SMS, and why the others cannot (R19, J11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from atrium.clients.models import Client, Contact, Link
from atrium.clients.reach.asking import chosen
from atrium.clients.reach.words import ANY, Channel, Purpose
from atrium.conversations.call_checks import read_number
from atrium.conversations.models import PartyKind, SmsStop
from atrium.conversations.models.sms import To
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import phone
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.reach.deciding import Verdict
    from atrium.conversations.models import Sms

BY_SMS = frozenset({Channel.SMS})
ITSELF = "client"
MOST = 50


@dataclass(frozen=True)
class Person:
    """One who could be written to. ``no``: why they are not. ``warning``: that it is a bad moment."""

    key: str
    name: str
    to: To | None = None
    no: str = ""
    warning: str = ""

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return phone.parse(self.to.number).international if self.to else ""

    @property
    def words(self) -> str:
        """Somebody and why they are not written to."""
        return f"{self.name}: {self.no}"


def people_of(client: Client) -> list[Person]:
    """The client's contacts and the client by its own number: six statements however many there are."""
    links = Link.objects.current().filter(client=client).select_related("contact")
    contacts = {
        str(link.contact.public_id): link.contact for link in links.order_by("-is_primary", "id")
    }
    some = dict(list(contacts.items())[:MOST])
    keys = {contact.public_id for contact in some.values()}
    asked = chosen(
        client,
        Purpose.GENERAL,
        at=timezone.now(),
        channels=BY_SMS,
        contacts=keys,
        itself=True,
    )
    verdicts = {verdict.party.key or ITSELF: verdict for verdict in asked.answer.verdicts}
    country = client.country or client.organisation.country
    found = [
        _person(key, verdicts[key], some.get(key), country)
        for key in [*some, ITSELF]
        if key in verdicts
    ]
    numbers = {person.to.number for person in found if person.to}
    stops = dict(
        SmsStop.objects.standing().filter(number__in=numbers).values_list("number", "word")
    )
    return [_heard(person, stops) for person in found]


def why_not(sms: Sms) -> str:
    """Why the SMS must not leave now; empty where it may."""
    party = next(p for p in sms.parties.select_related("contact") if p.kind == PartyKind.TO)
    if stop := SmsStop.objects.standing().filter(number=party.address).first():
        return _stopped(stop.word)
    who: Contact | None = party.contact
    if who is not None and (no := _bar(who)):
        return no
    clients = [filing.client for filing in sms.filings.select_related("client")]
    barred = [_bar(client) for client in clients]
    return barred[0] if barred and all(barred) else ""


def _bar(subject: Client | Contact) -> str:
    for key in (ANY, Channel.SMS.value):
        if key in subject.bars:
            return gettext("Do not contact {subject}: {bar}.").format(
                subject=subject, bar=subject.bars[key]
            )
    return ""


def _person(key: str, verdict: Verdict, contact: Contact | None, country: str) -> Person:
    name = verdict.party.name
    if not verdict.yes:
        no = gettext("No phone number.") if "No address for" in verdict.reason else verdict.reason
        return Person(key, name, no=no)
    try:
        number = read_number(verdict.address, country).partition(";ext=")[0]
    except Refusal as error:
        return Person(key, name, no=str(error))
    if phone.is_landline(number):
        return Person(
            key,
            name,
            no=gettext("{address} is a landline, and there is no mobile.").format(
                address=verdict.address
            ),
        )
    late = verdict.earliest is not None and verdict.earliest > timezone.now()
    warning = (
        gettext("Quiet hours with them until {local_words}").format(local_words=verdict.local_words)
        if late
        else ""
    )
    return Person(key, name, To(number, name, contact), warning=warning)


def _heard(person: Person, stops: dict[str, str]) -> Person:
    if person.to is None or person.to.number not in stops:
        return person
    return Person(person.key, person.name, no=_stopped(stops[person.to.number]))


def _stopped(word: str) -> str:
    return gettext("They answered {word}: no SMS any more until they answer START.").format(
        word=word
    )
