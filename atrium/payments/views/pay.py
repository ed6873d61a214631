"""The page that a pay link leads to: what is owed, and the way to the provider (V10). No card is typed here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from atrium.billing.models import State
from atrium.foundation.errors import Refusal
from atrium.payments import paying
from atrium.payments.access import charges_of
from atrium.payments.models import ChargeState, PayLink, ProviderAccount
from atrium.payments.providers.provider import ProviderError
from atrium.payments.public import opened, unlisted
from atrium.timeline.source import Source, coming_from


# The secret in the address is the proof, and no session is: there is nothing that another site
# could make a browser send along. A browser that tells no referrer sends no origin to check either.
@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What is owed; a POST leads on to the provider's page."""
    with opened(token) as link, coming_from(Source.PAGE):
        if link is None:
            return render(request, "payments/pay/unusable.html", status=410)
        account, problem = ProviderAccount.current(), ""
        if request.method == "POST" and account is not None:
            try:
                keeps_card = bool(request.POST.get("keep"))
                return HttpResponseRedirect(paying.page_of(link, account, keeps_card=keeps_card))
            except Refusal as error:
                problem = str(error)
        if request.method == "GET":
            link.see()
        waits = _waits(request, link)
        return _page(request, link, can_pay=account is not None, waits=waits, problem=problem)


def _waits(request: HttpRequest, link: PayLink) -> bool:
    """Whether somebody who comes back from the provider still has to wait for its word."""
    if "back" not in request.GET:
        return False
    for charge in charges_of(link):
        try:
            if paying.learn(charge).state == ChargeState.SENT:
                return True
        except (ProviderError, Refusal):
            return True
    return False


def _page(
    request: HttpRequest, link: PayLink, *, can_pay: bool, waits: bool, problem: str
) -> HttpResponse:
    invoice, place = link.invoice, link.invoice.client.organisation
    owed = invoice.left() if invoice.state == State.ISSUED else 0
    with timezone.override(place.timezone):
        context = {
            "invoice": invoice,
            "organisation": place,
            "owed": invoice.shown(owed) if owed > 0 else "",
            "total": invoice.shown(invoice.total),
            "cancelled": invoice.state == State.CANCELLED,
            "can_pay": can_pay,
            "waits": waits,
            "problem": problem,
        }
        return render(request, "payments/pay/page.html", context, status=409 if problem else 200)
