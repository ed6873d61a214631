"""Clients of the base as drafts: what they have already, read with few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from atrium.clients.models import Client, Link, Location, Point, Tagging
from atrium.conversations.models import Note
from atrium.imports import accounts
from atrium.imports.draft import PLACE, Draft


def drafts_of(keys: Collection[int], *, locked: bool) -> dict[int, Draft]:
    """The clients with these keys as they stand; ``locked`` until the transaction ends."""
    if not keys:
        return {}
    rows = Client.objects.filter(pk__in=keys).order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = {c.pk: Draft(c, new=False) for c in rows.select_related("owner")}
    for draft in found.values():
        draft.kin = found.values()
    _contacts(found)
    _points(Point.objects.filter(client__in=found), found)
    for place in Location.objects.filter(client__in=found):
        draft = found[place.client_id]
        texts = (str(getattr(place, name)) for name in PLACE)
        draft.placed.add(tuple(" ".join(text.split()).casefold() for text in texts))
        if place.is_default:
            draft.default_types.add(place.type_id)
    for client, tag in Tagging.objects.filter(client__in=found).values_list("client_id", "tag_id"):
        found[client].tagged.add(tag)
    accounts.learn(found)
    notes = Note.objects.filter(client__in=found, binned_at=None)
    for client, text in notes.values_list("client_id", "text"):
        found[client].noted.add(" ".join(text.split()))
    return found


def _points(points: Iterable[Point], found: dict[int, Draft]) -> None:
    for point in points:
        if point.client_id is None:
            continue
        draft = found[point.client_id]
        draft.reached.add((point.kind, point.normal))
        if point.preferred:
            draft.preferred.add(point.kind)


def _contacts(found: dict[int, Draft]) -> None:
    at: dict[int, list[tuple[Draft, str]]] = {}
    links = Link.objects.current().filter(client__in=found).select_related("contact")
    for link in links.order_by("pk"):
        draft = found[link.client_id]
        draft.people.setdefault(link.contact.name_key, link.contact)
        draft.has_primary = draft.has_primary or link.is_primary
        at.setdefault(link.contact_id, []).append((draft, link.contact.name_key))
    for point in Point.objects.filter(contact__in=at):
        for draft, name_key in at[point.contact_id]:
            place = f"{name_key}/{point.kind}"
            draft.reached.add((place, point.normal))
            if point.preferred:
                draft.preferred.add(place)
