"""One deed for many tenders at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from atrium.clients import lexicon
from atrium.clients.absent import LARGEST
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, ngettext
from atrium.tenders.lines import settled
from atrium.tenders.models import Outcome, Tender
from atrium.tenders.models.deciding import decide
from atrium.tenders.words_of import stages_of
from atrium.timeline.several import Outcome as Done
from atrium.timeline.several import Saying, do_each

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 200
DEEDS = ("move", "give", "lost", "withdrawn", "bin", "unbin")


def perform(deed: str, numbers: Iterable[int], value: str, *, by: Member) -> Done[Tender]:
    """Move, give, lose, withdraw, bin or bring back the tenders with these numbers that the member sees.

    Refused where there is no such deed, stage or member, or no tender was chosen. Whether one is
    won, and what it becomes, is said of each by itself.
    """
    verb = _verb(deed, value, by)
    wanted = [number for number in numbers if 0 < number <= LARGEST][:MOST]
    rows = Tender.objects.visible_to(by).filter(number__in=wanted).select_related("client")
    found = [settled(tender, by.organisation) for tender in rows.order_by("id")]
    return do_each(found, verb, by=by, saying=_saying(deed))


def _verb(deed: str, value: str, by: Member) -> Callable[[Tender], None]:
    key = int(value) if fits(value) else 0
    if deed == "move":
        stage = stages_of(by.organisation).get(key)
        if stage is None:
            msg = gettext("Choose the stage to move them to.")
            raise Refusal(msg, field="stage")
        return lambda tender: tender.move_to(stage, by=by)
    if deed == "give":
        owner = lexicon.of(by.organisation).members.get(key)
        if owner is None or not owner.is_active:
            msg = gettext("Choose the member to give them to.")
            raise Refusal(msg, field="owner")
        return lambda tender: tender.give_to(owner, by=by)
    if deed not in DEEDS:
        msg = gettext("Choose one of {deeds}.").format(deeds=", ".join(DEEDS))
        raise Refusal(msg, field="deed")
    if deed in Outcome.values:
        return lambda tender: decide(tender, deed, by=by)
    return lambda tender: (tender.bin if deed == "bin" else tender.unbin)(by=by)


def _saying(deed: str) -> Saying:
    return Saying(
        none=gettext("Choose at least one tender."),
        label=lambda count: _label(deed, count),
        changed=lambda count: ngettext(
            "{count} tender changed.", "{count} tenders changed.", count
        ).format(count=count),
    )


def _label(deed: str, count: int) -> str:
    words = {
        "move": ngettext("Moved {count} tender", "Moved {count} tenders", count),
        "give": ngettext("Gave {count} tender", "Gave {count} tenders", count),
        "lost": ngettext("Marked as lost {count} tender", "Marked as lost {count} tenders", count),
        "withdrawn": ngettext(
            "Marked as withdrawn {count} tender", "Marked as withdrawn {count} tenders", count
        ),
        "bin": ngettext(
            "Put into the bin {count} tender", "Put into the bin {count} tenders", count
        ),
        "unbin": ngettext("Brought back {count} tender", "Brought back {count} tenders", count),
    }
    return words[deed].format(count=count)
