"""The columns that the board of a new organisation starts with; it changes them as it likes."""

from atrium.foundation.formats.names import fold
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.projects.models import Column, Meaning
from atrium.timeline.acting import acting

# The name, the hue, what standing there means.
COLUMNS = [
    ("To do", 7, Meaning.READY),
    ("In progress", 6, Meaning.WORKING),
    ("Review", 8, Meaning.WORKING),
    ("With the client", 2, Meaning.WAITING),
]


@at_founding
def first_columns(organisation: Organisation) -> None:
    """Columns that suit most."""
    with acting(by=None, label=f"Made the board of {organisation}") as act:
        act.insert_many(
            Column(label=label, label_key=fold(label), position=place, hue=hue, meaning=meaning)
            for place, (label, hue, meaning) in enumerate(COLUMNS)
        )
