"""Do not contact in words, from what stands on the row of a client or a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atrium.clients.reach.words import ANY, Channel
from atrium.foundation.said import within
from atrium.foundation.translation import gettext


@dataclass(frozen=True)
class Bars:
    """The channels that are closed, each with its reason; ``any`` closes all of them."""

    reasons: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.reasons)

    @classmethod
    def of(cls, *subjects: Mapping[str, str]) -> Bars:
        """Those of all of them: who stands with a client is not contacted where the client is not."""
        return cls({channel: why for each in subjects for channel, why in each.items()})

    @property
    def words(self) -> str:
        """What a mark says: "Do not contact", "Not by e-mail or SMS"."""
        if ANY in self.reasons:
            return gettext("Do not contact")
        ways = [within(c.label, noun=True) for c in Channel if c in self.reasons]
        return gettext("Not by {ways}").format(ways=gettext(" or ").join(ways)) if ways else ""

    @property
    def why(self) -> str:
        """The reasons, each once."""
        return "; ".join(dict.fromkeys(self.reasons.values()))

    def on(self, channel: str) -> str:
        """Why this channel is closed, in a sentence; empty where it is open."""
        if ANY in self.reasons:
            return gettext("Do not contact: {reason}").format(reason=self.reasons[ANY])
        if channel in self.reasons:
            return gettext("Do not contact {by}: {reason}").format(
                by=Channel(channel).by, reason=self.reasons[channel]
            )
        return ""

    @property
    def email(self) -> str:
        return self.on("email")

    @property
    def phone(self) -> str:
        return self.on("phone")
