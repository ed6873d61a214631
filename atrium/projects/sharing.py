"""That a link to a file is no way round a hold: deliverables and the files of projects (X08)."""

from __future__ import annotations

from django.db import models

from atrium.clients import causes
from atrium.documents.models import File, Folder
from atrium.documents.sharing import asked_before_sharing
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.projects.models import Deliverable
from atrium.projects.models.holding import hold_of
from atrium.projects.models.uploads import KEEPER


@asked_before_sharing
def refuse_what_is_held(thing: models.Model) -> None:
    """Refuse a link, new or opened, to what is delivered to a client on hold."""
    if isinstance(thing, Folder):
        inside = thing.keeper.startswith(f"{KEEPER}:") or _within(thing)
    elif isinstance(thing, File):
        folder = thing.folder
        inside = folder is not None and folder.keeper.startswith(f"{KEEPER}:")
        inside = inside or Deliverable.objects.filter(file=thing, removed_at=None).exists()
    else:
        return
    hold = hold_of(thing.client) if inside else None
    if hold is not None:
        msg = gettext(
            "{client} is on hold: {reason}. Nothing is delivered until it is taken off hold."
        ).format(client=thing.client, reason=hold.reason)
        raise Refusal(msg, cause=causes.ON_HOLD)


def _within(folder: Folder) -> bool:
    """Whether a deliverable lies in it, however deep."""
    level = [folder.pk]
    while level:
        held = Deliverable.objects.filter(file__folder__in=level, removed_at=None)
        if held.exists():
            return True
        level = list(Folder.objects.live().filter(parent__in=level).values_list("pk", flat=True))
    return False
