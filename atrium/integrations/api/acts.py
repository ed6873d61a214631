"""Acts: what someone did as a whole, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema

from atrium.clients.models import Client
from atrium.clients.taking_back import DECIDED
from atrium.integrations.api.auth import ApiRequest, Bearer, demand
from atrium.integrations.api.errors import Problem, not_found
from atrium.integrations.api.shell import answer
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Change, Undoing
from atrium.timeline.undoing import start, undoing_of

router = Router(tags=["History"])
LARGEST = 2**63 - 1
# Undoing a change needs the permission and the scope that making it needs.
_NEEDS = {
    "conversations.note": ("notes:write", Can.NOTES_WRITE),
    "calendar.task": ("tasks:write", Can.TASKS_WRITE),
    "clients.hold": ("holds:write", Can.CLIENTS_HOLD),
    "clients.assignment": ("assignments:write", Can.CLIENTS_OWN),
    "clients.grant": ("grants:write", Can.CLIENTS_ACCESS),
    "clients.contact": ("contacts:write", Can.CLIENTS_EDIT),
    "clients.link": ("contacts:write", Can.CLIENTS_EDIT),
    "clients.linkrole": ("contacts:write", Can.CLIENTS_EDIT),
    "clients.relation": ("relations:write", Can.CLIENTS_EDIT),
    "clients.relationkind": ("relation-kinds:write", Can.LEXICON_EDIT),
    "clients.tag": ("tags:write", Can.LEXICON_EDIT),
    "clients.status": ("statuses:write", Can.LEXICON_EDIT),
    "clients.locationtype": ("location-types:write", Can.LEXICON_EDIT),
    "clients.teamrole": ("team-roles:write", Can.LEXICON_EDIT),
    "clients.industry": ("industries:write", Can.LEXICON_EDIT),
    "clients.contactrole": ("contact-roles:write", Can.LEXICON_EDIT),
    "profile.equipment": ("equipment:write", Can.CLIENTS_EDIT),
    "clients.field": ("fields:write", Can.LEXICON_EDIT),
}
_FIELDS = {
    "owner": Can.CLIENTS_OWN,
    "restricted": Can.CLIENTS_ACCESS,
    "state": Can.CLIENTS_ARCHIVE,
}


class LeftAloneOut(Schema):
    """Something that was not taken back, and why."""

    what: str
    field: str
    reason: str = Field(examples=["it was changed since"])


class UndoneOut(Schema):
    """What an undo did."""

    finished: bool = Field(description="False while the queue is at it: ask again by GET.")
    percent: int
    changes: int = Field(description="How many changes were taken back so far.")
    left_alone: list[LeftAloneOut]


@router.post(
    "/acts/{act_id}/undo",
    auth=Bearer("clients:write", Can.CLIENTS_EDIT),
    response={200: UndoneOut, 202: UndoneOut},
    summary="Undo an act",
)
def undo_act(request: ApiRequest, act_id: int) -> HttpResponse:
    """One's own acts; those of others by who may change many clients at once.

    Refused as a whole when a part of it is out of sight or beyond what the member and the token
    may do. What was changed since is left alone and named. Large acts are taken back by the
    queue: 202.
    """
    act = _act(request, act_id)
    if act.actor_id != request.member.pk:
        demand(request.member, Can.CLIENTS_BULK)
    _demand_parts(request, act)
    undoing = start(act, by=request.member)
    return answer(_told(undoing), status=200 if undoing.is_done else 202)


@router.get(
    "/acts/{act_id}/undo",
    auth=Bearer("clients:read", Can.CLIENTS_SEE),
    response=UndoneOut,
    summary="How far an undo is",
)
def undo_of_act(request: ApiRequest, act_id: int) -> HttpResponse:
    """What was taken back so far; 404 where nobody undid the act."""
    undoing = undoing_of(_act(request, act_id))
    if undoing is None:
        raise not_found()
    return answer(_told(undoing))


def _act(request: ApiRequest, act_id: int) -> Act:
    act: Act | None = Act.objects.filter(pk=act_id).first() if 0 < act_id <= LARGEST else None
    if act is None or not _sees(request.member, act):
        raise not_found()
    return act


def _told(undoing: Undoing) -> dict[str, Any]:
    return {
        "finished": undoing.is_done,
        "percent": undoing.percent,
        "changes": undoing.changes,
        "left_alone": [
            {"what": x.model, "field": x.field, "reason": x.reason} for x in undoing.left_alone
        ],
    }


def _sees(member: Member, act: Act) -> bool:
    touched = Change.objects.filter(act=act).exclude(client=None).values("client")
    unseen = Client.objects.filter(pk__in=touched).exclude(
        pk__in=Client.objects.visible_to(member).values("pk")
    )
    return not unseen.exists()


def _demand_parts(request: ApiRequest, act: Act) -> None:
    if Change.objects.filter(act=act, model__in=DECIDED).exists():
        raise Problem(409, "This was decided by an admin; ask for a change back instead.")
    for model in (
        Change.objects.filter(act=act).order_by().values_list("model", flat=True).distinct()
    ):
        scope, can = _NEEDS.get(model, ("clients:write", Can.CLIENTS_EDIT))
        if not request.token.allows(scope):
            raise Problem(403, f"The token lacks the scope {scope}; make one that has it.")
        demand(request.member, can)
    changes = Change.objects.filter(act=act, model="clients.client", operation="U")
    for after in changes.values_list("after", flat=True).iterator():
        for field in _FIELDS.keys() & (after or {}).keys():
            demand(request.member, _FIELDS[field])
