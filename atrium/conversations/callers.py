"""Whose number it is: what a telephone asks when it rings (R18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import Q

from atrium.clients import lexicon
from atrium.clients.models import Client, ClientKind, Contact, Link, Point
from atrium.clients.newcomer import take_in
from atrium.conversations.call_checks import read_number
from atrium.conversations.models import Call
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting

MOST, MOST_POINTS = 20, 500
LONGEST = 60


@dataclass(frozen=True)
class Caller:
    """A client that the number leads to, and the person whose number it is, where it is one's."""

    client: Client
    contact: Contact | None

    @property
    def name(self) -> str:
        """The person and the client, as a telephone shows it."""
        return f"{self.contact}, {self.client}" if self.contact else str(self.client)


def heard(text: str, member: Member) -> str:
    """The number as it is kept: E.164, or what a telephone system says where that is no number."""
    try:
        return read_number(text, member.organisation.country)
    except Refusal:
        return " ".join(text.replace("\x00", "").split())[:LONGEST]


def callers(number: str, member: Member) -> list[Caller]:
    """Whom the member may see that has this number (as ``heard``), live clients first.

    Where nobody has just this number, those who have it with an extension.
    """
    found = whose([number], member)[number]
    bare = number.partition(";ext=")[0]
    if found or not bare:
        return found
    extended = _phones(Q(normal__startswith=f"{bare};ext="))
    return _whose([(number, client, contact) for _, client, contact in extended], member)[number]


def whose(numbers: Iterable[str], member: Member) -> defaultdict[str, list[Caller]]:
    """Whom the member may see that has each of these numbers, by three statements."""
    bare = {number.partition(";ext=")[0]: number for number in numbers if number}
    keys = {*bare, *bare.values()}
    points = _phones(Q(normal__in=keys)) if keys else []
    return _whose([(bare.get(n, n), client, contact) for n, client, contact in points], member)


def _phones(which: Q) -> list[tuple[str, int | None, int | None]]:
    rows = Point.objects.filter(which, kind="phone").order_by("id")
    return list(rows.values_list("normal", "client_id", "contact_id")[:MOST_POINTS])


def _whose(
    points: list[tuple[str, int | None, int | None]], member: Member
) -> defaultdict[str, list[Caller]]:
    links: Any = Link.objects.current().filter(contact__in={c for _, _, c in points if c})
    stands = defaultdict(list)
    for link in links.select_related("contact").order_by("id")[:MOST_POINTS]:
        stands[link.contact_id].append(link)
    found: defaultdict[str, dict[int, Contact | None]] = defaultdict(dict)
    for number, owner, contact in points:
        if owner:
            found[number].setdefault(owner, None)
        for link in stands[contact]:
            found[number][link.client_id] = link.contact
    wanted = {key for some in found.values() for key in some}
    seen = Client.objects.visible_to(member).filter(pk__in=wanted).order_by("state", "number")
    known = list(seen[:MOST_POINTS])
    for client in known:
        client.organisation = member.organisation
    answer: defaultdict[str, list[Caller]] = defaultdict(list)
    for number, some in found.items():
        answer[number] = [Caller(c, some[c.pk]) for c in known if c.pk in some][:MOST]
    return answer


def report(*, by: Member, number: str, external_id: str = "", **told: Any) -> tuple[Call, bool]:
    """A call as a telephone system reports it, and whether it is a new one.

    It goes to the client whose number it is, if that is one live client alone; else it waits among
    the unassigned ones. Of the same ``external_id`` it is the same call: what is told now is set.
    """
    told = {name: value for name, value in told.items() if value is not None}
    try:
        return _reported(by, heard(number, by), external_id, told)
    except IntegrityError:
        # The system said it twice at once, and the other one was first.
        return _reported(by, heard(number, by), external_id, told)


def _reported(by: Member, number: str, external_id: str, told: dict[str, Any]) -> tuple[Call, bool]:
    with acting(by=by, label=gettext("Logged a call")):
        known = _known(external_id, by)
        if known is not None:
            if told:
                known.edit(by=by, **told)
            return known, False
        found = [caller for caller in callers(number, by) if not caller.client.is_archived]
        told = {"number": number, "external_id": external_id, "reporter": by, **told}
        if len(found) == 1:
            [who] = found
            return Call.log(who.client, by=by, contact=who.contact, **told), True
        return Call.keep_unassigned(by=by, **told), True


def _known(external_id: str, by: Member) -> Call | None:
    """The call that the member reported so before; refused where they may not see it any more.

    What others reported by this id is another call: nobody learns by asking that there is one.
    """
    if not external_id:
        return None
    call: Call | None = (
        Call.objects.filter(external_id=external_id, reporter=by).select_related("client").first()
    )
    if call is not None and call.client_id is not None and not _sees(by, call):
        msg = gettext("You reported this call already, and it is not yours to change any more.")
        raise Refusal(msg, field="external_id")
    return call


def _sees(member: Member, call: Call) -> bool:
    return bool(Call.objects.visible_to(member).filter(pk=call.pk).exists())


def become_lead(call: Call, *, by: Member, name: str, kind: str = ClientKind.COMPANY) -> Client:
    """A new client with the number, to whom all unassigned calls of the number go; one act."""
    record = {"name": name, "kind": kind, "status": lexicon.of(by.organisation).default_status}
    with acting(by=by, label=gettext("Added {name} from a call").format(name=name)):
        client = take_in(
            by=by, record=record, reach={"phone": call.shown_number}, address={}, tags=[]
        )
        same = Call.objects.unassigned_to(by).filter(number=call.number).order_by("id")
        for one in same if call.number else [call]:
            one.assign(client, by=by)
    return client
