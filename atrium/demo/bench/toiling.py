"""Work by the thousand: a client with 1,000 jobs, one with 5,000 files, a board of 2,000 cards, beside clients with one of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from atrium.clients.models import Client
from atrium.demo.bench.asking import FRAGMENT, pages_of
from atrium.demo.bench.clock import measure
from atrium.demo.large import load
from atrium.documents.models import File, Folder
from atrium.documents.models.content import Content
from atrium.foundation.migrating import migrate
from atrium.foundation.statistics import learn
from atrium.jobs.models import Job, Participation, Stage
from atrium.organisations import current
from atrium.organisations.models import Counter, Member, Organisation
from atrium.organisations.permissions import Role
from atrium.projects.models import Column, Project
from atrium.projects.models.placing import STEP

SLUG, JOBS, FILES, CARDS = "toiling", 1_000, 5_000, 2_000
RUNS = 40


def toiling() -> Iterator[dict[str, Any]]:
    """Pages of work, each with much of it and with one."""
    migrate()
    if not Organisation.objects.filter(slug=SLUG).exists():
        load(SLUG, clients=200, events=2_000)
    with current.entered(Organisation.objects.get(slug=SLUG)):
        few, many = Client.objects.live().filter(restricted=False).order_by("number")[:2]
        if not Job.objects.exists():
            with transaction.atomic():
                _fill(few, many)
            learn()
        member: Any = Member.objects.select_related("user").filter(role=Role.STAFF).earliest("id")
    get, part = pages_of(member, SLUG), FRAGMENT

    one, all_ = f"clients/{few.number}", f"clients/{many.number}"
    rows: list[tuple[str, Callable[[], int]]] = [
        ("work: tab Jobs, 1 job", get(f"{one}/jobs/", part)),
        ("work: tab Jobs, 1,000", get(f"{all_}/jobs/", part)),
        ("work: tab Documents, 1 file", get(f"{one}/documents/", part)),
        ("work: tab Documents, 5,000", get(f"{all_}/documents/", part)),
        ("work: page, much work", get(f"{all_}/")),
        ("work: list of 1,001 jobs", get("jobs/")),
        ("work: map of 500 jobs", get("jobs/map/")),
        ("work: board of 2,000 cards", get("projects/")),
        ("work: clients by open jobs", get("clients/?sort=-open_jobs")),
    ]
    for name, call in rows:
        yield measure(name, [call] * RUNS).as_json()


def _fill(few: Client, many: Client) -> None:
    """Rows as the verbs leave them; so many do not go through them one by one."""
    today, stage = few.organisation.today(), Stage.objects.earliest("position")
    numbers = iter(Counter.take("job", JOBS + 1))
    jobs = [
        Job(
            client=client,
            number=next(numbers),
            title=f"Round {turn}",
            stage=stage,
            phase=stage.phase,
            due_on=today + timedelta(days=turn % 90 - 10),
            timezone="Europe/London",
            currency="GBP",
        )
        for client, count in ((few, 1), (many, JOBS))
        for turn in range(count)
    ]
    Job.objects.bulk_create(jobs, batch_size=200)
    links = [Participation(job=job, client=job.client) for job in jobs]
    Participation.objects.bulk_create(links, batch_size=500)
    content = Content.of(ContentFile(b"One page.", "page.txt"))
    folders = [Folder.make(many, name=f"Folder {turn}", by=None) for turn in range(12)]
    files = [
        File(client=client, content=content, folder=folder, name=name, name_key=name)
        for client, count in ((few, 1), (many, FILES))
        for turn in range(count)
        for name in [f"report {turn:05}.txt"]
        for folder in [None if turn % 2 == 0 else folders[turn % 12]]
    ]
    File.objects.bulk_create(files, batch_size=500)
    clients, columns = list(Client.objects.live()[:100]), list(Column.objects.order_by("position"))
    taken = Counter.take("project", CARDS)
    cards = [
        Project(
            client=clients[turn % len(clients)],
            number=number,
            title=f"Card {turn}",
            column=columns[turn % len(columns)],
            rank=STEP * (turn + 1),
        )
        for turn, number in enumerate(taken)
    ]
    Project.objects.bulk_create(cards, batch_size=500)
