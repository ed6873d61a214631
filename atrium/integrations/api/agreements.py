"""What clients signed, until when it holds, renewing and ending it (R15)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.documents.models import Agreement, File
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Day, Id, Input, Patch, Reference
from atrium.organisations.permissions import Can

router = Router(tags=["Documents"])
READ = Bearer("documents:read", Can.DOCUMENTS_SEE)
WRITE = Bearer("documents:write", Can.DOCUMENTS_EDIT)
_NOT_SENT: Any = None
type Kind = Literal["confidentiality", "data", "framework", "service", "other"]


class AgreementOut(Schema):
    """Something that a client signed."""

    id: UUID
    kind: Kind
    title: str
    signed_on: date
    signed_by: str = Field(description="Who signed for the client.")
    valid_until: date | None = Field(description="Its last day; null: until somebody ends it.")
    holds: bool = Field(description="Whether it holds today.")
    ended_on: date | None = Field(description="Since when it was ended or renewed.")
    ended_why: str
    renews: UUID | None = Field(description="The one whose place it took.")
    document: Reference | None = Field(description="Of the documents of the client.")
    added_by: Reference | None
    added_at: datetime


class AgreementPatch(Patch):
    """What is to change; what is not sent stays."""

    kind: Kind = Field(default="other", examples=["confidentiality"])
    title: StrictStr = Field("", max_length=120, examples=["Fair in spring"])
    signed_on: Day = Field(default=_NOT_SENT, description="Up to today.", examples=["2024-02-29"])
    signed_by: StrictStr = Field("", max_length=200, examples=["Mina Patel"])
    valid_until: Day | None = Field(None, examples=["2299-01-31"])
    document: Id | None = Field(None, description="Of the documents of the client.")


class AgreementIn(AgreementPatch):
    """What was signed."""

    kind: Kind = Field(examples=["confidentiality"])
    signed_on: Day = Field(description="Up to today.", examples=["2024-02-29"])


class RenewalIn(AgreementPatch):
    """What was signed instead; kind, title and who signed are as before where they are not sent."""

    signed_on: Day = Field(description="Up to today.", examples=["2024-02-29"])


class EndIn(Input):
    """Since when it holds no more."""

    on: Day = Field(description="Up to today.", examples=["2024-02-29"])
    why: StrictStr = Field("", max_length=300, examples=["They left the project"])


class AgreementFilter(Paged):
    """Which of them."""

    holds: bool | None = Field(None, description="Only those that hold today, or do not.")


def _card(request: ApiRequest, row: Agreement) -> dict[str, Any]:
    names = "kind title signed_on signed_by valid_until ended_on ended_why added_at".split()
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in names},
        "holds": row.holds(request.member.organisation.today()),
        "renews": row.renews and row.renews.public_id,
        "document": row.file and {"id": row.file.public_id, "label": row.file.name},
        "added_by": reference(words(request).members.get(row.added_by_id or 0)),
    }


def _rows(request: ApiRequest, client_id: UUID) -> QuerySet[Agreement, Agreement]:
    rows = Agreement.objects.visible_to(request.member).select_related("file", "renews", "client")
    return rows.filter(client=the_client(request, client_id))


def _one(request: ApiRequest, client_id: UUID, agreement_id: UUID) -> Agreement:
    row: Agreement = found(request, _rows(request, client_id), agreement_id)
    row.client.organisation = request.member.organisation
    return row


def _values(request: ApiRequest, client_id: UUID, data: AgreementPatch) -> dict[str, Any]:
    sent = data.sent()
    if "document" in sent:
        key = sent.pop("document")
        rows = File.objects.live().filter(client=the_client(request, client_id))
        sent["file"] = chosen(rows, key, "document") if key else None
    return sent


@router.get(
    "/clients/{client_id}/agreements",
    auth=READ,
    response=Page[AgreementOut],
    summary="List agreements",
)
def list_agreements(
    request: ApiRequest, client_id: UUID, query: Query[AgreementFilter]
) -> HttpResponse:
    """What the client signed, the newest first."""
    rows: Any = _rows(request, client_id)
    today = request.member.organisation.today()
    if query.holds is not None:
        held = Agreement.objects.all().holding(today).values("pk")
        rows = rows.filter(pk__in=held) if query.holds else rows.exclude(pk__in=held)
    some, cursor = paged(rows, query, NEWEST)
    return answer({"items": [_card(request, row) for row in some], "next": cursor})


@router.post(
    "/clients/{client_id}/agreements",
    auth=WRITE,
    response={201: AgreementOut},
    summary="Note an agreement",
)
def note_agreement(request: ApiRequest, client_id: UUID, data: AgreementIn) -> HttpResponse:
    """It was signed already; its paper is one of the documents of the client."""
    client = the_client(request, client_id)
    row = Agreement.sign(client, by=request.member, **_values(request, client_id, data))
    location = f"/api/v1/clients/{client_id}/agreements/{row.public_id}"
    return answer(_card(request, row), status=201, location=location)


@router.get(
    "/clients/{client_id}/agreements/{agreement_id}",
    auth=READ,
    response=AgreementOut,
    summary="Read an agreement",
)
def read_agreement(request: ApiRequest, client_id: UUID, agreement_id: UUID) -> HttpResponse:
    """One agreement."""
    return answer(_card(request, _one(request, client_id, agreement_id)))


@router.patch(
    "/clients/{client_id}/agreements/{agreement_id}",
    auth=WRITE,
    response=AgreementOut,
    summary="Change an agreement",
)
def change_agreement(
    request: ApiRequest, client_id: UUID, agreement_id: UUID, data: AgreementPatch
) -> HttpResponse:
    """To mend what was noted wrongly; what is not sent stays, null empties."""
    row = _one(request, client_id, agreement_id)
    row.edit(by=request.member, **_values(request, client_id, data))
    return answer(_card(request, row))


@router.post(
    "/clients/{client_id}/agreements/{agreement_id}/renewal",
    auth=WRITE,
    response={201: AgreementOut},
    summary="Renew an agreement",
)
def renew_agreement(
    request: ApiRequest, client_id: UUID, agreement_id: UUID, data: RenewalIn
) -> HttpResponse:
    """Another one takes its place; 409 where it was ended or renewed already."""
    row = _one(request, client_id, agreement_id)
    anew = row.renew(by=request.member, **_values(request, client_id, data))
    return answer(_card(request, anew), status=201)


@router.post(
    "/clients/{client_id}/agreements/{agreement_id}/end",
    auth=WRITE,
    response=AgreementOut,
    summary="End an agreement",
)
def end_agreement(
    request: ApiRequest, client_id: UUID, agreement_id: UUID, data: EndIn
) -> HttpResponse:
    """It holds no more; 409 where it was ended or renewed already."""
    row = _one(request, client_id, agreement_id)
    row.end(by=request.member, on=data.on, why=data.why)
    return answer(_card(request, row))
