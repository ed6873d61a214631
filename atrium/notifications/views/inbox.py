"""The notifications of the member who looks."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from atrium.notifications.facts import Page, notification_of, own_event, own_notification
from atrium.notifications.models import Notification
from atrium.notifications.notices import NOTICES
from atrium.notifications.sight import address_of
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.CLIENTS_SEE)
def notifications(request: MemberRequest) -> HttpResponse:
    """What the member has not read, then what they have."""
    return _page(request)


@require_safe
@never_cache
@member_view(needs=Can.CLIENTS_SEE)
def event(request: MemberRequest, key: int) -> HttpResponse:
    """Lead to the client at this event; who follows the link has read of it."""
    found = own_event(request.member, key)
    if found is None:
        raise Http404
    notification = notification_of(request.member, found)
    if notification is not None:
        notification.mark_read()
    return redirect(address_of(found))


@require_safe
@never_cache
@member_view(needs=Can.CLIENTS_SEE)
def notice(request: MemberRequest, key: int) -> HttpResponse:
    """Lead to the page that a notice is about; who follows the link has read it."""
    found = own_notification(request.member, key)
    if found is None or not found.notice:
        raise Http404
    found.mark_read()
    return redirect(NOTICES[found.notice].url_name, request.member.organisation.slug)


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def read(request: MemberRequest, key: int) -> HttpResponse:
    """Mark one as read, or keep it for later."""
    notification = own_notification(request.member, key)
    if notification is None:
        raise Http404
    if "unread" in request.POST:
        notification.mark_unread()
    else:
        notification.mark_read()
    return _again(request)


@require_POST
@member_view(needs=Can.CLIENTS_SEE)
def read_all(request: MemberRequest) -> HttpResponse:
    Notification.read_all(request.member)
    return _again(request)


def _again(request: MemberRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _page(request)
    return redirect("notifications", request.member.organisation.slug)


def _page(request: MemberRequest) -> HttpResponse:
    """The whole page; with htmx aimed at its list, that alone."""
    after = request.GET.get("after", "")
    aimed = "notification" in request.headers.get("HX-Target", "")
    template = "notifications/page.html#main" if aimed else "notifications/page.html"
    context = {
        "page": Page.of(request.member, after),
        "first": not after,
        "organisation": request.member.organisation,
    }
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
