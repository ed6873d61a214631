"""Saved views of the list of clients, and by what lists can be narrowed (J02)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients import lexicon, viewing
from atrium.clients.columns import MOST_COLUMNS, columns_for
from atrium.clients.filters import Filters
from atrium.clients.list_order import Sort
from atrium.clients.models import SavedView, Sharing, ViewPin
from atrium.clients.narrowing import criteria_of, tree
from atrium.clients.narrowing.compiled import compiled, public
from atrium.clients.value_types import Where
from atrium.foundation.formats import FormatError
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen, found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Id, Patch, Reference, YesNo
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

router = Router(tags=["Views"])
READ = Bearer("views:read", Can.CLIENTS_SEE)
WRITE = Bearer("views:write", Can.CLIENTS_SEE)
_EXAMPLE = {"all": [{"by": "status", "op": "is", "value": "Lead"}]}


class OperatorOut(Schema):
    """A way to compare."""

    op: str = Field(examples=["is"])
    words: str = Field(examples=["is"])


class AnswerOut(Schema):
    """A value that can be chosen."""

    value: str
    label: str


class CriterionOut(Schema):
    """Something that lists can be narrowed by."""

    by: str = Field(examples=["status"])
    label: str = Field(examples=["Status"])
    section: str = Field(examples=["Basics"])
    takes: Literal["text", "number", "day", "choices", "yes_no", "client", "person"]
    operators: list[OperatorOut]
    choices: list[AnswerOut] = Field(description="Empty where anything can be written.")


class ViewOut(Schema):
    """A saved view."""

    id: UUID
    label: str = Field(examples=["Quiet leads in Leeds"])
    owner: Reference
    sharing: Literal["private", "teams", "everyone"]
    teams: list[UUID]
    q: str
    state: Literal["live", "archived"]
    filter: dict[str, Any] = Field(description="Conditions by all, any and not.")
    said: list[str] = Field(description="The conditions in words.")
    lost: list[str] = Field(description="What it asks for that is not there any more.")
    columns: list[str] = Field(description="Empty: the reader's own.")
    sort: str
    look: Literal["", "table", "cards"] = Field(description="Empty: the reader's own.")
    pinned: bool = Field(description="In the tabs of the member of the token.")
    opens: bool = Field(description="The list of the member of the token opens with it.")
    version: int


class ViewPatch(Patch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=80, examples=["Quiet leads"])
    sharing: Literal["private", "teams", "everyone"] = "private"
    teams: list[Id] = Field([], max_length=50, description="Where it is shared with teams.")
    q: StrictStr = Field("", max_length=200)
    state: Literal["live", "archived"] = "live"
    filter: dict[str, Any] = Field({"all": []}, examples=[_EXAMPLE])
    columns: list[StrictStr] = Field([], max_length=MOST_COLUMNS, examples=[["status", "owner"]])
    sort: StrictStr = Field("", max_length=80, examples=["-active"])
    look: Literal["", "table", "cards"] = ""


class ViewIn(ViewPatch):
    """A new view of the member of the token."""

    label: StrictStr = Field(min_length=1, max_length=80, examples=["Quiet leads"])


class Pinning(Patch):
    """Whether the list opens with the view."""

    opens: YesNo = Field(default=False)


@router.get("/criteria", auth=READ, response=Page[CriterionOut], summary="List criteria")
def list_criteria(request: ApiRequest) -> HttpResponse:
    """By what the member can narrow lists of clients, in `filter` and in views."""
    where = Where(request.member.organisation, request.member)
    items = [
        {
            "by": each.slug,
            "label": each.label,
            "section": each.section,
            "takes": "text" if each.asks == "picker" else each.asks,
            "operators": [{"op": op.slug, "words": each.reads(op) or "is"} for op in each.offers],
            "choices": [
                {"value": o.public or o.key, "label": o.label} for o in each.options(where)
            ],
        }
        for each in criteria_of(request.member)
    ]
    return answer({"items": items, "next": None})


@router.get("/views", auth=READ, response=Page[ViewOut], summary="List views")
def list_views(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """One's own views and those that are shared with one, the oldest first."""
    rows, cursor = paged(_seen(request), query)
    pins = {pin.view_id: pin for pin in ViewPin.objects.filter(member=request.member)}
    items = [_card(view, request.member, pins.get(view.pk)) for view in rows]
    return answer({"items": items, "next": cursor})


@router.post("/views", auth=WRITE, response={201: ViewOut}, summary="Save a view")
def add_view(request: ApiRequest, data: ViewIn) -> HttpResponse:
    """Refused where another view of the member has this name."""
    view = SavedView.save_as(by=request.member, **_values(request, data.sent()))
    at = f"/api/v1/views/{view.public_id}"
    return answer(_card(view, request.member, None), status=201, location=at)


@router.get("/views/{view_id}", auth=READ, response=ViewOut, summary="Read a view")
def read_view(request: ApiRequest, view_id: UUID) -> HttpResponse:
    """What it shows and who has it. `GET /clients?view=` lists its clients."""
    return _told(request, view_id)


@router.patch("/views/{view_id}", auth=WRITE, response=ViewOut, summary="Change a view")
def change_view(request: ApiRequest, view_id: UUID, data: ViewPatch) -> HttpResponse:
    """One's own, and shared ones where the role allows it."""
    view = found(request, _seen(request), view_id)
    if sent := _values(request, data.sent()):
        view.edit(by=request.member, **sent)
    return _told(request, view_id)


@router.delete("/views/{view_id}", auth=WRITE, response={204: None}, summary="Remove a view")
def remove_view(request: ApiRequest, view_id: UUID) -> HttpResponse:
    """It is gone for everybody; its owner can restore it on the page of views."""
    found(request, _seen(request), view_id).remove(by=request.member)
    return nothing()


@router.post(
    "/views/{view_id}/copy", auth=WRITE, response={201: ViewOut}, summary="Duplicate a view"
)
def copy_view(request: ApiRequest, view_id: UUID) -> HttpResponse:
    """A view of one's own that shows the same."""
    view = found(request, _seen(request), view_id).duplicate(by=request.member)
    at = f"/api/v1/views/{view.public_id}"
    return answer(_card(view, request.member, None), status=201, location=at)


@router.put("/views/{view_id}/pin", auth=WRITE, response={204: None}, summary="Pin a view")
def pin_view(request: ApiRequest, view_id: UUID, data: Pinning) -> HttpResponse:
    """Put it into the tabs above the member's list."""
    view = found(request, _seen(request), view_id)
    ViewPin.put(view, by=request.member)
    if "opens" in data.sent():
        ViewPin.open_first(view if data.opens else None, by=request.member)
    return nothing()


@router.delete("/views/{view_id}/pin", auth=WRITE, response={204: None}, summary="Unpin a view")
def unpin_view(request: ApiRequest, view_id: UUID) -> HttpResponse:
    """Take it off the tabs above the member's list."""
    ViewPin.take_off(found(request, _seen(request), view_id), by=request.member)
    return nothing()


def _seen(request: ApiRequest) -> Any:
    return SavedView.objects.visible_to(request.member).select_related("owner")


def _told(request: ApiRequest, view_id: UUID) -> HttpResponse:
    view = found(request, _seen(request), view_id)
    pin = ViewPin.objects.filter(member=request.member, view=view).first()
    return answer(_card(view, request.member, pin))


def _values(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as the verbs of a view take it. Refused at what does not fit."""
    member = request.member
    if "teams" in sent:
        every = lexicon.of(member.organisation).teams.values()
        sent["teams"] = [chosen(every, each, "teams") for each in sent["teams"]]
    if "filter" in sent:
        try:
            asked = tree.from_json(sent.pop("filter"))
            compiled(asked, member, strict=True)
        except FormatError as error:
            raise Invalid([("filter", str(error))]) from error
        sent["conditions"] = viewing.kept(member, Filters(tree=asked))["conditions"]
    known = columns_for(member)
    for slug in sent.get("columns", ()):
        if slug not in known:
            raise Invalid([("columns", f"There is no column “{slug[:60]}”.")])
    wish = sent.get("sort", "")
    if wish and Sort.named(wish.removeprefix("-"), member).slug != wish.removeprefix("-"):
        raise Invalid([("sort", f"Lists cannot be sorted by “{wish[:60]}”.")])
    return sent


def _card(view: SavedView, member: Member, pin: ViewPin | None) -> dict[str, Any]:
    filters = viewing.filters_of(view)
    words = lexicon.of(member.organisation)
    return {
        "id": view.public_id,
        "label": view.label,
        "owner": {"id": view.owner.public_id, "label": view.owner.name},
        "sharing": Sharing(view.sharing).value,
        "teams": [words.teams[row.team_id].public_id for row in view.teams.order_by("id")],
        "q": view.q,
        "state": view.state,
        "filter": public(filters.tree, member),
        "said": [pill.label for pill in filters.pills(words, member)],
        "lost": viewing.losses(filters, member),
        "columns": view.columns,
        "sort": view.sort,
        "look": view.look,
        "pinned": pin is not None,
        "opens": bool(pin and pin.opens),
        "version": view.version,
    }
