"""The agreements of a client, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from atrium.clients.models import Client
from atrium.documents.facts import expiry
from atrium.documents.models import Agreement
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can


@dataclass(frozen=True)
class Told:
    """An agreement with how it stands, in words, and their tone."""

    row: Agreement
    state: str
    tone: str
    standing: bool


class Agreements:
    """What a client signed, what holds of it, and what may be done about it."""

    def __init__(self, client: Client, member: Member) -> None:
        self.client = client
        self.may_edit = member.can(Can.DOCUMENTS_EDIT) and not client.is_archived
        self._member = member

    @cached_property
    def _all(self) -> list[Told]:
        today = self.client.organisation.today()
        rows = Agreement.objects.visible_to(self._member).filter(client=self.client)
        rows = rows.select_related("file").defer("file__content")
        found = []
        for row in rows.newest_first():
            if row.ended_on is not None:
                words, tone = gettext("until {day:%-d %b %Y}"), "neutral"
                words = words.format(day=spoken(row.ended_on))
            else:
                words, tone = expiry(row.valid_until, today)
            found.append(Told(row, words or gettext("Holds"), tone or "good", row.ended_on is None))
        return found

    @property
    def standing(self) -> list[Told]:
        """Those that nobody ended or renewed."""
        return [told for told in self._all if told.standing]

    @property
    def before(self) -> list[Told]:
        """The others."""
        return [told for told in self._all if not told.standing]
