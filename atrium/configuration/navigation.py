"""What this app adds to the settings: the page where all of them leave and come in."""

from __future__ import annotations

from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label=gettext_lazy("Configuration"),
    icon="file-cog",
    url_name="configuration",
    order=80,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("All that is set here as one file, to take into another organisation."),
    words="export import backup copy template json settings transfer move",
)
