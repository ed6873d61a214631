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
from atrium.clients.columns import MOST_COLUMNS, chosen_by, columns_for, rows_of
from atrium.clients.conditions import asked_for, line_for
from atrium.clients.deeds import deeds_for
from atrium.clients.filters import SHARES, SWITCHES
from atrium.clients.listing import SORTS, Listing, Page
from atrium.clients.models import Client, Favourite, Sight
from atrium.clients.view_log import saw
from atrium.clients.views.neighbour import remember, remembered
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Can

MORE = ("no_contact", "restricted")
MOST_OFFERED = 30


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def clients(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone."""
    aimed = "client-results" in request.headers.get("HX-Target", "")
    template = "clients/list/page.html#results" if aimed else "clients/list/page.html"
    saw(request.member, None, request.GET.get("q", ""), Sight.SEARCH)
    response = render(request, template, shown(request, request.GET))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    remember(response, request)
    return response


def shown(request: MemberRequest, query: QueryDict) -> dict[str, Any]:
    """What the page of the list that ``query`` names shows."""
    member = request.member
    words = lexicon.of(member.organisation)
    listing = Listing.read(member, query)
    page = Page.of(listing, query)
    columns = chosen_by(member)
    rows = rows_of(page.keys, member, columns, words)
    return {
        "listing": listing,
        "filters": listing.filters,
        "page": page,
        "rows": rows,
        "heads": [_head(listing, column) for column in columns],
        "pills": listing.filters.pills(words, member),
        "words": words,
        "look": look_of(request),
        "by_name": listing.sorted_by("name"),
        "client_url": reverse("clients", args=[member.organisation.slug]),
        "deeds": deeds_for(member, listing.filters),
        "organisation": member.organisation,
        "may": {can.name.lower(): member.can(can) for can in Can},
        "switches": [(n, *s, listing.filters.on(n)) for n, s in SWITCHES.items() if n not in MORE],
        "more": [(n, SWITCHES[n][0], listing.filters.on(n)) for n in MORE],
    } | _choices(request, listing, chosen=[column.slug for column in columns])


def _choices(request: MemberRequest, listing: Listing, chosen: list[str]) -> dict[str, Any]:
    """What the list can be sorted by, and the columns it can have, the chosen ones first."""
    every = columns_for(request.member)
    rest = [slug for slug in every if slug not in chosen]
    return {
        "sorts": SORTS.values(),
        "shares": SHARES,
        "columns": [(every[slug], slug in chosen) for slug in [*chosen, *rest[:MOST_OFFERED]]],
        "more_columns": max(len(rest) - MOST_OFFERED, 0),
        "here": listing.address(),
        "by": asked_for(request, listing.filters),
    }


def _head(listing: Listing, column: Any) -> dict[str, Any]:
    sorted_now = column.sort == listing.sort.slug
    return {
        "column": column,
        "href": listing.sorted_by(column.sort) if column.sort else "",
        "sort": ("descending" if listing.falling else "ascending") if sorted_now else "",
    }


def look_of(request: MemberRequest) -> str:
    """Cards or table: the member's own choice, else the organisation's (C13)."""
    return request.member.list_style or request.member.organisation.list_style


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def preferences(request: MemberRequest) -> HttpResponse:
    """Keep how this member likes the list: cards or table, and which columns."""
    style = request.POST.get("style", "")
    if style in ListStyle.values:
        request.member.prefers(list_style=style)
    if "columns" in request.POST:
        known = columns_for(request.member)
        wished = [slug for slug in request.POST.getlist("column") if slug in known]
        request.member.prefers(list_columns=list(dict.fromkeys(wished))[:MOST_COLUMNS])
    return redirect(_back(request))


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


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def condition(request: MemberRequest) -> HttpResponse:
    """The inputs by which a list is narrowed by one field."""
    line = line_for(request.member, request.GET.get("by", ""))
    context = {"line": line, "organisation": request.member.organisation, "fresh": True}
    return render(request, "clients/list/condition.html", context)


@require_POST
@client_view(needs=Can.CLIENTS_SEE)
def star(request: MemberRequest, client: Client) -> HttpResponse:
    """Star or unstar from the list; the answer is the button as it stands now (C02)."""
    off = "off" in request.POST
    (Favourite.unstar if off else Favourite.star)(client, by=request.member)
    if not request.headers.get("HX-Request"):
        return redirect(_back(request))
    client_url = reverse("clients", args=[request.member.organisation.slug])
    context = {"client": client, "starred": not off, "client_url": client_url}
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
