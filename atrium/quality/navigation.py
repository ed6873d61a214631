"""What data quality adds to the frame of every page."""

from atrium.foundation.navigation import UPKEEP, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

nav_item(
    label=gettext_lazy("Data quality"),
    icon="clipboard-check",
    url_name="quality",
    order=40,
    group=UPKEEP,
    needs=Can.CLIENTS_SEE,
)
