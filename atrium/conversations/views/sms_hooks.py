"""What providers of SMS call: news of what left, and what comes in. Signed, limited, without a member."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from atrium.conversations.models import SmsNumber
from atrium.conversations.sms import incoming as news
from atrium.conversations.sms.access import the_called, the_place
from atrium.conversations.sms.pace import is_too_fast
from atrium.conversations.sms.signature import fits
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits as number_fits
from atrium.foundation.secrets import unseal
from atrium.organisations import current
from atrium.timeline.source import Source, coming_from

LONGEST_BODY = 64 * 1024
MOST_MEDIA = 10

type Hook = Callable[[HttpRequest, SmsNumber], HttpResponse]


def hook(view: Hook) -> Callable[..., HttpResponse]:
    """Let in what the provider of the number in the address has signed; 404, 413, 429, 403 for the rest."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def called(request: HttpRequest, place: str, key: str) -> HttpResponse:
        length = request.headers.get("Content-Length", "0")
        if not number_fits(length, LONGEST_BODY):
            return _no("The request is too long.", 413)
        with current.entered(the_place(place)), coming_from(Source.RULE):
            number = the_called(key)
            if is_too_fast(key):
                return _no("Too many requests.", 429)
            if not _is_signed(request, number):
                return _no("The signature does not fit.", 403)
            return view(request, number)

    return called


def _is_signed(request: HttpRequest, number: SmsNumber) -> bool:
    """By the address as it is known outside, whatever stands between."""
    try:
        fields = [(name, value) for name, some in request.POST.lists() for value in some]
        token = unseal(number.token)
    except (RequestDataTooBig, Refusal):
        return False
    url = f"{settings.BASE_URL}{request.get_full_path()}"
    return fits(request.headers.get("X-Twilio-Signature", ""), token, url, fields)


@hook
def incoming(request: HttpRequest, number: SmsNumber) -> HttpResponse:
    """An SMS has come in."""
    told = request.POST
    sid, sender = told.get("MessageSid", "")[:60], told.get("From", "")
    if not sid or not sender:
        return _no("MessageSid and From are needed.", 400)
    text = "\n".join([told.get("Body", ""), *_media(request)]).strip().replace("\x00", "")
    answer = news.take_in(number, sid=sid, sender=sender, text=text)
    inner = f"<Message>{escape(answer)}</Message>" if answer else ""
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _media(request: HttpRequest) -> list[str]:
    """Where the pictures of an MMS lie; the links are kept, nothing is fetched."""
    found = (request.POST.get(f"MediaUrl{turn}", "") for turn in range(MOST_MEDIA))
    return [f"Picture: {url[:500]}" for url in found if url.startswith("https://")]


@hook
def status(request: HttpRequest, number: SmsNumber) -> HttpResponse:
    """News of an SMS that left."""
    told = request.POST
    news.learn(
        number,
        message=request.GET.get("message", ""),
        attempt=request.GET.get("attempt", ""),
        sid=told.get("MessageSid", ""),
        status=told.get("MessageStatus", ""),
        code=told.get("ErrorCode", ""),
    )
    return HttpResponse(status=204)


def _no(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
