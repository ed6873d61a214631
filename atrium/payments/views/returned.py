"""Taking back a payment that was returned: by hand, or because of what the bank told (V10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from atrium.billing.access import payment_view
from atrium.billing.days import today_of
from atrium.billing.models import Method, Payment
from atrium.billing.say import say
from atrium.foundation.accepting import accepted
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments.access import the_entry
from atrium.payments.known_payments import come_back
from atrium.payments.models import BankEntry, Returned, ReturnKind
from atrium.payments.return_form import ReturnForm

_USUAL = {Method.DEBIT: ReturnKind.DEBIT, Method.CARD: ReturnKind.CHARGEBACK}


@require_http_methods(["GET", "POST"])
@payment_view(needs=Can.MONEY_TAKE)
@idempotent
def take_back(request: MemberRequest, payment: Payment) -> HttpResponse:
    """Say how it came back; what it covered is owed again."""
    entry = _entry(request)
    form = ReturnForm(
        request.POST or None, payment=payment, initial=_begun(request, payment, entry)
    )
    by = request.member
    if accepted(form, lambda: Returned.book(payment, by=by, entry=entry, **form.cleaned_data)):
        words = gettext("{code} was returned; what it covered is owed again.").format(
            code=payment.code
        )
        say(request, words, undo=False)
        return redirect(payment)
    why = gettext("What it covered is owed again, and reminders begin anew. It stays in the books.")
    context = {"form": form, "payment": payment, "verb": gettext("Take back"), "why": why}
    status = 422 if request.method == "POST" else 200
    return render(request, "billing/deed.html", context, status=status)


def _entry(request: MemberRequest) -> BankEntry | None:
    """The entry of the bank that the address names; else 404."""
    key = request.GET.get("entry", "")
    try:
        return the_entry(request.member, UUID(key)) if key else None
    except ValueError:
        raise Http404 from None


def _begun(request: MemberRequest, payment: Payment, entry: BankEntry | None) -> dict[str, Any]:
    kind = _USUAL.get(payment.method_as, ReturnKind.BOUNCED)
    begun = {"kind": kind, "on": today_of(payment.client), "reason": "", "fee": ""}
    if entry is not None:
        begun |= {"on": entry.booked_on, "reason": entry.text[:400]}
        found = come_back([entry], request.member).get(entry.pk, [])
        kept = next((one.found.kept for one in found if one.payment.pk == payment.pk), 0)
        begun["fee"] = money.written(kept, payment.currency) if kept else ""
    return begun
