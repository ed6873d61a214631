"""Thanking for a payment: the letter and its receipt, shown first, then sent (V10)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.billing.access import payment_view
from atrium.billing.mailing import reached_for_bills
from atrium.billing.models import Payment
from atrium.billing.recipient import account_of, recipient_of
from atrium.billing.say import say
from atrium.billing.views.papers import inline
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments.models import Receipt, Wording
from atrium.payments.models.receipt import drawn_for, language_for, words_for
from atrium.payments.reminder_words import filled


@require_http_methods(["GET", "POST"])
@payment_view(needs=Can.MONEY_TAKE)
@idempotent
def receipt(request: MemberRequest, payment: Payment) -> HttpResponse:
    """The mail as it will read and whom it goes to; a POST sends it."""
    member, client = request.member, payment.client
    if request.method == "POST":
        if not member.can(Can.MAIL_SEND):
            raise PermissionDenied
        Receipt.thank(payment, by=member)
        say(
            request,
            gettext("The receipt of {code} is on its way.").format(code=payment.code),
            undo=False,
        )
        return redirect(payment)
    context = _letter(payment) | {
        "payment": payment,
        "client": client,
        "sent": Receipt.of(payment),
        "whom": reached_for_bills(client, recipient_of(client, account_of(client))["email"]),
    }
    return render(request, "payments/receipt.html", context)


def _letter(payment: Payment) -> dict[str, str]:
    """What goes with the receipt, and the language that it is in."""
    language, words = language_for(payment), words_for(payment)
    subject, text = Wording.of(None, language)
    return {"language": language, "subject": filled(subject, words), "text": filled(text, words)}


@require_safe
@payment_view(needs=Can.MONEY_SEE)
def receipt_pdf(request: MemberRequest, payment: Payment) -> HttpResponse:
    """The receipt as it was sent, else as it would be."""
    sent = Receipt.of(payment)
    return inline(sent.content if sent else drawn_for(payment), f"{payment.code}.pdf")
