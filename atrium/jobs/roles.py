"""What a client can be to a job, in the words that choices, filters and files have for it (J01).

A part is written ``secondary``; one in a role of the organisation's own ``own:Landlord``.
"""

from __future__ import annotations

from django.db.models import F, Q

from atrium.clients import lexicon
from atrium.foundation.formats.names import fold
from atrium.jobs.models import JobRole, Part
from atrium.jobs.models.participation import ROLES
from atrium.organisations.models import Organisation

_MARK = f"{Part.OWN}:"


def roles_of(organisation: Organisation) -> dict[int, JobRole]:
    """The roles by their key, in order. The rows are shared: read them, never change them."""
    return lexicon.of(organisation).further[ROLES]


lexicon.keeps_words(ROLES, lambda: {role.pk: role for role in JobRole.objects.all()})


def written(part: str, own: str = "") -> str:
    """The part as choices write it."""
    return f"{_MARK}{own}" if part == Part.OWN else part


def read(text: str) -> tuple[str, str]:
    """The part that a choice means, with the word of an own one; whatever else is a secondary one."""
    if text.startswith(_MARK):
        return Part.OWN, text.removeprefix(_MARK).replace("\x00", "")[:60]
    return (text if text in Part.values and text != Part.OWN else Part.SECONDARY), ""


def choices(organisation: Organisation, own: str = "") -> list[tuple[str, str]]:
    """What a client can be: as choices write it, in words; ``own`` is a word that stands already."""
    words = [role.label for role in roles_of(organisation).values()]
    if own and own not in words:
        words.append(own)
    fixed = [(part.value, part.label) for part in Part if part != Part.OWN]
    return [*fixed, *((f"{_MARK}{word}", word) for word in words)]


def called(text: str, organisation: Organisation) -> tuple[str, str] | None:
    """The part that people mean by these words, in English or their own language: Technical contact, landlord."""
    said = fold(text)
    for key, label in choices(organisation):
        if said in {fold(label), fold(key), f"{fold(key)} contact"}:
            return read(key)
    return None


def having(texts: list[str]) -> Q:
    """Which participations are one of these parts, as choices write them."""
    found = Q(pk__in=[])
    primary, pays = Q(job__client=F("client")), Q(job__billing=F("client"))
    for text in texts:
        part, own = read(text)
        match part:
            case Part.PRIMARY:
                found |= primary
            case Part.BILLING:
                found |= pays
            case _:
                found |= Q(kept=part, own=own) & ~primary & ~pays
    return found
