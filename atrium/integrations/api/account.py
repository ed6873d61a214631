"""Account details of clients, and the requests by which alone they change (B03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.clients.models import Client
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.paging import Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input, Patch, Reference
from atrium.organisations.permissions import Can
from atrium.profile.account_fields import FIELDS, Value, Values, WrongDetails, in_force
from atrium.profile.models import AccountDetails, ChangeRequest

router = Router(tags=["Account details"])
READ = Bearer("accounts:read", Can.ACCOUNTS_SEE)
ASK = Bearer("accounts:write", Can.ACCOUNTS_ASK)
DECIDE = Bearer("accounts:write", Can.ACCOUNTS_APPROVE)
MASKED = "Masked to who may not see bank details in full."


class AccountOut(Schema):
    """What is known of how a client is invoiced and paid."""

    legal_name: str
    tax_id: str
    vat_treatment: str = Field(examples=["reverse_charge"])
    payment_terms: str = Field(
        description="net-30, eom-15 (end of month and days) or receipt.", examples=["net-30"]
    )
    currency: str = Field(description="Empty: the organisation's.", examples=["GBP"])
    credit_limit: int | None = Field(description="In minor units.", examples=[500000])
    billing_email: str
    billing_reference: str
    account_holder: str
    iban: str = Field(description=MASKED)
    bic: str = Field(description=MASKED)
    sort_code: str = Field(description=MASKED)
    account_number: str = Field(description=MASKED)


class AccountChanges(Patch):
    """The fields that are to change; an empty text empties its field."""

    legal_name: StrictStr = Field("", max_length=300)
    tax_id: StrictStr = Field("", max_length=60)
    vat_treatment: Literal[
        "", "standard", "reverse_charge", "intra_community", "export", "exempt"
    ] = ""
    payment_terms: StrictStr = Field("", max_length=60, examples=["net-14"])
    currency: StrictStr = Field("", max_length=3)
    credit_limit: StrictInt | None = Field(None, ge=0, lt=10**15, description="In minor units.")
    billing_email: StrictStr = Field("", max_length=320)
    billing_reference: StrictStr = Field("", max_length=200)
    account_holder: StrictStr = Field("", max_length=200)
    iban: StrictStr = Field("", max_length=60)
    bic: StrictStr = Field("", max_length=20)
    sort_code: StrictStr = Field("", max_length=20)
    account_number: StrictStr = Field("", max_length=20)


class RequestIn(Input):
    """What is asked for, and why."""

    changes: AccountChanges = Field(examples=[{"payment_terms": "net-14"}])
    reason: StrictStr = Field("", max_length=500, examples=["New bank from June."])


class RejectIn(Input):
    """Why not; who asked reads it."""

    reason: StrictStr = Field(min_length=1, max_length=500, examples=["The letter is not signed."])


class AskedChangeOut(Schema):
    """One field that is to change; bank details masked to who may not see them."""

    field: str = Field(examples=["payment_terms"])
    label: str
    before: str
    after: str


class RequestOut(Schema):
    """A request for a change of account details."""

    id: UUID
    client: Reference
    state: Literal["open", "approved", "rejected", "withdrawn"]
    differences: list[AskedChangeOut]
    conflicts: list[str] = Field(
        description="What was changed since: while there is any, it cannot be approved."
    )
    reason: str
    answer: str = Field(description="What the rejection said.")
    asked_by: Reference | None
    asked_at: datetime
    decided_by: Reference | None
    decided_at: datetime | None


class RequestFilter(Paged):
    """Which requests."""

    state: Literal["open", "approved", "rejected", "withdrawn"] | None = None


def _outside(request: ApiRequest, name: str, value: Value) -> Value:
    field = FIELDS[name]
    full = request.member.can(Can.ACCOUNTS_BANK) or not field.bank
    return value if full else field.shown(value, "")


def _card(request: ApiRequest, row: ChangeRequest) -> dict[str, Any]:
    row.client.organisation = request.member.organisation
    standing = AccountDetails.standing(row.client)
    lines = row.lines(standing, bank_too=request.member.can(Can.ACCOUNTS_BANK))
    names = [name for name in FIELDS if name in row.changes]
    return {
        "id": row.public_id,
        "client": reference(row.client),
        "state": row.state,
        "differences": [
            {"field": name, "label": label, "before": before, "after": after}
            for name, (label, before, after) in zip(names, lines, strict=True)
        ],
        "conflicts": row.moved(standing) if row.is_open else [],
        "reason": row.reason,
        "answer": row.answer,
        "asked_by": reference(row.asked_by),
        "asked_at": row.asked_at,
        "decided_by": reference(row.decided_by),
        "decided_at": row.decided_at,
    }


def _rows(request: ApiRequest) -> QuerySet[ChangeRequest, ChangeRequest]:
    rows: QuerySet[ChangeRequest, ChangeRequest] = ChangeRequest.objects.visible_to(request.member)
    return rows.select_related("client", "asked_by", "decided_by")


def _texts(client: Client, sent: Values) -> dict[str, str]:
    """The credit limit comes in minor units and is read as people write it."""
    currency = str(sent.get("currency") or in_force(AccountDetails.standing(client), client))
    return {
        name: FIELDS[name].entered(value, currency) if name == "credit_limit" else str(value)
        for name, value in sent.items()
    }


@router.get(
    "/clients/{client_id}/account",
    auth=READ,
    response=AccountOut,
    summary="Read account details",
)
def read_account(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """They change by requests alone."""
    standing = AccountDetails.standing(the_client(request, client_id))
    return answer({name: _outside(request, name, value) for name, value in standing.items()})


@router.post(
    "/clients/{client_id}/account/changes",
    auth=ASK,
    response={201: RequestOut},
    summary="Ask for a change of account details",
)
def ask_for_change(request: ApiRequest, client_id: UUID, data: RequestIn) -> HttpResponse:
    """It waits for an admin. One's own open request takes the new fields; another's refuses them."""
    client = the_client(request, client_id)
    texts = _texts(client, data.changes.sent())
    try:
        row = ChangeRequest.ask(client, by=request.member, texts=texts, reason=data.reason)
    except WrongDetails as error:
        raise Invalid([(f"changes.{name}", text) for name, text in error.wrong.items()]) from error
    return answer(
        _card(request, row), status=201, location=f"/api/v1/account-requests/{row.public_id}"
    )


@router.get(
    "/account-requests",
    auth=READ,
    response=Page[RequestOut],
    summary="List requests for changes of account details",
)
def list_requests(request: ApiRequest, query: Query[RequestFilter]) -> HttpResponse:
    """Those about clients that the member may see, in the order in which they were made."""
    rows = _rows(request)
    page, cursor = paged(rows.filter(state=query.state) if query.state else rows, query)
    return answer({"items": [_card(request, row) for row in page], "next": cursor})


@router.get(
    "/account-requests/{request_id}", auth=READ, response=RequestOut, summary="Read a request"
)
def read_request(request: ApiRequest, request_id: UUID) -> HttpResponse:
    """One request with its differences."""
    return answer(_card(request, found(request, _rows(request), request_id)))


@router.post(
    "/account-requests/{request_id}/approve",
    auth=DECIDE,
    response=RequestOut,
    summary="Approve a request",
)
def approve_request(request: ApiRequest, request_id: UUID) -> HttpResponse:
    """Refused where a value was changed since, and to who asked where it takes a second person."""
    row = _one(request, request_id)
    row.approve(by=request.member)
    return answer(_card(request, row))


@router.post(
    "/account-requests/{request_id}/reject",
    auth=DECIDE,
    response=RequestOut,
    summary="Reject a request",
)
def reject_request(request: ApiRequest, request_id: UUID, data: RejectIn) -> HttpResponse:
    """Everything stays as it is."""
    row = _one(request, request_id)
    row.reject(by=request.member, reason=data.reason)
    return answer(_card(request, row))


@router.post(
    "/account-requests/{request_id}/withdraw",
    auth=ASK,
    response=RequestOut,
    summary="Withdraw a request",
)
def withdraw_request(request: ApiRequest, request_id: UUID) -> HttpResponse:
    """By who asked for it."""
    row = _one(request, request_id)
    row.withdraw(by=request.member)
    return answer(_card(request, row))


def _one(request: ApiRequest, request_id: UUID) -> ChangeRequest:
    row = found(request, _rows(request), request_id)
    row.client.organisation = request.member.organisation
    return row
