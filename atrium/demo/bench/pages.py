"""The rows that are requests: through the whole WSGI handler with every middleware, signed in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.clients.activity import beside
from atrium.clients.duplicates.entry import likely
from atrium.clients.duplicates.kept import profile_of
from atrium.clients.models import Client, Point, Status, Tag
from atrium.clients.search import search
from atrium.demo.bench.clock import Figure, measure
from atrium.demo.bench.program import as_a_program
from atrium.foundation.formats.names import fold
from atrium.integrations.models import Token
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Event

SLUG, BUSY, DEEP = "large", 7, 50_000
RUNS, LIKES = 40, 8


class Pages:
    """Someone at work in an organisation. ``role`` is whose eyes the pages are seen with."""

    def __init__(self, role: str = "staff", slug: str = SLUG) -> None:
        self.slug = slug
        self.organisation = Organisation.objects.get(slug=slug)
        self.browser = Browser(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
        user = User.objects.get(email=f"{role}@{slug}.example")
        self.browser.force_login(user)
        with current.entered(self.organisation):
            member: Any = Member.objects.get(user=user)
            self.status, self.tag = Status.objects.order_by("id")[2], Tag.objects.order_by("id")[4]
            open_ones = Client.objects.live().filter(restricted=False).exclude(number=BUSY)
            last = Client.objects.order_by("-number").values_list("number", flat=True)[0]
            some = random.Random(1).sample(range(1, last), min(3 * RUNS, last - 1))  # noqa: S311 - chance that repeats
            chosen = list(open_ones.filter(number__in=some).values_list("number", "public_id"))[
                :RUNS
            ]
            self.typical = [number for number, _ in chosen]
            self.ids = [key for _, key in chosen]
            self.member = member
            self.typed = self._typed()
            self.deep = self._deep()
            scopes = ["clients:read", "timeline:read"]
            _, secret = Token.make(by=None, member=member, name="bench", scopes=scopes)
        self.bearer = {"authorization": f"Bearer {secret}"}

    def _deep(self) -> str:
        """Where a story goes on deep in the busiest client's; nothing where that one has none."""
        events = Event.objects.filter(client__number=BUSY).newest_first()
        at = max(0, min(DEEP, events.count() - 100))
        return "".join(str(beside(event)) for event in events[at : at + 1])

    def _typed(self) -> list[str]:
        """What people type: beginnings of names, parts of names, ends of telephone numbers."""
        names = (
            Client.objects.filter(number__in=self.typical)
            .order_by("number")
            .values_list("name", flat=True)
        )
        cuts = cycle((3, 5, 8, 100))
        typed = [name[:cut] for name, cut in zip(names, cuts, strict=False)]
        phones = Point.objects.filter(client__number__in=self.typical, kind="phone").order_by("id")
        return typed + [phone[-6:] for phone in phones.values_list("normal", flat=True)[:10]]

    def find(self, typed: str) -> Callable[[], int]:
        """Search itself, in process: what page, palette, API and command all call."""

        def call() -> int:
            with current.entered(self.organisation):
                return len(search(self.member, typed, limit=10).hits)

        return call

    def enter(self, number: int) -> Callable[[], int]:
        """Who a client may be that is entered with the name and the ways to reach of another."""
        with current.entered(self.organisation):
            entered = replace(profile_of(Client.objects.get(number=number)), key=0)

        def call() -> int:
            with current.entered(self.organisation):
                return len(likely(entered, self.member))

        return call

    def like(self, typed: str) -> Callable[[], int]:
        """What search would be without its tokens."""

        def call() -> int:
            with current.entered(self.organisation):
                clients = Client.objects.visible_to(self.member)
                there = Point.objects.filter(client=OuterRef("pk"), normal__contains=typed)
                found = clients.filter(Q(name_key__contains=fold(typed)) | Exists(there))
                return len(found.order_by("-active_at", "id")[:10])

        return call

    def get(self, path: str, **headers: str) -> Callable[[], int]:
        def call() -> int:
            answer = self.browser.get(path, headers=headers or None)
            if answer.status_code != 200:  # noqa: PLR2004 - anything else is no measurement
                raise RuntimeError(f"{path} answered {answer.status_code}")
            return len(answer.content)

        return call

    def ask(self, path: str) -> Callable[[], int]:
        """What a program asks the API, by its token and without a cookie."""
        return as_a_program(path, self.bearer["authorization"])

    def figures(self, wanted: Callable[[str], bool]) -> Iterator[Figure]:
        """Each row whose name is wanted."""
        for row, calls in self.rows():
            if wanted(row):
                yield measure(row, calls)

    def rows(self) -> Iterator[tuple[str, list[Callable[[], int]]]]:
        """Every row by its name, with the calls that are measured for it."""
        home, part = f"/{self.slug}/clients/", {"HX-Request": "true", "HX-Target": "client-main"}
        yield "floor: an empty answer", [self.get("/healthz")] * RUNS
        yield "list: by name", [self.get(home)] * RUNS
        yield "list: by activity", [self.get(f"{home}?sort=-active")] * RUNS
        yield "list: one status", [self.get(f"{home}?status={self.status.pk}")] * RUNS
        yield "list: one tag", [self.get(f"{home}?tag={self.tag.pk}")] * RUNS
        yield "list: my own", [self.get(f"{home}?owner=me")] * RUNS
        yield "client: typical", [self.get(f"{home}{n}/") for n in self.typical]
        yield "client: 100k events", [self.get(f"{home}{BUSY}/")] * RUNS
        yield "client: a tab", [self.get(f"{home}{n}/notes/", **part) for n in self.typical]
        yield "client: a tab, 100k events", [self.get(f"{home}{BUSY}/notes/", **part)] * RUNS
        story = f"{home}{BUSY}/activity/part/"
        yield "timeline: first page", [self.get(story, **{"HX-Request": "true"})] * RUNS
        deep = f"{story}?before={self.deep}"
        yield "timeline: 50,000 deep", [self.get(deep, **{"HX-Request": "true"})] * RUNS
        yield "search: as you type", [self.find(typed) for typed in self.typed]
        yield "entry: duplicates", [self.enter(number) for number in self.typical]
        yield "search: by LIKE", [self.like(typed) for typed in self.typed[:LIKES]]
        yield "api: list of 50", [self.ask("/api/v1/clients?limit=50")] * RUNS
        yield "api: one client", [self.ask(f"/api/v1/clients/{key}") for key in self.ids]
