"""Single sign-on: identity providers, domains, and whether passwords stay (J24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.sso.models import Domain, Provider

router = Router(tags=["Single sign-on"])
READ = Bearer("sso:read", Can.SSO_MANAGE)
WRITE = Bearer("sso:write", Can.SSO_MANAGE)
type Joining = Literal["nobody", "invited", "domain"]
type Given = Literal["admin", "manager", "staff", "viewer"]


class ProviderOut(Schema):
    """An identity provider; its secret is never told."""

    id: UUID
    name: str = Field(examples=["Entra"])
    issuer: str = Field(examples=["https://login.example.org/tenant"])
    client_id: str
    has_secret: bool
    redirect_address: str = Field(description="What has to be registered there.")
    joins: Joining = Field(description="Who becomes a member by signing in for the first time.")
    default_role: Given
    on: bool
    checked_at: datetime = Field(description="When the issuer's own document was read last.")


class ProviderIn(Input):
    """A provider as a whole; without a secret the one that is kept stays."""

    name: StrictStr = Field(min_length=1, max_length=60, examples=["Entra"])
    issuer: StrictStr = Field(max_length=500, examples=["https://login.example.org/tenant"])
    client_id: StrictStr = Field(min_length=1, max_length=200, examples=["atrium"])
    client_secret: StrictStr = Field("", max_length=500)
    joins: Joining = "invited"
    default_role: Given = "staff"


class DomainOut(Schema):
    """A domain of e-mail addresses."""

    id: UUID
    name: str = Field(examples=["example.org"])
    record: str = Field(description="The name of the TXT record that proves it.")
    text: str = Field(description="What the record has to say.")
    proved_at: datetime | None


def _card(row: Provider) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "name": row.name,
        "issuer": row.issuer,
        "client_id": row.registered_as,
        "has_secret": row.has_secret,
        "redirect_address": row.back,
        "joins": row.joins,
        "default_role": row.default_role,
        "on": row.is_on,
        "checked_at": row.checked_at,
    }


def _domain(row: Domain) -> dict[str, Any]:
    names = ("name", "record", "text", "proved_at")
    return {"id": row.public_id, **{name: getattr(row, name) for name in names}}


def _values(data: ProviderIn) -> dict[str, Any]:
    values = data.dict()
    registered = values.pop("client_id")
    return values | {"registered_as": registered}


@router.get("/sso-providers", auth=READ, response=Page[ProviderOut], summary="List providers")
def list_sso_providers(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Where members sign in instead of here."""
    rows, cursor = paged(Provider.objects.all(), query)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.post("/sso-providers", auth=WRITE, response={201: ProviderOut}, summary="Add a provider")
def add_sso_provider(request: ApiRequest, data: ProviderIn) -> HttpResponse:
    """The issuer's own document is read first; refused where it does not fit."""
    row = Provider.add(by=request.member, **_values(data))
    return answer(_card(row), status=201, location=f"/api/v1/sso-providers/{row.public_id}")


@router.get(
    "/sso-providers/{sso_provider_id}", auth=READ, response=ProviderOut, summary="Read a provider"
)
def read_sso_provider(request: ApiRequest, sso_provider_id: UUID) -> HttpResponse:
    """One provider."""
    return answer(_card(found(request, Provider.objects.all(), sso_provider_id)))


@router.put(
    "/sso-providers/{sso_provider_id}", auth=WRITE, response=ProviderOut, summary="Set a provider"
)
def set_sso_provider(request: ApiRequest, sso_provider_id: UUID, data: ProviderIn) -> HttpResponse:
    """Another issuer forgets whose account is whose there."""
    row = found(request, Provider.objects.all(), sso_provider_id)
    row.edit(by=request.member, **_values(data))
    return answer(_card(row))


@router.delete(
    "/sso-providers/{sso_provider_id}", auth=WRITE, response={204: None}, summary="Remove one"
)
def remove_sso_provider(request: ApiRequest, sso_provider_id: UUID) -> HttpResponse:
    """Whoever signed in there is signed out."""
    found(request, Provider.objects.all(), sso_provider_id).remove(by=request.member)
    return nothing()


@router.get("/sso-domains", auth=READ, response=Page[DomainOut], summary="List domains")
def list_sso_domains(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """For addresses of those that are proved a provider is believed."""
    rows, cursor = paged(Domain.objects.all(), query)
    return answer({"items": [_domain(row) for row in rows], "next": cursor})
