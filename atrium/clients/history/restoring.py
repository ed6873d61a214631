"""One old value of one field given back, by the verb that would set it (X04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients import lexicon
from atrium.clients.history import words as called
from atrium.clients.history.reading import restorable
from atrium.clients.models import Client, Contact, Link, Location, Point
from atrium.foundation.errors import Refusal
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext
from atrium.timeline.acting import Acting
from atrium.timeline.models import Change, Operation

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_KEPT = ("label", "street", "city", "region", "postcode", "country", "notes")


def restore(owner: Client | Contact, change: Change, field: str, *, by: Member) -> str:
    """Give ``field`` the value it had before ``change``; its label comes back.

    A removed point or address is put back whole, without a field. KeyError where the change did not
    touch the field; refused where the value does not fit any more.
    """
    if change.operation == Operation.DELETE and not field:
        return _put_back(owner, change, by=by)
    value = restorable(owner, change, field)
    text = "" if value is None else str(value)
    words = called.Words(by)
    label = words.fields(change.model).get(field) or field
    if field.startswith(called.EXTRA):
        owner.edit(by=by, fields={words.own[change.model][field]: value})
    elif change.model == called.CLIENT and isinstance(owner, Client):
        _of_client(owner, field, value, by=by)
    elif change.model == called.CONTACT and isinstance(owner, Contact):
        owner.edit(by=by, was=None, fields=None, **{field: text})
    elif change.model == called.POINT:
        point = _standing(Point.objects.filter(pk=change.object_id))
        point.edit(by=by, **{"text" if field == "value" else field: text})
    elif change.model == called.LOCATION:
        _standing(Location.objects.filter(pk=change.object_id)).edit(by=by, **{field: text})
    else:
        link = _standing(Link.objects.filter(pk=change.object_id))
        link.edit(by=by, job_title=text)
    return as_heading(label)


def _of_client(client: Client, field: str, value: Any, *, by: Member) -> None:
    words = lexicon.of(by.organisation)
    if field == "status":
        status = words.statuses.get(value)
        if status is None:
            msg = gettext("The status of that time is not on the list any more.")
            raise Refusal(msg)
        client.move_to(status, by=by)
    elif field == "owner":
        owner = words.members.get(value or 0)
        if owner is not None and not owner.is_active:
            msg = gettext("{owner} does not work here any more; choose another owner.").format(
                owner=owner
            )
            raise Refusal(msg)
        client.give_to(owner, by=by)
    else:
        client.edit(by=by, was=None, fields=None, **{field: "" if value is None else str(value)})


def give_back(owner: Client | Contact, values: dict[str, Any], act: Acting) -> None:
    """Give many fields back at once: the details together, the rest each by its verb."""
    assert act.by is not None, "only a member restores"
    apart = {name: values[name] for name in ("status", "owner") if name in values}
    own = {n: v for n, v in values.items() if n.startswith(called.EXTRA)}
    texts = {n: "" if v is None else str(v) for n, v in values.items() if n not in apart | own}
    if texts:
        owner.edit(by=act.by, was=None, fields=None, **texts)
    if isinstance(owner, Client):
        for name, value in apart.items():
            _of_client(owner, name, value, by=act.by)
    if own:
        act.lock(owner)
        extra = owner.extra | {n.removeprefix(called.EXTRA): v for n, v in own.items()}
        act.change(owner, extra={key: value for key, value in extra.items() if value is not None})


def _put_back(owner: Client | Contact, change: Change, *, by: Member) -> str:
    held = change.before or {}
    if change.model == called.POINT:
        told = {"kind": held["kind"], "text": held["value"], "label": held["label"]}
        point = Point.add(owner, by=by, **told)
        return as_heading(point.word)
    if change.model != called.LOCATION or not isinstance(owner, Client):
        raise KeyError(change.model)
    kind = lexicon.of(by.organisation).location_types.get(held["type"])
    if kind is None:
        msg = gettext("The type of that address is not on the list any more.")
        raise Refusal(msg)
    Location.add(owner, by=by, type=kind, **{name: held[name] for name in _KEPT if name in held})
    return gettext("Address")


def _standing(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        msg = gettext("What held this value is not there any more; put it back first.")
        raise Refusal(msg)
    return row
