"""Comments: what members say to each other about a client (B11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.conversations.models import Comment
from atrium.conversations.richtext import from_plain
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Comments"])
READ = Bearer("comments:read", Can.COMMENTS_SEE)
WRITE = Bearer("comments:write", Can.COMMENTS_WRITE)


class CommentOut(Schema):
    """A comment. It is internal: no client ever sees it."""

    id: UUID
    client: UUID
    reply_to: UUID | None = Field(description="The first comment of its thread.")
    text: str = Field(description="Without formatting.", examples=["Who talks to them?"])
    html: str
    author: Reference | None
    written_at: datetime
    edited_at: datetime | None
    version: int


class CommentPatch(Patch):
    """What it is to say."""

    text: StrictStr = Field("", max_length=50_000, examples=["Who talks to them?"])
    html: StrictStr = Field(
        "",
        max_length=100_000,
        description="Instead of text. In both, `@[Name]` or `@[member id]` tells a member.",
    )


class CommentIn(CommentPatch):
    """A new comment, by its text or its html."""

    reply_to: Id | None = Field(None, description="A comment on the same client.")


class CommentFilter(Paged):
    """Which comments."""

    removed: bool = Field(default=False, description="Instead: those removed.")


def _card(request: ApiRequest, comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.public_id,
        "client": comment.client.public_id,
        "reply_to": comment.reply_to.public_id if comment.reply_to else None,
        "text": comment.text,
        "html": comment.html,
        "author": reference(words(request).members.get(comment.author_id)),
        "written_at": comment.written_at,
        "edited_at": comment.edited_at,
        "version": comment.version,
    }


def _rows(request: ApiRequest) -> QuerySet[Comment, Comment]:
    rows: QuerySet[Comment, Comment] = Comment.objects.visible_to(request.member)
    return rows.select_related("client", "reply_to", "author")


def _the_comment(request: ApiRequest, comment_id: UUID) -> Comment:
    return found(request, _rows(request).filter(binned_at=None), comment_id)


def _html(data: CommentPatch) -> str:
    if {"text", "html"} <= data.model_fields_set:
        raise Invalid([("html", "Write the text either plain or as HTML, not both.")])
    return data.html if "html" in data.model_fields_set else from_plain(data.text)


@router.get(
    "/clients/{client_id}/comments",
    auth=READ,
    response=Page[CommentOut],
    summary="List the comments",
)
def list_comments(
    request: ApiRequest, client_id: UUID, query: Query[CommentFilter]
) -> HttpResponse:
    """The newest first."""
    rows = _rows(request).filter(
        client=the_client(request, client_id), binned_at__isnull=not query.removed
    )
    page, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, comment) for comment in page], "next": cursor})


@router.post(
    "/clients/{client_id}/comments", auth=WRITE, response={201: CommentOut}, summary="Comment"
)
def write_comment(request: ApiRequest, client_id: UUID, data: CommentIn) -> HttpResponse:
    """Who commented before, and who is named, is told."""
    client, to = the_client(request, client_id), None
    if data.reply_to is not None:
        rows = _rows(request).filter(client=client, public_id=data.reply_to)
        to = chosen(rows, data.reply_to, "reply_to")
    comment = Comment.write(client, by=request.member, html=_html(data), reply_to=to)
    location = f"/api/v1/comments/{comment.public_id}"
    return answer(_card(request, comment), status=201, location=location)


@router.get("/comments/{comment_id}", auth=READ, response=CommentOut, summary="Read a comment")
def read_comment(request: ApiRequest, comment_id: UUID) -> HttpResponse:
    """One comment."""
    return answer(_card(request, _the_comment(request, comment_id)))


@router.patch("/comments/{comment_id}", auth=WRITE, response=CommentOut, summary="Change a comment")
def change_comment(request: ApiRequest, comment_id: UUID, data: CommentPatch) -> HttpResponse:
    """Only its author may. The earlier version stays in its history."""
    comment = _the_comment(request, comment_id)
    if data.sent():
        comment.edit(by=request.member, html=_html(data))
    return answer(_card(request, comment))


@router.delete(
    "/comments/{comment_id}", auth=WRITE, response={204: None}, summary="Remove a comment"
)
def bin_comment(request: ApiRequest, comment_id: UUID) -> HttpResponse:
    """For 30 days it can be brought back."""
    _the_comment(request, comment_id).bin(by=request.member)
    return nothing()


@router.post(
    "/comments/{comment_id}/restore",
    auth=WRITE,
    response=CommentOut,
    summary="Bring a comment back",
)
def restore_comment(request: ApiRequest, comment_id: UUID) -> HttpResponse:
    """Nothing happens when it was not removed."""
    comment: Comment = found(request, _rows(request), comment_id)
    comment.unbin(by=request.member)
    return answer(_card(request, comment))
