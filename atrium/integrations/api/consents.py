"""What clients and people agreed to or withdrew, with the proof (J11, X11)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictBool, StrictStr

from atrium.clients.models import Client, Contact
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.contacts import the_contact
from atrium.integrations.api.finding import chosen, found, the_client, words
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, listed, term_card
from atrium.integrations.api.types import Input, Reference
from atrium.organisations.permissions import Can
from atrium.privacy.models import Consent, ConsentPurpose

router = Router(tags=["Preferences"])
SEE = Bearer("clients:read", Can.CLIENTS_SEE)
SET = Bearer("clients:write", Can.CLIENTS_EDIT)
SEE_PERSON = Bearer("contacts:read", Can.CLIENTS_SEE)
SET_PERSON = Bearer("contacts:write", Can.CLIENTS_EDIT)
SEE_PURPOSES = Bearer("consent-purposes:read", Can.CLIENTS_SEE)
SET_PURPOSES = Bearer("consent-purposes:write", Can.LEXICON_EDIT)
type Ground = Literal["consent", "contract", "interest", "duty"]
type Source = Literal["form", "mail", "letter", "word", "phone", "import"]


class PurposeOut(TermOut):
    """What somebody may agree to."""

    ground: Ground = Field(description="Legal ground.")
    covers_mailings: bool = Field(description="Who agreed may be sent mailings.")


class PurposeIn(TermIn):
    """A new purpose."""

    ground: Ground = "consent"
    covers_mailings: StrictBool = False


class PurposePatch(TermPatch):
    """What is to change; what is not sent stays."""

    ground: Ground = "consent"
    covers_mailings: StrictBool = False


class ConsentIn(Input):
    """What was said to a purpose."""

    purpose: UUID
    given: StrictBool = Field(examples=[True], description="False: withdrawn, or not agreed.")
    source: Source = Field(examples=["form"])
    said_on: date | None = Field(None, description="Today where it is not said.")
    evidence: StrictStr = Field("", max_length=4000, examples=["Ticked the box at the stand"])


class ConsentOut(Schema):
    """What was said to a purpose; of each the newest by `said_on` stands."""

    id: UUID
    purpose: Reference
    given: bool
    source: Source
    said_on: date
    evidence: str
    noted_by: Reference | None
    noted_at: datetime


def _purpose(term: ConsentPurpose) -> dict[str, Any]:
    told = {"ground": term.ground, "covers_mailings": term.covers_mailings}
    return term_card(term) | told


def _consent(request: ApiRequest, row: Consent) -> dict[str, Any]:
    names = ("given", "source", "said_on", "evidence", "noted_at")
    return {
        "id": row.public_id,
        "purpose": {"id": row.purpose.public_id, "label": row.purpose.label},
        **{name: getattr(row, name) for name in names},
        "noted_by": reference(words(request).members.get(row.noted_by_id or 0)),
    }


def _all(request: ApiRequest, subject: Client | Contact, query: Paged) -> HttpResponse:
    rows, cursor = paged(Consent.objects.all().of(subject).select_related("purpose"), query, NEWEST)
    return answer({"items": [_consent(request, row) for row in rows], "next": cursor})


def _note(request: ApiRequest, subject: Client | Contact, data: ConsentIn) -> HttpResponse:
    told = data.dict()
    told["purpose"] = chosen(ConsentPurpose.known(), data.purpose, "purpose")
    row = Consent.note(subject, by=request.member, **told)
    return answer(_consent(request, row), status=201)


@router.get(
    "/consent-purposes",
    auth=SEE_PURPOSES,
    response=Page[PurposeOut],
    summary="List purposes of consent",
)
def list_consent_purposes(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the organisation's order."""
    return listed([_purpose(term) for term in ConsentPurpose.known()], query)


@router.post(
    "/consent-purposes",
    auth=SET_PURPOSES,
    response={201: PurposeOut},
    summary="Add a purpose of consent",
)
def add_consent_purpose(request: ApiRequest, data: PurposeIn) -> HttpResponse:
    """Refused when the list has the label already."""
    return answer(_purpose(ConsentPurpose.add(by=request.member, **data.dict())), status=201)


@router.get(
    "/consent-purposes/{consent_purpose_id}",
    auth=SEE_PURPOSES,
    response=PurposeOut,
    summary="Read a purpose of consent",
)
def read_consent_purpose(request: ApiRequest, consent_purpose_id: UUID) -> HttpResponse:
    """One purpose."""
    return answer(_purpose(found(request, ConsentPurpose.objects.all(), consent_purpose_id)))


@router.patch(
    "/consent-purposes/{consent_purpose_id}",
    auth=SET_PURPOSES,
    response=PurposeOut,
    summary="Change a purpose of consent",
)
def change_consent_purpose(
    request: ApiRequest, consent_purpose_id: UUID, data: PurposePatch
) -> HttpResponse:
    """What was said to it shows the new label at once."""
    term: ConsentPurpose = found(request, ConsentPurpose.objects.all(), consent_purpose_id)
    if sent := data.sent():
        term.edit(by=request.member, **sent)
    return answer(_purpose(term))


@router.delete(
    "/consent-purposes/{consent_purpose_id}",
    auth=SET_PURPOSES,
    response={204: None},
    summary="Remove a purpose of consent",
)
def remove_consent_purpose(request: ApiRequest, consent_purpose_id: UUID) -> HttpResponse:
    """409 once somebody answered it: that is proof."""
    found(request, ConsentPurpose.objects.all(), consent_purpose_id).retire(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/consents",
    auth=SEE,
    response=Page[ConsentOut],
    summary="List what a client agreed to",
)
def consents_of_client(request: ApiRequest, client_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Everything that was ever said, what was noted last first."""
    return _all(request, the_client(request, client_id), query)


@router.post(
    "/clients/{client_id}/consents",
    auth=SET,
    response={201: ConsentOut},
    summary="Note what a client agreed to",
)
def note_of_client(request: ApiRequest, client_id: UUID, data: ConsentIn) -> HttpResponse:
    """Rows are only ever added; to withdraw, note another with `given` false."""
    return _note(request, the_client(request, client_id), data)


@router.get(
    "/contacts/{contact_id}/consents",
    auth=SEE_PERSON,
    response=Page[ConsentOut],
    summary="List what a contact agreed to",
)
def consents_of_contact(request: ApiRequest, contact_id: UUID, query: Query[Paged]) -> HttpResponse:
    """Everything that was ever said, what was noted last first."""
    return _all(request, the_contact(request, contact_id), query)


@router.post(
    "/contacts/{contact_id}/consents",
    auth=SET_PERSON,
    response={201: ConsentOut},
    summary="Note what a contact agreed to",
)
def note_of_contact(request: ApiRequest, contact_id: UUID, data: ConsentIn) -> HttpResponse:
    """Rows are only ever added; to withdraw, note another with `given` false."""
    return _note(request, the_contact(request, contact_id), data)
