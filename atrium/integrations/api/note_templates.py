"""Templates for notes, the organisation's own (J13)."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.conversations.models import NoteTemplate
from atrium.conversations.placeholders import filled
from atrium.conversations.richtext import from_plain, plain
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.notes import Kind
from atrium.integrations.api.paging import BY_KEY, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Patch
from atrium.organisations.permissions import Can

router = Router(tags=["Notes"])
READ = Bearer("notes:read", Can.NOTES_SEE)
EDIT = Bearer("notes:write", Can.LEXICON_EDIT)


class TemplateOut(Schema):
    """Words to begin a note with; `{{client.name}}` and its like are filled in."""

    id: UUID
    label: str = Field(examples=["Site visit"])
    kind: Kind
    text: str
    html: str
    position: int = Field(description="Its place in the list, from 0.")


class TemplatePatch(Patch):
    """What is to change; `text` or `html`, not both."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Site visit"])
    kind: Kind = "general"
    text: StrictStr = Field("", max_length=20_000, examples=["Visit at {{client.name}}"])
    html: StrictStr = Field("", max_length=20_000)


class Filled(Schema):
    """The text of a template as it reads for one client."""

    kind: Kind
    text: str
    html: str


def _card(template: NoteTemplate) -> dict[str, Any]:
    return {
        "id": template.public_id,
        "label": template.label,
        "kind": template.kind,
        "text": template.text,
        "html": template.html,
        "position": template.position,
    }


def _values(data: TemplatePatch) -> dict[str, Any]:
    sent = data.sent()
    text = sent.pop("text", None)
    if text is not None and "html" not in sent:
        sent["html"] = from_plain(text)
    return sent


def _the_template(request: ApiRequest, template_id: UUID) -> NoteTemplate:
    return cast("NoteTemplate", found(request, NoteTemplate.objects.all(), template_id))


@router.get("/note-templates", auth=READ, response=Page[TemplateOut], summary="List note templates")
def list_note_templates(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """The oldest first; `position` is the organisation's order."""
    page, cursor = paged(NoteTemplate.objects.all(), query, BY_KEY)
    return answer({"items": [_card(template) for template in page], "next": cursor})


@router.post(
    "/note-templates", auth=EDIT, response={201: TemplateOut}, summary="Add a note template"
)
def add_note_template(request: ApiRequest, data: TemplatePatch) -> HttpResponse:
    """Refused when it leaves open what cannot be filled in."""
    values = {"label": "", **_values(data)}
    return answer(_card(NoteTemplate.add(by=request.member, **values)), status=201)


@router.get(
    "/note-templates/{template_id}",
    auth=READ,
    response=TemplateOut,
    summary="Read a note template",
)
def read_note_template(request: ApiRequest, template_id: UUID) -> HttpResponse:
    """One template."""
    return answer(_card(_the_template(request, template_id)))


@router.patch(
    "/note-templates/{template_id}",
    auth=EDIT,
    response=TemplateOut,
    summary="Change a note template",
)
def change_note_template(
    request: ApiRequest, template_id: UUID, data: TemplatePatch
) -> HttpResponse:
    """Notes begun with it stay as they are."""
    template = _the_template(request, template_id)
    template.edit(by=request.member, **_values(data))
    return answer(_card(template))


@router.delete(
    "/note-templates/{template_id}",
    auth=EDIT,
    response={204: None},
    summary="Remove a note template",
)
def remove_note_template(request: ApiRequest, template_id: UUID) -> HttpResponse:
    """Takes it off the list."""
    _the_template(request, template_id).retire(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/note-templates/{template_id}",
    auth=READ,
    response=Filled,
    summary="Fill in a note template",
)
def fill_note_template(request: ApiRequest, client_id: UUID, template_id: UUID) -> HttpResponse:
    """As it reads for this client; write a note with it."""
    client, template = the_client(request, client_id), _the_template(request, template_id)
    html = filled(template.html, client=client, by=request.member)
    return answer({"kind": template.kind, "text": plain(html), "html": html})
