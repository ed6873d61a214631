"""What may be said of a meeting, each refused with how to mend it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, email, web
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Contact

LONGEST = {
    "title": 200,
    "place": 300,
    "link": 500,
    "reason": 500,
    "agenda": 20_000,
    "minutes": 50_000,
}
# Beyond them no clock of every zone can show a moment, and nobody plans a meeting.
YEARS = range(1970, 2200)
LONGEST_MEETING = timedelta(days=14)
_LINES = {"agenda", "minutes"}


def checked(values: dict[str, Any]) -> dict[str, str]:
    """The texts as they are kept; Refusal at the field that does not fit."""
    told = {name: _tidy(name, str(value or "")) for name, value in values.items()}
    for name, text in told.items():
        if len(text) > LONGEST[name]:
            msg = gettext("The {name} has at most {longest:,} characters; shorten it.").format(
                name=name, longest=spoken(LONGEST[name])
            )
            raise Refusal(msg, field=name)
    if told.get("title") == "":
        msg = gettext("Say what the meeting is about.")
        raise Refusal(msg, field="title")
    if told.get("link"):
        try:
            told["link"] = web.parse(told["link"]).text
        except FormatError as error:
            raise Refusal(str(error), field="link") from error
    return told


def _tidy(name: str, text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n")
    return text.strip() if name in _LINES else " ".join(text.split())


def refuse_times(starts_at: datetime, ends_at: datetime) -> None:
    """A meeting ends after it starts, within two weeks, in the years that calendars know."""
    if starts_at.year not in YEARS or ends_at.year not in YEARS:
        msg = gettext("Choose a day from {years} to {years2}.").format(
            years=YEARS[0], years2=YEARS[-1]
        )
        raise Refusal(msg, field="day")
    if ends_at <= starts_at:
        msg = gettext("It ends before it starts; choose a later end.")
        raise Refusal(msg, field="ends")
    if ends_at - starts_at > LONGEST_MEETING:
        msg = gettext("A meeting lasts two weeks at most; plan several.")
        raise Refusal(msg, field="ends")


def read_address(text: str) -> str:
    """An e-mail address as it is kept; Refusal with the mend."""
    try:
        return email.parse(text).address
    except FormatError as error:
        raise Refusal(str(error), field="addresses") from error


def address_of(contact: Contact) -> str:
    """The address that invitations of a contact go to; empty where they have none."""
    points = contact.points.filter(kind="email").order_by("-preferred", "id")
    return str(points.values_list("value", flat=True).first() or "")
