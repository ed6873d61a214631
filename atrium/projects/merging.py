"""Projects go to the client that stays; who works on one goes with it."""

from atrium.clients.merge_rules import moves_all
from atrium.foundation.translation import gettext_lazy

moves_all("projects.project", noun=gettext_lazy("projects"))
