"""What is noted while a job is worked on, as it is sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictInt, StrictStr

from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference, YesNo

type Step = Literal["proposed", "interview", "offer", "placed", "rejected", "withdrawn"]


class ItemOut(Schema):
    """A line of the checklist."""

    id: UUID
    text: str
    done: bool
    done_at: datetime | None
    done_by: Reference | None


class ItemIn(Input):
    """A new line."""

    text: StrictStr = Field(min_length=1, max_length=300, examples=["Clean burner"])


class ItemPatch(Patch):
    """What is to change; what is not sent stays."""

    text: StrictStr = Field("", min_length=1, max_length=300, examples=["Clean the burner"])
    done: YesNo = False


class IncidentOut(Schema):
    """Something that went wrong."""

    id: UUID
    text: str
    happened_at: datetime
    reported_by: Reference | None
    resolved_at: datetime | None
    resolved_by: Reference | None
    resolution: str


class IncidentIn(Input):
    """What went wrong, and when where it is not now."""

    text: StrictStr = Field(min_length=1, max_length=2000, examples=["The alarm went off."])
    happened_at: Instant | None = None


class ResolveIn(Input):
    """How it was put right."""

    resolution: StrictStr = Field(min_length=1, max_length=2000, examples=["Reset it."])


class TimeOut(Schema):
    """How long somebody worked on a day."""

    id: UUID
    member: Reference | None
    day: date
    minutes: int
    note: str


class TimeIn(Input):
    """How long; by oneself and today where nothing else is said."""

    minutes: StrictInt = Field(ge=1, le=1440, examples=[90])
    day: Day | None = None
    member: Id | None = Field(None, description="Of /members.")
    note: StrictStr = Field("", max_length=300)


class CandidateOut(Schema):
    """Somebody who may fill an opening."""

    id: UUID
    name: str
    contact: Reference | None
    step: Step
    note: str


class CandidateIn(Input):
    """Somebody to propose: by name, or a contact."""

    name: StrictStr = Field("", max_length=200, examples=["Iris Vale"])
    contact: Id | None = None
    note: StrictStr = Field("", max_length=2000)


class CandidatePatch(Patch):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", min_length=1, max_length=200, examples=["Iris Vale"])
    step: Step = Field("proposed", examples=["interview"])
    note: StrictStr = Field("", max_length=2000)
