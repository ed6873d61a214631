"""The organisation's own words: location types and contact roles."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictBool, StrictStr

from atrium.clients.models import ContactRole, LocationType
from atrium.clients.models.term import Term
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found, the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input, Patch
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])


class TermOut(Schema):
    """One word of a list that the organisation keeps."""

    id: UUID
    label: str = Field(examples=["Billing"])
    position: int = Field(description="Its place in the list, from 0.")


class TermIn(Input):
    """A new word, put at the end of its list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Night shift"])


class TermPatch(Patch):
    """A new label."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Day shift"])


def term_card(term: Any) -> dict[str, Any]:
    return {"id": term.public_id, "label": term.label, "position": term.position}


def listed(items: list[dict[str, Any]], paging: Paged) -> HttpResponse:
    """A list that is held in memory, in pages; the cursor is the identifier it goes on behind."""
    start = 0
    if paging.cursor:
        places = [n for n, item in enumerate(items, 1) if str(item["id"]) == paging.cursor]
        start = places[0] if places else len(items)
    shown = items[start : start + paging.limit]
    more = start + paging.limit < len(items)
    return answer({"items": shown, "next": str(shown[-1]["id"]) if more else None})


def change(request: ApiRequest, kind: type[Term], term_id: UUID, data: Patch) -> Term:
    """The word with what is sent; what the process remembers of it is never touched."""
    mine: Term = found(request, kind.objects.all(), term_id)
    if sent := data.sent():
        mine.edit(by=request.member, **sent)
    return mine


TYPES_READ = Bearer("location-types:read", Can.CLIENTS_SEE)
TYPES_WRITE = Bearer("location-types:write", Can.LEXICON_EDIT)
ROLES_READ = Bearer("contact-roles:read", Can.CLIENTS_SEE)
ROLES_WRITE = Bearer("contact-roles:write", Can.LEXICON_EDIT)


type Posted = Literal["", "letters", "bills"]
RECEIVES: Any = Field("", description="What is posted first to addresses of the type.")
VISITED: Any = Field(
    default=False, description="Our people go there: its addresses must be complete."
)


class TypeOut(TermOut):
    """What a location is for."""

    visited: bool = VISITED
    receives: Posted = RECEIVES


class TypeIn(TermIn):
    """A new location type."""

    visited: StrictBool = VISITED
    receives: Posted = RECEIVES


class TypePatch(TermPatch):
    """What is to change; what is not sent stays."""

    visited: StrictBool = VISITED
    receives: Posted = RECEIVES


def type_card(term: Any) -> dict[str, Any]:
    return term_card(term) | {"visited": term.visited, "receives": term.receives}


@router.get(
    "/location-types", auth=TYPES_READ, response=Page[TypeOut], summary="List location types"
)
def list_location_types(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([type_card(term) for term in words(request).location_types.values()], query)


@router.post(
    "/location-types", auth=TYPES_WRITE, response={201: TypeOut}, summary="Add a location type"
)
def add_location_type(request: ApiRequest, data: TypeIn) -> HttpResponse:
    """Refused when the list has the label already."""
    mine = LocationType.add(by=request.member, **data.model_dump())
    return answer(type_card(mine), status=201)


@router.get(
    "/location-types/{type_id}", auth=TYPES_READ, response=TypeOut, summary="Read a location type"
)
def read_location_type(request: ApiRequest, type_id: UUID) -> HttpResponse:
    """One location type."""
    return answer(type_card(the_word(words(request).location_types.values(), type_id)))


@router.patch(
    "/location-types/{type_id}",
    auth=TYPES_WRITE,
    response=TypeOut,
    summary="Change a location type",
)
def change_location_type(request: ApiRequest, type_id: UUID, data: TypePatch) -> HttpResponse:
    """What carries the word shows it at once."""
    return answer(type_card(change(request, LocationType, type_id, data)))


type Reached = Literal["", "billing", "emergency"]
REACHED: Any = Field("", description="What those who have it are reached for first.")


class RoleOut(TermOut):
    """What a contact is to a client."""

    reached_for: Reached = REACHED


class RoleIn(TermIn):
    """A new role."""

    reached_for: Reached = REACHED


class RolePatch(TermPatch):
    """What is to change; what is not sent stays."""

    reached_for: Reached = REACHED


def role_card(role: Any) -> dict[str, Any]:
    return term_card(role) | {"reached_for": role.reached_for}


@router.get("/contact-roles", auth=ROLES_READ, response=Page[RoleOut], summary="List contact roles")
def list_contact_roles(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([role_card(term) for term in words(request).contact_roles.values()], query)


@router.post(
    "/contact-roles", auth=ROLES_WRITE, response={201: RoleOut}, summary="Add a contact role"
)
def add_contact_role(request: ApiRequest, data: RoleIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(role_card(ContactRole.add(by=request.member, **data.dict())), status=201)


@router.get(
    "/contact-roles/{role_id}", auth=ROLES_READ, response=RoleOut, summary="Read a contact role"
)
def read_contact_role(request: ApiRequest, role_id: UUID) -> HttpResponse:
    """One contact role."""
    return answer(role_card(the_word(words(request).contact_roles.values(), role_id)))


@router.patch(
    "/contact-roles/{role_id}", auth=ROLES_WRITE, response=RoleOut, summary="Rename a contact role"
)
def change_contact_role(request: ApiRequest, role_id: UUID, data: RolePatch) -> HttpResponse:
    """What carries the word shows it at once."""
    return answer(role_card(change(request, ContactRole, role_id, data)))
