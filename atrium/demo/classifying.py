"""How the clients of a demo organisation are classified and served: the lists and each client's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.clients import industries
from atrium.foundation.formats.names import fold

if TYPE_CHECKING:
    from atrium.demo.world import shapes

# What the world calls a trade, where the standard has a word for it.
_STANDARD = {
    "Lettings": "68",
    "Property management": "68",
    "Hospitality": "I",
    "Retail": "47",
    "Building": "43",
    "Software": "62",
    "Logistics": "H",
    "Finance": "K",
    "Manufacturing": "C",
    "Construction": "F",
    "Food and drink": "56",
    "Culture": "90",
    "Architecture": "71",
    "Education": "P",
    "Health": "86",
}


@dataclass(frozen=True, kw_only=True)
class _Habits:
    """The lists of one organisation: ``types`` and ``tiers`` as they go, regions by city."""

    firms: tuple[str, ...]
    people: tuple[str, ...]
    tiers: tuple[str, ...]
    regions: dict[str, str]
    elsewhere: str
    slas: tuple[str, ...] = ("Best effort", "Next working day", "Same day", "Round the clock")
    handling: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def choices(self, key: str) -> tuple[str, ...]:
        """The choices of a field, from the lowest to the highest; none where the usual ones serve."""
        regions = dict.fromkeys([*self.regions.values(), self.elsewhere])
        return {
            "client_type": (*self.firms, *self.people),
            "service_tier": self.tiers,
            "region": tuple(regions),
            "sla": self.slas,
        }.get(key, ())


HABITS = {
    "harbour": _Habits(
        firms=("Letting agent", "Managed block", "Business", "Landlord"),
        people=("Homeowner", "Tenant"),
        tiers=("Pay as you go", "Service plan", "Priority plan"),
        regions={"Bristol": "Bristol", "Bath": "Bath", "Cardiff": "South Wales"},
        elsewhere="Further out",
        handling=(
            "Two people on every visit; the loft ladder is not fixed.",
            "Photographs before and after, sent the same day.",
            "Shoes off, and ring the upper bell.",
        ),
        notes=(
            "Isolating valve sticks: bring the long key.",
            "Meter reading goes to the managing agent, not to the tenant.",
        ),
    ),
    "northlight": _Habits(
        firms=("Employer", "Group", "Public employer", "Agency partner"),
        people=("Candidate turned client",),
        tiers=("Contingent", "Preferred", "Retained"),
        regions={
            "Dublin": "Ireland",
            "Cork": "Ireland",
            "Manchester": "North of England",
            "Leeds": "North of England",
            "Glasgow": "Scotland",
            "Edinburgh": "Scotland",
        },
        elsewhere="Rest of Europe",
        slas=("Shortlist in 10 days", "Shortlist in 5 days", "Shortlist in 48 hours"),
        handling=("Names of candidates only after a signed agreement.",),
        notes=("Interviews on Tuesdays and Thursdays alone.",),
    ),
    "okapi": _Habits(
        firms=("Brand", "Culture", "Start-up", "Institution"),
        people=("Freelancer",),
        tiers=("Project", "Care", "Care with on-call"),
        regions={
            "Berlin": "Berlin",
            "Hamburg": "Germany",
            "Leipzig": "Germany",
            "Kraków": "Poland",
        },
        elsewhere="Abroad",
        slas=("Within the week", "Next working day", "Four hours"),
        handling=("Nothing goes live on a Friday.",),
        notes=("Staging needs the client's VPN.",),
    ),
}
_FORMS = ("Limited company", "Partnership", "Sole trader", "Limited company", "Co-operative")
_HOURS = ("4", "24", "8", "48", "2.5")


def industry_of(trade: str) -> str:
    """What the client's record says of a trade of the world."""
    return industries.read(_STANDARD.get(trade, trade))


def own_industries(world: shapes.World) -> list[str]:
    """The trades that the standard has no word for."""
    found = {industry_of(client.industry) for client in world.clients if client.industry}
    return sorted((word for word in found if industries.found(word) is None), key=fold)


def profile_of(world: shapes.World, client: shapes.Client) -> dict[str, str]:
    """What is typed into the fields of the profile; three clients in four are classified."""
    habits, turn = HABITS[world.slug], client.number
    if turn % 4 == 0:
        return {}
    company = client.kind == "company"
    kinds = habits.firms if company else habits.people
    city = next((place.city for place in client.locations if place.city), "")
    tier = habits.tiers[(turn * 7 // 3) % len(habits.tiers)]
    typed = {
        "client_type": kinds[turn % len(kinds)],
        "service_tier": tier,
        "region": habits.regions.get(city, habits.elsewhere) if city else "",
        "business_type": _FORMS[turn % len(_FORMS)] if company else "",
    }
    if tier != habits.tiers[0]:
        typed["sla"] = habits.slas[turn % len(habits.slas)]
        typed["response_time"] = _HOURS[turn % len(_HOURS)]
    if turn % 5 == 1:
        typed["special_handling"] = habits.handling[turn % len(habits.handling)]
    if turn % 7 == 1:
        typed["service_notes"] = habits.notes[turn % len(habits.notes)]
    return {key: text for key, text in typed.items() if text}
