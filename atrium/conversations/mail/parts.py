"""Whom messages are from and to, and their files, by the statement that fetches the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from atrium.conversations.models import Attachment, Message, Party
from atrium.foundation.among import filled_up
from atrium.foundation.gathered import gathered, rows_of
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

PARTY = ("id", "kind", "address", "name", "refusal")
FILE = ("id", "public_id", "name", "content_type", "size", "content_id")


@dataclass(frozen=True)
class Parts:
    """The parties and files of one message, in their order."""

    parties: list[Party] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


def with_parts(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with what parts_of() reads."""
    return rows.annotate(party_rows=_gathered(Party, PARTY), file_rows=_gathered(Attachment, FILE))


def parts_seen(member: Member, keys: Iterable[int]) -> list[Any]:
    """Of the messages with these keys those the member may know of, with what parts_of() reads."""
    return _seen(member=member, keys=filled_up(sorted(keys)))


@prepared()
def _seen(*, member: Member, keys: list[int]) -> QuerySet[Message]:
    return with_parts(Message.objects.visible_to(member).filter(pk__each=keys))


def with_rows(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with the same as rows, for who works on with them."""
    return rows.select_related("mailbox").prefetch_related("parties", "attachments")


def parts_of(message: Message) -> Parts:
    """The parts of a message that with_parts() fetched."""
    told: Any = message
    files = _read(told.file_rows)
    return Parts(
        [Party(**row) for row in _read(told.party_rows)],
        [Attachment(**{**row, "public_id": UUID(row["public_id"])}) for row in files],
    )


def _gathered(model: Any, names: tuple[str, ...]) -> Subquery:
    rows = model.objects.filter(message=OuterRef("pk"))
    return gathered(rows, per="organisation", **{name: name for name in names})


def _read(text: str | None) -> list[dict[str, Any]]:
    return sorted(rows_of(text), key=lambda row: row["id"])
