"""Tenders go to the client that stays, with their people and documents."""

from atrium.clients.merge_rules import moves_all, stands_free
from atrium.foundation.translation import gettext_lazy

moves_all("tenders.tender", noun=gettext_lazy("tenders"))
# What it became may get another primary client, or go where its own merge is undone.
stands_free("tenders.tender", "job")
stands_free("tenders.tender", "project")
