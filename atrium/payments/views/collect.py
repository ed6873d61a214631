"""Collecting from the client's card: pay links, cards on file, what comes back (V04, V07, V10)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments import paying
from atrium.payments.access import (
    amount_of,
    links_of,
    other_cards,
    payment_of,
    refuse_charged,
    the_card,
    the_client_charge,
    the_invoice,
)
from atrium.payments.collecting import collecting
from atrium.payments.models import Charge, PayBack, PayLink
from atrium.payments.tasks import carry_out, pay_back


@require_safe
@client_view(needs=Can.MONEY_SEE)
def collect(request: MemberRequest, client: Client) -> HttpResponse:
    """Open invoices, cards on file and charges of a client."""
    context = {"client": client, "collecting": collecting(client, request.member)}
    return render(request, "payments/collect/page.html", context)


@require_safe
@client_view(needs=Can.MONEY_SEE)
def panel(request: MemberRequest, client: Client) -> HttpResponse:
    """The cards on file, as the client page shows them."""
    context = {"client": client, "collecting": collecting(client, request.member)}
    return render(request, "payments/collect/panel.html", context)


@require_POST
@client_view(needs=Can.MONEY_TAKE)
def link(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Make the pay link of an invoice, or show the one that stands."""
    invoice = the_invoice(request.member, client, key)
    made = PayLink.of(invoice, by=request.member)
    return _back(
        request,
        client,
        gettext("The pay link of {invoice} is ready to be copied: {url}").format(
            invoice=invoice, url=made.url
        ),
    )


@require_POST
@client_view(needs=Can.MONEY_TAKE)
def revoke(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Let nobody pay by the link any more."""
    invoice = the_invoice(request.member, client, key)
    for made in links_of(invoice):
        made.revoke(by=request.member)
    return _back(
        request, client, gettext("The pay link of {invoice} is revoked.").format(invoice=invoice)
    )


@require_POST
@client_view(needs=Can.MONEY_TAKE)
@idempotent
def charge(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Charge the chosen card with what is owed of an invoice, once that was confirmed."""
    invoice = the_invoice(request.member, client, key)
    card = the_card(client, request.POST.get("card", ""))
    if request.POST.get("sure") != "1":
        owed = invoice.shown(invoice.left())
        context: dict[str, object] = {
            "client": client,
            "invoice": invoice,
            "card": card,
            "owed": owed,
        }
        context["others"] = other_cards(card)
        return render(request, "payments/collect/sure.html", context)
    made = Charge.ask(card, [invoice], by=request.member)
    carry_out.enqueue(client.organisation.pk, made.pk)
    return _back(
        request,
        client,
        gettext("{card} is being charged with {shown} for {invoice}.").format(
            card=card, shown=made.shown, invoice=invoice
        ),
    )


@require_POST
@client_view(needs=Can.MONEY_TAKE)
def ask_again(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Ask the provider now what became of a charge, and close its page if it is still open."""
    found = paying.give_up(the_client_charge(client, key))
    return _back(request, client, f"{found}: {within(found.get_state_display())}.")


@require_POST
@client_view(needs=Can.MONEY_TAKE)
def default(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Make a card the usual one."""
    card = the_card(client, str(key))
    card.be_default(by=request.member)
    return _back(
        request,
        client,
        gettext("{card} is charged unless you choose another one.").format(card=card),
    )


@require_POST
@client_view(needs=Can.MONEY_TAKE)
def remove(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Take a card off file, here and at the provider."""
    card = the_card(client, str(key))
    refuse_charged(card)
    card.remove(by=request.member)
    return _back(request, client, gettext("{card} is not on file any more.").format(card=card))


@require_POST
@client_view(needs=Can.MONEY_TAKE)
@idempotent
def refund(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Pay a charge back through its provider, in part or all that is left."""
    found = the_client_charge(client, key)
    payment = payment_of(found)
    amount = amount_of(request.POST.get("amount", ""), found)
    row = PayBack.ask(payment, amount, by=request.member, reason=request.POST.get("reason", ""))
    pay_back.enqueue(client.organisation.pk, row.pk)
    return _back(
        request,
        client,
        gettext("{amount} is on its way back.").format(amount=payment.shown(row.amount)),
    )


def _back(request: MemberRequest, client: Client, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("client-collect", client.organisation.slug, client.number)
