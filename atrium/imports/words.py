"""The organisation's own words that a file uses: found, or made where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atrium.clients import lexicon
from atrium.clients.models import Field, LocationType, Status, Tag
from atrium.clients.models.term import LONGEST
from atrium.foundation.formats.names import fold
from atrium.imports.content import Content, Contents
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

    def __init__(self, organisation: Organisation) -> None:
        organisation.refresh_from_db(fields=["lexicon_version"])
        self.organisation = organisation
        words = lexicon.of(organisation)
        self.statuses = {fold(s.label): s for s in words.statuses.values()}
        self.default_status: Status = words.default_status
        self.types = {fold(t.label): t for t in words.location_types.values()}
        self.tags = {t.label_key: t for t in words.tags.values()}
        self.fields = {f.label_key: f for f in words.fields.values()}
        self.members: dict[str, Member] = {}
        for member in Member.objects.active().select_related("user").order_by("-id"):
            self.members[fold(member.name)] = member
            self.members[member.user.email.casefold()] = member
        self._labels: dict[str, str] = {}
        self._headers: dict[str, str] = {}
        self.are_stale = False

    def settle(self, content: Content, contents: Contents) -> None:
        """Say what is not one of our words, and keep it under its heading so that it is not lost."""
        if content.status and fold(content.status) not in self.statuses:
            content.extra[contents.header("status", "Status")] = content.status
            reason = f"“{content.status}” is not one of your statuses; it is kept as a field."
            content.problems.append(["status", reason, True])
            content.status = ""
        if content.owner and self.member(content.owner) is None:
            content.extra[contents.header("owner", "Owner")] = content.owner
            reason = f"“{content.owner}” is no member here; the name is kept as a field."
            content.problems.append(["owner", reason, True])
            content.owner = ""
        if long := [tag for tag in content.tags if len(tag) > LONGEST]:
            content.extra[contents.header("tags", "Tags")] = "; ".join(long)
            content.tags = [tag for tag in content.tags if len(tag) <= LONGEST]

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
        key = fold(label)
        if key in self.types:
            return self.types[key], True
        for wished in (*_TYPES.get(key, ()), "billing"):
            if wished in self.types:
                return self.types[wished], not label
        return next(iter(self.types.values())), not label

    def make(self, contents: Iterable[Content], act: Acting) -> None:
        """Add the tags and fields that are missing, as part of the import's act."""
        before = len(self.tags) + len(self.fields)
        for content in contents:
            for label in content.tags:
                if fold(label)[:80] not in self.tags:
                    self._make_tag(label, act)
            for header in content.extra:
                if fold(self.label(header))[:80] not in self.fields:
                    self._make_field(header, act)
        if len(self.tags) + len(self.fields) > before:
            self.organisation.forget_lexicon()

    def label(self, header: str) -> str:
        """The label of the field that keeps a column: its heading, made short and used once."""
        known = self._labels.get(header)
        if known is None:
            known = header if 0 < len(header) <= LONGEST else f"{header[: LONGEST - 6]}…"
            number = 2
            while self._headers.setdefault(fold(known)[:80], header) != header:
                known = f"{header[: LONGEST - 6]} ({number})"
                number += 1
            self._labels[header] = known
        return known

    def key(self, header: str) -> str:
        """The key in Client.extra under which a column is kept."""
        return self.fields[fold(self.label(header))[:80]].key

    def key_of(self, header: str) -> str:
        """As key(); a name that no field has for a column whose field is yet to be made."""
        field = self.fields.get(fold(self.label(header))[:80])
        return field.key if field else f"to be made: {header}"

    def _make_tag(self, label: str, act: Acting) -> None:
        key, position = fold(label)[:80], len(self.tags)
        hue = 1 + position % _HUES
        self.tags[key] = act.insert(Tag(label=label, label_key=key, position=position, hue=hue))

    def _make_field(self, header: str, act: Acting) -> None:
        label = self.label(header)
        label_key = fold(label)[:80]
        stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:70] or "field"
        taken = {field.key for field in self.fields.values()}
        key, number = stem, 2
        while key in taken:
            key, number = f"{stem}_{number}", number + 1
        field = Field(label=label, label_key=label_key, key=key, position=len(self.fields))
        self.fields[label_key] = act.insert(field)
