"""What the fields of the journal are called, and their values in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from atrium.clients import fields, lexicon
from atrium.clients.details import DETAILS
from atrium.clients.field_values import shown
from atrium.clients.models import Field, Subject
from atrium.clients.models.client_queryset import State
from atrium.clients.person_details import PERSON_DETAILS
from atrium.clients.value_types import Where
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.naming import country_called
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.lexicon import Lexicon
    from atrium.clients.models import Client, Contact
    from atrium.organisations.models import Member

type Held = dict[str, Any]

EXTRA = "extra."

CLIENT, CONTACT = "clients.client", "clients.contact"
POINT, LOCATION, TAGGING = "clients.point", "clients.location", "clients.tagging"
LINK, LINK_ROLE, ASSIGNMENT = "clients.link", "clients.linkrole", "clients.assignment"

_FIELDS: dict[str, dict[str, str]] = {
    CLIENT: {name: detail.label for name, detail in DETAILS.items()}
    | {
        "status": gettext_lazy("Status"),
        "owner": gettext_lazy("Owner"),
        "restricted": gettext_lazy("Access"),
        "state": gettext_lazy("Archive"),
    }
    | {"kind": gettext_lazy("Kind"), "external_id": gettext_lazy("External ID")},
    CONTACT: {name: detail.label for name, detail in PERSON_DETAILS.items()}
    | {"archived_at": gettext_lazy("Archive")},
    POINT: {"value": "", "label": gettext_lazy("label"), "preferred": gettext_lazy("preferred")},
    LOCATION: {
        "type": gettext_lazy("type"),
        "label": gettext_lazy("label"),
        "street": gettext_lazy("street"),
        "city": gettext_lazy("town"),
    }
    | {
        "region": gettext_lazy("region"),
        "postcode": gettext_lazy("postcode"),
        "country": gettext_lazy("country"),
        "notes": gettext_lazy("notes"),
    }
    | {"is_default": gettext_lazy("default")},
    LINK: {
        "job_title": gettext_lazy("job title"),
        "is_primary": gettext_lazy("primary contact"),
        "began_on": gettext_lazy("from"),
    }
    | {"ended_on": gettext_lazy("until"), "reports_to": gettext_lazy("reports to")},
}
_SUBJECTS = {CLIENT: Subject.CLIENT, CONTACT: Subject.CONTACT}
_POINTS = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "link": gettext_lazy("Link"),
}


@dataclass
class Words:
    """What rows of a record are called to ``member``: the lexicon, and the rows that the changes speak of.

    ``rows`` are the fields of rows by model and key, those of removed ones from the journal;
    ``people`` are names by the key of the contact, ``links`` contacts by the key of the link;
    ``owner`` is whose record it is, as others may have gone up in it.
    """

    member: Member
    owner: Client | Contact | None = None
    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon.of(self.member.organisation)

    @cached_property
    def own(self) -> dict[str, dict[str, Field]]:
        """The organisation's own fields that the member may know, by model and their name in the journal."""
        return {
            model: {f"{EXTRA}{f.key}": f for f in fields.seen_by(self.member, subject)}
            for model, subject in _SUBJECTS.items()
        }

    @cached_property
    def _where(self) -> Where:
        return Where(self.member.organisation, self.member)

    def is_other(self, model: str, key: int) -> bool:
        """Whether a row is a client that went up in the one whose record it is."""
        return bool(self.owner and model == CLIENT and key != self.owner.pk)

    def row(self, model: str, key: int, known: Held | None = None) -> str:
        """What a row is called: Phone, Billing address, Mina Patel."""
        called = _CALLED.get(model)
        return called(self, self.rows.get((model, key), {}) | (known or {})) if called else ""

    def fields(self, model: str) -> dict[str, str]:
        """The fields that are told, with their labels."""
        mine = self.own.get(model, {})
        return _FIELDS.get(model, {}) | {name: f.label for name, f in mine.items()}

    def label(self, model: str, key: int, name: str) -> str:
        """A field with its row: "Legal name", "Phone", "Billing address, street"."""
        called, label = self.row(model, key), self.fields(model).get(name, name)
        if model == CLIENT:
            called = called if self.is_other(model, key) else ""
        return ", ".join(str(part) for part in (called, label) if part)

    def whole(self, model: str, held: Held) -> str:
        """A whole row in one line, as it was added or removed; empty for one told by its fields."""
        return _WHOLE[model](self, held) if model in _WHOLE else ""

    def value(self, name: str, value: Any) -> str:
        """A value as people read it; empty for none."""
        if value in (None, "", {}):
            return ""
        for mine in self.own.values():
            if name in mine:
                return shown(mine[name], value, self._where)
        if name in _VALUES:
            return _VALUES[name](self, value)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if name in {"since", "birthday", "began_on", "ended_on"}:
            return f"{spoken(date.fromisoformat(str(value)[:10])):%-d %b %Y}"
        return str(value)


def apart(held: Held) -> Held:
    """The fields of a row, each of the organisation's own by itself: extra.boiler_make."""
    own = held.get("extra") or {}
    rest = {name: value for name, value in held.items() if name != "extra"}
    return rest | {f"{EXTRA}{key}": value for key, value in own.items()}


def _member(words: Words, key: Any) -> str:
    member = words.lexicon.members.get(key or 0)
    return member.name if member else ""


def _status(words: Words, key: Any) -> str:
    status = words.lexicon.statuses.get(key)
    return status.label if status else gettext("a status that is off the list")


def _type(words: Words, key: Any) -> str:
    kind = words.lexicon.location_types.get(key)
    return kind.label if kind else gettext("a type that is off the list")


def _tag(words: Words, held: Held) -> str:
    tag = words.lexicon.tags.get(held.get("tag") or 0)
    return tag.label if tag else gettext("a tag that is off the list")


def _role(words: Words, held: Held) -> str:
    role = words.lexicon.contact_roles.get(held.get("role") or 0)
    return role.label if role else gettext("a role that is off the list")


def _address(words: Words, held: Held) -> str:
    town = f"{held.get('city') or ''} {held.get('postcode') or ''}"
    parts = [*str(held.get("street") or "").splitlines(), town, str(held.get("region") or "")]
    return ", ".join(part.strip() for part in parts if part.strip())


def _point(words: Words, held: Held) -> str:
    label = held.get("label")
    return f"{held.get('value', '')} ({label})" if label else str(held.get("value", ""))


def _called_point(words: Words, held: Held) -> str:
    return _POINTS.get(str(held.get("kind")), gettext("E-mail, phone or link"))


def _called_location(words: Words, held: Held) -> str:
    kind = words.lexicon.location_types.get(held.get("type") or 0)
    return gettext("{kind} address").format(kind=kind.label) if kind else gettext("Address")


def _called_person(words: Words, held: Held) -> str:
    return words.people.get(held.get("contact") or 0, gettext("A contact"))


def _called_role(words: Words, held: Held) -> str:
    contact = words.links.get(held.get("link") or 0, 0)
    return gettext("{contact}, role").format(
        contact=words.people.get(contact, gettext("A contact"))
    )


_CALLED: dict[str, Callable[[Words, Held], str]] = {
    CLIENT: lambda _words, held: str(held.get("name", "")),
    POINT: _called_point,
    LOCATION: _called_location,
    LINK: _called_person,
    LINK_ROLE: _called_role,
    TAGGING: lambda _words, _held: gettext("Tag"),
    ASSIGNMENT: lambda _words, _held: gettext("Team"),
}
_WHOLE: dict[str, Callable[[Words, Held], str]] = {
    POINT: _point,
    LOCATION: _address,
    LINK: lambda _, held: str(held.get("job_title") or gettext("stands here")),
    LINK_ROLE: _role,
    TAGGING: _tag,
    ASSIGNMENT: lambda words, held: ", ".join(
        filter(None, [_member(words, held.get("member")), held.get("role")])
    ),
}
_VALUES: dict[str, Callable[[Words, Any], str]] = {
    "status": _status,
    "owner": _member,
    "type": _type,
    "reports_to": lambda words, key: words.people.get(
        words.links.get(key, 0), gettext("a contact")
    ),
    "state": lambda _, value: "" if value == State.LIVE else str(State(value).label),
    "restricted": lambda _, value: (
        gettext("its team and those named") if value else gettext("everyone")
    ),
    "country": lambda _, value: country_called(str(value)),
    "archived_at": lambda _, _value: gettext("archived"),
}
