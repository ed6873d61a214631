"""By what of their files lists of clients are narrowed."""

from __future__ import annotations

from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.value_types import Where
from atrium.documents.facts import rows
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")


def _expires(days: Days, where: Where) -> Answer:
    return Answer(rows=rows().filter(within("expires_on", days)), several=True)


criterion(
    Counted(
        slug="files",
        label=gettext_lazy("Files"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        rows=rows,
    )
)
criterion(
    OnDays(
        slug="document_expires",
        label=gettext_lazy("Day on which a document expires"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        between=_expires,
    )
)
