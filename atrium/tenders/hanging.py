"""The open tenders of a client, told before a change that matters to them (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.foundation.addresses import address
from atrium.foundation.translation import ngettext
from atrium.organisations.permissions import Can
from atrium.tenders.models import Tender


@affected(Matter.ARCHIVE, Matter.CLOSE, Matter.OWNER, Matter.LEGAL)
def open_tenders(change: Intended) -> Iterator[Affected]:
    """How many are not decided."""
    client = change.client
    if not change.member.can(Can.TENDERS_SEE):
        return
    count = Tender.objects.open().filter(client=client).count()
    if count:
        url = address("client-tab", client.organisation.slug, client.number, "tenders")
        yield Affected(_words(change.matter, count), "file-badge", url)


def _words(matter: Matter, count: int) -> str:
    words = {
        Matter.ARCHIVE: ngettext(
            "1 tender is still open; nobody can work on them then",
            "{count} tenders are still open; nobody can work on them then",
            count,
        ),
        Matter.CLOSE: ngettext("1 tender is still open", "{count} tenders are still open", count),
        Matter.OWNER: ngettext(
            "1 tender is open; who owns them stays",
            "{count} tenders are open; who owns them stays",
            count,
        ),
        Matter.LEGAL: ngettext("1 tender is open", "{count} tenders are open", count),
    }
    return words[matter].format(count=count)
