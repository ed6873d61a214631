"""Tags: words that clients are marked with (R03)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router
from pydantic import StrictInt, StrictStr

from atrium.clients.models import Tag
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_client, the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, listed, term_card
from atrium.integrations.api.types import Id, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("tags:read", Can.CLIENTS_SEE)
WRITE = Bearer("tags:write", Can.LEXICON_EDIT)
MARK = Bearer("clients:write", Can.CLIENTS_EDIT)


class TagOut(TermOut):
    """A tag."""

    hue: int = Field(description="One of ten colours, 1 to 10.")


class TagIn(TermIn):
    """A new tag."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Seasonal"])
    hue: StrictInt = Field(1, ge=1, le=10, description="One of ten colours.")


class TagPatch(TermPatch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Every summer"])
    hue: StrictInt = Field(1, ge=1, le=10, description="One of ten colours.")


class Into(Input):
    """The one that stays."""

    into: Id


def _card(tag: Tag) -> dict[str, Any]:
    return term_card(tag) | {"hue": tag.hue}


@router.get("/tags", auth=READ, response=Page[TagOut], summary="List tags")
def list_tags(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """By label."""
    return listed([_card(tag) for tag in words(request).tags.values()], query)


@router.post("/tags", auth=WRITE, response={201: TagOut}, summary="Add a tag")
def add_tag(request: ApiRequest, data: TagIn) -> HttpResponse:
    """Refused when there is one with this label already."""
    return answer(_card(Tag.add(by=request.member, label=data.label, hue=data.hue)), status=201)


@router.get("/tags/{tag_id}", auth=READ, response=TagOut, summary="Read a tag")
def read_tag(request: ApiRequest, tag_id: UUID) -> HttpResponse:
    """One tag."""
    return answer(_card(the_word(words(request).tags.values(), tag_id)))


@router.patch("/tags/{tag_id}", auth=WRITE, response=TagOut, summary="Change a tag")
def change_tag(request: ApiRequest, tag_id: UUID, data: TagPatch) -> HttpResponse:
    """What carries the tag shows it at once."""
    tag = _mine(request, tag_id)
    if sent := data.sent():
        tag.edit(by=request.member, **sent)
    return answer(_card(tag))


@router.delete("/tags/{tag_id}", auth=WRITE, response={204: None}, summary="Remove a tag")
def remove_tag(request: ApiRequest, tag_id: UUID) -> HttpResponse:
    """It is taken off every client."""
    _mine(request, tag_id).retire(by=request.member)
    return nothing()


@router.post("/tags/{tag_id}/merge", auth=WRITE, response={204: None}, summary="Merge two tags")
def merge_tag(request: ApiRequest, tag_id: UUID, data: Into) -> HttpResponse:
    """Every client of either carries the tag `into`; this one goes."""
    tag = _mine(request, tag_id)
    kept = chosen(words(request).tags.values(), data.into, "into")
    tag.merge_into(_mine(request, kept.public_id), by=request.member)
    return nothing()


@router.put(
    "/clients/{client_id}/tags/{tag_id}", auth=MARK, response={204: None}, summary="Tag a client"
)
def tag_client(request: ApiRequest, client_id: UUID, tag_id: UUID) -> HttpResponse:
    """Nothing happens when it carries the tag already."""
    client = the_client(request, client_id)
    _mine(request, tag_id).put_on(client, by=request.member)
    return nothing()


@router.delete(
    "/clients/{client_id}/tags/{tag_id}",
    auth=MARK,
    response={204: None},
    summary="Take a tag off a client",
)
def untag_client(request: ApiRequest, client_id: UUID, tag_id: UUID) -> HttpResponse:
    """Nothing happens when it does not carry the tag."""
    client = the_client(request, client_id)
    _mine(request, tag_id).take_off(client, by=request.member)
    return nothing()


def _mine(request: ApiRequest, tag_id: UUID) -> Tag:
    """The tag as a row of one's own: what the process remembers is never changed."""
    row: Tag = found(request, Tag.objects.all(), tag_id)
    row.organisation = request.member.organisation
    return row
