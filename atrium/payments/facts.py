"""What of a client's work is not charged yet: one expression for header, list, filter, sort, export and API (V07)."""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import Combinable

from atrium.clients.page import Fact, Figure, fact
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.payments.work import uncharged_jobs, uncharged_meetings


def _parts(_: Organisation) -> dict[str, Combinable]:
    return {"uncharged": uncharged_jobs() + uncharged_meetings()}


def _shown(client: Any, organisation: Organisation) -> Figure:
    url = f"{address('client-collect', organisation.slug, client.number)}#work"
    if not client.uncharged:
        return Figure(value="0", reason=gettext("All that was done is charged"), url=url)
    return Figure(
        value=str(client.uncharged), reason=gettext("Done, not charged"), tone="warn", url=url
    )


fact(
    Fact(
        slug="uncharged",
        label=gettext_lazy("Not charged yet"),
        order=70,
        needs=Can.MONEY_EDIT,
        parts=_parts,
        shown=_shown,
        header=False,
    )
)
