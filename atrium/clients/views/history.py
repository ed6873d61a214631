"""The history of a client and of a person: read, one value given back, the whole given back (J10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.absent import LARGEST
from atrium.clients.access import client_view
from atrium.clients.history.moment import Moment, MovedOn
from atrium.clients.history.reading import History, changes_of
from atrium.clients.history.restoring import restore as restore_value
from atrium.clients.models import Client, Contact
from atrium.clients.views.person import contact_view
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@client_view(needs=Can.CLIENTS_SEE)
def of_client(request: MemberRequest, client: Client) -> HttpResponse:
    return _history(request, client)


@require_safe
@contact_view(needs=Can.CLIENTS_SEE)
def of_person(request: MemberRequest, contact: Contact) -> HttpResponse:
    return _history(request, contact)


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def restore_of_client(request: MemberRequest, client: Client, change: int) -> HttpResponse:
    client.refuse_archived()
    return _restore(request, client, change)


@require_POST
@contact_view(needs=Can.CLIENTS_EDIT)
def restore_of_person(request: MemberRequest, contact: Contact, change: int) -> HttpResponse:
    return _restore(request, contact, change)


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.CLIENTS_EDIT)
def client_as_of(request: MemberRequest, client: Client, act: int) -> HttpResponse:
    client.refuse_archived()
    if not request.member.can(Can.CLIENTS_OWN):
        return _as_of(request, client, act, but="owner")
    return _as_of(request, client, act)


@require_http_methods(["GET", "HEAD", "POST"])
@contact_view(needs=Can.CLIENTS_EDIT)
def person_as_of(request: MemberRequest, contact: Contact, act: int) -> HttpResponse:
    return _as_of(request, contact, act)


def _history(request: MemberRequest, owner: Client | Contact) -> HttpResponse:
    """The side panel, one more page of it, or the whole page to who asks for no part."""
    context = _places(owner) | {"history": History.read(owner, request.member, request.GET)}
    context["may_restore"] = request.member.can(Can.CLIENTS_EDIT) and not owner.is_archived
    return _shown(request, "clients/history/panel.html", context)


def _shown(
    request: MemberRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        aimed = request.headers.get("HX-Target", "")
        part = "#more" if "history-more" in aimed else "#body" if "history-body" in aimed else ""
        template = f"{template}{part}"
    else:
        context |= {"organisation": request.member.organisation, "template": f"{template}#body"}
        template = "clients/history/page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _restore(request: MemberRequest, owner: Client | Contact, key: int) -> HttpResponse:
    found = changes_of(owner, request.member).filter(pk=key) if key <= LARGEST else None
    change = found.first() if found is not None else None
    field = request.POST.get("field", "")
    if change is None:
        raise Http404
    if field == "owner" and not request.member.can(Can.CLIENTS_OWN):
        raise PermissionDenied
    try:
        label = restore_value(owner, change, field, by=request.member)
    except KeyError:
        raise Http404 from None
    messages.success(request, gettext("{label} restored.").format(label=label))
    return _again(request, owner)


def _restored(owner: Client | Contact, at: datetime) -> str:
    when = f"{spoken(at):%-d %b %Y, %H:%M}"
    return gettext("{owner} is as it was on {when}.").format(owner=owner, when=when)


def _as_of(
    request: MemberRequest, owner: Client | Contact, act: int, *, but: str = ""
) -> HttpResponse:
    """What would change; posting does it, if that is still what would change."""
    rows = changes_of(owner, request.member).filter(act=act) if act <= LARGEST else None
    last = rows.select_related("act").first() if rows is not None else None
    if last is None:
        raise Http404
    moment = Moment.of(owner, request.member, last.act.at, act, but=but)
    context: dict[str, Any] = _places(owner) | {"moment": moment, "act": last.act, "status": 200}
    context["at"] = request.member.organisation.local(last.act.at)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            moment.restore(by=request.member, seen=int(seen) if fits(seen) else 0)
        except MovedOn as error:
            moment = Moment.of(owner, request.member, last.act.at, act, but=but)
            context |= {"moment": moment, "error": str(error), "status": 422}
        except Refusal as error:
            context |= {"error": str(error), "status": 422}
        else:
            messages.success(request, _restored(owner, context["at"]))
            return _again(request, owner)
    return _shown(request, "clients/history/as_of.html", context, context["status"])


def _places(owner: Client | Contact) -> dict[str, Any]:
    """The addresses of the record and its history, which differ between clients and people."""
    slug = owner.organisation.slug
    if isinstance(owner, Client):
        here = address("client-history", slug, owner.number)
    else:
        here = address("contact-history", slug, owner.public_id)
    return {"owner": owner, "here": here, "back": owner.get_absolute_url()}


def _again(request: MemberRequest, owner: Client | Contact) -> HttpResponse:
    """The record anew."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return redirect(owner)
