"""Booking at once what is certain (V10)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.payments.gathering import look
from atrium.payments.known_payments import recorded
from atrium.payments.matching.judging import Level
from atrium.payments.models import BankBooking, BankEntry, Share
from atrium.timeline.acting import acting

AT_MOST = 200


def book_certain(keys: Iterable[str], *, by: Member) -> tuple[int, list[str]]:
    """Book each of these entries whose best suggestion is certain; how many, and why not the others.

    What one of them pays is no longer open for the next, so each is looked at as things stand then.
    """
    done, not_done = 0, []
    with acting(by=by, label=gettext("Booked what is certain")) as act:
        for entry in _named(keys):
            entry.organisation = by.organisation
            seen = look([entry], by)
            best = next(iter(seen.by_entry.get(entry.pk, [])), None)
            by_hand = recorded([entry], by).get(entry.pk)
            if best is None or best.level != Level.CERTAIN or by_hand:
                not_done.append(gettext("{entry} is not certain any more.").format(entry=entry))
                continue
            parts = seen.parts(best)
            amount = max(entry.amount, sum(part for _, part in parts))
            share = Share(seen.clients[best.client], amount, parts)
            try:
                with act.step():
                    BankBooking.book(entry, [share], by=by)
                done += 1
            except Refusal as error:
                not_done.append(f"{entry}: {error}")
    return done, not_done


def _named(keys: Iterable[str]) -> list[BankEntry]:
    wanted = set()
    for key in list(keys)[:AT_MOST]:
        try:
            wanted.add(UUID(key))
        except ValueError:
            continue
    rows = BankEntry.objects.to_match().filter(public_id__in=wanted)
    return list(rows.order_by("booked_on", "id"))
