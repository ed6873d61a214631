"""Hearing of new mail at once (IMAP IDLE, RFC 2177): a few connections that wait, in one thread beside a worker.

Nothing depends on it: every mailbox is fetched by the clock as well. A server that cannot, a line
that is cut and a mailbox beyond the most that are held are just fetched by that. Of several workers
one listens to a mailbox, by a lease in its row.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from time import monotonic
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q
from django.utils import timezone

from atrium.conversations.mail.fetch_tasks import fetch_one
from atrium.conversations.mail.imap import FAILURES, said, signed_in
from atrium.conversations.models import Mailbox
from atrium.organisations import current
from atrium.organisations.models import Organisation

# Seconds: a stop is heard of so soon; which mailboxes there are is read so often; a server hangs up after 30 minutes.
HEARD, LOOKS, AGAIN = 0.5, 30.0, 25 * 60.0
# So long a server is left alone that failed or cannot.
LEFT_ALONE = 10 * 60.0
LEASE = timedelta(seconds=3 * LOOKS)

log = structlog.get_logger("atrium.mail")


@dataclass
class Line:
    """A connection that waits for its server to speak."""

    organisation: int
    mailbox: int
    session: Any
    held: ExitStack
    since: float = field(default_factory=monotonic)

    @property
    def socket(self) -> Any:
        return self.session.client.sock

    def hears(self) -> bool:
        """Whether something may have come in. Raises one of FAILURES where the server hung up."""
        told: list[bytes] = self.session.idle.poll(timeout=0)
        if not told:
            # It hung up, or of what it says the rest is on its way: asking anew tells.
            self.wait_anew()
            return True
        return any(b"EXISTS" in one for one in told)

    def wait_anew(self) -> None:
        """Ask again before the server takes us for gone."""
        self.session.idle.stop()
        self.session.idle.start()
        self.since = monotonic()

    def cut(self) -> None:
        """End at once: no good-bye that could take its time."""
        with suppress(OSError, AttributeError):
            self.session.client.shutdown()


class Listener:
    """The lines of one worker, at most ``most``."""

    def __init__(self, most: int | None = None) -> None:
        self.most = settings.IDLE if most is None else most
        self.lines: dict[int, Line] = {}
        self._looked = -LOOKS
        self._not_before: dict[int, float] = {}

    def run(self, ended: Event) -> None:
        """Listen until the event; ends within a second of it unless a server is just being called."""
        while self.most and not ended.is_set():
            try:
                self.round(ended)
            except (DatabaseError, InterfaceError) as error:
                log.warning("mailboxes cannot be read", error=str(error))
                connection.close()
                ended.wait(LOOKS)
        self.close()

    def round(self, ended: Event | None = None) -> None:
        """Look which mailboxes there are, if it is time; then wait for a moment for any of them."""
        if monotonic() - self._looked >= LOOKS:
            self._looked = monotonic()
            self._keep_up(ended or Event())
            connection.close()
        for line in self._spoke(ended or Event()):
            self._listen(line)

    def close(self) -> None:
        """Cut all lines; another worker may have the mailboxes at once."""
        for line in list(self.lines.values()):
            self._drop(line)
        connection.close()

    def _spoke(self, ended: Event) -> list[Line]:
        if not self.lines:
            ended.wait(HEARD)
            return []
        poller, by_file = select.poll(), {}
        for line in self.lines.values():
            poller.register(line.socket.fileno(), select.POLLIN | select.POLLHUP)
            by_file[line.socket.fileno()] = line
        spoke = [by_file[file] for file, _ in poller.poll(HEARD * 1000)]
        old = [line for line in self.lines.values() if monotonic() - line.since > AGAIN]
        return [*spoke, *(line for line in old if line not in spoke)]

    def _listen(self, line: Line) -> None:
        try:
            if monotonic() - line.since > AGAIN:
                line.wait_anew()
                heard = True
            else:
                heard = line.hears()
        except FAILURES as error:
            log.info("mailbox no longer listened to", mailbox=line.mailbox, why=said(error))
            self._drop(line)
            return
        if heard:
            self._tell(line)

    def _tell(self, line: Line) -> None:
        with current.entered(line.organisation):
            fetch_one.enqueue(line.organisation, line.mailbox)
        connection.close()

    def _keep_up(self, ended: Event) -> None:
        """Take up what is new, let go of what is fetched no more, keep what is held."""
        there = dict(self._wanted())
        for line in [line for key, line in self.lines.items() if key not in there]:
            self._drop(line)
        for key, organisation in there.items():
            if ended.is_set():
                return
            with current.entered(organisation):
                if key in self.lines:
                    self._rows(key).update(listening_until=timezone.now() + LEASE)
                elif len(self.lines) < self.most and self._not_before.get(key, 0) <= monotonic():
                    self._take_up(organisation, key)

    def _wanted(self) -> Iterator[tuple[int, int]]:
        for place in Organisation.objects.order_by("pk"):
            with current.entered(place):
                boxes = Mailbox.objects.live().filter(imap_on=True).order_by("pk")
                for key in boxes.values_list("pk", flat=True):
                    yield key, place.pk

    def _take_up(self, organisation: int, key: int) -> None:
        now = timezone.now()
        free = Q(listening_until=None) | Q(listening_until__lt=now)
        if not self._rows(key).filter(free).update(listening_until=now + LEASE):
            return
        held = ExitStack()
        try:
            session = held.enter_context(signed_in(Mailbox.objects.get(pk=key))).line
            if "IDLE" not in session.client.capabilities:
                msg = "the server tells nothing by itself"
                raise ValueError(msg)
            session.folder.set("INBOX", readonly=True)
            session.idle.start()
        except FAILURES as error:
            log.info("mailbox not listened to", mailbox=key, why=said(error))
            self._not_before[key] = monotonic() + LEFT_ALONE
            self._rows(key).update(listening_until=None)
            held.close()
            return
        self.lines[key] = line = Line(organisation, key, session, held)
        # What came between the last run and now.
        self._tell(line)

    def _drop(self, line: Line) -> None:
        line.cut()
        self.lines.pop(line.mailbox, None)
        with suppress(DatabaseError, InterfaceError), current.entered(line.organisation):
            self._rows(line.mailbox).update(listening_until=None)
        line.held.close()

    @staticmethod
    def _rows(key: int) -> Any:
        return Mailbox.objects.filter(pk=key)
