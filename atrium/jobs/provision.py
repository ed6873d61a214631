"""The stages of jobs and the roles in them that a new organisation starts with; it changes them as it likes."""

from atrium.clients.models.status import Tone
from atrium.foundation.formats.names import fold
from atrium.jobs.models import JobRole, Phase, Stage
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.timeline.acting import acting

STAGES = [
    ("New", Tone.INFO, Phase.OPEN),
    ("Planned", Tone.INFO, Phase.OPEN),
    ("In progress", Tone.WARN, Phase.OPEN),
    ("Waiting", Tone.NEUTRAL, Phase.OPEN),
    ("Done", Tone.GOOD, Phase.DONE),
    ("Cancelled", Tone.NEUTRAL, Phase.CANCELLED),
]
ROLES = ("Landlord", "Tenant", "Managing agent", "Insurer", "Main contractor")


@at_founding
def first_words(organisation: Organisation) -> None:
    """Stages and roles that suit most."""
    with acting(by=None, label=f"Founded {organisation}: jobs") as act:
        act.insert_many(
            Stage(label=label, label_key=fold(label), position=place, tone=tone, phase=phase)
            for place, (label, tone, phase) in enumerate(STAGES)
        )
        act.insert_many(
            JobRole(label=label, label_key=fold(label), position=place)
            for place, label in enumerate(ROLES)
        )
