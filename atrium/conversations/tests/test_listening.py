"""New mail is heard of at once from a real server, whatever becomes of the line (R12)."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.utils import timezone

from atrium.conversations.mail.listening import Listener
from atrium.conversations.models import Mailbox
from atrium.conversations.tests.dovecot import dovecot
from atrium.conversations.tests.letters import letter
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.queue.models import TaskRun

ROUNDS = 60


def fetches() -> int:
    """How many runs were asked for, which are taken away."""
    runs = TaskRun.objects.filter(task__endswith="fetch_tasks.fetch_one")
    count = runs.count()
    runs.delete()
    return count


def heard(listener: Listener) -> bool:
    for _ in range(ROUNDS):
        listener.round()
        if fetches():
            return True
    return False


@pytest.mark.django_db(transaction=True)
def test_r12_mail_is_heard_of_at_once_and_a_cut_line_is_taken_up_again(settings: Any) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    place: dict[str, Any] = {"imap_host": "127.0.0.1", "imap_security": "none"}
    place |= {"imap_on": True, "imap_secret": "secret"}
    listener = Listener(1)
    with dovecot() as server:
        with current.entered(alice.organisation):
            place["imap_port"] = server.port
            box = Mailbox.open(by=alice, address="office@acme.example", imap_user="office", **place)
            Mailbox.open(by=alice, address="sales@acme.example", imap_user="sales", **place)
        listener.round()
        assert fetches() == 1, "what came before it listened is fetched"
        assert list(listener.lines) == [box.pk], "no more lines than are allowed"
        other = Listener(1)
        other.round()
        assert box.pk not in other.lines, "one worker listens to a mailbox"
        other.close()
        fetches()
        server.put(letter())
        assert heard(listener)
    for _ in range(ROUNDS):
        listener.round()
        if not listener.lines:
            break
    assert not listener.lines, "the server is gone"
    with dovecot() as server, current.entered(alice.organisation):
        Mailbox.objects.update(imap_port=server.port)
        listener = Listener(1)
        ended = Event()
        thread = Thread(target=listener.run, args=(ended,))
        thread.start()
        for _ in range(ROUNDS * 10):
            if fetches():
                break
            ended.wait(0.05)
        soon = timezone.now() + timedelta(seconds=30)
        assert Mailbox.objects.filter(pk=box.pk, listening_until__gt=soon).exists()
        ended.set()
        thread.join(10)
        assert not thread.is_alive()
        assert not Mailbox.objects.exclude(listening_until=None).exists(), "another may have it"
        assert not listener.lines
