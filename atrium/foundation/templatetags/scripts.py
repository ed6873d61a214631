"""What the head of a page asks for so that its scripts run early and in the reader's language."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from atrium.foundation.built import built
from atrium.foundation.sentences.catalog import catalog

register = template.Library()


@register.simple_tag
def words_of_scripts() -> SafeString:
    """Where scripts find their words in the language of the page; nothing in English."""
    language = get_language() or ""
    if catalog(language) is None:
        return mark_safe("")
    return format_html('<link data-words href="{}">', static(f"words/{language}.json"))


@register.simple_tag
@cache
def modules_of_scripts() -> SafeString:
    """The modules that app.js waits for, asked for beside it: a journey less on a slow line."""
    listed = built("app.modules")
    names = listed.read_text().split() if listed else []
    # A module names its imports without Django's digest, so the page asks for the same.
    link = '<link rel="modulepreload" href="{}" fetchpriority="low">'
    return format_html_join("", link, ((f"{settings.STATIC_URL}{name}",) for name in names))
