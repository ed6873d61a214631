"""One deed for many tenders at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from atrium.clients import lexicon
from atrium.clients.absent import LARGEST
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.tenders.lines import settled
from atrium.tenders.models import Outcome, Tender
from atrium.tenders.models.deciding import decide
from atrium.tenders.words_of import stages_of
from atrium.timeline.several import Outcome as Done
from atrium.timeline.several import do_each

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 200
DEEDS = ("move", "give", "lost", "withdrawn", "bin", "unbin")
_LABELS = {
    "move": gettext_lazy("Moved"),
    "give": gettext_lazy("Gave"),
    "lost": gettext_lazy("Marked as lost"),
    "withdrawn": gettext_lazy("Marked as withdrawn"),
    "bin": gettext_lazy("Put into the bin"),
    "unbin": gettext_lazy("Brought back"),
}


def perform(deed: str, numbers: Iterable[int], value: str, *, by: Member) -> Done[Tender]:
    """Move, give, lose, withdraw, bin or bring back the tenders with these numbers that the member sees.

    Refused where there is no such deed, stage or member, or no tender was chosen. Whether one is
    won, and what it becomes, is said of each by itself.
    """
    verb = _verb(deed, value, by)
    wanted = [number for number in numbers if 0 < number <= LARGEST][:MOST]
    rows = Tender.objects.visible_to(by).filter(number__in=wanted).select_related("client")
    found = [settled(tender, by.organisation) for tender in rows.order_by("id")]
    return do_each(found, verb, by=by, noun="tender", label=_LABELS[deed])


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
