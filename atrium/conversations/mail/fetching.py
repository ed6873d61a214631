"""Fetching the mail of a mailbox: what is new in each folder, each message kept before the next is asked for.

One worker at a time has a mailbox, by a lease in its row. How far each folder was read is written
with every message; a worker that is killed is gone on from there, and what it brought twice is kept
once (storing.py). A folder whose UIDVALIDITY changed is read anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from atrium.conversations.mail.comments_in import replied
from atrium.conversations.mail.imap import FAILURES, Folder, Session, said, signed_in
from atrium.conversations.mail.parsing import LARGEST
from atrium.conversations.mail.storing import Place, stored
from atrium.conversations.models import Mailbox
from atrium.foundation.translation import gettext

LEASE = timedelta(minutes=10)
# So many in one run; the next run goes on.
MOST = 500
AT_ONCE = 50
# How far back the first run looks where nobody said.
FIRST = timedelta(days=90)


@dataclass
class Run:
    """What a run did: how many messages it read; whether there are more; what went wrong, in words."""

    read: int = 0
    more: bool = False
    problem: str = ""

    def keep(self, mailbox: Mailbox, data: bytes, place: Place) -> None:
        """Keep a message; one that cannot be kept is named and never stops those behind it."""
        try:
            stored(mailbox, data, place)
        except (ValueError, ArithmeticError, LookupError, DatabaseError) as error:
            self.problem = gettext("Message {uid} of {folder} could not be kept: {error}").format(
                uid=place.uid, folder=place.folder, error=error
            )[:500]


def fetch(mailbox: Mailbox, most: int = MOST) -> Run | None:
    """Bring what is new. None where another worker is at it, or the mailbox is not fetched at all."""
    lease = _take(mailbox)
    if lease is None:
        return None
    run = Run()
    try:
        with signed_in(mailbox) as session:
            for folder in session.folders(mailbox.imap_folders):
                lease = _read(mailbox, session, folder, run, lease, most)
                if run.more:
                    break
    except FAILURES as error:
        run.problem = said(error)
    _end(mailbox, run, lease)
    return run


def _take(mailbox: Mailbox) -> datetime | None:
    """The lease, for one worker however many ask at once."""
    now = timezone.now()
    free = Q(fetching_until=None) | Q(fetching_until__lt=now)
    rows = Mailbox.objects.live().filter(free, pk=mailbox.pk, imap_on=True)
    taken = rows.update(fetching_until=now + LEASE)
    if not taken:
        return None
    mailbox.refresh_from_db()
    return mailbox.fetching_until


def _read(
    mailbox: Mailbox, session: Session, folder: Folder, run: Run, lease: datetime | None, most: int
) -> datetime | None:
    """Read what is new in a folder; answers the lease, which is renewed with every message."""
    validity = session.open(folder)
    last = _last(mailbox, folder, validity)
    for uid, size in _sized(session, _new(mailbox, session, last)):
        if run.read >= most:
            run.more = True
            return lease
        data = session.message(uid, whole=size <= LARGEST)
        if data is not None and not replied(data):
            place = Place(
                folder=folder.name,
                uidvalidity=validity,
                uid=uid,
                is_sent=folder.is_sent,
                is_cut=size > LARGEST,
            )
            run.keep(mailbox, data, place)
        run.read += 1
        lease = _note(mailbox, folder, {"uidvalidity": validity, "uid": uid}, lease)
    return lease


def _last(mailbox: Mailbox, folder: Folder, validity: int) -> int:
    """The highest number that was read there; zero where the folder was made anew."""
    state = mailbox.imap_read.get(folder.name, {})
    return int(state.get("uid", 0)) if state.get("uidvalidity") == validity else 0


def _new(mailbox: Mailbox, session: Session, last: int) -> list[int]:
    since = mailbox.imap_since or (timezone.now() - FIRST).date()
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[since.month - 1]
    criteria = f"UID {last + 1}:*" if last else f"SINCE {since.day}-{month}-{since.year}"
    # "7:*" finds the highest there is even where that is lower.
    return [uid for uid in session.uids(criteria) if uid > last]


def _sized(session: Session, uids: list[int]) -> Iterator[tuple[int, int]]:
    for some in batched(uids, AT_ONCE):
        sizes = session.sizes(list(some))
        yield from ((uid, sizes.get(uid, 0)) for uid in some)


def _note(
    mailbox: Mailbox, folder: Folder, state: dict[str, int], lease: datetime | None
) -> datetime | None:
    """Write down how far it is; whoever lost the lease stops here."""
    mailbox.imap_read = mailbox.imap_read | {folder.name: state}
    until = timezone.now() + LEASE
    rows = Mailbox.objects.filter(pk=mailbox.pk, fetching_until=lease)
    if not rows.update(imap_read=mailbox.imap_read, fetching_until=until):
        raise TimeoutError
    return until


def _end(mailbox: Mailbox, run: Run, lease: datetime | None) -> None:
    now = timezone.now()
    well = {} if run.problem else {"ran_well_at": now}
    rows = Mailbox.objects.filter(pk=mailbox.pk, fetching_until=lease)
    rows.update(ran_at=now, problem=run.problem[:500], fetching_until=None, **well)
    mailbox.refresh_from_db()
