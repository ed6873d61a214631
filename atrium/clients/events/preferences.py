"""What can happen to how a client or a person wishes to be reached."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Kind):
    code = "client.preferences_changed"
    called = gettext_lazy("Preferences changed")
    sentence = gettext_lazy("{actor} changed the preferences of <b>{who}</b>: {what}")
    icon = "sliders-horizontal"
    wipes = frozenset({"who", "what"})

    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class ContactForbidden(Kind):
    code = "client.contact_forbidden"
    called = gettext_lazy("Contact forbidden")
    sentence = gettext_lazy(
        "{actor} noted that <b>{who}</b> is not to be contacted {how}: {reason}"
    )
    icon = "ban"
    wipes = frozenset({"who", "reason"})

    who: str
    how: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContactAllowed(Kind):
    code = "client.contact_allowed"
    called = gettext_lazy("Contact allowed")
    sentence = gettext_lazy(
        "{actor} noted that <b>{who}</b> may be contacted {how} again: {reason}"
    )
    icon = "circle-check"
    wipes = frozenset({"who", "reason"})

    who: str
    how: str
    reason: str
