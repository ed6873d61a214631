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
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.timeline.acting import Acting, acting

# With whether the work with its clients rests or has ended.
STATUSES = [
    (gettext_lazy("Lead"), Tone.INFO, False),
    (gettext_lazy("Prospect"), Tone.INFO, False),
    (gettext_lazy("Active"), Tone.GOOD, False),
    (gettext_lazy("Dormant"), Tone.NEUTRAL, True),
    (gettext_lazy("Lost"), Tone.NEUTRAL, True),
]
USUAL = 2
TAGS = [("VIP", 8), (gettext_lazy("Referral"), 5)]
LOCATION_TYPES = [
    (gettext_lazy("Billing"), "credit-card", False, Receives.BILLS),
    (gettext_lazy("Workplace"), "building-2", False, Receives.NOTHING),
    (gettext_lazy("Service"), "wrench", True, Receives.NOTHING),
    (gettext_lazy("Mailing"), "mailbox", False, Receives.LETTERS),
]
CONTACT_ROLES = [
    (gettext_lazy("Decision maker"), ReachedFor.NOTHING),
    (gettext_lazy("Stakeholder"), ReachedFor.NOTHING),
    (gettext_lazy("Representative"), ReachedFor.NOTHING),
    (gettext_lazy("Billing"), ReachedFor.BILLING),
    (gettext_lazy("Technical"), ReachedFor.NOTHING),
    (gettext_lazy("Administrative"), ReachedFor.NOTHING),
    (gettext_lazy("Emergency"), ReachedFor.EMERGENCY),
]
# What the first is to the second, what the second is to the first, whether the first stands above.
RELATION_KINDS = [
    (gettext_lazy("Parent"), gettext_lazy("Subsidiary"), True),
    (gettext_lazy("Head office"), gettext_lazy("Branch"), True),
    (gettext_lazy("Company"), gettext_lazy("Department"), True),
    (gettext_lazy("Related"), "", False),
    (gettext_lazy("Referred by"), gettext_lazy("Referred"), False),
    (gettext_lazy("Partner"), "", False),
    (gettext_lazy("Vendor"), gettext_lazy("Customer"), False),
    (gettext_lazy("Competitor"), "", False),
]
TEAM_ROLES = [
    gettext_lazy("Account manager"),
    gettext_lazy("Project lead"),
    gettext_lazy("Deputy"),
    gettext_lazy("Bookkeeper"),
    gettext_lazy("Field work"),
    gettext_lazy("Backup"),
]


@at_founding
def first_words(organisation: Organisation) -> None:
    """Statuses, tags, location types, contact roles, relation kinds and team roles that suit most."""
    with acting(
        by=None, label=gettext("Founded {organisation}").format(organisation=organisation)
    ) as act:
        act.insert_many(
            Status(**_word(label, place), tone=tone, is_closed=closed, is_default=place == USUAL)
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
                receives=receives,
            )
            for place, (label, icon, visited, receives) in enumerate(LOCATION_TYPES)
        )
        act.insert_many(
            ContactRole(**_word(label, place), reached_for=reached_for)
            for place, (label, reached_for) in enumerate(CONTACT_ROLES)
        )
        act.insert_many(
            RelationKind(**_word(label, place), reverse=str(reverse), hierarchical=hierarchical)
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
    """A word in the language of who founds."""
    said = str(label)
    return {"label": said, "label_key": fold(said), "position": position}
