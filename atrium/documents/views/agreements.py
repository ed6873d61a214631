"""What clients signed: noted, mended, renewed, ended (R15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.documents.access import the_agreement
from atrium.documents.agreeing import Agreements
from atrium.documents.agreement_forms import AgreementForm, EndForm
from atrium.documents.models import Agreement
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@client_view(needs=Can.DOCUMENTS_SEE)
def agreements(request: MemberRequest, client: Client) -> HttpResponse:
    """The block of the client page, when it comes into sight; a page of its own by its address."""
    alone = "" if request.headers.get("HX-Request") else "_page"
    context = {"shown": Agreements(client, request.member)}
    return part(request, client, f"documents/agreements/list{alone}.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
@idempotent
def new(request: MemberRequest, client: Client) -> HttpResponse:
    """Note one that was signed."""
    form = AgreementForm(request.POST or None, client=client)
    if accepted(form, lambda: Agreement.sign(client, by=request.member, **form.cleaned_data)):
        return _done(request, client, gettext("Agreement noted"))
    return _dialog(request, client, {"form": form, "does": "new"})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def agreement(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Mend what is said of one."""
    row = the_agreement(request, client, key)
    form = AgreementForm(request.POST or None, client=client, row=row)
    if accepted(form, lambda: row.edit(by=request.member, **form.cleaned_data)):
        return _done(request, client, gettext("Agreement saved"))
    return _dialog(request, client, {"form": form, "does": "edit", "row": row})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
@idempotent
def renew(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Let another one take its place."""
    row = the_agreement(request, client, key)
    form = AgreementForm(request.POST or None, client=client, row=row, anew=True)
    if accepted(form, lambda: row.renew(by=request.member, **form.cleaned_data)):
        return _done(request, client, gettext("Agreement renewed"))
    return _dialog(request, client, {"form": form, "does": "renew", "row": row})


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.DOCUMENTS_EDIT)
def end(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Say that one holds no more."""
    row = the_agreement(request, client, key)
    form = EndForm(request.POST or None, initial={"on": client.organisation.today()})
    if accepted(form, lambda: row.end(by=request.member, **form.cleaned_data)):
        return _done(request, client, gettext("Agreement ended"))
    return _dialog(request, client, {"form": form, "does": "end", "row": row})


def _dialog(request: MemberRequest, client: Client, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    alone = "" if request.headers.get("HX-Request") else "_page"
    return part(request, client, f"documents/agreements/edit{alone}.html", context, status)


def _done(request: MemberRequest, client: Client, toast: str) -> HttpResponse:
    context = {"shown": Agreements(client, request.member), "toast": toast}
    context["undo"] = request.member.acts.order_by("-id").first()
    return part(request, client, "documents/agreements/answer.html", context, into="#agreements")
