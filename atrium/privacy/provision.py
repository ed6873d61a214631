"""What people may agree to in a new organisation; it changes the list as it likes."""

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.privacy.models import ConsentPurpose
from atrium.timeline.acting import acting

PURPOSES = [
    (gettext_lazy("Newsletter"), True),
    (gettext_lazy("Photos of the work"), False),
    (gettext_lazy("Data to partners"), False),
]


@at_founding
def first_purposes(organisation: Organisation) -> None:
    """Those that most ask for."""
    with acting(
        by=None,
        label=gettext("Founded {organisation}: consent purposes").format(organisation=organisation),
    ) as act:
        act.insert_many(
            ConsentPurpose(
                label=str(label),
                label_key=fold(str(label)),
                position=place,
                covers_mailings=mailings,
            )
            for place, (label, mailings) in enumerate(PURPOSES)
        )
