"""The words that a new organisation starts with; it changes them as it likes."""

from atrium.clients.models import ContactRole, LocationType, Status, Tag
from atrium.clients.models.status import Tone
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation

STATUSES = [
    ("Lead", Tone.INFO),
    ("Prospect", Tone.INFO),
    ("Active", Tone.GOOD),
    ("Dormant", Tone.NEUTRAL),
    ("Lost", Tone.NEUTRAL),
]
TAGS = [("VIP", 8), ("Referral", 5)]
LOCATION_TYPES = [
    ("Billing", "credit-card"),
    ("Workplace", "building-2"),
    ("Service", "wrench"),
    ("Mailing", "mailbox"),
]
CONTACT_ROLES = [
    "Decision maker",
    "Stakeholder",
    "Representative",
    "Billing",
    "Technical",
    "Administrative",
    "Emergency",
]


@at_founding
def first_words(organisation: Organisation) -> None:
    """Statuses, tags, location types and contact roles that suit most."""
    for position, (label, tone) in enumerate(STATUSES):
        is_default = label == "Active"
        Status.add(by=None, label=label, tone=tone, is_default=is_default, position=position)
    for label, hue in TAGS:
        Tag.add(by=None, label=label, hue=hue)
    for position, (label, icon) in enumerate(LOCATION_TYPES):
        LocationType.add(by=None, label=label, icon=icon, position=position)
    for position, label in enumerate(CONTACT_ROLES):
        ContactRole.add(by=None, label=label, position=position)
