"""The configuration: all settings as one document, and taking one in (J24)."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.configuration.document import FORMAT, VERSION, checked, written
from atrium.configuration.plan import Plan, preview, take_in
from atrium.configuration.taking_back import act_of, pass_for
from atrium.integrations.api.acts import UndoneOut, told
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Input
from atrium.organisations.permissions import Can
from atrium.timeline.undoing import start, undoing_of

router = Router(tags=["Configuration"])
READ = Bearer("configuration:read", Can.ORGANISATION_EDIT)
WRITE = Bearer("configuration:write", Can.ORGANISATION_EDIT)


class ConfigurationOut(Schema):
    """All that is set; two organisations that are set alike answer the same."""

    format: Literal["atrium-configuration"]
    version: int
    parts: dict[str, Any] = Field(description="Entries by part, known by their names.")
    left_out: dict[str, str] = Field(description="What is never told, and why.")


class ConfigurationIn(Input):
    """A document as it was read, whole or some parts of it."""

    format: StrictStr = Field(examples=[FORMAT])
    version: StrictInt = Field(examples=[VERSION])
    parts: dict[str, Any] = Field(examples=[{"tags": [{"label": "VIP", "hue": 8}]}])
    left_out: dict[str, Any] = Field(default={}, description="Is passed over.")


class EntryOut(Schema):
    """What becomes of an entry."""

    part: str = Field(examples=["tags"])
    name: str = Field(examples=["VIP"])
    does: Literal["added", "changed", "same", "cannot"]
    differs: list[str] = Field(description="Which names of it change.")
    why: str = Field(description="Why it cannot be.")
    warning: str = Field(description="What to know before it is taken in.")


class StaysOut(Schema):
    """Something that is set and not in the document; it stays."""

    part: str
    name: str


class ConfigurationPlanOut(Schema):
    """What becomes of each entry."""

    added: int
    changed: int
    same: int
    cannot: int
    entries: list[EntryOut]
    stays: list[StaysOut]
    act: int | None = Field(description="The act that it was; none where nothing changed.")
    undo: str | None = Field(description="What takes it back within an hour, by this member.")


class ConfigurationUndoIn(Input):
    """Which import is taken back."""

    undo: StrictStr = Field(
        description="As the import answered it.", max_length=200, examples=["Nw:1w:abc"]
    )


def _told(plan: Plan) -> dict[str, Any]:
    entries = [
        {
            "part": line.part.slug,
            "name": line.name,
            "does": line.does.value,
            "differs": list(line.differs),
            "why": line.why,
            "warning": str(line.part.warning),
        }
        for line in plan.lines
    ]
    stays = [{"part": part.slug, "name": name} for part, name in plan.stays]
    undo = pass_for(plan.act) if plan.act else None
    return {**plan.counts, "entries": entries, "stays": stays, "act": plan.act, "undo": undo}


@router.get("/configuration", auth=READ, response=ConfigurationOut, summary="Read all settings")
def read_configuration(request: ApiRequest) -> HttpResponse:
    """As the member may know them; no secrets, and nothing of people."""
    return answer(written(request.member))


@router.post(
    "/configuration/preview",
    auth=WRITE,
    response=ConfigurationPlanOut,
    summary="Preview taking settings in",
)
def preview_configuration(request: ApiRequest, data: ConfigurationIn) -> HttpResponse:
    """What would be added, changed and left out; nothing is changed."""
    return answer(_told(preview(checked(data.model_dump()), by=request.member)))


@router.post(
    "/configuration", auth=WRITE, response=ConfigurationPlanOut, summary="Take settings in"
)
def import_configuration(request: ApiRequest, data: ConfigurationIn) -> HttpResponse:
    """In one act; what cannot be is left out and named. The same document again changes nothing."""
    return answer(_told(take_in(checked(data.model_dump()), by=request.member)))


@router.post(
    "/configuration/undo",
    auth=WRITE,
    response={200: UndoneOut, 202: UndoneOut},
    summary="Undo taking settings in",
)
def undo_configuration(request: ApiRequest, data: ConfigurationUndoIn) -> HttpResponse:
    """By who took it in, within an hour. What was changed or used since stays and is named.

    A large one is taken back by the queue: 202; asked again, this says how far it is.
    """
    act = act_of(data.undo, by=request.member)
    undoing = undoing_of(act)
    if undoing is None or not undoing.is_done:
        undoing = start(act, by=request.member)
    return answer(told(undoing), status=200 if undoing.is_done else 202)
