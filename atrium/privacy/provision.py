"""What people may agree to in a new organisation; it changes the list as it likes."""

from atrium.foundation.formats.names import fold
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.privacy.models import ConsentPurpose
from atrium.timeline.acting import acting

PURPOSES = [("Newsletter", True), ("Photos of the work", False), ("Data to partners", False)]


@at_founding
def first_purposes(organisation: Organisation) -> None:
    """Those that most ask for."""
    with acting(by=None, label=f"Founded {organisation}: consent purposes") as act:
        act.insert_many(
            ConsentPurpose(
                label=label, label_key=fold(label), position=place, covers_mailings=mailings
            )
            for place, (label, mailings) in enumerate(PURPOSES)
        )
