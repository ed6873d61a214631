"""The people of a client whom one can talk with about a tender."""

from __future__ import annotations

from atrium.clients.models import Client, Contact, Link
from atrium.tenders.models import Tender

MOST = 200


def people_of(client: Client, tender: Tender | None = None) -> list[Contact]:
    """Those who stand with the client now, the primary one first, and those who are chosen already."""
    links = Link.objects.current().filter(client=client.pk).select_related("contact")
    found = [link.contact for link in links.order_by("-is_primary", "id")[:MOST]]
    return list(dict.fromkeys([*found, *(chosen_of(tender) if tender else [])]))


def chosen_of(tender: Tender) -> list[Contact]:
    """Those who are chosen for the tender."""
    rows = tender.chosen.select_related("contact").order_by("id")
    return [row.contact for row in rows[:MOST]]
