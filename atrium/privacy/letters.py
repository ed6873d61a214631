"""Taking a person out of mails and SMS.

What only the person and we wrote to each other is emptied. In what others took part in, it is theirs
too: there the person's words are replaced, and the raw mail goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from atrium.conversations.models.attachment import Attachment
from atrium.conversations.models.filing import Filing
from atrium.conversations.models.message import Message
from atrium.conversations.models.party import Party
from atrium.conversations.models.thread import Thread
from atrium.foundation.personal import ERASED, KEPT
from atrium.privacy.person import Person
from atrium.privacy.wiping import emptied, naming, removed, replace_in

_WORDS = ("subject", "html", "text", "problem", "typed")


@dataclass(frozen=True)
class Letters:
    """The messages of a person."""

    person: Person

    @cached_property
    def all(self) -> set[int]:
        """Those from or to the person, or filed with them alone or with others."""
        parties = self._parties.values_list("message_id", flat=True)
        filed = Filing.objects.filter(client__in=self.person.clients)
        return {*parties, *filed.values_list("message_id", flat=True)}

    @property
    def _parties(self) -> Any:
        keys = {address.casefold() for address in self.person.wording.addresses}
        return Party.objects.filter(Q(contact__in=self.person.contacts) | Q(address_key__in=keys))

    @cached_property
    def shared(self) -> set[int]:
        """Those of all() that somebody else outside took part in, or that another client has as well."""
        own = set(self._parties.values_list("pk", flat=True))
        others = Party.objects.filter(message__in=self.all, contact__isnull=False)
        with_others = {m for pk, m in others.values_list("pk", "message_id") if pk not in own}
        if not self.person.clients:
            return with_others
        filed = Filing.objects.filter(message__in=self.all).exclude(client__in=self.person.clients)
        return with_others | set(filed.values_list("message_id", flat=True))

    @cached_property
    def alone(self) -> set[int]:
        return self.all - self.shared

    def wipe(self) -> tuple[int, list[str]]:
        """Empty what is theirs alone, replace their words elsewhere; how many, and files to be dropped."""
        kept, alone, everything = KEPT["conversations.Message"], self.alone, self.all
        stored = [
            *Message.objects.filter(pk__in=everything).exclude(raw="").values_list("raw", flat=True)
        ]
        files = Attachment.objects.filter(message__in=alone)
        stored += files.values_list("stored_as", flat=True)
        party = KEPT["conversations.Party"]
        empty = {name: emptied(party, name) for name in party.about}
        self._parties.update(**empty)
        Party.objects.filter(message__in=alone, contact__in=self.person.contacts).update(**empty)
        removed(files)
        rows = Message.objects.filter(pk__in=alone)
        threads = set(rows.values_list("thread_id", flat=True))
        threads -= set(
            Message.objects.filter(pk__in=self.shared).values_list("thread_id", flat=True)
        )
        rows.update(**{name: emptied(kept, name) for name in (*kept.about, *kept.words)})
        Message.objects.filter(pk__in=self.shared).update(raw="")
        Thread.objects.filter(pk__in=threads).update(subject=ERASED)
        named = (
            set(naming(self.person, kept, _WORDS).values_list("pk", flat=True))
            if self.person.wording
            else set()
        )
        stored += Message.objects.filter(pk__in=named).exclude(raw="").values_list("raw", flat=True)
        Message.objects.filter(pk__in=named).update(raw="")
        replace_in(self.person, kept, _WORDS)
        replace_in(self.person, party, ("name", "address", "address_key", "refusal"))
        replace_in(self.person, KEPT["conversations.Thread"], ("subject",))
        replace_in(self.person, KEPT["conversations.Attachment"], ("name",))
        return len(everything), stored
