"""ETags: the hash of what is answered, so that they change exactly when the answer does."""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def of(response: HttpResponse) -> str:
    """The strong ETag of the answer."""
    return f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'


def named(header: str, tag: str) -> bool:
    """Whether the header's list names ``tag``.

    Weakly compared: a proxy or our own gzip may have marked the tag as weak on its way out.
    """
    return header.strip() == "*" or tag in _TAG.findall(header)


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag; 304 without a body where the asker has it already."""
    tag = of(response)
    if request.method == "GET" and named(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponseNotModified()
    response["ETag"] = tag
    return response
