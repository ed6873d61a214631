"""The first e-mail address and phone of a person, as a short form has them."""

from __future__ import annotations

from atrium.clients.models import Contact, Point
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


def reach(contact: Contact, *, by: Member, **texts: str) -> None:
    """Set the first point of each kind; an empty text removes it. What is wrong is told at its field."""
    for kind, text in texts.items():
        point = contact.points.filter(kind=kind).order_by("-preferred", "id").first()
        try:
            if point is None and text:
                Point.add(contact, by=by, kind=kind, text=text)
            elif point is not None and not text:
                point.drop(by=by)
            elif point is not None and point.value != text:
                point.edit(by=by, text=text)
        except Refusal as error:
            raise Refusal(str(error), field=kind) from error
