"""The lines of the sidebar. Drawn here, not in a template: every page has them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from atrium.foundation.templatetags.atrium import icon

if TYPE_CHECKING:
    from atrium.foundation.navigation import NavLink

register = template.Library()


@register.simple_tag
def side_nav(links: Iterable[NavLink] | None) -> SafeString:
    """Return the lines under the names of their groups; nothing where nobody is signed in."""
    html = "".join(
        _group(name, some) for name, some in groupby(links or (), key=lambda link: link.group)
    )
    return mark_safe(html)  # noqa: S308 - each part is escaped


def _group(name: str, links: Iterable[NavLink]) -> str:
    lines = "".join(map(_line, links))
    if not name:
        return f'<ul class="side-list">{lines}</ul>'
    key = f"side-{slugify(name)}"
    return (
        f'<h2 class="side-head" id="{key}">{escape(name)}</h2>'
        f'<ul class="side-list" aria-labelledby="{key}">{lines}</ul>'
    )


def _line(link: NavLink) -> str:
    label, here = escape(link.label), ' aria-current="page"' if link.current else ""
    count = f'<span class="count">{escape(link.count)}</span>' if link.count else ""
    return (
        f'<li><a href="{escape(link.url)}" title="{label}"{here}>{icon(link.icon, 16)}'
        f"<span>{label}</span>{count}</a></li>"
    )
