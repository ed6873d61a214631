"""What a change would affect, asked by ``dry_run`` where the change itself is made (J10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from ninja import Field, Schema

from atrium.clients.affected import Intended, Matter, affected_by, matter_of
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.finding import chosen
from atrium.integrations.api.shell import answer

if TYPE_CHECKING:
    from django.db import models

_LEGAL = ("legal_name", "tax_id")


class DryRun(Schema):
    """Whether it is only asked."""

    dry_run: bool = Field(default=False, description="Tell what it affects and change nothing.")


class AffectedLine(Schema):
    """One thing that the change affects."""

    text: str = Field(examples=["3 tasks are still open"])


class AffectedOut(Schema):
    """What the change would affect; nothing was changed."""

    dry_run: bool
    affected: list[AffectedLine]


def told(
    request: ApiRequest, client: Client, changes: list[tuple[Matter, models.Model | None]]
) -> HttpResponse:
    """What these changes would affect, each line once."""
    texts = [
        line.text
        for matter, subject in changes
        for line in affected_by(Intended(matter, client, request.member, subject))
    ]
    lines = [{"text": text} for text in dict.fromkeys(texts)]
    return answer({"dry_run": True, "affected": lines})


def matters(
    client: Client, sent: dict[str, Any], words: Lexicon
) -> list[tuple[Matter, models.Model | None]]:
    """What of a change of a client's fields matters."""
    found: list[Matter] = []
    if any(name in sent and sent[name] != getattr(client, name) for name in _LEGAL):
        found.append(Matter.LEGAL)
    if "status" in sent:
        matter = matter_of(client, chosen(words.statuses.values(), sent["status"], "status"))
        found += [matter] if matter else []
    if "owner" in sent:
        found.append(Matter.OWNER)
    return [(matter, None) for matter in found]
