"""Single sign-on: identity providers, domains, and whether passwords stay (J24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictBool, StrictStr

from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer, asks_elsewhere, changed, nothing
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.sso.facts import certificates_of
from atrium.sso.models import Domain, Provider

router = Router(tags=["Single sign-on"])
READ = Bearer("sso:read", Can.SSO_MANAGE)
WRITE = Bearer("sso:write", Can.SSO_MANAGE)
type Joining = Literal["nobody", "invited", "domain"]
type Kinds = Literal["oidc", "saml"]
type Given = Literal["admin", "manager", "staff", "viewer"]


class CertificateOut(Schema):
    """A certificate that a provider of SAML signs by."""

    sha256: str = Field(description="Its fingerprint.")
    until: datetime


class ProviderOut(Schema):
    """An identity provider; its secret is never told."""

    id: UUID
    kind: Kinds
    name: str = Field(examples=["Entra"])
    issuer: str = Field(
        description="Empty for one of SAML whose metadata is not known yet.",
        examples=["https://login.example.org/tenant"],
    )
    client_id: str
    has_secret: bool
    redirect_address: str = Field(
        description="What has to be registered there: for SAML the address of the assertion consumer service."
    )
    entity_id: str | None = Field(
        description="SAML alone: what Atrium is called there, and where its own metadata lies."
    )
    metadata_url: str
    addresses_verified: bool
    certificates: list[CertificateOut]
    joins: Joining = Field(description="Who becomes a member by signing in for the first time.")
    default_role: Given
    on: bool
    checked_at: datetime = Field(description="When its own document was read last.")
    check_failed: str = Field(description="Why it could not be read since; empty where it could.")


class ProviderIn(Input):
    """A provider as a whole; without a secret, and without metadata, what is kept stays."""

    kind: Kinds = "oidc"
    name: StrictStr = Field(min_length=1, max_length=60, examples=["Entra"])
    issuer: StrictStr = Field(
        "",
        max_length=500,
        description="OpenID Connect alone, which needs it.",
        examples=["https://login.example.org/tenant"],
    )
    client_id: StrictStr = Field(
        "",
        max_length=200,
        description="OpenID Connect alone, which needs it.",
        examples=["atrium"],
    )
    client_secret: StrictStr = Field("", max_length=500)
    metadata_url: StrictStr = Field("", max_length=500, description="SAML alone.")
    metadata: StrictStr = Field(
        "", max_length=500_000, description="SAML alone: the XML, in place of its address."
    )
    addresses_verified: StrictBool = Field(
        default=False, description="SAML alone: whether the addresses that it tells are believed."
    )
    joins: Joining = "invited"
    default_role: Given = "staff"


class DomainOut(Schema):
    """A domain of e-mail addresses."""

    id: UUID
    name: str = Field(examples=["example.org"])
    record: str = Field(description="The name of the TXT record that proves it.")
    text: str = Field(description="What the record has to say.")
    proved_at: datetime | None
    proved: bool = Field(description="Whether it counts: it was proved, and its record stayed.")
    seen_at: datetime | None = Field(description="When its record was seen last.")
    missing_since: datetime | None


def _card(row: Provider) -> dict[str, Any]:
    same = "kind name issuer metadata_url has_secret joins default_role checked_at check_failed"
    return {name: getattr(row, name) for name in same.split()} | {
        "id": row.public_id,
        "client_id": row.registered_as,
        "redirect_address": row.back,
        "entity_id": row.entity if row.is_saml else None,
        "addresses_verified": row.vouches,
        "certificates": [
            {"sha256": one.fingerprint, "until": one.until} for one in certificates_of(row)
        ],
        "on": row.is_on,
    }


def _domain(row: Domain) -> dict[str, Any]:
    names = ("name", "record", "text", "proved_at", "seen_at", "missing_since")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.public_id, "proved": row.is_proved, **told}


def _values(data: ProviderIn) -> dict[str, Any]:
    """What a provider is given, without its metadata, which is read first."""
    if data.kind == "oidc" and not data.client_id:
        raise Invalid([("client_id", "OpenID Connect needs a client ID.")])
    others = {"client_id", "addresses_verified", "metadata"}
    told = {"registered_as": data.client_id, "vouches": data.addresses_verified}
    values = data.dict(exclude=others) | told
    if data.kind == "saml":
        del values["issuer"]
    return values


@router.get("/sso-providers", auth=READ, response=Page[ProviderOut], summary="List providers")
def list_sso_providers(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """Where members sign in instead of here."""
    rows, cursor = paged(Provider.objects.all(), query)
    return answer({"items": [_card(row) for row in rows], "next": cursor})


@router.post("/sso-providers", auth=WRITE, response={201: ProviderOut}, summary="Add a provider")
@asks_elsewhere
def add_sso_provider(request: ApiRequest, data: ProviderIn) -> HttpResponse:
    """Its own document is read first; refused where it does not fit.

    One of SAML may be added without its metadata: it is off until they are set.
    """
    values = _values(data)
    document = Provider.of(**values).read(data.metadata)

    def add() -> HttpResponse:
        row = Provider.add(by=request.member, document=document, **values)
        return answer(_card(row), status=201, location=f"/api/v1/sso-providers/{row.public_id}")

    return changed(request, add)


@router.get(
    "/sso-providers/{sso_provider_id}", auth=READ, response=ProviderOut, summary="Read a provider"
)
def read_sso_provider(request: ApiRequest, sso_provider_id: UUID) -> HttpResponse:
    """One provider."""
    return answer(_card(found(request, Provider.objects.all(), sso_provider_id)))


@router.put(
    "/sso-providers/{sso_provider_id}", auth=WRITE, response=ProviderOut, summary="Set a provider"
)
@asks_elsewhere
def set_sso_provider(request: ApiRequest, sso_provider_id: UUID, data: ProviderIn) -> HttpResponse:
    """Another issuer forgets whose account is whose there. What it speaks stays."""
    rows = Provider.objects.all()
    row, values = found(request, rows, sso_provider_id), _values(data)
    if values.pop("kind") != row.kind:
        raise Invalid([("kind", "A provider keeps what it speaks. Add another one.")])
    document = row.changed(**values).read(data.metadata)

    def edit() -> HttpResponse:
        row = found(request, rows, sso_provider_id)
        row.edit(by=request.member, document=document, **values)
        return answer(_card(row))

    return changed(
        request, edit, standing=lambda: answer(_card(found(request, rows, sso_provider_id)))
    )


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
