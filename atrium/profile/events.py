"""What can happen to the account details of a client. Bank details stand in them masked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
        return format_html("{} <b>{}</b> to be empty", label, before)
    return format_html("{} from <b>{}</b> to <b>{}</b>", label, before, after)


@dataclass(frozen=True, kw_only=True)
class AccountChangeAsked(AccountKind):
    code = "account.change_asked"
    sentence = "{actor} asked for a change of account details: {what}{because}"
    icon = "git-pull-request"


@dataclass(frozen=True, kw_only=True)
class AccountChanged(AccountKind):
    code = "account.changed"
    sentence = "{actor} approved a change of account details: {what}"
    icon = "landmark"


@dataclass(frozen=True, kw_only=True)
class AccountFilled(AccountKind):
    code = "account.filled"
    sentence = "{actor} added account details: {what}"
    icon = "landmark"


@dataclass(frozen=True, kw_only=True)
class AccountChangeRejected(AccountKind):
    code = "account.change_rejected"
    sentence = "{actor} rejected a change of account details ({what}){because}"
    icon = "ban"


@dataclass(frozen=True, kw_only=True)
class AccountChangeWithdrawn(AccountKind):
    code = "account.change_withdrawn"
    sentence = "{actor} withdrew a change of account details ({what})"
    icon = "undo-2"
