"""What data quality adds to the frame of every page."""

from atrium.foundation.navigation import UPKEEP, nav_item
from atrium.organisations.permissions import Can

nav_item(
    label="Data quality",
    icon="clipboard-check",
    url_name="quality",
    order=40,
    group=UPKEEP,
    needs=Can.CLIENTS_SEE,
)
