"""What clients themselves hang on the client page."""

from __future__ import annotations

from django.urls import reverse

from atrium.clients import facts, highlights, preferences_page, relations_page, wanted
from atrium.clients.completeness import gaps_of, gaps_shown
from atrium.clients.folds import profile_of
from atrium.clients.page import PANELS, Attention, Context, action, attention, panel, tab
from atrium.clients.person_page import PersonPortrait, person_panel
from atrium.clients.person_story import PersonStory
from atrium.clients.place_table import table
from atrium.clients.portrait import Portrait
from atrium.clients.roster import Roster
from atrium.clients.story import Story
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

__all__ = ["facts", "highlights", "preferences_page", "relations_page", "wanted"]


@panel(
    slug="details",
    side="left",
    order=20,
    needs=Can.CLIENTS_SEE,
    template="clients/panels/details.html",
)
def details(request: MemberRequest, portrait: Portrait) -> Context:
    client = portrait.client
    beside = [(gettext("External ID"), client.external_id)] if client.external_id else []
    return {
        "gaps": gaps_shown(client, request.member),
        "extra": beside,
        "profile": profile_of(request, portrait),
    }


@panel(
    slug="contacts",
    side="right",
    order=10,
    needs=Can.CLIENTS_SEE,
    template="clients/panels/contacts.html",
)
def contacts(request: MemberRequest, portrait: Portrait) -> Context:
    return {}


@panel(
    slug="team",
    side="right",
    order=30,
    needs=Can.CLIENTS_SEE,
    template="clients/panels/team.html",
)
def team(request: MemberRequest, portrait: Portrait) -> Context:
    """Owner and relationship team (R16)."""
    return {}


@attention
def holds_and_gaps(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """What stands in the way, and what the record lacks."""
    client, may = portrait.client, request.member.can
    place = [client.organisation.slug, client.number]
    found = []
    if client.hold_at and may(Can.CLIENTS_HOLD):
        found.append(
            Attention(
                icon="circle-pause",
                title=gettext("On hold"),
                reason=client.hold_reason,
                tone="warn",
                action=gettext("History"),
                url=reverse("client-holds", args=place),
                order=10,
            )
        )
    lacks = gaps_of(client, request.member.organisation)
    if lacks and may(Can.CLIENTS_EDIT) and not client.is_archived:
        told = gettext("{what} and {count} more") if lacks[1:] else "{what}"
        found.append(
            Attention(
                icon="clipboard-list",
                title=gettext("Details incomplete"),
                reason=told.format(what=lacks[0].short, count=len(lacks) - 1),
                tone="info",
                action=gettext("Complete"),
                url="#gaps",
                order=90,
                dialog=False,
            )
        )
    return found


action(
    slug="contact",
    label=gettext_lazy("Add a contact"),
    icon="user-round-plus",
    order=10,
    needs=Can.CLIENTS_EDIT,
    url_name="client-contact-new",
)
action(
    slug="owner",
    label=gettext_lazy("Edit ownership"),
    icon="users-round",
    order=20,
    needs=Can.CLIENTS_OWN,
    url_name="client-owner",
)
action(
    slug="access",
    label=gettext_lazy("Manage access"),
    icon="lock",
    order=30,
    needs=Can.CLIENTS_ACCESS,
    url_name="client-access",
)
action(
    slug="flag",
    label=gettext_lazy("Flag"),
    icon="flag",
    order=40,
    needs=Can.CLIENTS_EDIT,
    url_name="client-flag",
    when=lambda client: not client.flag_at,
)
action(
    slug="unflag",
    label=gettext_lazy("Clear the flag"),
    icon="flag-off",
    order=40,
    needs=Can.CLIENTS_EDIT,
    url_name="client-flag",
    dialog=False,
    posts="clear",
    when=lambda client: bool(client.flag_at),
)
action(
    slug="unhold",
    label=gettext_lazy("Take off hold"),
    icon="circle-play",
    order=50,
    needs=Can.CLIENTS_HOLD,
    url_name="client-hold",
    dialog=False,
    posts="lift",
    when=lambda client: bool(client.hold_at),
)
action(
    slug="merge",
    label=gettext_lazy("Merge with another client"),
    icon="merge",
    order=60,
    needs=Can.CLIENTS_MERGE,
    url_name="client-merge",
    dialog=False,
    when=lambda client: not client.is_archived,
)
action(
    slug="hold",
    label=gettext_lazy("Put on hold"),
    icon="circle-pause",
    order=50,
    needs=Can.CLIENTS_HOLD,
    url_name="client-hold",
    when=lambda client: not client.hold_at,
)
action(
    slug="history",
    label=gettext_lazy("Version history"),
    icon="history",
    order=80,
    needs=Can.CLIENTS_SEE,
    url_name="client-history",
)
action(
    slug="archive",
    label=gettext_lazy("Archive"),
    icon="archive",
    order=90,
    needs=Can.CLIENTS_ARCHIVE,
    url_name="client-archive",
    dialog=False,
    posts="archive",
    when=lambda client: not client.is_archived,
)
action(
    slug="restore",
    label=gettext_lazy("Restore from the archive"),
    icon="archive-restore",
    order=90,
    needs=Can.CLIENTS_ARCHIVE,
    url_name="client-archive",
    dialog=False,
    posts="restore",
    when=lambda client: client.is_archived,
)


@tab(
    slug="activity",
    label=gettext_lazy("Activity"),
    order=10,
    needs=Can.CLIENTS_SEE,
    template="clients/tabs/activity.html",
)
def activity(request: MemberRequest, portrait: Portrait) -> Context:
    """The story (R11), and above it what other apps write into it."""
    above = [p for p in PANELS.ordered(key=lambda p: p.order) if p.side == "story"]
    return {
        "story": Story.read(portrait, request.GET),
        "above": [
            {"template": p.template, "slug": p.slug, **p.context(request, portrait)}
            for p in above
            if request.member.can(p.needs)
        ],
    }


@tab(
    slug="contacts",
    label=gettext_lazy("Contacts"),
    order=15,
    needs=Can.CLIENTS_SEE,
    template="clients/tabs/contacts.html",
    count="contact_count",
)
def roster(request: MemberRequest, portrait: Portrait) -> Context:
    """Everybody who stands or stood with the client (R07, J15)."""
    may_edit = request.member.can(Can.CLIENTS_EDIT) and not portrait.client.is_archived
    return {"roster": Roster(portrait, request.GET), "may_edit": may_edit}


@person_panel(
    slug="clients",
    side="main",
    order=10,
    needs=Can.CLIENTS_SEE,
    template="clients/people/clients.html",
)
def stands_with(request: MemberRequest, portrait: PersonPortrait) -> Context:
    """The clients that the person stands and stood with (X06)."""
    return {}


@person_panel(
    slug="story",
    side="main",
    order=90,
    needs=Can.CLIENTS_SEE,
    template="clients/people/story.html",
)
def person_story(request: MemberRequest, portrait: PersonPortrait) -> Context:
    """What happened to the person, over all clients that the member sees."""
    return {"story": PersonStory.of(portrait, request.GET)}


@tab(
    slug="locations",
    label=gettext_lazy("Locations"),
    order=25,
    needs=Can.CLIENTS_SEE,
    template="clients/tabs/locations.html",
)
def locations(request: MemberRequest, portrait: Portrait) -> Context:
    """Every place of the client, with filter and default marks, and where it is served (R06)."""
    client = portrait.client
    return {
        "places": table(request, portrait),
        "may_edit": request.member.can(Can.CLIENTS_EDIT) and not client.is_archived,
    }
