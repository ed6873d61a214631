"""How well a client's document meets a query, and by which of its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from atrium.clients.search.candidates import rarity
from atrium.clients.search.query import SIGNIFICANT, Query, Term
from atrium.clients.search.repair import SPELLING, likeness
from atrium.clients.search.tokens import LEGAL_FORMS, Field, shortened

NUMBER = "number"
_WORTH = {
    "n": 1.0,
    "l": 0.96,
    "c": 0.93,
    "x": 0.9,
    "e": 0.86,
    "t": 0.85,
    "s": 0.85,
    "z": 0.85,
    "f": 0.84,
}
MET = 0.5
OPTIONAL = 0.15
SHORTEST_MENDED = 3


@dataclass(slots=True)
class Match:
    """The best line for one term."""

    quality: float = 0.0
    line: int = -1
    kind: str = ""
    word: str = ""


@dataclass(slots=True)
class Ranked:
    """A client with its score and what met the query."""

    client: int
    score: float
    matches: list[Match]
    whole: bool
    lines: list[str] = field(repr=False)
    shown: str = field(repr=False)


class Ranking:
    """Scores documents against one query; what two words are to each other is worked out once."""

    def __init__(self, query: Query, counts: dict[int, int], *, mend: bool) -> None:
        self.query = query
        self.mend = mend
        self.number: int | None = None
        self._known: list[dict[str, tuple[float, str]]] = [{} for _ in query.terms]
        self._rare = [
            (0.25 + rarity(counts.get(n, 0))) * (1 if term.required else OPTIONAL)
            for n, term in enumerate(query.terms)
        ]
        self._pairs = [a.text + b.text for a, b in pairwise(query.terms)]
        self._total = sum(self._rare) or 1.0

    def rank(self, documents: Iterable[tuple[int, bool, str, str]]) -> list[Ranked]:
        """Best first; what meets nothing is left out."""
        ranked = [self._one(*document) for document in documents]
        found = [one for one in ranked if one.score > 0]
        return sorted(found, key=lambda one: (-one.score, one.client))

    def _one(self, client: int, archived: bool, text: str, shown: str) -> Ranked:  # noqa: FBT001
        lines = text.split("\n")
        if client == self.number:
            return Ranked(client, 2.0, [Match(1, -1, NUMBER)], whole=True, lines=lines, shown=shown)
        dialled = self._dialled(lines)
        split = [(place, line[0], line[2:].split(" ")) for place, line in enumerate(lines)]
        matches = [self._best(n, term, split) for n, term in enumerate(self.query.terms)]
        if self.mend:
            self._joined(matches, split)
        score = sum(r * m.quality for r, m in zip(self._rare, matches, strict=True)) / self._total
        whole = all(
            m.quality >= MET for m, t in zip(matches, self.query.terms, strict=True) if t.required
        )
        score = score * (1 if whole else 0.7) + self._shape(split[0][2], matches) if score else 0.0
        if dialled.quality > score:
            score, matches, whole = dialled.quality, [dialled], True
        score -= 0.02 if archived else 0
        return Ranked(client, score, matches, whole=whole, lines=lines, shown=shown)

    def _dialled(self, lines: list[str]) -> Match:
        best = Match()
        if not self.query.dialled:
            return best
        for place, line in enumerate(lines):
            if line[0] != "p":
                continue
            number = line[2:]
            for typed in self.query.dialled:
                if typed in number:
                    quality = 0.9 + 0.2 * len(typed) / len(number) + 0.02 * number.endswith(typed)
                elif len(typed) > SIGNIFICANT and number.endswith(typed[-SIGNIFICANT:]):
                    quality = 0.8
                else:
                    continue
                if quality > best.quality:
                    best = Match(quality, place, Field.PHONE, number)
        return best

    def _best(self, n: int, term: Term, split: list[tuple[int, str, list[str]]]) -> Match:
        best = Match()
        known = self._known[n]
        for place, code, found in split:
            worth = _WORTH.get(code, 0.0)
            if worth <= best.quality:
                continue
            if code == "e":
                quality, kind = self._address(term, found[0])
                if quality * worth > best.quality:
                    best = Match(quality * worth, place, kind, found[0])
                continue
            for word in found:
                if word in known:
                    match = known[word]
                else:
                    match = known[word] = self._word(term, word)
                if match[0] and match[0] * worth > best.quality:
                    best = Match(match[0] * worth, place, match[1], word)
        return best

    def _word(self, term: Term, word: str) -> tuple[float, str]:
        if term.pattern:
            return (1.0, "") if term.pattern.fullmatch(word) else (0.0, "")
        if word == term.text:
            return 1.0, ""
        if term.short in {word, shortened(word)}:
            return 0.98, SPELLING
        begun = next((form for form in term.forms if word.startswith(form)), "")
        if begun:
            return 0.82 + 0.15 * len(begun) / len(word), ""
        if word in term.also or not self.mend or len(term.text) < SHORTEST_MENDED:
            return term.also.get(word, (0.0, ""))
        return likeness(term, word) or (0.0, "")

    def _address(self, term: Term, address: str) -> tuple[float, str]:
        if term.address and term.address in address:
            return (1.15 if address.startswith(term.address) else 0.9), ""
        start = address.find(term.text)
        if start == 0:
            return 0.95, ""
        if start > 0 and not address[start - 1].isalnum():
            return 0.9, ""
        return 0.0, ""

    def _joined(self, matches: list[Match], split: list[tuple[int, str, list[str]]]) -> None:
        """Words typed as one that stand apart, and words typed apart that stand as one."""
        for place, code, found in split:
            worth = _WORTH.get(code, 0.0)
            for n, term in enumerate(self.query.terms):
                for pair in term.splits:
                    if pair[0] in found and pair[1] in found:
                        _better(matches, n, Match(0.95 * worth, place, SPELLING, " ".join(pair)))
            for n, joined in enumerate(self._pairs):
                word = next((word for word in found if word.startswith(joined)), "")
                if word:
                    quality = (0.8 + 0.15 * len(joined) / len(word)) * worth
                    _better(matches, n, Match(quality, place, SPELLING, word))
                    _better(matches, n + 1, Match(quality, place, SPELLING, word))

    def _shape(self, name: list[str], matches: list[Match]) -> float:
        """More for a name that is met wholly, from its beginning, in its order."""
        telling = [word for word in name if word not in LEGAL_FORMS] or name
        met = {match.word for match in matches if match.line == 0}
        bonus = 0.1 * sum(word in met for word in telling) / len(telling)
        if matches and matches[0].line == 0 and matches[0].word == name[0]:
            bonus += 0.03
        return bonus


def _better(matches: list[Match], n: int, match: Match) -> None:
    if match.quality > matches[n].quality:
        matches[n] = match
