"""What the provider calls with its news. Signed, limited, kept once; the queue acts upon it."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.rate import Rate
from atrium.organisations import current
from atrium.payments.access import the_account, the_place
from atrium.payments.models import Heard
from atrium.payments.providers.provider import ProviderError
from atrium.payments.tasks import hear
from atrium.timeline.source import Source, coming_from

LONGEST_BODY = 512 * 1024
EACH_MINUTE = 600
RATE = Rate("payment-news")


@csrf_exempt
@require_POST
def heard(request: HttpRequest, place: str, key: str) -> HttpResponse:
    """Keep the news and say so; 400 where the signature does not fit."""
    if not fits(request.headers.get("Content-Length", "0"), LONGEST_BODY):
        return _said("The request is too long.", 413)
    organisation = the_place(place)
    with current.entered(organisation), coming_from(Source.RULE):
        account = the_account(key)
        if RATE.take(account.pk, EACH_MINUTE):
            return _said("Too many requests.", 429)
        try:
            news = account.line().heard(request.body, request.headers.get("Stripe-Signature", ""))
        except (ProviderError, Refusal, RequestDataTooBig):
            return _said("The signature does not fit.", 400)
        with transaction.atomic():
            row = Heard.keep(account, news)
            if row is not None:
                hear.enqueue(organisation.pk, row.pk)
    return _said("Heard.", 200)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
