"""The prices agreed with a client: added, changed, removed (B05)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.prices.access import the_agreed
from atrium.prices.facts import pricing
from atrium.prices.forms import AgreedForm
from atrium.prices.models import AgreedPrice


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.MONEY_EDIT)
@idempotent
def agree(request: MemberRequest, client: Client) -> HttpResponse:
    """Agree on a price."""
    form = AgreedForm(request.POST or None, organisation=client.organisation)
    if accepted(form, lambda: AgreedPrice.agree(client, by=request.member, **form.cleaned_data)):
        return _list(request, client, gettext("Price agreed"))
    return _dialog(request, client, {"form": form})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@client_view(needs=Can.MONEY_EDIT)
def agreed(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Change what was agreed, or take it back."""
    price = the_agreed(client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        price.remove(by=request.member)
        return _list(request, client, gettext("Agreed price removed"))
    form = AgreedForm(request.POST or None, organisation=client.organisation, price=price)
    if accepted(form, lambda: price.edit(by=request.member, **form.cleaned_data)):
        return _list(request, client, gettext("Agreed price saved"))
    return _dialog(request, client, {"form": form, "price": price})


def _dialog(request: MemberRequest, client: Client, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return part(request, client, "prices/dialogs/agreed.html", context, status)


def _list(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("client-tab", client.organisation.slug, client.number, "pricing")
    undo = request.member.latest_act
    context = pricing(client, request.member) | {"toast": toast, "undo": undo}
    return part(request, client, "prices/agreed_answer.html", context, into="#agreed-prices")
