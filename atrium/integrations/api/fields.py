"""Custom fields: what an organisation keeps of its clients and contacts besides what Atrium knows (V06)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import Field as CustomField
from atrium.clients.models import FieldSection, FieldState
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import not_found
from atrium.integrations.api.field_values import STATES
from atrium.integrations.api.finding import chosen, found, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.terms import listed
from atrium.integrations.api.types import Id, Patch, Reference, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Fields"])
READ = Bearer("fields:read", Can.CLIENTS_SEE)
WRITE = Bearer("fields:write", Can.LEXICON_EDIT)
type Kind = Literal[
    "text", "long_text", "number", "money", "date", "date_time", "yes_no", "choice", "choices", "level",
    "email", "phone", "link", "address", "file", "person", "client",
]  # fmt: skip
type MinRole = Literal["owner", "admin", "manager", "staff", "viewer"]


class FieldChoiceOut(Schema):
    """One choice of a field."""

    key: str = Field(examples=["gas"])
    label: str = Field(examples=["Gas"])
    gone: bool = Field(description="Off the list; whoever has it keeps it.")


class FieldOut(Schema):
    """A custom field."""

    id: UUID
    key: str = Field(description="Its name in `fields` of a client or contact; never changes.")
    label: str = Field(examples=["Boiler make"])
    position: int = Field(description="Its place in the list, from 0.")
    subject: Literal["client", "contact"]
    section: Reference | None = Field(description="The heading it stands under.")
    type: str = Field(examples=["text"])
    value_schema: dict[str, Any] = Field(description="The JSON schema of a value.")
    choices: list[FieldChoiceOut] = Field(
        description="Of the types choice, choices and level; the lowest level first."
    )
    currency: str | None = Field(description="Of an amount that names none.")
    unit: str | None = Field(description="What stands behind a number.")
    help: str
    default: Any = Field(description="What a new one says before anyone says otherwise.")
    required: bool
    min_role: MinRole = Field(description="The lowest role that sees it anywhere.")
    edit_role: MinRole = Field(description="The lowest role that changes what it says.")
    on_new: bool = Field(description="Asked on the form of a new one.")
    always: bool = Field(description="Drawn on the page when empty too.")
    filterable: bool = Field(description="Lists can be narrowed and sorted by it, once `ready`.")
    ready: bool
    searched: bool
    state: Literal["live", "retired"]


class FieldPatch(Patch):
    """What a field says of itself; what is not sent stays."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Boiler make"])
    section: Id | None = Field(
        None, description="Of /field-sections; null puts it above all headings."
    )
    help: StrictStr = Field("", max_length=300, examples=["Stands on the plate."])
    choices: list[dict[str, Any] | StrictStr] = Field(
        [], max_length=200, description="Labels, or key and label of those there are."
    )
    currency: StrictStr = Field("", max_length=3, examples=["GBP"])
    unit: StrictStr = Field("", max_length=20, examples=["%"])
    default: Any = Field(None, description="In the form of its type.")
    required: YesNo = Field(default=False)
    min_role: MinRole = Field("viewer")
    edit_role: MinRole = Field("viewer")
    on_new: YesNo = Field(default=False)
    always: YesNo = Field(default=True)
    filterable: YesNo = Field(default=False)
    searched: YesNo = Field(default=False)


class FieldIn(FieldPatch):
    """A new field, put at the end of its list."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Night shift"])
    type: Kind = Field("text")
    subject: Literal["client", "contact"] = Field("client")


class FieldFilter(Paged):
    """Which fields."""

    subject: Literal["client", "contact"] | None = None
    state: Literal["live", "retired"] = "live"


@router.get("/fields", auth=READ, response=Page[FieldOut], summary="List custom fields")
def list_fields(request: ApiRequest, query: Query[FieldFilter]) -> HttpResponse:
    """The fields that the member may know, in the organisation's order."""
    seen = seen_fields(request)
    shown = [f for f in seen if STATES[FieldState(f.state)] == query.state]
    shown = [f for f in shown if query.subject in {None, f.subject}]
    return listed([_card(request, field) for field in shown], query)


@router.post("/fields", auth=WRITE, response={201: FieldOut}, summary="Add a custom field")
def add_field(request: ApiRequest, data: FieldIn) -> HttpResponse:
    """Refused when a field has the label already; a retired one can be restored."""
    field = CustomField.add(by=request.member, **_told(request, data.sent(), {}))
    return answer(_card(request, field), status=201, location=f"/api/v1/fields/{field.public_id}")


@router.get("/fields/{field_id}", auth=READ, response=FieldOut, summary="Read a custom field")
def read_field(request: ApiRequest, field_id: UUID) -> HttpResponse:
    """What it holds and who sees it."""
    for field in seen_fields(request):
        if field.public_id == field_id:
            return answer(_card(request, field))
    raise not_found()


@router.patch("/fields/{field_id}", auth=WRITE, response=FieldOut, summary="Change a custom field")
def change_field(request: ApiRequest, field_id: UUID, data: FieldPatch) -> HttpResponse:
    """The values stay. Choices that are not sent go off the list; whoever has them keeps them."""
    field = _the_field(request, field_id)
    field.edit(by=request.member, **_told(request, data.sent(), field.options))
    return answer(_card(request, field))


@router.post(
    "/fields/{field_id}/retire", auth=WRITE, response=FieldOut, summary="Retire a custom field"
)
def retire_field(request: ApiRequest, field_id: UUID) -> HttpResponse:
    """Out of use everywhere; its values are kept."""
    field = _the_field(request, field_id)
    field.retire(by=request.member)
    return answer(_card(request, field))


@router.post(
    "/fields/{field_id}/restore", auth=WRITE, response=FieldOut, summary="Restore a custom field"
)
def restore_field(request: ApiRequest, field_id: UUID) -> HttpResponse:
    """In use again, with the values it had."""
    field = _the_field(request, field_id)
    field.restore(by=request.member)
    return answer(_card(request, field))


def seen_fields(request: ApiRequest) -> list[CustomField]:
    """The fields, in use and retired, that the member may know."""
    every = words(request).fields.values()
    return [f for f in every if f.state in STATES and f.seen_by(request.member)]


def _the_field(request: ApiRequest, field_id: UUID) -> CustomField:
    rows = CustomField.objects.exclude(state=FieldState.GONE)
    field: CustomField = found(request, rows, field_id)
    if not field.seen_by(request.member):
        raise not_found()
    return field


def _told(request: ApiRequest, sent: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """What was sent as the verbs take it: choices, currency and unit are the type's options."""
    if sent.get("section") is not None:
        sections = words(request).field_sections.values()
        sent["section"] = chosen(sections, sent["section"], "section")
    named = {name: sent.pop(name) for name in ("choices", "currency", "unit") if name in sent}
    if not named:
        return sent
    if "choices" in named:
        here = {each.get("key") for each in named["choices"] if isinstance(each, dict)}
        gone = [c | {"gone": True} for c in options.get("choices", []) if c["key"] not in here]
        named["choices"] = [*named["choices"], *gone]
    return sent | {"options": options | named}


def _card(request: ApiRequest, field: CustomField) -> dict[str, Any]:
    section: FieldSection | None = words(request).field_sections.get(field.section_id or 0)
    names = "key label position subject type help default required min_role edit_role on_new always".split()
    choices = field.options.get("choices", [])
    return {name: getattr(field, name) for name in names} | {
        "id": field.public_id,
        "section": reference(section),
        "value_schema": field.sort.schema(field),
        "choices": [{"gone": False} | choice for choice in choices],
        "currency": field.options.get("currency"),
        "unit": field.options.get("unit"),
        "filterable": field.filterable,
        "ready": field.filterable and field.keyed,
        "searched": field.searched,
        "state": STATES[FieldState(field.state)],
    }
