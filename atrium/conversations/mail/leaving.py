"""Handing a message to a mail server: each attempt kept, what was taken never offered again.

The one moment that nobody can tell apart is between the server's last "250" and our own record of
it, which is the very next thing done: a file (receipts.py), then the row. A worker that is killed
there hands the message over once more, with the same Message-ID, by which receiving systems know
the copy; to lose a message is worse. Nothing that is on record as taken is ever offered again.

Providers over HTTP may give the copy a name of their own: what one of them may have taken is not
offered again by itself, but says so until the provider tells more or somebody sends it again.
"""

from __future__ import annotations

import smtplib
from email.errors import MessageError

from django.db import transaction
from django.utils import timezone

from atrium.conversations.asking import Busy, ProviderError, Unsure
from atrium.conversations.mail import receipts
from atrium.conversations.mail.letter import as_bytes
from atrium.conversations.mail.servers import Handed, deliver, keep_receipt
from atrium.conversations.models.attempt import Attempt, Outcome
from atrium.conversations.models.mailbox_sending import Sending
from atrium.conversations.models.message import GIVES_UP_AFTER, Message
from atrium.conversations.models.message_state import State
from atrium.conversations.models.party import Party
from atrium.foundation.errors import Refusal
from atrium.foundation.outbound import OutboundRefused
from atrium.foundation.translation import gettext, gettext_lazy

TRIED = (State.SCHEDULED, State.QUEUED, State.LEAVING)
TEMPORARY = range(400, 500)
FAILURES = (smtplib.SMTPException, OSError, Refusal, ValueError, MessageError)
INTERRUPTED = gettext_lazy(
    "It was interrupted while it was handed over. Look at the provider whether it left."
)


class TryLater(Exception):
    """The mail server could not take the message now; the queue tries again."""


def hand_over(key: int, turn: str) -> str:
    """Offer the message to its server for all who have not got it; what to wait for, or nothing.

    A run that belongs to an earlier turn does nothing: the message was taken back since.
    """
    begun = _begin(key, turn)
    if begun is None:
        return ""
    message, attempt = begun
    keep_receipt(message, receipts.noted(message.pk))
    owed = list(message.parties.owed())
    handed, failure, words = Handed(), "", ""
    if owed:
        try:
            deliver(message, owed, as_bytes(message), handed)
        except Unsure as error:
            _unsure(message, attempt, str(error))
            return ""
        except (*FAILURES, ProviderError) as error:
            words = said(error)
            failure = "" if is_temporary(error) else words
    for party, refusal in handed.refused.items():
        Party.objects.filter(pk=party.pk).update(refusal=refusal)
    return _end(message, attempt, failure, words or handed.words)


def _begin(key: int, turn: str) -> tuple[Message, Attempt] | None:
    """Take the message, where it is its turn; each attempt leaves a row."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("mailbox__through")
        message = rows.filter(pk=key).first()
        if message is None or message.state not in TRIED or message.turn != turn:
            return None
        if _is_doubtful(message):
            _unsure(message, message.attempts.latest("id"), INTERRUPTED)
            return None
        attempt = Attempt(message=message)
        attempt.save(force_insert=True)
        message.state = State.LEAVING
        Message.objects.filter(pk=key).update(state=message.state)
        return message, attempt


def _is_doubtful(message: Message) -> bool:
    """Whether a worker that died may have handed it to a provider, and nothing says how that went."""
    by = message.mailbox.carrier.sending if message.mailbox else ""
    died = message.state == State.LEAVING and by == Sending.PROVIDER
    return died and not receipts.noted(message.pk)


def _unsure(message: Message, attempt: Attempt, words: str) -> None:
    """Nobody knows whether it left: it waits for news, or for somebody who sends it again."""
    with transaction.atomic():
        attempt.end(Outcome.UNSURE, words)
        rows = Message.objects.filter(pk=message.pk, state=State.LEAVING)
        rows.update(state=State.UNKNOWN, problem=words[:500])


def _end(message: Message, attempt: Attempt, failure: str, words: str) -> str:
    """Keep how the attempt ended; answers what to wait for, if anything."""
    with transaction.atomic():
        owed = message.parties.owed()
        waits = not failure and owed.exists()
        assert message.queued_at is not None
        if waits and timezone.now() - message.queued_at > GIVES_UP_AFTER:
            waits, failure = (
                False,
                gettext("No mail server took it within a day. {words}").format(words=words),
            )
        taken = message.parties.filter(taken_at__isnull=False).exists()
        if waits:
            state, outcome = State.QUEUED, Outcome.LATER
        elif taken:
            owed.update(refusal=failure[:500])
            state, outcome = State.SENT, Outcome.TAKEN
        else:
            state, outcome = State.FAILED, Outcome.REFUSED
        attempt.end(outcome, words or failure)
        problem = (words or failure) if state != State.SENT else ""
        # It may have come back already, which is newer.
        rows = Message.objects.filter(pk=message.pk, state=State.LEAVING)
        rows.update(state=state, problem=problem[:500])
        if state == State.SENT:
            _stamp(message)
    return (words or gettext("The mail server did not take it yet.")) if waits else ""


def _stamp(message: Message) -> None:
    """It was said when it left."""
    now = timezone.now()
    Message.objects.filter(pk=message.pk).update(at=now)
    message.filings.update(at=now)


def is_temporary(error: Exception) -> bool:
    """Whether the same could go well later: a 4xx, a cut line, a server that is away."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in TEMPORARY or error.smtp_code < min(TEMPORARY)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return False
    return isinstance(error, OSError | OutboundRefused | Busy)


def said(error: Exception) -> str:
    """The server's own words, or what stood in the way."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {' '.join(text.split())}"[:500]
    if isinstance(error, smtplib.SMTPServerDisconnected) and "timed out" not in str(error):
        return gettext("The mail server broke off the connection.")
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected):
        return gettext("The mail server did not answer in time.")
    return " ".join(str(error).split())[:500] or type(error).__name__
