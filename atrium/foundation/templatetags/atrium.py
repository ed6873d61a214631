"""The small pieces that a page shows by the hundred, as tags: a tenth of a component's cost."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.template.defaultfilters import date as django_date
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import dated
from atrium.foundation.icons import drawn

register = template.Library()

# Icons that point along the line of reading, hence the other way where one reads from the right.
_POINTING = frozenset(
    "arrow-left arrow-right chevron-left chevron-right chevrons-left chevrons-right"
    " log-in log-out redo-2 reply reply-all send undo-2".split()
)


class Url(URLNode):
    """``{% url %}`` of a name and arguments by their order, without a reverse() for each."""

    def render(self, context: template.Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        try:
            url = address(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag("url")
def url(parser: template.base.Parser, token: template.base.Token) -> URLNode:
    """Return Django's ``{% url %}``, made quick where its arguments have no names."""
    node: URLNode = django_url(parser, token)
    if node.kwargs:
        return node
    return Url(node.view_name, node.args, node.kwargs, node.asvar)


@register.filter("date", expects_localtime=True, is_safe=False)
def date(value: Any, form: str = "") -> str:
    """Return Django's ``date``; a format with names in it is what people read, in their language."""
    told = dated(value, form) if value and form else None
    return django_date(value, form or None) if told is None else told


def icon(name: str, size: int = 16, css: str = "") -> SafeString:
    """Return Lucide's icon `name` as inline SVG, `size` pixels square.

    Raises lucide.IconDoesNotExist for a name that Lucide has not.
    """
    return _icon(str(name), int(size), str(css))


def _draws_icons() -> Callable[[template.base.Parser, template.base.Token], template.Node]:
    """The tag: an icon that is the same each time, as nearly all are, is drawn when its template is read."""
    library = template.Library()
    library.simple_tag(icon)
    read = library.tags["icon"]

    def compiled(parser: template.base.Parser, token: template.base.Token) -> template.Node:
        node: template.library.SimpleNode = read(parser, token)
        given = [*node.args, *node.kwargs.values()]
        if node.target_var or any(_varies(each) for each in given):
            return node
        return template.base.TextNode(node.render(template.Context()))

    return compiled


def _varies(given: template.base.FilterExpression) -> bool:
    return bool(given.filters or (given.is_var and given.var.literal is None))


register.tag("icon", _draws_icons())


@lru_cache(maxsize=1024)
def _icon(name: str, size: int, css: str) -> SafeString:
    if name in _POINTING and "icon-flip" not in css:
        css = f"{css} icon-flip"
    attributes = {
        "width": str(size),
        "height": str(size),
        "class": f"icon {css.strip()}".strip(),
        "aria-hidden": "true",
        "focusable": "false",
    }
    return mark_safe(drawn(name, attributes))  # noqa: S308  (an XML writer made it)


@register.simple_tag
def avatar(initials: str, hue: int | str = 1, size: str = "md", shape: str = "round") -> SafeString:
    """Return initials on a soft ground of `hue` 1-10; sizes xs sm md xl, shapes round and square.

    Hidden from assistive technology: the name stands beside it.
    """
    return _avatar(str(initials), str(hue), str(size), str(shape))


@lru_cache(maxsize=4096)
def _avatar(initials: str, hue: str, size: str, shape: str) -> SafeString:
    return format_html(
        '<span class="avatar" data-hue="{}" data-size="{}" data-shape="{}" aria-hidden="true">{}</span>',
        *map(_plain, (hue, size, shape, initials)),
    )


@register.simple_tag
def chip(label: str, tone: str = "", symbol: str = "") -> SafeString:
    """Return a status word on a soft ground.

    Tones are bad, warn, good, info and accent; `symbol` is an icon's name.
    """
    return _chip(str(label), str(tone), str(symbol))


@lru_cache(maxsize=1024)
def _chip(label: str, tone: str, symbol: str) -> SafeString:
    drawn = _icon(symbol, 13, "") if symbol else ""
    toned = format_html(' data-tone="{}"', _plain(tone)) if tone else ""
    return format_html('<span class="chip"{}>{}{}</span>', toned, drawn, _plain(label))


@register.simple_tag
def tag(label: str, hue: int | str = "") -> SafeString:
    """Return one tag of a client in its hue 1-10."""
    return _tag(str(label), str(hue))


@lru_cache(maxsize=4096)
def _tag(label: str, hue: str) -> SafeString:
    hued = format_html(' data-hue="{}"', _plain(hue)) if hue else ""
    return format_html('<span class="tag"{}>{}</span>', hued, _plain(label))


def _plain(text: str) -> str:
    """Return the text without a promise of being safe, which equal texts in a cache would share."""
    return "".join(text)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Return a form field's control in our look; Django adds the ids of help and error itself."""
    html = field.as_widget()
    if isinstance(field.field.widget, Select):
        return format_html('<span class="select">{}{}</span>', html, icon("chevron-down", 14))
    return html


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Return whether the field is one checkbox, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
