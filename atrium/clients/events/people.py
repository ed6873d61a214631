"""What can happen between a client and its contacts."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ContactLinked(Kind):
    code = "client.contact_linked"
    called = gettext_lazy("Contact linked")
    sentence = gettext_lazy("{actor} added <b>{contact}</b> as a contact{what}")
    icon = "user-round-plus"
    wipes = frozenset({"contact", "what"})

    contact: str
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactDelinked(Kind):
    code = "client.contact_delinked"
    called = gettext_lazy("Contact delinked")
    sentence = gettext_lazy("{actor} delinked <b>{contact}</b>; the contact and its history stay")
    icon = "user-round-minus"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Kind):
    code = "client.contact_changed"
    called = gettext_lazy("Contact changed")
    sentence = gettext_lazy("{actor} changed the contact <b>{contact}</b>: {what}")
    icon = "user-round-pen"
    wipes = frozenset({"contact", "what"})

    contact: str
    what: str


@dataclass(frozen=True, kw_only=True)
class PrimaryContactSet(Kind):
    code = "client.primary_contact_set"
    called = gettext_lazy("Primary contact set")
    sentence = gettext_lazy("{actor} made <b>{contact}</b> the primary contact")
    icon = "user-round-check"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class ContactArchived(Kind):
    code = "client.contact_archived"
    called = gettext_lazy("Contact archived")
    sentence = gettext_lazy("{actor} archived the contact <b>{contact}</b>")
    icon = "archive"
    wipes = frozenset({"contact"})

    contact: str


@dataclass(frozen=True, kw_only=True)
class ContactRestored(Kind):
    code = "client.contact_restored"
    called = gettext_lazy("Contact restored")
    sentence = gettext_lazy("{actor} restored the contact <b>{contact}</b> from the archive")
    icon = "archive-restore"
    wipes = frozenset({"contact"})

    contact: str
