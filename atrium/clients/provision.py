"""The words that a new organisation starts with; it changes them as it likes."""

from typing import Any

from atrium.clients.first_fields import FIRST_FIELDS, SECTIONS
from atrium.clients.models import (
    ContactRole,
    Field,
    FieldSection,
    LocationType,
    RelationKind,
    Rule,
    Status,
    Tag,
    TeamRole,
)
from atrium.clients.models.contact_role import ReachedFor
from atrium.clients.models.location_type import Receives
from atrium.clients.models.status import Tone
from atrium.foundation.formats.names import fold
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.timeline.acting import Acting, acting

# With whether the work with its clients rests or has ended.
STATUSES = [
    ("Lead", Tone.INFO, False),
    ("Prospect", Tone.INFO, False),
    ("Active", Tone.GOOD, False),
    ("Dormant", Tone.NEUTRAL, True),
    ("Lost", Tone.NEUTRAL, True),
]
TAGS = [("VIP", 8), ("Referral", 5)]
LOCATION_TYPES = [
    ("Billing", "credit-card", False),
    ("Workplace", "building-2", False),
    ("Service", "wrench", True),
    ("Mailing", "mailbox", False),
]
RECEIVES = {"Mailing": Receives.LETTERS, "Billing": Receives.BILLS}
CONTACT_ROLES = [
    "Decision maker",
    "Stakeholder",
    "Representative",
    "Billing",
    "Technical",
    "Administrative",
    "Emergency",
]
REACHED_FOR = {"Billing": ReachedFor.BILLING, "Emergency": ReachedFor.EMERGENCY}
# What the first is to the second, what the second is to the first, whether the first stands above.
RELATION_KINDS = [
    ("Parent", "Subsidiary", True),
    ("Head office", "Branch", True),
    ("Company", "Department", True),
    ("Related", "", False),
    ("Referred by", "Referred", False),
    ("Partner", "", False),
    ("Vendor", "Customer", False),
    ("Competitor", "", False),
]
TEAM_ROLES = [
    "Account manager",
    "Project lead",
    "Deputy",
    "Bookkeeper",
    "Field work",
    "Backup",
]


@at_founding
def first_words(organisation: Organisation) -> None:
    """Statuses, tags, location types, contact roles, relation kinds and team roles that suit most."""
    with acting(by=None, label=f"Founded {organisation}") as act:
        act.insert_many(
            Status(**_word(label, place), tone=tone, is_closed=closed, is_default=label == "Active")
            for place, (label, tone, closed) in enumerate(STATUSES)
        )
        act.insert_many(
            Tag(**_word(label, place), hue=hue) for place, (label, hue) in enumerate(TAGS)
        )
        act.insert_many(
            LocationType(
                **_word(label, place),
                icon=icon,
                visited=visited,
                receives=RECEIVES.get(label, ""),
            )
            for place, (label, icon, visited) in enumerate(LOCATION_TYPES)
        )
        act.insert_many(
            ContactRole(**_word(label, place), reached_for=REACHED_FOR.get(label, ""))
            for place, label in enumerate(CONTACT_ROLES)
        )
        act.insert_many(
            RelationKind(**_word(label, place), reverse=reverse, hierarchical=hierarchical)
            for place, (label, reverse, hierarchical) in enumerate(RELATION_KINDS)
        )
        act.insert_many(TeamRole(**_word(label, place)) for place, label in enumerate(TEAM_ROLES))
        first_profile(act)
        emergency = ContactRole.objects.get(reached_for=ReachedFor.EMERGENCY)
        act.insert_many(Rule(**rule) for rule in first_rules(emergency))


def first_profile(act: Acting) -> None:
    """The sections and fields of the profile."""
    made = act.insert_many(
        FieldSection(**_word(label, place)) for place, label in enumerate(SECTIONS)
    )
    sections = {section.label: section for section in made}
    act.insert_many(
        Field(section=sections[first.section], **first.values(place))
        for place, first in enumerate(FIRST_FIELDS)
    )


def first_rules(emergency: ContactRole) -> list[dict[str, Any]]:
    """What the record of a client should have, until the organisation says otherwise (J07)."""
    everyone: dict[str, Any] = {"condition": "all"}
    role = {"requirement": "role", "target": str(emergency.pk)}
    return [
        everyone | {"requirement": "reach", "weight": 3, "always": True},
        everyone | {"requirement": "phone"},
        everyone | {"requirement": "email"},
        everyone | {"requirement": "address"},
        {"condition": "visited", "requirement": "service_address", "weight": 2},
        {"condition": "kind", "value": "company", "requirement": "contact"},
        everyone | {"requirement": "owner"},
        everyone | {"requirement": "detail", "target": "came_from"},
        everyone | {"requirement": "sound_reach"},
        everyone | {"requirement": "sound_postcode"},
        {"condition": "visited", "active": False} | role,
    ]


def _word(label: str, position: int) -> dict[str, Any]:
    return {"label": label, "label_key": fold(label), "position": position}
