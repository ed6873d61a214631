"""What prices add to the frame of every page."""

from __future__ import annotations

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.timeline.settings_log import logs_settings

nav_item(
    label=gettext_lazy("Prices"),
    icon="tags",
    url_name="prices",
    order=40,
    group=WORK,
    needs=Can.MONEY_SEE,
)
logs_settings(gettext_lazy("Prices"), "prices.item", "prices.taxrate", needs=Can.MONEY_SEE)
