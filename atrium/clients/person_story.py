"""What happened to a person, over all the clients that the reader may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from atrium.clients.activity import Cursor, beside
from atrium.clients.events_seen import only_seen
from atrium.clients.models import Client
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from datetime import datetime

    from atrium.clients.person_page import PersonPortrait

PAGE = 30


@dataclass
class Told:
    """One thing that happened, once, with the clients on whose timelines it stands."""

    event: Event
    at: datetime
    clients: list[Client] = field(default_factory=list)


@dataclass
class PersonStory:
    """A page of it, newest first; ``earlier`` is the query string that goes on."""

    told: list[Told]
    earlier: str
    first: bool

    @classmethod
    def of(cls, portrait: PersonPortrait, query: Mapping[str, str]) -> PersonStory:
        """The page that the address names; what stands on several timelines is told once."""
        member, person = portrait.member, portrait.person
        seen = Client.objects.met_by(member).filter(pk=OuterRef("client_id"))
        rows = Event.objects.filter(subject_model=person._meta.label_lower, subject_id=person.pk)
        rows = only_seen(member, rows.filter(Exists(seen)).select_related("client"))
        before = Cursor.read(query.get("before", ""))
        if before is not None:
            rows = rows.before(*before)
        found = list(rows.newest_first()[: PAGE + 1])
        told: dict[tuple[object, ...], Told] = {}
        for event in found[:PAGE]:
            event.client.organisation = member.organisation
            event.actor = portrait.words.members.get(event.actor_id or 0)
            same = (
                event.act_id or f"e{event.pk}",
                event.kind,
                json.dumps(event.particulars, sort_keys=True),
            )
            at = member.organisation.local(event.at)
            told.setdefault(same, Told(event, at)).clients.append(event.client)
        earlier = f"before={beside(found[PAGE - 1])}" if len(found) > PAGE else ""
        return cls(list(told.values()), earlier, before is None)
