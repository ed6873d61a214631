"""What forms send for a field, and what was typed shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from atrium.clients import fields
from atrium.clients.fields import Said
from atrium.clients.models import Field, Subject
from atrium.clients.value_types import Where
from atrium.clients.value_types.address import PARTS
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.organisations.models import Member


def posted(field: Field, data: QueryDict, name: str) -> Any:
    """What the field's inputs of this name hold."""
    if field.sort.control == "choices":
        return data.getlist(name)
    if field.sort.control == "address":
        parts = {part: data.get(f"{name}.{part}", "").strip() for part in PARTS}
        return {part: text for part, text in parts.items() if text} or data.get(name, "")
    # A picker without script sends what it holds and what was written beside it.
    return next((text for text in reversed(data.getlist(name)) if text), "")


@dataclass(frozen=True)
class Retyped(Said):
    """A field as it was typed and not taken."""

    typed: Any = ""

    @property
    def entered(self) -> Any:
        return self.typed

    @property
    def typed_words(self) -> str:
        """What was typed as words; a value that can be read as people read it."""
        try:
            value = self.field.sort.read(self.typed, self.field, self.where)
        except FormatError:
            return str(self.typed)
        return Said(self.field, value, self.where).text


def retyped(said: Said, typed: Any) -> Retyped:
    """``said`` with what was typed for it."""
    return Retyped(said.field, said.value, said.where, typed)


class Answers:
    """Fields that a form asks for, with what was typed for them and what is wrong with it.

    For any form of a client or a contact: draw ``lines`` by clients/fields/form.html, ask
    is_valid(), and hand ``typed`` to the verb (``Client.add(fields=)``, ``Contact.edit(fields=)``).
    """

    def __init__(
        self,
        member: Member,
        subject: str = Subject.CLIENT,
        *,
        row: Any = None,
        data: QueryDict | None = None,
        new: bool = False,
    ) -> None:
        self.where = Where(member.organisation, member)
        self.errors: dict[str, str] = {}
        asked = [f for f in fields.seen_by(member, subject) if f.on_new or not new]
        extra = row.extra if row is not None else {f.key: f.default for f in asked}
        self.lines = [Said(f, extra.get(f.key), self.where) for f in asked]
        self.typed: dict[Field, Any] = {}
        if data is not None:
            self.typed = {f: posted(f, data, f.name) for f in asked}
            self.lines = [retyped(line, self.typed[line.field]) for line in self.lines]

    def is_valid(self) -> bool:
        """Whether every field that was typed for can be kept."""
        for field, typed in self.typed.items():
            try:
                field.read(typed, self.where)
            except Refusal as error:
                self.errors[field.name] = str(error)
        return not self.errors

    def __iter__(self) -> Any:
        """Each line with what is wrong with it."""
        return ((line, self.errors.get(line.field.name, "")) for line in self.lines)
