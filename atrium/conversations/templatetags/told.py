"""A note as lists and timelines show it.

Drawn here, not in a template: a page has thirty of them, and this takes a fifteenth of the time.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from atrium.clients.telling import clock
from atrium.conversations.models import Note
from atrium.conversations.richtext import shown
from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.templatetags.atrium import avatar, icon
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.conversations.mail.sight import Seen

register = template.Library()

_CHIPS = {
    "escalation": ("bad", gettext_lazy("Escalation")),
    "communication": ("", gettext_lazy("Communication")),
}
_ITEM = 'type="button" role="menuitem" tabindex="-1"'
_KEY, _URL = "\N{INFORMATION SEPARATOR ONE}key", "\N{INFORMATION SEPARATOR ONE}url"


@register.simple_tag(takes_context=True)
def note(
    context: template.Context,
    note: Note,
    at: datetime,
    *,
    may_change: bool = False,
    dated: bool = False,
    source: str = "",
) -> SafeString:
    """Return one note as an item of a list.

    ``at`` is when it was written, by the clock of the organisation; the day is shown where it is
    ``dated`` or the note is pinned. Needs ``client`` in the context.
    """
    story = context.get("story")
    fresh = context.get("fresh") or (story is not None and getattr(story, "fresh", False))
    client: Any = context["client"]
    tab = address("client-tab", client.organisation.slug, client.number, "notes")
    kind = note.kind_as
    did = gettext("wrote a note, removed since") if note.binned_at else kind.told
    by = note.author
    face = avatar(by.initials, by.hue) if by else avatar("A", 6)
    url = f"{tab}{note.public_id}/"
    may_task = _may_task(context.get("request"), client)
    html = (
        f'<li class="item" id="note-{note.public_id}"{" data-fresh" if fresh else ""}>'
        f'<span class="item-rail" aria-hidden="true">{face}<span class="item-badge">'
        f"{icon('pin' if note.pinned else kind.icon, 10)}</span></span>"
        f'<article class="item-card{" is-pinned" if note.pinned else ""}"'
        f"{' data-tone="bad"' if note.is_open_escalation else ''}>"
        f'<header class="item-head"><div class="item-who"><b>{escape(str(by or "Atrium"))}</b>'
        f"<span>{did}</span>{_marks(note, source)}</div>"
        f'<div class="item-end">{_end(note, client, url, may_change=may_change, may_task=may_task)}'
        f"{clock(at, dated=dated or note.pinned)}</div></header>"
        f'<div class="item-body rich" dir="auto">{note.shown}</div>{_outcome(note, client)}{_reminder(note, client)}'
        "</article></li>"
    )
    return mark_safe(html)  # noqa: S308 - each part is escaped, and the note's HTML was cleaned


def _marks(note: Note, source: str) -> str:
    found = f'<span class="mini">{escape(source)}</span>' if source else ""
    if note.edited_at:
        words = gettext("Edited")
        found += f'<span class="mini" title="{words}">{words}</span>'
    if note.kind in _CHIPS:
        tone, words = _CHIPS[note.kind]
        if note.resolved_at:
            tone, words = "good", gettext("Resolved")
        found += f'<span class="mini"{tone and f' data-tone="{tone}"'}>{words}</span>'
    if note.pinned:
        words = gettext("Pinned")
        found += f'<span class="t-warn">{icon("pin", 13)}</span><span class="sr">{words}</span>'
    return found


def _may_task(request: Any, client: Any) -> bool:
    return bool(not client.is_archived and request and request.member.can(Can.TASKS_WRITE))


def _end(note: Note, client: Any, url: str, *, may_change: bool, may_task: bool) -> str:
    """The menu; of a removed note the way back."""
    if not note.binned_at:
        return _menu(note, client, url, may_change=may_change, may_task=may_task)
    if not may_change:
        return ""
    words = gettext("Bring back")
    return (
        f'<button class="btn btn-xs" type="button" data-hx-post="{url}unbin/" '
        f'data-hx-swap="none">{words}</button>'
    )


def _menu(note: Note, client: Any, url: str, *, may_change: bool, may_task: bool) -> str:
    state = ""
    if note.kind == "escalation" and not client.is_archived:
        state = "resolved" if note.resolved_at else "open"
    form = _menu_form(get_language(), state, (note.pinned, may_change, may_task))
    return form.replace(_KEY, str(note.public_id)).replace(_URL, url)


@lru_cache(maxsize=200)
def _menu_form(_language: str, state: str, how: tuple[bool, bool, bool]) -> str:
    """The menu of any note in this state with marks where its own key and address stand."""
    pinned, may_change, may_task = how
    versions, whole = gettext("Versions"), gettext("More for this note")
    pin, remove = (_pinning(pinned=pinned), _removing()) if may_change else ("", "")
    return (
        f'<button class="icon-btn item-more" type="button" popovertarget="note-menu-{_KEY}" '
        f'aria-haspopup="menu" aria-label="{whole}" title="{gettext("More")}">'
        f'{icon("ellipsis", 15)}</button><div class="menu" id="note-menu-{_KEY}" popover '
        f'role="menu" aria-label="{gettext("Note")}">{pin}<button {_ITEM} data-hx-get="{_URL}versions/" '
        f'data-hx-target="#dialogs">{icon("history", 15)}<span>{versions}</span></button>'
        f"{_task() if may_task else ''}{_resolving(state) if state else ''}{remove}</div>"
    )


def _pinning(*, pinned: bool) -> str:
    method, symbol, words = (
        ("delete", "pin-off", gettext("Unpin"))
        if pinned
        else ("post", "pin", gettext("Pin on top"))
    )
    return (
        f'<button {_ITEM} data-hx-get="{_URL}?edit" data-hx-target="#note-{_KEY}" '
        f'data-hx-swap="outerHTML">{icon("pencil", 15)}<span>{gettext("Edit")}</span></button>'
        f'<button {_ITEM} data-hx-{method}="{_URL}pin/" data-hx-swap="none">'
        f"{icon(symbol, 15)}<span>{words}</span></button>"
    )


def _removing() -> str:
    return (
        f'<hr><button {_ITEM} data-hx-delete="{_URL}" data-hx-swap="none">'
        f"{icon('trash-2', 15)}<span>{gettext('Remove')}</span></button>"
    )


def _task() -> str:
    """A task out of the note."""
    return (
        f'<button {_ITEM} data-hx-get="{_URL}task/" data-hx-target="#dialogs" '
        f'data-hx-swap="beforeend" data-takes-words>{icon("square-check-big", 15)}'
        f"<span>{gettext('Make a task')}</span></button>"
    )


def _resolving(state: str) -> str:
    if state == "resolved":
        return (
            f'<button {_ITEM} data-hx-delete="{_URL}resolution/" data-hx-swap="none">'
            f"{icon('siren', 15)}<span>{gettext('Reopen')}</span></button>"
        )
    return (
        f'<button {_ITEM} data-hx-get="{_URL}resolution/" data-hx-target="#dialogs" '
        f'data-hx-swap="beforeend">{icon("circle-check", 15)}<span>{gettext("Resolve")}</span></button>'
    )


def _outcome(note: Note, client: Any) -> str:
    """Who resolved an escalation, when and how."""
    if not note.resolved_at:
        return ""
    at = client.organisation.local(note.resolved_at)
    said = f': <q dir="auto">{escape(note.outcome)}</q>' if note.outcome else ""
    when = format_html(
        '<time datetime="{}">{}</time>',
        f"{at:%Y-%m-%dT%H:%M:%S%z}",
        f"{spoken(at):%a %-d %b, %H:%M}",
    )
    words = format_html(
        gettext("Resolved by {who} {when}"), who=str(note.resolved_by or "Atrium"), when=when
    )
    return f'<p class="resolved">{icon("circle-check", 13)}<span>{words}{said}</span></p>'


def _reminder(note: Note, client: Any) -> str:
    if not note.remind_at:
        return ""
    when = f"{spoken(client.organisation.local(note.remind_at)):%a %-d %b, %H:%M}"
    words = gettext("Reminder {when}").format(when=when)
    return (
        f'<div class="item-foot"><span class="attach">{icon("alarm-clock", 13)}{words}</span></div>'
    )


@register.filter
def mail_words(seen: Seen, slug: str) -> SafeString:
    """The formatted text of an e-mail written here, with its pictures at the address where they are seen."""
    folder = f"{address('mail-read', slug, UUID(seen.key))}images/"
    return mark_safe(shown(seen.html, folder))  # noqa: S308 - it was cleaned when it was written
