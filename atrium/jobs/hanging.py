"""The open jobs of a client, told first before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.clients.models import Location
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.jobs.models import Job
from atrium.organisations.permissions import Can

NAMED = 5
_HOW = {
    Matter.ARCHIVE: gettext_lazy("open, and cannot be worked on while its client is archived"),
    Matter.CLOSE: gettext_lazy("still open"),
    Matter.OWNER: gettext_lazy("open; its manager stays {manager}"),
    Matter.ADDRESS: gettext_lazy("will show the new address"),
    Matter.LEGAL: gettext_lazy("will show the new data; what was sent already keeps the old"),
}


@affected(*_HOW, first=True)
def open_jobs(change: Intended) -> Iterator[Affected]:
    """Each of the first open jobs by its number, then how many more there are."""
    client, place = change.client, change.client.organisation
    if not change.member.can(Can.JOBS_SEE):
        return
    rows = Job.objects.open().of_client(client)
    if change.matter == Matter.ADDRESS and isinstance(change.subject, Location):
        rows = rows.filter(location=change.subject)
    found = list(rows.select_related("manager").order_by("due_on", "id")[: NAMED + 1])
    for job in found[:NAMED]:
        how = _HOW[change.matter].format(manager=job.manager or gettext("nobody"))
        url = address("job", place.slug, job.number)
        yield Affected(f"{job.code} {job.title}: {how}", "briefcase", url)
    if len(found) > NAMED:
        more = rows.count() - NAMED
        url = address("client-tab", place.slug, client.number, "jobs")
        yield Affected(
            ngettext("and {more} more open job", "and {more} more open jobs", more).format(
                more=more
            ),
            "briefcase",
            url,
        )
