"""What this app adds to the frame of every page."""

from atrium.foundation.navigation import nav_item
from atrium.organisations.permissions import Can

nav_item(label="Imports", icon="file-input", url_name="imports", order=80, needs=Can.IMPORTS_RUN)
