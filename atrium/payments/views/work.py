"""Charging a client for a meeting that is over or a job that is done: a draft invoice, or the card on file (V07)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.billing.models import Invoice
from atrium.billing.say import say
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments.access import cards_to_charge, the_card
from atrium.payments.charging_work import Bill, bill_of
from atrium.payments.models import Billed
from atrium.payments.tasks import carry_out
from atrium.payments.work import Work, the_work
from atrium.payments.work_form import WorkForm


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MONEY_EDIT)
@idempotent
def work(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Ask for the price, show what it comes to, then draft the invoice or charge the card."""
    found = _the_work(request, client, key)
    currency = found.currency if found.amount is not None else Invoice.blank(client).currency
    form = WorkForm(request.POST or None, work=found, currency=currency)
    bills: list[Bill] = []
    by, how = request.member, request.POST.get("how", "")
    context: dict[str, Any] = {"form": form, "work": found, "client": client}
    context |= {"billed": Billed.of(found.model, found.key), "currency": currency}
    context["cards"] = cards_to_charge(client, by)
    if accepted(form, lambda: bills.append(bill_of(found, form.cleaned_data["as_price"]))):
        context["bill"] = bills[0]
        sure = request.POST.get("sure") == str(bills[0].invoice.total)
        if how == "draft":
            return _drafted(request, bills[0])
        if how == "card" and sure:
            return _charged(request, bills[0])
    status = 422 if form.errors else 200
    return render(request, "payments/collect/work.html", context, status=status)


@require_POST
@client_view(needs=Can.MONEY_EDIT)
def waive(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Say that it is not charged, with Undo."""
    found = _the_work(request, client, key)
    Billed.waive(found, by=request.member, reason=request.POST.get("reason", ""))
    say(request, gettext("{found} is not charged.").format(found=found))
    return redirect("client-collect", client.organisation.slug, client.number)


def _the_work(request: MemberRequest, client: Client, key: UUID) -> Work:
    found = the_work(client, request.member, key)
    if found is None:
        raise Http404
    return found


def _drafted(request: MemberRequest, bill: Bill) -> HttpResponse:
    invoice = bill.draft(by=request.member)
    say(
        request,
        gettext("Drafted an invoice of {shown} for {work}.").format(
            shown=bill.shown, work=bill.work
        ),
    )
    return redirect("invoice-edit", request.member.organisation.slug, invoice.public_id)


def _charged(request: MemberRequest, bill: Bill) -> HttpResponse:
    member, client = request.member, bill.work.client
    if not (member.can(Can.MONEY_TAKE) and member.can(Can.MONEY_ISSUE)):
        raise PermissionDenied
    card = the_card(client, request.POST.get("card", ""))
    charge = bill.charge(card, by=member)
    carry_out.enqueue(member.organisation.pk, charge.pk)
    words = gettext("{card} is being charged with {shown} for {work}.").format(
        card=card, shown=charge.shown, work=bill.work
    )
    say(request, words, undo=False)
    return redirect("client-collect", client.organisation.slug, client.number)
