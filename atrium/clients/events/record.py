"""What can happen to the record itself."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from atrium.foundation.difference import told
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ClientAdded(Kind):
    code = "client.added"
    called = gettext_lazy("Client added")
    sentence = gettext_lazy("{actor} added {client}")
    icon = "user-round-plus"


@dataclass(frozen=True, kw_only=True)
class DetailChanged(Kind):
    """One field of the record; ``change`` is the journal's entry, from which it can be restored."""

    code = "client.detail_changed"
    called = gettext_lazy("Detail changed")
    sentence = gettext_lazy("{actor} changed {label} from {before} to {after}")
    icon = "pencil"
    wipes = frozenset({"before", "after"})

    field: str
    label: str
    before: str
    after: str

    def tell(self, *, actor: object, client: object) -> SafeString:
        return format_html("{} {}", actor, told(f"“{self.label}”", self.before, self.after))


@dataclass(frozen=True, kw_only=True)
class NamesakeKept(Kind):
    code = "client.namesake_kept"
    called = gettext_lazy("Name kept that another has")
    sentence = gettext_lazy("{actor} gave the client a name that another has: {reason}")
    icon = "copy"
    wipes = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Kind):
    code = "client.status_changed"
    called = gettext_lazy("Status changed")
    sentence = gettext_lazy("{actor} moved the client from <b>{before}</b> to <b>{after}</b>")
    icon = "git-commit-horizontal"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Kind):
    code = "client.owner_changed"
    called = gettext_lazy("Owner changed")
    sentence = gettext_lazy(
        "{actor} changed the owner from <b>{before}</b> to <b>{after}</b>{more}"
    )
    icon = "user-round-cog"

    before: str
    after: str
    note: str = ""
    of: int = 1
    along: str = ""
    lead: list[int] | None = None

    def words(self) -> dict[str, Any]:
        """``more``: with how many others, what went along, and the note that was left."""
        others = (
            gettext(", one of {of} clients").format(of=f"{spoken(self.of):,}")
            if self.of > 1
            else ""
        )
        along = gettext(", with {along}").format(along=self.along) if self.along else ""
        note = format_html(": <q>{}</q>", self.note) if self.note else ""
        return super().words() | {"more": format_html("{}{}{}", others, along, note)}


@dataclass(frozen=True, kw_only=True)
class TagAdded(Kind):
    code = "client.tag_added"
    called = gettext_lazy("Tag added")
    sentence = gettext_lazy("{actor} tagged the client <b>{tag}</b>")
    icon = "tag"

    tag: str


@dataclass(frozen=True, kw_only=True)
class TagRemoved(Kind):
    code = "client.tag_removed"
    called = gettext_lazy("Tag removed")
    sentence = gettext_lazy("{actor} took the tag <b>{tag}</b> off")
    icon = "tag"

    tag: str


@dataclass(frozen=True, kw_only=True)
class Archived(Kind):
    code = "client.archived"
    called = gettext_lazy("Client archived")
    sentence = gettext_lazy("{actor} archived the client")
    icon = "archive"


@dataclass(frozen=True, kw_only=True)
class Restored(Kind):
    code = "client.restored"
    called = gettext_lazy("Client restored")
    sentence = gettext_lazy("{actor} restored the client from the archive")
    icon = "archive-restore"


@dataclass(frozen=True, kw_only=True)
class RecordRestored(Kind):
    """The record, or that of a person, went back to what it was; ``what`` are the fields."""

    code = "client.record_restored"
    called = gettext_lazy("Record restored")
    sentence = gettext_lazy("{actor} restored the record as of <b>{as_of}</b>: {what}")
    icon = "history"

    as_of: str
    what: str
