"""The builder of conditions: a dialog over the list, a page where there is no script (J02)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from atrium.clients.builder import Builder, fields_like
from atrium.clients.filters import Filters, address
from atrium.clients.listing import Listing
from atrium.clients.narrowing import Group
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LONGEST = 4000


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def build(request: MemberRequest) -> HttpResponse:
    """The form for the conditions of a list; with ``go``, back to the list that they make."""
    query, member = request.GET, request.member
    here = QueryDict(query["here"][:LONGEST]) if "here" in query else query
    filters = Listing.read(member, here).filters
    sent = "here" in query
    builder = Builder.sent(query, member) if sent else Builder.of(filters.rest, member)
    asked = _with(filters, builder.conditions())
    sort = [("sort", here["sort"])] if here.get("sort") else []
    if "go" in query:
        home = reverse("clients", args=[member.organisation.slug])
        return redirect(f"{home}?{_joined(asked, sort)}")
    short = replace(filters, tree=_with(filters, Group()).tree)
    listing = Listing.read(member, QueryDict(asked.urlencoded()))
    context: dict[str, Any] = {
        "builder": builder,
        "here": _joined(short, sort),
        "count": listing.count,
        "whole": listing.whole,
        "organisation": member.organisation,
    }
    return render(request, _template(request), context)


def _joined(filters: Filters, sort: list[tuple[str, str]]) -> str:
    return "&".join(filter(None, (filters.urlencoded(), address(sort))))


def _template(request: MemberRequest) -> str:
    if "filter-form" in request.headers.get("HX-Target", ""):
        return "clients/list/filter.html#rows"
    return "clients/list/filter.html" + ("#dialog" if request.headers.get("HX-Request") else "")


def _with(filters: Filters, conditions: Group) -> Filters:
    """The filters that have inputs of their own, with these conditions beside them."""
    rest = filters.rest.parts
    short = tuple(part for part in filters.tree.parts if part not in rest)
    tree = Group(parts=(*short, *conditions.parts))
    return replace(filters, tree=tree, broken="", _searched={}, _compiled={})


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def fields(request: MemberRequest) -> HttpResponse:
    """What a condition can be about, as one types."""
    found = fields_like(request.member, request.GET.get("q", "")[:60])
    return render(request, "clients/list/filter_fields.html", {"found": found})
