"""What a token may be allowed to touch: ``resource:read`` and ``resource:write``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy

RESOURCES: dict[str, str] = {
    "clients": gettext_lazy(
        "Clients with their details, tags, locations, holds, flags, team and history"
    ),
    "contacts": gettext_lazy("Contacts and their links to clients"),
    "notes": gettext_lazy("Notes"),
    "messages": gettext_lazy("E-mail and SMS with clients, as far as the member sees it"),
    "message-templates": gettext_lazy("The list of templates for messages"),
    "tasks": gettext_lazy("Tasks"),
    "calls": gettext_lazy("Calls: listing, logging and assigning them, whose number it is"),
    "meetings": gettext_lazy("Meetings, who is asked to them, and their minutes"),
    "projects": gettext_lazy("Projects, their deliverables and the board"),
    "jobs": gettext_lazy("Jobs, their clients, checklists, incidents, times and candidates"),
    "job-stages": gettext_lazy("The list of stages of jobs"),
    "job-roles": gettext_lazy("The list of roles of clients in jobs"),
    "tenders": gettext_lazy("Tenders, what became of them and the win rate"),
    "tender-words": gettext_lazy("The lists of stages and reasons of tenders"),
    "invoices": gettext_lazy("Invoices and credit notes of clients"),
    "payments": gettext_lazy("Payments of clients, refunds and write-offs"),
    "comments": gettext_lazy("Comments"),
    "documents": gettext_lazy(
        "Files of clients with their folders, versions and links, and agreements"
    ),
    "document-kinds": gettext_lazy("The list of kinds of documents"),
    "tags": gettext_lazy("The list of tags"),
    "statuses": gettext_lazy("The list of statuses"),
    "location-types": gettext_lazy("The list of location types"),
    "contact-roles": gettext_lazy("The list of contact roles"),
    "fields": gettext_lazy("The list of custom fields"),
    "relation-kinds": gettext_lazy("The list of relation kinds"),
    "consent-purposes": gettext_lazy("The list of what people may agree to"),
    "rules": gettext_lazy("What the record of a client must have"),
    "members": gettext_lazy("Members and teams"),
    "configuration": gettext_lazy("All settings as one file: reading it, and taking one in"),
    "sso": gettext_lazy("Identity providers and domains of single sign-on"),
    "locations": gettext_lazy("Locations of clients"),
    "equipment": gettext_lazy("Equipment of clients and its service history"),
    "points": gettext_lazy("E-mail addresses, phones and links of clients"),
    "holds": gettext_lazy("Holds"),
    "flags": gettext_lazy("Flags"),
    "relations": gettext_lazy("Relations of clients and figures of groups"),
    "accounts": gettext_lazy("Account details of clients, requests to change them and decisions"),
    "price-items": gettext_lazy("The price list"),
    "tax-rates": gettext_lazy("The list of tax rates"),
    "prices": gettext_lazy("Prices agreed with clients"),
    "bank": gettext_lazy("Statements of the bank, and what was booked from them"),
    "charges": gettext_lazy("Pay links, cards on file, and charges to them"),
    "assignments": gettext_lazy("Relationship teams of clients"),
    "grants": gettext_lazy("Who may see restricted clients"),
    "team-roles": gettext_lazy("The list of team roles"),
    "industries": gettext_lazy("The list of industries of one's own"),
    "view-log": gettext_lazy("The log of who saw what"),
    "audit": gettext_lazy("The log of the settings: changes, exports, erasures and sign-ins"),
    "privacy": gettext_lazy(
        "Everything about one person, exported or erased, and how long records are kept"
    ),
    "timeline": gettext_lazy("Timelines of clients"),
    "history": gettext_lazy("Changes of clients, field by field"),
    "search": gettext_lazy("Search"),
    "views": gettext_lazy("Saved views of the list of clients"),
    "duplicates": gettext_lazy("Clients that look like one: pairs, merging them and undoing that"),
    "exports": gettext_lazy("Files of clients with all that is known of them, written and read"),
    "imports": gettext_lazy("Files of clients: sending, planning, running and undoing imports"),
}
_PARTS = frozenset(
    "locations equipment points holds flags relations assignments grants timeline history search".split()
)
_WORDS_OF = {
    "tags": "clients",
    "statuses": "clients",
    "location-types": "clients",
    "fields": "clients",
    "relation-kinds": "clients",
    "consent-purposes": "clients",
    "rules": "clients",
    "team-roles": "clients",
    "industries": "clients",
    "document-kinds": "documents",
    "contact-roles": "contacts",
    "job-roles": "jobs",
    "job-stages": "jobs",
    "tax-rates": "price-items",
    "tender-words": "tenders",
}


def allows(held: Collection[str], needed: str) -> bool:
    """Whether ``held`` covers ``needed``.

    ``clients:…`` covers the parts of a client as well, and reading clients or contacts covers
    reading the words they are described with; nothing else covers anything but itself.
    """
    if needed in held:
        return True
    resource, _, verb = needed.partition(":")
    if resource in _PARTS:
        return f"clients:{verb}" in held
    return verb == "read" and f"{_WORDS_OF.get(resource)}:read" in held


def checked(scopes: Iterable[str]) -> list[str]:
    """The scopes in order, each once; refused with the mend when there is no such scope."""
    chosen: set[str] = set()
    for scope in scopes:
        resource, _, verb = scope.strip().partition(":")
        if resource not in RESOURCES or verb not in {"read", "write"}:
            msg = gettext(
                "There is no scope {scope!r}; write read or write after a colon behind one "
                "of {resources}."
            ).format(scope=scope.strip(), resources=", ".join(RESOURCES))
            raise Refusal(msg, field="scopes")
        chosen.add(f"{resource}:{verb}")
    return sorted(chosen)
