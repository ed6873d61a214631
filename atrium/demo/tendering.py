"""The tenders of a demo organisation: being prepared, submitted, late, won into jobs or projects, lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from atrium.clients.models import Client, Link
from atrium.documents.models import File
from atrium.foundation.formats.names import fold
from atrium.jobs.models import Job
from atrium.meetings.repeating import instant
from atrium.organisations.models import Counter, Member, Organisation
from atrium.projects.models import Project
from atrium.tenders.events import OfTender, TenderAdded, TenderBecame, TenderDecided, TenderMoved
from atrium.tenders.models import Tender, TenderContact, TenderFile, TenderReason, TenderStage
from atrium.tenders.models.deadline import late_from, remind_from
from atrium.tenders.provision import REASONS, STAGES

type Told = tuple[Client, datetime, Member | None, OfTender, Tender]


@dataclass(frozen=True)
class Bid:
    """A tender as the demo tells it: days from today, stage, value in whole units, chance, outcome, reason."""

    title: str
    days: int
    stage: str
    value: int
    chance: int
    text: str
    outcome: str = ""
    reason: str = ""
    comment: str = ""
    becomes: str = ""


HARBOUR = (
    Bid("Maintenance of 42 boilers, three years", 2, "Preparing", 186_000, 40, "Yearly service, call-out within four hours, parts at list less 12 %. Site visit is done."),
    Bid("Emergency lighting for six schools", 11, "Submitted", 48_500, 55, "Survey, replacement, test log for each school."),
    Bid("Heat pumps for the terrace", 24, "Shortlisted", 94_000, 70, "Eleven houses; interview with the board in two weeks."),
    Bid("Rewiring of the old mill", -3, "Negotiating", 31_200, 80, "They ask for the scaffolding in our price."),
    Bid("Gas certificates for 120 flats", -20, "Submitted", 14_400, 60, "One visit each, evenings possible.", "won", "Best value", "Cheapest by two pounds a flat.", "job"),
    Bid("Bathrooms, phase two", -45, "Negotiating", 57_900, 75, "Eight bathrooms, two a week.", "won", "They know our work", "Phase one went well.", "project"),
    Bid("Plant room of the pool", -60, "Shortlisted", 120_000, 35, "Boilers, pumps, controls.", "lost", "Price", "Eight per cent above the next one."),
    Bid("Solar roof of the depot", -75, "Submitted", 66_000, 30, "", "lost", "Another bidder was stronger"),
    Bid("Night shift cover", -32, "Preparing", 22_000, 20, "", "withdrawn", "No capacity", "Two fitters are away until March."),
)  # fmt: skip
OKAPI = (
    Bid("New website of the city library", 3, "Preparing", 42_000, 45, "Two languages, catalogue search, easy to read. Questions close on Friday."),
    Bid("Identity for the wine fair", 9, "Submitted", 18_000, 60, "Name, mark, posters, signs."),
    Bid("Annual report, three years", 30, "Shortlisted", 27_500, 65, "64 pages a year, print and web."),
    Bid("Signs for the hospital", -2, "Negotiating", 73_000, 75, "They want the braille plates in the first stage."),
    Bid("Shop for the museum", -18, "Shortlisted", 23_400, 70, "Till, stock, gift cards.", "won", "Best value", "Liked the prototype.", "project"),
    Bid("Photo library", -50, "Submitted", 8_600, 50, "Four days, usage for ten years.", "won", "They know our work", "", "job"),
    Bid("Tourism campaign", -64, "Shortlisted", 96_000, 25, "", "lost", "Another bidder was stronger", "They had done one before."),
    Bid("Ministry brochure series", -40, "Submitted", 31_000, 40, "", "lost", "Price"),
    Bid("App for the trade fair", -28, "Preparing", 54_000, 15, "", "withdrawn", "Terms we cannot accept", "Unlimited liability."),
)  # fmt: skip
NORTHLIGHT = (
    Bid("Search for three plant managers", 6, "Submitted", 54_000, 55, "Fee on placement, replacement within six months."),
    Bid("Preferred supplier list, finance roles", 15, "Preparing", 120_000, 35, "Two years, fee bands A to C."),
    Bid("Interim team for the merger", -35, "Negotiating", 68_000, 70, "Four people for five months.", "won", "They know our work", "Same team as last time.", "job"),
    Bid("Graduate programme", -52, "Shortlisted", 41_000, 40, "", "lost", "Price"),
)  # fmt: skip
BIDS = {"harbour": HARBOUR, "northlight": NORTHLIGHT, "okapi": OKAPI}


class Tendering:
    """Made row by row of what was typed; what each left on the timelines comes back."""

    def __init__(
        self, organisation: Organisation, clients: dict[int, Client], members: Iterable[Member]
    ) -> None:
        self.place = organisation
        self.clients = [clients[number] for number in sorted(clients)][:30]
        self.hands = [member for member in members if member.role != "viewer"]
        self.today: date = organisation.today()
        stages = TenderStage.objects.bulk_create(
            TenderStage(label=label, label_key=fold(label), position=place, tone=tone)
            for place, (label, tone) in enumerate(STAGES)
        )
        reasons = TenderReason.objects.bulk_create(
            TenderReason(label=label, label_key=fold(label), position=place, fits=fits)
            for place, (label, fits) in enumerate(REASONS)
        )
        self.stages = {stage.label: stage for stage in stages}
        self.reasons = {reason.label: reason for reason in reasons}

    def make(self) -> list[Told]:
        """All of them: those of the plan, the busy second client first, then others for more clients."""
        bids = BIDS[self.place.slug]
        live = [client for client in self.clients if not client.is_archived]
        turns = [(live[1 + turn // 5 % 2], bid) for turn, bid in enumerate(bids)]
        turns += [(live[3 + turn % (len(live) - 3)], bids[turn % len(bids)]) for turn in range(18)]
        tenders = [self._tender(client, turn, bid) for turn, (client, bid) in enumerate(turns)]
        for tender, number in zip(tenders, Counter.take("tender", len(tenders)), strict=True):
            tender.number = number
        Tender.objects.bulk_create(tenders, batch_size=200)
        told: list[Told] = []
        for tender, (_, bid) in zip(tenders, turns, strict=True):
            self._beside(tender)
            told += self._story(tender, bid)
        return told

    def _tender(self, client: Client, turn: int, bid: Bid) -> Tender:
        later = turn // len(BIDS[self.place.slug]) * 4
        due = self.today + timedelta(days=bid.days + (later if bid.days > 0 else -later))
        at = time(12) if turn % 3 == 0 else None
        owner = self.hands[turn % len(self.hands)]
        decided = self._at(due + timedelta(days=2), 15) if bid.outcome else None
        zone = self.place.zone
        work = self._work(client, bid) if turn < len(BIDS[self.place.slug]) else {}
        return Tender(
            client=client,
            title=bid.title,
            description=bid.text,
            notes="Ask the manager before you go below the list." if turn % 4 == 0 else "",
            stage=self.stages[bid.stage],
            owner=owner,
            amount=(bid.value + turn * 130 % 1700) * 100,
            currency=self.place.currency,
            chance=bid.chance,
            due_on=due,
            due_time=at,
            timezone=self.place.timezone,
            due_at=late_from(due, at, zone),
            remind_before=3,
            remind_at=remind_from(due, 3, zone),
            reminded_at=remind_from(due, 3, zone) if due <= self.today else None,
            outcome=bid.outcome,
            reason=self.reasons.get(bid.reason),
            comment=bid.comment,
            decided_at=decided,
            decided_by=owner if bid.outcome else None,
            created_by=owner,
            created_at=self._at(due - timedelta(days=40), 10),
            **work,
        )

    def _work(self, client: Client, bid: Bid) -> dict[str, Job | Project | None]:
        """What a won one became: a job or a project that the client has."""
        if bid.becomes == "job":
            return {"job": Job.objects.filter(client=client).order_by("-id").first()}
        if bid.becomes == "project":
            return {"project": Project.objects.filter(client=client).order_by("-id").first()}
        return {}

    def _at(self, day: date, hour: int) -> datetime:
        return instant(datetime.combine(min(day, self.today), time(hour)), self.place.zone)

    def _beside(self, tender: Tender) -> None:
        link = Link.objects.current().filter(client=tender.client).order_by("-is_primary").first()
        if link is not None:
            TenderContact(tender=tender, contact_id=link.contact_id).save(force_insert=True)

    def _story(self, tender: Tender, bid: Bid) -> Iterator[Told]:
        of = {"tender": tender.code, "title": tender.title}
        client, owner = tender.client, tender.owner
        yield client, tender.created_at, owner, TenderAdded(**of), tender
        if bid.stage != "Preparing":
            moved = TenderMoved(before="Preparing", after=bid.stage, **of)
            yield client, tender.created_at + timedelta(days=9), owner, moved, tender
        if tender.decided_at:
            why = ". ".join(filter(None, [bid.reason, bid.comment]))
            decided = TenderDecided(how=bid.outcome, reason=f": {why}" if why else "", **of)
            yield client, tender.decided_at, owner, decided, tender
            work = tender.job or tender.project
            if work is not None:
                noun = "job" if tender.job else "project"
                became = TenderBecame(work=f"{noun} {work.code}", **of)
                yield client, tender.decided_at, owner, became, tender


def name_papers() -> None:
    """A file of its client belongs to each tender, where there is one."""
    for tender in Tender.objects.select_related("client"):
        file = File.objects.live().filter(client=tender.client).order_by("id").first()
        if file is not None:
            TenderFile(tender=tender, file=file).save(force_insert=True)
