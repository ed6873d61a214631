"""Why an export is not to be had (J20)."""

from atrium.foundation.causes import cause

TOO_MANY = cause("export.large", "This export is made in the background", "hourglass")
NOT_READY = cause("export.not_ready", "This export is not ready yet", "hourglass")
EXPIRED = cause("export.expired", "The file of this export is gone", "timer-off")
SIGHT_CHANGED = cause("export.sight_changed", "What you may see changed since", "eye-off")
