"""What clients add to the frame of every page and to the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse

from atrium.clients import dashboard_cards, fields
from atrium.clients.forms import KeepingForm
from atrium.clients.models import Client, Favourite
from atrium.clients.page import TABS
from atrium.clients.preference_form import PreferenceForm
from atrium.clients.taking_back import DECIDED
from atrium.clients.words import LISTS
from atrium.foundation.gathered import gathered, rows_of
from atrium.foundation.navigation import UPKEEP, beside_counts, nav_item
from atrium.foundation.palette import palette_action
from atrium.foundation.shell import shell_part
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.dashboard import dashboard_start
from atrium.organisations.member_links import member_link
from atrium.organisations.models import Member
from atrium.organisations.navigation import beside
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import hideable_tabs, settings_page
from atrium.timeline.settings_log import hides_in_log, logs_settings

__all__ = ["dashboard_cards"]

MOST_FAVOURITES = 12

nav_item(
    label=gettext_lazy("Clients"), icon="users", url_name="clients", order=20, needs=Can.CLIENTS_SEE
)
nav_item(
    label=gettext_lazy("Contacts"),
    icon="contact-round",
    url_name="contacts",
    order=25,
    needs=Can.CLIENTS_SEE,
)
nav_item(
    label=gettext_lazy("Duplicates"),
    icon="merge",
    url_name="duplicates",
    order=30,
    group=UPKEEP,
    needs=Can.CLIENTS_MERGE,
)
dashboard_start(
    label=gettext_lazy("Add client"),
    icon="plus",
    url_name="client-new",
    order=10,
    needs=Can.CLIENTS_EDIT,
)

_SYNONYMS = {
    "statuses": "states stages lifecycle lead active colours",
    "tags": "labels categories keywords segments",
    "location-types": "addresses places sites branches delivery billing",
    "contact-roles": "people positions functions decision maker",
    "relation-kinds": "relationships links parent subsidiary partner groups",
    "team-roles": "responsible account manager bookkeeper staffing",
    "industries": "sectors branches nace classification",
}
for _order, _list in enumerate(LISTS, 210):
    settings_page(
        label=_list.title,
        icon=_list.icon,
        url_name=f"words-{_list.slug}",
        order=_order,
        needs=Can.LEXICON_EDIT,
        text=_list.text,
        words=_SYNONYMS.get(_list.slug, ""),
        kept=(_list.model._meta.label_lower,),
    )

# Shared views are settings of everybody's list; their page brings them back, no act does.
logs_settings(gettext_lazy("Shared views"), "clients.savedview")
DECIDED.add("clients.savedview")
hides_in_log("clients.field", fields.hidden_from)
# Nothing brings back that somebody signed in.
DECIDED.add("accounts.user")

settings_page(
    label=gettext_lazy("Rules"),
    icon="clipboard-check",
    url_name="rules",
    order=250,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("What the record of a client must have, and when."),
    words="required mandatory validation completeness quality",
    kept=("clients.rule",),
)

settings_page(
    label=gettext_lazy("Fields"),
    icon="text-cursor-input",
    url_name="fields-client",
    order=240,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("Fields of your own for clients and contacts, their order and sections."),
    words="custom fields attributes columns properties sections required",
    kept=("clients.field", "clients.fieldsection"),
)

settings_page(
    label=gettext_lazy("Details"),
    icon="lock",
    url_name="detail-locks",
    order=241,
    needs=Can.LEXICON_EDIT,
    text=gettext_lazy("Which role changes which detail of a client."),
    words="locked read only permissions fields name industry language birthday edit",
    kept=("organisations.organisation:detail_roles",),
)
settings_page(
    label=gettext_lazy("Ownership"),
    icon="user-round-cog",
    url_name="ownership",
    order=25,
    needs=Can.CLIENTS_OWN,
    text=gettext_lazy("Who owns how many clients, and handing them over."),
    words="owners account manager responsible hand over transfer reassign",
)
settings_page(
    label=gettext_lazy("Who saw what"),
    icon="eye",
    url_name="view-log",
    order=45,
    needs=Can.VIEWS_READ,
    text=gettext_lazy("Whether it is logged who saw which client, for how long, and the log."),
    words="audit access log views history privacy watch",
    forms=(KeepingForm,),
    kept=("organisations.organisation:logs_views,views_kept_days",),
)
member_link(
    label=gettext_lazy("Hand over clients"),
    text=gettext_lazy("Give all clients they own to someone else, as when they leave."),
    button=gettext_lazy("Hand over"),
    url_name="member-handover",
    order=10,
    needs=Can.CLIENTS_OWN,
)
member_link(
    label=gettext_lazy("What they see"),
    text=gettext_lazy("Ask why they see a client, or why not."),
    button=gettext_lazy("Ask"),
    url_name="member-sees",
    order=20,
    needs=Can.CLIENTS_ACCESS,
)
settings_page(
    label=gettext_lazy("Reach"),
    icon="message-circle",
    url_name="reach-settings",
    order=130,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("In which languages and by which channels clients are reached."),
    words="languages channels contact preferences phone mail opening hours quiet",
    forms=(PreferenceForm,),
)


@dataclass(frozen=True)
class Starred:
    """A favourite as the sidebar shows it."""

    name: str
    initials: str
    hue: int
    url: str


@beside_counts("favourites")
def _stars(member: Member) -> Subquery:
    # Asked of each star: all that the member sees would be gathered first otherwise.
    seen = Client.objects.visible_to(member).live().filter(pk=OuterRef("client_id"))
    stars = Favourite.objects.filter(Exists(seen), member=member).order_by("-id")
    newest = Favourite.objects.filter(pk__in=stars.values("pk")[:MOST_FAVOURITES])
    return gathered(newest, per="member", id="id", number="client__number", name="client__name")


@shell_part("favourites")
def favourites(request: HttpRequest) -> list[Starred]:
    """The member's own favourites, the latest first (C02)."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return []
    home = reverse("clients", args=[member.organisation.slug])
    stars = sorted(rows_of(beside(request).get("favourites")), key=itemgetter("id"), reverse=True)
    clients = [Client(number=star["number"], name=star["name"]) for star in stars]
    return [Starred(c.name, c.initials, c.hue, f"{home}{c.number}/") for c in clients]


@hideable_tabs
def tabs() -> list[tuple[str, str]]:
    """Every tab of the client page but the story itself, which the page is for (B01)."""
    return [(t.slug, t.label) for t in TABS.ordered(lambda t: t.order) if t.slug != "activity"]


@shell_part("palette_url")
def palette_url(request: HttpRequest) -> str:
    """Where the command palette asks; nothing on pages outside of an organisation."""
    member: Member | None = getattr(request, "member", None)
    return reverse("palette", args=[member.organisation.slug]) if member else ""


palette_action(
    label=gettext_lazy("Add a client"),
    icon="plus",
    url_name="client-new",
    order=10,
    needs=Can.CLIENTS_EDIT,
    words="new create",
)
palette_action(
    label=gettext_lazy("Add a contact"),
    icon="user-round-plus",
    url_name="contact-new",
    order=15,
    needs=Can.CLIENTS_EDIT,
    words="new create person",
)
palette_action(
    label=gettext_lazy("Merge clients"),
    icon="merge",
    url_name="duplicates-compare",
    order=40,
    needs=Can.CLIENTS_MERGE,
    words="duplicates same join",
)
