"""What can happen to a client."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class ClientAdded(Kind):
    code = "client.added"
    sentence = "{actor} added {client}"
    icon = "user-round-plus"


@dataclass(frozen=True, kw_only=True)
class DetailChanged(Kind):
    """One field of the record; ``change`` is the journal's entry, from which it can be restored."""

    code = "client.detail_changed"
    sentence = "{actor} changed {label} from {before} to {after}"
    icon = "pencil"
    wipes = frozenset({"before", "after"})

    field: str
    label: str
    before: str
    after: str

    def tell(self, *, actor: object, client: object) -> SafeString:
        if not self.before:
            return format_html("{} set {} to <b>{}</b>", actor, self.label.lower(), self.after)
        if not self.after:
            return format_html(
                "{} cleared {}, which was <b>{}</b>", actor, self.label.lower(), self.before
            )
        return format_html(
            "{} changed {} from <b>{}</b> to <b>{}</b>",
            actor,
            self.label.lower(),
            self.before,
            self.after,
        )


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Kind):
    code = "client.status_changed"
    sentence = "{actor} moved the client from <b>{before}</b> to <b>{after}</b>"
    icon = "git-commit-horizontal"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Kind):
    code = "client.owner_changed"
    sentence = "{actor} changed the owner from <b>{before}</b> to <b>{after}</b>"
    icon = "user-round-cog"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TagAdded(Kind):
    code = "client.tag_added"
    sentence = "{actor} tagged the client <b>{tag}</b>"
    icon = "tag"

    tag: str


@dataclass(frozen=True, kw_only=True)
class TagRemoved(Kind):
    code = "client.tag_removed"
    sentence = "{actor} took the tag <b>{tag}</b> off"
    icon = "tag"

    tag: str


@dataclass(frozen=True, kw_only=True)
class PointAdded(Kind):
    code = "client.point_added"
    sentence = "{actor} added the {what} <b>{value}</b>{whose}"
    icon = "at-sign"
    wipes = frozenset({"value", "whose"})

    what: str
    value: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class PointChanged(Kind):
    code = "client.point_changed"
    sentence = "{actor} changed the {what} from <b>{before}</b> to <b>{after}</b>{whose}"
    icon = "at-sign"
    wipes = frozenset({"before", "after", "whose"})

    what: str
    before: str
    after: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class PointRemoved(Kind):
    code = "client.point_removed"
    sentence = "{actor} removed the {what} <b>{value}</b>{whose}"
    icon = "at-sign"
    wipes = frozenset({"value", "whose"})

    what: str
    value: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class LocationAdded(Kind):
    code = "client.location_added"
    sentence = "{actor} added the {type} <b>{address}</b>"
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str


@dataclass(frozen=True, kw_only=True)
class LocationChanged(Kind):
    code = "client.location_changed"
    sentence = "{actor} changed the {type} from <b>{before}</b> to <b>{after}</b>"
    icon = "map-pin"
    wipes = frozenset({"before", "after"})

    type: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LocationRemoved(Kind):
    code = "client.location_removed"
    sentence = "{actor} removed the {type} <b>{address}</b>"
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ContactLinked(Kind):
    code = "client.contact_linked"
    sentence = "{actor} added <b>{contact}</b> as a contact"
    icon = "user-round-plus"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class ContactDelinked(Kind):
    code = "client.contact_delinked"
    sentence = "{actor} delinked <b>{contact}</b>; the contact and its history stay"
    icon = "user-round-minus"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Kind):
    code = "client.contact_changed"
    sentence = "{actor} changed the contact <b>{contact}</b>: {what}"
    icon = "user-round-pen"
    wipes = frozenset({"contact", "what"})

    contact: str
    what: str


@dataclass(frozen=True, kw_only=True)
class PrimaryContactSet(Kind):
    code = "client.primary_contact_set"
    sentence = "{actor} made <b>{contact}</b> the primary contact"
    icon = "user-round-check"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class PutOnHold(Kind):
    code = "client.put_on_hold"
    sentence = "{actor} put the client on hold: {reason}"
    icon = "circle-pause"
    strand = Strand.WORK

    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Kind):
    code = "client.hold_lifted"
    sentence = "{actor} took the client off hold"
    icon = "circle-play"
    strand = Strand.WORK

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Flagged(Kind):
    code = "client.flagged"
    sentence = "{actor} flagged the client: {reason}"
    icon = "flag"

    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagCleared(Kind):
    code = "client.flag_cleared"
    sentence = "{actor} cleared the flag: {reason}"
    icon = "flag-off"

    reason: str


@dataclass(frozen=True, kw_only=True)
class Archived(Kind):
    code = "client.archived"
    sentence = "{actor} archived the client"
    icon = "archive"


@dataclass(frozen=True, kw_only=True)
class Restored(Kind):
    code = "client.restored"
    sentence = "{actor} restored the client from the archive"
    icon = "archive-restore"


@dataclass(frozen=True, kw_only=True)
class AssignmentGiven(Kind):
    code = "client.assignment_given"
    sentence = "{actor} added <b>{member}</b> to the relationship team as {role}"
    icon = "users-round"

    member: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Kind):
    code = "client.assignment_ended"
    sentence = "{actor} took <b>{member}</b> out of the relationship team"
    icon = "users-round"

    member: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AccessChanged(Kind):
    code = "client.access_changed"
    sentence = "{actor} changed who may see the client: {what}"
    icon = "lock"

    what: str
