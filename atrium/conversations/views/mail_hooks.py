"""What providers of e-mail call: news of what left. Signed, limited, without a member."""

from __future__ import annotations

from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from atrium.conversations.access import the_told_mailbox
from atrium.conversations.mail.providers import news
from atrium.conversations.models import Mailbox
from atrium.conversations.sms.access import the_place
from atrium.conversations.sms.pace import is_too_fast
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.secrets import unseal
from atrium.organisations import current
from atrium.timeline.source import Source, coming_from

LONGEST_BODY = 512 * 1024


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def told(request: HttpRequest, place: str, key: str) -> HttpResponse:
    """News for the mailbox in the address; 404, 413, 429, 403 and 400 for what is none."""
    if not fits(request.headers.get("Content-Length", "0"), LONGEST_BODY):
        return _no("The request is too long.", 413)
    with current.entered(the_place(place)), coming_from(Source.RULE):
        box = the_told_mailbox(key)
        if is_too_fast(key):
            return _no("Too many requests.", 429)
        if request.method == "HEAD":
            return HttpResponse()
        return _heard(request, box)


def _heard(request: HttpRequest, box: Mailbox) -> HttpResponse:
    try:
        if not (signing := unseal(box.provider_signing)):
            return _no("The signature cannot be checked: no signing key is set.", 403)
        events = news.checked(box, signing, request)
    except (AnymailWebhookValidationFailure, Refusal):
        return _no("The signature does not fit.", 403)
    except (ValueError, LookupError, TypeError, AttributeError, RequestDataTooBig):
        return _no("This cannot be read.", 400)
    news.learn(box, events)
    return HttpResponse(status=200)


def _no(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
