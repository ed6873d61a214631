"""Answers about account details and equipment, computed from rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable

from atrium.clients.facts import count_of
from atrium.clients.models import Client
from atrium.clients.page import Fact, Figure, fact
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.profile.account_fields import FIELDS, SECTIONS, Values, in_force
from atrium.profile.events import EquipmentServiced
from atrium.profile.models import AccountDetails, ChangeRequest, Equipment, RequestState
from atrium.timeline.models import Event


@dataclass(frozen=True)
class Asked:
    """A request as a page shows it to one member."""

    request: ChangeRequest
    lines: list[list[str]]
    moved: list[str]
    why_not: str
    may_decide: bool
    own: bool


@dataclass(frozen=True)
class Line:
    """One account detail as a page shows it."""

    label: str
    text: str
    masked: bool


def sections(client: Client, values: Values, member: Member) -> list[tuple[str, list[Line]]]:
    """What is known, under its headings; bank details in full to who may see them."""
    currency, bank_too = in_force(values, client), member.can(Can.ACCOUNTS_BANK)
    found = []
    for section in SECTIONS:
        lines = [
            Line(
                field.label,
                field.shown(values[name], currency, bank_too=bank_too),
                masked=field.bank and not bank_too,
            )
            for name, field in FIELDS.items()
            if field.section == section
        ]
        found.append((section, lines))
    return found


def asked(request: ChangeRequest, member: Member) -> Asked:
    """The request with its differences and what the member may do about it."""
    standing = AccountDetails.standing(request.client)
    lines = request.lines(standing, bank_too=member.can(Can.ACCOUNTS_BANK))
    return Asked(
        request=request,
        lines=lines,
        moved=request.moved(standing) if request.is_open else [],
        why_not=request.why_not(member),
        may_decide=request.is_open and member.can(Can.ACCOUNTS_APPROVE),
        own=request.is_open and request.asked_by_id == member.pk,
    )


def seen_by(member: Member) -> QuerySet[ChangeRequest]:
    """The requests about clients that the member may see, with who asked and who decided."""
    rows: QuerySet[ChangeRequest] = ChangeRequest.objects.visible_to(member)
    return rows.select_related("client", "asked_by", "decided_by")


def listed(member: Member, *, decided: bool) -> QuerySet[ChangeRequest]:
    """Those that wait, the longest waiting first; or those that were decided, the latest first."""
    rows = seen_by(member)
    if decided:
        return rows.exclude(state=RequestState.OPEN).order_by("-decided_at", "-id")
    return rows.filter(state=RequestState.OPEN).order_by("asked_at", "id")


def own_request(client: Client, member: Member) -> ChangeRequest | None:
    """What the member asked for and nobody decided yet."""
    request: ChangeRequest | None = (
        ChangeRequest.objects.filter(client=client, asked_by=member).waiting().first()
    )
    return request


def waiting_for(member: Member) -> QuerySet[ChangeRequest]:
    """The requests that wait for a decision, about clients that the member may see."""
    rows: QuerySet[ChangeRequest] = ChangeRequest.objects.visible_to(member).waiting()
    return rows


def equipment_of(client: Client) -> QuerySet[Equipment]:
    """What is looked after at the client, each with its location, in the order it was added."""
    rows: QuerySet[Equipment] = Equipment.objects.filter(client=client)
    return rows.select_related("location")


def services_of(piece: Equipment) -> QuerySet[Event]:
    """Its service history, the latest first."""
    rows: QuerySet[Event] = Event.objects.filter(
        client=piece.client_id,
        kind=EquipmentServiced.code,
        subject_model=piece._meta.label_lower,
        subject_id=piece.pk,
    )
    return rows.select_related("actor").order_by("-at", "-id")[:50]


def _equipment_count(_organisation: Organisation) -> dict[str, Combinable]:
    return {"equipment_count": count_of(Equipment.objects.filter(client=OuterRef("pk")))}


def _show_equipment(client: Any, _organisation: Organisation) -> Figure:
    return Figure(value=str(client.equipment_count))


EQUIPMENT_COUNT = fact(
    Fact(
        slug="equipment_count",
        label=gettext_lazy("Equipment"),
        order=80,
        needs=Can.CLIENTS_SEE,
        parts=_equipment_count,
        shown=_show_equipment,
        header=False,
    )
)
