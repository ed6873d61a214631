"""What this app adds to the frame of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from atrium.accounts.vouching import confined
from atrium.foundation.counting import CappedCount, in_words
from atrium.foundation.navigation import (
    BESIDE,
    UPKEEP,
    NavItem,
    NavLink,
    items_for,
    links,
    nav_item,
)
from atrium.foundation.shell import shell_part
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.forms import NetworksForm, OrganisationForm
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.organisations.settings_pages import SettingsLink, pages_for, settings_page

LAST = "organisation"

nav_item(label=gettext_lazy("Home"), icon="house", url_name="dashboard", order=10)
nav_item(
    label=gettext_lazy("Settings"), icon="settings", url_name="settings", order=90, group=UPKEEP
)

settings_page(
    label=gettext_lazy("Organisation"),
    icon="building-2",
    url_name="settings-organisation",
    order=10,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("Name, country, currency, time zone, and how lists of clients look."),
    words="company business account general preferences",
    forms=(OrganisationForm,),
    also={
        "name": "rename title",
        "country": "region land",
        "currency": "money euro dollar",
        "timezone": "clock hours date utc region",
        "list_style": "table cards layout view",
        "second_person": "approval four eyes bank details confirm",
        "shows_presence": "online viewing together collaboration",
        "outdated_after": "stale old expiry quality",
        "hidden_tabs": "modules features switch off sections",
    },
    kept=(f"organisations.organisation:{','.join(OrganisationForm.base_fields)}",),
)
settings_page(
    label=gettext_lazy("Members"),
    icon="users-round",
    url_name="members",
    order=20,
    needs=Can.MEMBERS_SEE,
    text=gettext_lazy("Who works here, with which role; invite and disable people."),
    words="users people staff employees colleagues team invite invitations accounts seats",
    kept=("organisations.member", "organisations.invitation"),
)
settings_page(
    label=gettext_lazy("Teams"),
    icon="network",
    url_name="teams",
    order=30,
    needs=Can.MEMBERS_SEE,
    text=gettext_lazy("Groups of members, for views, mailboxes and numbers that they share."),
    words="groups departments",
    kept=("organisations.team", "organisations.teammember"),
)
settings_page(
    label=gettext_lazy("Networks"),
    icon="globe-lock",
    url_name="networks",
    order=45,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("From which networks people and API tokens reach the organisation."),
    words="ip address allow list firewall vpn security access restrict office",
    forms=(NetworksForm,),
    kept=("organisations.organisation:networks",),
)
settings_page(
    label=gettext_lazy("Roles"),
    icon="shield-check",
    url_name="roles",
    order=40,
    needs=Can.MEMBERS_SEE,
    text=gettext_lazy("Who may do what, and roles of your own."),
    words="permissions rights access admin manager viewer security",
    kept=("organisations.ownrole",),
)


def memberships(request: HttpRequest) -> list[Member]:
    """The person's memberships, read once per request."""
    if not request.user.is_authenticated:
        return []
    known: list[Member] | None = getattr(request, "memberships", None)
    if known is None:
        voucher = confined(request, request.user)
        every = Member.memberships_of(request.user)
        known = [m for m in every if not voucher or m.organisation_id == voucher.organisation]
        request.memberships = known  # type: ignore[attr-defined]
    return known


@shell_part("member")
def member(request: HttpRequest) -> Member | None:
    """Who looks; on pages outside of any organisation the person's membership in the one used last."""
    here: Member | None = getattr(request, "member", None)
    if here is not None:
        return here
    slug = request.COOKIES.get(LAST, "")
    found = memberships(request)
    return next((m for m in found if m.organisation.slug == slug), found[0] if found else None)


@shell_part("organisation")
def organisation(request: HttpRequest) -> Organisation | None:
    """Where the page belongs."""
    looking = member(request)
    return looking.organisation if looking else None


@shell_part("organisations")
def organisations(request: HttpRequest) -> list[Organisation]:
    """Those the person can switch between."""
    return [m.organisation for m in memberships(request)]


@shell_part("nav")
def nav(request: HttpRequest) -> list[NavLink]:
    """The lines of the sidebar."""
    looking = member(request)
    if looking is None:
        return []
    items = items_for(looking)
    return links(request, items, looking.organisation.slug, _counts(request, items))


@dataclass
class _Looking:
    """A request as far as the counts beside the lines read one."""

    member: Member


@prepared()
def _read_beside(*, member: Member) -> QuerySet[Member, Any]:
    looking = cast("HttpRequest", _Looking(member))
    counts = [CappedCount(item.count(looking)) for item in items_for(member) if item.count]
    others = [expression(member) for _, expression in BESIDE.items()]
    rows: QuerySet[Member, Any] = Member.objects.filter(pk=member.pk).values_list(*counts, *others)
    return rows


def beside(request: HttpRequest) -> dict[str, Any]:
    """What the frame shows of the member besides the lines, by name: once per request, with the counts, by one query."""
    known: dict[str, Any] | None = getattr(request, "beside", None)
    if known is None:
        looking: Member = request.member  # type: ignore[attr-defined]
        names = [item.url_name for item in items_for(looking) if item.count]
        names += [name for name, _ in BESIDE.items()]
        found = _read_beside(member=looking)
        known = dict(zip(names, found[0], strict=True)) if found else {}
        request.beside = known  # type: ignore[attr-defined]
    return known


def _counts(request: HttpRequest, items: list[NavItem]) -> dict[str, str]:
    """What stands beside the lines."""
    if not hasattr(request, "member"):
        return {}
    known = beside(request)
    return {
        item.url_name: in_words(known[item.url_name])
        for item in items
        if item.count and item.url_name in known
    }


@shell_part("settings_pages")
def settings_pages(request: HttpRequest) -> list[SettingsLink]:
    """The side list of the settings."""
    looking = member(request)
    return pages_for(looking, request.path) if looking else []


@shell_part("finds_settings")
def finds_settings(request: HttpRequest) -> bool:
    """Whether this is the page where settings are found."""
    looking = member(request)
    return looking is not None and request.path == reverse(
        "settings", args=[looking.organisation.slug]
    )


@shell_part("keys_off")
def keys_off(request: HttpRequest) -> bool:
    """Whether the person switched single-key shortcuts off."""
    return request.user.is_authenticated and not request.user.single_key_shortcuts


@shell_part("profile_url")
def profile_url(request: HttpRequest) -> str:
    return reverse("profile")


@shell_part("logout_url")
def logout_url(request: HttpRequest) -> str:
    return reverse("account_logout")
