"""How the client pages answer: a part to those who asked for a part, a page or a way back else."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from atrium.clients.models import Client, Contact
from atrium.organisations.middleware import MemberRequest


def part(  # noqa: PLR0913 - each says how one kind of answer differs
    request: MemberRequest,
    client: Client,
    template: str,
    context: dict[str, Any],
    status: int = 200,
    *,
    into: str = "",
    says: str = "",
) -> HttpResponse:
    """The part to htmx; who posted a plain form is led back to the client.

    A dialog that is opened by its address, or without script, stands on a page of its own.
    ``into`` is the element that takes the part, whatever asked for it: a dialog that did its work
    closes, and what it changed is drawn anew where it stands. ``says`` names an event for others.
    """
    if request.method == "POST" and not request.headers.get("HX-Request") and status < 400:  # noqa: PLR2004
        return redirect(client)
    context = {"client": client, **context}
    drawn = alone(request, client, template, context) if _is_dialog(template) else template
    response = render(request, drawn, context, status=status)
    if into:
        _put_into(response, into, says)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _put_into(response: HttpResponse, element: str, says: str) -> None:
    response["HX-Retarget"], response["HX-Reswap"] = element, "outerMorph"
    response["HX-Trigger"] = ", ".join(filter(None, ("dialog:close", says)))


def alone(
    request: MemberRequest, whose: Client | Contact, template: str, context: dict[str, Any]
) -> str:
    """The template that draws a dialog: over a page to htmx, else on a page of its own."""
    if request.headers.get("HX-Request"):
        return template
    context |= {"fragment": template, "whose": whose}
    return "clients/dialog_page.html"


def _is_dialog(template: str) -> bool:
    """Whether it is drawn over a page; those that have a page of their own bring it themselves."""
    folder, _, name = template.rpartition("/")
    in_folder = folder.endswith("/dialogs") and not name.endswith("_page.html")
    return in_folder or name == "dialog.html"
