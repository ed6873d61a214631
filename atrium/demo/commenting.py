"""What the members of a demo organisation said to each other about clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.html import escape

from atrium.clients.models import Client
from atrium.conversations.models import Comment
from atrium.organisations.models import Member

# A thread is what several members say in turn; the number says whose turn it is.
THREADS = (
    ((0, "They ring me about the invoice and you about the visit. Can one of us take both?"), (1, "I will. Send them my direct number please."), (0, "Done, and it stands in the details.")),
    ((2, "Careful with the new manager there: reads every line, answers only in the evening."), (0, "Same here. Short mails work.")),
    ((1, "Who promised them Thursday? We are two people short that day."), (2, "I did, before I knew. I ring them and offer Friday morning."), (1, "Thanks. Friday is kept free."), (2, "They take Friday.")),
    ((0, "Nice people, always coffee. Park behind the house, not in front."),),
)  # fmt: skip


def comments(clients: dict[int, Client], members: dict[str, Member]) -> Iterator[list[Comment]]:
    """The threads, each with its first comment first; the later ones of it reply to that."""
    staff = [member for member in members.values() if member.role != "viewer"][:3]
    now = timezone.now().replace(second=0, microsecond=0)
    for turn, number in enumerate(n for n in sorted(clients)[:40] if n % 4 == 2):  # noqa: PLR2004 - a quarter
        told = THREADS[turn % len(THREADS)]
        begun = now - timedelta(days=1 + turn * 3 % 30, hours=turn % 6)
        yield [
            Comment(
                client=clients[number],
                author=staff[who % len(staff)],
                html=f"<p>{escape(text)}</p>",
                text=text,
                written_at=begun + timedelta(minutes=17 * at),
            )
            for at, (who, text) in enumerate(told)
        ]
