"""Why a search found nothing, and what to try next (J20).

Everything that is told stands on clients that the asker sees: a suggestion is the name of one of
them, never a word of the vocabulary, which hidden clients add to as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F
from rapidfuzz import fuzz, process

from atrium.clients import causes
from atrium.clients.absent import places_of
from atrium.clients.models import Client, SearchSpelling
from atrium.clients.search.candidates import END
from atrium.clients.search.query import Query, Term
from atrium.clients.search.tokens import spellable
from atrium.foundation.causes import ASK_FOR_ACCESS, Explanation, Step
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST_COUNTED = 10
MOST_SUGGESTED = 3
MOST_ALIKE = 6
LEAST_ALIKE = 60
ALIKE_BEGINNING = 2
MOST_LOOKED_AT = 2000

type Seen = Callable[[Member, str, int, bool], list[Client]]


@dataclass(frozen=True)
class Asked:
    """A search that found nothing. ``seen`` looks again: member, words, how many, archive as well."""

    member: Member
    query: Query
    archived: bool
    memberships: tuple[Member, ...]
    seen: Seen

    def found(self, words: str, most: int, *, archived: bool | None = None) -> list[Client]:
        archive = self.archived if archived is None else archived
        return self.seen(self.member, words, most, archive)


def nothing(asked: Asked) -> Explanation:
    """The first reason that holds, with the next steps of all that do."""
    told = [one for reason in _REASONS if (one := reason(asked)) is not None]
    steps = [*(step for one in told for step in one.steps), *_creating(asked)]
    if not asked.member.can(Can.CLIENTS_SEE_ALL):
        steps.append(ASK_FOR_ACCESS)
    first = told[0]
    text = first.text
    if first.code == causes.NOTHING and not asked.member.can(Can.CLIENTS_SEE_ALL):
        text += gettext(
            " Clients whose access is restricted are found only by those who may see them."
        )
    return Explanation(first.code, text, tuple(steps))


def _too_short(asked: Asked) -> Explanation | None:
    query = asked.query
    if query.terms or query.dialled or query.number is not None:
        return None
    text = gettext(
        "“{query}” has no letter or digit to look for. Type part of a name or a number."
    ).format(query=query.text)
    return Explanation(causes.TOO_SHORT, text)


def _archived(asked: Asked) -> Explanation | None:
    if asked.archived:
        return None
    found = [c for c in asked.found(asked.query.text, MOST_COUNTED, archived=True) if c.is_archived]
    if not found:
        return None
    count = len(found)
    more = gettext("10 or more") if count == MOST_COUNTED else str(count)
    organisation, words = asked.member.organisation, asked.query.text
    step = causes.look(
        organisation,
        "search_archive",
        ngettext("See it in the archive", "See them in the archive", count),
        q=words,
        state="archived",
    )
    text = ngettext(
        "One archived client matches “{words}”. Include the archive to see it.",
        "{count} archived clients match “{words}”. Include the archive to see them.",
        count,
    ).format(count=more, words=words)
    return Explanation(causes.ONLY_ARCHIVED, text, (step,))


def _spelled(asked: Asked) -> Explanation | None:
    """Clients whose names are further from what was typed than slips of the finger are."""
    found: dict[int, Client] = {}
    for words in _respelled(asked.query):
        for client in asked.found(words, 1):
            found.setdefault(client.pk, client)
        if len(found) == MOST_SUGGESTED:
            break
    if not found:
        return None
    some = list(found.values())
    names = ", ".join(client.name for client in some)
    text = gettext("Nothing matches “{query}”. Did you mean {names}?").format(
        query=asked.query.text, names=names
    )
    return Explanation(causes.OTHER_SPELLING, text, tuple(map(causes.open_client, some)))


def _respelled(query: Query) -> Iterator[str]:
    terms = [term.text for term in query.required]
    for at, term in enumerate(query.required):
        for word in _alike(term):
            yield " ".join([*terms[:at], word, *terms[at + 1 :]])


def _alike(term: Term) -> list[str]:
    if term.pattern is not None or not spellable(term.text):
        return []
    start = term.text[:ALIKE_BEGINNING]
    rows = SearchSpelling.objects.filter(key__gte=start, key__lt=start + END, key=F("word"))
    known = rows.order_by("key").values_list("word", flat=True)[:MOST_LOOKED_AT]
    best = process.extract(term.text, known, scorer=fuzz.ratio, limit=MOST_ALIKE)
    return [word for word, score, _ in best if score >= LEAST_ALIKE and word != term.text]


def _elsewhere(asked: Asked) -> Explanation | None:
    """Other organisations of the person in which they would find it."""
    steps: list[Step] = []
    words = asked.query.text
    for other in places_of(asked.member, asked.memberships):
        with current.entered(other.organisation):
            found = asked.seen(other, words, 1, asked.archived)
        if found:
            label = gettext("Search in {organisation}").format(organisation=other.organisation)
            steps.append(causes.look(other.organisation, "search_elsewhere", label, q=words))
    if not steps:
        return None
    text = gettext(
        "Nothing here matches “{words}”, but something in another organisation of yours does."
    ).format(words=words)
    return Explanation(causes.ELSEWHERE, text, tuple(steps))


def _otherwise(asked: Asked) -> Explanation:
    text = gettext("Nothing matches “{query}”.").format(query=asked.query.text)
    return Explanation(
        causes.NOTHING,
        gettext("{text} Try part of a name, an e-mail address or a phone number.").format(
            text=text
        ),
    )


def _creating(asked: Asked) -> list[Step]:
    may = asked.member.can(Can.CLIENTS_EDIT) and asked.query.terms
    return [causes.create(asked.member.organisation, asked.query.text)] if may else []


_REASONS: tuple[Callable[[Asked], Explanation | None], ...] = (
    _too_short,
    _archived,
    _spelled,
    _elsewhere,
    _otherwise,
)
