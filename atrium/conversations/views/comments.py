"""Comments on a client: read, written, answered, changed, removed (B11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.conversations.access import the_comment
from atrium.conversations.comment_forms import CommentForm
from atrium.conversations.comment_threads import Threads
from atrium.conversations.models import Comment
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@client_view(needs=Can.COMMENTS_SEE)
def threads(request: MemberRequest, client: Client) -> HttpResponse:
    """The panel to htmx, a page to everybody else."""
    return _threads(request, client)


@require_POST
@client_view(needs=Can.COMMENTS_WRITE)
@idempotent
def write(request: MemberRequest, client: Client) -> HttpResponse:
    return _written(request, client)


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.COMMENTS_WRITE)
@idempotent
def reply(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Open the field for a reply; write it."""
    to = the_comment(request, client, key)
    if request.method == "POST":
        return _written(request, client, to)
    return _threads(request, client, answering=to.reply_to_id or to.pk)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@client_view(needs=Can.COMMENTS_SEE)
def comment(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Open it to change it, save it, remove it."""
    row = the_comment(request, client, key)
    if request.method == "DELETE" or "remove" in request.POST:
        row.bin(by=request.member)
        return _threads(request, client, toast=gettext("Comment removed."))
    if not row.may_be_edited_by(request.member):
        raise PermissionDenied
    if request.method != "POST":
        return _threads(request, client, editing=row.pk)
    form = CommentForm(request.POST)
    if form.is_valid() and _accepted(form, lambda: row.edit(by=request.member, **_told(form))):
        return _threads(request, client, toast=gettext("Comment saved"))
    return _threads(request, client, 422, editing=row.pk, form=form)


@require_POST
@client_view(needs=Can.COMMENTS_WRITE)
def unbin(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    the_comment(request, client, key).unbin(by=request.member)
    return _threads(request, client, toast=gettext("The comment is back"))


def _written(request: MemberRequest, client: Client, to: Comment | None = None) -> HttpResponse:
    form = CommentForm(request.POST)

    def say() -> None:
        Comment.write(client, by=request.member, html=form.cleaned_data["html"], reply_to=to)

    if form.is_valid() and _accepted(form, say):
        return _threads(request, client, toast=gettext("Comment added"))
    return _threads(request, client, 422, form=form, answering=to and (to.reply_to_id or to.pk))


def _told(form: CommentForm) -> dict[str, Any]:
    return {"html": form.cleaned_data["html"], "version": form.cleaned_data["version"]}


def _accepted(form: CommentForm, verb: Any) -> bool:
    try:
        verb()
    except Refusal as error:
        if not error.field:
            raise
        form.add_error("text", str(error))
        return False
    return True


def _threads(
    request: MemberRequest, client: Client, status: int = 200, **context: Any
) -> HttpResponse:
    htmx = bool(request.headers.get("HX-Request"))
    done = request.method != "GET" and status == 200  # noqa: PLR2004 - all went well
    if done and not htmx:
        return redirect("comments", client.organisation.slug, client.number)
    shown = Threads.read(client, request.member, request.GET.get("before", ""))
    undo = request.member.latest_act if done else None
    context |= {"shown": shown, "client": client, "undo": undo, "whole": not htmx}
    name = "conversations/comments/panel.html" if htmx else "conversations/comments/page.html"
    response = render(request, name, context, status=status)
    if done:
        response["HX-Trigger"] = "tab:again"
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
