"""What comes next with a client, in one place: each line leads to the thing itself (V02).

Apps add their lines by ``@highlight`` in their client_page.py, from what the page has fetched already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.clients.page import Context, panel
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.middleware import MemberRequest


@dataclass(frozen=True, kw_only=True)
class Highlight:
    """One thing: what kind it is, what it is called, when it is, and where it stands."""

    icon: str
    kind: str
    title: str
    when: str
    url: str
    order: int
    tone: str = ""


type Find = Callable[[Portrait], Highlight | None]
HIGHLIGHTS: list[Find] = []


def highlight(find: Find) -> Find:
    """Add a line where there is something to tell; it asks for no statement of its own."""
    HIGHLIGHTS.append(find)
    return find


@panel(
    slug="highlights",
    side="left",
    order=4,
    needs=Can.CLIENTS_SEE,
    template="clients/panels/highlights.html",
)
def highlights(request: MemberRequest, portrait: Portrait) -> Context:
    """The next of each kind."""
    found = [line for find in HIGHLIGHTS if (line := find(portrait)) is not None]
    return {"highlights": sorted(found, key=lambda line: line.order)}
