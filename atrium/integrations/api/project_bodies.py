"""Projects and the columns of the board as they are sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictInt, StrictStr, StringConstraints

from atrium.integrations.api.paging import Paged
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch
from atrium.integrations.api.types import Day, Id, Input, Patch, Reference

type Meaning = Literal["ready", "working", "waiting"]
Hue = Annotated[StrictInt, Field(ge=1, le=10)]
Limit = Annotated[StrictInt, Field(ge=0, le=999)]


class ColumnOut(TermOut):
    """A column of the board."""

    hue: int = Field(description="Its colour, 1 to 10.")
    limit: int = Field(description="How many projects should stand in it; 0 for no limit.")
    meaning: Meaning


class ColumnIn(TermIn):
    """A new column, at the right end of the board."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Proofing"])
    hue: Hue = 6
    limit: Limit = 0
    meaning: Meaning = "working"


class ColumnPatch(TermPatch):
    """What is to change; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Proofs"])
    hue: Hue = 6
    limit: Limit = 0
    meaning: Meaning = "working"


class ProjectOut(Schema):
    """A project."""

    id: UUID
    client: UUID
    number: int
    code: str = Field(examples=["P-0012"])
    external_id: str = Field(description="In the program it was imported from.")
    title: str
    html: str = Field(description="The description with its formatting.")
    text: str
    link: str
    due_on: date | None
    column: Reference = Field(description="Also of a delivered one: where it returns to.")
    delivered: bool
    delivered_at: datetime | None
    delivered_by: Reference | None
    manager: Reference | None
    associates: list[Reference]
    created_at: datetime
    created_by: Reference | None
    version: int


class ProjectPatch(Patch):
    """What is to change; what is not sent stays."""

    external_id: StrictStr = Field("", max_length=200, examples=["A-17"])
    title: StrictStr = Field("", max_length=200, examples=["New signs"])
    html: StrictStr = Field("", max_length=100_000, examples=["<p>Two, for the front</p>"])
    link: StrictStr = Field("", max_length=500, examples=["https://example.com/signs"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    manager: Id | None = Field(None, description="Of /members; null for nobody.")
    associates: list[Id] = Field([], max_length=50, description="Of /members.")


class ProjectIn(ProjectPatch):
    """A new project; nothing has to be sent."""

    column: Id | None = Field(None, description="Of /project-columns; the first if left out.")


class MoveIn(Input):
    """Where a project goes."""

    column: Id = Field(description="Of /project-columns.")
    after: Id | None = Field(None, description="The project to stand right below; null: on top.")


class ProjectsBulkIn(Input):
    """What is to be done to which projects."""

    deed: Literal["deliver", "undeliver", "remove", "restore"] = Field(examples=["deliver"])
    projects: list[Id] = Field(min_length=1, max_length=500)


class ProjectLeftOut(Schema):
    """A project that was left as it is."""

    project: UUID
    reason: str


class ProjectsBulkOut(Schema):
    """What became of them; one act, to be undone at once."""

    done: list[UUID]
    left: list[ProjectLeftOut]
    act: int | None = Field(description="Of /acts; null where nothing was done.")


class ProjectFilter(Paged):
    """Which projects."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words of title, description, client or number."
    )
    state: Literal["open", "overdue", "delivered", "removed", "all"] = Field(
        "all", description="All but the removed ones if left out."
    )
    column: UUID | None = None
    who: UUID | Literal["me"] | None = Field(None, description="Who manages it or works on it.")
