"""Statements of account: read, drawn, sent (B06)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.billing import statement_mail
from atrium.billing.figures import figures_of
from atrium.billing.printed.statement import printed_statement
from atrium.billing.statement import Account, Statement
from atrium.billing.views.papers import inline
from atrium.conversations.mail.writing import receivers
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import the_client
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Day, Input
from atrium.organisations.permissions import Can

router = Router(tags=["Invoices"])
READ = Bearer("invoices:read", Can.MONEY_SEE)
SEND = Bearer("invoices:write", Can.MONEY_ISSUE)
type What = Literal[
    "invoice", "deposit", "final", "credit", "elsewhere", "payment", "refund", "written_off"
]


class StatementPeriod(Schema):
    """From which day to which; by default from three months ago to today."""

    first: Day | None = Field(None, examples=["2024-01-01"])
    last: Day | None = Field(None, examples=["2024-12-31"])


class StatementEntryOut(Schema):
    """What happened; `amount` adds to what is owed, below nought takes off."""

    on: date
    kind: What
    document: str
    text: str
    due: date | None
    amount: int
    balance: int = Field(description="What is owed after it.")


class StatementAccountOut(Schema):
    """One currency. Amounts are in minor units; below nought the client is owed."""

    currency: str
    opening: int
    closing: int
    entries: list[StatementEntryOut]


class StatementOut(Schema):
    """A statement of account."""

    first: date
    last: date
    accounts: list[StatementAccountOut]


class StatementLetterIn(Input):
    """How it goes out; what is left out is as the page proposes it."""

    to: StrictStr = Field("", max_length=2000, description="By default who is reached for bills.")
    subject: StrictStr = Field("", max_length=300)
    text: StrictStr = Field("", max_length=10_000)


class StatementSentOut(Schema):
    """To whom it went."""

    to: list[str]


def _asked(request: ApiRequest, client_id: UUID, query: StatementPeriod) -> Statement:
    client = the_client(request, client_id)
    client.organisation = request.member.organisation
    first, last = Statement.usual(client)
    return Statement(client, query.first or min(first, query.last or last), query.last or last)


def _account(account: Account) -> dict[str, Any]:
    names = ("on", "document", "text", "due", "amount", "balance")
    return {
        "currency": account.currency,
        "opening": account.opening,
        "closing": account.closing,
        "entries": [
            {"kind": one.what} | {name: getattr(one, name) for name in names}
            for one in account.entries
        ],
    }


@router.get(
    "/clients/{client_id}/statement", auth=READ, response=StatementOut, summary="Read a statement"
)
def read_statement(
    request: ApiRequest, client_id: UUID, query: Query[StatementPeriod]
) -> HttpResponse:
    """What was owed when the period began, what happened, and what is owed at its end."""
    told = _asked(request, client_id, query)
    accounts = [_account(one) for one in told.accounts]
    return answer({"first": told.first, "last": told.last, "accounts": accounts})


@router.get(
    "/clients/{client_id}/statement/paper", auth=READ, summary="Read the PDF of a statement"
)
def read_statement_paper(
    request: ApiRequest, client_id: UUID, query: Query[StatementPeriod]
) -> HttpResponse:
    """In the client's language."""
    told = _asked(request, client_id, query)
    return inline(printed_statement(told), statement_mail.file_name(told))


@router.post(
    "/clients/{client_id}/statement/send",
    auth=SEND,
    response=StatementSentOut,
    summary="Send a statement by e-mail",
)
def send_statement(
    request: ApiRequest, client_id: UUID, data: StatementLetterIn, query: Query[StatementPeriod]
) -> HttpResponse:
    """One mail with the PDF."""
    told, by = _asked(request, client_id, query), request.member
    to = receivers(data.to, "to") if data.to else statement_mail.proposed(told.client).receivers
    subject, words = statement_mail.letter_of(told, by)
    letter = {"subject": data.subject or subject, "words": data.text or words}
    statement_mail.send(told, by=by, to=to, **letter)
    return answer({"to": [one.address for one in to]})


class MoneyOut(Schema):
    """What a client owes and how it pays. Amounts are in minor units, by currency where there may be several."""

    unpaid: dict[str, int] = Field(examples=[{"GBP": 12000}])
    overdue: dict[str, int]
    open_invoices: int
    overdue_invoices: int
    oldest_due_on: date | None
    paid_invoices: int = Field(description="Those that days_to_pay is about.")
    days_to_pay: float | None
    days_over_terms: float | None
    invoiced_in: str = Field(description="The currency of what was invoiced.")
    invoiced_12_months: int
    invoiced_12_months_before: int
    credit_limit: int | None
    credit_limit_in: str | None


@router.get(
    "/clients/{client_id}/money", auth=READ, response=MoneyOut, summary="Read the money figures"
)
def read_money(request: ApiRequest, client_id: UUID) -> HttpResponse:
    """Those of the header."""
    client = the_client(request, client_id)
    return answer(next(told for _, told in figures_of(request.member, [client.pk])))
