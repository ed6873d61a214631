"""Statuses: where the organisation stands with a client (R02)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router
from pydantic import StrictStr

from atrium.clients.models import Status
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import chosen, found, the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, listed, term_card
from atrium.integrations.api.types import YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("statuses:read", Can.CLIENTS_SEE)
WRITE = Bearer("statuses:write", Can.LEXICON_EDIT)
type Tone = Literal["neutral", "info", "good", "warn", "bad"]


class StatusOut(TermOut):
    """A status."""

    tone: Tone = Field(description="The colour it is shown in.")
    is_default: bool = Field(description="What a new client is.")
    is_closed: bool = Field(description="The work with its clients rests or has ended.")


class StatusIn(TermIn):
    """A new status, put at the end of the list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Paused"])
    tone: Tone = "neutral"
    is_closed: YesNo = False


class StatusPatch(TermPatch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Sleeping"])
    tone: Tone = "neutral"
    is_closed: YesNo = False
    is_default: Literal[True] = Field(default=True, description="New clients get this status.")


def _card(status: Status) -> dict[str, Any]:
    names = ("tone", "is_default", "is_closed")
    return term_card(status) | {name: getattr(status, name) for name in names}


@router.get("/statuses", auth=READ, response=Page[StatusOut], summary="List statuses")
def list_statuses(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([_card(status) for status in words(request).statuses.values()], query)


@router.post("/statuses", auth=WRITE, response={201: StatusOut}, summary="Add a status")
def add_status(request: ApiRequest, data: StatusIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(_card(Status.add(by=request.member, **data.dict())), status=201)


@router.get("/statuses/{status_id}", auth=READ, response=StatusOut, summary="Read a status")
def read_status(request: ApiRequest, status_id: UUID) -> HttpResponse:
    """One status."""
    return answer(_card(the_word(words(request).statuses.values(), status_id)))


@router.patch("/statuses/{status_id}", auth=WRITE, response=StatusOut, summary="Change a status")
def change_status(request: ApiRequest, status_id: UUID, data: StatusPatch) -> HttpResponse:
    """What carries the status shows it at once."""
    status = _mine(request, status_id)
    sent = data.sent()
    if sent.pop("is_default", False):
        status.make_default(by=request.member)
    if sent:
        status.edit(by=request.member, **sent)
    return answer(_card(status))


@router.delete("/statuses/{status_id}", auth=WRITE, response={204: None}, summary="Remove a status")
def remove_status(request: ApiRequest, status_id: UUID, into: UUID) -> HttpResponse:
    """Its clients move to the status `into`, each told on its timeline."""
    status = _mine(request, status_id)
    target = chosen(words(request).statuses.values(), into, "into")
    status.retire(by=request.member, into=_mine(request, target.public_id))
    return nothing()


def _mine(request: ApiRequest, status_id: UUID) -> Status:
    """The status as a row of one's own: what the process remembers is never changed."""
    row: Status = found(request, Status.objects.all(), status_id)
    row.organisation = request.member.organisation
    return row
