"""What this app takes from a file of clients: what was agreed to (X11, V01)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from atrium.clients.models import Client
from atrium.foundation.formats.names import fold
from atrium.imports.consents import Answer, Purpose, keeps_consents
from atrium.organisations.fresh import fresh
from atrium.privacy.events import ConsentGiven, ConsentWithdrawn
from atrium.privacy.models import Consent, ConsentPurpose, ConsentSource

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.timeline.acting import Acting


@keeps_consents
class Consents:
    """What imports ask about consents, and how they keep them."""

    def purposes(self) -> Sequence[Purpose]:
        """All of them, in their order."""
        return ConsentPurpose.known()

    def add_purpose(self, label: str, place: int, act: Acting) -> Purpose:
        """One that an export names; whether it covers mailings is for the organisation to say."""
        row = ConsentPurpose(label=label, label_key=fold(label)[:80], position=place)
        added: ConsentPurpose = act.insert(row)
        return added

    def has(self, identifier: str) -> bool:
        """Whether there is an answer with this id."""
        return bool(Consent.objects.filter(public_id=identifier).exists())

    def said_by(
        self, clients: Collection[int], contacts: Collection[int]
    ) -> Iterable[tuple[int | None, int | None, str, bool, date]]:
        """What these clients and people said, the oldest first."""
        rows = Consent.objects.filter(Q(client__in=clients) | Q(contact__in=contacts))
        return rows.order_by("said_on", "id").values_list(
            "client_id", "contact_id", "purpose__label", "given", "said_on"
        )

    def write(self, answers: Sequence[Answer], by: Member, act: Acting) -> None:
        """Keep the answers, and tell each on the timeline of its client."""
        rows = act.insert_many([_row(answer, by) for answer in answers])
        told = zip(answers, rows, strict=True)
        act.record_many((_story(row), answer.shown_with, row) for answer, row in told)


def _row(answer: Answer, by: Member) -> Consent:
    whose: dict[str, Any] = {"client": None, "contact": None}
    whose["client" if isinstance(answer.of, Client) else "contact"] = answer.of
    entry = answer.entry
    source = entry["source"] if entry["source"] in ConsentSource.values else ConsentSource.IMPORT
    own = {"public_id": UUID(entry["id"])} if entry.get("id") else {}
    whose |= {"purpose": answer.purpose, "noted_by": by}
    values = {"given": entry["given"], "evidence": entry["evidence"]}
    return fresh(Consent, whose, source=source, said_on=answer.on, **values, **own)


def _story(row: Consent) -> ConsentGiven | ConsentWithdrawn:
    kind = ConsentGiven if row.given else ConsentWithdrawn
    return kind(who=str(row.subject), purpose=str(row.purpose), how=row.how)
