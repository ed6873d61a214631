"""What a token may be allowed to touch: ``resource:read`` and ``resource:write``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from atrium.foundation.errors import Refusal

RESOURCES: dict[str, str] = {
    "clients": "Clients with their details, tags, locations, holds, flags, team and history",
    "contacts": "Contacts and their links to clients",
    "notes": "Notes",
    "messages": "E-mail and SMS with clients, as far as the member sees it",
    "message-templates": "The list of templates for messages",
    "tasks": "Tasks",
    "calls": "Calls: listing, logging and assigning them, whose number it is",
    "meetings": "Meetings, who is asked to them, and their minutes",
    "projects": "Projects, their deliverables and the board",
    "jobs": "Jobs, their clients, checklists, incidents, times and candidates",
    "job-stages": "The list of stages of jobs",
    "job-roles": "The list of roles of clients in jobs",
    "tenders": "Tenders, what became of them and the win rate",
    "tender-words": "The lists of stages and reasons of tenders",
    "invoices": "Invoices and credit notes of clients",
    "payments": "Payments of clients, refunds and write-offs",
    "comments": "Comments",
    "documents": "Files of clients with their folders, versions and links",
    "document-kinds": "The list of kinds of documents",
    "tags": "The list of tags",
    "statuses": "The list of statuses",
    "location-types": "The list of location types",
    "contact-roles": "The list of contact roles",
    "fields": "The list of custom fields",
    "relation-kinds": "The list of relation kinds",
    "consent-purposes": "The list of what people may agree to",
    "rules": "What the record of a client must have",
    "members": "Members and teams",
    "sso": "Identity providers and domains of single sign-on",
    "locations": "Locations of clients",
    "equipment": "Equipment of clients and its service history",
    "points": "E-mail addresses, phones and links of clients",
    "holds": "Holds",
    "flags": "Flags",
    "relations": "Relations of clients and figures of groups",
    "accounts": "Account details of clients, requests to change them and decisions",
    "price-items": "The price list",
    "tax-rates": "The list of tax rates",
    "prices": "Prices agreed with clients",
    "bank": "Statements of the bank, and what was booked from them",
    "charges": "Pay links, cards on file, and charges to them",
    "assignments": "Relationship teams of clients",
    "grants": "Who may see restricted clients",
    "team-roles": "The list of team roles",
    "industries": "The list of industries of one's own",
    "view-log": "The log of who saw what",
    "audit": "The log of the settings: changes, exports, erasures and sign-ins",
    "privacy": "Everything about one person, exported or erased, and how long records are kept",
    "timeline": "Timelines of clients",
    "history": "Changes of clients, field by field",
    "search": "Search",
    "views": "Saved views of the list of clients",
    "duplicates": "Clients that look like one: pairs, merging them and undoing that",
    "exports": "Files of clients with all that is known of them, written and read",
    "imports": "Files of clients: sending, planning, running and undoing imports",
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
            msg = (
                f"There is no scope {scope.strip()!r}; write read or write after a colon behind "
                f"one of {', '.join(RESOURCES)}."
            )
            raise Refusal(msg, field="scopes")
        chosen.add(f"{resource}:{verb}")
    return sorted(chosen)
