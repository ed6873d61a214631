"""The small pieces that a page shows by the hundred, as tags: a tag costs a fraction of a component."""

from functools import lru_cache

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import _render_icon  # the package's own tag copies and serialises the tree on every call

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 16, css: str = "") -> SafeString:
    """Return Lucide's icon `name` as inline SVG, `size` pixels square; unknown names raise IconDoesNotExist."""
    return _icon(str(name), int(size), str(css))


@lru_cache(maxsize=1024)
def _icon(name: str, size: int, css: str) -> SafeString:
    classes = f"icon {css}".strip()
    svg = _render_icon(name, size, **{"class": classes, "aria_hidden": "true", "focusable": "false"})
    return mark_safe(" ".join(svg.split()))  # noqa: S308 - made by the icon package, its values escaped there


@register.simple_tag
def avatar(initials: str, hue: int | str = 1, size: str = "md", shape: str = "round") -> SafeString:
    """Return initials on a soft ground of `hue` 1-10; sizes xs sm md xl, shapes round and square.

    Hidden from assistive technology: the name stands beside it.
    """
    return mark_safe(  # noqa: S308 - every value escaped here; format_html costs three times as much
        f'<span class="avatar" data-hue="{escape(hue)}" data-size="{escape(size)}"'
        f' data-shape="{escape(shape)}" aria-hidden="true">{escape(initials)}</span>'
    )


@register.simple_tag
def chip(label: str, tone: str = "", symbol: str = "") -> SafeString:
    """Return a status word on a soft ground; tones bad warn good info accent; `symbol` is an icon's name."""
    drawn = icon(symbol, 13) if symbol else ""
    attribute = f' data-tone="{escape(tone)}"' if tone else ""
    return mark_safe(f'<span class="chip"{attribute}>{drawn}{escape(label)}</span>')  # noqa: S308 - as above


@register.simple_tag
def tag(label: str, hue: int | str = "") -> SafeString:
    """Return one tag of a client in its hue 1-10."""
    attribute = f' data-hue="{escape(hue)}"' if hue else ""
    return mark_safe(f'<span class="tag"{attribute}>{escape(label)}</span>')  # noqa: S308 - as above


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
