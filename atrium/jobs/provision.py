"""The stages of jobs and the roles in them that a new organisation starts with; it changes them as it likes."""

from atrium.clients.models.status import Tone
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models import JobRole, Phase, Stage
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.timeline.acting import acting

STAGES = [
    (gettext_lazy("New"), Tone.INFO, Phase.OPEN),
    (gettext_lazy("Planned"), Tone.INFO, Phase.OPEN),
    (gettext_lazy("In progress"), Tone.WARN, Phase.OPEN),
    (gettext_lazy("Waiting"), Tone.NEUTRAL, Phase.OPEN),
    (gettext_lazy("Done"), Tone.GOOD, Phase.DONE),
    (gettext_lazy("Cancelled"), Tone.NEUTRAL, Phase.CANCELLED),
]
ROLES = (
    gettext_lazy("Landlord"),
    gettext_lazy("Tenant"),
    gettext_lazy("Managing agent"),
    gettext_lazy("Insurer"),
    gettext_lazy("Main contractor"),
)


@at_founding
def first_words(organisation: Organisation) -> None:
    """Stages and roles that suit most."""
    with acting(
        by=None, label=gettext("Founded {organisation}: jobs").format(organisation=organisation)
    ) as act:
        act.insert_many(
            Stage(
                label=str(label), label_key=fold(str(label)), position=place, tone=tone, phase=phase
            )
            for place, (label, tone, phase) in enumerate(STAGES)
        )
        act.insert_many(
            JobRole(label=str(label), label_key=fold(str(label)), position=place)
            for place, label in enumerate(ROLES)
        )
