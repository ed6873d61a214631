"""Templates for messages, the organisation's own (R12)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr, StringConstraints

from atrium.conversations.mail.beginning import Beginning, addressee
from atrium.conversations.models import MessageTemplate
from atrium.conversations.richtext import from_plain, plain
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found, the_client
from atrium.integrations.api.paging import BY_KEY, Page, Paged, paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.types import Patch
from atrium.organisations.permissions import Can

router = Router(tags=["Messages"])
READ = Bearer("message-templates:read", Can.MAIL_SEND)
EDIT = Bearer("message-templates:write", Can.LEXICON_EDIT)


class MessageTemplateOut(Schema):
    """Words to begin a message with; `{{client.name}}` and its like are filled in."""

    id: UUID
    label: str = Field(examples=["Quote"])
    way: Literal["mail", "sms"] = Field(description="What it begins.")
    language: str = Field(description="ISO 639-1; empty: for any.", examples=["de"])
    subject: str
    text: str
    html: str
    position: int = Field(description="Its place in the list, from 0.")


class MessageTemplatePatch(Patch):
    """What is to change; `text` or `html`, not both."""

    label: StrictStr = Field("", min_length=1, max_length=60, examples=["Quote"])
    way: Literal["mail", "sms"] = Field(
        "mail", description="What it begins; an SMS has no subject and no formatting."
    )
    language: StrictStr = Field("", max_length=16, examples=["de"])
    subject: StrictStr = Field("", max_length=300, examples=["Quote for {{client.name}}"])
    text: StrictStr = Field("", max_length=20_000, examples=["Dear {{contact.name}},"])
    html: StrictStr = Field("", max_length=20_000)


class FillFor(Schema):
    """Whom a message will go to."""

    to: Annotated[str, StringConstraints(max_length=320)] = Field(
        "", description="An address of a contact of the client."
    )


class FilledMessage(Schema):
    """The text of a template as it reads for one client."""

    subject: str
    text: str
    html: str


def _card(template: MessageTemplate) -> dict[str, Any]:
    return {
        "id": template.public_id,
        "label": template.label,
        "way": template.way,
        "language": template.language,
        "subject": template.subject,
        "text": template.text,
        "html": template.html,
        "position": template.position,
    }


def _values(data: MessageTemplatePatch) -> dict[str, Any]:
    sent = data.sent()
    text = sent.pop("text", None)
    if text is not None and "html" not in sent:
        sent["html"] = from_plain(text)
    return sent


def _the_template(request: ApiRequest, message_template_id: UUID) -> MessageTemplate:
    return cast(
        "MessageTemplate", found(request, MessageTemplate.objects.all(), message_template_id)
    )


@router.get(
    "/message-templates",
    auth=READ,
    response=Page[MessageTemplateOut],
    summary="List message templates",
)
def list_message_templates(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """The oldest first; `position` is the organisation's order."""
    page, cursor = paged(MessageTemplate.objects.all(), query, BY_KEY)
    return answer({"items": [_card(template) for template in page], "next": cursor})


@router.post(
    "/message-templates",
    auth=EDIT,
    response={201: MessageTemplateOut},
    summary="Add a message template",
)
def add_message_template(request: ApiRequest, data: MessageTemplatePatch) -> HttpResponse:
    """Refused when it leaves open what cannot be filled in."""
    values = {"label": "", **_values(data)}
    return answer(_card(MessageTemplate.add(by=request.member, **values)), status=201)


@router.get(
    "/message-templates/{message_template_id}",
    auth=READ,
    response=MessageTemplateOut,
    summary="Read a message template",
)
def read_message_template(request: ApiRequest, message_template_id: UUID) -> HttpResponse:
    """One template."""
    return answer(_card(_the_template(request, message_template_id)))


@router.patch(
    "/message-templates/{message_template_id}",
    auth=EDIT,
    response=MessageTemplateOut,
    summary="Change a message template",
)
def change_message_template(
    request: ApiRequest, message_template_id: UUID, data: MessageTemplatePatch
) -> HttpResponse:
    """Messages begun with it stay as they are."""
    template = _the_template(request, message_template_id)
    template.edit(by=request.member, **_values(data))
    return answer(_card(template))


@router.delete(
    "/message-templates/{message_template_id}",
    auth=EDIT,
    response={204: None},
    summary="Remove a message template",
)
def remove_message_template(request: ApiRequest, message_template_id: UUID) -> HttpResponse:
    """Takes it off the list."""
    _the_template(request, message_template_id).retire(by=request.member)
    return nothing()


@router.get(
    "/clients/{client_id}/message-templates/{message_template_id}",
    auth=READ,
    response=FilledMessage,
    summary="Fill in a message template",
)
def fill_message_template(
    request: ApiRequest, client_id: UUID, message_template_id: UUID, query: Query[FillFor]
) -> HttpResponse:
    """As it reads for this client and whom it goes to; write a message with it."""
    client, template = the_client(request, client_id), _the_template(request, message_template_id)
    contact = addressee(client, query.to)
    made = Beginning.of(template, client, request.member, contact)
    text = made.text if template.is_sms else plain(made.html)
    return answer({"subject": made.subject, "text": text, "html": made.html})
