"""The stages and reasons of tenders that a new organisation starts with; it changes them as it likes."""

from atrium.clients.models.status import Tone
from atrium.foundation.formats.names import fold
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.tenders.models import Outcome, TenderReason, TenderStage
from atrium.timeline.acting import acting

STAGES = [
    ("Preparing", Tone.INFO),
    ("Submitted", Tone.WARN),
    ("Shortlisted", Tone.WARN),
    ("Negotiating", Tone.GOOD),
]
REASONS = [
    ("Best value", Outcome.WON),
    ("They know our work", Outcome.WON),
    ("Price", Outcome.LOST),
    ("Another bidder was stronger", Outcome.LOST),
    ("The client dropped the plan", ""),
    ("No capacity", Outcome.WITHDRAWN),
    ("Terms we cannot accept", Outcome.WITHDRAWN),
]


@at_founding
def first_words(organisation: Organisation) -> None:
    """Stages and reasons that suit most."""
    with acting(by=None, label=f"Founded {organisation}: tenders") as act:
        act.insert_many(
            TenderStage(label=label, label_key=fold(label), position=place, tone=tone)
            for place, (label, tone) in enumerate(STAGES)
        )
        act.insert_many(
            TenderReason(label=label, label_key=fold(label), position=place, fits=fits)
            for place, (label, fits) in enumerate(REASONS)
        )
