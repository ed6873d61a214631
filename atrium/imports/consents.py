"""What a file says was agreed to, beside what stands here: a withdrawal gives way to nothing that may be older (X11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from atrium.clients.models import Client, Contact
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.imports.agreed import Entry, identifier

if TYPE_CHECKING:
    from atrium.imports.content import Content
    from atrium.imports.draft import Draft
    from atrium.imports.words import Words
    from atrium.organisations.models import Member, Organisation
    from atrium.timeline.acting import Acting


class Purpose(Protocol):
    """What somebody may agree to."""

    public_id: UUID
    label: str
    label_key: str
    covers_mailings: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client or a person said to a purpose, as a file has it."""

    of: Client | Contact
    shown_with: Client
    purpose: Purpose
    on: date
    entry: Entry


class Keeper(Protocol):
    """The app that keeps what was agreed to; it stands above this one."""

    def purposes(self) -> Sequence[Purpose]:
        """All of them, in their order."""

    def add_purpose(self, label: str, place: int, act: Acting) -> Purpose:
        """One more, as part of the import's act."""

    def has(self, identifier: str) -> bool:
        """Whether there is an answer with this id."""

    def said_by(
        self, clients: Collection[int], contacts: Collection[int]
    ) -> Iterable[tuple[int | None, int | None, str, bool, date]]:
        """What these said: client, person, label of the purpose, whether they agreed, when; the oldest first."""

    def write(self, answers: Sequence[Answer], by: Member, act: Acting) -> None:
        """Keep the answers, and tell each on the timeline of its client."""


_KEEPERS: list[Keeper] = []


def keeps_consents[K: type[Keeper]](keeper: K) -> K:
    """Let imports ask an object of this class; there is one."""
    _KEEPERS.append(keeper())
    return keeper


def known_purposes() -> Sequence[Purpose]:
    """What somebody may agree to here."""
    return _KEEPERS[0].purposes()


@dataclass(slots=True)
class Standing:
    """What was said to a purpose: last, and each answer with its day."""

    given: bool
    on: date
    answers: set[tuple[bool, date]] = field(default_factory=set)


class ConsentWords:
    """The purposes of the organisation, by their id and by what a file calls them; read when a file has some."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._here: dict[str, bool] = {}

    @cached_property
    def _purposes(self) -> dict[str, Purpose]:
        found = known_purposes()
        return {p.label_key: p for p in found} | {str(p.public_id): p for p in found}

    def purpose(self, named: str) -> Purpose | None:
        """The purpose with this id or label, as far as it is here."""
        return self._purposes.get(named) or self._purposes.get(fold(named)[:80])

    def is_here(self, entry: Entry) -> bool:
        """Whether an answer with the id of the entry is here, or was taken from this file already."""
        named = entry.get("id", "")
        if named and named not in self._here:
            self._here[named] = _KEEPERS[0].has(named)
        return bool(named) and self._here[named]

    def took(self, entry: Entry) -> None:
        """An answer of the file was taken; it may stand there once more."""
        if named := entry.get("id", ""):
            self._here[named] = True

    def settle(self, content: Content) -> None:
        """Leave out what fits no purpose and no day that was, and say so; it stays as a field."""
        kept, today = [], self.organisation.today().isoformat()
        for entry in content.consents:
            header, text = entry.pop("header", ""), entry.pop("text", "")
            if entry["on"] > today:
                reason = gettext("“{text}” is a day to come; nobody can have agreed then.")
                reason = reason.format(text=entry["on"])
            elif identifier(entry["purpose"]) and self.purpose(entry["purpose"]) is None:
                reason = gettext("The purpose of this column is gone. Match the columns anew.")
            else:
                kept.append(entry)
                continue
            content.extra |= {header: text} if header else {}
            content.problems.append([header or entry["purpose"], reason, True])
        content.consents = kept

    def make(self, content: Content, act: Acting) -> None:
        """Add the purposes of an export that are missing here."""
        for entry in content.consents:
            label = entry["purpose"]
            if not identifier(label) and self.purpose(label) is None:
                place = len(self._purposes)
                self._purposes[fold(label)[:80]] = _KEEPERS[0].add_purpose(label, place, act)


type Said = dict[tuple[int, str], Standing]


class Agreed:
    """What a draft has of it, and the drafts that were read together with it; most files say nothing, and it stays bare."""

    kin: Collection[Draft] = ()
    said: Said | None = None
    consents: Sequence[Answer] = ()
    remarks: Sequence[str] = ()


def meet(draft: Draft, content: Content, person: Contact | None, words: Words) -> None:
    """Take what a row says: of the person of the row, else of the client; in an export of whom it names."""
    for entry in content.consents:
        subject: Client | Contact | None = person or draft.client
        if who := entry.get("who"):
            known = words.people.known.get(entry["contact"])
            subject = known or draft.people.get(fold(who)[:400])
        if subject is not None and not words.consents.is_here(entry):
            words.consents.took(entry)
            _take(draft, subject, entry, words.consents)


def _take(draft: Draft, subject: Client | Contact, entry: Entry, words: ConsentWords) -> None:
    purpose, given = words.purpose(entry["purpose"]), entry["given"]
    label = purpose.label if purpose else entry["purpose"]
    on = date.fromisoformat(entry["on"]) if entry["on"] else words.organisation.today()
    said = _said_of(draft)
    at = id(subject), fold(label)
    stands = said.get(at)
    exact = bool(entry.get("id"))
    if stands is not None and not exact:
        if (given, on) in stands.answers or (not entry["on"] and stands.given == given):
            return
        if given and not stands.given and (not entry["on"] or on == stands.on):
            reason = gettext(
                "{purpose} was withdrawn on {day:%-d %b %Y}; that stands, as the file names no later day."
            )
            draft.remarks = (*draft.remarks, reason.format(purpose=label, day=spoken(stands.on)))
            return
    is_last = stands is None or on >= stands.on
    before = _words(stands.given, stands.on) if stands is not None and is_last else ""
    told = gettext("Consent: {purpose}") if is_last else gettext("Consent, earlier: {purpose}")
    draft.differ(told.format(purpose=label), before, _words(given, on))
    answers = stands.answers if stands else set()
    answers.add((given, on))
    if is_last:
        said[at] = Standing(given, on, answers)
    if purpose is not None:
        answer = Answer(subject, draft.client, purpose, on, entry)
        draft.consents = (*draft.consents, answer)


def _words(given: bool, on: date) -> str:  # noqa: FBT001 - an answer is yes or no
    words = (
        gettext("agreed on {day:%-d %b %Y}") if given else gettext("withdrawn on {day:%-d %b %Y}")
    )
    return words.format(day=spoken(on))


def _said_of(draft: Draft) -> Said:
    """What stands of the draft; of clients that are here it is read for all of their chunk at once."""
    if draft.said is None:
        _learn(draft.kin or [draft])
    assert draft.said is not None
    return draft.said


def _learn(drafts: Iterable[Draft]) -> None:
    subjects: dict[tuple[str, int], list[tuple[Draft, Client | Contact]]] = {}
    for draft in drafts:
        draft.said = {}
        known: list[tuple[str, Client | Contact]] = [("client", draft.client)]
        known += [("contact", one) for one in draft.people.values()]
        for sort, one in known:
            if one.pk:
                subjects.setdefault((sort, one.pk), []).append((draft, one))
    if not subjects:
        return
    clients, contacts = ([k for s, k in subjects if s == sort] for sort in ("client", "contact"))
    for client, contact, label, given, on in _KEEPERS[0].said_by(clients, contacts):
        at = ("client", client) if client else ("contact", contact or 0)
        for draft, one in subjects[at]:
            assert draft.said is not None
            key = id(one), fold(label)
            before = draft.said.get(key)
            answers = before.answers if before else set()
            answers.add((given, on))
            draft.said[key] = Standing(given, on, answers)


def write(drafts: Iterable[Draft], by: Member, act: Acting) -> None:
    """Add the answers of a chunk."""
    if said := [answer for draft in drafts for answer in draft.consents]:
        _KEEPERS[0].write(said, by, act)
