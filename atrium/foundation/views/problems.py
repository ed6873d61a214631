"""The pages that say no: what is not here, what is not allowed, what was refused, with the next steps."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.defaults import server_error

from atrium.foundation.away import TRY_AGAIN, is_away, may_be_saved
from atrium.foundation.came_from import came_from
from atrium.foundation.causes import Explanation, explained
from atrium.foundation.errors import NotHere
from atrium.foundation.speaking import heard, speaking
from atrium.foundation.translation import gettext_lazy

NOT_HERE = gettext_lazy("The address is wrong, or what was here is not yours to see.")
NOT_ALLOWED = gettext_lazy(
    "Your role does not allow this. Ask an owner or admin of your organisation."
)

AWAY = gettext_lazy(
    "The database does not answer. Wait a moment, then try again; look first whether what you sent was saved."
)
ASKED = gettext_lazy("The database does not answer. Wait a moment, then try again.")
LOST = gettext_lazy(
    "The database does not answer, so what you sent was not saved. Wait a moment, then send it again: nothing of what you typed is lost."
)


def _said(error: BaseException | None) -> str:
    return AWAY if may_be_saved(error) else LOST


def told(request: HttpRequest, explanation: Explanation, status: int) -> HttpResponse:
    """The explanation as a part for htmx, as a page in the frame for a member, else as a page alone."""
    if request.headers.get("HX-Request"):
        template = "shell/refusal.html"
    elif getattr(request, "member", None) is not None:
        template = "shell/why.html"
    else:
        template = "shell/why_alone.html"
    back = came_from(request)
    context = {"explanation": explanation, "status": status}
    is_here = request.method == "GET" and back == request.get_full_path()
    context["back"] = "" if is_here else back
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the reason where somebody knew it."""
    if isinstance(exception, NotHere):
        return told(request, exception.explanation, 404)
    return told(request, explained(404, NOT_HERE), 404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return told(request, explained(403, NOT_ALLOWED), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where the database was away, which mends itself."""
    if not is_away(sys.exception()):
        return server_error(request)
    headers = {"Retry-After": str(TRY_AGAIN)}
    is_sent = request.method not in ("GET", "HEAD")
    with speaking(heard()):
        why = explained(503, _said(sys.exception()) if is_sent else ASKED)
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
            problem |= {"detail": str(why)} | why.as_json()
            kind = "application/problem+json"
            return JsonResponse(problem, status=503, content_type=kind, headers=headers)
        # Without the request: what draws the frame would ask the database.
        again = "" if is_sent else request.get_full_path()
        page = render_to_string(
            "shell/away.html", {"explanation": why, "status": 503, "again": again}
        )
    return HttpResponse(page, status=503, headers=headers)
