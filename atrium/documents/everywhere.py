"""The files of all clients that a member sees, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from atrium.documents.facts import Line
from atrium.documents.kinds import kinds_of
from atrium.documents.models import File
from atrium.documents.words import with_words
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.organisations.models import Member

PAGE = 50
RECENT = 8
AHEAD = timedelta(days=90)
VIEWS = (
    ("recent", gettext_lazy("Opened by me")),
    ("new", gettext_lazy("New and changed")),
    ("expiring", gettext_lazy("Expiring")),
)


@dataclass
class Everywhere:
    """One page of it. ``more`` is the query string that goes on, empty at the end."""

    view: str
    q: str
    lines: list[Line]
    more: str = ""
    views: list[tuple[str, str]] = field(default_factory=lambda: list(VIEWS))

    @classmethod
    def read(cls, member: Member, query: Mapping[str, str]) -> Self:
        """What the address asks for: words, or a view."""
        q = query.get("q", "").strip()[:200]
        view = query.get("view", "")
        view = "found" if q else view if view in dict(VIEWS) else "new"
        rows = File.objects.visible_to(member).live()
        found = list(_page(rows, member, view, q, query.get("after", ""))[: PAGE + 1])
        more = ""
        if found[PAGE:] and view != "recent":
            told = {"view": view, "q": q, "after": str(found[PAGE - 1].public_id)}
            more = urlencode({name: value for name, value in told.items() if value})
        return cls(view, q, _lines(found[:PAGE], member), more)


def _page(rows: Any, member: Member, view: str, q: str, after: str) -> Any:
    shown = rows.select_related("content", "client", "folder").defer("content__text")
    if view == "recent":
        return shown.opened_by(member)
    if view == "expiring":
        until = member.organisation.today() + AHEAD
        shown = shown.expiring(until)
        return _after(shown, after, "expires_on", down=False)
    return _after(with_words(shown, q) if q else shown, after, "changed_at", down=True)


def _after(rows: Any, after: str, column: str, *, down: bool) -> Any:
    sign = "-" if down else ""
    ordered = rows.order_by(f"{sign}{column}", f"{sign}id")
    try:
        key = UUID(after)
    except ValueError:
        return ordered
    place = rows.order_by().filter(public_id=key).values_list(column, "id").first()
    if place is None:
        return ordered
    seek = TupleLessThan if down else TupleGreaterThan
    return ordered.filter(seek(Tuple(F(column), F("id")), place))


def _lines(files: list[File], member: Member) -> list[Line]:
    place = member.organisation
    kinds, today = kinds_of(place), place.today()
    for file in files:
        file.client.organisation = place
    return [Line.of(file, today, kinds, str(file.folder or "")) for file in files]
