"""The open tenders of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.organisations.permissions import Can
from atrium.tenders.models import Tender

_HOW = {
    Matter.ARCHIVE: "still open; nobody can work on them then",
    Matter.CLOSE: "still open",
    Matter.OWNER: "open; who owns them stays",
    Matter.LEGAL: "open",
}


@affected(*_HOW)
def open_tenders(change: Intended) -> Iterator[Affected]:
    """How many are not decided."""
    client = change.client
    if not change.member.can(Can.TENDERS_SEE):
        return
    count = Tender.objects.open().filter(client=client).count()
    if count:
        some = "1 tender is" if count == 1 else f"{count} tenders are"
        url = address("client-tab", client.organisation.slug, client.number, "tenders")
        yield Affected(f"{some} {_HOW[change.matter]}", "file-badge", url)
