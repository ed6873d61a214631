"""Setting one field or classification of many clients to one value (J14, V06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from atrium.clients import details, field_values, fields
from atrium.clients.attributes import BUILT_IN, Attribute, of_field
from atrium.clients.detail_locks import locked_for
from atrium.clients.events import DetailChanged, FieldChanged
from atrium.clients.field_inputs import posted
from atrium.clients.field_values import Setting
from atrium.clients.fields import Said
from atrium.clients.models import Client
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting

# Details that one value can be right for in many clients; the others are each client's own.
CLASSIFYING = ("industry", "source", "language", "client_since")
NAME = "set"


@dataclass(frozen=True)
class Settable:
    """A field or detail that many clients can be given one value of."""

    attribute: Attribute
    member: Member

    def __str__(self) -> str:
        return str(self.attribute.label)

    @property
    def line(self) -> Said:
        """Its input, empty."""
        return Said(self.attribute.field or self.attribute, None, self._where)  # type: ignore[arg-type]

    @property
    def _where(self) -> Where:
        return Where(self.member.organisation, self.member)

    def typed(self, data: QueryDict) -> Any:
        """What a form holds for it."""
        if self.attribute.field is not None:
            return posted(self.attribute.field, data, NAME)
        return data.get(NAME, "").strip()

    def read(self, typed: Any) -> Any:
        """The value to keep; None empties. Refused where it does not fit."""
        if self.attribute.field is not None:
            return self.attribute.field.read(typed, self._where)
        stands, typed = self.attribute.stands, str("" if typed is None else typed)
        return details.cleaned(Client(organisation=self.member.organisation), {stands: typed})[
            stands
        ]


@dataclass(frozen=True)
class Wish:
    """What is to be set to which value."""

    settable: Settable
    value: Any

    @classmethod
    def read(cls, settable: Settable, data: dict[str, Any]) -> Wish:
        """The wish of an order. Refused where the value does not fit."""
        return cls(settable, settable.read(data.get("typed", "")))


def settables(member: Member) -> dict[str, Settable]:
    """What the member may set for many at once, by its slug."""
    # A file belongs to the one client that it was given to.
    own = [of_field(f) for f in fields.changed_by(member) if f.sort.control != "file"]
    locked = locked_for(member)
    plain = [BUILT_IN[slug] for slug in CLASSIFYING]
    every = [each for each in plain if each.stands not in locked] + own
    return {each.slug: Settable(each, member) for each in every}


def set_value(act: Acting, clients: list[Client], wish: Wish) -> dict[int, str]:
    """Set it for all; those that say so already come back with the reason."""
    attribute = wish.settable.attribute
    changed = _set_field(act, clients, wish) if attribute.field else _set_detail(act, clients, wish)
    return {c.pk: gettext("says so already") for c in clients if c.pk not in changed}


def _set_field(act: Acting, clients: list[Client], wish: Wish) -> set[int]:
    field = wish.settable.attribute.field
    assert field is not None, "asked of fields alone"
    where = Where(wish.settable.member.organisation)
    rows, told = [], []
    for client in clients:
        setting = Setting(field, client.extra.get(field.key), wish.value)
        if setting.before != setting.after:
            rows.append((client, {"extra": field_values.merged(client.extra, [setting])}))
            for _, before, after in field_values.told([setting], where):
                story = FieldChanged(field=field.key, label=field.label, before=before, after=after)
                told.append((story, client, field))
    act.change_each(rows)
    act.record_many(told)
    return {client.pk for client, _ in rows}


def _set_detail(act: Acting, clients: list[Client], wish: Wish) -> set[int]:
    name = wish.settable.attribute.stands
    before = {client.pk: details.shown(client, name) for client in clients}
    changed = act.change_many(clients, **{name: wish.value})
    label = details.label(name)
    act.record_many(
        (
            DetailChanged(
                field=name, label=label, before=before[c.pk], after=details.shown(c, name)
            ),
            c,
        )
        for c in changed
    )
    return {client.pk for client in changed}
