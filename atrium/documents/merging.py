"""Files, their folders and links go to the client that stays."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, goes_along, lets_go, loose, moves, moves_all
from atrium.documents.models.folder_checking import LONGEST
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy

moves_all("documents.file", noun=gettext_lazy("files"))
goes_along("documents.file", "folder")
lets_go("documents.file", "binned_with")
moves_all("documents.agreement", noun=gettext_lazy("agreements"))
lets_go("documents.agreement", "file")
lets_go("documents.agreement", "renews")
moves_all("documents.share", noun=gettext_lazy("links"))
loose("documents.share.subject_id", kept_by=gettext_lazy("names what moves with it"))
moves_all("documents.upload")
lets_go("documents.upload", "folder")
lets_go("documents.upload", "of_file")
lets_go("documents.upload", "file")
goes_along("documents.folder", "parent")
lets_go("documents.folder", "binned_with")


@moves("documents.folder", noun=gettext_lazy("folders"))
def folders(moving: Moving) -> None:
    """One whose name stands at the top of the client that stays gets a number behind it."""
    taken = {row.name_key for row in moving.standing if _at_the_top(row)}
    for row in moving.rows:
        if not _at_the_top(row):
            continue
        name, number = row.name, 2
        while fold(name)[: LONGEST * 2] in taken:
            name, number = f"{row.name[: LONGEST - 6]} ({number})", number + 1
        taken.add(fold(name)[: LONGEST * 2])
        if name != row.name:
            moving.set(row, name=name, name_key=fold(name)[: LONGEST * 2])


def _at_the_top(row: object) -> bool:
    return getattr(row, "parent_id", None) is None and getattr(row, "binned_at", None) is None
