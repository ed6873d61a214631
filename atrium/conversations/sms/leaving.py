"""Handing an SMS to its provider: each attempt kept, and never a second one where the first is unsure.

No provider of SMS knows a copy when it gets one. So whatever may have been taken is not offered again
by itself: an answer that nobody heard, a worker that died before it could write the answer down. Such
an SMS says so, until news of the provider says how it ended or somebody sends it again. Whether the
receiver may be written to is asked once more at the very moment it leaves.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from atrium.conversations.asking import Busy, Declined, Unsure
from atrium.conversations.models import Attempt, Outcome, Sms, State
from atrium.conversations.models.message import GIVES_UP_AFTER
from atrium.conversations.sms import receipts
from atrium.conversations.sms.people import why_not
from atrium.conversations.sms.providers import Outgoing
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

TRIED = (State.SCHEDULED, State.QUEUED, State.LEAVING)
INTERRUPTED = gettext_lazy(
    "It was interrupted while it was handed over. Look at the provider whether it left."
)


class TryLater(Exception):
    """The provider could not take the SMS now; the queue tries again."""


def hand_over(key: int, turn: str) -> str:
    """Offer the SMS to its provider; what to wait for, or nothing.

    A run that belongs to an earlier turn does nothing: the SMS was taken back since.
    """
    begun = _begin(key, turn)
    if begun is None:
        return ""
    sms, attempt = begun
    try:
        sid = _sent(sms, attempt)
    except Busy as error:
        return _later(sms, attempt, str(error))
    except Unsure as error:
        return _end(sms, attempt, State.UNKNOWN, Outcome.UNSURE, str(error))
    except (Declined, Refusal) as error:
        return _end(sms, attempt, State.FAILED, Outcome.REFUSED, str(error))
    return _taken(sms, attempt, sid)


def _sent(sms: Sms, attempt: Attempt) -> str:
    if no := why_not(sms):
        raise Declined(no)
    assert sms.number is not None
    callback = (
        f"{sms.number.hook(sms.organisation, 'status')}"
        f"?message={sms.public_id}&attempt={attempt.pk}"
    )
    out = Outgoing(key=str(sms.public_id), to=sms.phone, text=sms.text, callback=callback)
    sid = sms.number.line().send(out)
    receipts.note(sms.pk, sid)
    return sid


def _begin(key: int, turn: str) -> tuple[Sms, Attempt] | None:
    """Take the SMS, where it is its turn. What is being handed over already ends here."""
    with transaction.atomic():
        rows: Any = Sms.objects.select_for_update(of=("self",)).select_related("number")
        sms = rows.filter(pk=key).first()
        if sms is None or sms.state not in TRIED or sms.turn != turn:
            return None
        if sms.state == State.LEAVING:
            attempt = sms.attempts.latest("id")
            if sid := receipts.noted(sms.pk):
                _taken(sms, attempt, sid)
            else:
                _end(sms, attempt, State.UNKNOWN, Outcome.UNSURE, INTERRUPTED)
            return None
        attempt = Attempt(message=sms)
        attempt.save(force_insert=True)
        Sms.objects.filter(pk=key).update(state=State.LEAVING)
        return sms, attempt


def _taken(sms: Sms, attempt: Attempt, sid: str) -> str:
    """The provider's word stands: what it told meanwhile stays."""
    now = timezone.now()
    with transaction.atomic():
        sms.parties.receiving().update(taken_at=now)
        Sms.objects.filter(pk=sms.pk).update(message_id=f"sms:{sms.number_id}:{sid}", at=now)
        sms.filings.update(at=now)
        _end(sms, attempt, State.SENT, Outcome.TAKEN, "")
    receipts.forget(sms.pk)
    return ""


def _later(sms: Sms, attempt: Attempt, words: str) -> str:
    assert sms.queued_at is not None
    if timezone.now() - sms.queued_at > GIVES_UP_AFTER:
        failure = gettext("The provider did not take it within a day. {words}").format(words=words)
        return _end(sms, attempt, State.FAILED, Outcome.REFUSED, failure)
    _end(sms, attempt, State.QUEUED, Outcome.LATER, words)
    return words


def _end(sms: Sms, attempt: Attempt, state: State, outcome: Outcome, words: str) -> str:
    """Keep how the attempt ended, unless the provider told how the message did, which is newer."""
    with transaction.atomic():
        attempt.end(outcome, words)
        rows = Sms.objects.filter(pk=sms.pk, state=State.LEAVING)
        rows.update(state=state, problem=words[:500])
    return ""
