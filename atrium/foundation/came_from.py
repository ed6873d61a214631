"""Which page of ours a request was sent from."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest) -> str:
    """The page that the form or the link was on, as far as the browser tells it; else nothing."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}):
        return ""
    page = urlsplit(told)
    return f"{page.path or '/'}{'?' if page.query else ''}{page.query}"
