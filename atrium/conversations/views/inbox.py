"""The inbox: what waits for an answer, opened, assigned, put off, closed (V03, V08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from atrium.conversations.access import the_conversation, the_member
from atrium.conversations.conversation import Conversation
from atrium.conversations.inbox import VIEWS, Inbox
from atrium.conversations.inbox_page import WHENS, Opened, PutOffForm
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.MAIL_SEE)
def show(request: MemberRequest) -> HttpResponse:
    """What waits for the member, or for all."""
    return _page(request, _context(request))


@require_safe
@member_view(needs=Can.MAIL_SEE)
def conversation(request: MemberRequest, key: UUID) -> HttpResponse:
    """One of them beside the list, read by that; with the composer where the address asks for it."""
    talk = the_conversation(request.member, key)
    opened = Opened.of(talk, request.GET)
    if opened is None:
        raise Http404
    if opened.is_unread and request.method == "GET":
        talk.look()
    return _page(request, _context(request) | {"opened": opened})


@require_POST
@member_view(needs=Can.MAIL_SEND)
def finish(request: MemberRequest, key: UUID) -> HttpResponse:
    """Nothing is left to answer."""
    return _done(
        request, key, Conversation.finish, gettext("Closed; it comes back when the client writes")
    )


@require_POST
@member_view(needs=Can.MAIL_SEND)
def assign(request: MemberRequest, key: UUID) -> HttpResponse:
    """Somebody is to answer; nobody, where nobody is named."""
    chosen = request.POST.get("member", "")
    to = the_member(chosen) if chosen else None
    words = (
        gettext("{to} is to answer").format(to=to)
        if to
        else gettext("Nobody in particular is to answer")
    )
    return _done(request, key, lambda talk: talk.assign(to), words)


@require_POST
@member_view(needs=Can.MAIL_SEND)
def put_off(request: MemberRequest, key: UUID) -> HttpResponse:
    """Until later; ``back``: it is there again."""
    organisation = request.member.organisation
    form = PutOffForm(request.POST, organisation=organisation)
    if not form.is_valid():
        raise Refusal(" ".join(str(words[0]) for words in form.errors.values()))
    until = None if "back" in request.POST else form.moment
    words = (
        gettext("Put off until {time}").format(
            time=f"{spoken(organisation.local(until)):%a %-d %b, %H:%M}"
        )
        if until
        else gettext("Back now")
    )
    return _done(request, key, lambda talk: talk.snooze(until), words)


@require_POST
@member_view(needs=Can.MAIL_SEE)
def unread(request: MemberRequest, key: UUID) -> HttpResponse:
    """Look at it later."""
    return _done(request, key, Conversation.keep_unread, gettext("Marked as unread"), undo=False)


def _context(request: MemberRequest) -> dict[str, Any]:
    member = request.member
    return {
        "organisation": member.organisation,
        "inbox": Inbox.read(member, request.GET),
        "views": VIEWS.items(),
        "whens": WHENS,
        "may_answer": member.can(Can.MAIL_SEND),
        "member": member,
    }


def _page(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    part = request.headers.get("HX-Target", "").endswith("inbox")
    name = "conversations/inbox/page.html"
    response = render(request, f"{name}#inbox" if part else name, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _done(
    request: MemberRequest,
    key: UUID,
    verb: Callable[[Conversation], None],
    words: str,
    *,
    undo: bool = True,
) -> HttpResponse:
    """The list anew with a toast that takes it back; to a plain form the way back."""
    talk = the_conversation(request.member, key)
    verb(talk)
    if request.headers.get("HX-Request"):
        act = request.member.latest_act if undo else None
        context = _context(request) | {"toast": words, "undo": act}
        context["goes_on"] = context["inbox"].following(talk)
        return render(request, "conversations/inbox/done.html", context)
    messages.success(request, words)
    return redirect(reverse("inbox", args=[request.member.organisation.slug]))
