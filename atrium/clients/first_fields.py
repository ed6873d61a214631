"""The profile that every organisation starts with: sections, fields and their choices (J06, J14).

They are fields like any other: the organisation renames, reorders, adds to and retires them, and
lists, filters, imports, exports and the API know them because they are fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from atrium.clients.value_types import TYPES
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy

CLASSIFICATION, BUSINESS, SERVICE = (
    gettext_lazy("Classification"),
    gettext_lazy("Business"),
    gettext_lazy("Service"),
)


@dataclass(frozen=True, kw_only=True)
class FirstField:
    """A field as a new organisation gets it; ``choices`` from the lowest to the highest."""

    key: str
    label: str
    type: str
    section: str
    choices: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    help: str = ""
    always: bool = False

    def values(self, position: int) -> dict[str, Any]:
        """The columns of its row, but for its section."""
        options: dict[str, Any] = {}
        if self.choices:
            options["choices"] = [{"key": k, "label": str(v)} for k, v in self.choices.items()]
        if self.unit:
            options["unit"] = self.unit
        return {
            "key": self.key,
            "label": str(self.label),
            "label_key": fold(str(self.label)),
            "position": position,
            "type": self.type,
            "options": options,
            "help": str(self.help),
            "always": self.always,
            "filterable": self.type != "long_text",
            "keyed": self.type != "long_text",
            # A tier is not what a client is searched for: half of all would be found by it.
            "searched": TYPES[self.type].searched and not self.choices,
        }


FIRST_FIELDS = (
    FirstField(
        key="client_type",
        label=gettext_lazy("Client type"),
        type="choice",
        section=CLASSIFICATION,
        choices={
            "business": gettext_lazy("Business"),
            "household": gettext_lazy("Household"),
            "managing_agent": gettext_lazy("Managing agent"),
            "public_body": gettext_lazy("Public body"),
            "non_profit": gettext_lazy("Non-profit"),
            "reseller": gettext_lazy("Reseller"),
        },
        always=True,
    ),
    FirstField(
        key="service_tier",
        label=gettext_lazy("Service tier"),
        type="level",
        section=CLASSIFICATION,
        choices={
            "basic": gettext_lazy("Basic"),
            "standard": gettext_lazy("Standard"),
            "premium": gettext_lazy("Premium"),
        },
        always=True,
    ),
    FirstField(
        key="region",
        label=gettext_lazy("Region"),
        type="choice",
        section=CLASSIFICATION,
        choices={
            "north": gettext_lazy("North"),
            "east": gettext_lazy("East"),
            "south": gettext_lazy("South"),
            "west": gettext_lazy("West"),
            "abroad": gettext_lazy("Abroad"),
        },
        help=gettext_lazy("Your own division of where you work."),
    ),
    FirstField(
        key="business_type",
        label=gettext_lazy("Business type"),
        type="choice",
        section=BUSINESS,
        choices={
            "sole_trader": gettext_lazy("Sole trader"),
            "partnership": gettext_lazy("Partnership"),
            "limited": gettext_lazy("Limited company"),
            "public_limited": gettext_lazy("Public limited company"),
            "cooperative": gettext_lazy("Co-operative"),
            "association": gettext_lazy("Association or charity"),
            "public": gettext_lazy("Public body"),
        },
        help=gettext_lazy("The legal form."),
    ),
    FirstField(
        key="sla",
        label="SLA",
        type="choice",
        section=SERVICE,
        choices={
            "best_effort": gettext_lazy("Best effort"),
            "next_day": gettext_lazy("Next working day"),
            "same_day": gettext_lazy("Same day"),
            "round_the_clock": gettext_lazy("Round the clock"),
        },
        help=gettext_lazy("The service level that was agreed."),
    ),
    FirstField(
        key="response_time",
        label=gettext_lazy("Response time"),
        type="number",
        section=SERVICE,
        unit="hours",
        help=gettext_lazy("From the call until somebody is there."),
    ),
    FirstField(
        key="special_handling",
        label=gettext_lazy("Special handling"),
        type="long_text",
        section=SERVICE,
        help=gettext_lazy("What has to be done differently for this client."),
    ),
    FirstField(
        key="service_notes",
        label=gettext_lazy("Service notes"),
        type="long_text",
        section=SERVICE,
    ),
)
SECTIONS = (CLASSIFICATION, BUSINESS, SERVICE)
