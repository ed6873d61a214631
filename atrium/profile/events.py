"""What can happen to the account details of a client, masked where they are of the bank, and to its equipment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class AccountKind(Kind):
    """``changes``: label, before and after of each field, as everyone may read them."""

    strand = Strand.MONEY
    wipes = frozenset({"changes", "reason"})

    changes: list[list[str]] = field(default_factory=list)
    reason: str = ""

    def told_changes(self) -> SafeString:
        """Payment terms from 30 days to 14 days, IBAN set."""
        return format_html_join(", ", "{}", ((_told(*change),) for change in self.changes))

    def words(self) -> dict[str, Any]:
        because = format_html(": {}", self.reason) if self.reason else ""
        return {"what": self.told_changes(), "because": because}

    def text(self) -> str:
        return " ".join([part for change in self.changes for part in change] + [self.reason])


def _told(label: str, before: str, after: str) -> SafeString:
    if not before:
        return format_html("{} <b>{}</b>", label, after)
    if not after:
        return format_html(
            gettext("{field} <b>{before}</b> to be empty"), field=label, before=before
        )
    return format_html(
        gettext("{field} from <b>{before}</b> to <b>{after}</b>"),
        field=label,
        before=before,
        after=after,
    )


@dataclass(frozen=True, kw_only=True)
class AccountChangeAsked(AccountKind):
    code = "account.change_asked"
    called = gettext_lazy("Account change asked for")
    sentence = gettext_lazy("{actor} asked for a change of account details: {what}{because}")
    icon = "git-pull-request"


@dataclass(frozen=True, kw_only=True)
class AccountChanged(AccountKind):
    code = "account.changed"
    called = gettext_lazy("Account details changed")
    sentence = gettext_lazy("{actor} approved a change of account details: {what}")
    icon = "landmark"


@dataclass(frozen=True, kw_only=True)
class AccountFilled(AccountKind):
    code = "account.filled"
    called = gettext_lazy("Account details added")
    sentence = gettext_lazy("{actor} added account details: {what}")
    icon = "landmark"


@dataclass(frozen=True, kw_only=True)
class AccountChangeRejected(AccountKind):
    code = "account.change_rejected"
    called = gettext_lazy("Account change rejected")
    sentence = gettext_lazy("{actor} rejected a change of account details ({what}){because}")
    icon = "ban"


@dataclass(frozen=True, kw_only=True)
class AccountChangeWithdrawn(AccountKind):
    code = "account.change_withdrawn"
    called = gettext_lazy("Account change withdrawn")
    sentence = gettext_lazy("{actor} withdrew a change of account details ({what})")
    icon = "undo-2"


@dataclass(frozen=True, kw_only=True)
class EquipmentAdded(Kind):
    code = "equipment.added"
    called = gettext_lazy("Equipment added")
    sentence = gettext_lazy("{actor} added the equipment <b>{name}</b>{made}")
    icon = "wrench"
    wipes = frozenset({"name", "make"})

    name: str
    make: str = ""

    def words(self) -> dict[str, Any]:
        return super().words() | {"made": f" ({self.make})" if self.make else ""}


@dataclass(frozen=True, kw_only=True)
class EquipmentChanged(Kind):
    """``changes``: label, before and after of each thing that is said of it."""

    code = "equipment.changed"
    called = gettext_lazy("Equipment changed")
    sentence = gettext_lazy("{actor} changed the equipment <b>{name}</b>: {what}")
    icon = "wrench"
    wipes = frozenset({"name", "changes"})

    name: str
    changes: list[list[str]] = field(default_factory=list)

    def words(self) -> dict[str, Any]:
        what = format_html_join(", ", "{}", ((_told(*change),) for change in self.changes))
        return super().words() | {"what": what}

    def text(self) -> str:
        return " ".join([self.name, *(part for change in self.changes for part in change)])


@dataclass(frozen=True, kw_only=True)
class EquipmentServiced(Kind):
    """``on`` is the day, in ISO 8601; ``what`` was done."""

    code = "equipment.serviced"
    called = gettext_lazy("Equipment serviced")
    sentence = gettext_lazy("{actor} serviced the equipment <b>{name}</b> on {day}{done}")
    icon = "wrench"
    strand = Strand.WORK
    wipes = frozenset({"name", "what"})

    name: str
    on: str
    what: str = ""

    def words(self) -> dict[str, Any]:
        day = f"{spoken(date.fromisoformat(self.on)):%-d %b %Y}"
        return super().words() | {"day": day, "done": f": {self.what}" if self.what else ""}

    def text(self) -> str:
        return f"{self.name} {self.what}"


@dataclass(frozen=True, kw_only=True)
class EquipmentRemoved(Kind):
    code = "equipment.removed"
    called = gettext_lazy("Equipment removed")
    sentence = gettext_lazy("{actor} removed the equipment <b>{name}</b>{made}")
    icon = "wrench"
    wipes = frozenset({"name", "make"})

    name: str
    make: str = ""

    def words(self) -> dict[str, Any]:
        return super().words() | {"made": f" ({self.make})" if self.make else ""}
