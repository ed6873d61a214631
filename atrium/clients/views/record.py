"""What is done with the record itself: archive, restore, take a value back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.affected import Matter, ask_first
from atrium.clients.models import Client
from atrium.clients.taking_back import restore_value
from atrium.clients.telling import RESTORABLE
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_ARCHIVE)
def archive(request: MemberRequest, client: Client) -> HttpResponse:
    if request.method == "DELETE" or "restore" in request.POST:
        client.restore(by=request.member)
        messages.success(
            request, gettext("{client} is back from the archive.").format(client=client)
        )
    else:
        if (asked := ask_first(request, client, Matter.ARCHIVE)) is not None:
            return asked
        client.archive(by=request.member)
        messages.success(
            request,
            gettext("{client} is archived. It can be restored at any time.").format(client=client),
        )
    return _again(request, client.get_absolute_url())


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def restore(request: MemberRequest, client: Client, event: int) -> HttpResponse:
    """Bring back the value that a change on the timeline replaced (X04)."""
    told = client.events.filter(pk=event, kind__in=RESTORABLE).first()
    if told is None:
        raise Http404
    label = restore_value(client, told, by=request.member)
    messages.success(request, gettext("{label} restored.").format(label=label))
    return _again(request, client.get_absolute_url())


def _again(request: MemberRequest, url: str | None) -> HttpResponse:
    """The page anew."""
    home = request.member.organisation.get_absolute_url()
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return redirect(url if url and url.startswith("/") else home)
