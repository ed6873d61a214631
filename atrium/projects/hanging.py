"""The open projects of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.organisations.permissions import Can
from atrium.projects.models import Project

_HOW = {
    Matter.ARCHIVE: "still open; nobody can work on them then",
    Matter.CLOSE: "still open",
    Matter.OWNER: "open; who manages them stays",
    Matter.LEGAL: "open",
}


@affected(*_HOW)
def open_projects(change: Intended) -> Iterator[Affected]:
    """How many are not delivered."""
    client = change.client
    if not change.member.can(Can.PROJECTS_SEE):
        return
    count = Project.objects.filter(client=client).open().count()
    if count:
        some = "1 project is" if count == 1 else f"{count} projects are"
        url = address("client-tab", client.organisation.slug, client.number, "projects")
        yield Affected(f"{some} {_HOW[change.matter]}", "folder-kanban", url)
