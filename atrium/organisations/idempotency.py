"""A request that is sent twice is done once: by a hidden field in forms, by a header for machines."""

from __future__ import annotations

import hashlib
import re
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse

from atrium.foundation.translation import gettext
from atrium.organisations.models.answer import Answer, KeyReused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

FIELD = "idempotency_key"
HEADERS = (
    "Content-Type",
    "Location",
    "ETag",
    "HX-Redirect",
    "HX-Location",
    "HX-Trigger",
    "HX-Push-Url",
    "HX-Retarget",
    "HX-Reswap",
)
_REFUSED = 400
_KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def idempotent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the pages whose writes are done once for each member and key."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = getattr(request, "member", None)
        asker = f"member:{member.pk}" if member else ""
        return answered_once(request, asker, lambda: view(request, *args, **kwargs))

    return once


def answered_once(
    request: HttpRequest, asker: str, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do ``act`` once for ``asker`` and the request's key; without a key it is simply done.

    Raises KeyReused (422) for a key that came with something else, or that is no key.
    """
    if request.method in _SAFE or not asker:
        return act()
    key = request.headers.get("Idempotency-Key") or request.POST.get(FIELD, "")
    if not key:
        return act()
    if not _KEY.match(key):
        msg = gettext("An idempotency key has 1 to 200 letters, digits and signs, no spaces.")
        raise KeyReused(msg)
    with transaction.atomic():
        kept, new = Answer.claim(asker=asker, key=key, asked=_asked(request))
        return _first(kept, act()) if new else _again(kept)


def _first(kept: Answer, answer: HttpResponse) -> HttpResponse:
    """Keep a success. What was refused is not kept, so that it can be mended and sent again."""
    if answer.status_code >= _REFUSED:
        kept.delete()
        return answer
    if isinstance(answer, SimpleTemplateResponse):
        answer.render()
    headers = {name: answer[name] for name in HEADERS if name in answer}
    kept.keep(status=answer.status_code, headers=headers, body=answer.content)
    return answer


def _again(kept: Answer) -> HttpResponse:
    answer = HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
    answer["Idempotent-Replayed"] = "true"
    return answer


def _asked(request: HttpRequest) -> str:
    """A hash of the whole question; a form's own token and the borders of its parts are no part of it."""
    question = hashlib.sha256()

    def add(*words: str | bytes) -> None:
        for word in words:
            piece = word.encode() if isinstance(word, str) else word
            question.update(len(piece).to_bytes(8) + piece)

    add(request.method or "", request.get_full_path())
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name, values in sorted(request.POST.lists()):
            if name != "csrfmiddlewaretoken":
                add(name, *values)
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                content = hashlib.sha256()
                for chunk in file.chunks():
                    content.update(chunk)
                file.seek(0)
                add(name, file.name or "", content.digest())
    else:
        add(request.body)
    return question.hexdigest()
