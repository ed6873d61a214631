"""Tasks go to the client that stays."""

from atrium.clients.merge_rules import moves_all
from atrium.foundation.translation import gettext_lazy

moves_all("calendar.task", noun=gettext_lazy("tasks"))
