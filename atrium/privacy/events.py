"""What the timeline tells of the rights of people: that it was done, without saying to whom."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class PersonExported(Kind):
    code = "person.exported"
    called = gettext_lazy("Personal data exported")
    sentence = gettext_lazy("{actor} exported everything about {what}")
    icon = "user-round"

    what: str


@dataclass(frozen=True, kw_only=True)
class PersonErased(Kind):
    code = "person.erased"
    called = gettext_lazy("Personal data erased")
    sentence = gettext_lazy("{actor} erased the personal data of {what}")
    icon = "eraser"

    what: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Kind):
    code = "consent.given"
    called = gettext_lazy("Consent given")
    sentence = gettext_lazy("{actor} noted that <b>{who}</b> agreed to {purpose} ({how})")
    icon = "circle-check"
    wipes = frozenset({"who"})

    who: str
    purpose: str
    how: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Kind):
    code = "consent.withdrawn"
    called = gettext_lazy("Consent withdrawn")
    sentence = gettext_lazy(
        "{actor} noted that <b>{who}</b> does not agree to {purpose} any more ({how})"
    )
    icon = "ban"
    wipes = frozenset({"who"})

    who: str
    purpose: str
    how: str
