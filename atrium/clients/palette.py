"""What the command palette offers: clients, contacts and commands for what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.urls import reverse

from atrium.clients import lexicon
from atrium.clients.models import Client, ClientKind
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.reach.bars import Bars
from atrium.clients.search import search
from atrium.clients.search.people import Found, find_contacts
from atrium.clients.search.tokens import words
from atrium.foundation.among import filled_up
from atrium.foundation.navigation import NAVIGATION, Someone
from atrium.foundation.palette import ACTIONS, FINDERS, PaletteGroup, PaletteItem
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_search import find_settings
from atrium.timeline.models import Act, Change

MOST_CLIENTS, MOST_CONTACTS, MOST_COMMANDS = 8, 4, 8
LATEST_ACTS = 30


def groups(member: Member, query: str, memberships: Iterable[Member] = ()) -> list[PaletteGroup]:
    """The lines for what was typed; for nothing typed, favourites and what was worked on lately."""
    offered = (
        [
            (gettext("Go to"), _clients(member, query, memberships)),
            (gettext("Contacts"), _contacts(member, query)),
        ]
        if query.strip()
        else [(gettext("Favourites"), _favourites(member)), (gettext("Recent"), _recent(member))]
    )
    if query.strip():
        offered += [(label, find(member, query)) for label, find in FINDERS]
    offered.append((gettext("Actions"), _commands(member, query)))
    return [PaletteGroup(label=label, items=items) for label, items in offered if items]


def _clients(member: Member, query: str, memberships: Iterable[Member]) -> list[PaletteItem]:
    results = search(member, query, limit=MOST_CLIENTS, memberships=memberships)
    if results.nothing is None:
        return [_line(member, hit.client, hit.why) for hit in results.hits]
    why = PaletteItem(icon=results.nothing.cause.icon, title=results.nothing.text)
    steps = results.nothing.links
    return [
        why,
        *(PaletteItem(icon=s.icon or "arrow-right", title=s.label, url=s.url) for s in steps),
    ]


def _line(member: Member, client: Client, why: str = "") -> PaletteItem:
    status = lexicon.of(member.organisation).statuses.get(client.status_id)
    told = [
        Bars(client.bars).words,
        client.code,
        str(status) if status else "",
        "" if why == "name" else why,
    ]
    return PaletteItem(
        icon="building-2" if client.kind == ClientKind.COMPANY else "user",
        title=client.name,
        sub=" · ".join(part for part in told if part),
        url=reverse("client", args=[member.organisation.slug, client.number]),
    )


def _contacts(member: Member, query: str) -> list[PaletteItem]:
    people = find_contacts(member, query, limit=MOST_CONTACTS)
    return [
        PaletteItem(
            icon="contact-round",
            title=found.contact.name,
            sub=" · ".join(filter(None, [Bars(found.contact.bars).words, _stands(found)])),
            url=reverse("contact", args=[member.organisation.slug, found.contact.public_id]),
        )
        for found in people
    ]


def _stands(found: Found) -> str:
    """With whom the person stands, as what."""
    return "; ".join(
        ", ".join(part for part in (link.job_title, link.client.name) if part)
        for link in found.links[:2]
    )


def _favourites(member: Member) -> list[PaletteItem]:
    return [_line(member, client) for client in _starred(member=member)]


@prepared()
def _starred(*, member: Member) -> Any:
    starred = Client.objects.visible_to(member).live().filter(favourites__member=member)
    return starred.order_by("name_key")[:MOST_CLIENTS]


def _recent(member: Member) -> list[PaletteItem]:
    """The clients the member changed last."""
    acts = _latest_acts(member=member)
    keys = list(dict.fromkeys(_changed(acts=filled_up(acts)) if acts else ()))
    rows = _seen(member=member, keys=filled_up(keys)) if keys else ()
    latest = {client.pk: client for client in rows}
    return [_line(member, latest[key]) for key in keys if key in latest][:MOST_CLIENTS]


@prepared()
def _latest_acts(*, member: Member) -> Any:
    acts = Act.objects.filter(actor=member).order_by("-id")
    return acts.values_list("id", flat=True)[:LATEST_ACTS]


@prepared()
def _changed(*, acts: list[int]) -> Any:
    changes = Change.objects.filter(act__each=acts, client__isnull=False).order_by("-id")
    return changes.values_list("client_id", flat=True)[: 10 * LATEST_ACTS]


@prepared()
def _seen(*, member: Member, keys: list[int]) -> Any:
    return Client.objects.visible_to(member).live().filter(pk__each=keys)


def _commands(member: Member, query: str) -> list[PaletteItem]:
    slug, looker = member.organisation.slug, cast("Someone", member)
    offered = [
        (
            f"{action.label} {action.words}",
            PaletteItem(
                icon=action.icon,
                title=action.label,
                sub=action.hint,
                url=reverse(action.url_name, args=[slug]) if action.url_name else "",
                run=action.run,
            ),
        )
        for action in ACTIONS.ordered(lambda action: action.order)
        if not action.needs or looker.can(action.needs)
    ]
    places = [
        (
            item.label,
            PaletteItem(
                icon=item.icon,
                title=item.label,
                sub=gettext("Go to"),
                url=reverse(item.url_name, args=[slug]),
            ),
        )
        for item in NAVIGATION.ordered(lambda item: item.order)
        if not item.needs or looker.can(item.needs)
    ]
    typed = words(query)
    if not typed:
        return [item for _, item in offered]
    met = [item for text, item in [*offered, *places] if _meets(typed, text)]
    return [*met, *_settings(member, query)][:MOST_COMMANDS]


def _settings(member: Member, query: str) -> list[PaletteItem]:
    """Pages of the settings and single settings, by their names, lines of help and synonyms."""
    return [
        PaletteItem(
            icon=found.icon,
            title=found.label,
            sub=gettext("Settings, {page}").format(page=found.page)
            if found.page
            else gettext("Settings"),
            url=found.url,
        )
        for found in find_settings(member, query)
    ]


def _meets(typed: list[str], text: str) -> bool:
    known = words(text)
    return all(any(word.startswith(part) for word in known) for part in typed)


def lately(member: Member, most: int) -> ClientQuerySet:
    """The clients where something happened last."""
    live: ClientQuerySet = Client.objects.visible_to(member).live()
    return live.order_by("-active_at", "-id")[:most]
