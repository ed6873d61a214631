"""What the page of a deliverable shows, to whom it was sent and to members who look how that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import filesizeformat

from atrium.documents.facts import Line
from atrium.documents.kinds import kinds_of
from atrium.projects.models import Sending
from atrium.projects.opened import content_of

MOST_SHEETS = 20


def shown(
    sending: Sending, file_url: Callable[[], str], sheet_url: Callable[[int], str]
) -> dict[str, Any]:
    """The context of the page; the urls are those of the file and of the picture of a page, from 1."""
    content, deliverable = content_of(sending), sending.deliverable
    file = deliverable.file
    place = sending.client.organisation
    context: dict[str, Any] = {
        "sending": sending,
        "deliverable": deliverable,
        "project": deliverable.project,
        "organisation": place,
        "newer": deliverable.number > sending.number,
    }
    if content is None or file is None:
        return context
    sheets = list(enumerate(content.sheets[:MOST_SHEETS], 1))
    return context | {
        "line": Line.of(file, place.today(), kinds_of(place)),
        "size": filesizeformat(content.size),
        "file_url": file_url(),
        "sheets": [(sheet, sheet_url(number)) for number, sheet in sheets],
    }
