"""What is typed for a channel, a language or a time zone, as it is kept."""

from __future__ import annotations

from zoneinfo import available_timezones

from atrium.clients.reach.words import channel_of
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, language
from atrium.foundation.naming import language_called, languages_called
from atrium.foundation.translation import gettext


def channel(text: str) -> str:
    """A channel by its name; other words ("Phone, mornings") stay as they are."""
    text = " ".join(text.split())
    found = channel_of(text)
    return str(found.label) if found else text


def language_code(text: str) -> str:
    """The ISO 639-1 code of a language; refused with the mend where it is none."""
    text = " ".join(text.split())
    if not text:
        return ""
    try:
        return language.parse(text).code
    except FormatError as error:
        raise Refusal(str(error), field="language") from error


def languages() -> list[tuple[str, str]]:
    """Every language by its code and its name, in the order of the names."""
    return languages_called()


def language_name(code: str) -> str:
    """The name of a language that is kept; words of older days as they are."""
    return language_called(code) if code else ""


def zone(text: str) -> str:
    """A time zone; refused with the mend where it is none."""
    text = " ".join(text.split())
    if text and text not in available_timezones():
        msg = gettext("Choose a time zone by its city, like Europe/London.")
        raise Refusal(msg, field="timezone")
    return text
