from atrium.clients.models.assignment import Assignment
from atrium.clients.models.client import Client, ClientKind
from atrium.clients.models.client_queryset import State
from atrium.clients.models.contact import Contact
from atrium.clients.models.contact_role import ContactRole
from atrium.clients.models.different import Different
from atrium.clients.models.duplicate import (
    DuplicateCount,
    DuplicateKey,
    DuplicatePair,
    DuplicateProfile,
    DuplicateScan,
    DuplicateStale,
)
from atrium.clients.models.favourite import Favourite
from atrium.clients.models.field import Field, FieldState
from atrium.clients.models.field_file import FieldFile
from atrium.clients.models.field_key import FieldKey
from atrium.clients.models.field_section import FieldSection, Subject
from atrium.clients.models.flag import Flag
from atrium.clients.models.grant import Access, Grant
from atrium.clients.models.hold import Hold
from atrium.clients.models.industry import Industry
from atrium.clients.models.link import Link
from atrium.clients.models.link_role import LinkRole
from atrium.clients.models.location import Location
from atrium.clients.models.location_type import LocationType
from atrium.clients.models.no_contact import NoContact
from atrium.clients.models.person_token import PersonToken
from atrium.clients.models.point import Point, PointKind
from atrium.clients.models.preference import Preference
from atrium.clients.models.presence import Presence
from atrium.clients.models.relation import Relation
from atrium.clients.models.relation_kind import RelationKind
from atrium.clients.models.rule import Rule
from atrium.clients.models.saved_view import SavedView, Sharing, ViewTeam
from atrium.clients.models.search_token import SearchDocument, SearchSpelling, SearchToken
from atrium.clients.models.service_area import ServiceArea, Unit
from atrium.clients.models.sighting import Sight, Sighting
from atrium.clients.models.status import Status
from atrium.clients.models.tag import Tag, Tagging
from atrium.clients.models.team_role import TeamRole
from atrium.clients.models.view_pin import ViewPin

# isort: split
# What is merged is chosen in the organisation's own words, which are models as well.
from atrium.clients.models.merge import Merge

__all__ = [
    "Access",
    "Assignment",
    "Client",
    "ClientKind",
    "Contact",
    "ContactRole",
    "Different",
    "DuplicateCount",
    "DuplicateKey",
    "DuplicatePair",
    "DuplicateProfile",
    "DuplicateScan",
    "DuplicateStale",
    "Favourite",
    "Field",
    "FieldFile",
    "FieldKey",
    "FieldSection",
    "FieldState",
    "Flag",
    "Grant",
    "Hold",
    "Industry",
    "Link",
    "LinkRole",
    "Location",
    "LocationType",
    "Merge",
    "NoContact",
    "PersonToken",
    "Point",
    "PointKind",
    "Preference",
    "Presence",
    "Relation",
    "RelationKind",
    "Rule",
    "SavedView",
    "SearchDocument",
    "SearchSpelling",
    "SearchToken",
    "ServiceArea",
    "Sharing",
    "Sight",
    "Sighting",
    "State",
    "Status",
    "Subject",
    "Tag",
    "Tagging",
    "TeamRole",
    "Unit",
    "ViewPin",
    "ViewTeam",
]
