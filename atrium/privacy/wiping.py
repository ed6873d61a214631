"""Taking a person out of the tables: their rows, their words in other rows, what is derived."""

from __future__ import annotations

from collections import Counter
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from atrium.clients.models import Client, Contact
from atrium.foundation import files
from atrium.foundation.personal import KEPT, Fate, Kept
from atrium.organisations.owned import Owned
from atrium.privacy.looking import AHEAD, Looked
from atrium.privacy.perhaps import Perhaps
from atrium.privacy.person import Person
from atrium.privacy.wording import Wording

AT_A_TIME = 500
# These have a wiping of their own: letters.py, history.py.
APART = frozenset(
    {
        "conversations.Message",
        "conversations.Attachment",
        "conversations.Party",
        "conversations.Thread",
        "timeline.Event",
        "timeline.Change",
        "documents.Content",
        "queue.TaskRun",
        "organisations.Answer",
    }
)

# Longer than what a number may have between two of its digits.
_GAP = Value("\n\n\n\n", output_field=TextField())
# Where the story and the journal hold words.
TOLD = {"Event": ("particulars", "text"), "Change": ("before", "after")}


def emptied(kept: Kept, name: str) -> Any:
    """What a field says of an erased person."""
    field: Any = kept.table._meta.get_field(name)
    if name in kept.instead:
        return kept.instead[name]
    if field.null:
        return None
    return field.get_default() if isinstance(field, models.JSONField) else ""


def wipe_rows(person: Person) -> tuple[Counter[str], list[str]]:
    """Empty or remove the person's own rows; how many of each table, and files to be dropped."""
    # All keys first: what is removed would hide what hangs on it.
    keys = {kept.model: person.keys(kept) for kept in person.all}
    done: Counter[str] = Counter()
    stored: list[str] = []
    for kept in person.all:
        if kept.model in APART or kept.fate == Fate.STAYS or not keys[kept.model]:
            continue
        table: Any = kept.table
        for some in batched(keys[kept.model], AT_A_TIME):
            rows = table.objects.filter(pk__in=some)
            stored += (
                [name for row in rows.values_list(*kept.files) for name in row if name]
                if kept.files
                else []
            )
            if kept.fate == Fate.DELETE:
                done[kept.model] += removed(rows)
            else:
                done[kept.model] += rows.update(**{n: emptied(kept, n) for n in kept.about})
    return done, stored


def wipe_words(person: Person) -> Counter[str]:
    """Take the person's names, addresses and numbers out of every free text; how many rows of each table."""
    done: Counter[str] = Counter()
    for kept in KEPT:
        names = texts_of(kept)
        if names and kept.model not in APART and issubclass(kept.table, Owned):
            done[kept.model] += replace_in(person, kept, names)
    return done


def texts_of(kept: Kept) -> tuple[str, ...]:
    """The texts of a table in which anybody may be named."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return tuple(name for name in kept.loose if isinstance(kept.table._meta.get_field(name), kinds))


def replace_in(person: Person, kept: Kept, names: tuple[str, ...]) -> int:
    """Replace the person's words in these fields of a table; how many rows had any."""
    if not person.wording:
        return 0
    table: Any = kept.table
    count = 0
    for row in naming(person, kept, names).values("pk", *names):
        now = {name: person.wording.replaced(row[name]) for name in names}
        if any(now[name] != row[name] for name in names):
            count += table.objects.filter(pk=row["pk"]).update(**now)
    return count


def naming(person: Person, kept: Kept, names: tuple[str, ...]) -> models.QuerySet[Any]:
    """The rows of a table whose fields name the person."""
    table: Any = kept.table
    texts = [Cast(name, TextField()) for name in names]
    # One look at a row costs a third of three; no pattern reaches over the gap.
    apart = [part for text in texts for part in (_GAP, text)]
    rows: models.QuerySet[Any] = table.objects.alias(said=Concat(*apart))
    rows = rows.filter(_named_in(person.wording))
    looked = person.looked
    # Somebody may have given the person another name since.
    if looked is None or looked.pattern != person.wording.pattern:
        return rows
    return looked.narrowed(kept, names, rows)


def _named_in(wording: Wording) -> Any:
    """Whether ``said`` names the person: asked exactly of what may, and in that order, which a mere AND leaves open."""
    exactly = Q(said__iregex=wording.pattern)
    if not wording.hints:
        return exactly
    return Case(
        When(Perhaps(F("said"), wording.hints), then=exactly),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def read_ahead() -> list[tuple[Kept, tuple[str, ...]]]:
    """The large tables, each with the texts in which a person is looked for before writers are kept out."""
    told = [(kept, texts_of(kept)) for kept in KEPT if kept.model not in APART]
    told += [(KEPT[f"timeline.{name}"], fields) for name, fields in TOLD.items()]
    return [(kept, names) for kept, names in told if kept.model in AHEAD and names]


def look_ahead(subject: Client | Contact) -> Looked | None:
    """Look for what names the person in the large tables, before writers are kept out."""
    if not Looked.helps():
        return None
    looked, person = Looked(), Person(subject)
    if not person.wording:
        return None
    looked.pattern, looked.journal = person.wording.pattern, person.journal
    for kept in person.all:
        person.once(kept.model.lower(), kept.direct)
    for kept, names in read_ahead():
        looked.look(kept, names, naming(person, kept, names))
    return looked


def removed(rows: models.QuerySet[Any]) -> int:
    """Take the rows away with one statement; how many."""
    # delete() would collect by bare keys, across organisations.
    return rows._raw_delete(rows.db) or 0  # noqa: SLF001


def drop(stored: list[str]) -> None:
    """Let the queue remove stored files, once the rows that named them are gone for good."""
    for name in set(stored):
        files.remove_file.enqueue(name)
