"""A thread of very many messages opens at once, and older ones come when they are asked for (V03)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.models import Filing, Level, Mailbox, Message, Thread, Unanswered
from atrium.organisations.models import Member


def test_v03_a_thread_of_500_is_read_page_by_page_and_costs_what_a_short_one_costs(
    bakery: Client, alice: Member, as_bob: Browser, django_assert_max_num_queries: Any
) -> None:
    box = Mailbox.open(by=alice, address="office@acme.example", level=Level.ALL)
    thread, now = Thread.objects.create(subject="Rye"), timezone.now()
    rows = Message.objects.bulk_create(
        Message(
            thread=thread,
            direction="in",
            state="received",
            mailbox=box,
            message_id=f"{n}@x",
            text=f"Loaf {n}.",
            at=now - timedelta(minutes=500 - n // 2),
        )
        for n in range(500)
    )
    Filing.objects.bulk_create(
        Filing(message=row, client=bakery, how="address", at=row.at) for row in rows
    )
    Unanswered.wait(rows[-1], [bakery])
    place, seen = f"/acme/inbox/{thread.public_id}/?view=team", []
    as_bob.get(place)
    while place:
        with django_assert_max_num_queries(12):
            page = as_bob.get(place).text
        seen += [int(n) for n in re.findall(r'mail-body" dir="auto"><p>Loaf (\d+)', page)]
        link = re.search(r'href="([^"]+said=[^"]+)"', page)
        place = unescape(link[1]) if link else ""
    assert seen == list(range(499, -1, -1)), "each once, the newest first"
    assert as_bob.get(f"/acme/inbox/{thread.public_id}/?said=nonsense").status_code == 200
