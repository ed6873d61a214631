"""The pages that say no: what is not here, what is not allowed, what was refused, with the next steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from atrium.foundation.came_from import came_from
from atrium.foundation.causes import Explanation, explained
from atrium.foundation.errors import NotHere
from atrium.foundation.translation import gettext_lazy

NOT_HERE = gettext_lazy("The address is wrong, or what was here is not yours to see.")
NOT_ALLOWED = gettext_lazy(
    "Your role does not allow this. Ask an owner or admin of your organisation."
)


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
