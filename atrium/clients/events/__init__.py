"""What can happen to a client: one file a concept."""

from atrium.clients.events.duplicates import Merged, MergedInto, ToldAlike, ToldApart
from atrium.clients.events.fields import FieldChanged
from atrium.clients.events.marks import FlagCleared, Flagged, HoldLifted, PutOnHold
from atrium.clients.events.people import (
    ContactArchived,
    ContactChanged,
    ContactDelinked,
    ContactLinked,
    ContactRestored,
    PrimaryContactSet,
)
from atrium.clients.events.places import (
    LocationAdded,
    LocationChanged,
    LocationRemoved,
    ServiceAreaAdded,
    ServiceAreaChanged,
    ServiceAreaRemoved,
)
from atrium.clients.events.preferences import (
    ContactAllowed,
    ContactForbidden,
    PreferencesChanged,
)
from atrium.clients.events.reach import PointAdded, PointChanged, PointRemoved
from atrium.clients.events.record import (
    Archived,
    ClientAdded,
    DetailChanged,
    NamesakeKept,
    OwnerChanged,
    RecordRestored,
    Restored,
    StatusChanged,
    TagAdded,
    TagRemoved,
)
from atrium.clients.events.relations import ClientRelated, RelationEnded
from atrium.clients.events.team import (
    AccessChanged,
    AssignmentEnded,
    AssignmentGiven,
    LeftTheTeam,
)

__all__ = [
    "AccessChanged",
    "Archived",
    "AssignmentEnded",
    "AssignmentGiven",
    "ClientAdded",
    "ClientRelated",
    "ContactAllowed",
    "ContactArchived",
    "ContactChanged",
    "ContactDelinked",
    "ContactForbidden",
    "ContactLinked",
    "ContactRestored",
    "DetailChanged",
    "FieldChanged",
    "FlagCleared",
    "Flagged",
    "HoldLifted",
    "LeftTheTeam",
    "LocationAdded",
    "LocationChanged",
    "LocationRemoved",
    "Merged",
    "MergedInto",
    "NamesakeKept",
    "OwnerChanged",
    "PointAdded",
    "PointChanged",
    "PointRemoved",
    "PreferencesChanged",
    "PrimaryContactSet",
    "PutOnHold",
    "RecordRestored",
    "RelationEnded",
    "Restored",
    "ServiceAreaAdded",
    "ServiceAreaChanged",
    "ServiceAreaRemoved",
    "StatusChanged",
    "TagAdded",
    "TagRemoved",
    "ToldAlike",
    "ToldApart",
]
