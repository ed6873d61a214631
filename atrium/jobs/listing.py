"""The list of jobs: what of it is asked for, and one page of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.keyset import NONE, Pill, after_first, numbers_in
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs import roles
from atrium.jobs.lines import Line, lines_of
from atrium.jobs.models import Job, Phase
from atrium.jobs.stages import stages_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.jobs.models.job_queryset import JobQuerySet
    from atrium.organisations.models import Member

PAGE = 50
AT_A_TIME = 500
MOST_COUNTED = 10_000
SHOWN = {
    "": gettext_lazy("Open"),
    "done": gettext_lazy("Done"),
    "cancelled": gettext_lazy("Cancelled"),
    "all": gettext_lazy("All"),
    "bin": gettext_lazy("Bin"),
}
DUE = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Due today"),
    "week": gettext_lazy("Due in 7 days"),
    "none": gettext_lazy("No due day"),
}
SORTS = {
    "due": gettext_lazy("Due day"),
    "newest": gettext_lazy("Newest"),
    "priority": gettext_lazy("Priority"),
}


class Jobs:
    """The jobs that the filters let through, page by page."""

    def __init__(self, member: Member, query: QueryDict) -> None:
        self.member = member
        self.words = lexicon.of(member.organisation)
        self.stages = stages_of(member.organisation)
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.show = query.get("show", "") if query.get("show") in SHOWN else ""
        self.due = query.get("due", "") if query.get("due") in DUE else ""
        self.sort = query.get("sort", "") if query.get("sort") in SORTS else self._usual
        self.manager = _who(query.get("manager", ""))
        self.stage = {int(k) for k in query.getlist("stage") if fits(k)} & self.stages.keys()
        self.client = self._client(query.get("client", ""))
        self.opening = query.get("opening") == "1"
        self.parts = roles.choices(member.organisation)
        self.part = query.get("part", "") if query.get("part") in dict(self.parts) else ""
        self.after = query.get("after", "")

    @property
    def _usual(self) -> str:
        return "due" if self.show == "" else "newest"

    def _client(self, number: str) -> Client | None:
        if not fits(number):
            return None
        seen = Client.objects.visible_to(self.member)
        found: Client | None = seen.filter(number=int(number)).first()
        return found

    @cached_property
    def chosen(self) -> JobQuerySet:
        """All that fit, in no order."""
        rows: JobQuerySet = Job.objects.visible_to(self.member)
        rows = rows.binned() if self.show == "bin" else rows.kept()
        phase = {"": Phase.OPEN, "done": Phase.DONE, "cancelled": Phase.CANCELLED}.get(self.show)
        if phase is not None and not self.stage:
            rows = rows.filter(phase=phase)
        if self.stage:
            rows = rows.filter(stage__in=self.stage)
        if self.client is not None and not self.part:
            rows = rows.of_client(self.client)
        if self.part:
            rows = rows.with_part(roles.having([self.part]), self.member, self.client)
        if self.opening:
            rows = rows.filter(is_opening=True)
        if self.q:
            rows = rows.holding(self.q)
        return self._of_manager(self._due(rows))

    def _due(self, rows: JobQuerySet) -> JobQuerySet:
        today = self.member.organisation.today()
        wanted = {
            "overdue": Q(due_on__lt=today, phase=Phase.OPEN),
            "today": Q(due_on=today),
            "week": Q(due_on__gte=today, due_on__lte=today + timedelta(days=7)),
            "none": Q(due_on=None),
        }
        return rows.filter(wanted[self.due]) if self.due else rows

    def _of_manager(self, rows: JobQuerySet) -> JobQuerySet:
        if not self.manager:
            return rows
        if self.manager == "me":
            return rows.of_member(self.member)
        if self.manager == "none":
            return rows.filter(manager=None)
        return rows.filter(manager=int(self.manager))

    @cached_property
    def count(self) -> str:
        """How many there are, counted no further than anyone reads."""
        known = self.chosen.order_by()[: MOST_COUNTED + 1].count()
        return f"{spoken(MOST_COUNTED):,}+" if known > MOST_COUNTED else f"{spoken(known):,}"

    @cached_property
    def _page(self) -> list[Job]:
        rows: Any = self.chosen
        if self.sort == "due":
            rows = after_first(rows, "due_on", self.after, date.fromisoformat)
            rows = rows.order_by(F("due_on").asc(nulls_last=True), "id")
        elif self.sort == "priority":
            place = numbers_in(self.after, 2)
            if place:
                rows = rows.filter(TupleLessThan(Tuple(F("priority"), F("id")), tuple(place)))
            rows = rows.order_by("-priority", "-id")
        else:
            place = numbers_in(self.after, 1)
            rows = rows.filter(number__lt=place[0]) if place else rows
            rows = rows.order_by("-number")
        return list(rows[: PAGE + 1])

    @cached_property
    def lines(self) -> list[Line]:
        """The jobs of this page, with the clients that the member sees."""
        return lines_of(self._page[:PAGE], self.member)

    def all_lines(self, most: int) -> Iterator[Line]:
        """Every job that fits, up to ``most``, by its number; some hundreds at a time."""
        rows: Any = self.chosen.select_related("client", "location").order_by("number")
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
            "due": f"{last.due_on or NONE}.{last.pk}",
            "priority": f"{last.priority}.{last.pk}",
            "newest": f"{last.number}",
        }
        return self.query(after=marks[self.sort])

    def told(self) -> dict[str, Any]:
        """What is asked for, as the address says it."""
        told: dict[str, Any] = {"q": self.q, "show": self.show, "due": self.due}
        told |= {"manager": self.manager, "stage": sorted(self.stage)}
        told |= {"client": self.client.number if self.client else ""}
        told |= {"opening": "1" if self.opening else "", "part": self.part}
        return told | {"sort": "" if self.sort == self._usual else self.sort}

    def query(self, **changed: Any) -> str:
        """The query string of this list with these things otherwise."""
        told = {name: value for name, value in (self.told() | changed).items() if value}
        return urlencode(told, doseq=True)

    @property
    def pills(self) -> list[Pill]:
        """The filters that are on, each with the way to take it off."""
        found = []
        if self.q:
            found.append(Pill(f"“{self.q}”", self.query(q="")))
        found += [
            Pill(self.stages[key].label, self.query(stage=sorted(self.stage - {key})))
            for key in sorted(self.stage)
        ]
        if self.due:
            found.append(Pill(DUE[self.due], self.query(due="")))
        if self.manager:
            found.append(Pill(self._manager_words, self.query(manager="")))
        if self.client is not None:
            found.append(Pill(self.client.name, self.query(client="")))
        if self.part:
            found.append(
                Pill(
                    gettext("With: {value}").format(value=dict(self.parts)[self.part]),
                    self.query(part=""),
                )
            )
        if self.opening:
            found.append(Pill(gettext("Openings"), self.query(opening="")))
        return found

    @property
    def _manager_words(self) -> str:
        if self.manager in {"me", "none"}:
            return {"me": gettext("Mine"), "none": gettext("No manager")}[self.manager]
        member = self.words.members.get(int(self.manager))
        return (
            gettext("Manager: {member}").format(member=member)
            if member
            else gettext("Another manager")
        )

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Label, query and whether it is this one."""
        return [
            (words, self.query(show=slug, stage="", sort=""), slug == self.show)
            for slug, words in SHOWN.items()
        ]

    @property
    def dues(self) -> list[tuple[str, str]]:
        return list(DUE.items())

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return list(SORTS.items())

    @property
    def is_bin(self) -> bool:
        return self.show == "bin"


def _who(text: str) -> str:
    return text if text in {"me", "none"} or fits(text) else ""
