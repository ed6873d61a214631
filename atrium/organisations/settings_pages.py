"""The pages under /{organisation}/settings/; each app adds its own in its navigation.py.

A page's template extends "settings/base.html", which draws the side list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member


# The hundreds of a page's order are its section; the first bears the name of the organisation.
SECTIONS = (
    "",
    gettext_lazy("Messages"),
    gettext_lazy("Clients"),
    gettext_lazy("Work"),
    gettext_lazy("Money"),
)


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """A page of the settings, as the side list names it.

    ``text`` is a line of help, ``words`` what else people may call it. Each field of its ``forms``
    is a setting that is found by itself, ``also`` by these words for the field of that name.
    ``kept`` names where the journal keeps what the page changes: "app.model", or
    "app.model:field,field" where it changes these fields of it alone.
    """

    label: str
    icon: str
    url_name: str
    order: int
    needs: Can
    text: str
    words: str = ""
    forms: tuple[type[forms.Form], ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SettingsLink:
    """A page as this member sees it in the side list."""

    page: SettingsPage
    url: str
    current: bool

    @property
    def label(self) -> str:
        return self.page.label

    @property
    def section(self) -> str:
        return SECTIONS[self.page.order // 100]

    @property
    def icon(self) -> str:
        return self.page.icon


type Choices = Callable[[], list[tuple[str, str]]]
PAGES: Registry[SettingsPage] = Registry()
_HIDEABLE: list[Choices] = []


def settings_page(**options: Any) -> None:
    """Put a page into the settings: what SettingsPage says of it."""
    PAGES.add(options["url_name"], SettingsPage(**options))


def pages_for(member: Member, path: str = "") -> list[SettingsLink]:
    """The pages that the member may open; the one that ``path`` lies in is current."""
    slug = member.organisation.slug
    allowed = [
        (page, reverse(page.url_name, args=[slug]))
        for page in PAGES.ordered(lambda page: page.order)
    ]
    return [
        SettingsLink(page=page, url=url, current=path.startswith(url))
        for page, url in allowed
        if member.can(page.needs)
    ]


def hideable_tabs(choices: Choices) -> Choices:
    """Name the tabs of the client page that an organisation may hide (B01): pairs of slug and label."""
    _HIDEABLE.append(choices)
    return choices


def tabs_to_hide() -> list[tuple[str, str]]:
    """Every tab that can be hidden."""
    return [choice for choices in _HIDEABLE for choice in choices()]
