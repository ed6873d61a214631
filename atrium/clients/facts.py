"""The figures that are known about every client. Each is one expression, whoever shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThan

from atrium.clients.completeness import gaps_of
from atrium.clients.events_seen import open_to_all
from atrium.clients.models import Client, Hold, Link, Location
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.timeline.kinds import Strand
from atrium.timeline.models import Event


def count_of(rows: Any, name: str = "pk") -> Coalesce:
    """How many rows a sub-select over one client yields; 0 where there are none."""
    counted = rows.order_by().values("organisation").annotate(n=Count(name)).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _last_contact(organisation: Organisation) -> dict[str, Combinable]:
    """The last talk with the client, or with one that was merged into it: asked where there is one."""
    at, kind = _last_talk("at", client=OuterRef("pk")), _last_talk("kind", client=OuterRef("pk"))
    brought = {"client__survivor": OuterRef("pk")}
    other_at, other_kind = _last_talk("at", **brought), _last_talk("kind", **brought)
    alone = Q(absorbs=[])
    later = Coalesce(Greatest(at, other_at), at, other_at)
    of_later = Case(
        When(GreaterThan(other_at, at), then=other_kind), default=Coalesce(kind, other_kind)
    )
    return {
        "last_contact": Case(When(alone, then=at), default=later, output_field=DateTimeField()),
        "last_contact_kind": Case(When(alone, then=kind), default=of_later),
    }


def _last_talk(name: str, **client: Any) -> Subquery:
    events = open_to_all(Event.objects.filter(strand=Strand.TALK, **client))
    talk = events.order_by("-at", "-id")
    return Subquery(talk.values(name)[:1])


def _show_last_contact(client: Any, organisation: Organisation) -> Figure:
    at = client.last_contact
    url = f"{client.get_absolute_url()}?strand=talk"
    if at is None:
        return Figure(
            value=gettext("Never"), reason=gettext("No talk recorded yet"), tone="warn", url=url
        )
    day = organisation.local(at)
    days = (organisation.today() - day.date()).days
    value = {0: gettext("Today"), 1: gettext("Yesterday")}.get(days) or _ago(days)
    tone = "warn" if days > QUIET_AFTER_DAYS else ""
    return Figure(value=value, reason=f"{spoken(day):%a %-d %b %Y, %H:%M}", tone=tone, url=url)


def _ago(days: int) -> str:
    """Whole days up to two weeks, then weeks, months and years, as people say it."""
    years, months, weeks = days // 365, days // 30, days // 7
    if years > 1:
        return ngettext("{count} year ago", "{count} years ago", years).format(count=years)
    if months > 1:
        return ngettext("{count} month ago", "{count} months ago", months).format(count=months)
    if weeks > 1:
        return ngettext("{count} week ago", "{count} weeks ago", weeks).format(count=weeks)
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


QUIET_AFTER_DAYS = 90

fact(
    Fact(
        slug="last_contact",
        label=gettext_lazy("Last contact"),
        order=10,
        needs=Can.CLIENTS_SEE,
        parts=_last_contact,
        shown=_show_last_contact,
    )
)


def _holds(organisation: Organisation) -> dict[str, Combinable]:
    return {"hold_count": count_of(Hold.objects.filter(client=OuterRef("pk")))}


def _show_holds(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}holds/"
    count = client.hold_count
    times = ngettext("Was on hold once", "Was on hold {count} times", count).format(count=count)
    if client.hold_at:
        since = organisation.local(client.hold_at)
        reason = gettext("Since {since}").format(since=f"{spoken(since):%-d %b %Y}")
        if client.hold_until:
            reason += gettext(", until {hold_until}").format(
                hold_until=f"{spoken(client.hold_until):%-d %b %Y}"
            )
        return Figure(value=gettext("On hold"), reason=reason, tone="warn", url=url)
    if client.hold_count:
        return Figure(
            value=gettext("Off hold"),
            reason=times,
            url=url,
        )
    return Figure(value=gettext("None"), reason=gettext("Never on hold"), tone="good", url=url)


fact(
    Fact(
        slug="holds",
        label=gettext_lazy("Holds"),
        order=40,
        needs=Can.CLIENTS_SEE,
        parts=_holds,
        shown=_show_holds,
        total=Total(
            label=gettext_lazy("On hold"),
            part=lambda _: count_of(Hold.objects.filter(client=OuterRef("pk"), lifted_at=None)),
            narrows={"hold": "1"},
        ),
    )
)


def _show_complete(client: Client, organisation: Organisation) -> Figure:
    """Where the first gap is worth reading, it is told; the panel on the page lists them all."""
    found = gaps_of(client, organisation)
    url = f"{client.get_absolute_url()}#gaps"
    if not found:
        return Figure(
            value="100", unit="%", reason=gettext("Nothing is missing"), tone="good", url=url
        )
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return Figure(
        value=str(client.completeness),
        unit="%",
        reason=f"{found[0].short}{more}",
        tone="warn",
        url=url,
    )


fact(
    Fact(
        slug="complete",
        label=gettext_lazy("Details complete"),
        order=50,
        needs=Can.CLIENTS_SEE,
        parts=lambda _organisation: {},
        shown=_show_complete,
    )
)


def _show_since(client: Client, organisation: Organisation) -> Figure:
    day = client.since or organisation.local(client.created_at).date()
    months = (organisation.today() - day).days // 30
    years = months // 12
    span = (
        ngettext("{count} year", "{count} years", years).format(count=years)
        if years > 1
        else ngettext("{count} month", "{count} months", months).format(count=months)
    )
    value = gettext("New") if months < 1 else span
    return Figure(value=value, reason=gettext("Since {day}").format(day=f"{spoken(day):%-d %b %Y}"))


fact(
    Fact(
        slug="since",
        label=gettext_lazy("Client for"),
        order=30,
        needs=Can.CLIENTS_SEE,
        parts=lambda _organisation: {},
        shown=_show_since,
    )
)


def _contacts(organisation: Organisation) -> dict[str, Combinable]:
    return {"contact_count": count_of(Link.objects.current().filter(client=OuterRef("pk")))}


# Of these a page shows the rows themselves; a group shows how many there are in all.
fact(
    Fact(
        slug="contacts",
        label=gettext_lazy("Contacts"),
        order=70,
        needs=Can.CLIENTS_SEE,
        parts=_contacts,
        header=False,
        total=Total(
            label=gettext_lazy("Contacts"),
            part=lambda organisation: _contacts(organisation)["contact_count"],
        ),
    )
)
fact(
    Fact(
        slug="locations",
        label=gettext_lazy("Locations"),
        order=80,
        needs=Can.CLIENTS_SEE,
        parts=lambda _organisation: {},
        header=False,
        total=Total(
            label=gettext_lazy("Locations"),
            part=lambda _: count_of(Location.objects.filter(client=OuterRef("pk"))),
        ),
    )
)
