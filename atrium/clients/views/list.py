"""The list of clients, and how each member likes to see it (R01, R03, C02, C03, C13)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from atrium.clients import lexicon
from atrium.clients.access import client_view
from atrium.clients.columns import MOST_COLUMNS, chosen_by, columns_for
from atrium.clients.deeds import deeds_for
from atrium.clients.filters import SHARES
from atrium.clients.list_links import links_for
from atrium.clients.list_order import SORTS
from atrium.clients.list_rows import rows_of
from atrium.clients.list_rows import star as drawn_star
from atrium.clients.listing import Listing, Page
from atrium.clients.models import Client, Favourite, SavedView, Sight
from atrium.clients.narrowing.quick import SWITCHES
from atrium.clients.nothing_listed import nothing_listed
from atrium.clients.view_log import saw
from atrium.clients.viewing import is_changed, losses, named, opening, pin_of, tabs_of
from atrium.clients.views.neighbour import remember, remembered
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Can

MORE = ("no_contact", "restricted")
MOST_OFFERED = 30
OWN = {"look": "style"}


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def clients(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone."""
    aimed = "client-results" in request.headers.get("HX-Target", "")
    template = "clients/list/page.html#results" if aimed else "clients/list/page.html"
    saw(request.member, None, request.GET.get("q", ""), Sight.SEARCH)
    first = None if request.GET or aimed else opening(request.member)
    if first:
        home = reverse("clients", args=[request.member.organisation.slug])
        return redirect(f"{home}?view={first}")
    context = shown(request, request.GET)
    if not aimed:
        context |= tabs_of(request.member, context["listing"].view)
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    remember(response, request)
    return response


def shown(request: MemberRequest, query: QueryDict) -> dict[str, Any]:
    """What the page of the list that ``query`` names shows."""
    member = request.member
    words = lexicon.of(member.organisation)
    listing = Listing.read(member, query)
    page = Page.of(listing, query)
    columns = chosen_by(member, listing.view.columns if listing.view else None)
    rows = rows_of(page.keys, member, columns, words)
    context = {
        "listing": listing,
        "filters": listing.filters,
        "page": page,
        "rows": rows,
        "heads": [_head(listing, column) for column in columns],
        "pills": listing.filters.pills(words, member),
        "words": words,
        "look": look_of(request, listing.view),
        "whole": listing.whole if listing.filters.any else None,
        "by_name": listing.sorted_by("name"),
        "deeds": deeds_for(member, listing.filters),
        "organisation": member.organisation,
    }
    chosen = [column.slug for column in columns]
    context |= _choices(request, listing, chosen) | _saved(listing)
    return context | _nothing(request, context)


def _nothing(request: MemberRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Why the list shows nobody, where it does not."""
    if context["rows"]:
        return {}
    filters = context["filters"]
    return {"nothing": nothing_listed(filters, request.member, request.memberships)}


def _choices(request: MemberRequest, listing: Listing, chosen: list[str]) -> dict[str, Any]:
    """What the list can be sorted by, and the columns it can have, the chosen ones first."""
    every = columns_for(request.member)
    rest = [slug for slug in every if slug not in chosen]
    home = listing.member.organisation.slug
    links = links_for(listing.member)
    return {
        "client_url": reverse("clients", args=[home]),
        "links": [(link, reverse(link.url_name, args=[home])) for link in links],
        "sorts": [sort for sort in SORTS.values() if sort.is_for(request.member)],
        "shares": SHARES,
        "columns": [(every[slug], slug in chosen) for slug in [*chosen, *rest[:MOST_OFFERED]]],
        "more_columns": max(len(rest) - MOST_OFFERED, 0),
        "here": listing.address(),
        "may": {can.name.lower(): listing.member.can(can) for can in Can},
        "switches": [(n, *s, listing.filters.on(n)) for n, s in SWITCHES.items() if n not in MORE],
        "more": [(n, SWITCHES[n][0], listing.filters.on(n)) for n in MORE],
    }


def _saved(listing: Listing) -> dict[str, Any]:
    """What can be done with the list as a view."""
    view, member = listing.view, listing.member
    if view is None:
        return {}
    return {
        "view": view,
        "is_changed": is_changed(view, listing.filters, listing.ordering),
        "may_change": view.may_be_changed_by(member),
        "losses": losses(listing.filters, member),
        "view_pin": pin_of(view, member),
    }


def _head(listing: Listing, column: Any) -> dict[str, Any]:
    sorted_now = column.sort == listing.sort.slug
    return {
        "column": column,
        "href": listing.sorted_by(column.sort) if column.sort else "",
        "sort": ("descending" if listing.falling else "ascending") if sorted_now else "",
    }


def look_of(request: MemberRequest, view: SavedView | None = None) -> str:
    """Cards or table: the view's, else the member's own choice, else the organisation's (C13)."""
    own = request.member.list_style or request.member.organisation.list_style
    return view.look or own if view else own


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def preferences(request: MemberRequest) -> HttpResponse:
    """Keep how this member likes the list: cards or table, and which columns."""
    style = request.POST.get("style", "")
    view = named(request.member, request.POST.get("view", ""))
    if style in ListStyle.values:
        _keep(request, view, look=style)
    if "columns" in request.POST:
        known = columns_for(request.member)
        wished = [slug for slug in request.POST.getlist("column") if slug in known]
        _keep(request, view, columns=list(dict.fromkeys(wished))[:MOST_COLUMNS])
    return redirect(_back(request))


def _keep(request: MemberRequest, view: SavedView | None, **taste: Any) -> None:
    """Keep it in the open view, where the member may change that; else as the member's own taste."""
    if view and view.may_be_changed_by(request.member):
        view.edit(by=request.member, **taste)
    elif view and any(getattr(view, name) for name in taste):
        msg = gettext("{view} is a view of {owner}. Duplicate it to choose for yourself.").format(
            view=view, owner=view.owner
        )
        raise Refusal(msg)
    else:
        request.member.prefers(**{f"list_{OWN.get(n, n)}": value for n, value in taste.items()})


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def columns(request: MemberRequest) -> HttpResponse:
    """Every column there is, where the list itself offers only the first."""
    chosen = [column.slug for column in chosen_by(request.member)]
    every = columns_for(request.member)
    order = [*chosen, *(slug for slug in every if slug not in chosen)]
    context: dict[str, Any] = {"columns": [(every[slug], slug in chosen) for slug in order]}
    context |= {"organisation": request.member.organisation, "most": MOST_COLUMNS}
    return render(request, "clients/list/columns.html", context)


@require_POST
@client_view(needs=Can.CLIENTS_SEE)
def star(request: MemberRequest, client: Client) -> HttpResponse:
    """Star or unstar from the list; the answer is the button as it stands now (C02)."""
    off = "off" in request.POST
    (Favourite.unstar if off else Favourite.star)(client, by=request.member)
    if not request.headers.get("HX-Request"):
        return redirect(_back(request))
    home = reverse("clients", args=[request.member.organisation.slug])
    context = {"star": drawn_star(client, home, starred=not off)}
    return render(request, "clients/list/star_answer.html", context)


def _back(request: MemberRequest) -> str:
    """The list one came from, as it was."""
    asked = request.POST.get("back", "")
    home = reverse("clients", args=[request.member.organisation.slug])
    safe = url_has_allowed_host_and_scheme(f"{home}?{asked}", allowed_hosts=None)
    return f"{home}?{asked}" if asked and safe else remembered(request)


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def back(request: MemberRequest) -> HttpResponse:
    """Lead back to the list as this member last saw it (R01)."""
    return redirect(remembered(request))
