"""What prices add to the frame of every page."""

from __future__ import annotations

from atrium.timeline.settings_log import logs_settings

logs_settings("prices.item", "prices.taxrate")
