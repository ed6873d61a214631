"""What this app adds to the frame of every page, to the settings and to the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from django.http import HttpRequest

from atrium.clients.models import Client
from atrium.clients.page import TABS
from atrium.foundation.navigation import nav_item
from atrium.foundation.shell import shell_part
from atrium.organisations import current
from atrium.organisations.dashboard import dashboard_start
from atrium.organisations.navigation import member
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import hideable_tabs

SHOWN = 8
# The story of a client is what the page is for; it cannot be hidden.
ALWAYS = {"activity"}

nav_item(label="Clients", icon="users-round", url_name="clients", order=20, needs=Can.CLIENTS_SEE)
dashboard_start(label="Add a client", icon="plus", url_name="client-new", order=10, needs=Can.CLIENTS_EDIT)


@dataclass(frozen=True)
class FavouriteLink:
    """A starred client, as the sidebar shows it."""

    name: str
    initials: str
    hue: int
    url: str


@shell_part("favourites")
def favourites(request: HttpRequest) -> list[FavouriteLink]:
    """The member's starred clients, newest star first."""
    looking = member(request)
    if looking is None:
        return []
    with current.entered(looking.organisation):
        starred = Client.objects.visible_to(looking).filter(favourites__member=looking)
        rows = list(starred.select_related("organisation").order_by("-favourites__created_at")[:SHOWN])
    return [FavouriteLink(row.name, row.initials, row.hue, row.get_absolute_url()) for row in rows]


@hideable_tabs
def tabs() -> list[tuple[str, str]]:
    """Every tab of the client page but the story itself (B01)."""
    return [(tab.slug, tab.label) for tab in TABS.ordered(lambda tab: tab.order) if tab.slug not in ALWAYS]
