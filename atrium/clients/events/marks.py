"""Holds and flags."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext, gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class PutOnHold(Kind):
    code = "client.put_on_hold"
    called = gettext_lazy("Put on hold")
    sentence = gettext_lazy("{actor} put the client on hold: {reason}")
    icon = "circle-pause"
    strand = Strand.WORK
    wipes = frozenset({"reason"})

    reason: str
    until: str = ""

    def words(self) -> dict[str, str]:
        """With the last day, where it has one."""
        last = gettext(" (until {until})").format(until=self.until) if self.until else ""
        return {"reason": f"{self.reason}{last}"}


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Kind):
    code = "client.hold_lifted"
    called = gettext_lazy("Hold lifted")
    sentence = gettext_lazy("{actor} took the client off hold")
    icon = "circle-play"
    strand = Strand.WORK
    wipes = frozenset({"reason"})

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Flagged(Kind):
    code = "client.flagged"
    called = gettext_lazy("Client flagged")
    sentence = gettext_lazy("{actor} flagged the client: {reason}")
    icon = "flag"
    wipes = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagCleared(Kind):
    code = "client.flag_cleared"
    called = gettext_lazy("Flag cleared")
    sentence = gettext_lazy("{actor} cleared the flag: {reason}")
    icon = "flag-off"
    wipes = frozenset({"reason"})

    reason: str
