"""The columns that a list of clients can show; each member chooses their own.

Cells are drawn here, not in a template: a page has five hundred of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.utils.safestring import SafeString, mark_safe

from atrium.clients.attributes import Attribute, attributes_of
from atrium.clients.lexicon import Lexicon
from atrium.clients.list_order import SORTS
from atrium.clients.models import Link, Location, Point
from atrium.clients.page import Fact, facts_for
from atrium.clients.portrait import keys
from atrium.foundation.formats.phone import dialled
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.templatetags.atrium import avatar, chip, tag
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member, Organisation

type Cell = Callable[[Any, Lexicon], str]
NOTHING = mark_safe('<span class="none">&ndash;</span>')
MOST_TAGS = 3


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its cell, the expressions it needs, the sort behind its head.

    ``attribute`` is what it shows of the record, where it shows one; then ``cell`` is not asked.
    """

    slug: str
    label: str
    cell: Cell
    parts: Callable[[], dict[str, Combinable]] = dict
    sort: str = ""
    end: bool = False
    attribute: Attribute | None = None


def _point(kind: str, part: str = "value") -> Subquery:
    points = Point.objects.filter(client=OuterRef("pk"), kind=kind)
    return Subquery(points.order_by("-preferred", "id").values(part)[:1])


def _town() -> dict[str, Combinable]:
    places = Location.objects.filter(client=OuterRef("pk")).exclude(city="")
    return {"town": Subquery(places.order_by("-is_default", "id").values("city")[:1])}


def _contact() -> dict[str, Combinable]:
    links = Link.objects.filter(client=OuterRef("pk"), is_primary=True, ended_on=None)
    return {"contact_name": Subquery(links.values("contact__name")[:1])}


def _safe(html: str) -> SafeString:
    """What was put together from escaped parts; format_html costs several times as much."""
    return mark_safe(html)  # noqa: S308 - the callers escape each part


def _link(scheme: str, to: str, text: str) -> SafeString:
    return _safe(f'<a href="{scheme}:{escape(to)}">{escape(text)}</a>')


def _status(client: Any, words: Lexicon) -> str:
    status = words.statuses[client.status_id]
    return chip(status.label, "" if status.tone == "neutral" else status.tone)


def _tags(client: Any, words: Lexicon) -> str:
    found = [words.tags[key] for key in keys(client.tag_keys) if key in words.tags]
    shown = "".join(tag(each.label, each.hue) for each in found[:MOST_TAGS])
    rest = ", ".join(each.label for each in found[MOST_TAGS:])
    more = f'<span class="dim" title="{escape(rest)}">+{len(found) - MOST_TAGS}</span>'
    return _safe(f'<span class="cell-tags">{shown}{more if rest else ""}</span>')


def _owner(client: Any, words: Lexicon) -> str:
    owner = words.members.get(client.owner_id or 0)
    if owner is None:
        return NOTHING
    drawn = avatar(owner.initials, owner.hue, "xs")
    return _safe(f'<span class="cell-owner">{drawn}{escape(owner.name)}</span>')


def _email(client: Any, words: Lexicon) -> str:
    if not client.email_value:
        return NOTHING
    return _link("mailto", client.email_normal, client.email_value)


def _phone(client: Any, words: Lexicon) -> str:
    if not client.phone_value:
        return NOTHING
    number = dialled(client.phone_normal)
    return _link("tel", number, client.phone_value) if number else _safe(escape(client.phone_value))


def _code(client: Any, words: Lexicon) -> str:
    return _safe(client.code)


def _said(name: str) -> Cell:
    def cell(client: Any, words: Lexicon) -> str:
        value = getattr(client, name)
        return _safe(escape(value)) if value else NOTHING

    return cell


def _day(name: str) -> Cell:
    def cell(client: Any, words: Lexicon) -> str:
        at: datetime = client.organisation.local(getattr(client, name))
        today = client.organisation.today()
        form = "%a %-d %b" if abs((today - at.date()).days) < DAYS_WITHOUT_YEAR else "%-d %b %Y"
        exact = f"{spoken(at):%A %-d %B %Y, %H:%M}"
        return _safe(
            f'<time datetime="{at.isoformat(timespec="seconds")}" title="{exact}">{spoken(at):{form}}</time>'
        )

    return cell


DAYS_WITHOUT_YEAR = 300

COLUMNS = {
    column.slug: column
    for column in (
        Column(slug="number", label=gettext_lazy("Number"), cell=_code, sort="number"),
        Column(slug="status", label=gettext_lazy("Status"), cell=_status),
        Column(slug="tags", label=gettext_lazy("Tags"), cell=_tags),
        Column(slug="owner", label=gettext_lazy("Owner"), cell=_owner),
        Column(
            slug="contact",
            label=gettext_lazy("Main contact"),
            cell=_said("contact_name"),
            parts=_contact,
        ),
        Column(
            slug="email",
            label=gettext_lazy("E-mail"),
            cell=_email,
            parts=lambda: {
                "email_value": _point("email"),
                "email_normal": _point("email", "normal"),
            },
        ),
        Column(
            slug="phone",
            label=gettext_lazy("Phone"),
            cell=_phone,
            parts=lambda: {
                "phone_value": _point("phone"),
                "phone_normal": _point("phone", "normal"),
            },
        ),
        Column(slug="town", label=gettext_lazy("Town"), cell=_said("town"), parts=_town),
        Column(
            slug="created",
            label=gettext_lazy("Added"),
            cell=_day("created_at"),
            sort="created",
            end=True,
        ),
        Column(
            slug="active",
            label=gettext_lazy("Recent activity"),
            cell=_day("active_at"),
            sort="active",
            end=True,
        ),
    )
}
USUAL = ["status", "tags", "owner", "phone", "town", "active"]
MOST_COLUMNS = 12


def columns_for(member: Member) -> dict[str, Column]:
    """Every column the member may choose: of the record, the facts of all apps, the fields."""
    facts = of_facts(member)
    said = (of_attribute(each, member.organisation) for each in attributes_of(member))
    return COLUMNS | facts | {column.slug: column for column in said if column.slug not in facts}


def of_facts(member: Member) -> dict[str, Column]:
    """The columns that show the facts the member may know."""
    return {fact.slug: _of_fact(fact, member) for fact in facts_for(member) if fact.shown}


def chosen_by(member: Member, wished: list[str] | None = None) -> list[Column]:
    """These columns or those that the member chose, in their order; the usual ones until they choose."""
    known = columns_for(member)
    chosen = [known[slug] for slug in wished or member.list_columns if slug in known]
    return chosen[:MOST_COLUMNS] or [known[slug] for slug in USUAL]


def of_attribute(attribute: Attribute, organisation: Organisation) -> Column:
    """The column that shows an attribute."""
    return Column(
        slug=attribute.slug,
        label=attribute.label,
        cell=lambda _client, _words: NOTHING,
        sort=attribute.slug if attribute.is_sortable else "",
        end=attribute.sort.is_figure,
        parts=lambda: attribute.parts(organisation),
        attribute=attribute,
    )


def _of_fact(fact: Fact, member: Member) -> Column:
    organisation = member.organisation

    def cell(client: Any, words: Lexicon) -> str:
        assert fact.shown is not None, "only facts with words become columns"
        figure = fact.shown(client, organisation)
        tone = f' class="t-{figure.tone}"' if figure.tone in {"bad", "warn"} else ""
        text = escape(f"{figure.value}{figure.unit}")
        return _safe(f'<span{tone} title="{escape(figure.reason)}">{text}</span>')

    return Column(
        slug=fact.slug,
        label=fact.label,
        cell=cell,
        parts=lambda: fact.parts(organisation),
        sort=fact.slug if fact.slug in SORTS else "",
        end=True,
    )
