from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from atrium.clients.absent import LARGEST
from atrium.clients.access import missing
from atrium.clients.completeness import gaps_shown
from atrium.clients.models import Client
from atrium.clients.page import ACTIONS, ATTENTION, PANELS, Tab, facts_for, tabs_for
from atrium.clients.portrait import Portrait
from atrium.clients.view_log import saw
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


def page(request: MemberRequest, number: int, slug: str = "activity") -> HttpResponse:
    """The client page; with htmx aimed at the middle, the middle alone."""
    tabs = tabs_for(request.member)
    tab = next((t for t in tabs if t.slug == slug), None)
    middle = "client-main" in request.headers.get("HX-Target", "")
    client = portrait_or_404(
        request, number, only=frozenset(t.count for t in tabs) if middle else None
    )
    if tab is None:
        raise Http404
    saw(request.member, client.client.pk, tab.label)
    context = {"client": client.client, "portrait": client, "tab": tab}
    context |= tab.context(request, client)
    if middle:
        context |= {"tabs": tabs_shown(request, client)}
        response = render(request, "clients/page.html#main", context)
    else:
        response = render(request, "clients/page.html", context | frame(request, client))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def portrait_or_404(
    request: MemberRequest, number: int, *, only: frozenset[str] | None = None
) -> Portrait:
    """The client with everything its header shows, if the member may see it.

    ``only`` names the facts that are needed where the header is not drawn.
    """
    portrait = Portrait.numbered(number, request.member, only=only) if number <= LARGEST else None
    if portrait is None:
        raise missing(request, number)
    return portrait


def frame(request: MemberRequest, portrait: Portrait) -> dict[str, Any]:
    """What stands around the tab: header, panes, menu."""
    return header(request, portrait) | {
        "tabs": tabs_shown(request, portrait),
        "left": _panels(request, portrait, "left"),
        "right": _panels(request, portrait, "right"),
        "needs": needs(request, portrait),
    }


def header(request: MemberRequest, portrait: Portrait) -> dict[str, Any]:
    """The strip that stays on top on every tab."""
    client, member = portrait.client, request.member
    shown = [f for f in facts_for(member) if f.header and f.shown]
    actions = [a for a in ACTIONS.ordered(key=lambda a: a.order) if member.can(a.needs)]
    return {
        "client": client,
        "portrait": portrait,
        "statuses": portrait.words.statuses.values(),
        "figures": [(f, f.shown(client, member.organisation)) for f in shown if f.shown],
        "actions": [a for a in actions if a.when(client)],
        "may_edit": member.can(Can.CLIENTS_EDIT) and not client.is_archived,
        "may_hold": member.can(Can.CLIENTS_HOLD),
        "may_own": member.can(Can.CLIENTS_OWN),
    }


def figures_anew(request: MemberRequest, client: Client) -> dict[str, Any]:
    """The header's figures as they stand now, to go beside an answer that changed them."""
    portrait = Portrait.numbered(client.number, request.member)
    return {"figures": header(request, portrait)["figures"] if portrait else []}


def counted(request: MemberRequest, portrait: Portrait) -> dict[str, Any]:
    """What shows how complete the client is: header, attention, meter, gaps (B10)."""
    return header(request, portrait) | {
        "needs": needs(request, portrait),
        "gaps": gaps_shown(portrait.client, request.member),
    }


def tabs_shown(request: MemberRequest, portrait: Portrait) -> list[tuple[Tab, Any]]:
    tabs = tabs_for(request.member)
    return [(t, getattr(portrait.client, t.count, "") if t.count else "") for t in tabs]


def _panels(request: MemberRequest, portrait: Portrait, side: str) -> list[dict[str, Any]]:
    chosen = [p for p in PANELS if p.side == side and request.member.can(p.needs)]
    return [
        {"template": p.template, "slug": p.slug, **p.context(request, portrait)}
        for p in sorted(chosen, key=lambda p: p.order)
    ]


def needs(request: MemberRequest, portrait: Portrait) -> list[Any]:
    """The lines of "Needs attention", the most pressing first."""
    found = [line for find in ATTENTION for line in find(request, portrait)]
    return sorted(found, key=lambda line: line.order)[:6]
