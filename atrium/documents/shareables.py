"""That files and folders can be shared by a link."""

from __future__ import annotations

from atrium.documents.models import Content, File, Folder, Reading
from atrium.documents.sharing import Shareable, Shown, refuse_sharing, shareable
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

MOST = 500


def _file(file: File) -> list[Shown]:
    return [] if file.binned_at else [Shown(file)]


def _folder(folder: Folder) -> list[Shown]:
    """All in it, however deep; under each where it stands."""
    found: list[Shown] = []
    level = {} if folder.binned_at else {folder.pk: ""}
    while level and len(found) < MOST:
        rows = File.objects.live().filter(folder__in=level).select_related("content")
        shown = rows.defer("content__text").order_by("name_key", "id")
        found += [Shown(file, level[file.folder_id or 0]) for file in shown[: MOST - len(found)]]
        inner = Folder.objects.live().filter(parent__in=level).order_by("name_key", "id")
        level = {
            each.pk: f"{level[each.parent_id or 0]} / {each.name}".removeprefix(" / ")
            for each in inner
        }
    return found


def _refuse_file(file: File) -> None:
    if file.binned_at is not None:
        msg = gettext("{file} is in the bin; bring it back first.").format(file=file)
        raise Refusal(msg)
    harmful = Content.objects.filter(pk=file.content_id, reading=Reading.HARMFUL)
    if harmful.exists():
        msg = gettext("A virus was found in this file, so it cannot be shared.")
        raise Refusal(msg)
    refuse_sharing(file)


def _refuse_folder(folder: Folder) -> None:
    if folder.binned_at is not None:
        msg = gettext("The folder {folder} is in the bin; bring it back first.").format(
            folder=folder
        )
        raise Refusal(msg)
    refuse_sharing(folder)


shareable("documents.file", Shareable(noun=gettext_lazy("file"), files=_file, refuse=_refuse_file))
shareable(
    "documents.folder", Shareable(noun=gettext_lazy("folder"), files=_folder, refuse=_refuse_folder)
)
