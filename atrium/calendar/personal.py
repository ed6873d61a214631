"""What tasks say of people: what is to be done for them."""

from atrium.foundation.personal import ERASED, Fate, keeps, tells
from atrium.foundation.translation import gettext_lazy

keeps(
    "calendar.Task",
    title=gettext_lazy("Tasks"),
    why=gettext_lazy("To do what was promised."),
    of={"client": "client", "contact": "contacts"},
    fate=Fate.STAYS,
    words="title",
    plain="source",
    instead={"title": ERASED},
)
tells("calendar", "title what")
