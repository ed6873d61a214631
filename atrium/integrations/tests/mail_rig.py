"""An installation of its own that writes many e-mails, and a worker that hands them over in a hurry.

Run as ``python -m atrium.integrations.tests.mail_rig write N PORT``, ``work`` or ``tally``.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta

import django


def write(count: int, port: int) -> None:
    """So many e-mails of Alice's, on their way at once."""
    from atrium.clients import lexicon  # noqa: PLC0415 - Django has to be set up first, here and below
    from atrium.clients.models import Client  # noqa: PLC0415
    from atrium.conversations.mail.writing import Receiver, Writing  # noqa: PLC0415
    from atrium.conversations.models import Mailbox, Message, message  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Member, Organisation  # noqa: PLC0415

    message.UNDO_FOR = timedelta()
    place = Organisation.objects.get()
    with current.entered(place):
        alice = Member.objects.select_related("organisation", "user").get()
        status = lexicon.of(place).default_status
        client = Client.add(by=alice, name="Vincent's Bakery", status=status)
        box = Mailbox.open(
            by=alice,
            address="alice@acme.example",
            member=alice,
            sending="smtp",
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
        )
        for number in range(count):
            to = [Receiver(f"someone{number}@bakery.example")]
            words = Writing(to=to, subject=f"Loaf {number}", html="<p>Rye</p>")
            Message.write(client, words, by=alice, mailbox=box).send(by=alice)


def work() -> None:
    """A worker that waits for no more than a moment before it tries again."""
    from atrium.conversations.mail.tasks import leave  # noqa: PLC0415
    from atrium.queue import policy  # noqa: PLC0415
    from atrium.queue.command import worker  # noqa: PLC0415

    moment = timedelta(milliseconds=50)
    policy._POLICIES[leave.func] = policy.Policy(  # noqa: SLF001 - twenty seconds are too long for a test
        attempts=1000,
        first_wait=moment,
        longest_wait=moment,
        key=policy.policy_of(leave.func).key,
    )
    worker(lease=timedelta(seconds=1))


def tally(wanted: int, patience: float) -> None:
    """How many e-mails are in which state, and how many are told of; at the latest when patience ends."""
    from atrium.conversations.models import Message  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415
    from atrium.timeline.models import Event  # noqa: PLC0415

    until = time.monotonic() + patience
    with current.entered(Organisation.objects.get()):
        while True:
            states = list(Message.objects.values_list("state", flat=True))
            found = {state: states.count(state) for state in set(states)}
            found["told"] = Event.objects.filter(kind="message.sent").count()
            if found == {"sent": wanted, "told": wanted} or time.monotonic() > until:
                break
            time.sleep(0.1)
    sys.stdout.write(json.dumps(found))


def main(verb: str, *words: str) -> None:
    django.setup()
    if verb == "write":
        write(int(words[0]), int(words[1]))
    elif verb == "work":
        work()
    else:
        tally(int(words[0]), float(words[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
