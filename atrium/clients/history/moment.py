"""The record as it stood at a moment, what differs now, and the way back to it (J10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from atrium.clients.events import RecordRestored
from atrium.clients.history import words as called
from atrium.clients.history.reading import BY_ITSELF, changes_of
from atrium.clients.history.restoring import give_back
from atrium.clients.history.words import Held, Words
from atrium.clients.models import Client, Contact
from atrium.clients.models.point import clients_of
from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.timeline.acting import Acting, acting
from atrium.timeline.models import Change, Operation
from atrium.timeline.references import orphans
from atrium.timeline.values import as_json, from_json

if TYPE_CHECKING:
    from datetime import datetime

    from atrium.organisations.models import Member

# The parts that go back with the record; who stands with it and who may see it are people's affair.
PARTS = (called.POINT, called.LOCATION, called.TAGGING)


class MovedOn(Refusal):
    """The record was changed after what would be restored was shown."""

    cause = CHANGED

    def __init__(self) -> None:
        super().__init__(
            gettext("The record was changed meanwhile. Look at what would change again.")
        )


@dataclass(frozen=True)
class Difference:
    """What stands now, and what stood then; either is empty where there was nothing."""

    label: str
    now: str
    then: str


@dataclass
class Moment:
    """A record at a moment, by the changes since: what they replaced is what stood then.

    What a merge brought stays, as only undoing the merge gives it back to whom it came from.
    """

    owner: Client | Contact
    member: Member
    at: datetime
    since: list[Change]
    but: str = ""
    own: Held = field(default_factory=dict)
    parts: dict[tuple[str, int], Held | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, owner: Client | Contact, member: Member, at: datetime, after: int = 0, *, but: str = ""
    ) -> Moment:
        """The record at ``at``, or, exactly, as the act with the key ``after`` left it.

        ``but`` is a field that stays as it is, as the member may not change it.
        """
        rows = changes_of(owner, member).filter(model__in=(owner._meta.label_lower, *PARTS))
        if isinstance(owner, Client):
            rows = rows.filter(client=owner)
        rows = rows.filter(act__gt=after) if after else rows.filter(act__at__gt=at)
        moment = cls(owner, member, at, list(rows.order_by("id")), but)
        for change in moment.since:
            moment._go_back(change)
        return moment

    @property
    def newest(self) -> int:
        """The key of the newest change: what was shown stands while it is this one."""
        return self.since[-1].pk if self.since else 0

    @property
    def existed(self) -> bool:
        """Whether the record was there at all."""
        own = self.owner._meta.label_lower
        return not any(c.model == own and c.operation == Operation.INSERT for c in self.since)

    @cached_property
    def differences(self) -> list[Difference]:
        """What restoring changes, in words."""
        words = Words(self.member)
        own, now = self.owner._meta.label_lower, called.apart(as_json(self.owner))
        told = words.fields(own)
        found = [
            Difference(told[name], words.value(name, now.get(name)), words.value(name, value))
            for name, value in self._own_values().items()
        ]
        for (model, key), then in self.parts.items():
            row = self._standing.get((model, key))
            held = as_json(row) if row else {}
            whole = held | then if then is not None else {}
            words.rows[model, key] = whole or held
            texts = [words.whole(model, each) if each else "" for each in (held, whole)]
            if texts[0] != texts[1]:
                found.append(Difference(words.row(model, key), *texts))
        return found

    def restore(self, *, by: Member, seen: int) -> None:
        """Give everything back in one act; MovedOn where ``seen`` is not the newest change."""
        when = f"{spoken(by.organisation.local(self.at)):%-d %b %Y, %H:%M}"
        with acting(
            by=by,
            label=gettext("Restored {owner} as of {when}").format(owner=self.owner, when=when),
        ) as act:
            act.lock(self.owner)
            again = Moment.of(self.owner, by, self.at, self._after, but=self.but)
            if again.newest != seen:
                raise MovedOn
            told = again.differences
            if not told:
                msg = gettext("Nothing differs from that moment.")
                raise Refusal(msg)
            again.give_back(act)
            story = RecordRestored(as_of=when, what=", ".join(str(d.label) for d in told)[:400])
            for client in clients_of(self.owner):
                subject = self.owner if isinstance(self.owner, Contact) else None
                act.record(story, client=client, subject=subject)

    @property
    def _after(self) -> int:
        return min((c.act_id for c in self.since), default=1) - 1

    @cached_property
    def _standing(self) -> dict[tuple[str, int], Any]:
        """The parts that stand now, of those that changed."""
        found: dict[tuple[str, int], Any] = {}
        for part in PARTS:
            keys = [key for model, key in self.parts if model == part]
            rows = apps.get_model(part)._base_manager.filter(pk__in=keys) if keys else ()
            found |= {(part, row.pk): row for row in rows}
        return found

    def _go_back(self, change: Change) -> None:
        """Keep what stood before the first change of each field; None for what was not there."""
        if change.model == self.owner._meta.label_lower:
            for name, value in called.apart(change.before or {}).items():
                self.own.setdefault(name, value)
            return
        key = change.model, change.object_id
        if key not in self.parts:
            self.parts[key] = None if change.operation == Operation.INSERT else {}
        then = self.parts[key]
        if then is not None:
            for name, value in (change.before or {}).items():
                if name != "client" or change.operation != Operation.UPDATE:
                    then.setdefault(name, value)

    def _own_values(self) -> Held:
        """The fields that a restoring gives back, where they differ; what the member may not change stays."""
        now, own = called.apart(as_json(self.owner)), self.owner._meta.label_lower
        known = Words(self.member).own[own].items()
        mine = BY_ITSELF[own] | {name for name, f in known if f.changed_by(self.member)}
        return {n: v for n, v in self.own.items() if n in mine - {self.but} and now.get(n) != v}

    def give_back(self, act: Acting) -> None:
        """Give everything back inside an act in which the record is locked."""
        assert act.by is not None, "restore() is done by a member"
        give_back(self.owner, self._own_values(), act)
        gone = [row for key, row in self._standing.items() if self.parts[key] is None]
        for row in gone:
            row.drop(by=act.by) if hasattr(row, "drop") else act.remove(row)
        self._set_back(act)
        missing: dict[str, list[models.Model]] = {}
        for (model, key), then in self.parts.items():
            if then and (model, key) not in self._standing:
                kind = apps.get_model(model)
                missing.setdefault(model, []).append(kind(**from_json(kind, then)))
        for rows in missing.values():
            lost = orphans(rows)
            if back := [row for row in rows if row.pk not in lost]:
                act.bring_back_many(back)

    def _set_back(self, act: Acting) -> None:
        """The values of what stands; who stops being the preferred one before who becomes it."""
        changed: list[tuple[Any, Held]] = []
        for key, then in self.parts.items():
            row = self._standing.get(key)
            if row is not None and then:
                changed.append((act.lock(row), from_json(type(row), then)))
        for row, values in sorted(changed, key=lambda each: True in each[1].values()):
            act.change(row, **values)
