"""What programs use is no configuration that could be copied."""

from atrium.configuration.part import left_out
from atrium.foundation.translation import gettext_lazy

left_out(
    gettext_lazy("API tokens"),
    gettext_lazy("They are secrets; make new ones."),
    "integrations.token",
)
