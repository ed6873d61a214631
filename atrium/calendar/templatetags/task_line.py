"""A task as lists show it.

Drawn here, not in a template: a page has dozens of them, and this takes a tenth of the time.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.templatetags.atrium import avatar, icon
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.calendar.facts import Line
    from atrium.calendar.models import Task

register = template.Library()
# The lists of several clients' tasks, which say whose each is.
OF_MANY = frozenset(("agenda", "home", "follow"))
# Marks in what is kept for each language. The title goes in last, so that nothing typed is taken for one.
_KEY, _URL, _EDIT, _TITLE = (f"\N{INFORMATION SEPARATOR ONE}{part}" for part in range(4))


@register.simple_tag(takes_context=True)
def task_line(
    context: template.Context, line: Line, place: str, *, oob: bool = False
) -> SafeString:
    """Return one task as an item of the list ``place``; ``oob`` when it comes beside another answer."""
    task = line.task
    client: Any = task.client
    args = client.organisation.slug, client.number, task.public_id
    key, may = f"task-{place}-{task.public_id}", line.may_write and not client.is_archived
    html = (
        f'<li class="task" id="{key}"{" data-done" if task.is_done else ""}'
        f"{' data-hx-swap-oob="outerHTML"' if oob else ''}>"
        f"{_tick(task, key, f'{address("task-done", *args)}?in={place}', context.get('csrf_token'), may=may)}"
        f"{_client(client) if place in OF_MANY else ''}{_marks(line)}{_who(task)}{_due(line)}"
        f"{_acts(task, key, address('task', *args), place) if may else ''}</li>"
    )
    return mark_safe(html)  # noqa: S308 - each part is escaped


def _tick(task: Task, key: str, url: str, token: Any, *, may: bool) -> str:
    """The title with what ticks it off, also without JavaScript."""
    sends = (
        f' data-hx-post="{url}" data-hx-target="#{key}" data-hx-swap="outerMorph"'
        if may
        else " disabled"
    )
    whom = ""
    if task.with_whom:
        words = gettext("with {task.with_whom}").format(task=task)
        whom = f' <span class="task-whom">{escape(words)}</span>'
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">' if token else ""
    return (
        f'<form class="task-tick" method="post" action="{url}">{hidden}<label>'
        f'<input type="checkbox" id="{key}-done" name="done"{" checked" if task.is_done else ""}{sends}>'
        f'<span class="task-title" dir="auto">{escape(task.title)}{whom}</span></label>'
        f'<noscript><button class="btn btn-xs" type="submit">{gettext("Save")}</button></noscript></form>'
    )


def _client(client: Any) -> str:
    name = escape(client.name)
    return (
        f'<a class="task-client cut" href="{client.get_absolute_url()}" title="{name}">'
        f'{avatar(client.initials, client.hue, "xs", "square")}<span class="cut">{name}</span></a>'
    )


def _marks(line: Line) -> str:
    """What it came out of, and whether it comes again."""
    found, task, source = "", line.task, line.source
    if source:
        words = escape(str(source.label))
        found = (
            f'<a class="task-mark" href="{escape(source.path)}" title="{words}">'
            f"{icon(source.icon, 13)}"
            f'<span class="sr">{words}</span></a>'
        )
    if task.repeats and not task.is_done:
        words = escape(str(task.get_repeats_display()))
        found += (
            f'<span class="task-mark" title="{words}">{icon("repeat", 13)}'
            f'<span class="sr">{words}</span></span>'
        )
    return found


def _who(task: Task) -> str:
    who = task.assignee
    if who is None:
        return ""
    words = escape(gettext("For {task.assignee}").format(task=task))
    return (
        f'<span class="task-who" title="{words}">{avatar(who.initials, who.hue, "xs")}'
        f'<span class="sr">{words}</span></span>'
    )


def _due(line: Line) -> str:
    if not line.due:
        return ""
    day, due = line.task.due_on, escape(line.due)
    late = f'<span class="sr">{gettext("Overdue:")} </span>' if line.is_late else ""
    if day and not line.task.is_done:
        due = f'<time datetime="{day.isoformat()}" title="{spoken(day):%A %-d %B %Y}">{due}</time>'
    return f'<span class="task-due"{" data-late" if line.is_late else ""}>{late}{due}</span>'


def _acts(task: Task, key: str, url: str, place: str) -> str:
    title = escape(task.title)
    parts = {
        _KEY: key,
        _URL: f"{url}?in={place}",
        _EDIT: f"{url}?edit&amp;in={place}",
        _TITLE: title,
    }
    html = _acts_form(get_language())
    for mark, value in parts.items():
        html = html.replace(mark, value)
    return html


@lru_cache(maxsize=100)
def _acts_form(_language: str) -> str:
    """The buttons of any task, with marks where its own words and addresses stand."""
    change, away = gettext("Edit"), gettext("Remove")
    named: Any = {"task": SimpleNamespace(title=_TITLE)}
    this = escape(gettext("Edit {task.title}").format(**named))
    that = escape(gettext("Remove {task.title}").format(**named))
    aim = f'data-hx-target="#{_KEY}" data-hx-swap="outerHTML"'
    return (
        f'<span class="task-acts"><button class="icon-btn" type="button" aria-label="{this}" '
        f'title="{change}" data-hx-get="{_EDIT}" {aim}>{icon("pencil", 14)}</button>'
        f'<button class="icon-btn" type="button" aria-label="{that}" title="{away}" '
        f'data-hx-delete="{_URL}" {aim}>{icon("trash-2", 14)}</button></span>'
    )
