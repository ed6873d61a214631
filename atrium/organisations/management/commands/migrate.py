from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from atrium.foundation.sparing_states import sparing
from atrium.foundation.sqlite3 import figures
from atrium.organisations import current
from atrium.organisations.walls import rls, tables


class Command(migrate.Command):
    """Django's migrate, which works on every organisation's rows, leaves no table without its wall and no planner without its figures."""

    def handle(self, *args: Any, **options: Any) -> None:
        with current.unscoped("migrations"), sparing():
            super().handle(*args, **options)
            figures.teach(connections[options["database"]])
        rls.fortify(connections[options["database"]], tables.owned_models())
