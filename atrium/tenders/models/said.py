"""What is said of a change of a tender, field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

SAID: dict[str, Callable[[Any], str]] = {
    "title": lambda _: gettext("the title"),
    "description": lambda _: gettext("the description"),
    "notes": lambda _: gettext("the notes"),
    "due_on": lambda one: (
        gettext("due {due_on:%-d %b %Y}").format(due_on=spoken(one.due_on))
        if one.due_on
        else gettext("no due day")
    ),
    "due_time": lambda one: (
        gettext("at {due_time:%H:%M}").format(due_time=one.due_time)
        if one.due_time
        else gettext("no due time")
    ),
    "timezone": lambda _: gettext("its time zone"),
    "remind_before": lambda _: gettext("its reminder"),
    "currency": lambda _: gettext("its currency"),
    "amount": lambda one: (
        gettext("worth {value}").format(value=one.value) if one.value else gettext("no value")
    ),
    "chance": lambda one: (
        gettext("no chance said")
        if one.chance is None
        else gettext("a chance of {chance} %").format(chance=one.chance)
    ),
}
