"""Tenders as they are sent and answered."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, StrictInt, StrictStr, StringConstraints

from atrium.integrations.api.job_bodies import MONEY
from atrium.integrations.api.meeting_bodies import Zone
from atrium.integrations.api.paging import Paged
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch
from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference

type Outcome = Literal["won", "lost", "withdrawn"]
type Tone = Literal["neutral", "info", "good", "warn", "bad"]
type Fits = Literal["", "won", "lost", "withdrawn", "not_won"]
type Work = Literal["job", "project"]


def _clock(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError as error:
        msg = "Write the time like 12:00."
        raise ValueError(msg) from error
    return text


Clock = Annotated[
    StrictStr, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$"), AfterValidator(_clock)
]


class TenderStageOut(TermOut):
    """A stage of tenders."""

    tone: Tone = Field(description="The colour it is shown in.")


class TenderStageIn(TermIn):
    """A new stage, put at the end of the list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Interview"])
    tone: Tone = "neutral"


class TenderStagePatch(TermPatch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Interviews"])
    tone: Tone = "neutral"


class TenderReasonOut(TermOut):
    """A reason for what became of tenders."""

    fits: Fits = Field(
        description="The outcome it is offered for, `not_won` for both lost and withdrawn; empty for every one."
    )


class TenderReasonIn(TermIn):
    """A new reason, put at the end of the list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Too late"])
    fits: Fits = ""


class TenderReasonPatch(TermPatch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["We were too late"])
    fits: Fits = ""


class WorkOut(Schema):
    """What a won tender became."""

    what: Work
    id: UUID
    code: str = Field(examples=["J-0012"])


class TenderOut(Schema):
    """A tender."""

    id: UUID
    client: UUID
    number: int = Field(description="Of the organisation, without gaps.", examples=[12])
    code: str = Field(examples=["T-0012"])
    title: str
    description: str
    notes: str = Field(description="For colleagues.")
    stage: Reference = Field(description="Of a decided one: that at which it was decided.")
    owner: Reference | None
    contacts: list[Reference] = Field(description="Whom to talk with about the tender.")
    documents: list[UUID] = Field(description="Files of the client that belong to it as well.")
    amount: int | None
    currency: str
    chance: int | None = Field(description="In per cent.")
    due_on: date | None
    due_time: str | None = Field(examples=["12:00"])
    timezone: str
    due_at: datetime | None = Field(description="From then on it is late.")
    overdue: bool
    remind_before: int | None = Field(description="Days before it is due.")
    remind_at: datetime | None
    outcome: Outcome | None = Field(description="None while it is open.")
    reason: Reference | None
    comment: str
    decided_at: datetime | None
    decided_by: Reference | None
    became: WorkOut | None
    binned_at: datetime | None
    created_at: datetime
    created_by: Reference | None
    version: int


class TenderPatch(Patch):
    """What is to change; what is not sent stays."""

    title: StrictStr = Field("", min_length=1, max_length=200, examples=["Service of all boilers"])
    description: StrictStr = Field("", max_length=20_000)
    notes: StrictStr = Field("", max_length=20_000)
    stage: Id | None = Field(None, description="Of /tender-stages.")
    owner: Id | None = Field(None, description="Of /members; null for nobody.")
    contacts: list[Id] = Field([], max_length=50, description="People of the client.")
    documents: list[Id] = Field([], max_length=200, description="Files of the client.")
    amount: StrictInt | None = MONEY
    currency: StrictStr = Field("", max_length=3, examples=["GBP"])
    chance: StrictInt | None = Field(None, ge=0, le=100, description="In per cent.")
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    due_time: Clock | None = Field(None, examples=["12:00"])
    timezone: Zone = Field("", examples=["Europe/London"])
    remind_before: StrictInt | None = Field(None, ge=0, le=365, description="Days.")


class TenderIn(TenderPatch):
    """A new tender."""

    title: StrictStr = Field(min_length=1, max_length=200, examples=["Service of all boilers"])


class DecideIn(Input):
    """What became of it."""

    outcome: Outcome = Field(examples=["won"])
    reason: Id | None = Field(None, description="Of /tender-reasons.")
    comment: StrictStr = Field("", max_length=4000)
    becomes: Work | None = Field(None, description="A won one becomes this at once.")


class BecomeIn(Input):
    """What is to be made of a won one."""

    what: Work = Field(examples=["job"])


class TenderFilter(Paged):
    """Which tenders."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words of the title or the client, or the number."
    )
    state: Literal["open", "won", "lost", "withdrawn", "overdue"] | None = None
    stage: UUID | None = None
    owner: UUID | Literal["me"] | None = None
    due_until: Day | None = Field(None, description="Due on this day or before.")
    binned: bool = Field(default=False, description="Those in the bin instead.")


class RateFilter(Schema):
    """Of which tenders."""

    client: UUID | None = Field(None, description="Of this client alone.")
    decided_from: Instant | None = Field(None, description="Decided at this moment or later.")
    decided_before: Instant | None = Field(None, description="Decided before this moment.")


class WorthOut(Schema):
    """The win rate by value in one currency."""

    currency: str
    won: int = Field(description="In minor units.")
    decided: int = Field(description="Won and lost, in minor units.")
    rate: int = Field(description="In per cent.")


class RateOut(Schema):
    """How many tenders are won: won / (won + lost)."""

    won: int
    lost: int
    withdrawn: int = Field(description="They do not count.")
    rate: int | None = Field(description="In per cent; null where nothing is won or lost.")
    by_value: list[WorthOut]
