"""Tasks out of notes, calls and comments: how they lead back to where they come from (J18)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from atrium.calendar.sources import task_source
from atrium.clients.models import Client
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext_lazy


def _at(tab: str, query: str, anchor: str) -> Callable[[Client, UUID], str]:
    def path(client: Client, key: UUID) -> str:
        home = address("client-tab", client.organisation.slug, client.number, tab)
        return f"{home}{query}#{anchor}-{key}"

    return path


task_source(
    "conversations.note",
    label=gettext_lazy("From a note"),
    icon="sticky-note",
    path=_at("notes", "", "note"),
)
task_source(
    "conversations.call",
    label=gettext_lazy("From a call"),
    icon="phone",
    path=_at("activity", "?kind=call.logged", "call"),
)
