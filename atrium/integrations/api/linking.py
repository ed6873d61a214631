"""What to know before a contact or a client is linked to a client (J04)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients.absent import cannot_be_linked
from atrium.clients.linking import Linking, warnings_of
from atrium.clients.models import Contact
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.finding import chosen_client, the_client
from atrium.integrations.api.shell import answer
from atrium.integrations.api.steps import StepOut
from atrium.organisations.permissions import Can

router = Router(tags=["Contacts"])


class WarningOut(Schema):
    """One thing to know; nothing is kept from being linked by it."""

    cause: str = Field(
        examples=["link.unreachable"], description="For programs; it does not change."
    )
    detail: str = Field(examples=["Ann Oak has no phone and no e-mail address."])
    next: list[StepOut]


class WarningsOut(Schema):
    """What to know before linking; empty where all is well."""

    items: list[WarningOut]


class LinkingQuery(Schema):
    """What is about to be linked: one of both."""

    contact: UUID | None = Field(None, description="Of /contacts.")
    other: UUID | None = Field(None, description="Of /clients: to be related or merged.")


@router.get(
    "/clients/{client_id}/linking",
    auth=Bearer("contacts:read", Can.CLIENTS_SEE),
    response=WarningsOut,
    summary="Check what is about to be linked",
)
def check_linking(request: ApiRequest, client_id: UUID, query: Query[LinkingQuery]) -> HttpResponse:
    """Outdated or missing contact data, possible duplicates, the wrong company, do not contact."""
    client = the_client(request, client_id)
    if (query.contact is None) == (query.other is None):
        raise Invalid([("contact", "Name a contact, or another client as other; one of both.")])
    linking = Linking(
        member=request.member,
        client=client,
        contact=_contact(request, query.contact) if query.contact else None,
        other=chosen_client(request, query.other, "other") if query.other else None,
    )
    told = [
        {"cause": each.code, "detail": each.text, "next": each.as_json()["next"]}
        for each in warnings_of(linking)
    ]
    return answer({"items": told})


def _contact(request: ApiRequest, public_id: UUID) -> Contact:
    """The contact that a query names; else 422 at that field, whatever the reason."""
    rows = Contact.objects.visible_to(request.member).filter(public_id=public_id)
    found: Contact | None = rows.select_related("organisation").first()
    if found is None:
        why = cannot_be_linked(request.member)
        raise Invalid([("contact", why.text)], why)
    return found
