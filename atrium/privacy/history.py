"""Taking a person out of what was told and changed: that something happened stays, to whom does not."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from atrium.foundation.personal import ERASED, KEPT, Fate
from atrium.foundation.translation import gettext
from atrium.privacy.person import Person
from atrium.privacy.wiping import AT_A_TIME, TOLD, emptied, naming, removed
from atrium.timeline.kinds import KINDS, Kind
from atrium.timeline.models import Change, Erasing, Event


def wipe_events(person: Person) -> int:
    """Blank what the kinds wipe, and the person's words in the rest; how many events."""
    own = Q(client__in=person.clients)
    named: Any = Q(pk__in=[])
    if person.wording:
        found = naming(person, KEPT["timeline.Event"], TOLD["Event"])
        named = Q(pk__in=list(found.values_list("pk", flat=True)))
    count = 0
    with Erasing.allowed(gettext("A person was erased.")):
        for event in Event.objects.filter(own | named).iterator(AT_A_TIME):
            now = _without(person, KINDS[event.kind], event)
            if now != event.particulars or person.wording.within(event.text):
                text = KINDS[event.kind].revive(now).text()
                count += Event.objects.filter(pk=event.pk).update(particulars=now, text=text)
    return count


def _without(person: Person, kind: type[Kind], event: Event) -> dict[str, Any]:
    told: dict[str, Any] = event.particulars
    said = event.told
    about = event.client_id in person.clients or any(
        person.wording.is_all_of(said[name])
        for name in kind.wipes
        if isinstance(said.get(name), str)
    )
    if about:
        told = {n: blank(v) if n in kind.wipes else v for n, v in told.items()}
    return person.wording.replaced(told) if person.wording else told


def blank(value: Any) -> Any:
    """What a wiped particular of an event says."""
    if isinstance(value, list):
        return []
    return ERASED if isinstance(value, str | dict) and value else value


def wipe_changes(person: Person) -> int:
    """Blank or drop what the journal kept of the person's rows, also of those that are gone; how many changes."""
    count = 0
    for kept in person.all:
        name = kept.model.lower()
        ids = {*person.keys(kept), *person.once(name, kept.direct)}
        if not ids:
            continue
        changes = Change.objects.filter(model=name, object_id__in=ids)
        if kept.fate == Fate.DELETE:
            count += removed(changes)
            continue
        empty = {n: emptied(kept, n) for n in kept.about} if kept.fate == Fate.BLANK else {}
        for change in changes.iterator(AT_A_TIME):
            before, after = (blanked(state, empty) for state in (change.before, change.after))
            if (before, after) != (change.before, change.after):
                count += Change.objects.filter(pk=change.pk).update(before=before, after=after)
    return count + _words(person)


def blanked(state: Any, empty: dict[str, Any]) -> Any:
    """What the journal kept of a row, with these fields emptied."""
    if not isinstance(state, dict):
        return state
    return {name: empty.get(name, value) for name, value in state.items()}


def _words(person: Person) -> int:
    if not person.wording:
        return 0
    count = 0
    for change in naming(person, KEPT["timeline.Change"], TOLD["Change"]).iterator(AT_A_TIME):
        before, after = (person.wording.replaced(state) for state in (change.before, change.after))
        count += Change.objects.filter(pk=change.pk).update(before=before, after=after)
    return count
