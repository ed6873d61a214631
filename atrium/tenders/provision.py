"""The stages and reasons of tenders that a new organisation starts with; it changes them as it likes."""

from atrium.clients.models.status import Tone
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.tenders.models import Fits, TenderReason, TenderStage
from atrium.timeline.acting import acting

STAGES = [
    (gettext_lazy("Preparing"), Tone.INFO),
    (gettext_lazy("Submitted"), Tone.WARN),
    (gettext_lazy("Shortlisted"), Tone.WARN),
    (gettext_lazy("Negotiating"), Tone.GOOD),
]
REASONS = [
    (gettext_lazy("Best value"), Fits.WON),
    (gettext_lazy("They know our work"), Fits.WON),
    (gettext_lazy("Price"), Fits.LOST),
    (gettext_lazy("Another bidder was stronger"), Fits.LOST),
    (gettext_lazy("The client dropped the plan"), Fits.NOT_WON),
    (gettext_lazy("No capacity"), Fits.WITHDRAWN),
    (gettext_lazy("Terms we cannot accept"), Fits.WITHDRAWN),
]


@at_founding
def first_words(organisation: Organisation) -> None:
    """Stages and reasons that suit most."""
    with acting(
        by=None, label=gettext("Founded {organisation}: tenders").format(organisation=organisation)
    ) as act:
        act.insert_many(
            TenderStage(label=str(label), label_key=fold(str(label)), position=place, tone=tone)
            for place, (label, tone) in enumerate(STAGES)
        )
        act.insert_many(
            TenderReason(label=str(label), label_key=fold(str(label)), position=place, fits=fits)
            for place, (label, fits) in enumerate(REASONS)
        )
