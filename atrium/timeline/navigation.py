"""What this app adds to the settings."""

from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page

settings_page(
    label="Log", icon="scroll-text", url_name="settings-log", order=90, needs=Can.ORGANISATION_EDIT
)
