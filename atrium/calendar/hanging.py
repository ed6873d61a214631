"""The open tasks of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from atrium.calendar.models import Task
from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.organisations.permissions import Can

_HOW: dict[Matter, Callable[[int], str]] = {
    Matter.ARCHIVE: lambda count: ngettext(
        "{count} task will be off everybody's list",
        "{count} tasks will be off everybody's list",
        count,
    ),
    Matter.CLOSE: lambda count: ngettext(
        "{count} task is still open", "{count} tasks are still open", count
    ),
    Matter.OWNER: lambda count: ngettext(
        "{count} task is open and still with {owner}",
        "{count} tasks are open and still with {owner}",
        count,
    ),
    Matter.ADDRESS: lambda count: ngettext(
        "{count} task is open and will show the new address",
        "{count} tasks are open and will show the new address",
        count,
    ),
    Matter.LEGAL: lambda count: ngettext(
        "{count} task is open and will show the new data",
        "{count} tasks are open and will show the new data",
        count,
    ),
}


@affected(*_HOW)
def open_tasks(change: Intended) -> Iterator[Affected]:
    """How many, and what becomes of them."""
    client, owner = change.client, change.client.owner
    if not change.member.can(Can.TASKS_SEE):
        return
    tasks = Task.objects.filter(client=client).open()
    if change.matter == Matter.OWNER:
        tasks = tasks.filter(assignee=owner) if owner else tasks.none()
    count = tasks.count()
    if count:
        text = _HOW[change.matter](count).format(count=count, owner=owner)
        url = address("client-tab", client.organisation.slug, client.number, "activity")
        yield Affected(text, "list-checks", url)
