"""The columns that the board of a new organisation starts with; it changes them as it likes."""

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.projects.models import Column, Meaning
from atrium.timeline.acting import acting

# The name, the hue, what standing there means.
COLUMNS = [
    (gettext_lazy("To do"), 7, Meaning.READY),
    (gettext_lazy("In progress"), 6, Meaning.WORKING),
    (gettext_lazy("Review"), 8, Meaning.WORKING),
    (gettext_lazy("With the client"), 2, Meaning.WAITING),
]


@at_founding
def first_columns(organisation: Organisation) -> None:
    """Columns that suit most."""
    with acting(
        by=None, label=gettext("Made the board of {organisation}").format(organisation=organisation)
    ) as act:
        act.insert_many(
            Column(
                label=str(label),
                label_key=fold(str(label)),
                position=place,
                hue=hue,
                meaning=meaning,
            )
            for place, (label, hue, meaning) in enumerate(COLUMNS)
        )
