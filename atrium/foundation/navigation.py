"""The lines of the sidebar; each app adds its own in its navigation.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy


class Someone(Protocol):
    """Who looks at the page, as far as the frame has to know them."""

    def can(self, permission: Any) -> bool:
        """Whether their role allows it."""


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A line of the sidebar; ``count`` gives the rows to count beside it, of ``request.member``.

    Lines of one ``group`` stand together under its name, those without one at the top.
    """

    label: str
    icon: str
    url_name: str
    order: int
    group: str = ""
    needs: str = ""
    count: Callable[[HttpRequest], QuerySet[Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class NavLink:
    """A line as this member sees it on this page."""

    label: str
    icon: str
    url: str
    current: bool
    count: str
    group: str


type Beside = Callable[[Any], Any]

NAVIGATION: Registry[NavItem] = Registry()
BESIDE: Registry[Beside] = Registry()
WORK, UPKEEP = gettext_lazy("Work"), gettext_lazy("Upkeep")
_GROUPS = ("", WORK, UPKEEP)


def nav_item(**options: Any) -> None:
    """Put a line into the sidebar of every page of an organisation."""
    NAVIGATION.add(options["url_name"], NavItem(**options))


def beside_counts(name: str) -> Callable[[Beside], Beside]:
    """Have an expression, made for who looks, read by the statement that counts beside the lines."""

    def register(expression: Beside) -> Beside:
        BESIDE.add(name, expression)
        return expression

    return register


def items_for(member: Someone) -> list[NavItem]:
    """The lines that the member may open."""
    return [
        item
        for item in NAVIGATION.ordered(lambda item: _GROUPS.index(item.group) * 100 + item.order)
        if not item.needs or member.can(item.needs)
    ]


def links(
    request: HttpRequest, items: list[NavItem], slug: str, counts: dict[str, str]
) -> list[NavLink]:
    """The lines as they are drawn; the one whose address leads to this page is current."""
    urls = [reverse(item.url_name, args=[slug]) for item in items]
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return [
        NavLink(
            label=item.label,
            icon=item.icon,
            url=url,
            # The dashboard's address begins every other one, so it is current only on itself.
            current=url == here and (request.path == url or url.count("/") > 2),  # noqa: PLR2004
            count=counts.get(item.url_name, ""),
            group=item.group,
        )
        for item, url in zip(items, urls, strict=True)
    ]
