"""What a folder may be called, and how deep it may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.errors import Refusal
from atrium.foundation.files import name_of
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.documents.models.folder import Folder

LONGEST = 100
DEEPEST = 8


def cleaned(name: str) -> str:
    """A name as it is kept; refused where nothing is left of it."""
    clean = name_of(name.replace("/", "-").replace("\\", "-"), "")[:LONGEST].strip()
    if not clean:
        msg = gettext("Give the folder a name.")
        raise Refusal(msg, field="name")
    return clean


def refuse_deep(parent: Folder, field: str) -> None:
    """Refused where a folder in this one would stand too deep."""
    if parent.depth() >= DEEPEST:
        msg = gettext("Folders stand at most {deepest} deep in each other.")
        raise Refusal(msg.format(deepest=DEEPEST), field=field)
