"""Values of custom fields as programs send, read and narrow by them."""

from __future__ import annotations

from typing import Any

from atrium.clients import fields
from atrium.clients.models import Field, FieldState, Subject
from atrium.clients.value_types import Where
from atrium.foundation.errors import Refusal
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.errors import Invalid
from atrium.organisations.models import Member

_EXTRA = "extra."
_SUBJECTS = {"clients.client": Subject.CLIENT, "clients.contact": Subject.CONTACT}


def typed_fields(request: ApiRequest, sent: dict[str, Any], subject: str) -> dict[Field, Any]:
    """What was sent for each field. Refused with every field that does not fit."""
    known = {f.key: f for f in fields.seen_by(request.member, subject)}
    where = Where(request.member.organisation, request.member)
    wrong: list[tuple[str, str]] = []
    for key, value in sent.items():
        if key not in known:
            wrong.append((f"fields.{key}", "There is no field with this key; see /fields."))
            continue
        if not known[key].changed_by(request.member):
            wrong.append((f"fields.{key}", "Your role does not let you change this field."))
            continue
        try:
            known[key].read(value, where)
        except Refusal as refusal:
            wrong.append((f"fields.{key}", str(refusal)))
    if wrong:
        raise Invalid(wrong)
    return {known[key]: value for key, value in sent.items()}


def inside(name: str) -> str:
    """What the journal calls a field that programs call fields.fee."""
    return f"{_EXTRA}{name.removeprefix('fields.')}" if name.startswith("fields.") else name


def restorable(before: dict[str, Any], member: Member) -> dict[Field, Any]:
    """The values that a change replaced, of the fields that the member may change."""
    known = {f"{_EXTRA}{f.key}": f for f in fields.changed_by(member)}
    return {known[name]: value for name, value in before.items() if name in known}


def told_fields(told: dict[str, Any], what: str, member: Member) -> dict[str, Any]:
    """A state of a row without the values of fields that the member may not know."""
    subject = _SUBJECTS.get(what)
    if subject is None:
        return told
    seen = fields.seen_by(member, subject)
    known = {f"{_EXTRA}{f.key}": f"fields.{f.key}" for f in seen}
    open_ = {known.get(n, n): v for n, v in told.items() if not n.startswith(_EXTRA) or n in known}
    if "extra" in open_:
        open_["fields"] = fields.open_part(open_.pop("extra") or {}, member, subject)
    return open_


STATES = {FieldState.LIVE: "live", FieldState.RETIRED: "retired"}
