"""What forms send for a field, and what was typed shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from atrium.clients import fields
from atrium.clients.fields import Said
from atrium.clients.models import Field, FieldFile, Subject
from atrium.clients.value_types import Where
from atrium.clients.value_types.address import PARTS
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member

type Uploads = MultiValueDict[str, UploadedFile[Any]]


def posted(field: Field, data: QueryDict, name: str) -> Any:
    """What the field's inputs of this name hold."""
    if field.sort.control == "choices":
        return data.getlist(name)
    if field.sort.control == "address":
        parts = {part: data.get(f"{name}.{part}", "").strip() for part in PARTS}
        return {part: text for part, text in parts.items() if text} or data.get(name, "")
    if field.sort.control == "file":
        return "" if f"{name}.none" in data else data.get(name, "")
    # A picker without script sends what it holds and what was written beside it.
    return next((text for text in reversed(data.getlist(name)) if text), "")


def sent(field: Field, data: QueryDict, files: Uploads, name: str, *, by: Member) -> Any:
    """What the field's inputs hold. A file that came along is kept at once and named by its identifier.

    So a form that has to be mended sends it no second time; what no record takes goes after a day.
    Refused at the field when the file is empty or too large.
    """
    upload = files.get(name) if field.sort.control == "file" else None
    if upload is None:
        return posted(field, data, name)
    return str(FieldFile.add(field, by=by, file=upload).public_id)


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
            return "" if self.field.sort.control in {"file", "reference"} else str(self.typed)
        return Said(self.field, value, self.where).text


def retyped(said: Said, typed: Any) -> Retyped:
    """``said`` with what was typed for it."""
    return Retyped(said.field, said.value, said.where, typed)


def answers_to(request: MemberRequest, subject: str, **how: Any) -> Answers:
    """The answers that a form sent, or that it is to begin with."""
    return Answers(request.member, subject, data=request.POST or None, files=request.FILES, **how)


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
        files: Uploads | None = None,
        new: bool = False,
    ) -> None:
        self.member, self.where = member, Where(member.organisation, member)
        self.errors: dict[str, str] = {}
        asked = [f for f in fields.changed_by(member, subject) if f.on_new or not new]
        extra = row.extra if row is not None else {f.key: f.default for f in asked}
        self.lines = [Said(f, extra.get(f.key), self.where) for f in asked]
        self.typed: dict[Field, Any] = {}
        if data is not None:
            self.typed = {f: self._sent(f, data, files or MultiValueDict()) for f in asked}
            self.lines = [retyped(line, self.typed[line.field]) for line in self.lines]

    def _sent(self, field: Field, data: QueryDict, files: Uploads) -> Any:
        try:
            return sent(field, data, files, field.name, by=self.member)
        except Refusal as error:
            self.errors[field.name] = str(error)
            return posted(field, data, field.name)

    def is_valid(self) -> bool:
        """Whether every field that was typed for can be kept."""
        for field, typed in self.typed.items():
            try:
                field.read(typed, self.where)
            except Refusal as error:
                self.errors.setdefault(field.name, str(error))
        return not self.errors

    def __iter__(self) -> Any:
        """Each line with what is wrong with it."""
        return ((line, self.errors.get(line.field.name, "")) for line in self.lines)
