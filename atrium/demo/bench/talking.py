"""A client with 20,000 messages, one thread of 500 among them: search inside it, its Mail tab, its page, the thread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from atrium.clients.models import Client
from atrium.clients.portrait import Portrait
from atrium.conversations.mail.mailbag import Mailbag
from atrium.conversations.models import (
    Direction,
    FiledBy,
    Filing,
    Holding,
    Level,
    Mailbox,
    Message,
    Party,
    State,
    Thread,
    Unanswered,
)
from atrium.demo.bench.asking import FRAGMENT, pages_of
from atrium.demo.bench.clock import measure
from atrium.demo.large import load
from atrium.foundation.migrating import migrate
from atrium.foundation.statistics import learn
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role

SLUG, MESSAGES, WORDS, LONG = "talking", 20_000, 110, 500
RUNS, AT_ONCE = 60, 1000
_PARTS = (
    "ba",
    "ker",
    "mil",
    "lo",
    "ra",
    "ven",
    "stu",
    "dor",
    "is",
    "ta",
    "quo",
    "lin",
    "fer",
    "gra",
    "pel",
    "mon",
)


def talking() -> Iterator[dict[str, Any]]:
    """Search as people do it, by common, rare and unfinished words; and what opens."""
    migrate()
    if not Organisation.objects.filter(slug=SLUG).exists():
        load(SLUG, clients=50, events=0)
    with current.entered(Organisation.objects.get(slug=SLUG)):
        client: Client = Client.objects.earliest("id")
        words = _vocabulary()
        if not Message.objects.exists():
            _fill(client, words)
        member = (
            Member.objects.select_related("organisation", "user")
            .filter(role=Role.STAFF)
            .earliest("id")
        )
        thread = Thread.objects.earliest("id").public_id
    get = pages_of(member, SLUG)
    place = f"clients/{client.number}"
    asked = [
        *words[:12],
        *words[-12:],
        *(word[:4] for word in words[40:60]),
        "karamell rye",
        "kein",
    ]
    typed = list(islice(cycle(asked), RUNS))
    for row, calls in (
        ("messages: search in a client", [_find(member, client, text) for text in typed]),
        (
            "messages: what is found, drawn",
            [get(f"{place}/mail/?q={text}", FRAGMENT) for text in typed],
        ),
        ("messages: the Mail tab", [get(f"{place}/mail/", FRAGMENT)] * RUNS),
        ("messages: the client page", [get(f"{place}/")] * RUNS),
        ("messages: a thread of 500", [get(f"inbox/{thread}/")] * RUNS),
    ):
        yield measure(row, calls).as_json()


def _find(member: Member, client: Client, text: str) -> Callable[[], int]:
    """Search itself, in process, with the rows that the page draws."""

    def call() -> int:
        with current.entered(member.organisation):
            portrait = Portrait(client, member)
            return len(Mailbag.of(portrait, {"q": text}).talks)

    return call


def _vocabulary() -> list[str]:
    """Words, the most common ones first."""
    chance = random.Random(1)  # noqa: S311 - chance that repeats
    return ["".join(chance.choices(_PARTS, k=3)) for _ in range(4000)]


def _fill(client: Client, words: list[str]) -> None:
    """Mail by turns in and out, in a shared mailbox that all may read."""
    chance = random.Random(2)  # noqa: S311 - as above
    weights = [1 / (rank + 1) for rank in range(len(words))]
    box = Mailbox(
        address="office@talking.example", address_key="office@talking.example", level=Level.ALL
    )
    box.save(force_insert=True)
    begun = timezone.now() - timedelta(days=3000)
    for first in range(0, MESSAGES, AT_ONCE):
        numbers = range(first, first + AT_ONCE)
        with transaction.atomic():
            threads = {
                n: Thread(subject=f"Order {n}")
                for n in numbers
                if n == 0 or (n > LONG and n % 4 == 0)
            }
            Thread.objects.bulk_create(threads.values())
            newest = Thread.objects.earliest("id")
            rows = []
            for number in numbers:
                newest = threads.get(number, newest)
                rows.append(
                    Message(
                        thread=newest,
                        direction=Direction.IN if number % 2 else Direction.OUT,
                        state=State.RECEIVED if number % 2 else State.SENT,
                        message_id=f"{number}@bench.example",
                        subject=newest.subject,
                        text=" ".join(chance.choices(words, weights, k=WORDS)),
                        mailbox=box,
                        at=begun + timedelta(hours=3 * number),
                    )
                )
            Message.objects.bulk_create(rows)
            Holding.objects.bulk_create(Holding(message=row, mailbox=box) for row in rows)
            Party.objects.bulk_create(
                Party(
                    message=row,
                    kind=kind,
                    address=f"{kind}@bench.example",
                    address_key=f"{kind}@bench.example",
                )
                for row in rows
                for kind in ("from", "to")
            )
            Filing.objects.bulk_create(
                Filing(message=row, client=client, how=FiledBy.ADDRESS, at=row.at) for row in rows
            )
    Unanswered.wait(Message.objects.latest("id"), [client])
    learn()
