"""Rules: what the record of a client must have, and of which clients (J07)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt, StrictStr

from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Rule
from atrium.clients.models.rule import HEAVIEST, LIGHTEST
from atrium.clients.requirements import refuse_unknown
from atrium.clients.rules import sentence
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import found, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import listed
from atrium.integrations.api.types import Input, Patch, YesNo
from atrium.organisations.permissions import Can

router = Router(tags=["Rules"])
READ = Bearer("rules:read", Can.CLIENTS_SEE)
WRITE = Bearer("rules:write", Can.ORGANISATION_EDIT)


class RuleOut(Schema):
    """One thing that some clients must have."""

    id: UUID
    sentence: str = Field(description="The rule as people say it.")
    condition: str = Field(description="Which clients it is about.", examples=["kind"])
    value: str = Field(description="What the condition is narrowed to.", examples=["company"])
    requirement: str = Field(description="What they must have.", examples=["contact"])
    target: str = Field(description="What the requirement is narrowed to.")
    weight: int = Field(description="How much it counts in the figure, 1 to 10.")
    active: bool
    always: bool = Field(description="It cannot be switched off.")


class RuleIn(Input):
    """A new rule."""

    condition: StrictStr = Field("all", max_length=40, examples=["kind"])
    value: StrictStr = Field(
        "", max_length=80, description="Of the condition; a tag, status or type by its identifier."
    )
    requirement: StrictStr = Field(max_length=40, examples=["contact"])
    target: StrictStr = Field(
        "", max_length=120, description="Of the requirement; a role by its identifier."
    )
    weight: StrictInt = Field(1, ge=LIGHTEST, le=HEAVIEST)


class RulePatch(Patch):
    """What is to change; what is not sent stays."""

    weight: StrictInt = Field(1, ge=LIGHTEST, le=HEAVIEST)
    active: YesNo = Field(default=True, description="Whether the rule holds.")


def _rows_of(lexicon: Lexicon) -> dict[str, dict[int, Any]]:
    """The words that rules name, by the slug of the part that names them."""
    return {
        "tag": lexicon.tags,
        "status": lexicon.statuses,
        "location": lexicon.location_types,
        "role": lexicon.contact_roles,
    }


def _outside(lexicon: Lexicon, slug: str, key: str) -> str:
    rows = _rows_of(lexicon).get(slug)
    row = rows.get(int(key or 0)) if rows is not None else None
    return str(row.public_id) if row is not None else "" if rows is not None else key


def _inside(lexicon: Lexicon, slug: str, sent: str) -> str:
    rows = _rows_of(lexicon).get(slug)
    if rows is None:
        return sent
    return next((str(key) for key, row in rows.items() if str(row.public_id) == sent), "0")


def _card(rule: Rule, lexicon: Lexicon) -> dict[str, Any]:
    return {
        "id": rule.public_id,
        "sentence": sentence(rule, lexicon),
        "condition": rule.condition,
        "value": _outside(lexicon, rule.condition, rule.value),
        "requirement": rule.requirement,
        "target": _outside(lexicon, rule.requirement, rule.target) if rule.names(lexicon) else "",
        "weight": rule.weight,
        "active": rule.active,
        "always": rule.always,
    }


@router.get("/rules", auth=READ, response=Page[RuleOut], summary="List rules")
def list_rules(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """In the order in which they were added."""
    lexicon = words(request)
    return listed([_card(rule, lexicon) for rule in Rule.objects.all()], query)


@router.get("/rules/{rule_id}", auth=READ, response=RuleOut, summary="Read a rule")
def read_rule(request: ApiRequest, rule_id: UUID) -> HttpResponse:
    """One rule."""
    return answer(_card(found(request, Rule.objects.all(), rule_id), words(request)))


@router.post("/rules", auth=WRITE, response={201: RuleOut}, summary="Add a rule")
def add_rule(request: ApiRequest, data: RuleIn) -> HttpResponse:
    """Clients that do not meet it are kept and counted as incomplete."""
    lexicon = words(request)
    asked = {
        "condition": data.condition,
        "value": _inside(lexicon, data.condition, data.value),
        "requirement": data.requirement,
        "target": _inside(lexicon, data.requirement, data.target),
    }
    refuse_unknown(lexicon, **asked)
    rule = Rule.add(by=request.member, weight=data.weight, **asked)
    location = f"/api/v1/rules/{rule.public_id}"
    return answer(_card(rule, lexicon), status=201, location=location)


@router.patch("/rules/{rule_id}", auth=WRITE, response=RuleOut, summary="Change a rule")
def change_rule(request: ApiRequest, rule_id: UUID, data: RulePatch) -> HttpResponse:
    """Weigh it otherwise, or switch it on or off."""
    rule = found(request, Rule.objects.all(), rule_id)
    sent = data.sent()
    if "weight" in sent:
        rule.edit(by=request.member, weight=sent["weight"])
    if "active" in sent:
        rule.switch(by=request.member, on=sent["active"])
    return answer(_card(rule, words(request)))


@router.delete("/rules/{rule_id}", auth=WRITE, response={204: None}, summary="Remove a rule")
def remove_rule(request: ApiRequest, rule_id: UUID) -> HttpResponse:
    """Ask for it no more."""
    found(request, Rule.objects.all(), rule_id).drop(by=request.member)
    return nothing()
