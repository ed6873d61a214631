"""The ways of looking at the calendar."""

from atrium.foundation.translation import gettext_lazy

VIEWS = {
    "month": gettext_lazy("Month"),
    "week": gettext_lazy("Week"),
    "day": gettext_lazy("Day"),
    "list": gettext_lazy("List"),
}
