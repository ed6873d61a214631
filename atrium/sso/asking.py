"""What a provider is asked, whichever protocol it speaks, and what it tells."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from time import time

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

SECONDS = 5.0
LONGEST = 500_000
LEEWAY = 60
# How long one may take to sign in there, and how fresh a proof has to be that is asked for anew.
PATIENCE = 900
FRESH = 120
LONGEST_SUBJECT = 255


class TurnedAway(Refusal):
    """Somebody is not let in. ``kept`` is what the log keeps of it, where the words hold what a stranger may choose."""

    def __init__(self, message: str, *, kept: str = "", field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.kept = kept or message


class NotBelieved(TurnedAway):
    """What the provider said does not hold; the sentence says what is wrong with it."""


def masked(address: str) -> str:
    """An address as the log keeps it of who is no member: enough for who knows them, of no use to others."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


@dataclass(frozen=True)
class Told:
    """Who the provider says has come. ``address`` is empty where it does not vouch for it."""

    subject: str
    address: str
    name: str


@dataclass(frozen=True)
class Asking:
    """A question that is on its way, kept in the session of who asks; good once."""

    provider: str
    purpose: str
    next: str
    begun: float
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def begun_for(cls, provider: str, purpose: str, then: str) -> Asking:
        made = [secrets.token_urlsafe(32) for _ in range(3)]
        return cls(provider, purpose, then, time(), *made)

    @property
    def is_over(self) -> bool:
        return time() - self.begun > PATIENCE

    @property
    def request_id(self) -> str:
        """The state as XML takes it for an ID, which begins with no digit."""
        return f"_{self.state}"

    def is_answered_by(self, given: str) -> bool:
        """Whether the state that came back is this question's."""
        return secrets.compare_digest(self.state.encode(), given.encode())


def refuse_stale(shown_at: object) -> None:
    """Refuse what the person showed there too long ago, where they were to show it anew."""
    if not isinstance(shown_at, int | float) or time() - shown_at >= FRESH + LEEWAY:
        raise NotBelieved(gettext("It did not ask you anew who you are."))
