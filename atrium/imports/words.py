"""The organisation's own words that a file uses: found, or made where they are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from atrium.clients import details, lexicon
from atrium.clients.detail_locks import locked_for
from atrium.clients.field_values import shown
from atrium.clients.models import Field, FieldState, LocationType, Status, Subject, Tag
from atrium.clients.models.field import key_for
from atrium.clients.models.term import LONGEST
from atrium.clients.value_types import Where, unread
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.imports import accounts
from atrium.imports.consents import ConsentWords
from atrium.imports.content import NUMBER, Content, Contents
from atrium.imports.own_export import BEHIND_A_FIELD
from atrium.imports.people_words import PeopleWords
from atrium.imports.reading.mapping import FIELD
from atrium.organisations.models import Member, Organisation
from atrium.timeline.acting import Acting

_HUES = 10
# What an address of a file is called, and the type of ours that is meant.
_TYPES = {
    "billing": ("billing",),
    "mailing": ("mailing", "billing"),
    "home": ("mailing", "billing"),
    "shipping": ("service", "mailing"),
    "service": ("service", "workplace"),
    "work": ("workplace", "billing"),
}


class Words:
    """Statuses, tags, fields, location types and members, looked up by what a file calls them."""

    def __init__(self, organisation: Organisation, by: Member) -> None:
        organisation.refresh_from_db(fields=["lexicon_version"])
        self.organisation = organisation
        self._where = Where(organisation, by)
        words = lexicon.of(organisation)
        self.statuses = {fold(s.label): s for s in words.statuses.values()}
        self.default_status: Status = words.default_status
        self.types = {t.label_key: t for t in words.location_types.values()}
        self.tags = {t.label_key: t for t in words.tags.values()}
        every = [f for f in words.fields.values() if f.subject == Subject.CLIENT]
        live = [f for f in every if f.state == FieldState.LIVE]
        self.fields = {f.label_key: f for f in live if f.changed_by(by)}
        self.defaults = {f.key: f.default for f in live if f.default is not None}
        self._taken = {f.key for f in every}
        self._hidden = {f.label_key for f in live if not f.changed_by(by)}
        self.members: dict[str, Member] = {}
        for member in Member.objects.active().select_related("user").order_by("-id"):
            self.members[fold(member.name)] = member
            self.members[member.user.email.casefold()] = member
        self.locked = locked_for(by)
        self.people = PeopleWords(organisation, by)
        self.consents = ConsentWords(organisation)
        self._labels: dict[str, str] = {}
        self._headers: dict[str, str] = {}
        self.are_stale = False

    def settle(self, content: Content, contents: Contents) -> None:
        """Say what is not one of our words, and keep it under its heading so that it is not lost."""
        if content.status and not self._is_a_status(content):
            content.extra[contents.header("status", "Status")] = content.status
            reason = gettext(
                "“{status}” is not one of your statuses; it is kept as a field."
            ).format(status=content.status)
            content.problems.append(["status", reason, True])
            content.status = ""
        if content.owner and self.member(content.owner) is None:
            content.extra[contents.header("owner", "Owner")] = content.owner
            reason = gettext("“{owner}” is no member here; the name is kept as a field.").format(
                owner=content.owner
            )
            content.problems.append(["owner", reason, True])
            content.owner = ""
        if long := [tag for tag in content.tags if len(tag) > LONGEST]:
            content.extra[contents.header("tags", "Tags")] = "; ".join(long)
            content.tags = [tag for tag in content.tags if len(tag) <= LONGEST]
        for name in self.locked & content.values.keys():
            del content.values[name]
            label = str(details.label(name))
            reason = gettext("{label} is not for your role; it is left as it is.")
            content.problems.append([label, reason.format(label=label), True])
        accounts.settle(content, self.organisation)
        if content.consents:
            self.consents.settle(content)
        for header, typed in content.extra.items():
            content.extra[header] = self._settled(header, typed, content)

    def _is_a_status(self, content: Content) -> bool:
        """Whether it is one of ours; that of an own export becomes one."""
        own = bool(content.client_number) and len(content.status) <= LONGEST
        return own or fold(content.status) in self.statuses

    def _settled(self, header: str, typed: Any, content: Content) -> Any:
        """The value for the field of a column; what does not fit it is told and kept as it came."""
        field = self.field(header)
        if field is None or header == NUMBER:
            return typed
        try:
            return field.sort.read(typed, field, self._where)
        except FormatError as error:
            reason = gettext(
                "“{typed}” does not fit {field} and is kept as it came. {error}"
            ).format(typed=str(typed)[:40], field=field.label, error=error)
            content.problems.append([field.label, reason, True])
            return unread(typed)

    def read(self, header: str, typed: str) -> Any:
        """The value for the field of this label, where there is one."""
        field = self.field(header)
        try:
            return field.sort.read(typed, field, self._where) if field else typed
        except FormatError:
            return unread(typed)

    def shown(self, header: str, value: Any) -> str:
        """A value of the field as people read it."""
        field = self.field(header)
        if value is None or field is None:
            return "" if value is None else str(value)
        return shown(field, value, self._where)

    def told_to_all(self, header: str) -> bool:
        """Whether everyone who sees the client may read what changes in this column."""
        field = self.field(header)
        return field is None or field.seen_by_all

    def field(self, header: str) -> Field | None:
        """The field that keeps a column, where there is one already."""
        if header.startswith(FIELD):
            return next((f for f in self.fields.values() if f.key == header[len(FIELD) :]), None)
        return self.fields.get(fold(self.label(header))[:80])

    def status(self, label: str) -> Status | None:
        return self.statuses.get(fold(label)) if label else None

    def member(self, text: str) -> Member | None:
        """The member of this e-mail address or name."""
        return (self.members.get(text.casefold()) or self.members.get(fold(text))) if text else None

    def status_label(self, key: int) -> str:
        """What the status with this key is called."""
        return next((s.label for s in self.statuses.values() if s.pk == key), "")

    def location_type(self, label: str) -> tuple[LocationType, bool]:
        """The type that an address is meant to have, and whether it says all that the label said."""
        key = fold(label)[:80]
        if key in self.types:
            return self.types[key], True
        for wished in (*_TYPES.get(key, ()), "billing"):
            if wished in self.types:
                return self.types[wished], not label
        return next(iter(self.types.values())), not label

    def make(self, contents: Iterable[Content], act: Acting) -> None:
        """Add the tags and fields that are missing, as part of the import's act."""
        before = self._size
        made = False
        for content in contents:
            made |= self.people.make(content, act)
            self.consents.make(content, act)
            for place in content.places:
                if (label := place.get("type", "")) and fold(label)[:80] not in self.types:
                    self._make_type(label, act)
            if content.status and fold(content.status) not in self.statuses:
                self._make_status(content.status, act)
            for label in content.tags:
                if fold(label)[:80] not in self.tags:
                    self._make_tag(label, act)
            for header in content.extra:
                if self.field(header) is None:
                    self._make_field(header, act)
        if made or self._size > before:
            self.organisation.forget_lexicon()

    @property
    def _size(self) -> int:
        return len(self.tags) + len(self.fields) + len(self.types) + len(self.statuses)

    def label(self, header: str) -> str:
        """The label of the field that keeps a column: its heading, made short and used once."""
        known = self._labels.get(header)
        if known is None:
            bare = header.removesuffix(BEHIND_A_FIELD)
            known = bare if 0 < len(bare) <= LONGEST else f"{bare[: LONGEST - 6]}…"
            number = 2
            while (
                fold(known)[:80] in self._hidden
                or self._headers.setdefault(fold(known)[:80], header) != header
            ):
                known = f"{header[: LONGEST - 6]} ({number})"
                number += 1
            self._labels[header] = known
        return known

    def is_text(self, header: str) -> bool:
        """Whether the field of a column holds plain text, or will when it is made."""
        field = self.field(header)
        return field is None or field.type in {"text", "long_text"}

    def label_of(self, header: str) -> str:
        """What the field of a column is called."""
        field = self.field(header)
        return field.label if field else self.label(header)

    def key(self, header: str) -> str:
        """The key in Client.extra under which a column is kept."""
        return self.key_of(header)

    def key_of(self, header: str) -> str:
        """As key(); a name that no field has for a column whose field is yet to be made."""
        field = self.field(header)
        return field.key if field else gettext("to be made: {header}").format(header=header)

    def _make_status(self, label: str, act: Acting) -> None:
        key = fold(label)
        one = Status(label=label, label_key=key[:80], position=len(self.statuses))
        self.statuses[key] = act.insert(one)

    def _make_type(self, label: str, act: Acting) -> None:
        key = fold(label)[:80]
        one = LocationType(label=label, label_key=key, position=len(self.types))
        self.types[key] = act.insert(one)

    def _make_tag(self, label: str, act: Acting) -> None:
        key, position = fold(label)[:80], len(self.tags)
        hue = 1 + position % _HUES
        self.tags[key] = act.insert(Tag(label=label, label_key=key, position=position, hue=hue))

    def _make_field(self, header: str, act: Acting) -> None:
        label = self.label(header)
        label_key = fold(label)[:80]
        key = key_for(label, self._taken)
        self._taken.add(key)
        field = Field(
            label=label, label_key=label_key, key=key, position=len(self._taken), always=False
        )
        self.fields[label_key] = act.insert(field)
