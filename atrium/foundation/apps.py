from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from atrium.foundation import among
from atrium.foundation.active_language import keep_in_context


class FoundationConfig(AppConfig):
    """Wires what each app hangs on the others: one list of plug names, nothing by string."""

    name = "atrium.foundation"

    def ready(self) -> None:
        keep_in_context()
        among.register()
        autodiscover_modules(
            "causes",
            "events",
            "provision",
            "journal",
            "merging",
            "client_page",
            "criteria",
            "configured",
            "exported",
            "imported",
            "hanging",
            "reactions",
            "navigation",
            "personal",
        )
