"""How the pages of prices answer: a dialog over the page to htmx, a page of its own without script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from atrium.organisations.middleware import MemberRequest


def dialog(request: MemberRequest, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """A form in a dialog; 422 where it came back with errors."""
    over = bool(request.headers.get("HX-Request"))
    template = fragment if over else "prices/dialog_page.html"
    context = {"fragment": fragment, "organisation": request.member.organisation} | context
    status = 422 if request.method == "POST" else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def done(request: MemberRequest, toast: str, *, to: str, part: str, context: Any) -> HttpResponse:
    """What the dialog changed drawn anew, with a way back; who posted a plain form is led to it."""
    if not request.headers.get("HX-Request"):
        messages.success(request, f"{toast}.")
        return redirect(to, request.member.organisation.slug)
    undo = request.member.latest_act
    more = {"toast": toast, "undo": undo, "organisation": request.member.organisation}
    response = render(request, "prices/answer.html", {"part": part} | more | context())
    response["HX-Retarget"], response["HX-Reswap"] = "#prices", "outerMorph"
    response["HX-Trigger"] = "dialog:close"
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
