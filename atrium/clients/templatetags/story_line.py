"""An event without a card of its own, as the story of a client shows it.

Drawn here, not in a template: a page has twenty of them, and this takes a fifth of the time.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from atrium.foundation.templatetags.atrium import icon

if TYPE_CHECKING:
    from atrium.clients.telling import Entry

register = template.Library()
ACTS = "clients/timeline/acts.html"


@register.simple_tag(takes_context=True)
def story_line(context: template.Context, entry: Entry) -> SafeString:
    """Return the event as an item of the story; what can be done with it comes from a template."""
    story = context.get("story")
    fresh = " data-fresh" if getattr(story, "fresh", False) else ""
    source = f'<span class="mini">{escape(entry.source)}</span>' if entry.source else ""
    html = (
        f'<li class="item" data-system id="event-{entry.event.pk}"{fresh}>'
        f'<span class="item-rail" aria-hidden="true"><span class="item-dot">{icon(entry.icon, 14)}</span></span>'
        f'<div class="item-line"><div class="item-who"><span dir="auto">{conditional_escape(entry.sentence)}</span>'
        f"{source}{_acts(context, entry)}</div>{entry.clock}</div></li>"
    )
    return mark_safe(html)  # noqa: S308 - each part is escaped


def _acts(context: template.Context, entry: Entry) -> str:
    if not entry.has_acts:
        return ""
    acts = context.template.engine.get_template(ACTS)  # type: ignore[union-attr]
    with context.push(entry=entry):
        html: str = acts.render(context)
    return html
