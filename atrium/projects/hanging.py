"""The open projects of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.organisations.permissions import Can
from atrium.projects.models import Project


@affected(Matter.ARCHIVE, Matter.CLOSE, Matter.OWNER, Matter.LEGAL)
def open_projects(change: Intended) -> Iterator[Affected]:
    """How many are not delivered."""
    client = change.client
    if not change.member.can(Can.PROJECTS_SEE):
        return
    count = Project.objects.filter(client=client).open().count()
    if count:
        url = address("client-tab", client.organisation.slug, client.number, "projects")
        yield Affected(_words(change.matter, count), "folder-kanban", url)


def _words(matter: Matter, count: int) -> str:
    words = {
        Matter.ARCHIVE: ngettext(
            "1 project is still open; nobody can work on them then",
            "{count} projects are still open; nobody can work on them then",
            count,
        ),
        Matter.CLOSE: ngettext("1 project is still open", "{count} projects are still open", count),
        Matter.OWNER: ngettext(
            "1 project is open; who manages them stays",
            "{count} projects are open; who manages them stays",
            count,
        ),
        Matter.LEGAL: ngettext("1 project is open", "{count} projects are open", count),
    }
    return words[matter].format(count=count)
