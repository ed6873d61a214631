"""The open tasks of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.calendar.models import Task
from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.organisations.permissions import Can

_HOW = {
    Matter.ARCHIVE: "{some} off everybody's list",
    Matter.CLOSE: "{some} still open",
    Matter.OWNER: "{some} open and still with {owner}",
    Matter.ADDRESS: "{some} open and will show the new address",
    Matter.LEGAL: "{some} open and will show the new data",
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
        verb = "will be" if change.matter == Matter.ARCHIVE else "is" if count == 1 else "are"
        some = f"{count} task{'' if count == 1 else 's'} {verb}"
        text = _HOW[change.matter].format(some=some, owner=owner)
        url = address("client-tab", client.organisation.slug, client.number, "activity")
        yield Affected(text, "list-checks", url)
