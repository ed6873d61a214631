"""Undoing a merge: when that may be done, and what goes with whom at its end (X01).

The journal of the merge takes back what it moved. What happened since stays with the client that
stayed, unless it belongs to what the other one had brought.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import F
from django.utils import timezone

from atrium.clients.merge_rules import PARTS, Part
from atrium.clients.models import Client, Link, Location, Merge, NoContact, State
from atrium.clients.models.no_contact import keep_bars
from atrium.foundation.causes import ROLE
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.permissions import Can
from atrium.timeline.acting import Acting
from atrium.timeline.models import Act, Event, Operation
from atrium.timeline.record import retell

_CLIENT = "clients.client"


def refuse_out_of_order(doing: Acting, act: Act) -> None:
    """Say which merge must be undone before this one; nothing where the act is no merge."""
    merges = _merges(act)
    if not merges:
        return
    if doing.by is not None and not doing.by.can(Can.CLIENTS_MERGE):
        raise Refusal(gettext("Your role may not undo merges. Ask a manager."), cause=ROLE)
    kept = merges[0].kept
    keys = [kept.pk, *(merge.absorbed_id for merge in merges)]
    doing.lock_many(Client.objects.filter(pk__in=keys).order_by("pk"))
    kept.refresh_from_db()
    if kept.state == State.MERGED:
        into = Merge.objects.select_related("kept").get(absorbed=kept, undone_at=None)
        msg = gettext(
            "{code} {kept} was merged into {kept_code} {into_kept} since. Undo that merge first."
        ).format(code=kept.code, kept=kept, kept_code=into.kept.code, into_kept=into.kept)
        raise Refusal(msg)
    later = Merge.objects.filter(kept=kept, undone_at=None, pk__gt=max(m.pk for m in merges))
    if (last := later.select_related("absorbed").first()) is not None:
        msg = gettext(
            "{code} {absorbed} was merged into {kept} since, on {time}. Undo that merge first."
        ).format(
            code=last.absorbed.code,
            absorbed=last.absorbed,
            kept=kept,
            time=f"{spoken(kept.organisation.local(last.at)):%-d %b %Y}",
        )
        raise Refusal(msg)
    _give_way(doing, kept, merges)


def _give_way(doing: Acting, kept: Client, merges: list[Merge]) -> None:
    """A name that somebody else took since does not keep a client from coming back."""
    for merge in merges:
        client = merge.absorbed
        others = Client.objects.live().filter(name_key=client.name_key, namesake=False)
        if others.exclude(pk__in=[client.pk, kept.pk]).exists():
            doing.change(client, namesake=True)


def complete(doing: Acting, act: Act) -> None:
    """Finish the undo of a merge: what belongs together goes together, and both hold what they must."""
    merges = _merges(act)
    for merge in merges:
        kept, client = _anew(doing, merge.kept_id), _anew(doing, merge.absorbed_id)
        if client.state == State.MERGED:
            doing.change(client, namesake=True, **_before(act, client))
        along = {row for part in PARTS for row in _together(doing, part, kept, client)}
        for one in (kept, client):
            _hold(doing, one)
        keep_bars([NoContact(client=kept), NoContact(client=client)])
        doing.touched |= {kept, client}
        retell(_since(act, merge, along), client)
    Merge.objects.filter(act=act).update(undone_at=timezone.now())


def _merges(act: Act) -> list[Merge]:
    rows = Merge.objects.filter(act=act, undone_at=None).select_related("kept", "absorbed")
    return list(rows.order_by("pk"))


def _anew(doing: Acting, key: int) -> Client:
    [client] = doing.lock_many(Client.objects.filter(pk=key))
    return client


def _before(act: Act, client: Client) -> dict[str, Any]:
    """How the client stood before the merge."""
    change = act.changes.filter(model=_CLIENT, object_id=client.pk).order_by("id").first()
    state = change.before["state"] if change is not None and change.before else State.LIVE
    return {"state": state, "state_since": timezone.now(), "survivor": None}


type _Name = tuple[str, int]


def _together(doing: Acting, part: Part, kept: Client, client: Client) -> list[_Name]:
    """Let rows go with what they belong to, or let the reference between two clients go.

    Those that go along come back.
    """
    if part.free:
        return []
    rows: Any = apps.get_model(part.label)._base_manager
    if part.goes_along:
        astray = rows.filter(client=kept, **{f"{part.field}__client": client})
        went = doing.change_many(doing.lock_many(astray), client=client)
        return [(part.label, row.pk) for row in went]
    torn = rows.filter(client__in=[kept, client]).exclude(**{part.field: None})
    torn = torn.exclude(**{f"{part.field}__client": F("client")})
    doing.change_many(doing.lock_many(torn), **{part.field: None})
    return []


def _hold(doing: Acting, client: Client) -> None:
    """One contact is primary, one address of each type the default, where there are any."""
    links = doing.lock_many(Link.objects.current().filter(client=client).order_by("pk"))
    if links and not any(link.is_primary for link in links):
        doing.change(links[0], is_primary=True)
    places = doing.lock_many(Location.objects.filter(client=client).order_by("pk"))
    settled = {place.type_id for place in places if place.is_default}
    for place in places:
        if place.type_id not in settled:
            doing.change(place, is_default=True)
            settled.add(place.type_id)


def _since(act: Act, merge: Merge, along: set[_Name]) -> Iterable[Event]:
    """What was told of the rows that the client had brought, while they stood with the other."""
    moved = act.changes.filter(operation=Operation.UPDATE, client=merge.kept_id)
    brought = {
        (model, key)
        for model, key, before in moved.values_list("model", "object_id", "before")
        if merge.absorbed_id in {(before or {}).get(name) for name in ("client", "first", "second")}
    }
    brought |= along
    contacts = Link.objects.filter(
        pk__in=[key for model, key in brought if model == "clients.link"]
    )
    brought |= {("clients.contact", key) for key in contacts.values_list("contact_id", flat=True)}
    told = Event.objects.filter(client=merge.kept_id, at__gt=merge.at, subject_id__isnull=False)
    return [e for e in told.order_by("id") if (e.subject_model, e.subject_id) in brought]
