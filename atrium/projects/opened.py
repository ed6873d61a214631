"""What the token of a sending opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from atrium.clients.reach.speaking import spoken_to
from atrium.documents.models import Content
from atrium.organisations import current
from atrium.projects.models import Sending
from atrium.projects.models.holding import hold_of


@contextmanager
def opened(token: str) -> Iterator[Sending | None]:
    """The sending of this token, inside its organisation; None where it opens nothing any more."""
    found = Sending.key_in(token)
    if found is None:
        yield None
        return
    organisation, key = found
    with current.entered(organisation):
        rows = Sending.objects.select_related(
            "deliverable__project__client__organisation", "deliverable__file", "contact", "sent_by"
        )
        sending: Sending | None = rows.filter(public_id=key).first()
        open_one = sending if sending is not None and sending.is_open else None
        if open_one is None:
            yield None
            return
        with spoken_to(open_one.deliverable.project.client, open_one.contact):
            yield open_one


def is_held(sending: Sending) -> bool:
    """Whether its client is on hold, and nobody said why it may be opened all the same."""
    return not sending.override and hold_of(sending.client) is not None


def content_of(sending: Sending) -> Content | None:
    """What the file said in the version that was sent; None for links."""
    file = sending.deliverable.file
    if file is None or file.binned_at is not None:
        return None
    version = file.versions.filter(number=sending.number).select_related("content").first()
    return version.content if version else None
