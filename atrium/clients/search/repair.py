"""What may have been meant by a word that was not found as typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise

from django.db import connection
from django.db.models import F
from rapidfuzz.distance import OSA

from atrium.clients.models import SearchSpelling
from atrium.clients.search.candidates import Range
from atrium.clients.search.query import Query, Term, nicknames
from atrium.clients.search.spelling import SOUND, mistyped, sound
from atrium.clients.search.tokens import spellable
from atrium.organisations import current

MOST_WORDS = 6
MOST_LOOKED_AT = 400
LEAST_ALIKE = 0.6
SHORTEST_PIECE = 3
NICKNAME, SPELLING, SOUNDING = "nickname", "spelling", "sound"


def repair(query: Query) -> Iterator[Range]:
    """Learn what else the words may be, and say where to look for it."""
    terms = [(n, term) for n, term in enumerate(query.terms) if term.required and not term.pattern]
    called = {n: nicknames(term.text) for n, term in terms}
    pieces = {n: list(_pieces(term.text)) for n, term in terms}
    known = _existing({*chain(*called.values()), *chain(*chain(*pieces.values()))})
    slips = _alike({n: term for n, term in terms if spellable(term.text)})
    for n, term in terms:
        names = sorted(called[n] & known)[: 2 * MOST_WORDS]
        term.also = dict.fromkeys(names, (0.82, NICKNAME)) | slips.get(n, {})
        term.splits = [pair for pair in pieces[n] if known.issuperset(pair)]
    for term in query.terms:
        if term.pattern:
            _fitting(term)
    yield from _ranges(query)
    for (n, one), (_, other) in pairwise(terms):
        yield Range(one.text + other.text, n, 0.9)


def _ranges(query: Query) -> Iterator[Range]:
    for n, term in enumerate(query.terms):
        for word, (quality, _) in term.also.items():
            yield Range(word, n, quality, exact=True)
        for pair in term.splits:
            yield from (Range(piece, n, 0.6, exact=True) for piece in pair)


def _existing(words: set[str]) -> set[str]:
    """Those of the words that the organisation's vocabulary has."""
    rows = _spelled(sorted(words), " AND key = word", len(words)) if words else []
    return {word for _, word in rows}


def _spelled(keys: list[str], also: str, most: int) -> list[tuple[str, str]]:
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, word FROM {SearchSpelling._meta.db_table}"  # noqa: S608 - our own words
            f" WHERE organisation_id = %s AND key IN ({marks}){also} ORDER BY key, word LIMIT {most}",
            [current.required(), *keys],
        )
        rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def _alike(terms: dict[int, Term]) -> dict[int, dict[str, tuple[float, str]]]:
    """Words of the vocabulary that a typed word is a slip of, or sounds like."""
    keys: dict[str, set[int]] = defaultdict(set)
    for n, term in terms.items():
        for form in term.forms:
            for key in (*mistyped(form), SOUND + sound(form)):
                keys[key].add(n)
    found: dict[int, dict[str, tuple[float, str]]] = defaultdict(dict)
    if not keys:
        return found
    for key, word in _spelled(sorted(keys), "", MOST_LOOKED_AT * len(terms)):
        for n in keys[key]:
            if word not in found[n] and word not in terms[n].forms:
                found[n][word] = likeness(terms[n], word) or (0.0, "")
    return {n: _most_alike(words) for n, words in found.items()}


def _most_alike(words: dict[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    ordered = sorted(words.items(), key=lambda item: (-item[1][0], item[0]))
    return {word: match for word, match in ordered[:MOST_WORDS] if match[0]}


def likeness(term: Term, word: str) -> tuple[float, str] | None:
    """How alike a word of the vocabulary is to what was typed, and in what way; None if it is not."""
    best, kind = 0.0, SPELLING
    for form in term.forms:
        allowed = slips_allowed(len(form))
        slips = OSA.distance(form, word, score_cutoff=allowed)
        if slips <= allowed:
            alike = 1 - slips / max(len(form), len(word))
            best = max(best, 0.92 * alike)
        elif len(form) >= 5 and len(word) > len(form):  # noqa: PLR2004 - shorter beginnings tell nothing
            slips = OSA.distance(form, word[: len(form)], score_cutoff=1)
            if slips <= 1:
                best = max(best, 0.7 * (1 - slips / len(form)))
    if best < 0.8 and sound(term.short) == sound(word):  # noqa: PLR2004 - what sounds alike is worth that
        best, kind = 0.8, SOUNDING
    return (best, kind) if best >= LEAST_ALIKE * 0.9 else None


def slips_allowed(length: int) -> int:
    """How many slips a word of this length may have."""
    return 1 if length < 6 else 2 if length < 11 else 3  # noqa: PLR2004


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The ways in which a word may be two that were typed as one."""
    for at in range(SHORTEST_PIECE, len(text) - SHORTEST_PIECE + 1):
        yield text[:at], text[at:]


def _fitting(term: Term) -> None:
    """Words of the vocabulary that fit ``*`` and ``?``."""
    assert term.pattern is not None
    pattern = "^" + term.pattern.pattern + "$"
    rows = SearchSpelling.objects.filter(key=F("word"), word__regex=pattern).order_by("word")
    for word in rows.values_list("word", flat=True)[: 8 * MOST_WORDS]:
        term.also[word] = (0.95, "")
