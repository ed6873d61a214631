"""The bank: statements that are taken in, and what becomes of each entry (V10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import StrictInt, StrictStr

from atrium.billing.models import Invoice, Payment
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid, Problem
from atrium.integrations.api.finding import chosen_client, found
from atrium.integrations.api.paging import Order, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Id, Input, Reference
from atrium.organisations.permissions import Can
from atrium.payments.access import sees_bookings
from atrium.payments.bank_page import Line, lines_of
from atrium.payments.models import BankBooking, BankDraft, BankEntry, EntryState, Share

router = Router(tags=["Bank"])
READ = Bearer("bank:read", Can.MONEY_TAKE)
WRITE = Bearer("bank:write", Can.MONEY_TAKE)
NEWEST_DAY = Order("day", ("booked_on", "id"), down=True)
type Amount = StrictInt
AMOUNT: Any = Field(gt=0, lt=10**15, description="In minor units.", examples=[12050])


class BankSuggestionOut(Schema):
    """For what an entry may be."""

    level: Literal["certain", "possible"]
    client: Reference
    invoices: list[dict[str, Any]] = Field(description="`id`, `number` and `amount` of each.")
    left: int = Field(description="What would be left as the client's credit, in minor units.")
    reasons: list[str]


class BankKnownOut(Schema):
    """A payment that is here and that an entry may be about."""

    id: UUID
    number: str = Field(examples=["P-0012"])
    reasons: list[str]


class BankEntryOut(Schema):
    """A movement of money as the bank told it."""

    id: UUID
    state: EntryState
    amount: int = Field(description="In minor units; below nought what went out.")
    currency: str = Field(examples=["EUR"])
    charges: int = Field(description="What the bank kept of it.")
    booked_on: date
    payer: str
    iban: str
    text: str
    references: list[str]
    account: Reference
    reason: str = Field(description="Why it is ignored.")
    suggestions: list[BankSuggestionOut]
    recorded: list[BankKnownOut] = Field(description="Recorded by hand already: see `match`.")
    returns: list[BankKnownOut] = Field(description="Payments that it may return.")
    payments: list[str] = Field(description="The payments it was booked as, by number.")
    decided_at: datetime | None


class BankFilter(Paged):
    """Which entries."""

    state: EntryState | None = Field(None, description="`open`: those to match.")


class BankPartIn(Input):
    """What of a share is for an invoice."""

    invoice: Id
    amount: Amount = AMOUNT


class BankShareIn(Input):
    """A part of the entry: who paid it, and for what."""

    client: Id
    amount: Amount = AMOUNT
    invoices: list[BankPartIn] | None = Field(
        None, max_length=200, description="Left out: the oldest due first. Empty: credit."
    )


class BankBookingIn(Input):
    """The payments that an entry is booked as; together they come to what came in."""

    shares: list[BankShareIn] = Field(min_length=1, max_length=20)


class BankReasonIn(Input):
    """Why."""

    reason: StrictStr = Field(min_length=1, max_length=300, examples=["Interest"])


class BankFileOut(Schema):
    """A statement that was taken in."""

    id: UUID
    file: str
    added: int = Field(description="Entries that were new.")
    known: int = Field(description="Entries that were here already.")
    not_booked: int = Field(description="Entries that the bank has not booked yet: left out.")


def _known(payment: Payment, reasons: tuple[str, ...]) -> dict[str, Any]:
    return {"id": payment.public_id, "number": payment.code, "reasons": list(reasons)}


def _card(line: Line, request: ApiRequest) -> dict[str, Any]:
    entry = line.entry
    plain = "state amount currency charges booked_on payer iban text references reason decided_at"
    return {name: getattr(entry, name) for name in plain.split()} | {
        "id": entry.public_id,
        "account": {"id": entry.account.public_id, "label": entry.account.name},
        "payments": [each.code for each in line.booked if each.client is not None],
        "recorded": [_known(payment, ()) for payment in line.recorded],
        "returns": [_known(back.payment, back.found.reasons) for back in line.returns],
        "suggestions": [
            {
                "level": offer.suggestion.level,
                "client": {"id": offer.client.public_id, "label": offer.client.name},
                "invoices": [
                    {"id": key, "number": number, "amount": part}
                    for (number, key, _), (_, part) in zip(offer.parts, offer.fields, strict=True)
                ],
                "left": offer.suggestion.left,
                "reasons": list(offer.suggestion.reasons),
            }
            for offer in line.offers
        ],
    }


def entry_told(entry: BankEntry, request: ApiRequest) -> dict[str, Any]:
    """What is told of an entry."""
    return _card(lines_of([entry], request.member)[0], request)


def the_bank_entry(request: ApiRequest, entry_id: UUID) -> BankEntry:
    """The entry with this identifier; else 404."""
    entry: BankEntry = found(request, BankEntry.objects.select_related("account"), entry_id)
    entry.organisation = request.member.organisation
    return entry


@router.get(
    "/bank-entries", auth=READ, response=Page[BankEntryOut], summary="List entries of the bank"
)
def list_bank_entries(request: ApiRequest, query: Query[BankFilter]) -> HttpResponse:
    """The newest first, each with what it may be for."""
    rows = BankEntry.objects.select_related("account")
    if query.state is not None:
        rows = rows.filter(state=query.state)
    page, cursor = paged(rows, query, NEWEST_DAY)
    items = [_card(line, request) for line in lines_of(page, request.member)]
    return answer({"items": items, "next": cursor})


@router.get(
    "/bank-entries/{entry_id}",
    auth=READ,
    response=BankEntryOut,
    summary="Read an entry of the bank",
)
def read_bank_entry(request: ApiRequest, entry_id: UUID) -> HttpResponse:
    """One entry."""
    return answer(entry_told(the_bank_entry(request, entry_id), request))


@router.post(
    "/bank-entries/{entry_id}/bookings", auth=WRITE, response=BankEntryOut, summary="Book an entry"
)
def book_bank_entry(request: ApiRequest, entry_id: UUID, data: BankBookingIn) -> HttpResponse:
    """As payments of the clients named. Refused where somebody decided about it meanwhile."""
    entry = the_bank_entry(request, entry_id)
    shares = [_share(request, place, told) for place, told in enumerate(data.shares)]
    BankBooking.book(entry, shares, by=request.member)
    return answer(entry_told(entry, request))


@router.delete(
    "/bank-entries/{entry_id}/bookings",
    auth=WRITE,
    response=BankEntryOut,
    summary="Take a booking back",
)
def free_bank_entry(request: ApiRequest, entry_id: UUID, reason: str = "") -> HttpResponse:
    """Its payments are struck out, and the entry is to be matched again."""
    entry = the_bank_entry(request, entry_id)
    if not sees_bookings(request.member, entry):
        raise Problem(409, "It is booked to a client that you do not see.")
    BankBooking.free(entry, by=request.member, reason=reason)
    return answer(entry_told(entry, request))


@router.post(
    "/bank-entries/{entry_id}/ignore", auth=WRITE, response=BankEntryOut, summary="Ignore an entry"
)
def ignore_bank_entry(request: ApiRequest, entry_id: UUID, data: BankReasonIn) -> HttpResponse:
    """Say that it is no payment of a client."""
    entry = the_bank_entry(request, entry_id)
    entry.ignore(by=request.member, reason=data.reason)
    return answer(entry_told(entry, request))


@router.delete(
    "/bank-entries/{entry_id}/ignore",
    auth=WRITE,
    response=BankEntryOut,
    summary="Match an ignored entry after all",
)
def take_up_bank_entry(request: ApiRequest, entry_id: UUID) -> HttpResponse:
    """Refused where it is not ignored."""
    entry = the_bank_entry(request, entry_id)
    entry.take_up(by=request.member)
    return answer(entry_told(entry, request))


@router.post("/bank-files", auth=WRITE, response={201: BankFileOut}, summary="Take a statement in")
def take_bank_file(request: ApiRequest, file: File[UploadedFile]) -> HttpResponse:
    """CAMT.053, or a CSV whose columns were told on the page of the bank before. Up to 10 MB."""
    try:
        taken = BankDraft.receive(file, by=request.member)
    except Refusal as error:
        raise Invalid([("file", str(error))]) from error
    if isinstance(taken, BankDraft):
        taken.drop()
        msg = "The columns of this CSV are not known yet. Take it in on the page of the bank once."
        raise Invalid([("file", msg)])
    told = {name: getattr(taken, name) for name in ("added", "known", "not_booked")}
    return answer(told | {"id": taken.public_id, "file": taken.name}, status=201)


def _share(request: ApiRequest, place: int, told: BankShareIn) -> Share:
    client = chosen_client(request, told.client, f"shares.{place}.client")
    if told.invoices is None:
        return Share(client, told.amount)
    rows = Invoice.objects.visible_to(request.member).filter(client=client)
    known = {
        row.public_id: row for row in rows.filter(public_id__in=[p.invoice for p in told.invoices])
    }
    parts = []
    for turn, part in enumerate(told.invoices):
        if part.invoice not in known:
            where = f"shares.{place}.invoices.{turn}.invoice"
            raise Invalid([(where, "This client has no invoice with this identifier.")])
        parts.append((known[part.invoice], part.amount))
    return Share(client, told.amount, parts)
