from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now

from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.field import CHOSEN, MOST_CHOICES, Field, FieldState, checked_options
from atrium.clients.models.field_key import FieldKey
from atrium.clients.models.field_section import Subject
from atrium.clients.value_types import TYPES, Where, is_unread, unread
from atrium.clients.value_types.base import UNREAD
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting

AT_A_TIME = 1000
MOST_LISTED = 50
_HOLDERS: dict[str, Any] = {Subject.CLIENT: Client, Subject.CONTACT: Contact}


def holders(of: Field) -> QuerySet[Any]:
    """The clients or contacts that have a value in the field."""
    rows: QuerySet[Any] = _HOLDERS[of.subject].objects.filter(extra__has_key=of.key)
    return rows.order_by("pk")


@dataclass
class Preview:
    """What would become of the values: how many fit the new type, and those that do not."""

    total: int = 0
    fitting: int = 0
    unfit: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def missed(self) -> int:
        return self.total - self.fitting


class TypeChange:
    """That a field is to hold something else: what can be is converted, the rest kept as it came (V06)."""

    def __init__(self, of: Field, type_: str, *, by: Member) -> None:
        if type_ not in TYPES:
            msg = gettext("Choose a type from the list.")
            raise Refusal(msg, field="type")
        of.refuse_locked(by)
        self.field, self.by = of, by
        self.where = Where(of.organisation, by)
        self.wished = Field(key=of.key, label=of.label, type=type_, options=self._options(type_))

    def preview(self) -> Preview:
        """What would happen; nothing is changed."""
        found = Preview()
        for row in self._rows():
            found.total += 1
            value = self._converted(row.extra[self.field.key])
            if not is_unread(value):
                found.fitting += 1
            elif len(found.unfit) < MOST_LISTED:
                found.unfit.append((row, value[UNREAD]))
        return found

    def perform(self) -> Preview:
        """Change the type and convert every value, in one act that can be undone as one."""
        before, done = self.field.sort.label, Preview()
        after = self.wished.sort.label
        label = gettext("Changed the field {field} from {before} to {after}").format(
            field=self.field.label, before=before, after=after
        )
        with acting(by=self.by, label=label) as act:
            act.lock(self.field)
            for some in self._chunks():
                changes = []
                for row in act.lock_many(some):
                    value = self._converted(row.extra[self.field.key])
                    done.total += 1
                    done.fitting += not is_unread(value)
                    changes.append((row, {"extra": row.extra | {self.field.key: value}}))
                act.change_each(changes)
            options, default = self.wished.options, None
            act.change(
                self.field, type=self.wished.type, options=options, default=default, keyed=False
            )
        return done

    def _converted(self, value: Any) -> Any:
        text = (
            value[UNREAD]
            if is_unread(value)
            else self.field.sort.written(value, self.field, self.where)
        )
        try:
            read = self.wished.sort.read(text, self.wished, self.where)
        except FormatError:
            return unread(text)
        return unread(text) if read is None else read

    def _options(self, type_: str) -> dict[str, Any]:
        """What the new type needs to know: choices are those of before, or the values there are."""
        known = dict(self.field.options)
        if type_ in CHOSEN and not known.get("choices"):
            texts = {self.field.sort.shown(row.extra[self.field.key], self.field, self.where): None
                     for row in self._rows() if not is_unread(row.extra[self.field.key])}  # fmt: skip
            if not texts:
                msg = gettext(
                    "There are no values yet to make choices of; add a new field with choices."
                )
                raise Refusal(msg, field="type")
            known["choices"] = list(dict.fromkeys(t[:120] for t in texts))[:MOST_CHOICES]
        return checked_options(type_, known)

    def _chunks(self) -> Iterator[QuerySet[Any]]:
        last = 0
        rows = holders(self.field)
        while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]):
            yield rows.filter(pk__in=keys)
            last = keys[-1]

    def _rows(self) -> Iterator[Any]:
        for some in self._chunks():
            yield from some


def purge(of: Field, *, by: Member) -> int:
    """Take a retired field away for good with all its values; one Undo brings both back."""
    of.refuse_locked(by)
    with acting(
        by=by, label=gettext("Deleted the field {of} with its values").format(of=of.label)
    ) as act:
        act.lock(of)
        if of.state != FieldState.RETIRED:
            msg = gettext("Retire {of} first.").format(of=of.label)
            raise Refusal(msg)
        last = count = 0
        while keys := list(
            holders(of).filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]
        ):
            rows = act.lock_many(holders(of).filter(pk__in=keys))
            act.change_each(
                (row, {"extra": {k: v for k, v in row.extra.items() if k != of.key}})
                for row in rows
            )
            last, count = keys[-1], count + len(keys)
        FieldKey.objects.filter(field=of).delete()
        act.change_many(act.lock_many(of.files.order_by("id")), doomed_at=now())
        act.change(of, state=FieldState.GONE, keyed=False)
    return count
