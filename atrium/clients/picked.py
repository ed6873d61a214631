"""Who was picked from a list to be linked, of those that the member may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from atrium.clients.absent import LARGEST
from atrium.clients.models import Client, Contact
from atrium.organisations.models import Member

MOST = 10
DIGITS = 10


def people_picked(member: Member, keys: Iterable[str]) -> list[Contact]:
    """The contacts with these public ids."""
    known = [key for text in list(keys)[:MOST] if (key := _uuid(text)) is not None]
    rows = Contact.objects.visible_to(member).filter(public_id__in=known)
    return list(rows.select_related("organisation").order_by("name_key", "id"))


def picked(member: Member, numbers: Iterable[str], *, but: Client | None = None) -> list[Client]:
    """The clients with these numbers, without the one that they are linked to."""
    known = [
        int(n) for n in list(numbers)[:MOST] if n.isascii() and n.isdigit() and len(n) <= DIGITS
    ]
    rows = Client.objects.visible_to(member).filter(number__in=[n for n in known if n <= LARGEST])
    return list(
        rows.exclude(pk=but.pk if but else 0).select_related("organisation").order_by("number")
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
