"""What can be said of a file beside its bytes: checked before it is kept, told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from atrium.foundation.errors import Refusal
from atrium.foundation.files import name_of
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.documents.models import File

LONGEST_DESCRIPTION = 2000
LONGEST_TAGS = 300
MOST_DAYS = 730
_LATEST = date(2300, 1, 1)


def cleaned(values: dict[str, Any], today: date) -> dict[str, Any]:
    """The values as they are kept; refused at the field that does not fit. ``today`` is the client's."""
    clean = dict(values)
    for name, check in _CHECKS.items():
        if name in clean:
            clean[name] = check(clean[name])
    if "expires_on" in clean and "remind_on" not in clean:
        clean["remind_on"] = remind_on(clean["expires_on"], clean.get("remind_before", 30))
    return clean


def remind_on(expires_on: date | None, before: int) -> date | None:
    """When somebody is to see to it: so many days before it expires."""
    return expires_on - timedelta(days=before) if expires_on else None


def said(file: File, values: dict[str, Any]) -> str:
    """What of the file the values change, in words; call it before they are set."""
    told = [
        words(values[name])
        for name, words in _SAID.items()
        if name in values and getattr(file, name) != values[name]
    ]
    return ", ".join(told)


def _name(name: str) -> str:
    clean = name_of(name, "")
    if not clean:
        msg = gettext("Give the file a name.")
        raise Refusal(msg, field="name")
    return clean


def _description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        msg = gettext(
            "A description has at most {longest_description} characters; shorten it."
        ).format(longest_description=LONGEST_DESCRIPTION)
        raise Refusal(msg, field="description")
    return text.strip()


def _tags(text: str) -> str:
    words = [" ".join(tag.split()) for tag in text.split(",")]
    joined = ", ".join(dict.fromkeys(filter(None, words)))
    if len(joined) > LONGEST_TAGS:
        msg = gettext(
            "Tags have at most {longest_tags} characters together; leave some out."
        ).format(longest_tags=LONGEST_TAGS)
        raise Refusal(msg, field="tags")
    return joined


def _day(day: date | None) -> date | None:
    if day is not None and not date(1800, 1, 1) <= day < _LATEST:
        msg = gettext("Choose a day between the years 1800 and 2300.")
        raise Refusal(msg, field="expires_on")
    return day


def _days(days: int) -> int:
    if not 0 <= days <= MOST_DAYS:
        msg = gettext("Remind between 0 and {most_days} days before.").format(most_days=MOST_DAYS)
        raise Refusal(msg, field="remind_before")
    return days


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "description": _description,
    "tags": _tags,
    "expires_on": _day,
    "remind_before": _days,
}
_SAID: dict[str, Callable[[Any], str]] = {
    "name": lambda name: gettext("now called {name}").format(name=name),
    "kind": lambda kind: (
        gettext("of the kind {kind}").format(kind=kind) if kind else gettext("no kind")
    ),
    "description": lambda _: gettext("the description"),
    "tags": lambda tags: gettext("tags {tags}").format(tags=tags) if tags else gettext("no tags"),
    "visibility": lambda level: (
        gettext("shared with the client") if level == "shared" else gettext("internal")
    ),
    "expires_on": lambda day: (
        gettext("expires on {day:%-d %b %Y}").format(day=spoken(day))
        if day
        else gettext("does not expire")
    ),
    "remind_before": lambda days: gettext("reminder {days} days before").format(days=days),
}
