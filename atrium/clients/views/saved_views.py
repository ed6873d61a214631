"""Saved views of the list: keep, change, share, pin, duplicate, remove (J02)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients import lexicon, viewing
from atrium.clients.columns import chosen_by
from atrium.clients.listing import Listing
from atrium.clients.models import SavedView, ViewPin
from atrium.clients.saved_view_form import SavedViewForm
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LONGEST = 8000


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def every(request: MemberRequest) -> HttpResponse:
    """All views that the member has."""
    member = request.member
    pins = {pin.view_id: pin for pin in viewing.pinned(member)}
    lines = [_line(view, request, pins) for view in viewing.every(member)]
    context: dict[str, Any] = {"mine": [x for x in lines if x["view"].owner_id == member.pk]}
    context["shared"] = [x for x in lines if x["view"].owner_id != member.pk]
    context["removed"] = viewing.removed(member)
    return render(
        request, "clients/views/page.html", context | {"organisation": member.organisation}
    )


def _line(view: SavedView, request: MemberRequest, pins: dict[int, ViewPin]) -> dict[str, Any]:
    filters = viewing.filters_of(view)
    pills = filters.pills(lexicon.of(request.member.organisation), request.member)
    pin = pins.get(view.pk)
    return {
        "view": view,
        "said": [pill.label for pill in pills],
        "losses": viewing.losses(filters, request.member),
        "pinned": pin is not None,
        "opens": bool(pin and pin.opens),
        "may_change": view.may_be_changed_by(request.member),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_SEE)
def new(request: MemberRequest) -> HttpResponse:
    """Keep the list that the address names as a view."""
    member = request.member
    query = QueryDict(request.POST.get("here", "")[:LONGEST])
    listing = Listing.read(member, query if request.method == "POST" else request.GET)
    if request.method != "POST":
        form = SavedViewForm(member=member)
        return _form(request, form, here=listing.address(), listing=listing)
    form = SavedViewForm(request.POST, member=member)
    if form.is_valid():
        told = viewing.kept(member, listing.filters) | {"sort": listing.ordering}
        own = listing.view.columns if listing.view else [c.slug for c in chosen_by(member)]
        try:
            view = SavedView.save_as(by=member, columns=own, **told, **form.wished)
            ViewPin.put(view, by=member)
            return _to(request, view, gettext("Saved as {view}").format(view=view))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _form(request, form, here=listing.address(), listing=listing)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_SEE)
def edit(request: MemberRequest, key: int) -> HttpResponse:
    """Change what a view is called, who has it, and how it is drawn."""
    view = _found(request, key)
    form = SavedViewForm(request.POST or None, member=request.member, view=view)
    if request.method == "POST" and form.is_valid():
        try:
            view.edit(by=request.member, **form.wished)
            return _to(request, view, gettext("Changed"))
        except Refusal as refusal:
            if refusal.field is None:
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _form(request, form, view=view)


def _form(request: MemberRequest, form: SavedViewForm, **context: Any) -> HttpResponse:
    template = "clients/views/form.html"
    template += "#dialog" if request.headers.get("HX-Request") else ""
    context |= {"form": form, "organisation": request.member.organisation}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def keep(request: MemberRequest, key: int) -> HttpResponse:
    """Keep in the view what its list was changed to."""
    view, member = _found(request, key), request.member
    listing = Listing.read(member, QueryDict(request.POST.get("here", "")[:LONGEST]))
    view.edit(by=member, sort=listing.ordering, **viewing.kept(member, listing.filters))
    return _to(request, view, gettext("{view} shows this now").format(view=view))


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def duplicate(request: MemberRequest, key: int) -> HttpResponse:
    """A view of one's own that shows the same."""
    view = _found(request, key).duplicate(by=request.member)
    ViewPin.put(view, by=request.member)
    return _to(request, view, gettext("{view} is yours").format(view=view))


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def remove(request: MemberRequest, key: int) -> HttpResponse:
    """Take a view away; the toast has its Undo."""
    view, slug = _found(request, key), request.member.organisation.slug
    view.remove(by=request.member)
    undo = reverse("view-restore", args=[slug, view.pk])
    messages.success(request, gettext("Removed {view}").format(view=view), extra_tags=undo)
    return redirect("views", slug)


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def restore(request: MemberRequest, key: int) -> HttpResponse:
    """Bring a removed view back."""
    mine = viewing.removed_one(request.member, key)
    if mine is None:
        raise Http404
    mine.restore(by=request.member)
    return _to(request, mine, gettext("{mine} is back").format(mine=mine))


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def pin(request: MemberRequest, key: int) -> HttpResponse:
    """Put the view above the list, or take it off there."""
    view, off = _found(request, key), "off" in request.POST
    (ViewPin.take_off if off else ViewPin.put)(view, by=request.member)
    return _back(request)


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def first(request: MemberRequest, key: int) -> HttpResponse:
    """Let the list open with this view, or with all clients again."""
    view = _found(request, key)
    ViewPin.open_first(None if "off" in request.POST else view, by=request.member)
    return _back(request)


def _found(request: MemberRequest, key: int) -> SavedView:
    """The view, if the member has it; else 404."""
    view = viewing.named(request.member, str(key))
    if view is None:
        raise Http404
    return view


def _to(request: MemberRequest, view: SavedView, said: str) -> HttpResponse:
    """The list with the view, and what was done."""
    messages.success(request, said)
    home = reverse("clients", args=[request.member.organisation.slug])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": f"{home}?view={view.pk}"})
    return redirect(f"{home}?view={view.pk}")


def _back(request: MemberRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if "views" in request.POST:
        return redirect("views", request.member.organisation.slug)
    return redirect("clients-back", request.member.organisation.slug)
