"""The profile that every organisation starts with: sections, fields and their choices (J06, J14).

They are fields like any other: the organisation renames, reorders, adds to and retires them, and
lists, filters, imports, exports and the API know them because they are fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from atrium.clients.value_types import TYPES
from atrium.foundation.formats.names import fold

CLASSIFICATION, BUSINESS, SERVICE = "Classification", "Business", "Service"


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
            options["choices"] = [{"key": k, "label": v} for k, v in self.choices.items()]
        if self.unit:
            options["unit"] = self.unit
        return {
            "key": self.key,
            "label": self.label,
            "label_key": fold(self.label),
            "position": position,
            "type": self.type,
            "options": options,
            "help": self.help,
            "always": self.always,
            "filterable": self.type != "long_text",
            "keyed": self.type != "long_text",
            # A tier is not what a client is searched for: half of all would be found by it.
            "searched": TYPES[self.type].searched and not self.choices,
        }


FIRST_FIELDS = (
    FirstField(
        key="client_type",
        label="Client type",
        type="choice",
        section=CLASSIFICATION,
        choices={
            "business": "Business",
            "household": "Household",
            "managing_agent": "Managing agent",
            "public_body": "Public body",
            "non_profit": "Non-profit",
            "reseller": "Reseller",
        },
        always=True,
    ),
    FirstField(
        key="service_tier",
        label="Service tier",
        type="level",
        section=CLASSIFICATION,
        choices={"basic": "Basic", "standard": "Standard", "premium": "Premium"},
        always=True,
    ),
    FirstField(
        key="region",
        label="Region",
        type="choice",
        section=CLASSIFICATION,
        choices={
            "north": "North",
            "east": "East",
            "south": "South",
            "west": "West",
            "abroad": "Abroad",
        },
        help="Your own division of where you work.",
    ),
    FirstField(
        key="business_type",
        label="Business type",
        type="choice",
        section=BUSINESS,
        choices={
            "sole_trader": "Sole trader",
            "partnership": "Partnership",
            "limited": "Limited company",
            "public_limited": "Public limited company",
            "cooperative": "Co-operative",
            "association": "Association or charity",
            "public": "Public body",
        },
        help="The legal form.",
    ),
    FirstField(
        key="sla",
        label="SLA",
        type="choice",
        section=SERVICE,
        choices={
            "best_effort": "Best effort",
            "next_day": "Next working day",
            "same_day": "Same day",
            "round_the_clock": "Round the clock",
        },
        help="The service level that was agreed.",
    ),
    FirstField(
        key="response_time",
        label="Response time",
        type="number",
        section=SERVICE,
        unit="hours",
        help="From the call until somebody is there.",
    ),
    FirstField(
        key="special_handling",
        label="Special handling",
        type="long_text",
        section=SERVICE,
        help="What has to be done differently for this client.",
    ),
    FirstField(
        key="service_notes",
        label="Service notes",
        type="long_text",
        section=SERVICE,
    ),
)
SECTIONS = (CLASSIFICATION, BUSINESS, SERVICE)
