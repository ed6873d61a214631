"""Erasing one person wherever the organisation holds something of them."""

from __future__ import annotations

import re
from collections import Counter

from django.db.models import Q
from django.utils.timezone import now

from atrium.clients.duplicates import kept as alike
from atrium.clients.models import (
    Client,
    Contact,
    DuplicatePair,
    Link,
    SearchSpelling,
    SearchToken,
    State,
)
from atrium.clients.search.index import reindex
from atrium.clients.search.people_index import reindex_people
from atrium.clients.search.spelling import keys
from atrium.documents.models import Content, File, FileVersion
from atrium.foundation.formats.names import fold
from atrium.foundation.personal import KEPT
from atrium.imports.models import Export, Import, ImportRow
from atrium.organisations import current
from atrium.organisations.models import Answer
from atrium.privacy.history import wipe_changes, wipe_events
from atrium.privacy.letters import Letters
from atrium.privacy.looking import Looked
from atrium.privacy.person import Person
from atrium.privacy.wiping import drop, naming, removed, wipe_rows, wipe_words
from atrium.queue.models import TaskRun

_WORD = re.compile(r"[^\W_]+")


def erase(subject: Client | Contact, looked: Looked | None = None) -> dict[str, int]:
    """Erase the person, inside a transaction; how many rows of each table were touched.

    ``looked`` is what was found before it began. Stored files go by tasks that are enqueued with it, and
    words out of the indexes of SQLite by purging.py afterwards. Takes no journal: it cannot be undone.
    """
    person = Person(subject, looked)
    letters = Letters(person)
    # Read while it still says who wrote to whom.
    assert letters.shared is not None
    clients, contacts = person.clients, person.contacts
    found = set(clients) | set(
        Link.objects.filter(contact__in=contacts).values_list("client_id", flat=True)
    )
    contents = _contents(clients)
    imports = _imports(person)
    done: Counter[str] = Counter()
    done["timeline.Change"] = wipe_changes(person)
    done["conversations.Message"], stored = letters.wipe()
    rows, of_rows = wipe_rows(person)
    done.update(rows)
    done.update(wipe_words(person))
    done["timeline.Event"] = wipe_events(person)
    done["queue.TaskRun"] = _wipe_runs(person)
    _forget_answers(person)
    Client.objects.filter(pk__in=clients).update(state=State.ARCHIVED, state_since=now())
    Contact.objects.filter(pk__in=contacts).update(archived_at=now())
    _derive(person, sorted(found))
    drop([*stored, *of_rows, *_unused(contents), *_lists(imports)])
    return {name: count for name, count in sorted(done.items()) if count}


def _contents(clients: list[int]) -> list[int]:
    named = File.objects.filter(client__in=clients).values_list("content_id", flat=True)
    before = FileVersion.objects.filter(file__in=File.objects.filter(client__in=clients))
    return sorted({*named, *before.values_list("content_id", flat=True)} - {None})


def _unused(contents: list[int]) -> list[str]:
    """The bytes of contents that no other file has; their rows go at once."""
    rows = Content.objects.filter(pk__in=contents).unused()
    stored = [
        name
        for stored_as, sheets in rows.values_list("stored_as", "sheets")
        for name in (stored_as, *(sheet["stored_as"] for sheet in sheets))
    ]
    removed(rows)
    return stored


def _imports(person: Person) -> list[int]:
    """The imports that brought the person: their files hold them too."""
    rows = ImportRow.objects.filter(client__in=person.clients)
    keys = set(rows.values_list("of_import_id", flat=True))
    if person.wording:
        named = naming(person, KEPT["imports.ImportRow"], ("raw",))
        keys |= set(named.values_list("of_import_id", flat=True))
    return sorted(keys)


def _lists(imports: list[int]) -> list[str]:
    """The files of these imports, and those of all exported lists that lie around."""
    stored = [*Import.objects.filter(pk__in=imports).values_list("stored_as", flat=True)]
    for made in Export.objects.exclude(stored_as=""):
        stored.append(made.stored_as)
        Export.objects.filter(pk=made.pk).update(stage="expired", stored_as="")
    return [name for name in stored if name]


def _wipe_runs(person: Person) -> int:
    """Take the person's words out of what the queue reports of the organisation's runs."""
    place, count = current.required(), 0
    names = ("args", "kwargs", "errors", "result")
    if not person.wording:
        return 0
    for run in TaskRun.objects.exclude(finished_at=None).iterator():
        if run.args[:1] != [place]:
            continue
        now = {name: person.wording.replaced(getattr(run, name)) for name in names}
        if any(now[name] != getattr(run, name) for name in names):
            count += TaskRun.objects.filter(pk=run.pk).update(**now)
    return count


def _forget_answers(person: Person) -> None:
    gone = [
        row.pk
        for row in Answer.objects.iterator()
        if person.wording.within(bytes(row.body).decode("utf-8", "replace"))
    ]
    removed(Answer.objects.filter(pk__in=gone))


def _derive(person: Person, clients: list[int]) -> None:
    """Make anew what search and the duplicates know."""
    reindex_people(person.contacts)
    reindex(clients)
    pairs = DuplicatePair.objects.filter(Q(first_key__in=clients) | Q(second_key__in=clients))
    removed(pairs)
    alike.refresh(clients)
    wording = person.wording
    said = {w for t in (*wording.names, *wording.addresses) for w in _WORD.findall(fold(t))}
    used = set(SearchToken.objects.filter(token__in=said).values_list("token", flat=True))
    # By its keys: a word alone would be looked for in the whole vocabulary.
    gone = said - used
    spelled = {key for word in gone for key in keys(word)}
    removed(SearchSpelling.objects.filter(key__in=spelled, word__in=gone))
