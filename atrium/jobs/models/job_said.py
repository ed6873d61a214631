"""What a changed job tells of each thing that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Callable


SAID: dict[str, Callable[[Any], str]] = {
    "title": lambda _: gettext("the title"),
    "description": lambda _: gettext("the description"),
    "external_id": lambda _: gettext("its external ID"),
    "starts_at": lambda _: gettext("when it starts"),
    "ends_at": lambda _: gettext("when it ends"),
    "timezone": lambda _: gettext("its time zone"),
    "due_on": lambda job: (
        gettext("due {due_on:%-d %b %Y}").format(due_on=spoken(job.due_on))
        if job.due_on
        else gettext("no due day")
    ),
    "priority": lambda job: gettext("{priority_as} priority").format(
        priority_as=within(job.priority_as.label)
    ),
    "location": lambda _: gettext("where it is"),
    "currency": lambda _: gettext("its currency"),
    "amount": lambda job: (
        gettext("worth {value}").format(value=job.value) if job.value else gettext("no value")
    ),
    "is_opening": lambda job: gettext("an opening") if job.is_opening else gettext("no opening"),
    "positions": lambda _: gettext("how many positions"),
    "fee": lambda _: gettext("the fee"),
    "outcome": lambda _: gettext("the outcome"),
}
