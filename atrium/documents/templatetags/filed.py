"""Files and folders as the tab of a client's files shows them.

Drawn here, not in a template: a page has forty of them, and this takes a tenth of the time.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from atrium.foundation.addresses import address
from atrium.foundation.templatetags.atrium import icon
from atrium.foundation.translation import gettext, ngettext

if TYPE_CHECKING:
    from atrium.documents.facts import Line

register = template.Library()

MOST_TAGS = 3


@register.simple_tag
def file_row(line: Line, *, moves: bool) -> SafeString:
    """The row of a file; where it ``moves`` it can be dragged into a folder."""
    file, name, url = line.file, escape(line.file.name), line.url
    at, exact, day = line.changed
    drag = f' draggable="true" data-drag-file="{file.public_id}"' if moves else ""
    select = escape(gettext("Select {name}").format(name=file.name))
    html = (
        f'<tr id="file-{file.pk}"{drag} data-opens-window="{url}"><td><input type="checkbox" id="pick-{file.pk}" '
        f'name="selected" value="{file.public_id}" aria-label="{select}"></td>'
        f'<th scope="row"><span class="cell">{_face(line)}<span class="file-text">'
        f'<a href="{url}" target="_blank" rel="noopener" dir="auto">{name}</a>'
        f'<span class="file-marks">{_marks(line)}</span></span></span></th>'
        f'<td class="only-wide">{escape(line.kind or line.sort)}</td>'
        f'<td class="num"><time datetime="{at}" title="{exact}">{day}</time></td>'
        f'<td class="r num only-wide">{escape(line.size)}</td></tr>'
    )
    return mark_safe(html)  # noqa: S308 - put together from escaped parts


@register.simple_tag
def folder_tile(folder: Any, here: str, *, edits: bool) -> SafeString:
    """A folder, which opens with a click; who ``edits`` can change it, drag it and drop files on it."""
    place, name = folder.client, escape(folder.name)
    url = address("folder", place.organisation.slug, place.number, folder.public_id)
    inside = f"{here}?folder={folder.public_id}"
    drag, more = "", ""
    if not folder.keeper:
        drag = f' data-folder-drop="{folder.public_id}"'
    if edits and not folder.keeper:
        drag = f' draggable="true" data-drag-folder="{folder.public_id}"{drag}'
        change = escape(gettext("Change the folder {name}").format(name=folder.name))
        title = escape(gettext("Rename, move, share, remove"))
        more = (
            f'<a class="icon-btn" href="{url}" data-hx-get="{url}" data-hx-target="#dialogs" '
            f'data-hx-swap="beforeend" aria-label="{change}" '
            f'title="{title}">{icon("ellipsis", 16)}</a>'
        )
    files = escape(gettext("files"))
    html = (
        f'<li class="folder" id="folder-{folder.pk}"{drag}><a class="folder-name" href="{inside}" '
        f'data-hx-get="{inside}" data-hx-target="#client-main" data-hx-swap="outerMorph" '
        f'data-hx-push-url="true">{icon("folder-kanban" if folder.keeper else "folder", 18)}'
        f'<b dir="auto">{name}</b><span class="dim num">{folder.held}<span class="sr"> {files}</span>'
        f"</span></a>{more}</li>"
    )
    return mark_safe(html)  # noqa: S308 - put together from escaped parts


def _face(line: Line) -> str:
    if not line.has_picture:
        return f'<span class="file-icon" data-hue="{line.hue}">{icon(line.icon, 16)}</span>'
    client = line.file.client
    at = client.organisation.slug, client.number, line.file.public_id, 1
    return (
        f'<img class="file-thumb" src="{address("file-sheet", *at)}" alt="" '
        'width="34" height="34" loading="lazy">'
    )


def _marks(line: Line) -> str:
    """What is to be known at a glance: folder, shared, links, expiry, version, tags."""
    file = line.file
    found = []
    if line.folder:
        found.append(f"<span>{icon('folder', 11)}{escape(line.folder)}</span>")
    if file.is_shared:
        found.append(
            f'<span class="chip" data-tone="info">{icon("users", 11)}{escape(gettext("Shared"))}</span>'
        )
    if line.links:
        word = escape(ngettext("link", "links", line.links))
        told = f'{line.links}<span class="sr"> {word}</span>'
        found.append(f'<span class="chip">{icon("link", 11)}{told}</span>')
    if line.tone:
        found.append(f'<span class="chip" data-tone="{line.tone}">{escape(line.expires)}</span>')
    if file.number > 1:
        found.append(
            f"<span>{escape(gettext('Version {number}').format(number=file.number))}</span>"
        )
    found += [f'<span class="mini">{escape(tag)}</span>' for tag in file.tag_list[:MOST_TAGS]]
    return "".join(found)
