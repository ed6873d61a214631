"""Tenders as lists show them: with when they are due in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import now

from atrium.calendar.facts import day_words
from atrium.clients import lexicon
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext
from atrium.organisations.models import Organisation
from atrium.tenders.models import Tender
from atrium.tenders.words_of import reasons_of, stages_of

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass(frozen=True)
class Line:
    """A tender as it is listed."""

    tender: Tender
    url: str
    due: str = ""
    is_late: bool = False
    decided: str = ""


def due_words(tender: Tender) -> str:
    """Tomorrow, 12:00 or Tue 24 Nov in Oslo: by the clock of the place where it is due."""
    if tender.due_on is None:
        return ""
    words = day_words(tender.due_on, now().astimezone(tender.zone).date())
    words += f", {tender.due_time:%H:%M}" if tender.due_time else ""
    elsewhere = tender.timezone != tender.organisation.timezone
    city = tender.timezone.rpartition("/")[2].replace("_", " ")
    return gettext("{words} in {city}").format(words=words, city=city) if elsewhere else words


def is_late(tender: Tender) -> bool:
    """Whether it is open and its time is past."""
    return tender.is_open and tender.due_at is not None and tender.due_at <= now()


def settled(tender: Tender, place: Organisation) -> Tender:
    """The tender with its words and people, as the process knows them: without a query."""
    members = lexicon.of(place).members
    tender.organisation = tender.client.organisation = place
    tender.stage = stages_of(place)[tender.stage_id]
    tender.reason = reasons_of(place).get(tender.reason_id or 0)
    for name in ("owner", "decided_by", "created_by"):
        setattr(tender, name, members.get(getattr(tender, f"{name}_id") or 0))
    return tender


def lines_of(tenders: Iterable[Tender], member: Member) -> list[Line]:
    """Tenders, fetched with their clients, as lines in their order; no statement."""
    place = member.organisation
    return [_line(settled(tender, place), place) for tender in tenders]


def _line(tender: Tender, place: Organisation) -> Line:
    decided = ""
    if tender.decided_at is not None:
        decided = day_words(place.local(tender.decided_at).date(), place.today())
    url = address("tender", place.slug, tender.number)
    return Line(tender, url, due_words(tender), is_late(tender), decided)
