"""Meetings go to the client that stays; who is asked to one goes with it."""

from atrium.clients.merge_rules import moves_all
from atrium.foundation.translation import gettext_lazy

moves_all("meetings.meeting", noun=gettext_lazy("meetings"))
