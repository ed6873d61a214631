"""What is done with the record itself: archive, restore, take a value or an act back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.clients.taking_back import act_of, may_take_back, restore_value
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.undoing import undo as take_back


@require_http_methods(["POST", "DELETE"])
@client_view(needs=Can.CLIENTS_ARCHIVE)
def archive(request: MemberRequest, client: Client) -> HttpResponse:
    if request.method == "DELETE" or "restore" in request.POST:
        client.restore(by=request.member)
        messages.success(request, f"{client} is back from the archive.")
    else:
        client.archive(by=request.member)
        messages.success(request, f"{client} is archived. It can be restored at any time.")
    return _again(request, client.get_absolute_url())


@require_POST
@client_view(needs=Can.CLIENTS_EDIT)
def restore(request: MemberRequest, client: Client, event: int) -> HttpResponse:
    """Bring back the value that a change on the timeline replaced (X04)."""
    told = client.events.filter(pk=event, kind="client.detail_changed").first()
    if told is None:
        raise Http404
    label = restore_value(client, told, by=request.member)
    messages.success(request, f"{label} restored.")
    return _again(request, client.get_absolute_url())


@require_POST
@member_view(needs=Can.CLIENTS_EDIT)
def undo(request: MemberRequest, key: int) -> HttpResponse:
    """Take a whole act back; what was changed since is left alone and named."""
    act = act_of(request.member, key)
    if act is None:
        raise Http404
    if not may_take_back(act, request.member):
        raise PermissionDenied
    done = take_back(act, by=request.member)
    words = "Undone."
    if done.left_alone:
        words = f"Undone, except {len(done.left_alone)} that were changed since."
    messages.success(request, words)
    return _again(request, request.headers.get("HX-Current-URL") or request.headers.get("Referer"))


def _again(request: MemberRequest, url: str | None) -> HttpResponse:
    """The page anew."""
    home = request.member.organisation.get_absolute_url()
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return redirect(url if url and url.startswith("/") else home)
