"""Drafting an invoice: its form with lines, each step of which is shown again before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from atrium.billing.access import invoice_view
from atrium.billing.editor import Editor
from atrium.billing.forms import DraftForm
from atrium.billing.models import Invoice
from atrium.billing.say import say
from atrium.billing.sources import as_final
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MONEY_EDIT)
def new(request: MemberRequest, client: Client) -> HttpResponse:
    """The form of a new draft for this client."""
    invoice = Invoice.blank(client)
    wanted = request.POST.get("currency", "")
    invoice.currency = wanted if wanted in CURRENCIES else invoice.currency
    return _step(request, invoice) if _is_step(request) else _new(request, invoice)


@idempotent
def _new(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    named = request.GET.get("deposit", "") if request.method == "GET" else ""
    less = as_final(invoice, named) if named else []
    editor = Editor(request.member, invoice.client, invoice, request.POST or None, begun=less)
    form = DraftForm(request.POST or None, invoice=invoice)
    made: list[Invoice] = []

    def draft() -> None:
        lines = editor.refuse_unread()
        told = {"lines": lines, "currency": form.cleaned_data["currency"], **form.values}
        made.append(Invoice.draft(invoice.client, by=request.member, **told))

    if accepted(form, draft):
        say(request, gettext("Drafted an invoice for {client}.").format(client=invoice.client))
        return redirect(made[0])
    return _form(request, form, editor)


@require_http_methods(["GET", "POST"])
@invoice_view(needs=Can.MONEY_EDIT)
def edit(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """The form of a draft."""
    invoice.refuse_issued()
    if _is_step(request):
        return _step(request, invoice)
    editor = Editor(request.member, invoice.client, invoice, request.POST or None)
    form = DraftForm(request.POST or None, invoice=invoice)
    by = request.member
    if accepted(form, lambda: invoice.edit(by=by, lines=editor.refuse_unread(), **form.values)):
        return redirect(invoice)
    return _form(request, form, editor)


@require_POST
@client_view(needs=Can.MONEY_EDIT)
def sums(request: MemberRequest, client: Client) -> HttpResponse:
    """What the lines come to while they are typed; nothing is kept."""
    invoice = Invoice.blank(client)
    wanted = request.POST.get("currency", "")
    invoice.currency = wanted if wanted in CURRENCIES else invoice.currency
    for name in ("inclusive", "reverse_charge"):
        setattr(invoice, name, request.POST.get(name) in {"on", "1", "true"})
    editor = Editor(request.member, client, invoice, request.POST)
    return render(request, "billing/sums.html", {"sums": editor.sums})


@require_POST
@invoice_view(needs=Can.MONEY_EDIT)
def discard(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """Throw a draft away, with Undo."""
    client = invoice.client
    invoice.discard(by=request.member)
    say(request, gettext("Threw {invoice} away.").format(invoice=invoice))
    return redirect(f"{client.get_absolute_url()}invoices/")


def _is_step(request: MemberRequest) -> bool:
    """Whether only a line is to be added or taken off."""
    return request.method == "POST" and bool(request.POST.keys() & {"add", "drop", "more"})


def _step(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    editor = Editor(request.member, invoice.client, invoice, request.POST)
    form = DraftForm(invoice=invoice)
    form.initial = {name: request.POST.get(name, "") for name in form.fields}
    return _form(request, form, editor, stepping=True)


def _form(
    request: MemberRequest, form: DraftForm, editor: Editor, *, stepping: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "editor": editor, "sums": editor.sums}
    context |= {"invoice": editor.invoice, "client": editor.client}
    context["organisation"] = request.member.organisation
    part = stepping and request.headers.get("HX-Request")
    status = 200 if stepping or request.method == "GET" else 422
    template = "billing/lines.html" if part else "billing/edit.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
