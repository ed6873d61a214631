"""What can happen to clients that look like one. The subject is the other client."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ToldApart(Kind):
    code = "client.told_apart"
    called = gettext_lazy("Told apart from another")
    sentence = gettext_lazy("{actor} said that this and <b>{other}</b> are different clients")
    icon = "unlink"
    wipes = frozenset({"other"})

    other: str


@dataclass(frozen=True, kw_only=True)
class ToldAlike(Kind):
    code = "client.told_alike"
    called = gettext_lazy("To be compared again")
    sentence = gettext_lazy("{actor} let this and <b>{other}</b> be compared again")
    icon = "link"
    wipes = frozenset({"other"})

    other: str


@dataclass(frozen=True, kw_only=True)
class Merged(Kind):
    """Told to the client that stays; ``number`` is that of the other as people say it."""

    code = "client.merged"
    called = gettext_lazy("Client merged")
    sentence = gettext_lazy("{actor} merged <b>{other}</b> ({number}) into this client")
    icon = "merge"
    wipes = frozenset({"other"})

    other: str
    number: str


@dataclass(frozen=True, kw_only=True)
class MergedInto(Kind):
    """Told to the client that went up in another."""

    code = "client.merged_into"
    called = gettext_lazy("Merged into another")
    sentence = gettext_lazy("{actor} merged this client into <b>{other}</b> ({number})")
    icon = "merge"
    wipes = frozenset({"other"})

    other: str
    number: str
