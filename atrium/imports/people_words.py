"""The roles and fields of contacts that a file uses, and the contacts that are here already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from atrium.clients import lexicon
from atrium.clients.models import Contact, ContactRole, Field, FieldState, Subject
from atrium.clients.models.field import key_for
from atrium.clients.models.term import LONGEST
from atrium.clients.value_types import Where, unread
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.imports.content import Content
from atrium.organisations.models import Member, Organisation
from atrium.timeline.acting import Acting


class PeopleWords:
    """Looked up by what a file calls them, made where they are missing."""

    def __init__(self, organisation: Organisation, by: Member) -> None:
        words = lexicon.of(organisation)
        self.by = by
        self.country = organisation.country
        self._where = Where(organisation, by)
        self._roles = {role.label_key: role for role in words.contact_roles.values()}
        every = [f for f in words.fields.values() if f.subject == Subject.CONTACT]
        live = [f for f in every if f.state == FieldState.LIVE]
        self._fields = {f.label_key: f for f in live if f.changed_by(by)}
        self._hidden = {f.label_key for f in live if not f.changed_by(by)}
        self._taken = {f.key for f in every}
        self.known: dict[str, Contact] = {}
        self._out_of_sight: set[str] = set()

    def learn(self, contents: Iterable[Content]) -> None:
        """Find the contacts that the file names by their id, as far as the sender sees them live."""
        named = {identifier_of(one) for content in contents for one in content.contacts} - {""}
        if wanted := named - self.known.keys():
            seen = Contact.objects.visible_to(self.by).live()
            for contact in seen.filter(public_id__in=wanted):
                self.known[str(contact.public_id)] = contact
            here = Contact.objects.filter(public_id__in=wanted - self.known.keys())
            self._out_of_sight |= {str(key) for key in here.values_list("public_id", flat=True)}

    def is_free(self, identifier: str) -> bool:
        """Whether a new contact can have this id: nobody has it, also nobody out of sight."""
        return bool(identifier) and identifier not in self._out_of_sight

    def make(self, content: Content, act: Acting) -> bool:
        """Add the roles and fields that are missing; whether there were any."""
        before = len(self._roles) + len(self._fields)
        for one in content.contacts:
            for label in labels(one.get("roles")):
                if fold(label)[:80] not in self._roles:
                    self._make_role(label, act)
            for label in _texts(one):
                key = fold(label)[:80]
                if key not in self._fields and key not in self._hidden:
                    self._make_field(label, act)
        return len(self._roles) + len(self._fields) > before

    def roles(self, one: dict[str, Any]) -> list[ContactRole]:
        """The roles that a contact of the file has, as far as they are made."""
        keys = dict.fromkeys(fold(label)[:80] for label in labels(one.get("roles")))
        return [self._roles[key] for key in keys if key in self._roles]

    def values(self, one: dict[str, Any]) -> dict[str, Any]:
        """The values of the fields of a contact, by key."""
        kept: dict[str, Any] = {}
        for label, text in _texts(one).items():
            field = self._fields.get(fold(label)[:80])
            if field is not None:
                try:
                    kept[field.key] = field.sort.read(text, field, self._where)
                except FormatError:
                    kept[field.key] = unread(text)
        return kept

    def _make_role(self, label: str, act: Acting) -> None:
        key = fold(label)[:80]
        one = ContactRole(label=label, label_key=key, position=len(self._roles))
        self._roles[key] = act.insert(one)

    def _make_field(self, label: str, act: Acting) -> None:
        key = key_for(label, self._taken)
        self._taken.add(key)
        label_key = fold(label)[:80]
        field = Field(
            subject=Subject.CONTACT,
            label=label,
            label_key=label_key,
            key=key,
            position=len(self._taken),
            always=False,
        )
        self._fields[label_key] = act.insert(field)


def identifier_of(one: dict[str, Any]) -> str:
    """The id that a contact of the file has; empty without one."""
    try:
        return str(UUID(str(one.get("id", ""))))
    except ValueError:
        return ""


def labels(said: Any) -> list[str]:
    """The words of a list, each as one of ours may be called."""
    texts = said if isinstance(said, list) else []
    return [t for t in (" ".join(str(text).split())[:LONGEST] for text in texts) if t]


def _texts(one: dict[str, Any]) -> dict[str, str]:
    said = one.get("fields")
    pairs = said.items() if isinstance(said, dict) else ()
    return {label: str(text) for text_label, text in pairs for label in labels([text_label])}
