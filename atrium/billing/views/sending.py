"""Sending an invoice to the client (C12)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from atrium.billing.letters import letter_of
from atrium.billing.mailing import proposed, send
from atrium.billing.paper_access import the_invoice
from atrium.billing.sending_form import SendForm
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_ISSUE)
@idempotent
def send_invoice(request: MemberRequest, key: UUID) -> HttpResponse:
    """The letter as it is proposed; sent, back to the client's timeline."""
    member, invoice = request.member, the_invoice(request, key)
    if not member.can(Can.MAIL_SEND):
        raise PermissionDenied
    invoice.refuse_draft()
    whom = proposed(invoice)
    letter = letter_of(invoice, member)
    form = SendForm(request.POST or None, letter=letter, proposed=whom)
    if accepted(form, lambda: send(invoice, by=member, **form.cleaned_data)):
        messages.success(request, gettext("{invoice} is on its way.").format(invoice=invoice))
        return redirect(invoice.client)
    context = {"form": form, "invoice": invoice, "client": invoice.client, "whom": whom}
    status = 422 if form.is_bound else 200
    return render(request, "billing/send.html", context, status=status)
