"""What a composer answers with where it stood: on the client's page, or in the inbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.organisations.middleware import MemberRequest


def in_inbox(request: MemberRequest) -> dict[str, Any]:
    """The conversation of the inbox in which the composer stands, if it does."""
    return {"in_inbox": request.POST.get("inbox", "")}


def answered_in(
    request: MemberRequest, client: Client, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The answer to what was sent: the place goes on without the composer, in the inbox without the line."""
    here = in_inbox(request)
    response = part(request, client, template, context | here)
    if not request.headers.get("HX-Request"):
        return response
    slug = client.organisation.slug
    if here["in_inbox"]:
        response["HX-Replace-Url"] = reverse("inbox", args=[slug])
        response["HX-Trigger"] = "inbox:again"
    else:
        response["HX-Replace-Url"] = reverse("client-tab", args=[slug, client.number, "activity"])
    return response
