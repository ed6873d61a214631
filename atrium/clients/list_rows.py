"""The clients of a page of the list: read by one statement, drawn here and not in a template.

A page has fifty rows, each with a star and a box: templates took a third of its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from atrium.clients.attributes import Attribute
from atrium.clients.columns import COLUMNS, NOTHING, Column, of_facts
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.portrait import with_marks
from atrium.clients.value_types import Where, is_unread
from atrium.clients.value_types.reference import Reference
from atrium.foundation.among import filled_up
from atrium.foundation.templatetags.atrium import avatar, icon
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.prepared import prepared

_END = ' class="r num"'


@dataclass(frozen=True)
class Row:
    """A client as a row or a card shows it: what every one shows, and the chosen cells."""

    client: Any
    cells: list[tuple[Column, str]]
    home: str

    @property
    def tds(self) -> SafeString:
        """The cells of a table's row."""
        return _safe(
            "".join(
                f'<td data-col="{column.slug}"{_END if column.end else ""}>{cell}</td>'
                for column, cell in self.cells
            )
        )

    @property
    def avatar(self) -> SafeString:
        return avatar(self.client.initials, self.client.hue, "md", "square")

    @property
    def link(self) -> SafeString:
        """Its name, which leads to its page, and its number."""
        client = self.client
        return _safe(
            f'<a href="{self.home}{client.number}/" dir="auto">{escape(client.name)}</a>'
            f'<span class="code num">{escape(client.code)}</span>'
        )

    @property
    def box(self) -> SafeString:
        """What chooses it."""
        said = gettext("Select {name}").format(name=self.client.name)
        return _safe(
            f'<input type="checkbox" name="selected" value="{self.client.number}" aria-label="{escape(said)}">'
        )

    @property
    def star(self) -> SafeString:
        """The button that stars it or takes the star off."""
        return star(self.client, self.home, starred=bool(self.client.star))

    @property
    def is_marked(self) -> bool:
        """Whether a flag, a hold, a lock or do not contact is to be drawn."""
        client = self.client
        return bool(client.flag_at or client.hold_at or client.restricted or client.bars)


def star(client: Client, home: str, *, starred: bool) -> SafeString:
    """The button that stars a client or takes the star off; ``home`` is the address of the list."""
    said = escape(gettext("Favourite: {name}").format(name=client.name))
    deed, pressed = ("off", "true") if starred else ("on", "false")
    to, own = f"{home}{client.number}/list-star/", f"star-{client.number}"
    return _safe(
        f'<button class="icon-btn star" id="{own}" type="submit" form="star-form" formaction="{to}"'
        f' name="{deed}" value="1" aria-pressed="{pressed}" aria-label="{said}" data-key="s"'
        f' data-hx-post="{to}" data-hx-target="#{own}" data-hx-swap="outerHTML">{icon("star", 16)}</button>'
    )


def rows_of(pks: list[int], member: Member, columns: list[Column], words: Lexicon) -> list[Row]:
    """The clients with these keys, in this order, in one statement."""
    found = {client.pk: client for client in _read(pks, member, columns)}
    where = Where(member.organisation, member)
    _learn([column.attribute for column in columns if column.attribute], found.values(), where)
    home = reverse("clients", args=[member.organisation.slug])
    rows = []
    for client in (found[pk] for pk in pks if pk in found):
        client.organisation = member.organisation
        cells = [
            (c, _drawn(c.attribute, client, where) if c.attribute else c.cell(client, words))
            for c in columns
        ]
        rows.append(Row(client, cells, home))
    return rows


def _read(pks: list[int], member: Member, columns: list[Column]) -> Iterable[Any]:
    attributes = [column.attribute for column in columns if column.attribute]
    if not attributes:
        slugs = tuple(column.slug for column in columns)
        return _shown(member=member, keys=filled_up(pks), slugs=slugs)
    parts: dict[str, Combinable] = {}
    for column in columns:
        parts |= column.parts()
    clients = with_marks(Client.objects.visible_to(member).filter(pk__in=pks), member)
    if not any(each.field for each in attributes):
        clients = clients.defer("extra")
    return clients.annotate(**parts)


@prepared(shape=("slugs",))
def _shown(*, member: Member, keys: list[int], slugs: tuple[str, ...]) -> ClientQuerySet:
    """Clients with what columns show that every organisation has."""
    known, parts = COLUMNS | of_facts(member), dict[str, Combinable]()
    for slug in slugs:
        parts |= known[slug].parts()
    clients = with_marks(Client.objects.visible_to(member).filter(pk__each=keys), member)
    return clients.defer("extra").annotate(**parts)


def _drawn(attribute: Attribute, client: Any, where: Where) -> str:
    value = attribute.value(client)
    if value is None:
        return NOTHING
    if is_unread(value):
        return _safe(f'<span class="t-warn">{escape(value["unread"])}</span>')
    return attribute.sort.drawn(value, attribute, where)


def _learn(attributes: list[Attribute], clients: Iterable[Any], where: Where) -> None:
    """Look up what the references in these columns are called, by one statement a model."""
    rows = list(clients)
    for each in attributes:
        if isinstance(each.sort, Reference):
            values = (each.value(row) for row in rows)
            where.look_up(each.sort.model, {v for v in values if isinstance(v, str)})


def _safe(html: str) -> SafeString:
    """What was put together from escaped parts; format_html costs several times as much."""
    return mark_safe(html)  # noqa: S308 - each part is escaped
