"""Invoices and payments as they are sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, StrictInt, StrictStr, StringConstraints

from atrium.integrations.api.paging import Paged
from atrium.integrations.api.types import Day, Id, Input, Patch, Reference, YesNo

type Category = Literal["S", "Z", "E", "AE", "K", "G", "O"]
type InvoiceKind = Literal["invoice", "deposit", "final"]
type AnyKind = Literal["invoice", "deposit", "final", "credit"]
type Shown = Literal[
    "draft",
    "open",
    "sent",
    "partly",
    "overdue",
    "paid",
    "credited",
    "written_off",
    "cancelled",
    "note",
]
type PaidBy = Literal["transfer", "cash", "card", "debit", "cheque", "other"]
LARGEST = 10**15 - 1
WORK = "The job, meeting or project that it charges, as an answer named it; charged once."
REASON: Any = Field(min_length=1, max_length=500, examples=["Delivered twice"])
SOME: Any = Field(
    None, ge=1, le=LARGEST, description="In minor units; all that is left by default."
)


def _text(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > 20:  # noqa: PLR2004 - more digits than can be kept
        msg = 'Write the number as text, like "1.5".'
        raise ValueError(msg)
    return value


Number = Annotated[Decimal, BeforeValidator(_text)]


class PlanLineIn(Input):
    """A line that comes round with its invoice; what it comes to follows."""

    text: StrictStr = Field(min_length=1, max_length=2000, examples=["Consulting"])
    quantity: Number = Field(Decimal(1), ge=-(10**9), le=10**9, examples=["1.5"])
    unit: StrictStr = Field("", max_length=3, description="UN/ECE Rec. 20.", examples=["HUR"])
    price: StrictInt = Field(
        ge=-LARGEST, le=LARGEST, description="For one, in minor units.", examples=[9000]
    )
    discount: Number = Field(Decimal(0), ge=0, le=100, description="In percent.", examples=["5"])
    tax_name: StrictStr = Field("", max_length=80, examples=["VAT 20%"])
    tax_percent: Number = Field(Decimal(0), ge=0, le=100, examples=["20"])
    tax_category: Category = Field("S", description="UNCL 5305.")
    item_code: StrictStr = Field("", max_length=60)


class LineIn(PlanLineIn):
    """A line; what it comes to follows."""

    deposit: Id | None = Field(None, description="The deposit invoice that it takes off.")
    work: StrictStr = Field("", max_length=60, description=WORK)


class LineOut(Schema):
    """A line."""

    text: str
    quantity: str
    unit: str
    price: int
    discount: str
    tax_name: str
    tax_percent: str
    tax_category: Category
    item_code: str
    rule: str = Field(description="Which rule gave the price, in words.")
    deposit: UUID | None = Field(description="The deposit invoice that it takes off.")
    work: str = Field(description=WORK)
    amount: int


class TaxOut(Schema):
    """What stands under one rate."""

    name: str
    category: Category
    percent: str
    net: int
    tax: int
    reason: str = Field("", description="Why no tax is charged, as it was printed.")


class InvoiceOut(Schema):
    """An invoice. Amounts are in minor units of `currency`."""

    id: UUID
    number: str | None = Field(examples=["INV-2026-0042"], description="Null while it is a draft.")
    kind: AnyKind
    state: Shown = Field(description="What it is called today, by the day where the client is.")
    client: Reference
    currency: str
    dated_on: date
    issued_on: date | None
    due_on: date | None
    service_from: date | None
    service_to: date | None
    terms: str = Field(examples=["net-30"])
    reference: str
    note: str
    footer: str
    inclusive: bool
    reverse_charge: bool
    net: int
    tax: int
    adjustment: int = Field(description="Rounding to the smallest coin.")
    total: int
    balance: int = Field(description="What is still owed.")
    taxes: list[TaxOut]
    lines: list[LineOut]
    credits: str | None = Field(description="The number of the invoice that it corrects.")
    reason: str
    settled_on: date | None
    recipient: dict[str, Any] = Field(description="Copied when it was issued.")
    seller: dict[str, Any] = Field(description="Copied when it was issued.")
    created_at: datetime
    version: int


class InvoicePatch(Patch):
    """What is to change of a draft; what is not sent stays. Lines are sent as a whole."""

    lines: list[LineIn] = Field([], max_length=500)
    terms: StrictStr = Field("", max_length=40, examples=["net-30"])
    due_on: Day | None = None
    service_from: Day | None = None
    service_to: Day | None = None
    reference: StrictStr = Field("", max_length=200)
    note: StrictStr = Field("", max_length=4000)
    footer: StrictStr = Field("", max_length=4000)
    inclusive: YesNo = False
    reverse_charge: YesNo = False


class InvoiceIn(InvoicePatch):
    """A new draft."""

    kind: InvoiceKind = "invoice"
    currency: StrictStr = Field("", max_length=3, description="The client's by default.")


class IssueIn(Input):
    """When it is issued."""

    on: Day | None = Field(None, description="Today where nothing is said.")


class InvoiceCancelIn(Input):
    """Why it is cancelled."""

    reason: StrictStr = REASON


class CreditIn(Input):
    """How much is credited, and why: an amount, or lines, or all that is left."""

    reason: StrictStr = REASON
    amount: StrictInt | None = SOME
    lines: list[LineIn] | None = Field(None, max_length=500)


class WriteOffIn(Input):
    """How much is no longer expected, and why."""

    reason: StrictStr = REASON
    amount: StrictInt | None = SOME


class InvoiceFilter(Paged):
    """Which invoices."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Number or client."
    )
    show: Literal["all", "open", "overdue", "paid", "draft"] = "all"


class AllocationOut(Schema):
    """How much of a payment goes towards an invoice."""

    invoice: UUID
    number: str
    amount: int


class PaymentOut(Schema):
    """A payment. Amounts are in minor units of `currency`."""

    id: UUID
    number: int
    code: str = Field(examples=["P-0012"])
    client: Reference
    amount: int
    currency: str
    received_on: date
    method: PaidBy
    reference: str
    source: str
    external_id: str
    refunded: int
    free: int = Field(description="Neither put towards an invoice nor paid back.")
    struck_out: bool
    allocations: list[AllocationOut]


class AllocationIn(Input):
    """An invoice, and how much of the payment goes towards it."""

    invoice: Id
    amount: StrictInt = Field(ge=1, le=LARGEST, examples=[12000])


class PaymentIn(Input):
    """Money that came in. Without `invoices` it goes towards what is due first."""

    client: Id
    amount: StrictInt = Field(ge=1, le=LARGEST, examples=[12000])
    currency: StrictStr = Field("", max_length=3, examples=["GBP"])
    on: Day | None = Field(None, description="Today where nothing is said.")
    method: PaidBy = "transfer"
    reference: StrictStr = Field("", max_length=200)
    external_id: StrictStr = Field("", max_length=200, description="Taken once.")
    invoices: list[AllocationIn] | None = Field(None, max_length=100)


class RefundIn(Input):
    """How much is paid back, and why."""

    reason: StrictStr = REASON
    amount: StrictInt | None = SOME
    external_id: StrictStr = Field("", max_length=200, description="Given once.")


class PaymentFilter(Paged):
    """Which payments."""
