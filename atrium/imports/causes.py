"""Why an export is not to be had (J20)."""

from atrium.foundation.causes import cause
from atrium.foundation.translation import gettext_lazy

TOO_MANY = cause("export.large", gettext_lazy("This export is made in the background"), "hourglass")
NOT_READY = cause("export.not_ready", gettext_lazy("This export is not ready yet"), "hourglass")
EXPIRED = cause("export.expired", gettext_lazy("The file of this export is gone"), "timer-off")
SIGHT_CHANGED = cause(
    "export.sight_changed", gettext_lazy("What you may see changed since"), "eye-off"
)
