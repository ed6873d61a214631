"""The list of tenders: what of it is asked for, one page of it, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.foundation.formats import money
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.keyset import NONE, Pill, after_first, numbers_in
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.tenders.lines import Line, lines_of
from atrium.tenders.models import Outcome, Tender, TenderStage
from atrium.tenders.winning import PERIODS, USUAL, Rate, decided_in, rate_of
from atrium.tenders.words_of import stages_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.organisations.models import Member
    from atrium.tenders.models.tender_queryset import TenderQuerySet

PAGE = 50
AT_A_TIME = 500
MOST_COUNTED = 10_000
SHOWN = (
    {"": gettext_lazy("Open")}
    | dict(Outcome.choices)
    | {"all": gettext_lazy("All"), "bin": gettext_lazy("Bin")}
)
DUE = {
    "overdue": gettext_lazy("Overdue"),
    "week": gettext_lazy("Due in 7 days"),
    "month": gettext_lazy("Due in 30 days"),
    NONE: gettext_lazy("No due day"),
}
SORTS = {
    "due": gettext_lazy("Due day"),
    "newest": gettext_lazy("Newest"),
    "value": gettext_lazy("Value"),
}


@dataclass(frozen=True)
class Step:
    """A stage with how many open tenders stand in it and what they are worth."""

    stage: TenderStage
    count: int
    worth: str
    query: str
    is_on: bool


class Tenders:
    """The tenders that the filters let through, page by page."""

    def __init__(self, member: Member, query: QueryDict) -> None:
        self.member = member
        self.words = lexicon.of(member.organisation)
        self.stages = stages_of(member.organisation)
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.show = query.get("show", "") if query.get("show") in SHOWN else ""
        self.due = query.get("due", "") if query.get("due") in DUE else ""
        self.sort = query.get("sort", "") if query.get("sort") in SORTS else self._usual
        owner = query.get("owner", "")
        self.owner = owner if owner in {"me", NONE} or fits(owner) else ""
        self.stage = {int(k) for k in query.getlist("stage") if fits(k)} & self.stages.keys()
        self.client = self._client(query.get("client", ""))
        period = query.get("period", USUAL)
        self.period = period if period in PERIODS else USUAL
        self.after = query.get("after", "")

    @property
    def _usual(self) -> str:
        return "due" if self.show == "" else "newest"

    def _client(self, number: str) -> Client | None:
        seen = Client.objects.visible_to(self.member)
        return seen.filter(number=int(number)).first() if fits(number) else None

    @cached_property
    def _narrowed(self) -> TenderQuerySet:
        """Those of the words, the client and the owner, whatever became of them."""
        rows: TenderQuerySet = Tender.objects.visible_to(self.member)
        if self.client is not None:
            rows = rows.filter(client=self.client)
        if self.q:
            rows = rows.holding(self.q)
        if self.owner == NONE:
            return rows.filter(owner=None)
        key = self.member.pk if self.owner == "me" else int(self.owner or 0)
        return rows.filter(owner=key) if key else rows

    @cached_property
    def chosen(self) -> TenderQuerySet:
        """All that fit, in no order."""
        rows = self._narrowed
        rows = rows.binned() if self.show == "bin" else rows.kept()
        if self.show == "" or self.show in Outcome.values:
            rows = rows.filter(outcome=self.show)
        if self.show in Outcome.values:
            rows = decided_in(rows, self.period, self.member.organisation)
        if self.stage:
            rows = rows.filter(stage__in=self.stage)
        return rows.filter(self._of_time()) if self.due else rows

    def _of_time(self) -> Q:
        moment = now()
        soon = {"week": 7, "month": 30}.get(self.due)
        if soon:
            last = self.member.organisation.today() + timedelta(days=soon)
            return Q(due_at__gt=moment, due_on__lte=last)
        return Q(due_at=None) if self.due == NONE else Q(due_at__lte=moment, outcome="")

    @cached_property
    def count(self) -> str:
        """How many there are, counted no further than anyone reads."""
        known = self.chosen.order_by()[: MOST_COUNTED + 1].count()
        return f"{spoken(MOST_COUNTED):,}+" if known > MOST_COUNTED else f"{spoken(known):,}"

    @cached_property
    def rate(self) -> Rate:
        """How many of those decided in the period were won."""
        return rate_of(decided_in(self._narrowed, self.period, self.member.organisation))

    @cached_property
    def steps(self) -> list[Step]:
        """The open ones by stage; one statement."""
        counts: dict[int, int] = {}
        worth: dict[int, list[str]] = {}
        rows = self._narrowed.open().order_by().values("stage", "currency")
        for row in rows.annotate(n=Count("pk"), total=Sum("amount")).order_by("currency"):
            counts[row["stage"]] = counts.get(row["stage"], 0) + row["n"]
            if row["total"]:
                said = money.shown(row["total"], row["currency"])
                worth.setdefault(row["stage"], []).append(said)
        return [
            Step(
                stage,
                counts.get(key, 0),
                ", ".join(worth.get(key, [])),
                self.query(stage="" if self.stage == {key} else key, show="", sort=""),
                self.show == "" and key in self.stage,
            )
            for key, stage in self.stages.items()
        ]

    @cached_property
    def _page(self) -> list[Tender]:
        rows: Any = self.chosen
        if self.sort == "due":
            rows = after_first(rows, "due_at", self.after, _moment)
            rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")
        elif self.sort == "value":
            rows = rows.filter(amount__isnull=False)
            if place := numbers_in(self.after, 2):
                rows = rows.filter(Q(amount__lt=place[0]) | Q(amount=place[0], id__lt=place[1]))
            rows = rows.order_by("-amount", "-id")
        else:
            place = numbers_in(self.after, 1)
            rows = rows.filter(number__lt=place[0]) if place else rows
            rows = rows.order_by("-number")
        return list(rows.select_related("client")[: PAGE + 1])

    @cached_property
    def lines(self) -> list[Line]:
        """The tenders of this page."""
        return lines_of(self._page[:PAGE], self.member)

    def all_lines(self, most: int) -> Iterator[Line]:
        """Every tender that fits, up to ``most``, by its number; some hundreds at a time."""
        rows: Any = self.chosen.select_related("client", "job", "project").order_by("number")
        last = 0
        while most > 0 and (some := list(rows.filter(number__gt=last)[: min(most, AT_A_TIME)])):
            yield from lines_of(some, self.member)
            last, most = some[-1].number, most - len(some)

    @property
    def more(self) -> str:
        """The query of the next page; empty on the last."""
        if len(self._page) <= PAGE:
            return ""
        last = self._page[PAGE - 1]
        marks = {
            "due": f"{last.due_at.isoformat() if last.due_at else NONE}.{last.pk}",
            "value": f"{last.amount}.{last.pk}",
            "newest": f"{last.number}",
        }
        return self.query(after=marks[self.sort])

    def told(self) -> dict[str, Any]:
        """What is asked for, as the address says it."""
        told: dict[str, Any] = {"q": self.q, "show": self.show, "due": self.due}
        told |= {"owner": self.owner, "stage": sorted(self.stage)}
        told |= {"client": self.client.number if self.client else ""}
        told |= {"period": "" if self.period == USUAL else self.period}
        return told | {"sort": "" if self.sort == self._usual else self.sort}

    def query(self, **changed: Any) -> str:
        """The query string of this list with these things otherwise."""
        told = {name: value for name, value in (self.told() | changed).items() if value}
        return urlencode(told, doseq=True)

    @property
    def pills(self) -> list[Pill]:
        """The filters that are on, each with the way to take it off."""
        found = [Pill(f"“{self.q}”", self.query(q=""))] if self.q else []
        found += [
            Pill(self.stages[key].label, self.query(stage=sorted(self.stage - {key})))
            for key in sorted(self.stage)
        ]
        if self.due:
            found.append(Pill(DUE[self.due], self.query(due="")))
        if self.owner:
            found.append(Pill(self._owner_words, self.query(owner="")))
        if self.client is not None:
            found.append(Pill(self.client.name, self.query(client="")))
        return found

    @property
    def _owner_words(self) -> str:
        if self.owner in {"me", NONE}:
            return {"me": gettext("Mine"), NONE: gettext("No owner")}[self.owner]
        member = self.words.members.get(int(self.owner))
        return (
            gettext("Owner: {member}").format(member=member) if member else gettext("Another owner")
        )

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Label, query and whether it is this one."""
        return [
            (words, self.query(show=slug, stage="", sort="", due=""), slug == self.show)
            for slug, words in SHOWN.items()
        ]

    @property
    def dues(self) -> list[tuple[str, str]]:
        return list(DUE.items())

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return list(SORTS.items())

    @property
    def periods(self) -> list[tuple[str, str]]:
        return list(PERIODS.items())

    @property
    def is_bin(self) -> bool:
        return self.show == "bin"


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        msg = "a moment has a zone"
        raise ValueError(msg)
    return moment
