"""The audit log: who changed the settings, exported, erased and signed in (J24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.cards import reference
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.paging import NEWEST, Page, Paged, paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.types import Day, Id, Reference
from atrium.organisations.permissions import Can
from atrium.timeline.settings_log import Asked, Entry, entries

router = Router(tags=["Access"])
READ = Bearer("audit:read", Can.ORGANISATION_EDIT)


class AuditChangeOut(Schema):
    """One changed setting, in words."""

    field: str = Field(examples=["Role"])
    before: str
    after: str


class AuditOut(Schema):
    """One act of the log."""

    id: int
    at: datetime
    member: Reference | None = Field(description="Who did it; null for Atrium itself.")
    done: str = Field(examples=["Made the API token Website of Alice Ash"])
    about: list[str] = Field(examples=[["API tokens"]])
    changed: list[AuditChangeOut]
    source: Literal["page", "api", "import", "command", "rule", "mail"]


class AuditFilter(Paged):
    """Which acts."""

    what: StrictStr = Field(
        "",
        max_length=60,
        description="As the page of the log has it in its address.",
        examples=["tokens"],
    )
    member: Id | None = Field(None, description="Of /members.")
    since: Day | None = Field(None, description="From this day on.")
    until: Day | None = Field(None, description="Up to and with this day.")


@router.get("/audit", auth=READ, response=Page[AuditOut], summary="Who changed the settings")
def read_audit(request: ApiRequest, query: Query[AuditFilter]) -> HttpResponse:
    """Newest first: members, roles, settings, words, templates, tokens, exports, erasures, sign-ins."""
    named = {name: str(getattr(query, name) or "") for name in ("what", "member", "since", "until")}
    try:
        acts, cursor = paged(Asked(**named).rows(request.member), query, NEWEST)
    except Refusal as refusal:
        raise Invalid([(refusal.field or "what", str(refusal))]) from refusal
    items = [_line(entry) for entry in entries(acts, request.member)]
    return answer({"items": items, "next": cursor})


def _line(entry: Entry) -> dict[str, Any]:
    act = entry.act
    return {
        "id": act.pk,
        "at": act.at,
        "member": reference(act.actor) if act.actor else None,
        "done": act.words,
        "about": entry.topics,
        "changed": [vars(told) for told in entry.told],
        "source": act.source,
    }
