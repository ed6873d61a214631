"""What this app adds to the frame of every page."""

from atrium.clients.list_links import list_link
from atrium.clients.taking_back import DECIDED
from atrium.foundation.navigation import UPKEEP, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.timeline.settings_log import logs_settings

nav_item(
    label=gettext_lazy("Imports"),
    icon="file-input",
    url_name="imports",
    order=80,
    group=UPKEEP,
    needs=Can.IMPORTS_RUN,
)
list_link(
    label=gettext_lazy("Export this list"),
    icon="download",
    url_name="clients-export",
    order=10,
    needs=Can.CLIENTS_EXPORT,
)
logs_settings(gettext_lazy("Exports"), "imports.export")
DECIDED.add("imports.export")
