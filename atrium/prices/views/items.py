"""The price list: shown, searched, added to, changed, archived (B05)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.prices.access import items_like, the_item
from atrium.prices.forms import ItemForm
from atrium.prices.listing import PriceList
from atrium.prices.models import Item
from atrium.prices.views.answer import dialog, done


@require_safe
@member_view(needs=Can.MONEY_SEE)
def prices(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone."""
    aimed = "prices" in request.headers.get("HX-Target", "")
    template = "prices/list.html#results" if aimed else "prices/list.html"
    response = render(request, template, _context(request, request.GET))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_EDIT)
@idempotent
def add(request: MemberRequest) -> HttpResponse:
    """A new item."""
    form = ItemForm(request.POST or None, organisation=request.member.organisation)
    if accepted(form, lambda: Item.add(by=request.member, **form.cleaned_data)):
        return _done(
            request, gettext("{cleaned_data} added").format(cleaned_data=form.cleaned_data["name"])
        )
    return dialog(request, "prices/item.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_EDIT)
def item(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change an item, or archive and restore it."""
    found = the_item(key)
    if "archive" in request.POST:
        found.archive(by=request.member)
        return _done(request, gettext("{found} archived").format(found=found))
    if "restore" in request.POST:
        found.restore(by=request.member)
        return _done(request, gettext("{found} restored").format(found=found))
    form = ItemForm(request.POST or None, organisation=request.member.organisation, item=found)
    if accepted(form, lambda: found.edit(by=request.member, **form.cleaned_data)):
        return _done(request, gettext("{found} saved").format(found=found))
    return dialog(request, "prices/item.html", {"form": form, "item": found})


@require_safe
@member_view(needs=Can.MONEY_SEE)
def find_item(request: MemberRequest) -> HttpResponse:
    """Items that fit what was typed, for pickers."""
    words = request.GET.get("q", "")[:120]
    return render(request, "prices/picker.html", {"items": items_like(words), "q": words})


def _context(request: MemberRequest, query: QueryDict) -> dict[str, Any]:
    member = request.member
    return {
        "list": PriceList(query),
        "organisation": member.organisation,
        "may_edit": member.can(Can.MONEY_EDIT),
        "may_import": member.can(Can.IMPORTS_RUN) and member.can(Can.MONEY_EDIT),
        "may_export": member.can(Can.CLIENTS_EXPORT),
    }


def _done(request: MemberRequest, toast: str) -> HttpResponse:
    return done(
        request,
        toast,
        to="prices",
        part="prices/list.html#results",
        context=lambda: _context(request, QueryDict()),
    )
