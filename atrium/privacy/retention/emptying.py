"""Emptying rows whose time is over, wherever their words lie: the row, the journal, the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from atrium.conversations.models import Image
from atrium.foundation.personal import KEPT
from atrium.foundation.translation import gettext
from atrium.privacy.history import blank, blanked
from atrium.privacy.wiping import AT_A_TIME, drop, emptied, removed
from atrium.timeline.kinds import KINDS
from atrium.timeline.models import Change, Erasing, Event


def empty_rows(label: str, keys: list[int], **besides: Any) -> None:
    """Empty the declared fields of rows of a model ("app.Model"), and set the others named."""
    kept = KEPT[label]
    empty = {name: emptied(kept, name) for name in kept.about} | besides
    kept.table._base_manager.filter(pk__in=keys).update(**empty)
    changes = Change.objects.to_rows(label.lower(), keys)
    for change in changes.iterator(AT_A_TIME):
        before, after = (blanked(state, empty) for state in (change.before, change.after))
        if (before, after) != (change.before, change.after):
            Change.objects.filter(pk=change.pk).update(before=before, after=after)
    empty_events(Event.objects.filter(subject_model=label.lower(), subject_id__in=keys))


def empty_events(events: Iterable[Event]) -> None:
    """Blank what the kinds of these events wipe; that they happened stays."""
    with Erasing.allowed(gettext("Their time was over.")):
        for event in list(events):
            kind = KINDS[event.kind]
            told: dict[str, Any] = event.particulars
            now = {n: blank(v) if n in kind.wipes else v for n, v in told.items()}
            if now != told:
                text = kind.revive(now).text()
                Event.objects.filter(pk=event.pk).update(particulars=now, text=text)


def drop_pictures(of: Q) -> None:
    """Remove the pictures that these rows show."""
    pictures = Image.objects.filter(of)
    stored = list(pictures.values_list("stored_as", flat=True))
    removed(pictures)
    drop(stored)
