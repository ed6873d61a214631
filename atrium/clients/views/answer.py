"""How the client pages answer: a part to those who asked for a part, a page or a way back else."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from atrium.clients.models import Client
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

    ``into`` is the element that takes the part, whatever asked for it: a dialog that did its work
    closes, and what it changed is drawn anew where it stands. ``says`` names an event for what else
    on the page shows the same.
    """
    if request.method == "POST" and not request.headers.get("HX-Request") and status < 400:  # noqa: PLR2004
        return redirect(client)
    response = render(request, template, {"client": client, **context}, status=status)
    if into:
        response["HX-Retarget"] = into
        response["HX-Reswap"] = "outerMorph"
        response["HX-Trigger"] = ", ".join(filter(None, ("dialog:close", says)))
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
