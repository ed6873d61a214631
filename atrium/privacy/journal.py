"""What this app asks of the change journal: what went because its time was over does not come back."""

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.privacy.models import RetentionRun
from atrium.timeline.acting import Acting
from atrium.timeline.models import Act, Change
from atrium.timeline.undoing import before_undoing


@before_undoing
def refuse_runs(act: Acting, undone: Act) -> None:
    """Refuse to undo a run of the retention rules."""
    if Change.objects.filter(act=undone, model=RetentionRun._meta.label_lower).exists():
        raise Refusal(gettext("What was kept long enough is gone and cannot be brought back."))
