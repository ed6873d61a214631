"""What may be said of a project, each refused with how to mend it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from atrium.conversations.richtext import plain, safe
from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, web
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Member

LONGEST = {"title": 200, "external_id": 200, "link": 500, "html": 100_000}
MOST_ASSOCIATES = 50
YEARS = range(1970, 2200)


class ChangedMeanwhile(Refusal):
    """Somebody saved the same field after it was read."""

    cause = CHANGED

    def __init__(self) -> None:
        super().__init__(gettext("Somebody else changed this meanwhile. Look at it, then decide."))


def checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept; Refusal at the field that does not fit.

    ``html`` brings ``text`` along, the same without formatting.
    """
    told = dict(values)
    if "title" in told:
        told["title"] = _short(" ".join(str(told["title"]).replace("\x00", "").split()), "title")
    if "link" in told:
        told["link"] = _short(_web(str(told["link"] or "").replace("\x00", "").strip()), "link")
    if "external_id" in told:
        text = str(told["external_id"] or "").replace("\x00", "").strip()
        told["external_id"] = _short(text, "external_id")
    if "html" in told:
        told["html"] = _short(safe(str(told["html"])), "html")
        told["text"] = plain(told["html"])
    if told.get("due_on") is not None:
        told["due_on"] = _day(told["due_on"])
    return told


def refuse_gone(members: list[Member], field: str) -> None:
    """Nobody is given a project who does not work here any more."""
    gone = [member.name for member in members if not member.is_active]
    if gone:
        msg = gettext("{gone} does not work here any more; choose somebody else.").format(
            gone=gone[0]
        )
        raise Refusal(msg, field=field)


def _short(text: str, name: str) -> str:
    if len(text) > LONGEST[name]:
        words = {
            "title": gettext("The title has at most {most:,} characters; shorten it."),
            "html": gettext("The description has at most {most:,} characters; shorten it."),
            "link": gettext("The link has at most {most:,} characters; shorten it."),
            "external_id": gettext("The external ID has at most {most:,} characters; shorten it."),
        }
        raise Refusal(words[name].format(most=spoken(LONGEST[name])), field=name)
    return text


def _web(text: str) -> str:
    try:
        return web.parse(text).text if text else ""
    except FormatError as error:
        raise Refusal(str(error), field="link") from error


def _day(day: date) -> date:
    if day.year not in YEARS:
        msg = gettext("Choose a day from {years} to {years2}.").format(
            years=YEARS[0], years2=YEARS[-1]
        )
        raise Refusal(msg, field="due_on")
    return day
