"""The people of a client whom one can talk with about a job."""

from __future__ import annotations

from atrium.clients.models import Contact, Link
from atrium.jobs.models import Participation


def people_of(part: Participation) -> list[Contact]:
    """Those who stand with the client now, the primary one first, and those who are chosen already."""
    links = Link.objects.current().filter(client=part.client_id).select_related("contact")
    found = [link.contact for link in links.order_by("-is_primary", "id")[:200]]
    return list(dict.fromkeys([*found, *part.contacts.all()]))
