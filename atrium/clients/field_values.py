"""Values of the organisation's own fields as the verbs of clients and contacts set them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atrium.clients.details import ChangedMeanwhile
from atrium.clients.events import FieldChanged
from atrium.clients.value_types import Where, is_unread
from atrium.clients.value_types.base import UNREAD
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models.client import Client
    from atrium.clients.models.field import Field
    from atrium.organisations.models import Member
    from atrium.timeline.acting import Acting

_LOCAL = frozenset({"phone", "address"})
type Typed = Mapping[Field, Any]
# What stood there when it was opened: details by their name, fields by themselves.
type Was = Mapping[str | Field, Any]


@dataclass(frozen=True)
class Setting:
    """One field that changes, with its values before and after."""

    field: Field
    before: Any
    after: Any


def read(typed: Typed, row: Any, *, by: Member | None) -> dict[Field, Any]:
    """The values that were typed for fields of ``row`` (None: of something new).

    Refused at the first that does not fit.
    """
    if not typed:
        return {}
    organisation = (row or by or next(iter(typed))).organisation
    local = any(field.type in _LOCAL for field in typed)
    where = Where(organisation, by, getattr(row, "country", "") if local else "")
    for field in typed:
        if not field.changed_by(by):
            msg = gettext("Your role does not let you change {field}.").format(field=field.label)
            raise Refusal(msg, field=field.name)
    return {field: field.read(value, where) for field, value in typed.items()}


def refuse_changed(row: Any, was: Was, now: Mapping[Field, Any]) -> None:
    """ChangedMeanwhile where a field holds neither what it held nor what it is to hold."""
    for field, value in was.items():
        if not isinstance(field, str) and row.extra.get(field.key) not in (value, now.get(field)):
            raise ChangedMeanwhile


def settings(row: Any, now: Mapping[Field, Any]) -> list[Setting]:
    """The fields of ``row`` that are to change."""
    found = [Setting(field, row.extra.get(field.key), value) for field, value in now.items()]
    return [each for each in found if each.before != each.after]


def begin(row: Any, defaults: dict[str, Any], typed: Typed, *, by: Member | None) -> None:
    """Give something new its defaults and what was typed. Refused at what does not fit."""
    now = read(typed, None, by=by)
    row.extra = merged(defaults | row.extra, settings(row, now))


def tell(act: Acting, client: Client, changes: list[Setting]) -> None:
    """Tell each change on the client's timeline, with the field as its subject."""
    for field, before, after in told(changes, Where(client.organisation)):
        story = FieldChanged(field=field.key, label=field.label, before=before, after=after)
        act.record(story, client=client, subject=field)


def merged(extra: dict[str, Any], changes: list[Setting]) -> dict[str, Any]:
    """``extra`` with the changes; a field without a value has no place in it."""
    new = extra | {each.field.key: each.after for each in changes}
    return {key: value for key, value in new.items() if value is not None}


def told(changes: list[Setting], where: Where) -> Iterator[tuple[Field, str, str]]:
    """Each change in words, without the names of other rows: not all who read it may see those."""
    for each in changes:
        names = each.field.sort.control == "reference"
        before, after = (
            "" if names else shown(each.field, value, where) for value in (each.before, each.after)
        )
        yield each.field, before, after


def shown(field: Field, value: Any, where: Where) -> str:
    """The value as people read it; empty for none."""
    if value is None:
        return ""
    return str(value[UNREAD]) if is_unread(value) else field.sort.shown(value, field, where)
