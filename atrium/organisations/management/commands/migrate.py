from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from atrium.foundation.sparing_states import sparing
from atrium.organisations import current
from atrium.organisations.walls import rls, tables


class Command(migrate.Command):
    """Django's migrate, which works on every organisation's rows and leaves no table without its wall."""

    def handle(self, *args: Any, **options: Any) -> None:
        with current.unscoped("migrations"), sparing():
            super().handle(*args, **options)
        rls.fortify(connections[options["database"]], tables.owned_models())
