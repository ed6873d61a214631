"""SMS that came in and stand with no client, until somebody says whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from atrium.clients import lexicon
from atrium.clients.models import Client, ClientKind
from atrium.clients.newcomer import take_in
from atrium.conversations.call_checks import shown
from atrium.conversations.callers import Caller, whose
from atrium.conversations.models import Sms
from atrium.foundation.translation import gettext
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 50


def waiting_for(member: Member) -> list[tuple[Sms, str, datetime, list[Caller]]]:
    """Each with its number as people read it, its time, and whose it may be."""
    rows: Any = Sms.objects.unassigned_to(member).order_by("-at", "-id").prefetch_related("parties")
    some = list(rows[:MOST])
    found = whose([sms.phone for sms in some], member) if some else {}
    local = member.organisation.local
    return [
        (sms, shown(sms.phone) or sms.phone, local(sms.at), found.get(sms.phone, []))
        for sms in some
    ]


def become_lead(sms: Sms, *, by: Member, name: str) -> Client:
    """A new client with the number, to whom all that wait of the number go; one act."""
    status = lexicon.of(by.organisation).default_status
    record = {"name": name, "kind": ClientKind.COMPANY, "status": status}
    with acting(by=by, label=gettext("Added {name} from an SMS").format(name=name)):
        client = take_in(by=by, record=record, reach={"phone": sms.phone}, address={}, tags=[])
        sms.assign(client, by=by)
    return client
