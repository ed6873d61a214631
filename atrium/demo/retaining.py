"""For how long a demo organisation keeps what was said, and what people there agreed to."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from atrium.clients.models import Link, State
from atrium.privacy.models import Consent, ConsentPurpose, RetentionRule
from atrium.privacy.provision import first_purposes

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

_MONTHS = {"calls": 60, "messages": 120, "notifications": 24, "imports": 12}
_AGREED = 14
_SAID = (
    ("form", "Ticked the box of the newsletter on our site"),
    ("word", "Said so at the spring fair"),
    ("mail", "“Yes please, send it to me”"),
)


def retain(owner: Member, clients: dict[int, Client]) -> None:
    """Set a few rules, which let nothing go that the tour shows, and note some consents."""
    for sort, months in _MONTHS.items():
        RetentionRule.keep(sort, by=owner, months=months)
    first_purposes(owner.organisation)
    newsletter, photos, *_ = ConsentPurpose.known()
    today = owner.organisation.today()
    links = Link.objects.current().filter(is_primary=True, client__in=clients.values())
    chosen = (
        links.filter(client__state=State.LIVE).select_related("contact").order_by("client__number")
    )
    for place, (link, (source, words)) in enumerate(
        zip(chosen[:_AGREED], cycle(_SAID), strict=False)
    ):
        day = today - timedelta(days=400 - 20 * place)
        told: dict[str, Any] = {"by": owner, "source": source, "said_on": day, "evidence": words}
        Consent.note(link.contact, newsletter, given=True, **told)
        if place % 4 == 0:
            Consent.note(link.contact, photos, given=True, **told)
        if place % 5 == 1:
            later: dict[str, Any] = {"source": "mail", "said_on": day + timedelta(days=90)}
            Consent.note(link.contact, newsletter, by=owner, given=False, **later)
