"""What tasks say of people: what is to be done for them."""

from atrium.foundation.personal import ERASED, Fate, keeps, tells

keeps(
    "calendar.Task",
    title="Tasks",
    why="To do what was promised.",
    of={"client": "client", "contact": "contacts"},
    fate=Fate.STAYS,
    words="title",
    plain="source",
    instead={"title": ERASED},
)
tells("calendar", "title what")
