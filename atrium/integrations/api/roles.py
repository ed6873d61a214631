"""Roles of the organisation's own, made of the one table of permissions (J24)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input, Patch
from atrium.organisations.models import OwnRole
from atrium.organisations.permissions import AnyRole, Can, Role

router = Router(tags=["Members"])
READ = Bearer("members:read", Can.MEMBERS_SEE)
WRITE = Bearer("members:write", Can.MEMBERS_MANAGE)
type Base = Literal["admin", "manager", "staff", "viewer"]
_PERMISSIONS = "As the page of roles lists them; seeing clients and members is always among them."


class OwnRoleOut(Schema):
    """A role of the organisation's own."""

    id: UUID
    name: str = Field(examples=["Bookkeeper"])
    base: Base = Field(description="What it counts as wherever a level is asked for.")
    permissions: list[str] = Field(examples=[["clients:see", "members:see", "money:see"]])


class OwnRoleIn(Input):
    """A new role; it may never do more than the member whose token makes it."""

    name: StrictStr = Field(min_length=1, max_length=40, examples=["Bookkeeper"])
    base: Base = "staff"
    permissions: list[StrictStr] = Field(
        max_length=200, description=_PERMISSIONS, examples=[["money:see", "money:take"]]
    )


class OwnRolePatch(Patch):
    """What is to change; permissions are replaced as a whole."""

    name: StrictStr = Field("", min_length=1, max_length=40, examples=["Bookkeeping"])
    base: Base = "staff"
    permissions: list[StrictStr] = Field([], max_length=200, description=_PERMISSIONS)


def _card(role: OwnRole) -> dict[str, Any]:
    held = [can.value for can in Can if can in role.permissions]
    return {"id": role.public_id, "name": role.name, "base": role.base, "permissions": held}


def _permissions(words: Iterable[str]) -> frozenset[Can]:
    words = list(words)
    unknown = [word for word in words if word not in set(Can)]
    if unknown:
        raise Invalid([("permissions", f"There is no permission {unknown[0]!r}.")])
    return Can.among(words)


@router.get("/roles", auth=READ, response=Page[OwnRoleOut], summary="List roles of one's own")
def list_roles(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Those beside owner, admin, manager, staff and viewer."""
    rows, cursor = paged(OwnRole.objects.all(), query)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.post("/roles", auth=WRITE, response={201: OwnRoleOut}, summary="Make a role")
def make_role(request: ApiRequest, data: OwnRoleIn) -> HttpResponse:
    """Refused beyond what the member may, and without seeing what is to be changed."""
    permissions = _permissions(data.permissions)
    role = OwnRole.make(data.name, base=Role(data.base), permissions=permissions, by=request.member)
    return answer(_card(role), status=201, location=f"/api/v1/roles/{role.public_id}")


@router.get("/roles/{own_role_id}", auth=READ, response=OwnRoleOut, summary="Read a role")
def read_role(request: ApiRequest, own_role_id: UUID) -> HttpResponse:
    """One role."""
    return answer(_card(found(request, OwnRole.objects.all(), own_role_id)))


@router.patch("/roles/{own_role_id}", auth=WRITE, response=OwnRoleOut, summary="Change a role")
def change_role(request: ApiRequest, own_role_id: UUID, data: OwnRolePatch) -> HttpResponse:
    """For all who have it, from their next request on."""
    role = found(request, OwnRole.objects.all(), own_role_id)
    told = data.sent()
    permissions = _permissions(told["permissions"]) if "permissions" in told else role.permissions
    role.edit(
        by=request.member,
        name=told.get("name", role.name),
        base=Role(told.get("base", role.base)),
        permissions=permissions,
    )
    return answer(_card(role))


@router.delete("/roles/{own_role_id}", auth=WRITE, response={204: None}, summary="Remove a role")
def remove_role(request: ApiRequest, own_role_id: UUID, into: str = "") -> HttpResponse:
    """Those who have it get `into`: one of the five by its name, or the identifier of another role."""
    role = found(request, OwnRole.objects.all(), own_role_id)
    role.remove(by=request.member, into=_into(into))
    return nothing()


def _into(text: str) -> AnyRole | None:
    if not text:
        return None
    if text in set(Role):
        return Role(text)
    for own in OwnRole.objects.all():
        if str(own.public_id) == text:
            return own  # type: ignore[no-any-return]
    raise Invalid([("into", "There is no such role.")])
