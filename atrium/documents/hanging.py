"""The files of a client that are shared by links, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.documents.models import Share
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.organisations.permissions import Can


@affected(Matter.ARCHIVE, Matter.CLOSE)
def open_links(change: Intended) -> Iterator[Affected]:
    """How many links still open something."""
    client = change.client
    if not change.member.can(Can.DOCUMENTS_SEE):
        return
    count = Share.objects.standing().filter(client=client).count()
    if count:
        some = ngettext(
            "1 link to files still opens", "{count} links to files still open", count
        ).format(count=count)
        url = address("client-tab", client.organisation.slug, client.number, "documents")
        yield Affected(some, "link", url)
