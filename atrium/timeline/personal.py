"""What the timeline and the journal keep of people: what was said and changed, when and by whom."""

from atrium.foundation.personal import Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_HISTORY = gettext_lazy("To tell what happened, and to take a mistake back.")

keeps("timeline.Act", title=gettext_lazy("Names of changes"), why=_HISTORY, words="label kept")
keeps(
    "timeline.Change",
    title=gettext_lazy("Values before and after each change"),
    why=_HISTORY,
    words="before after",
    plain="model",
)
plain("timeline.Erasing", "reason")
keeps(
    "timeline.Event",
    title=gettext_lazy("Timeline"),
    why=_HISTORY,
    of={"client": "client"},
    fate=Fate.STAYS,
    words="particulars text",
    plain="kind strand subject_model",
)
keeps("timeline.Undoing", title=gettext_lazy("Undone changes"), why=_HISTORY, words="named")
tells("timeline", "what")
