"""Payments: recorded, listed, put towards invoices, paid back, struck out (V04)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.billing.access import numbered, payment_view
from atrium.billing.days import today_of
from atrium.billing.forms import AmountForm, PaymentForm, ReasonForm
from atrium.billing.models import Invoice, Payment
from atrium.billing.payment_list import Payments
from atrium.billing.payment_sheet import PaymentSheet
from atrium.billing.say import say
from atrium.clients.access import client_view
from atrium.clients.following import following
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_GET
@member_view(needs=Can.MONEY_SEE)
def payments(request: MemberRequest) -> HttpResponse:
    """The list of payments, the newest first."""
    context = {"payments": Payments(request.member, request.GET)}
    return render(
        request, "billing/payments.html", context | {"organisation": request.member.organisation}
    )


@require_GET
@payment_view(needs=Can.MONEY_SEE)
def payment(request: MemberRequest, payment: Payment) -> HttpResponse:
    """One payment, what it covers, and what is free of it."""
    context: dict[str, Any] = {"sheet": PaymentSheet(payment, request.member), "payment": payment}
    context["following"] = following(payment, request.member)
    return render(request, "billing/payment.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MONEY_TAKE)
@idempotent
def new(request: MemberRequest, client: Client) -> HttpResponse:
    """Record what the client paid: towards one invoice where that is named, else the oldest due first."""
    invoice = _named(request)
    start: dict[str, Any] = {"on": today_of(client), "method": "transfer"}
    start["currency"] = invoice.currency if invoice else client.organisation.currency
    if invoice is not None:
        start["amount"] = money.written(invoice.left(), invoice.currency)
    form = PaymentForm(request.POST or None, member=request.member, initial=start)
    made: list[Payment] = []
    if accepted(form, lambda: made.append(_take(request, client, form.cleaned_data, invoice))):
        say(request, gettext("Recorded {made}.").format(made=made[0]), undo=False)
        return redirect(invoice or made[0])
    context = {"form": form, "client": client, "invoice": invoice}
    status = 422 if request.method == "POST" else 200
    return render(request, "billing/payment_new.html", context, status=status)


def _named(request: MemberRequest) -> Invoice | None:
    """The invoice that the address or the form names, where something of it is owed."""
    found: Any = numbered(request, request.POST.get("invoice") or request.GET.get("invoice", ""))
    return found if found is not None and found.balance else None


def _take(
    request: MemberRequest, client: Client, told: dict[str, Any], invoice: Invoice | None
) -> Payment:
    towards = None
    if invoice is not None and invoice.client_id == client.pk:
        towards = [(invoice, min(told["amount"], invoice.left()))]
    return Payment.take(client, by=request.member, invoices=towards, **told)


@require_POST
@payment_view(needs=Can.MONEY_TAKE)
def allocate(request: MemberRequest, payment: Payment) -> HttpResponse:
    """Put what is free towards an invoice, or take it off one."""
    off = bool(request.POST.get("off"))
    invoice = numbered(request, request.POST.get("off") or request.POST.get("invoice", ""))
    if invoice is not None:
        (payment.unallocate if off else payment.allocate)(invoice, by=request.member)
    return redirect(payment)


@require_http_methods(["GET", "POST"])
@payment_view(needs=Can.MONEY_TAKE)
@idempotent
def refund(request: MemberRequest, payment: Payment) -> HttpResponse:
    """Pay a part or all of what is free back."""
    form = AmountForm(request.POST or None, currency=payment.currency, member=request.member)
    if accepted(form, lambda: payment.refund(by=request.member, **form.cleaned_data)):
        say(request, gettext("Paid {code} back.").format(code=payment.code), undo=False)
        return redirect(payment)
    words = gettext("Leave the amount empty to pay back all that is free.")
    return _asked(request, payment, form, (gettext("Pay back"), words))


@require_http_methods(["GET", "POST"])
@payment_view(needs=Can.MONEY_TAKE)
@idempotent
def void(request: MemberRequest, payment: Payment) -> HttpResponse:
    """Strike out what never came."""
    form = ReasonForm(request.POST or None)
    if accepted(form, lambda: payment.void(by=request.member, **form.cleaned_data)):
        say(request, gettext("Struck {code} out.").format(code=payment.code), undo=False)
        return redirect(payment)
    words = gettext("What it covered is owed again. It stays to be read.")
    return _asked(request, payment, form, (gettext("Strike out"), words))


def _asked(
    request: MemberRequest, payment: Payment, form: Any, words: tuple[str, str]
) -> HttpResponse:
    context = {"form": form, "payment": payment, "verb": words[0], "why": words[1]}
    status = 422 if request.method == "POST" else 200
    return render(request, "billing/deed.html", context, status=status)
