"""The clients of a job beside its primary one, in a cell: "Mill Ltd (landlord); Tarn Ltd"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from atrium.clients.models import Client
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.imports.work.known import Known, parts_in
from atrium.imports.work.sort import Parsed
from atrium.jobs import roles
from atrium.jobs.models import Job, Part, Participation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atrium.organisations.models import Member


class Linked(NamedTuple):
    """A client as what it is linked."""

    client: Client
    part: str
    own: str

    def __str__(self) -> str:
        return f"{self.client} ({self.own or within(Part(self.part).label, noun=True)})"


def others(parsed: Parsed, known: Known) -> None:
    """Take the clients that are named, each as what; what is not known here is left out."""
    text = parsed.values.get("other_clients")
    if text is None:
        return
    found: dict[Client, Linked] = {}
    for name, words in parts_in(text):
        client, why = known.client_called(name)
        part = roles.called(words, known.place) if words else (Part.SECONDARY.value, "")
        if client is None or part is None:
            parsed.warn(
                "other_clients",
                why
                or gettext("There is no role {words} of clients in jobs here.").format(words=words),
            )
        elif client != parsed.client and part[0] != Part.PRIMARY:
            found[client] = Linked(client, *part)
    parsed.told["other_clients"] = frozenset(found.values())


def linked_to(job: Job) -> frozenset[Linked]:
    """The clients that have a part in it beside the primary one."""
    rows = job.participations.select_related("client", "job")
    return frozenset(
        Linked(row.client, row.part.value, row.own if row.part == Part.OWN else "")
        for row in rows
        if not row.is_primary
    )


def link(job: Job, wished: Iterable[Linked], by: Member) -> None:
    """Let these clients have these parts; the parts of others stay."""
    standing = {row.client_id: row for row in job.participations.select_related("client")}
    for one in frozenset(wished) - linked_to(job):
        row: Participation | None = standing.get(one.client.pk)
        one.client.organisation = by.organisation
        if row is None:
            Participation.link(job, one.client, by=by, part=one.part, own=one.own)
        else:
            row.job = job
            row.edit(by=by, part=one.part, own=one.own)
