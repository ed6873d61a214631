"""What a deed with files is answered with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from atrium.clients.models import Client
from atrium.clients.views.answer import part
from atrium.documents.models import File, Folder
from atrium.organisations.middleware import MemberRequest


def done(
    request: MemberRequest,
    client: Client,
    toast: str,
    folder: Folder | None = None,
    file: File | None = None,
) -> HttpResponse:
    """The news with Undo, and the page anew; a plain form is led to where the thing stands."""
    undo = request.member.latest_act
    if request.headers.get("HX-Request"):
        context: dict[str, Any] = {"toast": toast, "undo": undo}
        response = part(request, client, "documents/toast.html", context)
        response["HX-Trigger"] = "dialog:close, files:again"
        response["HX-Reswap"] = "none"
        return response
    slug = client.organisation.slug
    tags = reverse("act-undo", args=[slug, undo.pk]) if undo else ""
    messages.success(request, f"{toast}.", extra_tags=tags)
    if file is not None:
        return redirect("file", slug, client.number, file.public_id)
    inside = f"?folder={folder.public_id}" if folder else ""
    return redirect(f"{client.get_absolute_url()}documents/{inside}")
