"""Where SMS go until there is a provider: the folder ``sms`` beside the data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from atrium.conversations.sms.providers import Outgoing
from atrium.foundation.translation import gettext


@dataclass(frozen=True)
class Outbox:
    """Lays each SMS into a file of its own, named by its key; what lies there already stays."""

    number: str = ""

    def send(self, sms: Outgoing) -> str:
        """Lay it down."""
        folder = Path(settings.DATA) / "sms"
        folder.mkdir(exist_ok=True)
        told = {"from": self.number, "to": sms.to, "text": sms.text, "callback": sms.callback}
        (folder / f"{sms.key}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
        return f"outbox-{sms.key}"

    def tried(self) -> str:
        """Nothing to sign in to."""
        return gettext(
            "SMS of this number are kept in the folder sms beside the data, and none leaves."
        )
