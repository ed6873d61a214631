"""The calls of all clients, page by page, and those of unknown numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients import lexicon
from atrium.clients.activity import Cursor
from atrium.conversations.callers import Caller, whose
from atrium.conversations.models import Call, CallDirection, Sms
from atrium.conversations.sms.waiting import waiting_for
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member

PAGE = 50
WAITING = 50


@dataclass
class CallList:
    """One page of it. ``waiting`` are those to assign, each with whose number it may be; ``sms`` likewise."""

    waiting: list[tuple[Call, datetime, list[Caller]]]
    sms: list[tuple[Sms, str, datetime, list[Caller]]]
    calls: list[tuple[Call, datetime]]
    direction: str
    may_add: bool
    earlier: str

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Self:
        """The page that the URL asks for; what cannot be read narrows nothing."""
        local, members = member.organisation.local, lexicon.of(member.organisation).members
        direction, place = query.get("direction", ""), Cursor.read(query.get("before", ""))
        rows: Any = Call.objects.visible_to(member).kept().newest_first()
        if direction in CallDirection:
            rows = rows.filter(direction=direction)
        if place is not None:
            rows = rows.filter(TupleLessThan(Tuple(F("started_at"), F("id")), tuple(place)))
        found = list(rows.select_related("client", "contact")[: PAGE + 1])
        for call in found:
            call.member = members.get(call.member_id or 0)
            call.client.organisation = member.organisation
        last = found[PAGE - 1] if found[PAGE:] else None
        mark = (
            {"direction": direction, "before": str(Cursor(last.started_at, last.pk))}
            if last
            else {}
        )
        return cls(
            _waiting(member) if place is None else [],
            waiting_for(member) if place is None else [],
            [(call, local(call.started_at)) for call in found[:PAGE]],
            direction,
            member.can(Can.CLIENTS_EDIT),
            urlencode(mark),
        )


def _waiting(member: Member) -> list[tuple[Call, datetime, list[Caller]]]:
    calls = list(Call.objects.unassigned_to(member).newest_first()[:WAITING])
    found = whose([call.number for call in calls], member) if calls else {}
    return [(c, member.organisation.local(c.started_at), found.get(c.number, [])) for c in calls]
