from django.apps import AppConfig
from django.core import checks


class OrganisationsConfig(AppConfig):
    """Puts up the walls: from here on no connection of this process is without them."""

    name = "atrium.organisations"

    def ready(self) -> None:
        # The walls read the models, which are complete only now.
        from atrium.foundation.views.health import READY  # noqa: PLC0415
        from atrium.organisations.walls import fenced, guard, rls, tables  # noqa: PLC0415

        guard.install(guard.Guard(tables.fences()))
        rls.install()
        READY.append(rls.standing)
        checks.register(fenced.check_models, checks.Tags.models)
        checks.register(rls.check_role, checks.Tags.database)
